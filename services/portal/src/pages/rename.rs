//! Names over time, of units and of the organisation itself: the names there were, and a new one from a day on.

use serde_json::Value;

use super::{form_page::FormPage, removal::called, thing_page::Part};
use crate::{
    clients::{shared::Period, tenants::DatedName},
    forms::Form,
    html::Html,
    page::{Page, Section},
    reader::Reader,
};

/// The names with their days, the present one first.
pub fn part(page: &Page, names: &[DatedName]) -> Part {
    let row = |named: &DatedName| {
        let days = Period {
            from: named.from.clone(),
            to: named.to.clone(),
        };
        vec![page.text(&named.name), Html::unbroken(&page.period(&days))]
    };
    Part::new(page, "names")
        .column(page.t("former-name"))
        .column(page.t("period"))
        .rows(names.iter().rev().map(row).collect())
}

/// The form, beginning with the name as it is. `at` is the page of the thing.
pub fn view(reader: &Reader, section: Section, at: &str, thing: &Value) -> FormPage {
    let form = Form::new(reader, format!("{at}/rename"), "rename-submit")
        .cancel(at)
        .texts("name", "rename-name")
        .required()
        .date("from", "rename-from")
        .required()
        .fill_from(thing);
    let page = FormPage::new(reader, section, "rename", form);
    let title = page.page.with("rename-title", "name", called(&page.page, thing));
    page.titled(title)
}
