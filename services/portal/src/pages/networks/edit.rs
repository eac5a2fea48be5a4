use actix_web::{get, post, web::ServiceConfig};
use serde_json::Value;

use super::super::{Answer, Id, form_page::FormPage, lookups, lookups::Names, show};
use crate::{
    choices,
    clients::Created,
    forms::{Control, Field, Form, exact},
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

fn form(reader: &Reader, action: String, back: &str, themes: &Names) -> Form {
    let page = Page::new(reader, Section::Networks);
    let voice = reader.voice;
    Form::new(reader, action, "save")
        .cancel(back)
        .texts("name", "network-name")
        .required()
        .line("acronym", "acronym")
        .push(Field::choice(
            voice,
            "kind",
            "network-kind-label",
            &choices::NETWORK_KIND,
        ))
        .required()
        .preset("network")
        .many("theme_ids", "themes", themes.options(&page))
        .line("host", "network-host")
        .field("size.value", "network-size", Control::Decimal)
        .push(Field::choice(voice, "size.exactness", "exactness", &choices::EXACTNESS))
        .texts("scope", "network-scope")
        .long_texts("description", "description")
        .field("website", "website", Control::Line("url"))
}

fn body(form: &Form) -> Value {
    let mut body = form.body();
    exact(body.get_mut("size"));
    body
}

fn view(reader: &Reader, key: &str, form: Form) -> FormPage {
    FormPage::new(reader, Section::Networks, key, form)
}

fn new_form(reader: &Reader, themes: &Names) -> Form {
    form(reader, "/networks/new".to_owned(), "/networks", themes)
}

fn edit_form(reader: &Reader, page: &str, themes: &Names) -> Form {
    form(reader, format!("{page}/edit"), page, themes)
}

#[get("/networks/new")]
async fn ask_new(reader: Member) -> Answer {
    reader.must(rights::EDIT_NETWORKS)?;
    let themes = lookups::themes(&reader).await?;
    show(&reader, &view(&reader, "network-new", new_form(&reader, &themes)))
}

#[post("/networks/new")]
async fn create(reader: Member, submitted: Submitted) -> Answer {
    let themes = lookups::themes(&reader).await?;
    let form = new_form(&reader, &themes).fill(&submitted);
    view(&reader, "network-new", form)
        .send(async |form| {
            let created: Created = reader.api().post("/networks", body(form), &form.key).await?;
            Ok(format!("/networks/{}?done=created", created.id))
        })
        .await
}

#[get("/networks/{id}/edit")]
async fn ask_edit(reader: Member, id: Id) -> Answer {
    reader.must(rights::EDIT_NETWORKS)?;
    let path = format!("/networks/{id}");
    let network: Value = reader.api().get(&path).await?;
    let themes = lookups::themes(&reader).await?;
    let form = edit_form(&reader, &path, &themes).fill_from(&network);
    show(&reader, &view(&reader, "network-edit", form))
}

#[post("/networks/{id}/edit")]
async fn edit(reader: Member, id: Id, submitted: Submitted) -> Answer {
    let path = format!("/networks/{id}");
    let themes = lookups::themes(&reader).await?;
    let form = edit_form(&reader, &path, &themes).fill(&submitted);
    view(&reader, "network-edit", form)
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
    let themes = Names::sample(&[("t1", "Elinvoima"), ("t2", "Osaaminen")]);
    let network = serde_json::json!({"version": 3, "name": {"en": "Eurocities"}, "size": {"value": "200", "exactness": "about"}, "theme_ids": ["t2"]});
    let mut refused = new_form(reader, &themes);
    refused.is_complete();
    let samples = [
        ("network-new", "network-new", new_form(reader, &themes)),
        ("network-new-refused", "network-new", refused),
        (
            "network-edit",
            "network-edit",
            edit_form(reader, "/networks/n1", &themes).fill_from(&network),
        ),
    ];
    samples
        .map(|(name, key, form)| (name.to_owned(), view(reader, key, form).render().unwrap()))
        .to_vec()
}
