//! The page of the figures: measures by years, what happened to them, and the list as a file.

use std::collections::BTreeSet;

use actix_web::{
    get,
    web::{Path, ServiceConfig},
};
use askama::Template;

use super::{
    super::{Answer, files, show},
    coverage, value,
};
use crate::{
    choices,
    clients::{
        reporting::{Cell, Release},
        shared::List,
    },
    html::Html,
    page::{Page, Section},
    reader::{Member, Reader, rights},
};

pub fn configure(services: &mut ServiceConfig) {
    services.service(figures).service(as_file);
}

/// How many years stand beside each other.
const YEARS: usize = 5;

#[derive(Template)]
#[template(path = "pages/national.html")]
pub struct NationalPage {
    page: Page,
    years: Vec<i32>,
    rows: Vec<Row>,
    /// The neutral sentence, if any figure is not shown.
    note: Html,
    releases: Vec<Step>,
    may_release: bool,
    files: Vec<(String, &'static str)>,
}

struct Row {
    measure: String,
    cells: Vec<Shown>,
}

struct Shown {
    value: Html,
    coverage: String,
}

struct Step {
    href: String,
    measure: String,
    year: i32,
    state: String,
    released_at: String,
    withdrawn_at: String,
}

fn shown(page: &Page, cell: Option<&Cell>) -> Shown {
    cell.map_or_else(
        || Shown {
            value: Html::text(&page.t("figure-not-released")),
            coverage: String::new(),
        },
        |cell| Shown {
            value: value(page, cell),
            coverage: coverage(page, cell),
        },
    )
}

fn step(page: &Page, release: &Release) -> Step {
    Step {
        href: format!("/national/releases/{}", release.id),
        measure: page.choice("measure", &release.cell.measure),
        year: release.cell.period,
        state: page.choice("release-state", &release.state),
        released_at: page.date(&release.released_at),
        withdrawn_at: page.date(&release.withdrawn_at),
    }
}

pub fn view(reader: &Reader, cells: &[Cell], releases: &[Release]) -> NationalPage {
    let page = Page::new(reader, Section::National);
    let last = i32::from(reader.today().year()) - 1;
    let years: BTreeSet<i32> = cells.iter().map(|cell| cell.period).chain([last]).collect();
    let years: Vec<i32> = years.into_iter().rev().take(YEARS).collect();
    let of = |measure: &str, year: i32| {
        let found = cells.iter().find(|cell| cell.measure == measure && cell.period == year);
        shown(&page, found)
    };
    let row = |measure: &&str| Row {
        measure: page.choice("measure", measure),
        cells: years.iter().map(|year| of(measure, *year)).collect(),
    };
    let note = cells.iter().find(|cell| cell.value.is_empty());
    NationalPage {
        rows: choices::MEASURE.values.iter().map(row).collect(),
        note: note.map_or_else(Html::default, |cell| page.text(&cell.note)),
        releases: releases.iter().map(|release| step(&page, release)).collect(),
        may_release: page.may(rights::RELEASE_FIGURES),
        files: files::links("/national", &[] as &[(&str, &str)]),
        years,
        page,
    }
}

#[get("/national")]
async fn figures(reader: Member) -> Answer {
    let api = reader.api();
    let newest = [("sort", "-released_at".to_owned()), ("limit", "50".to_owned())];
    let every = [("limit", "200".to_owned())];
    let (cells, releases) = futures::try_join!(
        api.get_with::<List<Cell>>("/aggregates", &every),
        api.get_with::<List<Release>>("/releases", &newest)
    )?;
    show(&reader, &view(&reader, &cells.items, &releases.items))
}

/// The figures as a file.
#[get("/national.{kind:csv|xlsx}")]
async fn as_file(reader: Member, kind: Path<String>) -> Answer {
    files::file(&reader, "/aggregates", Vec::new(), ("figures", &kind)).await
}
