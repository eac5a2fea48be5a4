//! The history of one thing: what happened to it, when, by whom and why, and what became of what.

mod compare;
pub mod fields;
pub mod kinds;
mod names;
#[cfg(test)]
mod samples;
mod wording;

use actix_web::{
    get,
    web::{Path, ServiceConfig},
};
use askama::Template;
pub use compare::compared;
use kinds::{Kind, Place};
use names::Known;
#[cfg(test)]
pub use samples::samples;
use uuid::Uuid;
pub use wording::event;
use wording::{Row, person, row, worded};

use super::{Answer, places, see_other, show};
use crate::{
    clients::{
        journal::Step,
        shared::{List, Text},
    },
    fault::Fault,
    html::Html,
    page::Page,
    reader::{Member, Reader, rights},
};

pub fn configure(services: &mut ServiceConfig) {
    services.service(of_the_only).service(of_one);
}

/// As many steps as the API tells of.
const MOST: usize = 200;

#[derive(Template)]
#[template(path = "pages/history.html")]
struct HistoryPage {
    page: Page,
    thing: String,
    name: Html,
    back: String,
    deleted: bool,
    /// Older steps are left out.
    cut: bool,
    steps: Vec<StepView>,
}

struct StepView {
    /// Counts the changes of the thing.
    number: i64,
    heading: String,
    by: String,
    why: Html,
    rows: Vec<Row>,
    /// There was something before.
    compares: bool,
    deleted: bool,
}

fn step_view(page: &Page, kind: &Kind, step: &Step, known: &Known) -> StepView {
    let compares = step.version > 1;
    let rows = step.changes.iter();
    let rows = rows.filter_map(|change| row(page, kind.name, change, known, compares));
    StepView {
        number: step.version,
        heading: page.with2(
            "history-step",
            "when",
            page.date(&step.recorded_at),
            "event",
            event(page, kind.name, &step.event),
        ),
        by: person(page, step.actor_id.as_deref(), known),
        why: Html::paragraphs(&step.reason),
        compares,
        rows: rows.collect(),
        deleted: step.deleted,
    }
}

/// What a field holds after the last step that touched it.
pub fn latest<'a>(steps: &'a [Step], field: &str) -> Option<&'a str> {
    let mut changes = steps.iter().flat_map(|step| &step.changes);
    changes.find(|change| change.field == field)?.after.as_deref()
}

/// What the thing is called. One without a name is told by what it belongs to.
fn name(page: &Page, kind: &Kind, steps: &[Step], known: &Known) -> Html {
    for field in ["title", "name"] {
        let in_language = |language: &str| latest(steps, &format!("{field}.{language}")).map(str::to_owned);
        let text = Text {
            fi: in_language("fi"),
            sv: in_language("sv"),
            en: in_language("en"),
        };
        let own = latest(steps, field).map(Html::text);
        let named = own.unwrap_or_else(|| page.text(&text));
        if !named.is_empty() {
            return named;
        }
    }
    let told_by: &[&str] = match kind.name {
        "application" => &["project_id", "call"],
        "statement" => &["unit_id", "year"],
        "statement_round" | "report" => &["year"],
        "indicator_value" => &["indicator_id", "period"],
        "membership" => &["person_id"],
        "network_membership" => &["network_id"],
        "goal_link" => &["goal_id", "target_id"],
        _ => &[],
    };
    let parts = told_by.iter().filter_map(|field| {
        let manner = fields::find(kind.name, field).manner;
        Some(worded(page, &manner, latest(steps, field)?, known))
    });
    Html::join(&parts.collect::<Vec<_>>(), ", ")
}

/// The page that shows the thing as it is now, or the list where it would be.
fn back(reader: &Reader, kind: &Kind, id: &str, steps: &[Step]) -> String {
    if steps.first().is_some_and(|step| step.deleted) {
        return kind.list.to_owned();
    }
    if let Some(page) = places::page_of(kind.name, id) {
        return page;
    }
    match kind.name {
        "application" => latest(steps, "project_id").map_or_else(String::new, |project| format!("/projects/{project}")),
        "goal_link" => latest(steps, "goal_id").map_or_else(String::new, |goal| format!("/goals/{goal}")),
        "indicator" => latest(steps, "goal_ids")
            .and_then(|goals| goals.split(", ").next())
            .map_or_else(String::new, |goal| format!("/goals/{goal}")),
        "goal_thresholds" if reader.may(rights::EDIT_THRESHOLDS) => "/goals/thresholds".to_owned(),
        _ => String::new(),
    }
}

fn view(reader: &Reader, kind: &Kind, id: &str, steps: &[Step], known: &Known) -> HistoryPage {
    let page = Page::new(reader, kind.section);
    let back = Some(back(reader, kind, id, steps)).filter(|back| !back.is_empty());
    HistoryPage {
        thing: page.choice("thing", kind.name),
        name: name(&page, kind, steps, known),
        back: back.unwrap_or_else(|| kind.list.to_owned()),
        deleted: steps.first().is_some_and(|step| step.deleted),
        cut: steps.len() >= MOST,
        steps: steps.iter().map(|step| step_view(&page, kind, step, known)).collect(),
        page,
    }
}

async fn told(reader: &Member, kind: &Kind, id: &str) -> Answer {
    let source = kind.source(id).ok_or(Fault::NotFound)?;
    let told: List<Step> = reader.api().get(&source).await?;
    let known = names::known(reader, kind.name, &told.items).await?;
    show(reader, &view(reader, kind, id, &told.items, &known))
}

#[get("/history/{kind}/{id}")]
async fn of_one(reader: Member, named: Path<(String, Uuid)>) -> Answer {
    let (kind, id) = named.into_inner();
    let kind = Kind::called(&kind).ok_or(Fault::NotFound)?;
    if let Place::Only(_) = kind.place {
        return Ok(see_other(&format!("/history/{}", kind.name)));
    }
    told(&reader, kind, &id.to_string()).await
}

/// Of a thing that an organisation has one of.
#[get("/history/{kind}")]
async fn of_the_only(reader: Member, kind: Path<String>) -> Answer {
    let kind = Kind::called(&kind).ok_or(Fault::NotFound)?;
    match kind.place {
        Place::Only(_) => told(&reader, kind, "").await,
        _ => Err(Fault::NotFound),
    }
}
