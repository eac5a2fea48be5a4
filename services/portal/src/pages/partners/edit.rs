use actix_web::{get, post, web::ServiceConfig};
use serde_json::Value;

use super::super::{Answer, Id, form_page::FormPage, show};
use crate::{
    choices,
    clients::Created,
    forms::{Field, Form},
    page::{Page, Section},
    reader::{Member, Reader, Submitted, rights},
};

pub fn configure(services: &mut ServiceConfig) {
    services
        .service(ask_new)
        .service(create)
        .service(ask_edit)
        .service(edit);
}

fn form(reader: &Reader, action: String, back: &str) -> Form {
    let page = Page::new(reader, Section::Partners);
    let voice = reader.voice;
    Form::new(reader, action, "save")
        .cancel(back)
        .line("name", "partner-name")
        .required()
        .push(Field::choice(voice, "kind", "partner-kind", &choices::PARTNER_KIND))
        .required()
        .choice("country", "country", page.countries())
        .required()
        .line("town", "town")
        .field("website", "website", crate::forms::Control::Line("url"))
        .heading(voice.say("twin-town"))
        .push(Field::choice(
            voice,
            "twin_town.status",
            "twin-town-standing",
            &choices::TWIN_TOWN_STATUS,
        ))
        .date("twin_town.since", "twin-town-since")
        .area("twin_town.agreement", "twin-town-agreement")
        .heading(voice.say("notes"))
        .area("notes", "notes")
}

/// Whoever has no standing as a twin town, and nothing else of one, is none.
fn body(form: &Form) -> Value {
    let mut body = form.body();
    let blank = |twin: &Value| twin.as_object().is_some_and(|twin| twin.values().all(Value::is_null));
    if let Some(twin) = body.get_mut("twin_town")
        && blank(twin)
    {
        *twin = Value::Null;
    }
    body
}

fn view(reader: &Reader, key: &str, form: Form) -> FormPage {
    FormPage::new(reader, Section::Partners, key, form)
}

fn new_form(reader: &Reader) -> Form {
    form(reader, "/partners/new".to_owned(), "/partners")
}

fn edit_form(reader: &Reader, page: &str) -> Form {
    form(reader, format!("{page}/edit"), page)
}

#[get("/partners/new")]
async fn ask_new(reader: Member) -> Answer {
    reader.must(rights::EDIT_PARTNERS)?;
    show(&reader, &view(&reader, "partner-new", new_form(&reader)))
}

#[post("/partners/new")]
async fn create(reader: Member, submitted: Submitted) -> Answer {
    let form = new_form(&reader).fill(&submitted);
    view(&reader, "partner-new", form)
        .send(async |form| {
            let created: Created = reader.api().post("/partners", body(form), &form.key).await?;
            Ok(format!("/partners/{}?done=created", created.id))
        })
        .await
}

#[get("/partners/{id}/edit")]
async fn ask_edit(reader: Member, id: Id) -> Answer {
    reader.must(rights::EDIT_PARTNERS)?;
    let path = format!("/partners/{id}");
    let partner: Value = reader.api().get(&path).await?;
    let form = edit_form(&reader, &path).fill_from(&partner);
    show(&reader, &view(&reader, "partner-edit", form))
}

#[post("/partners/{id}/edit")]
async fn edit(reader: Member, id: Id, submitted: Submitted) -> Answer {
    let path = format!("/partners/{id}");
    let form = edit_form(&reader, &path).fill(&submitted);
    view(&reader, "partner-edit", form)
        .changing(&path)
        .send(async |form| {
            let _kept: Value = reader.api().patch(&path, body(form), form.version).await?;
            Ok(format!("{path}?done=saved"))
        })
        .await
}

#[cfg(test)]
pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    use askama::Template as _;
    let mut refused = new_form(reader);
    refused.is_complete();
    let samples = [
        ("partner-new", "partner-new", new_form(reader)),
        ("partner-new-refused", "partner-new", refused),
        ("partner-edit", "partner-edit", edit_form(reader, "/partners/a1")),
    ];
    samples
        .map(|(name, key, form)| (name.to_owned(), view(reader, key, form).render().unwrap()))
        .to_vec()
}
