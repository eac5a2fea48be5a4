//! Recording what was decided: the next step of the newest edition.

use actix_web::{get, post, web::ServiceConfig};
use serde_json::Value;

use super::super::{Answer, Id, form_page::FormPage, show};
use crate::{
    clients::policies::Policy,
    forms::Form,
    page::{Page, Section},
    reader::{Member, Reader, Submitted, rights},
};

pub fn configure(services: &mut ServiceConfig) {
    services.service(ask).service(take);
}

fn form(reader: &Reader, policy: &Policy) -> Form {
    let page = Page::new(reader, Section::Policies);
    let back = format!("/policies/{}", policy.id);
    let next = policy.next_statuses.iter();
    let next = next.map(|to| (to.clone(), page.choice("policy-status", to)));
    Form::new(reader, format!("{back}/step"), "save")
        .cancel(back)
        .choice("to", "step-to", next.collect())
        .required()
        .date("on", "step-on")
        .required()
        .line("decided_by", "policy-decided-by")
        .line("case_number", "case-number")
        .area("note", "note")
        .seen(policy.version)
}

fn view(reader: &Reader, form: Form) -> FormPage {
    FormPage::new(reader, Section::Policies, "policy-step", form)
}

#[get("/policies/{id}/step")]
async fn ask(reader: Member, id: Id) -> Answer {
    reader.must(rights::EDIT_POLICIES)?;
    let policy: Policy = reader.api().get(&format!("/policies/{id}")).await?;
    show(&reader, &view(&reader, form(&reader, &policy)))
}

#[post("/policies/{id}/step")]
async fn take(reader: Member, id: Id, submitted: Submitted) -> Answer {
    let path = format!("/policies/{id}");
    let policy: Policy = reader.api().get(&path).await?;
    view(&reader, form(&reader, &policy).fill(&submitted))
        .send(async |form| {
            let steps = format!("{path}/steps");
            let _stepped: Value = reader.api().act(&steps, form.body(), form.version, &form.key).await?;
            Ok(format!("{path}?done=saved"))
        })
        .await
}

#[cfg(test)]
pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    use askama::Template as _;
    let mut refused = form(reader, &super::show::sample());
    refused.is_complete();
    vec![
        (
            "policy-step".to_owned(),
            view(reader, form(reader, &super::show::sample())).render().unwrap(),
        ),
        (
            "policy-step-refused".to_owned(),
            view(reader, refused).render().unwrap(),
        ),
    ]
}
