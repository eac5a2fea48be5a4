//! What the organisation's own pages on accessibility and personal data say.

use actix_web::{get, post, web::ServiceConfig};
use serde_json::Value;

use super::{
    super::{Answer, form_page::FormPage, show},
    CURRENT,
};
use crate::{
    forms::Form,
    page::Section,
    reader::{Member, Reader, Submitted, rights},
};

pub fn configure(services: &mut ServiceConfig) {
    services.service(ask).service(keep);
}

fn form(reader: &Reader) -> Form {
    Form::new(reader, "/organisation/notices", "save")
        .cancel("/organisation")
        .email("notices.contact", "notice-contact-address")
        .long_texts("notices.accessibility", "accessibility-shortcomings")
        .long_texts("notices.privacy", "privacy-own")
}

fn view(reader: &Reader, form: Form) -> FormPage {
    FormPage::new(reader, Section::Organisation, "organisation-notices", form)
        .link("/accessibility", "accessibility-title")
        .link("/privacy", "privacy-title")
}

#[get("/organisation/notices")]
async fn ask(reader: Member) -> Answer {
    reader.must(rights::EDIT_ORGANISATION)?;
    let told: Value = reader.api().get(CURRENT).await?;
    show(&reader, &view(&reader, form(&reader).fill_from(&told)))
}

#[post("/organisation/notices")]
async fn keep(reader: Member, submitted: Submitted) -> Answer {
    view(&reader, form(&reader).fill(&submitted))
        .changing(CURRENT)
        .send(async |form| {
            let _kept: Value = reader.api().patch(CURRENT, form.body(), form.version).await?;
            Ok("/organisation?done=saved".to_owned())
        })
        .await
}

#[cfg(test)]
pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    use askama::Template as _;
    let told = serde_json::json!({"version": 3, "notices": {"contact": "registry@kauhajoki.example",
        "accessibility": {"fi": "Vanhoja liitteitä ei ole tehty saavutettaviksi."}, "privacy": null}});
    let filled = view(reader, form(reader).fill_from(&told));
    vec![("organisation-notices".to_owned(), filled.render().unwrap())]
}
