//! The faces of a change of many things.

use askama::Template as _;
use serde_json::json;

use super::{
    Item, KINDS,
    view::{self, Choices},
};
use crate::{
    clients::{journal::Edited, shared::Text},
    page::Page,
    pages::history::Known,
    reader::{Reader, Submitted},
};

pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    let page = || Page::new(reader, KINDS[1].section);
    let items = [
        Item::of(
            &page(),
            "019aab3c-0000-7000-8000-000000000001",
            2,
            &Text::fi("Elinvoima"),
        ),
        Item::of(&page(), "019aab3c-0000-7000-8000-000000000002", 1, &Text::fi("Vaihto")),
        Item::of(&page(), "019aab3c-0000-7000-8000-000000000003", 1, &Text::fi("Verkko")),
    ];
    let known = || Known {
        things: [("t1".to_owned(), Text::fi("Elinvoima"))].into(),
        ..Known::default()
    };
    let told = |last: serde_json::Value| -> Edited {
        serde_json::from_value(json!({"items": [
            {"id": "a", "version": 3, "outcome": "changed", "changes": [{"field": "theme_ids", "before": null, "after": "t1"}]},
            {"id": "b", "version": 1, "outcome": "unchanged", "changes": [], "problem": null},
            last,
        ]}))
        .unwrap()
    };
    let fine = || told(json!({"id": "c", "version": 2, "outcome": "changed", "changes": []}));
    let stale = json!({"status": 412, "code": "stale_version", "detail": "It is at version 2 now.", "errors": []});
    let refused = || told(json!({"id": "c", "version": 1, "outcome": "refused", "changes": [], "problem": stale}));
    let typed = Submitted::sample(&[("change.add_theme_ids", "t1"), ("reason", "Uusi strategia.")]);
    let choices = Choices {
        units: vec![("u1".to_owned(), "Kehittäminen".to_owned())],
        people: vec![("p1".to_owned(), "Aino".to_owned())],
        themes: vec![("t1".to_owned(), "Elinvoima".to_owned())],
    };
    let (goals, projects) = (&KINDS[0], &KINDS[1]);
    let nothing: Edited = serde_json::from_value(json!({"items": [
        {"id": "a", "version": 2, "outcome": "unchanged", "changes": []},
    ]}))
    .unwrap();
    let drawn = |view: view::BulkPage| view.render().unwrap();
    vec![
        (
            "bulk-choose".to_owned(),
            view::choose(reader, projects, &items, &choices).render().unwrap(),
        ),
        (
            "bulk-seen".to_owned(),
            drawn(view::seen(page(), projects, &items, &fine(), &known(), &typed)),
        ),
        (
            "bulk-refused".to_owned(),
            drawn(view::seen(page(), projects, &items, &refused(), &known(), &typed)),
        ),
        (
            "bulk-nothing".to_owned(),
            drawn(view::seen(page(), goals, &items, &nothing, &known(), &typed)),
        ),
        (
            "bulk-done".to_owned(),
            drawn(view::done(page(), projects, &items, &fine(), &known())),
        ),
        (
            "bulk-undone".to_owned(),
            drawn(view::undone(page(), projects, &items, &fine(), &known())),
        ),
        (
            "bulk-not-undone".to_owned(),
            drawn(view::not_undone(page(), projects, &items, &refused(), &known())),
        ),
    ]
}
