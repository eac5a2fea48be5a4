//! Adding a taxonomy and changing it; an association shares it with others.

use actix_web::{get, post, web::ServiceConfig};
use serde_json::Value;

use super::super::{Answer, Id, form_page::FormPage, show};
use crate::{
    forms::Form,
    page::Section,
    reader::{Member, Reader, Submitted, rights},
};

pub fn configure(services: &mut ServiceConfig) {
    services
        .service(ask_new)
        .service(create)
        .service(ask_edit)
        .service(edit);
}

fn new_form(reader: &Reader) -> Form {
    Form::new(reader, "/taxonomies/new", "save")
        .cancel("/themes")
        .texts("name", "taxonomy-name")
        .required()
        .line("key", "taxonomy-key")
        .required()
}

fn edit_form(reader: &Reader, id: &str) -> Form {
    let form = Form::new(reader, format!("/taxonomies/{id}/edit"), "save")
        .cancel("/themes")
        .texts("name", "taxonomy-name")
        .required();
    if shares(reader) {
        form.tick("shared", "taxonomy-shared")
    } else {
        form
    }
}

/// Only associations publish for others.
fn shares(reader: &Reader) -> bool {
    let own = reader.access.as_ref().and_then(|access| access.organisation.as_ref());
    own.is_some_and(|organisation| organisation.kind == "association")
}

fn view(reader: &Reader, key: &str, form: Form) -> FormPage {
    FormPage::new(reader, Section::Themes, key, form)
}

#[get("/taxonomies/new")]
async fn ask_new(reader: Member) -> Answer {
    reader.must(rights::EDIT_THEMES)?;
    show(&reader, &view(&reader, "taxonomy-new", new_form(&reader)))
}

#[post("/taxonomies/new")]
async fn create(reader: Member, submitted: Submitted) -> Answer {
    let form = new_form(&reader).fill(&submitted);
    view(&reader, "taxonomy-new", form)
        .send(async |form| {
            let _created: Value = reader.api().post("/taxonomies", form.body(), &form.key).await?;
            Ok("/themes?done=created".to_owned())
        })
        .await
}

#[get("/taxonomies/{id}/edit")]
async fn ask_edit(reader: Member, id: Id) -> Answer {
    reader.must(rights::EDIT_THEMES)?;
    let taxonomy: Value = reader.api().get(&format!("/taxonomies/{id}")).await?;
    let form = edit_form(&reader, &id.to_string()).fill_from(&taxonomy);
    show(&reader, &view(&reader, "taxonomy-edit", form))
}

#[post("/taxonomies/{id}/edit")]
async fn edit(reader: Member, id: Id, submitted: Submitted) -> Answer {
    let form = edit_form(&reader, &id.to_string()).fill(&submitted);
    let path = format!("/taxonomies/{id}");
    view(&reader, "taxonomy-edit", form)
        .changing(&path)
        .send(async |form| {
            let _kept: Value = reader.api().patch(&path, form.body(), form.version).await?;
            Ok("/themes?done=saved".to_owned())
        })
        .await
}

#[cfg(test)]
pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    use askama::Template as _;
    let taxonomy = serde_json::json!({"version": 2, "name": {"fi": "Painopisteet"}, "shared": true});
    let mut refused = new_form(reader);
    refused.is_complete();
    let published = edit_form(reader, "x1")
        .tick("shared", "taxonomy-shared")
        .fill_from(&taxonomy);
    let samples = [
        ("taxonomy-new", "taxonomy-new", new_form(reader)),
        ("taxonomy-new-refused", "taxonomy-new", refused),
        (
            "taxonomy-edit",
            "taxonomy-edit",
            edit_form(reader, "x1").fill_from(&taxonomy),
        ),
        ("taxonomy-edit-published", "taxonomy-edit", published),
    ];
    samples
        .map(|(name, key, form)| (name.to_owned(), view(reader, key, form).render().unwrap()))
        .to_vec()
}
