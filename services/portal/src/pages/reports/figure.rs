//! The list that a figure counts.

use actix_web::{
    get,
    web::{Path, ServiceConfig},
};
use askama::Template;
use serde_json::Value;
use uuid::Uuid;

use super::{
    super::{Answer, address, show},
    read,
    rows::Rows,
};
use crate::{
    clients::{reporting::Report, shared::List},
    fault::Fault,
    listing::Asked,
    page::{Page, Section},
    reader::{Member, Reader},
};

pub fn configure(services: &mut ServiceConfig) {
    services.service(show_figure);
}

#[derive(Template)]
#[template(path = "pages/figure.html")]
pub struct FigurePage {
    page: Page,
    title: String,
    report: String,
    count: String,
    rows: Rows,
    next: Option<String>,
}

pub fn view(reader: &Reader, report: &Report, key: &str, found: &[Value]) -> FigurePage {
    let page = Page::new(reader, Section::Reports);
    let told = report
        .parts
        .iter()
        .flat_map(|part| &part.figures)
        .find(|figure| figure.key == key);
    let title = told.map_or_else(|| key.to_owned(), |figure| figure.label.clone());
    let rows = Rows::leading_to(&page, found, place_of(key));
    FigurePage {
        title,
        report: report.id.clone(),
        count: page.with("list-count", "count", found.len()),
        rows,
        next: None,
        page,
    }
}

/// Where the things that a figure counts have their own pages.
fn place_of(key: &str) -> Option<&'static str> {
    let places = [
        ("eu_projects", "/projects"),
        ("other_international_projects", "/projects"),
        ("project_costs", "/projects"),
        ("resident_benefits", "/projects"),
        ("goals", "/goals"),
        ("statements_", "/statements"),
    ];
    places
        .into_iter()
        .find(|(begin, _)| key.starts_with(begin))
        .map(|(_, place)| place)
}

#[get("/reports/{id}/figures/{key}")]
async fn show_figure(reader: Member, path: Path<(Uuid, String)>, asked: Asked) -> Answer {
    let (id, key) = path.into_inner();
    // Only a name goes into the address of the API.
    if !key
        .chars()
        .all(|letter| letter.is_ascii_alphanumeric() || letter == '_' || letter == '-')
    {
        return Err(Fault::NotFound);
    }
    let report = read(&reader, &id, 0).await?;
    let mut query = asked.kept(&["after"]);
    query.push(("limit", "200".to_owned()));
    let path = format!("/reports/{id}/figures/{key}");
    let found: List<Value> = reader.api().get_with(&path, &query).await?;
    let next = found.next.map(|cursor| address(&path, &[("after", cursor)]));
    show(
        &reader,
        &FigurePage {
            next,
            ..view(&reader, &report, &key, &found.items)
        },
    )
}
