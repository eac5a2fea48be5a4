//! Ending an agreement before its time: the owner takes it back, the viewer gives it up. The page says what happens.

use actix_web::{get, post, web::ServiceConfig};
use serde_json::{Value, json};

use super::super::{Answer, Id, form_page::FormPage, refuse, see_other, show};
use crate::{
    clients::tenants::Agreement,
    forms::Form,
    page::Section,
    reader::{Member, Reader, Submitted, rights},
};

pub fn configure(services: &mut ServiceConfig) {
    services.service(ask).service(end);
}

/// What the page and its button are called, by whose act it is.
fn words(agreement: &Agreement) -> (&'static str, &'static str) {
    if agreement.gives() {
        ("sharing-revoke", "sharing-revoke-submit")
    } else {
        ("sharing-renounce", "sharing-renounce-submit")
    }
}

pub fn form(reader: &Reader, agreement: &Agreement) -> Form {
    let (id, (_, submit)) = (&agreement.id, words(agreement));
    Form::new(reader, format!("/sharing/{id}/end"), submit)
        .cancel(format!("/sharing/{id}"))
        .seen(agreement.version)
        .area("reason", "sharing-end-reason")
        .required()
}

pub fn view(reader: &Reader, agreement: &Agreement, form: Form) -> FormPage {
    FormPage::new(reader, Section::Sharing, words(agreement).0, form).about(agreement)
}

#[get("/sharing/{id}/end")]
async fn ask(reader: Member, id: Id) -> Answer {
    reader.must(rights::MANAGE_SHARING)?;
    let agreement: Agreement = reader.api().get(&format!("/sharing-agreements/{id}")).await?;
    show(&reader, &view(&reader, &agreement, form(&reader, &agreement)))
}

#[post("/sharing/{id}/end")]
async fn end(reader: Member, id: Id, submitted: Submitted) -> Answer {
    reader.must(rights::MANAGE_SHARING)?;
    let path = format!("/sharing-agreements/{id}");
    let agreement: Agreement = reader.api().get(&path).await?;
    let mut form = form(&reader, &agreement).fill(&submitted);
    if form.is_complete() {
        let action = if agreement.gives() { "revoke" } else { "renounce" };
        let body = json!({ "reason": form.value("reason") });
        let ended = reader
            .api()
            .act::<Value>(&format!("{path}/{action}"), body, form.version, &form.key)
            .await;
        match ended {
            Ok(_) => return Ok(see_other(&format!("/sharing/{id}?done=sharing-ended"))),
            Err(problem) => form.refuse(problem)?,
        }
    }
    refuse(&reader, &view(&reader, &agreement, form))
}
