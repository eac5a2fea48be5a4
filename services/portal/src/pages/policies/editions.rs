//! Editions: beginning the next one, and reading any of them.

use actix_web::{
    get, post,
    web::{Path, ServiceConfig},
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    super::{Answer, Id, form_page::FormPage, show, thing_page::ThingPage},
    status, steps, way,
};
use crate::{
    clients::policies::{Edition, Policy},
    forms::Form,
    page::{Page, Section},
    reader::{Member, Reader, Submitted, rights},
};

pub fn configure(services: &mut ServiceConfig) {
    // `new` before the number of an edition.
    services.service(ask_new).service(open).service(show_one);
}

fn new_view(reader: &Reader, policy: &Policy) -> FormPage {
    let back = format!("/policies/{}", policy.id);
    let form = Form::new(reader, format!("{back}/editions/new"), "edition-open")
        .cancel(back)
        .seen(policy.version);
    let page = FormPage::new(reader, Section::Policies, "edition-new", form);
    let title = page
        .page
        .with("edition-new-title", "name", page.page.plain(&policy.title));
    page.titled(title)
}

#[get("/policies/{id}/editions/new")]
async fn ask_new(reader: Member, id: Id) -> Answer {
    reader.must(rights::EDIT_POLICIES)?;
    let policy: Policy = reader.api().get(&format!("/policies/{id}")).await?;
    show(&reader, &new_view(&reader, &policy))
}

#[post("/policies/{id}/editions/new")]
async fn open(reader: Member, id: Id, submitted: Submitted) -> Answer {
    let path = format!("/policies/{id}");
    let policy: Policy = reader.api().get(&path).await?;
    let mut page = new_view(&reader, &policy);
    page.form = page.form.fill(&submitted);
    page.send(async |form| {
        let editions = format!("{path}/editions");
        let _opened: Value = reader.api().act(&editions, json!({}), form.version, &form.key).await?;
        Ok(format!("{path}?done=edition-opened"))
    })
    .await
}

/// What somebody should know who reads an edition that is not the newest.
fn warning(page: &Page, policy: &Policy, edition: &Edition) -> Option<String> {
    if edition.number == policy.edition {
        return None;
    }
    let key = if policy.standing_edition == Some(edition.number) {
        "edition-stands"
    } else {
        "edition-older"
    };
    Some(page.with(key, "number", policy.edition))
}

fn view(reader: &Reader, policy: &Policy, edition: &Edition) -> ThingPage {
    let page = Page::new(reader, Section::Policies);
    let (number, back) = (edition.number, format!("/policies/{}", policy.id));
    let mut shown = ThingPage::new(
        reader,
        Section::Policies,
        (back.as_str(), "policy-back"),
        &edition.title,
    )
    .behind_title(&page.with("edition", "number", number))
    .warning(warning(&page, policy, edition))
    .way("policy-way", way::stages(&page, &edition.status, &edition.steps))
    .fact("status", status(&page, &edition.status))
    .words("validity", &page.period(&edition.period))
    .words("case-number", &edition.case_number)
    .words("edition-opened", &page.date(&edition.opened_at));
    if policy.edition > 1 {
        let compared = if number == policy.edition {
            format!("{back}/compare")
        } else {
            format!("{back}/compare?from={number}&to={}", policy.edition)
        };
        shown = shown.link(compared, "editions-compare");
    }
    shown = shown.prose("policy-vision", &edition.vision);
    for section in &edition.sections {
        shown = shown.section(&section.heading, &section.body);
    }
    shown.part(steps(&page, &edition.steps))
}

#[get("/policies/{id}/editions/{edition}")]
async fn show_one(reader: Member, path: Path<(Uuid, i32)>) -> Answer {
    let (id, number) = path.into_inner();
    let api = reader.api();
    let (policy, edition) = (format!("/policies/{id}"), format!("/policies/{id}/editions/{number}"));
    let (policy, edition) = futures::try_join!(api.get::<Policy>(&policy), api.get::<Edition>(&edition))?;
    show(&reader, &view(&reader, &policy, &edition))
}

#[cfg(test)]
pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    use askama::Template as _;
    let policy = super::show::sample();
    let [newest, stands] = <[Edition; 2]>::try_from(super::show::sample_editions()).unwrap();
    let replaced = Policy {
        edition: 3,
        standing_edition: Some(3),
        ..policy.clone()
    };
    let shown = |policy: &Policy, edition: &Edition| view(reader, policy, edition).render().unwrap();
    vec![
        ("edition-new".to_owned(), new_view(reader, &policy).render().unwrap()),
        ("edition".to_owned(), shown(&policy, &newest)),
        ("edition-standing".to_owned(), shown(&policy, &stands)),
        ("edition-older".to_owned(), shown(&replaced, &stands)),
    ]
}
