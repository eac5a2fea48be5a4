use actix_web::{get, post, web::ServiceConfig};
use serde_json::{Value, json};

use super::{
    super::{Answer, Id, lookups, lookups::Kind, see_other, show, thing_page::ThingPage},
    Known, status,
};
use crate::{
    clients::{policies::Assignment, shared::Text},
    page::{Page, Section},
    reader::{Member, Reader, Submitted, rights},
};

pub fn configure(services: &mut ServiceConfig) {
    services.service(show_one).service(complete).service(reopen);
}

fn view(reader: &Reader, assignment: &Assignment, known: &Known) -> ThingPage {
    let page = Page::new(reader, Section::Assignments);
    let address = format!("/assignments/{}", assignment.id);
    let mut shown = ThingPage::new(
        reader,
        Section::Assignments,
        ("/assignments", "assignments-back"),
        &assignment.title,
    );
    // What is done stays as it was until it is opened again.
    if assignment.status == "done" {
        let back = (format!("{address}/reopen"), assignment.version);
        shown = shown.press(rights::COMPLETE_ASSIGNMENTS, back, "assignment-reopen");
    } else {
        let done = (format!("{address}/complete"), assignment.version);
        shown = shown
            .press(rights::COMPLETE_ASSIGNMENTS, done, "assignment-complete")
            .action(rights::EDIT_ASSIGNMENTS, format!("{address}/edit"), "edit");
    }
    shown
        .action(rights::EDIT_ASSIGNMENTS, format!("{address}/delete"), "delete")
        .fact("status", status(&page, assignment))
        .fact("unit", known.units.maybe(&page, assignment.unit_id.as_deref()))
        .words("due-on", &page.date(&assignment.due_on))
        .fact(
            "policy",
            known
                .policies
                .linked(&page, "/policies", assignment.policy_id.as_slice()),
        )
        .fact(
            "goal-title",
            known.goals.linked(&page, "/goals", assignment.goal_id.as_slice()),
        )
        .history("assignment", &assignment.id)
        .prose("note", &Text::everywhere(&assignment.note))
}

#[get("/assignments/{id}")]
async fn show_one(reader: Member, id: Id) -> Answer {
    let assignment: Assignment = reader.api().get(&format!("/assignments/{id}")).await?;
    let (units, policies, goals) = futures::try_join!(
        lookups::some(&reader, Kind::Units, &assignment.unit_id),
        lookups::some(&reader, Kind::Policies, &assignment.policy_id),
        lookups::some(&reader, Kind::Goals, &assignment.goal_id)
    )?;
    let known = Known { units, policies, goals };
    show(&reader, &view(&reader, &assignment, &known))
}

/// Does one of two things with it, as it was seen.
async fn act(reader: &Member, id: &Id, submitted: &Submitted, (act, done): (&str, &str)) -> Answer {
    let path = format!("/assignments/{id}");
    let version = submitted.get("version").parse().ok();
    let _changed: Value = reader
        .api()
        .act(&format!("{path}/{act}"), json!({}), version, submitted.get("key"))
        .await?;
    Ok(see_other(&format!("{path}?done={done}")))
}

#[post("/assignments/{id}/complete")]
async fn complete(reader: Member, id: Id, submitted: Submitted) -> Answer {
    act(&reader, &id, &submitted, ("complete", "assignment-completed")).await
}

#[post("/assignments/{id}/reopen")]
async fn reopen(reader: Member, id: Id, submitted: Submitted) -> Answer {
    act(&reader, &id, &submitted, ("reopen", "assignment-reopened")).await
}

#[cfg(test)]
pub fn sample(status: &str) -> Assignment {
    serde_json::from_value(json!({
        "id": "a1", "version": 3, "title": {"fi": "Toteuta ohjelma", "sv": "Genomför programmet"}, "unit_id": "u1", "policy_id": "p1",
        "goal_id": "g1", "due_on": "2020-12-31", "note": "Koko konsernissa.", "status": status,
        "done_on": (status == "done").then_some("2020-12-01"), "created_at": "2020-01-01T08:00:00Z"
    }))
    .unwrap()
}

#[cfg(test)]
pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    use askama::Template as _;
    let bare = Assignment {
        id: "a2".to_owned(),
        title: Text::fi("Uusi"),
        status: "open".to_owned(),
        ..Assignment::default()
    };
    let known = Known::sample();
    let shown = |assignment: &Assignment| view(reader, assignment, &known).render().unwrap();
    vec![
        ("assignment".to_owned(), shown(&sample("open"))),
        ("assignment-done".to_owned(), shown(&sample("done"))),
        ("assignment-bare".to_owned(), shown(&bare)),
    ]
}
