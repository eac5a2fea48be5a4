//! The history of one thing: what happened to it, when, by whom and why, and what became of what.

mod compare;
pub mod fields;
pub mod kinds;
mod names;
mod restoring;
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
pub use names::{Known, known};
#[cfg(test)]
pub use samples::samples;
use uuid::Uuid;
pub use wording::{Row, event, row};
use wording::{person, worded};

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
    services
        .service(of_the_only)
        .service(of_one)
        .configure(restoring::configure);
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
    /// The step that it went back to: where it stands on the page, and what it is called.
    restored: Option<(String, String)>,
    rows: Vec<Row>,
    /// There was something before.
    compares: bool,
    deleted: bool,
    /// Where one goes back to how it was before.
    back: Option<String>,
    /// How else it is undone.
    advice: String,
}

/// What happened, and when.
fn heading(page: &Page, kind: &Kind, step: &Step) -> String {
    page.with2(
        "history-step",
        "when",
        page.date(&step.recorded_at),
        "event",
        event(page, kind.name, &step.event),
    )
}

/// What a step changed of what a thing says can be undone: what else happened to it has a way back of its own.
fn changes_content(step: &Step) -> bool {
    matches!(step.event.as_str(), "changed" | "restored")
}

/// How the newest step is undone that is no change of what the thing says.
fn advice(page: &Page, kind: &Kind, step: &Step) -> String {
    let key = match (kind.name, step.event.as_str()) {
        ("goal", "closed") => "history-undo-closed",
        ("goal", "judged") => "history-undo-judged",
        ("assignment", "completed") => "history-undo-completed",
        ("application", _) => "history-undo-application",
        ("statement", "submitted") => "history-undo-submitted",
        ("report", "locked") => "history-undo-locked",
        ("indicator_value", "entered" | "changed" | "corrected") => "history-undo-value",
        _ => return String::new(),
    };
    page.t(key)
}

fn step_view(page: &Page, kind: &Kind, step: &Step, known: &Known) -> StepView {
    let compares = step.version > 1;
    let rows = step.changes.iter();
    let rows = rows.filter_map(|change| row(page, kind.name, change, known, compares));
    StepView {
        number: step.version,
        heading: heading(page, kind, step),
        by: person(page, step.actor_id.as_deref(), known),
        why: Html::paragraphs(&step.reason),
        compares,
        restored: None,
        rows: rows.collect(),
        deleted: step.deleted,
        back: None,
        advice: String::new(),
    }
}

/// The steps, each with the way back from it, where there is one and the reader may take it.
fn step_views(page: &Page, kind: &Kind, id: &str, steps: &[Step], known: &Known) -> Vec<StepView> {
    let is_there = steps.first().is_some_and(|step| !step.deleted);
    let may = is_there && kind.restored_by().is_some_and(|right| page.may(right));
    let before = steps.iter().skip(1).map(Some).chain([None]);
    let views = steps.iter().zip(before).enumerate().map(|(nth, (step, before))| {
        let back = before.filter(|_| may && changes_content(step));
        let restored = step.restored_version.and_then(|version| {
            let place = steps.iter().position(|other| other.version == version)?;
            let other = steps.get(place)?;
            Some((format!("#step-{}", place + 1), heading(page, kind, other)))
        });
        let newest = nth == 0 && is_there;
        StepView {
            back: back.map(|before| format!("/history/{}/{id}/restorations/{}", kind.name, before.version)),
            advice: Some(advice(page, kind, step)).filter(|_| newest).unwrap_or_default(),
            restored,
            ..step_view(page, kind, step, known)
        }
    });
    views.collect()
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
        steps: step_views(&page, kind, id, steps, known),
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
