//! One webhook with the log of what it was told; switching it on and off; sending something once more.

use actix_web::{
    get, post,
    web::{Path, ServiceConfig},
};
use askama::Template;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    super::{Answer, Id, address, see_other, show},
    list::standing,
};
use crate::{
    choices,
    clients::{
        integrations::{Delivery, Webhook},
        shared::List,
    },
    listing::Asked,
    page::{Page, Section},
    reader::{Member, Submitted, rights},
};

pub fn configure(services: &mut ServiceConfig) {
    services
        .service(show_one)
        .service(disable)
        .service(enable)
        .service(send_again);
}

#[derive(Template)]
#[template(path = "pages/webhook.html")]
pub struct WebhookPage {
    page: Page,
    webhook: Webhook,
    standing: String,
    kinds: Vec<String>,
    may_edit: bool,
    may_send: bool,
    key: String,
    /// The states that the log can be narrowed to, each with its address and whether it is.
    states: Vec<(String, String, bool)>,
    deliveries: Vec<Row>,
    older: Option<String>,
}

struct Row {
    id: String,
    message_id: String,
    what: String,
    happened_at: String,
    state: String,
    attempts: i64,
    tried_at: String,
    answer: String,
    next_try_at: String,
    /// Whether it can be sent once more.
    again: bool,
}

fn row(page: &Page, delivery: &Delivery) -> Row {
    let thing = page.choice("thing", &delivery.kind);
    let event = page.choice("event", &delivery.event);
    let fault = || page.choice("delivery-fault", &delivery.fault);
    let answer = match delivery.status {
        Some(status) => status.to_string(),
        None if delivery.fault.is_empty() => String::new(),
        None => fault(),
    };
    Row {
        id: delivery.id.clone(),
        message_id: delivery.message_id.clone(),
        what: format!("{thing}: {event}"),
        happened_at: page.date(&delivery.happened_at),
        state: page.choice("delivery-state", &delivery.state),
        attempts: delivery.attempts,
        tried_at: page.date(&delivery.tried_at),
        answer,
        next_try_at: page.date(&delivery.next_try_at),
        again: delivery.state != "waiting",
    }
}

pub fn view(page: Page, webhook: Webhook, log: &List<Delivery>, state: &str) -> WebhookPage {
    let at = format!("/webhooks/{}", webhook.id);
    let narrowed = |state: &str| address(&at, &[("state", state)]);
    let all = (at.clone(), page.t("delivery-state-all"), state.is_empty());
    let others = choices::DELIVERY_STATE.values.iter();
    let others = others.map(|one| (narrowed(one), page.choice("delivery-state", one), *one == state));
    let older = log.next.as_ref().map(|next| {
        let kept = [("state", state), ("after", next.as_str())];
        let kept: Vec<(&str, &str)> = kept.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        address(&at, &kept)
    });
    WebhookPage {
        standing: standing(&page, &webhook),
        kinds: webhook.kinds.iter().map(|kind| page.choice("thing", kind)).collect(),
        may_edit: page.may(rights::EDIT_WEBHOOKS),
        may_send: page.may(rights::SEND_WEBHOOKS),
        key: crate::forms::fresh_key(),
        states: std::iter::once(all).chain(others).collect(),
        deliveries: log.items.iter().map(|one| row(&page, one)).collect(),
        older,
        page,
        webhook,
    }
}

#[get("/webhooks/{id}")]
async fn show_one(reader: Member, id: Id, asked: Asked) -> Answer {
    let path = format!("/webhooks/{id}");
    let log = format!("{path}/deliveries");
    let kept = asked.kept(&["state", "after"]);
    let api = reader.api();
    let (webhook, log) = futures::try_join!(api.get::<Webhook>(&path), api.get_with::<List<Delivery>>(&log, &kept))?;
    let page = Page::new(&reader, Section::Webhooks);
    show(&reader, &view(page, webhook, &log, asked.get("state")))
}

async fn switch(reader: &Member, id: &Id, submitted: &Submitted, verb: &str) -> Answer {
    let path = format!("/webhooks/{id}/{verb}");
    let version = submitted.get("version").parse().ok();
    let key = submitted.get("key");
    reader.api().act::<Value>(&path, json!({}), version, key).await?;
    Ok(see_other(&format!("/webhooks/{id}?done=saved")))
}

#[post("/webhooks/{id}/disable")]
async fn disable(reader: Member, id: Id, submitted: Submitted) -> Answer {
    switch(&reader, &id, &submitted, "disable").await
}

#[post("/webhooks/{id}/enable")]
async fn enable(reader: Member, id: Id, submitted: Submitted) -> Answer {
    switch(&reader, &id, &submitted, "enable").await
}

#[post("/webhooks/{id}/deliveries/{delivery}/send-again")]
async fn send_again(reader: Member, which: Path<(Uuid, Uuid)>, submitted: Submitted) -> Answer {
    let (id, delivery) = which.into_inner();
    let path = format!("/webhooks/{id}/deliveries/{delivery}/send-again");
    reader
        .api()
        .post::<Value>(&path, json!({}), submitted.get("key"))
        .await?;
    Ok(see_other(&format!("/webhooks/{id}?done=delivery-again")))
}
