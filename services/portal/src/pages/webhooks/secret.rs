//! Giving a webhook another secret: asked first, told once.

use actix_web::{get, post, web::ServiceConfig};
use serde_json::json;

use super::super::{Answer, Id, form_page::FormPage, refuse, show, told_once::ToldOnce};
use crate::{
    clients::integrations::Webhook,
    forms::Form,
    page::Section,
    reader::{Member, Reader, Submitted, rights},
};

pub fn configure(services: &mut ServiceConfig) {
    services.service(ask).service(replace);
}

pub fn view(reader: &Reader, webhook: &Webhook) -> FormPage {
    let at = format!("/webhooks/{}/secret", webhook.id);
    let form = Form::new(reader, at, "webhook-secret-submit")
        .cancel(format!("/webhooks/{}", webhook.id))
        .seen(webhook.version);
    let page = FormPage::new(reader, Section::Webhooks, "webhook-secret", form);
    let title = format!("{}: {}", page.title, webhook.name);
    page.titled(title)
}

pub fn replaced(reader: &Reader, webhook: &Webhook) -> ToldOnce {
    let onward = (format!("/webhooks/{}", webhook.id), "webhook-onward");
    ToldOnce::new(reader, Section::Webhooks, "webhook-replaced", &webhook.secret, onward)
}

#[get("/webhooks/{id}/secret")]
async fn ask(reader: Member, id: Id) -> Answer {
    reader.must(rights::EDIT_WEBHOOKS)?;
    let webhook: Webhook = reader.api().get(&format!("/webhooks/{id}")).await?;
    show(&reader, &view(&reader, &webhook))
}

#[post("/webhooks/{id}/secret")]
async fn replace(reader: Member, id: Id, submitted: Submitted) -> Answer {
    let path = format!("/webhooks/{id}");
    let webhook: Webhook = reader.api().get(&path).await?;
    let mut page = view(&reader, &webhook);
    page.form = page.form.fill(&submitted);
    let path = format!("{path}/replace-secret");
    let done = reader
        .api()
        .act::<Webhook>(&path, json!({}), page.form.version, &page.form.key)
        .await;
    match done {
        Ok(webhook) => show(&reader, &replaced(&reader, &webhook)),
        Err(problem) => {
            page.form.refuse(problem)?;
            refuse(&reader, &page)
        }
    }
}
