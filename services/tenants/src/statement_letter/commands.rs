//! Writing to those who owe a statement.

use jiff::civil::Date;
use platform::db::TenantTx;

use super::{
    model::{Letter, Statement, StatementLetterError},
    store,
};
use crate::{
    App,
    mail::{
        self, Template,
        letters::{Awaited, written_day},
    },
    membership::{self, Membership},
    organisation::{self, Organisation},
    unit::{self, Unit, UnitId},
};

type Result<T> = std::result::Result<T, StatementLetterError>;

/// Queues a letter to everybody concerned, if the statement has reached a step that nobody was written to for yet.
pub async fn write_for(app: &App, tx: &mut TenantTx, statement: &Statement) -> Result<()> {
    let fresh = store::note(tx, statement, app.clock.now()).await?;
    let Some(letter) = statement.letter(&fresh) else {
        return Ok(());
    };
    let units = unit::store::upwards(tx, statement.unit_id).await?;
    // A unit that was taken back again owes nothing.
    let (Some(unit), Some(organisation)) = (units.first(), organisation::store::find(tx).await?) else {
        return Ok(());
    };
    let ids: Vec<UnitId> = units.iter().map(|u| u.id).collect();
    let today = app.clock.today(&organisation.time_zone);
    let members = members(tx, statement, &ids, today).await?;
    for member in statement.addressees(letter, &ids, &members) {
        write(app, tx, statement, letter, (unit, &organisation), member).await?;
    }
    Ok(())
}

/// Who may have to be asked, of those who are members today.
async fn members(tx: &mut TenantTx, statement: &Statement, units: &[UnitId], today: Date) -> Result<Vec<Membership>> {
    let mut members = membership::store::answering(tx, statement.owner_id, units).await?;
    members.retain(|m| m.holds_on(today));
    Ok(members)
}

async fn write(
    app: &App,
    tx: &mut TenantTx,
    statement: &Statement,
    letter: Letter,
    (unit, organisation): (&Unit, &Organisation),
    member: &Membership,
) -> Result<()> {
    let to = mail::commands::To::member(member, organisation.id);
    let language = to.language;
    let awaited = Awaited {
        unit: unit.name.shown(language),
        organisation: organisation.name.shown(language),
        year: statement.year,
        due_on: &written_day(statement.due_on, language, organisation.country),
        link: &app.page(&format!("/statements/{}", statement.id)),
    };
    let template = match letter {
        Letter::Reminder => Template::StatementReminder(awaited),
        Letter::Overdue => Template::StatementOverdue(awaited),
    };
    Ok(mail::commands::queue_own(app, tx, to, &template).await?)
}
