//! Other terms: the days, the decision behind them, the waiver. Who gives what to whom stays.

use actix_web::{get, post, web::ServiceConfig};
use serde::Deserialize as _;
use serde_json::Value;

use super::{
    super::{Answer, Id, form_page::FormPage, refuse, see_other, show},
    give,
};
use crate::{
    clients::tenants::Agreement,
    fault::Fault,
    forms::Form,
    page::Section,
    reader::{Member, Reader, Submitted, rights},
};

pub fn configure(services: &mut ServiceConfig) {
    services.service(ask).service(change);
}

pub fn form(reader: &Reader, agreement: &Agreement) -> Form {
    let id = &agreement.id;
    let mut form = Form::new(reader, format!("/sharing/{id}/terms"), "save").cancel(format!("/sharing/{id}"));
    if agreement.level == "aggregate" {
        form = form.tick("waiver", "sharing-waiver");
    }
    give::terms(form, reader)
}

pub fn view(reader: &Reader, agreement: &Agreement, form: Form) -> FormPage {
    FormPage::new(reader, Section::Sharing, "sharing-terms", form).about(agreement)
}

/// The agreement as it stands, and as a form is filled from it.
async fn of(reader: &Member, id: &Id) -> Result<(Agreement, Value), Fault> {
    reader.must(rights::MANAGE_SHARING)?;
    let told: Value = reader.api().get(&format!("/sharing-agreements/{id}")).await?;
    let agreement = Agreement::deserialize(&told).map_err(|cause| Fault::Broken(cause.to_string()))?;
    if agreement.gives() {
        Ok((agreement, told))
    } else {
        Err(Fault::NotAllowed)
    }
}

#[get("/sharing/{id}/terms")]
async fn ask(reader: Member, id: Id) -> Answer {
    let (agreement, told) = of(&reader, &id).await?;
    let form = form(&reader, &agreement).fill_from(&told);
    show(&reader, &view(&reader, &agreement, form))
}

#[post("/sharing/{id}/terms")]
async fn change(reader: Member, id: Id, submitted: Submitted) -> Answer {
    let (agreement, _) = of(&reader, &id).await?;
    let mut form = form(&reader, &agreement).fill(&submitted);
    if form.is_complete() {
        let path = format!("/sharing-agreements/{id}");
        match reader.api().patch::<Value>(&path, form.body(), form.version).await {
            Ok(_) => return Ok(see_other(&format!("/sharing/{id}?done=saved"))),
            Err(problem) => form.refuse(problem)?,
        }
    }
    refuse(&reader, &view(&reader, &agreement, form))
}
