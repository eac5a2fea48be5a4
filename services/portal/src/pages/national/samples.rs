//! Every face of these pages.

use askama::Template as _;

use super::{figures, release};
use crate::{
    clients::{
        reporting::{Cell, Release},
        shared::Text,
    },
    reader::Reader,
};

fn shown(measure: &str, unit: &str, value: &str) -> Cell {
    Cell {
        measure: measure.to_owned(),
        period: 2025,
        unit: unit.to_owned(),
        value: value.to_owned(),
        coverage: "10_to_24".to_owned(),
        note: Text::default(),
    }
}

fn not_shown() -> Cell {
    Cell {
        measure: "network_memberships".to_owned(),
        period: 2024,
        unit: "number".to_owned(),
        note: Text::fi("Ei näytetä."),
        ..Cell::default()
    }
}

fn released(state: &str, cell: Cell) -> Release {
    Release {
        id: "00000000-0000-0000-0000-000000000001".to_owned(),
        version: 1,
        state: state.to_owned(),
        cell,
        released_at: "2026-02-01T08:00:00Z".to_owned(),
        withdrawn_at: if state == "withdrawn" {
            "2026-03-01T08:00:00Z"
        } else {
            ""
        }
        .to_owned(),
    }
}

pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    let cells = [
        shown("projects_under_way", "number", "1234"),
        shown("eu_funding_granted_eur", "EUR", "1230000"),
        not_shown(),
    ];
    let releases = [
        released("released", shown("projects_under_way", "number", "1234")),
        released("withheld", not_shown()),
        released("withdrawn", not_shown()),
    ];
    let mut refused = release::form(reader);
    refused.is_complete();
    let [open, withheld, _] = releases.clone();
    vec![
        (
            "national".to_owned(),
            figures::view(reader, &cells, &releases).render().unwrap(),
        ),
        (
            "national-empty".to_owned(),
            figures::view(reader, &[], &[]).render().unwrap(),
        ),
        (
            "release-new".to_owned(),
            release::form_view(reader, release::form(reader)).render().unwrap(),
        ),
        (
            "release-new-refused".to_owned(),
            release::form_view(reader, refused).render().unwrap(),
        ),
        ("release".to_owned(), release::view(reader, open).render().unwrap()),
        (
            "release-withheld".to_owned(),
            release::view(reader, withheld).render().unwrap(),
        ),
    ]
}
