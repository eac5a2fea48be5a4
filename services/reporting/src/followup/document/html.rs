//! The sheet as a page that stands alone: no script, no style sheet elsewhere, everything escaped by the template.

use askama::Template;

use super::sheet::Sheet;
use crate::followup::words::Phrase;

#[derive(Template)]
#[template(path = "report.html")]
struct Page<'a> {
    sheet: &'a Sheet,
    figures: &'a str,
    notes: &'a str,
    nothing: &'a str,
}

/// The report as one HTML file.
pub fn html(sheet: &Sheet) -> Result<String, askama::Error> {
    Page {
        figures: sheet.voice.phrase(Phrase::Figures),
        notes: sheet.voice.phrase(Phrase::Notes),
        nothing: sheet.voice.phrase(Phrase::Nothing),
        sheet,
    }
    .render()
}

/// What was written, paragraph by paragraph.
fn paragraphs(text: &str) -> Vec<String> {
    let text = text.replace("\r\n", "\n");
    text.split("\n\n")
        .map(|p| p.trim().to_owned())
        .filter(|p| !p.is_empty())
        .collect()
}
