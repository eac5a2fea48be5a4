//! The faces of a history.

use std::collections::HashMap;

use askama::Template as _;
use serde_json::json;

use super::{kinds::Kind, names::Known, view};
use crate::{clients::shared::Text, reader::Reader};

pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    let known = || Known {
        people: HashMap::from([("p1".to_owned(), "Aino Aalto".to_owned())]),
        things: HashMap::from([
            ("u1".to_owned(), Text::fi("Kehittäminen")),
            ("t1".to_owned(), Text::fi("Elinvoima")),
        ]),
        ..Known::default()
    };
    let named = known();
    let shown = |kind: &str, steps: serde_json::Value| {
        let steps: Vec<_> = serde_json::from_value(steps).unwrap();
        view(reader, Kind::called(kind).unwrap(), "019", &steps, &named)
            .render()
            .unwrap()
    };
    let change = |field: &str, before: Option<&str>, after: Option<&str>| json!({"field": field, "before": before, "after": after});
    let goal = json!([
        {"version": 3, "event": "closed", "recorded_at": "2026-03-03T08:00:00Z", "actor_id": "p1", "reason": "Saavutettu.",
         "changes": [change("status", Some("open"), Some("closed")), change("closed_on", None, Some("2026-03-03"))]},
        {"version": 2, "event": "changed", "recorded_at": "2026-03-02T08:00:00Z", "actor_id": "p2", "reason": null,
         "changes": [change("title.fi", Some("Ovet auki maailmalle"), Some("Ovet auki Eurooppaan")),
                     change("responsible_unit_ids", Some("u1"), Some("u1, u2")), change("theme_ids", None, Some("t1")),
                     change("moon_phase", None, Some("full"))]},
        {"version": 1, "event": "created", "recorded_at": "2026-03-01T08:00:00Z", "actor_id": null, "reason": null,
         "changes": [change("title.fi", None, Some("Ovet auki maailmalle")), change("title.sv", None, Some("Dörrarna öppna")),
                     change("period.from", None, Some("2026-01-01"))]},
    ]);
    let deleted = json!([
        {"version": 2, "event": "deleted", "recorded_at": "2026-03-03T08:00:00Z", "actor_id": "p1", "deleted": true, "changes": []},
        {"version": 1, "event": "created", "recorded_at": "2026-03-01T08:00:00Z", "actor_id": "p1",
         "changes": [change("title.fi", None, Some("Elinvoima")), change("total_cost", None, Some("100000.00 EUR"))]},
    ]);
    let nameless = json!([{"version": 1, "event": "written", "recorded_at": "2026-03-03T08:00:00Z", "actor_id": "p1",
        "changes": [change("unit_id", None, Some("u1")), change("year", None, Some("2026"))]}]);
    let mut restoring = super::restoring::samples(reader, &known, &goal);
    let restored = json!([{"version": 3, "event": "restored", "recorded_at": "2026-03-04T08:00:00Z", "actor_id": "p1",
        "restored_version": 1, "changes": [change("title.fi", Some("Ovet kiinni"), Some("Ovet auki maailmalle"))]},
        {"version": 2, "event": "changed", "recorded_at": "2026-03-03T08:00:00Z", "actor_id": "p1",
         "changes": [change("title.fi", Some("Ovet auki maailmalle"), Some("Ovet kiinni"))]},
        {"version": 1, "event": "created", "recorded_at": "2026-03-01T08:00:00Z", "actor_id": "p1",
         "changes": [change("title.fi", None, Some("Ovet auki maailmalle"))]}]);
    restoring.push(("history-restored".to_owned(), shown("goal", restored)));
    let histories = vec![
        ("history".to_owned(), shown("goal", goal)),
        ("history-deleted".to_owned(), shown("project", deleted)),
        ("history-statement".to_owned(), shown("statement", nameless)),
        ("history-unset".to_owned(), shown("goal_thresholds", json!([]))),
    ];
    restoring.into_iter().chain(histories).collect()
}
