use askama::Template as _;
use serde_json::{Value, json};

use super::{super::lookups::Names, change, figure, list, new, report};
use crate::{
    clients::reporting::Report,
    listing::Asked,
    page::{Page, Section},
    reader::Reader,
};

pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    let units = || Names::sample(&[("u1", "Opetuslautakunta")]);
    let told = |status: &str, faults: Value| -> Report {
        serde_json::from_value(json!({
            "id": "019", "version": 3, "kind": "yearly_followup", "year": 2026, "unit_id": null, "status": status, "language": "fi",
            "positions": {"tenants": 12, "goals": 40, "projects": 7}, "drafted_at": "2026-11-20T08:00:00Z", "locked_at": null, "faults": faults,
            "parts": [
                {"key": "projects", "heading": "Projects", "figures": [{"key": "projects_running", "label": "Projects under way", "value": "3", "exactness": "exact", "unit": ""}],
                 "text": "Yksi.\n\nKaksi.", "sections": [{"key": "running", "heading": "Hankkeet", "rows": [{"id": "p1", "title": {"fi": "Elinvoima"}, "period": {"from": "2017-01-01", "to": null}, "total_cost": {"amount": "100000.00", "currency": "EUR"}}]}]},
                {"key": "other_work", "heading": "Other", "figures": [{"key": "staff_exchange", "label": "Staff exchange", "value": "60", "exactness": "at_least", "unit": "people"}], "text": "", "sections": []},
                {"key": "effects", "heading": "Effects", "figures": [], "text": "", "sections": []}
            ]
        }))
        .unwrap()
    };
    let page = || Page::new(reader, Section::Reports);
    let full = list::listing(&page(), &Asked::default()).fill(
        &page(),
        vec![list::row(&page(), &told("draft", json!([])), &units())],
        None,
    );
    let found = vec![json!({"id": "p1", "title": {"fi": "Elinvoima"}, "kind": "eu", "from": "2017-01-01"})];
    vec![
        ("reports".to_owned(), list::view(page(), full).render().unwrap()),
        (
            "reports-none".to_owned(),
            list::view(
                page(),
                list::listing(&page(), &Asked::default()).fill(&page(), Vec::new(), None),
            )
            .render()
            .unwrap(),
        ),
        (
            "report-new".to_owned(),
            new::view(reader, new::form(reader, &units(), 2026)).render().unwrap(),
        ),
        (
            "report-draft".to_owned(),
            report::view(
                reader,
                told("draft", json!([{"character": "🦄", "where": "projects"}])),
                &units(),
            )
            .render()
            .unwrap(),
        ),
        (
            "report-locked".to_owned(),
            report::view(reader, told("locked", json!([])), &units())
                .render()
                .unwrap(),
        ),
        (
            "report-edit".to_owned(),
            change::edit_view(reader, change::edit_form(reader, &told("draft", json!([]))))
                .render()
                .unwrap(),
        ),
        (
            "figure".to_owned(),
            figure::view(reader, &told("draft", json!([])), "projects_running", &found)
                .render()
                .unwrap(),
        ),
    ]
}
