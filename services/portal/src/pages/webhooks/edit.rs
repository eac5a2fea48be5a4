//! Making a webhook, whose secret is told once, and changing one.

use actix_web::{get, post, web::ServiceConfig};
use serde_json::Value;

use super::{
    super::{Answer, Id, form_page::FormPage, refuse, show, told_once::ToldOnce},
    KINDS,
};
use crate::{
    clients::integrations::Webhook,
    forms::{Form, Options},
    page::Section,
    reader::{Member, Reader, Submitted, rights},
};

pub fn configure(services: &mut ServiceConfig) {
    services.service(ask_new).service(make).service(ask).service(edit);
}

fn fields(form: Form, reader: &Reader) -> Form {
    let word = |kind: &str| reader.voice.say(&format!("thing-{kind}"));
    let kinds: Options = KINDS.iter().map(|kind| ((*kind).to_owned(), word(kind))).collect();
    form.line("name", "webhook-name")
        .required()
        .line("url", "webhook-url")
        .required()
        .many("kinds", "webhook-kinds", kinds)
        .required()
}

pub fn new_form(reader: &Reader) -> Form {
    fields(
        Form::new(reader, "/webhooks/new", "webhook-new-submit").cancel("/webhooks"),
        reader,
    )
}

pub fn new_view(reader: &Reader, form: Form) -> FormPage {
    FormPage::new(reader, Section::Webhooks, "webhook-new", form)
}

pub fn made(reader: &Reader, webhook: &Webhook) -> ToldOnce {
    let onward = (format!("/webhooks/{}", webhook.id), "webhook-onward");
    ToldOnce::new(reader, Section::Webhooks, "webhook-made", &webhook.secret, onward)
}

pub fn edit_view(reader: &Reader, id: &str) -> FormPage {
    let form = Form::new(reader, format!("/webhooks/{id}/edit"), "save").cancel(format!("/webhooks/{id}"));
    FormPage::new(reader, Section::Webhooks, "webhook-edit", fields(form, reader))
}

#[get("/webhooks/new")]
async fn ask_new(reader: Member) -> Answer {
    reader.must(rights::EDIT_WEBHOOKS)?;
    show(&reader, &new_view(&reader, new_form(&reader)))
}

#[post("/webhooks/new")]
async fn make(reader: Member, submitted: Submitted) -> Answer {
    let mut form = new_form(&reader).fill(&submitted);
    if form.is_complete() {
        match reader.api().post::<Webhook>("/webhooks", form.body(), &form.key).await {
            Ok(webhook) => return show(&reader, &made(&reader, &webhook)),
            Err(problem) => form.refuse(problem)?,
        }
    }
    refuse(&reader, &new_view(&reader, form))
}

#[get("/webhooks/{id}/edit")]
async fn ask(reader: Member, id: Id) -> Answer {
    reader.must(rights::EDIT_WEBHOOKS)?;
    let webhook: Value = reader.api().get(&format!("/webhooks/{id}")).await?;
    let mut page = edit_view(&reader, &id.to_string());
    page.form = page.form.fill_from(&webhook);
    show(&reader, &page)
}

#[post("/webhooks/{id}/edit")]
async fn edit(reader: Member, id: Id, submitted: Submitted) -> Answer {
    let path = format!("/webhooks/{id}");
    let mut page = edit_view(&reader, &id.to_string()).changing(&path);
    page.form = page.form.fill(&submitted);
    page.send(async |form| {
        reader.api().patch::<Value>(&path, form.body(), form.version).await?;
        Ok(format!("{path}?done=saved"))
    })
    .await
}
