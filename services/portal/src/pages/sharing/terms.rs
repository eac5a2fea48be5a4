//! Other terms: the days, the decision behind them, the waiver. Who gives what to whom stays.

use actix_web::{get, post, web::ServiceConfig};
use serde_json::Value;

use super::super::{Answer, Id, form_page::FormPage, refuse, see_other, show};
use super::give;
use crate::{
    fault::Fault,
    forms::Form,
    page::Section,
    reader::{Member, Reader, Submitted, rights},
};

pub fn configure(services: &mut ServiceConfig) {
    services.service(ask).service(change);
}

pub fn form(reader: &Reader, id: &str, agreement: &Value) -> Form {
    let mut form = Form::new(reader, format!("/sharing/{id}/terms"), "save").cancel(format!("/sharing/{id}"));
    if agreement["level"] == "aggregate" {
        form = form.tick("waiver", "sharing-waiver");
    }
    give::terms(form, reader)
}

pub fn view(reader: &Reader, form: Form) -> FormPage {
    FormPage::new(reader, Section::Sharing, "sharing-terms", form)
}

async fn of(reader: &Member, id: &Id) -> Result<Value, Fault> {
    reader.must(rights::MANAGE_SHARING)?;
    let agreement: Value = reader.api().get(&format!("/sharing-agreements/{id}")).await?;
    if agreement["side"] == "owner" {
        Ok(agreement)
    } else {
        Err(Fault::NotAllowed)
    }
}

#[get("/sharing/{id}/terms")]
async fn ask(reader: Member, id: Id) -> Answer {
    let agreement = of(&reader, &id).await?;
    let form = form(&reader, &id.to_string(), &agreement).fill_from(&agreement);
    show(&reader, &view(&reader, form))
}

#[post("/sharing/{id}/terms")]
async fn change(reader: Member, id: Id, submitted: Submitted) -> Answer {
    let agreement = of(&reader, &id).await?;
    let mut form = form(&reader, &id.to_string(), &agreement).fill(&submitted);
    if form.is_complete() {
        let path = format!("/sharing-agreements/{id}");
        match reader.api().patch::<Value>(&path, form.body(), form.version).await {
            Ok(_) => return Ok(see_other(&format!("/sharing/{id}?done=saved"))),
            Err(problem) => form.refuse(problem)?,
        }
    }
    refuse(&reader, &view(&reader, form))
}
