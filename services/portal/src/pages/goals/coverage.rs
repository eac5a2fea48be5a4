//! The coverage matrix: the goals of a level against what serves them, and the gaps.

use actix_web::{
    get,
    web::{Path, ServiceConfig},
};
use askama::Template;

use super::{
    super::{Answer, files, show},
    level_name, level_name_plain, level_options,
};
use crate::{
    clients::goals::{Coverage, CoverageCell, Levels},
    forms::{Control, Field},
    html::Html,
    listing::Asked,
    page::{Page, Section},
    pictures::{Picture, matrix},
    reader::{Member, Reader},
};

pub fn configure(services: &mut ServiceConfig) {
    services.service(covered).service(as_file);
}

#[derive(Template)]
#[template(path = "pages/coverage.html")]
pub struct CoveragePage {
    page: Page,
    level: Field,
    level_name: Html,
    kinds: Vec<String>,
    rows: Vec<Row>,
    gaps: Vec<(Html, String)>,
    files: Vec<(String, &'static str)>,
    picture: Option<Picture>,
}

struct Row {
    goal: Html,
    cells: Vec<Html>,
}

fn goal_link(page: &Page, id: &str, title: &crate::clients::shared::Text) -> Html {
    Html::link(&format!("/goals/{id}"), &page.text(title))
}

fn cell(page: &Page, cell: &CoverageCell) -> Html {
    match cell.strength {
        None => Html::tag("warning", &page.t("coverage-gap")),
        Some(strength) => Html::text(&page.with2(
            "coverage-cell",
            "count",
            cell.count,
            "strength",
            page.choice("link-strength", &strength.to_string()),
        )),
    }
}

/// The same as a picture, in the words of its table.
fn picture(page: &Page, coverage: &Coverage, levels: &Levels, kinds: &[String]) -> Option<Picture> {
    let rows = coverage.items.iter().map(|goal| matrix::Row {
        name: page.plain(&goal.title),
        cells: goal
            .cells
            .iter()
            .map(|cell| matrix::Cell {
                count: cell.count,
                strength: cell.strength,
            })
            .collect(),
    });
    let title = format!(
        "{}: {}",
        page.t("coverage-picture"),
        level_name_plain(page, levels, &coverage.level)
    );
    matrix::picture(page, "coverage", title, kinds, &rows.collect::<Vec<_>>())
}

pub fn view(reader: &Reader, coverage: &Coverage, levels: &Levels) -> CoveragePage {
    let page = Page::new(reader, Section::Goals);
    let mut level = Field::new(
        reader.voice,
        "level",
        "level",
        Control::Choice(level_options(&page, levels)),
    );
    level.set(&coverage.level);
    let row = |goal: &crate::clients::goals::CoveredGoal| Row {
        goal: goal_link(&page, &goal.goal_id, &goal.title),
        cells: goal.cells.iter().map(|told| cell(&page, told)).collect(),
    };
    let gap = |gap: &crate::clients::goals::CoverageGap| {
        (
            goal_link(&page, &gap.goal_id, &gap.title),
            page.choice("link-missing", &gap.kind),
        )
    };
    let kinds: Vec<String> = coverage
        .kinds
        .iter()
        .map(|kind| page.choice("link-kinds", kind))
        .collect();
    CoveragePage {
        picture: picture(&page, coverage, levels, &kinds),
        level_name: level_name(&page, levels, &coverage.level),
        kinds,
        rows: coverage.items.iter().map(row).collect(),
        gaps: coverage.gaps.iter().map(gap).collect(),
        files: files::links("/goals/coverage", &[("level", &coverage.level)]),
        level,
        page,
    }
}

#[get("/goals/coverage")]
async fn covered(reader: Member, asked: Asked) -> Answer {
    let api = reader.api();
    let query = asked.kept(&["level"]);
    let (coverage, levels) = futures::try_join!(
        api.get_with::<Coverage>("/goal-coverage", &query),
        api.get::<Levels>("/goal-levels")
    )?;
    show(&reader, &view(&reader, &coverage, &levels))
}

/// The cells as a file.
#[get("/goals/coverage.{kind:csv|xlsx}")]
async fn as_file(reader: Member, asked: Asked, kind: Path<String>) -> Answer {
    let query = asked.kept(&["level"]);
    files::file(&reader, "/goal-coverage/cells", query, ("coverage", &kind)).await
}
