//! Giving a dataset to another organisation.

use actix_web::{get, post, web::ServiceConfig};

use super::super::{Answer, form_page::FormPage, lookups, lookups::Names, refuse, see_other, show};
use crate::{
    choices,
    clients::Created,
    forms::{Field, Form},
    page::{Page, Section},
    reader::{Member, Reader, Submitted, rights},
};

pub fn configure(services: &mut ServiceConfig) {
    services.service(ask).service(give);
}

pub fn form(reader: &Reader, organisations: &Names) -> Form {
    let page = Page::new(reader, Section::Sharing);
    let voice = reader.voice;
    let form = Form::new(reader, "/sharing/new", "sharing-give")
        .cancel("/sharing")
        .choice("viewer_id", "sharing-viewer", organisations.options(&page))
        .required()
        .push(Field::choice(
            voice,
            "dataset",
            "sharing-dataset",
            &choices::SHARING_DATASET,
        ))
        .required()
        .push(Field::choice(voice, "level", "sharing-level", &choices::SHARING_LEVEL))
        .required()
        .tick("waiver", "sharing-waiver");
    terms(form, reader)
}

/// The days, and the decision behind them.
pub fn terms(form: Form, reader: &Reader) -> Form {
    form.date("valid_from", "begins")
        .required()
        .date("valid_to", "sharing-ends")
        .heading(reader.voice.say("sharing-decision"))
        .texts("decision.body", "sharing-decided-by")
        .required()
        .date("decision.decided_on", "sharing-decided-on")
        .required()
        .line("decision.section", "sharing-section")
        .line("decision.case_number", "case-number")
}

pub fn view(reader: &Reader, form: Form) -> FormPage {
    FormPage::new(reader, Section::Sharing, "sharing-new", form)
}

#[get("/sharing/new")]
async fn ask(reader: Member) -> Answer {
    reader.must(rights::MANAGE_SHARING)?;
    let organisations = lookups::directory(&reader).await?;
    show(&reader, &view(&reader, form(&reader, &organisations)))
}

#[post("/sharing/new")]
async fn give(reader: Member, submitted: Submitted) -> Answer {
    let organisations = lookups::directory(&reader).await?;
    let mut form = form(&reader, &organisations).fill(&submitted);
    if form.is_complete() {
        match reader
            .api()
            .post::<Created>("/sharing-agreements", form.body(), &form.key)
            .await
        {
            Ok(given) => return Ok(see_other(&format!("/sharing/{}?done=sharing-given", given.id))),
            Err(problem) => form.refuse(problem)?,
        }
    }
    refuse(&reader, &view(&reader, form))
}
