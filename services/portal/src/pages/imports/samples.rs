//! Every face of these pages.

use askama::Template;

use super::{list, one};
use crate::{
    clients::{
        imports::{Column, Import, LineFault, Tally},
        shared::List,
    },
    page::{Page, Section},
    reader::Reader,
};

fn import(state: &str, done: i64, faulty: i64) -> Import {
    let column = |name: &str, field: &str, samples: &[&str]| Column {
        name: name.to_owned(),
        field: field.to_owned(),
        samples: samples.iter().map(|sample| (*sample).to_owned()).collect(),
    };
    Import {
        id: "019".to_owned(),
        name: "mittarit-2026.csv".to_owned(),
        columns: vec![
            column("Mittari", "indicator", &["Kielimatkat", "Vaihto-oppilaat"]),
            column("Vuosi", "period", &["2026"]),
            column("Arvo", "value", &["1 234,5", "12"]),
            column("Huom", "", &[]),
        ],
        state: state.to_owned(),
        lines: 50_000,
        done,
        tally: Tally {
            entered: done - faulty,
            faulty,
            ..Tally::default()
        },
        failure: if state == "failed" { "revoked_token" } else { "" }.to_owned(),
        uploaded_at: "2026-11-29T08:00:00Z".to_owned(),
        expires_at: "2026-12-06T08:00:00Z".to_owned(),
    }
}

pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    let page = || Page::new(reader, Section::Indicators);
    let fault = |line, field: &str, code: &str| LineFault {
        line,
        field: field.to_owned(),
        code: code.to_owned(),
        detail: "told".to_owned(),
    };
    let faults = || List {
        items: vec![
            fault(12, "unit", "unknown_unit"),
            fault(13, "indicator", "ambiguous"),
            fault(40, "", "repeated_line"),
        ],
        next: Some("more".to_owned()),
    };
    let of = |import: Import, faults: List<LineFault>, refused: Option<&str>| {
        one::view(page(), import, &faults, refused.map(|key| page().t(key)))
            .render()
            .unwrap()
    };
    let all = [import("checking", 12_500, 0), import("applied", 50_000, 0)];
    let list = |imports: &[Import], fault: Option<String>| list::view(page(), imports, fault).render().unwrap();
    let mut faces = vec![
        ("imports".to_owned(), list(&all, None)),
        ("imports-none".to_owned(), list(&[], None)),
        (
            "imports-refused".to_owned(),
            list(&[], Some(page().t("import-too-large"))),
        ),
        (
            "import-checked".to_owned(),
            of(import("checked", 50_000, 3), faults(), None),
        ),
        (
            "import-refused".to_owned(),
            of(import("checked", 50_000, 3), faults(), Some("fault-import_has_faults")),
        ),
    ];
    for (state, done) in [
        ("uploaded", 0),
        ("checking", 12_500),
        ("applying", 40_000),
        ("applied", 50_000),
        ("stopped", 20_000),
        ("failed", 500),
    ] {
        faces.push((
            format!("import-{state}"),
            of(import(state, done, 0), List::default(), None),
        ));
    }
    faces
}
