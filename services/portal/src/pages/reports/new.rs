//! Drafting a follow-up.

use actix_web::{get, post, web::ServiceConfig};
use serde_json::json;

use super::super::{Answer, form_page::FormPage, lookups, lookups::Names, refuse, see_other, show};
use crate::{
    choices,
    clients::Created,
    forms::{Control, Field, Form},
    page::{Page, Section},
    reader::{Member, Reader, Submitted, rights},
};

pub fn configure(services: &mut ServiceConfig) {
    services.service(ask_new).service(create);
}

pub fn form(reader: &Reader, units: &Names, year: i16) -> Form {
    let page = Page::new(reader, Section::Reports);
    Form::new(reader, "/reports/new", "report-new-submit")
        .cancel("/reports")
        .field("year", "year", Control::Whole)
        .required()
        .preset(&year.to_string())
        .choice("unit_id", "report-unit", units.options(&page))
        .push(Field::choice(
            reader.voice,
            "language",
            "report-language",
            &choices::LANGUAGE,
        ))
        .preset(reader.voice.language.code())
        .required()
}

pub fn view(reader: &Reader, form: Form) -> FormPage {
    FormPage::new(reader, Section::Reports, "report-new", form)
}

#[get("/reports/new")]
async fn ask_new(reader: Member) -> Answer {
    reader.must(rights::EDIT_REPORTS)?;
    let units = lookups::units(&reader).await?;
    show(&reader, &view(&reader, form(&reader, &units, reader.today().year())))
}

#[post("/reports/new")]
async fn create(reader: Member, submitted: Submitted) -> Answer {
    let units = lookups::units(&reader).await?;
    let mut form = form(&reader, &units, reader.today().year()).fill(&submitted);
    if !form.is_complete() {
        return refuse(&reader, &view(&reader, form));
    }
    let mut body = form.body();
    if let Some(map) = body.as_object_mut() {
        map.insert("kind".to_owned(), json!("yearly_followup"));
    }
    match reader.api().post::<Created>("/reports", body, &form.key).await {
        Ok(created) => Ok(see_other(&format!("/reports/{}?done=drafted", created.id))),
        Err(problem) => {
            form.refuse(problem)?;
            refuse(&reader, &view(&reader, form))
        }
    }
}
