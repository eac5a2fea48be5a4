use actix_web::{get, post, web::ServiceConfig};
use serde_json::Value;

use super::super::{Answer, Id, form_page::FormPage, lookups, lookups::Names, refuse, see_other, show};
use crate::{
    choices,
    clients::Created,
    fault::Fault,
    forms::{Control, Field, Form},
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

/// Rows for work packages: those there are, and some to spare. Blank ones are not sent.
const SPARE_ROWS: usize = 3;

pub struct Known {
    units: Names,
    themes: Names,
    programmes: Names,
}

async fn known(reader: &Member) -> Result<Known, Fault> {
    let (units, themes, programmes) = futures::try_join!(
        lookups::units(reader),
        lookups::themes(reader),
        lookups::programmes(reader)
    )?;
    Ok(Known {
        units,
        themes,
        programmes,
    })
}

fn form(reader: &Reader, action: String, known: &Known, packages: usize) -> Form {
    let page = Page::new(reader, Section::Projects);
    let voice = reader.voice;
    let mut form = Form::new(reader, action, "save")
        .texts("title", "project-title")
        .required()
        .line("acronym", "acronym")
        .push(Field::choice(voice, "kind", "project-kind", &choices::PROJECT_KIND))
        .required()
        .push(Field::choice(voice, "role", "project-role", &choices::PROJECT_ROLE))
        .required()
        .choice("owner_unit_id", "owner-unit", known.units.options(&page))
        .required()
        .date("period.from", "begins")
        .required()
        .date("period.to", "ends")
        .heading(voice.say("project-money"))
        .choice("programme_id", "programme", known.programmes.options(&page))
        .line("funder", "funder")
        .line("operation_id", "operation-id")
        .money("total_cost", "total-cost")
        .line("case_number", "case-number")
        .heading(voice.say("project-content"))
        .long_texts("summary", "summary")
        .long_texts("resident_benefit", "resident-benefit")
        .many("theme_ids", "themes", known.themes.options(&page))
        .tick("public_card", "public-card");
    for index in 0..packages + SPARE_ROWS {
        form = form.heading(page.with("work-package", "number", index + 1)).field(
            &format!("work_packages.{index}.title"),
            "work-package-title",
            Control::Texts { long: false },
        );
    }
    form
}

fn view(reader: &Reader, key: &str, form: Form) -> FormPage {
    FormPage::new(reader, Section::Projects, key, form)
}

fn new_form(reader: &Reader, known: &Known) -> Form {
    form(reader, "/projects/new".to_owned(), known, 0).cancel("/projects")
}

fn edit_form(reader: &Reader, id: &str, known: &Known, packages: usize) -> Form {
    form(reader, format!("/projects/{id}/edit"), known, packages).cancel(format!("/projects/{id}"))
}

/// A work package's number is its place.
fn body(form: &Form, before: Option<&Value>) -> Value {
    let mut body = form.body();
    let rows = body.get_mut("work_packages").and_then(Value::as_array_mut);
    for (index, row) in rows.into_iter().flatten().enumerate() {
        let Some(map) = row.as_object_mut() else { continue };
        map.insert("number".to_owned(), serde_json::json!(index + 1));
        // The form does not show descriptions; a row that stays in its place keeps its own.
        let kept = before
            .and_then(|before| before.pointer(&format!("/work_packages/{index}/description")))
            .filter(|kept| !kept.is_null());
        if let Some(kept) = kept {
            map.insert("description".to_owned(), kept.clone());
        }
    }
    body
}

fn packages_of(project: &Value) -> usize {
    project
        .get("work_packages")
        .and_then(Value::as_array)
        .map_or(0, Vec::len)
}

#[get("/projects/new")]
async fn ask_new(reader: Member) -> Answer {
    reader.must(rights::EDIT_PROJECTS)?;
    let known = known(&reader).await?;
    show(&reader, &view(&reader, "project-new", new_form(&reader, &known)))
}

#[post("/projects/new")]
async fn create(reader: Member, submitted: Submitted) -> Answer {
    let known = known(&reader).await?;
    let mut form = new_form(&reader, &known).fill(&submitted);
    if !form.is_complete() {
        return refuse(&reader, &view(&reader, "project-new", form));
    }
    match reader
        .api()
        .post::<Created>("/projects", body(&form, None), &form.key)
        .await
    {
        Ok(created) => Ok(see_other(&format!("/projects/{}?done=created", created.id))),
        Err(problem) => {
            form.refuse(problem)?;
            refuse(&reader, &view(&reader, "project-new", form))
        }
    }
}

#[get("/projects/{id}/edit")]
async fn ask_edit(reader: Member, id: Id) -> Answer {
    reader.must(rights::EDIT_PROJECTS)?;
    let project: Value = reader.api().get(&format!("/projects/{id}")).await?;
    let known = known(&reader).await?;
    let form = edit_form(&reader, &id.to_string(), &known, packages_of(&project)).fill_from(&project);
    show(&reader, &view(&reader, "project-edit", form))
}

#[post("/projects/{id}/edit")]
async fn edit(reader: Member, id: Id, submitted: Submitted) -> Answer {
    let path = format!("/projects/{id}");
    let project: Value = reader.api().get(&path).await?;
    let known = known(&reader).await?;
    let mut form = edit_form(&reader, &id.to_string(), &known, packages_of(&project)).fill(&submitted);
    if !form.is_complete() {
        return refuse(&reader, &view(&reader, "project-edit", form));
    }
    match reader
        .api()
        .patch::<Value>(&path, body(&form, Some(&project)), form.version)
        .await
    {
        Ok(_) => Ok(see_other(&format!("{path}?done=saved"))),
        Err(problem) => {
            form.refuse(problem)?;
            refuse(&reader, &view(&reader, "project-edit", form))
        }
    }
}

#[cfg(test)]
pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    use askama::Template as _;
    let known = Known {
        units: Names::sample(&[("u1", "Kehittäminen")]),
        themes: Names::sample(&[("t1", "Elinvoima"), ("t2", "Osaaminen")]),
        programmes: Names::sample(&[("p1", "Interreg Aurora")]),
    };
    let project = serde_json::json!({ "version": 2, "title": {"fi": "Elinvoima", "sv": "Livskraft"}, "kind": "eu", "total_cost": {"amount": "100000.00", "currency": "EUR"}, "work_packages": [{"title": {"fi": "Johtaminen"}}] });
    let mut refused = new_form(reader, &known);
    refused.is_complete();
    vec![
        (
            "project-new".to_owned(),
            view(reader, "project-new", new_form(reader, &known)).render().unwrap(),
        ),
        (
            "project-new-refused".to_owned(),
            view(reader, "project-new", refused).render().unwrap(),
        ),
        (
            "project-edit".to_owned(),
            view(
                reader,
                "project-edit",
                edit_form(reader, "019", &known, 1).fill_from(&project),
            )
            .render()
            .unwrap(),
        ),
    ]
}
