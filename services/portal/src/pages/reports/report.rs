//! One follow-up, and its documents.

use actix_web::{HttpResponse, get, http::header, web::ServiceConfig};
use askama::Template;

use super::{
    super::{Answer, Id, address, files, lookups, lookups::Names, show},
    about, heading, read,
    rows::Rows,
    status,
};
use crate::{
    choices,
    clients::reporting::{Part, Report, ReportFigure, Section as TableSection},
    fault::Fault,
    html::Html,
    listing::Asked,
    page::{Page, Section},
    reader::{Member, Reader, rights},
};

pub fn configure(services: &mut ServiceConfig) {
    services.service(one).service(download);
}

#[derive(Template)]
#[template(path = "pages/report.html")]
pub struct ReportPage {
    page: Page,
    about: Html,
    status: Html,
    positions: Vec<(String, String)>,
    parts: Vec<PartView>,
    documents: Vec<Document>,
    may_edit: bool,
    key: String,
    report: Report,
}

struct PartView {
    heading: String,
    figures: Vec<FigureView>,
    text: Html,
    sections: Vec<SectionView>,
}

struct FigureView {
    href: String,
    label: String,
    value: String,
}

struct SectionView {
    heading: String,
    rows: Rows,
    /// Where all rows are and what leads there, when these are only the first.
    all: Option<(String, String)>,
}

/// Rows of a table that the page itself shows.
pub const ROWS: usize = 50;

struct Document {
    language: &'static str,
    label: String,
    links: Vec<(String, &'static str)>,
}

fn figure_view(page: &Page, report: &Report, figure: &ReportFigure) -> FigureView {
    let number = figure
        .value
        .as_str()
        .map_or_else(|| figure.value.to_string(), str::to_owned);
    let value = page.reader.voice.figure(&number, &figure.exactness);
    let value = match figure.unit.as_str() {
        "count" | "people" | "" => value,
        "percent" => format!("{value}\u{a0}%"),
        currency => page.reader.voice.money(&number, currency),
    };
    FigureView {
        href: format!("/reports/{}/figures/{}", report.id, figure.key),
        label: figure.label.clone(),
        value,
    }
}

fn section_view(page: &Page, report: &Report, part: &Part, section: &TableSection) -> SectionView {
    let counted = part.figures.iter().find(|figure| figure.key == section.key);
    let more = counted.filter(|figure| figure.rows > section.rows.len());
    let all = more.map(|figure| {
        let words = page.with2("board-all", "count", figure.rows, "figure", &section.heading);
        (format!("/reports/{}/figures/{}", report.id, figure.key), words)
    });
    SectionView {
        heading: section.heading.clone(),
        rows: Rows::of(page, &section.rows),
        all,
    }
}

fn documents(page: &Page, report: &Report) -> Vec<Document> {
    let link = |language: &'static str, format: &'static str| {
        (
            address(
                &format!("/reports/{}/document", report.id),
                &[("format", format), ("language", language)],
            ),
            format,
        )
    };
    let document = |language: &&'static str| Document {
        language,
        label: page.choice("language", language),
        links: ["pdf", "html", "json"].map(|format| link(language, format)).to_vec(),
    };
    choices::LANGUAGE.values.iter().map(document).collect()
}

pub fn view(reader: &Reader, report: Report, units: &Names) -> ReportPage {
    let page = Page::new(reader, Section::Reports);
    let parts = report.parts.iter().map(|part| PartView {
        heading: heading(&page, part),
        figures: part
            .figures
            .iter()
            .map(|figure| figure_view(&page, &report, figure))
            .collect(),
        text: Html::paragraphs(&part.text),
        sections: part
            .sections
            .iter()
            .map(|section| section_view(&page, &report, part, section))
            .collect(),
    });
    let positions = report.positions.iter().flatten();
    ReportPage {
        about: about(&page, &report, units),
        status: status(&page, &report.status),
        positions: positions
            .map(|(service, position)| (service.clone(), page.value(position)))
            .collect(),
        parts: parts.collect(),
        documents: documents(&page, &report),
        may_edit: report.status != "locked" && page.may(rights::LOCK_REPORTS),
        key: crate::forms::fresh_key(),
        page,
        report,
    }
}

#[get("/reports/{id}")]
async fn one(reader: Member, id: Id) -> Answer {
    let report = read(&reader, &id, ROWS).await?;
    let units = lookups::units(&reader).await?;
    show(&reader, &view(&reader, report, &units))
}

/// Rows of a document that is set while its reader waits. Longer ones are set while the reader goes on with something else,
/// by whoever may have such a file at all.
const AT_ONCE: usize = 500;

#[get("/reports/{id}/document")]
async fn download(reader: Member, id: Id, asked: Asked) -> Answer {
    let format = asked.get("format");
    let kind = match format {
        "html" => "text/html; charset=utf-8",
        "pdf" => "application/pdf",
        "json" => "application/json",
        _ => return Err(Fault::NotFound),
    };
    let language = asked.get("language");
    if format == "pdf" && reader.may(rights::MAKE_EXPORTS) {
        let report = read(&reader, &id, 1).await?;
        let figures = report.parts.iter().flat_map(|part| &part.figures);
        if figures.map(|figure| figure.rows).sum::<usize>() > AT_ONCE {
            let document = address(&format!("/reports/{id}/document"), &[("language", language)]);
            if files::write_document(&reader, "reporting", &document).await? {
                return Ok(files::begun());
            }
        }
    }
    let query = [("format", format.to_owned()), ("language", language.to_owned())];
    let answer = reader
        .api()
        .download(&format!("/reports/{id}/document"), &query)
        .await?;
    let content = answer
        .bytes()
        .await
        .map_err(|error| Fault::Unavailable(error.to_string()))?;
    let name = format!("attachment; filename=\"follow-up-{id}.{format}\"");
    Ok(HttpResponse::Ok()
        .content_type(kind)
        .insert_header((header::CONTENT_DISPOSITION, name))
        .body(content))
}
