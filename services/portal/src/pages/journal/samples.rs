//! The faces of the change log.

use std::collections::HashMap;

use askama::Template as _;
use serde_json::json;

use super::{super::gathered::Gathered, list, verify};
use crate::{clients::journal::Entry, listing::Asked, reader::Reader};

pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    let entry = |kind: &str, event: &str, by: Option<&str>| -> Entry {
        serde_json::from_value(json!({
            "position": 12, "recorded_at": "2026-03-01T08:00:00Z", "aggregate": kind, "aggregate_id": "019",
            "name": {"fi": "Elinvoima"}, "event": event, "actor_id": by, "reason": "Valtuuston päätös",
        }))
        .unwrap()
    };
    let doers = list::Doers {
        people: HashMap::from([("p1".to_owned(), "Aino Aalto".to_owned())]),
        ..list::Doers::default()
    };
    let full = Gathered {
        items: vec![
            ("goals", entry("goal", "closed", Some("p1"))),
            ("goals", entry("goal_thresholds", "set", Some("p2"))),
            ("tenants", entry("person", "began", None)),
            ("projects", entry("application", "agreement", Some("p1"))),
        ],
        next: Some("goals.x".to_owned()),
    };
    let asked = Asked::sample(&[("service", "goals"), ("from", "2026-03-01")]);
    let whole = [(
        "goals",
        json!({"intact": true, "rows": 412, "faults": [],
        "head": {"position": 412, "hash": "9f0c", "sealed_at": "2026-03-02T06:00:00Z"}}),
    )];
    let torn = [
        ("tenants", json!({"intact": true, "rows": 1, "faults": []})),
        (
            "goals",
            json!({"intact": false, "rows": 410, "faults": [
                {"code": "row_missing", "position": 7}, {"code": "rows_changed", "from": 1, "to": 12},
                {"code": "link_missing", "from": 13, "to": 13}, {"code": "link_forged", "from": 1, "to": 12},
                {"code": "tail_cut", "after": 410}, {"code": "rows_added", "after": 410},
                {"code": "head_unknown", "position": 412}, {"code": "moon_phase"},
            ]}),
        ),
    ];
    let verified = |found: &[(&'static str, serde_json::Value)]| {
        let found: Vec<_> = found
            .iter()
            .map(|(service, found)| (*service, serde_json::from_value(found.clone()).unwrap()))
            .collect();
        verify::view(reader, &found).render().unwrap()
    };
    let listed = |asked: &Asked, found: &Gathered<Entry>| list::view(reader, asked, found, &doers).render().unwrap();
    vec![
        ("journal".to_owned(), listed(&asked, &full)),
        (
            "journal-empty".to_owned(),
            listed(&Asked::default(), &Gathered::default()),
        ),
        ("journal-whole".to_owned(), verified(&whole)),
        ("journal-torn".to_owned(), verified(&torn)),
    ]
}
