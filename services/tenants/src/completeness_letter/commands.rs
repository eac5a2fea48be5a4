//! Writing to those who owe something.

use contracts::reporting::v1::CompletenessMatter;
use platform::{
    db::TenantTx,
    values::{Language, Text},
};
use uuid::Uuid;

use crate::{
    App,
    mail::{
        self, MailError, Template,
        letters::{Matter, written_day},
    },
    membership,
    organisation::{self, Organisation},
    person::PersonId,
};

/// Queues the letter, unless that was done before or its reader has left.
pub async fn write(
    app: &App,
    tx: &mut TenantTx,
    letter_id: Uuid,
    person_id: PersonId,
    matters: &[CompletenessMatter],
) -> Result<(), MailError> {
    if !super::store::note(tx, letter_id, app.clock.now()).await? {
        return Ok(());
    }
    let Some(organisation) = organisation::store::find(tx).await? else {
        return Ok(());
    };
    let today = app.clock.today(&organisation.time_zone);
    let members = membership::store::answering(tx, Some(person_id), &[]).await?;
    let Some(member) = members.iter().find(|m| m.person_id == person_id && m.holds_on(today)) else {
        return Ok(());
    };
    let to = mail::commands::To::member(member, organisation.id);
    let language = to.language;
    let matters: Vec<Matter> = matters
        .iter()
        .map(|matter| told(app, matter, language, &organisation))
        .collect();
    let template = Template::Completeness {
        organisation: organisation.name.shown(language),
        matters: &matters,
        link: &app.page("/boards/completeness"),
    };
    mail::commands::queue_own(app, tx, to, &template).await
}

fn told(app: &App, matter: &CompletenessMatter, language: Language, organisation: &Organisation) -> Matter {
    let shown = |text: &Option<contracts::envelope::v1::Text>| {
        let text: Option<Text> = text.clone().map(Into::into);
        text.map(|text| text.shown(language).to_owned())
            .filter(|text| !text.is_empty())
    };
    let day = matter.due_on.as_deref().and_then(|day| platform::values::day(day).ok());
    Matter {
        figure: matter.figure.clone(),
        title: shown(&matter.title),
        unit: shown(&matter.unit),
        year: matter.year,
        due_on: day.map(|day| written_day(day, language, organisation.country)),
        link: (!matter.page.is_empty()).then(|| app.page(&matter.page)),
    }
}
