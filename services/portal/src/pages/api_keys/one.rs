//! One key, without its secret; and ending it.

use actix_web::{get, post, web::ServiceConfig};
use serde_json::{Value, json};

use super::super::{Answer, Id, form_page::FormPage, show, thing_page::ThingPage};
use crate::{
    clients::{integrations::ApiKey, shared::Text},
    forms::Form,
    html::Html,
    page::{Page, Section},
    reader::{Member, Reader, Submitted, rights},
};

pub fn configure(services: &mut ServiceConfig) {
    services.service(show_one).service(ask).service(revoke);
}

pub fn view(reader: &Reader, key: &ApiKey) -> ThingPage {
    let page = Page::new(reader, Section::ApiKeys);
    let scopes: Vec<Html> = key
        .scopes
        .iter()
        .map(|one| Html::text(&super::scope(&page, one)))
        .collect();
    let networks: Vec<Html> = key.networks.iter().map(|one| Html::code(one)).collect();
    let anywhere = Html::text(&page.t("api-key-anywhere"));
    let back = ("/api-keys", "api-keys-back");
    let mut shown = ThingPage::new(reader, Section::ApiKeys, back, &Text::everywhere(&key.name));
    if key.state != "revoked" {
        let href = format!("/api-keys/{}/revoke", key.id);
        shown = shown.action(rights::REVOKE_API_KEYS, href, "api-key-revoke-title");
    }
    shown
        .words("status", &page.choice("api-key-state", &key.state))
        .fact("api-key-scopes", Html::join(&scopes, "<br>"))
        .words("api-key-made-by", &key.made_by_name)
        .words("api-key-ends-on", &page.date(&key.ends_on))
        .words("api-key-last-used", &page.date(&key.last_used_on))
        .fact(
            "api-key-networks",
            if networks.is_empty() {
                anywhere
            } else {
                Html::join(&networks, "<br>")
            },
        )
        .history("api_key", &key.id)
}

pub fn revoking(reader: &Reader, key: &ApiKey) -> FormPage {
    let form = Form::new(reader, format!("/api-keys/{}/revoke", key.id), "api-key-revoke-submit")
        .cancel(format!("/api-keys/{}", key.id))
        .seen(key.version);
    let page = FormPage::new(reader, Section::ApiKeys, "api-key-revoke", form);
    let title = format!("{}: {}", page.title, key.name);
    page.titled(title)
}

async fn of(reader: &Member, id: &Id) -> Result<ApiKey, crate::fault::Fault> {
    reader.api().get(&format!("/api-keys/{id}")).await
}

#[get("/api-keys/{id}")]
async fn show_one(reader: Member, id: Id) -> Answer {
    let key = of(&reader, &id).await?;
    show(&reader, &view(&reader, &key))
}

#[get("/api-keys/{id}/revoke")]
async fn ask(reader: Member, id: Id) -> Answer {
    reader.must(rights::REVOKE_API_KEYS)?;
    let key = of(&reader, &id).await?;
    show(&reader, &revoking(&reader, &key))
}

#[post("/api-keys/{id}/revoke")]
async fn revoke(reader: Member, id: Id, submitted: Submitted) -> Answer {
    let key = of(&reader, &id).await?;
    let mut page = revoking(&reader, &key);
    page.form = page.form.fill(&submitted);
    page.send(async |form| {
        let path = format!("/api-keys/{id}/revoke");
        reader
            .api()
            .act::<Value>(&path, json!({}), form.version, &form.key)
            .await?;
        Ok(format!("/api-keys/{id}?done=key-revoked"))
    })
    .await
}
