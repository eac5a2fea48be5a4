//! Every face of these pages.

use askama::Template as _;
use serde_json::{Value, json};

use super::{edit, list, one, secret};
use crate::{
    clients::{
        integrations::{Delivery, Webhook},
        shared::List,
    },
    listing::Asked,
    page::{Page, Section},
    reader::Reader,
};

fn told(disabled: Option<&str>, failing: bool) -> Value {
    json!({
        "id": "w1", "version": 2, "name": "Tietovarasto", "url": "https://warehouse.example.org/samverka?tenant=1",
        "kinds": ["project", "goal"], "enabled": disabled.is_none(), "disabled_because": disabled,
        "failing_since": failing.then_some("2026-11-29T08:00:00Z"), "secret": "whsec_MDEyMzQ1Njc4OWFiY2RlZg==",
    })
}

fn webhook(disabled: Option<&str>, failing: bool) -> Webhook {
    serde_json::from_value(told(disabled, failing)).unwrap()
}

fn delivery(state: &str, status: Option<i64>, fault: Option<&str>) -> Delivery {
    serde_json::from_value(json!({
        "id": "d1", "message_id": "msg_0123456789abcdef0123456789abcdef", "kind": "project", "event": "changed",
        "happened_at": "2026-11-30T08:00:00Z", "state": state, "attempts": 3, "tried_at": "2026-11-30T08:06:00Z",
        "status": status, "fault": fault, "next_try_at": (state == "waiting").then_some("2026-11-30T08:21:00Z"),
    }))
    .unwrap()
}

pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    let page = || Page::new(reader, Section::Webhooks);
    let all = [
        webhook(None, false),
        webhook(None, true),
        webhook(Some("wish"), false),
        webhook(Some("failing"), true),
        webhook(Some("gone"), false),
    ];
    let rows = all.iter().map(|webhook| list::row(&page(), webhook)).collect();
    let full = list::listing(&page(), &Asked::default()).fill(&page(), rows, Some("cursor"));
    let none = list::listing(&page(), &Asked::default()).fill(&page(), Vec::new(), None);
    let log = List {
        items: vec![
            delivery("delivered", Some(204), None),
            delivery("waiting", Some(503), Some("answer")),
            delivery("failed", None, Some("no_connection")),
        ],
        next: Some("cursor".to_owned()),
    };
    let mut refused = edit::new_form(reader);
    refused.is_complete();
    let mut editing = edit::edit_view(reader, "w1");
    editing.form = editing.form.fill_from(&told(None, false));
    let [on, _, off, ..] = all;
    vec![
        ("webhooks".to_owned(), list::view(page(), full).render().unwrap()),
        ("webhooks-none".to_owned(), list::view(page(), none).render().unwrap()),
        (
            "webhook-new".to_owned(),
            edit::new_view(reader, edit::new_form(reader)).render().unwrap(),
        ),
        (
            "webhook-new-refused".to_owned(),
            edit::new_view(reader, refused).render().unwrap(),
        ),
        ("webhook-edit".to_owned(), editing.render().unwrap()),
        ("webhook-made".to_owned(), edit::made(reader, &on).render().unwrap()),
        ("webhook-secret".to_owned(), secret::view(reader, &on).render().unwrap()),
        (
            "webhook-replaced".to_owned(),
            secret::replaced(reader, &on).render().unwrap(),
        ),
        (
            "webhook".to_owned(),
            one::view(page(), on, &log, "failed").render().unwrap(),
        ),
        (
            "webhook-disabled".to_owned(),
            one::view(page(), off, &List::default(), "").render().unwrap(),
        ),
    ]
}
