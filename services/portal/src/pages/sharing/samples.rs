//! Every face of these pages.

use askama::Template as _;
use serde_json::{Value, json};

use super::{super::lookups::Names, end, give, list, show, terms};
use crate::{
    clients::tenants::{Agreement, Happening, Membership},
    listing::Asked,
    page::{Page, Section},
    reader::Reader,
};

fn told(side: &str, level: &str, state: &str) -> Value {
    let revoked = json!({"at": "2026-11-24T08:00:00Z", "by": "viewer", "reason": "Ei enää tarvetta."});
    json!({
        "id": "a1", "version": 2, "side": side, "owner_name": {"fi": "Kauhajoki"}, "viewer_name": {"fi": "Suupohja"},
        "dataset": "projects", "level": level, "waiver": level == "aggregate", "valid_from": "2026-01-01",
        "valid_to": if level == "named" { json!("2029-12-31") } else { Value::Null },
        "decision": {"body": {"fi": "Kaupunginhallitus"}, "decided_on": "2025-11-24", "section": "214",
                     "case_number": "KAU/1010/2025"},
        "state": state, "revoked": if state == "revoked" { revoked } else { Value::Null }, "terms_version": 2,
    })
}

fn agreement(side: &str, level: &str, state: &str) -> Agreement {
    serde_json::from_value(told(side, level, state)).unwrap()
}

pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    let page = || Page::new(reader, Section::Sharing);
    let agreements = [
        agreement("owner", "named", "in_force"),
        agreement("viewer", "aggregate", "revoked"),
    ];
    let rows = agreements
        .iter()
        .map(|agreement| list::row(&page(), agreement))
        .collect();
    let full = list::listing(&page(), &Asked::default()).fill(&page(), rows, Some("cursor"));
    let empty = list::listing(&page(), &Asked::default()).fill(&page(), Vec::new(), None);
    let happened = |event: &str, actor: Option<&str>| Happening {
        event: event.to_owned(),
        recorded_at: "2026-11-24T08:00:00Z".to_owned(),
        actor_id: actor.map(str::to_owned),
        reason: String::new(),
    };
    let history = [
        happened("renounced", None),
        happened("revoked", Some("gone")),
        happened("terms_changed", Some("p1")),
        happened("given", Some("p1")),
    ];
    let members = [Membership {
        person_id: "p1".to_owned(),
        person_name: "Hallintojohtaja".to_owned(),
        ..Membership::default()
    }];
    let shown = |agreement| show::view(page(), agreement, &history, &members).render().unwrap();
    let names = Names::sample(&[("o2", "Suupohja")]);
    let mut incomplete = give::form(reader, &names);
    incomplete.is_complete();
    let stands = agreement("owner", "aggregate", "in_force");
    let form = terms::form(reader, &stands).fill_from(&told("owner", "aggregate", "in_force"));
    let terms = terms::view(reader, &stands, form);
    let ending = |side| {
        let agreement = agreement(side, "named", "in_force");
        end::view(reader, &agreement, end::form(reader, &agreement))
            .render()
            .unwrap()
    };
    vec![
        ("sharing".to_owned(), list::view(page(), full).render().unwrap()),
        ("sharing-none".to_owned(), list::view(page(), empty).render().unwrap()),
        (
            "sharing-new".to_owned(),
            give::view(reader, give::form(reader, &names)).render().unwrap(),
        ),
        (
            "sharing-new-refused".to_owned(),
            give::view(reader, incomplete).render().unwrap(),
        ),
        (
            "sharing-given".to_owned(),
            shown(agreement("owner", "named", "in_force")),
        ),
        (
            "sharing-in-totals".to_owned(),
            shown(agreement("owner", "aggregate", "in_force")),
        ),
        (
            "sharing-was-given".to_owned(),
            shown(agreement("viewer", "named", "in_force")),
        ),
        (
            "sharing-ended".to_owned(),
            shown(agreement("viewer", "aggregate", "revoked")),
        ),
        ("sharing-terms".to_owned(), terms.render().unwrap()),
        ("sharing-revoke".to_owned(), ending("owner")),
        ("sharing-renounce".to_owned(), ending("viewer")),
    ]
}
