//! Every face of these pages.

use askama::Template as _;
use serde_json::json;

use super::{list, make, one};
use crate::{
    clients::integrations::ApiKey,
    listing::Asked,
    page::{Page, Section},
    reader::Reader,
};

fn key(state: &str, networks: &[&str]) -> ApiKey {
    serde_json::from_value(json!({
        "id": "k1", "version": 1, "name": "Power BI", "scopes": ["projects:read", "goals:read", "moon_phases:read"],
        "networks": networks, "made_by": "p1", "made_by_name": "Head of administration", "state": state,
        "created_at": "2026-11-30T08:00:00Z", "ends_on": "2027-06-30", "last_used_on": null,
        "secret": "smk_0123456789abcdef0123456789abcdef_0123456789abcdef",
    }))
    .unwrap()
}

pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    let page = || Page::new(reader, Section::ApiKeys);
    let keys = [key("active", &[]), key("ended", &["192.0.2.0/24"]), key("revoked", &[])];
    let rows = keys.iter().map(|key| list::row(&page(), key)).collect();
    let full = list::listing(&page(), &Asked::sample(&[("state", "active")])).fill(&page(), rows, Some("cursor"));
    let none = list::listing(&page(), &Asked::default()).fill(&page(), Vec::new(), None);
    let [active, bound, revoked] = keys;
    let mut refused = make::form(reader);
    refused.is_complete();
    vec![
        ("api-keys".to_owned(), list::view(page(), full).render().unwrap()),
        ("api-keys-none".to_owned(), list::view(page(), none).render().unwrap()),
        (
            "api-key-new".to_owned(),
            make::view(reader, make::form(reader)).render().unwrap(),
        ),
        (
            "api-key-new-refused".to_owned(),
            make::view(reader, refused).render().unwrap(),
        ),
        ("api-key-made".to_owned(), make::made(reader, &active).render().unwrap()),
        ("api-key".to_owned(), one::view(reader, &bound).render().unwrap()),
        (
            "api-key-revoked".to_owned(),
            one::view(reader, &revoked).render().unwrap(),
        ),
        (
            "api-key-revoke".to_owned(),
            one::revoking(reader, &active).render().unwrap(),
        ),
    ]
}
