use actix_web::{get, post, web::ServiceConfig};
use serde_json::Value;

use super::{
    super::{Answer, Id, form_page::FormPage, lookups, show},
    Known, known,
};
use crate::{
    clients::Created,
    forms::Form,
    listing::Asked,
    page::{Page, Section},
    reader::{Member, Reader, Submitted, rights},
};

pub fn configure(services: &mut ServiceConfig) {
    services
        .service(ask_new)
        .service(create)
        .service(ask_edit)
        .service(edit);
}

/// What an address may say beforehand of an assignment to be given: whose it is, and what it comes from.
pub const PRESET: [&str; 3] = ["unit_id", "policy_id", "goal_id"];

fn form(reader: &Reader, action: String, back: &str, known: &Known) -> Form {
    let page = Page::new(reader, Section::Assignments);
    Form::new(reader, action, "save")
        .cancel(back)
        .texts("title", "assignment")
        .required()
        .choice("unit_id", "unit", known.units.options(&page))
        .required()
        .date("due_on", "due-on")
        .choice("policy_id", "policy", known.policies.options(&page))
        .choice("goal_id", "goal-title", known.goals.options(&page))
        .area("note", "note")
}

fn view(reader: &Reader, key: &str, form: Form) -> FormPage {
    FormPage::new(reader, Section::Assignments, key, form)
}

fn new_form(reader: &Reader, known: &Known) -> Form {
    form(reader, "/assignments/new".to_owned(), "/assignments", known)
}

fn edit_form(reader: &Reader, page: &str, known: &Known) -> Form {
    form(reader, format!("{page}/edit"), page, known)
}

#[get("/assignments/new")]
async fn ask_new(reader: Member, asked: Asked) -> Answer {
    reader.must(rights::EDIT_ASSIGNMENTS)?;
    let known = known(&reader, &asked.ids()).await?;
    let mut form = new_form(&reader, &known);
    for name in PRESET {
        form = form.give(name, asked.get(name));
    }
    show(&reader, &view(&reader, "assignment-new", form))
}

#[post("/assignments/new")]
async fn create(reader: Member, submitted: Submitted) -> Answer {
    let known = known(&reader, &submitted.ids()).await?;
    let form = new_form(&reader, &known).fill(&submitted);
    view(&reader, "assignment-new", form)
        .send(async |form| {
            let created: Created = reader.api().post("/assignments", form.body(), &form.key).await?;
            Ok(format!("/assignments/{}?done=created", created.id))
        })
        .await
}

#[get("/assignments/{id}/edit")]
async fn ask_edit(reader: Member, id: Id) -> Answer {
    reader.must(rights::EDIT_ASSIGNMENTS)?;
    let path = format!("/assignments/{id}");
    let assignment: Value = reader.api().get(&path).await?;
    let known = known(&reader, &lookups::ids_in(&assignment)).await?;
    let form = edit_form(&reader, &path, &known).fill_from(&assignment);
    show(&reader, &view(&reader, "assignment-edit", form))
}

#[post("/assignments/{id}/edit")]
async fn edit(reader: Member, id: Id, submitted: Submitted) -> Answer {
    let path = format!("/assignments/{id}");
    let known = known(&reader, &submitted.ids()).await?;
    let form = edit_form(&reader, &path, &known).fill(&submitted);
    view(&reader, "assignment-edit", form)
        .changing(&path)
        .send(async |form| {
            let _kept: Value = reader.api().patch(&path, form.body(), form.version).await?;
            Ok(format!("{path}?done=saved"))
        })
        .await
}

#[cfg(test)]
pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    use askama::Template as _;
    let known = Known::sample();
    let assignment = serde_json::json!({"version": 2, "title": {"fi": "Toteuta ohjelma"}, "unit_id": "u1", "policy_id": "p1", "due_on": "2026-12-31"});
    let mut refused = new_form(reader, &known);
    refused.is_complete();
    let samples = [
        ("assignment-new", "assignment-new", new_form(reader, &known)),
        ("assignment-new-refused", "assignment-new", refused),
        (
            "assignment-edit",
            "assignment-edit",
            edit_form(reader, "/assignments/a1", &known).fill_from(&assignment),
        ),
    ];
    samples
        .map(|(name, key, form)| (name.to_owned(), view(reader, key, form).render().unwrap()))
        .to_vec()
}
