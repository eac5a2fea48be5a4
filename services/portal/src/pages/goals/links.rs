//! What serves a goal: tying it to projects, networks and activities, and untying it again.

use actix_web::{post, web::ServiceConfig};
use serde_json::{Value, json};

use super::{
    super::{Answer, lookups, places, refuse, see_other},
    goal,
};
use crate::{
    choices,
    clients::{
        goals::{Goal, GoalLink},
        projects::Project,
    },
    fault::Fault,
    forms::{Field, Form, Options},
    html::Html,
    page::Page,
    reader::{Member, Reader, Submitted},
};

pub fn configure(services: &mut ServiceConfig) {
    services.service(tie).service(untie);
}

/// A link as a line of the goal's page.
pub struct LinkRow {
    /// Empty where there is nothing to untie.
    pub id: String,
    pub version: i64,
    pub kind: String,
    pub name: Html,
    /// What it is called, for a button that takes it away.
    pub plain: String,
    pub strength: String,
    pub note: String,
    pub gone: bool,
}

pub fn row(page: &Page, link: &GoalLink) -> LinkRow {
    let name = page.text(&link.target_name);
    let place = places::page_of(&link.target_kind, &link.target_id).filter(|_| !link.target_gone);
    LinkRow {
        id: link.id.clone(),
        version: link.version,
        kind: page.choice("link-kind", &link.target_kind),
        name: place.map_or_else(|| name.clone(), |place| Html::link(&place, &name)),
        plain: page.plain(&link.target_name),
        strength: page.choice("link-strength", &link.strength.to_string()),
        note: link.note.clone(),
        gone: link.target_gone,
    }
}

/// A project that names the goal in its own plan: it is untied there, not here.
pub fn named(page: &Page, goal: &Goal, project: &Project) -> LinkRow {
    let share = project.goal_ids.iter().find(|share| share.goal_id == goal.id);
    let share = share.map_or_else(String::new, |share| page.number(&share.share));
    let place = format!("/projects/{}", project.id);
    LinkRow {
        id: String::new(),
        version: 0,
        kind: page.choice("link-kind", "project"),
        name: Html::link(&place, &page.text(&project.title)),
        plain: page.plain(&project.title),
        strength: page.choice("link-strength", "2"),
        note: page.with("link-by-plan", "share", share),
        gone: false,
    }
}

/// Everything that a goal may be tied to: `<kind>.<id>`, by kind and name.
pub async fn targets(reader: &Member, page: &Page) -> Result<Options, Fault> {
    let (projects, networks, activities) = futures::try_join!(
        lookups::projects(reader),
        lookups::networks(reader),
        lookups::activities(reader)
    )?;
    let of_kind = |kind: &str, options: Options| -> Options {
        let word = page.choice("link-kind", kind);
        let named = options.into_iter();
        named
            .map(|(id, name)| (format!("{kind}.{id}"), format!("{word}: {name}")))
            .collect()
    };
    Ok([
        of_kind("project", projects.options(page)),
        of_kind("network", networks.options(page)),
        of_kind("activity", activities.options(page)),
    ]
    .concat())
}

pub fn form(reader: &Reader, goal: &Goal, targets: Options) -> Form {
    let strength = Field::choice(reader.voice, "strength", "link-strength", &choices::LINK_STRENGTH);
    Form::new(reader, format!("/goals/{}/links", goal.id), "link-tie")
        .choice("target_id", "link-target", targets)
        .required()
        .push(strength)
        .required()
        .preset("2")
        .area("note", "link-note")
}

/// The body of a link; its target was chosen as `<kind>.<id>`.
fn body(goal: &Goal, form: &Form) -> Value {
    let (kind, id) = form.value("target_id").split_once('.').unwrap_or_default();
    let note = Some(form.value("note")).filter(|note| !note.is_empty());
    json!({
        "goal_id": goal.id, "target_kind": kind, "target_id": id,
        "strength": form.value("strength").parse::<i32>().ok(), "note": note,
    })
}

#[post("/goals/{id}/links")]
async fn tie(reader: Member, id: super::super::Id, submitted: Submitted) -> Answer {
    let found: Goal = reader.api().get(&format!("/goals/{id}")).await?;
    let around = Box::pin(goal::around(&reader, &found)).await?;
    let mut form = form(&reader, &found, around.targets.clone()).fill(&submitted);
    if form.is_complete() {
        let body = body(&found, &form);
        match reader.api().post::<Value>("/goal-links", body, &form.key).await {
            Ok(_) => return Ok(see_other(&format!("/goals/{id}?done=created"))),
            Err(problem) => form.refuse(problem)?,
        }
    }
    refuse(&reader, &goal::view(&reader, found, around).with_link(form))
}

#[post("/goals/{id}/links/{link}/remove")]
async fn untie(reader: Member, path: actix_web::web::Path<(uuid::Uuid, uuid::Uuid)>, submitted: Submitted) -> Answer {
    let (goal, link) = path.into_inner();
    let version = submitted.get("version").parse().ok();
    reader.api().delete(&format!("/goal-links/{link}"), version).await?;
    Ok(see_other(&format!("/goals/{goal}?done=deleted")))
}
