//! Figures over many organisations: what was released, releasing more, withdrawing.

mod figures;
mod release;
#[cfg(test)]
pub mod samples;

use actix_web::web::ServiceConfig;

use crate::{clients::reporting::Cell, html::Html, page::Page};

/// `release` before `releases/{id}`; both below the figures.
pub fn configure(services: &mut ServiceConfig) {
    figures::configure(services);
    release::configure(services);
}

/// A figure as it is read, or that it is not shown.
fn value(page: &Page, cell: &Cell) -> Html {
    if cell.value.is_empty() {
        return Html::text(&page.t("figure-not-shown"));
    }
    Html::text(&match cell.unit.as_str() {
        "number" | "people" => page.number(&cell.value),
        currency => page.reader.voice.money(&cell.value, currency),
    })
}

fn coverage(page: &Page, cell: &Cell) -> String {
    if cell.coverage.is_empty() {
        String::new()
    } else {
        page.choice("coverage-band", &cell.coverage)
    }
}
