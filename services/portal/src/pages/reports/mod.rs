//! The yearly follow-up: drafted, read, edited, locked, downloaded. Every figure opens the list it counts.

mod change;
mod figure;
mod list;
mod new;
mod report;
mod rows;
#[cfg(test)]
mod samples;

use actix_web::web::ServiceConfig;
#[cfg(test)]
pub use samples::samples;

use super::lookups::Names;
use crate::{
    clients::reporting::{Part, Report},
    fault::Fault,
    html::Html,
    page::Page,
    reader::Member,
};

/// `new` before `{id}`, which would take it for an id.
pub fn configure(services: &mut ServiceConfig) {
    services
        .configure(list::configure)
        .configure(new::configure)
        .configure(report::configure)
        .configure(change::configure)
        .configure(figure::configure);
}

fn status(page: &Page, status: &str) -> Html {
    Html::tag(
        if status == "locked" { "success" } else { "info" },
        &page.choice("report-status", status),
    )
}

/// A report about one unit carries its name, one about everybody says so.
fn about(page: &Page, report: &Report, units: &Names) -> Html {
    report
        .unit_id
        .as_deref()
        .map_or_else(|| Html::text(&page.whole()), |unit| units.name(page, unit))
}

/// The heading of a part in the reader's language, or as the service told it.
fn heading(page: &Page, part: &Part) -> String {
    page.reader
        .voice
        .find(&format!("report-part-{}", part.key), None)
        .unwrap_or_else(|| part.heading.clone())
}

/// The report with its headings and labels in the reader's language; its texts stay in the one they were written in.
/// Of its tables so many rows at most.
async fn read(reader: &Member, id: impl std::fmt::Display, rows: usize) -> Result<Report, Fault> {
    let query = [
        ("language", reader.voice.language.code().to_owned()),
        ("rows", rows.to_string()),
    ];
    reader.api().get_with(&format!("/reports/{id}"), &query).await
}
