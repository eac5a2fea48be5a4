use actix_web::{get, post, web::ServiceConfig};
use serde_json::{Map, Value};

use super::super::{
    Answer, Id,
    form_page::FormPage,
    lookups,
    lookups::{Kind, Names},
    show,
};
use crate::{
    choices,
    clients::Created,
    fault::Fault,
    forms::{Control, Field, Form, Options},
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

/// Rows of lists: those there are, and some to spare. Blank ones are not sent.
const SPARE_ROWS: usize = 2;

pub struct Known {
    units: Names,
    themes: Names,
    programmes: Names,
    goals: Names,
    partners: Names,
    projects: Names,
    people: Options,
}

async fn known(reader: &Member, chosen: &[String]) -> Result<Known, Fault> {
    let (units, themes, programmes, goals, partners, projects, people) = futures::try_join!(
        lookups::all_and(reader, Kind::Units, chosen),
        lookups::all_and(reader, Kind::Themes, chosen),
        lookups::programmes(reader),
        lookups::all_and(reader, Kind::Goals, chosen),
        lookups::all_and(reader, Kind::Partners, chosen),
        lookups::all_and(reader, Kind::Projects, chosen),
        lookups::members(reader, chosen)
    )?;
    Ok(Known {
        units,
        themes,
        programmes,
        goals,
        partners,
        projects,
        people,
    })
}

/// How many rows a project has of each list.
#[derive(Clone, Copy, Default)]
struct Rows {
    packages: usize,
    partners: usize,
    goals: usize,
    relations: usize,
}

impl Rows {
    fn of(project: &Value) -> Self {
        let count = |list: &str| project.get(list).and_then(Value::as_array).map_or(0, Vec::len);
        Self {
            packages: count("work_packages"),
            partners: count("partners"),
            goals: count("goal_ids"),
            relations: count("relations"),
        }
    }
}

fn form(reader: &Reader, action: String, known: &Known, rows: Rows) -> Form {
    let page = Page::new(reader, Section::Projects);
    let voice = reader.voice;
    let form = Form::new(reader, action, "save")
        .texts("title", "project-title")
        .required()
        .line("acronym", "acronym")
        .push(Field::choice(voice, "kind", "project-kind", &choices::PROJECT_KIND))
        .required()
        .push(Field::choice(voice, "role", "project-role", &choices::PROJECT_ROLE))
        .required()
        .choice("owner_unit_id", "owner-unit", known.units.options(&page))
        .required()
        .choice("manager_id", "project-manager", known.people.clone())
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
        .tick("public_card", "public-card")
        .heading(voice.say("work-packages"));
    let form = packages(&page, form, rows.packages);
    lists(&page, form, known, rows)
}

fn packages(page: &Page, form: Form, count: usize) -> Form {
    (0..=count + SPARE_ROWS).fold(form, |form, index| {
        let row = |field: &str| format!("work_packages.{index}.{field}");
        form.heading(page.with("work-package", "number", index + 1))
            .texts(&row("title"), "work-package-title")
            .fold("work-package-more")
            .long_texts(&row("description"), "description")
            .unfold()
    })
}

/// Whom it is done with, what it serves, what it is related to.
fn lists(page: &Page, mut form: Form, known: &Known, rows: Rows) -> Form {
    let voice = page.reader.voice;
    form = form.fold("project-partners");
    for index in 0..rows.partners + SPARE_ROWS {
        let row = |field: &str| format!("partners.{index}.{field}");
        let role = Field::choice(voice, &row("role"), "partner-role", &choices::PROJECT_ROLE);
        form = form
            .heading(page.with("row-partner", "number", index + 1))
            .choice(&row("partner_id"), "partner", known.partners.options(page))
            .push(role);
    }
    form = form.unfold().fold("project-goals");
    for index in 0..rows.goals + SPARE_ROWS {
        let row = |field: &str| format!("goal_ids.{index}.{field}");
        form = form
            .heading(page.with("row-goal", "number", index + 1))
            .choice(&row("goal_id"), "goal-title", known.goals.options(page))
            .field(&row("share"), "goal-share", Control::Decimal);
    }
    form = form.unfold().fold("project-relations");
    for index in 0..rows.relations + SPARE_ROWS {
        let row = |field: &str| format!("relations.{index}.{field}");
        form = form
            .heading(page.with("row-relation", "number", index + 1))
            .push(Field::choice(voice, &row("kind"), "relation", &choices::RELATION))
            .choice(&row("project_id"), "project", known.projects.options(page));
    }
    form.unfold()
}

fn view(reader: &Reader, key: &str, form: Form) -> FormPage {
    FormPage::new(reader, Section::Projects, key, form)
}

fn new_form(reader: &Reader, known: &Known) -> Form {
    form(reader, "/projects/new".to_owned(), known, Rows::default()).cancel("/projects")
}

fn edit_form(reader: &Reader, id: &str, known: &Known, rows: Rows) -> Form {
    form(reader, format!("/projects/{id}/edit"), known, rows).cancel(format!("/projects/{id}"))
}

/// A work package's number is its place; a partner whose role nobody says is a partner; a goal alone has the whole.
fn body(form: &Form) -> Value {
    let mut body = form.body();
    each(&mut body, "work_packages", |index, row| {
        row.insert("number".to_owned(), serde_json::json!(index + 1));
    });
    each(&mut body, "partners", |_, row| {
        otherwise(row, "role", "partner");
    });
    each(&mut body, "goal_ids", |_, row| {
        otherwise(row, "share", "100");
    });
    body
}

fn each(body: &mut Value, list: &str, change: impl Fn(usize, &mut Map<String, Value>)) {
    let rows = body.get_mut(list).and_then(Value::as_array_mut);
    for (index, row) in rows.into_iter().flatten().enumerate() {
        if let Some(row) = row.as_object_mut() {
            change(index, row);
        }
    }
}

fn otherwise(row: &mut Map<String, Value>, field: &str, value: &str) {
    if row.get(field).is_none_or(Value::is_null) {
        row.insert(field.to_owned(), value.into());
    }
}

#[get("/projects/new")]
async fn ask_new(reader: Member) -> Answer {
    reader.must(rights::EDIT_PROJECTS)?;
    let known = known(&reader, &[]).await?;
    show(&reader, &view(&reader, "project-new", new_form(&reader, &known)))
}

#[post("/projects/new")]
async fn create(reader: Member, submitted: Submitted) -> Answer {
    let known = known(&reader, &submitted.ids()).await?;
    let form = new_form(&reader, &known).fill(&submitted);
    view(&reader, "project-new", form)
        .send(async |form| {
            let created: Created = reader.api().post("/projects", body(form), &form.key).await?;
            Ok(format!("/projects/{}?done=created", created.id))
        })
        .await
}

#[get("/projects/{id}/edit")]
async fn ask_edit(reader: Member, id: Id) -> Answer {
    reader.must(rights::EDIT_PROJECTS)?;
    let project: Value = reader.api().get(&format!("/projects/{id}")).await?;
    let known = known(&reader, &lookups::ids_in(&project)).await?;
    let form = edit_form(&reader, &id.to_string(), &known, Rows::of(&project)).fill_from(&project);
    show(&reader, &view(&reader, "project-edit", form))
}

#[post("/projects/{id}/edit")]
async fn edit(reader: Member, id: Id, submitted: Submitted) -> Answer {
    let path = format!("/projects/{id}");
    let project: Value = reader.api().get(&path).await?;
    let known = known(&reader, &submitted.ids()).await?;
    let form = edit_form(&reader, &id.to_string(), &known, Rows::of(&project)).fill(&submitted);
    view(&reader, "project-edit", form)
        .changing(&path)
        .send(async |form| {
            let _kept: Value = reader.api().patch(&path, body(form), form.version).await?;
            Ok(format!("{path}?done=saved"))
        })
        .await
}

#[cfg(test)]
pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    use askama::Template as _;
    let known = Known {
        units: Names::sample(&[("u1", "Kehittäminen")]),
        themes: Names::sample(&[("t1", "Elinvoima"), ("t2", "Osaaminen")]),
        programmes: Names::sample(&[("p1", "Interreg Aurora")]),
        goals: Names::sample(&[("g1", "Kielitaito")]),
        partners: Names::sample(&[("a1", "Nordstad")]),
        projects: Names::sample(&[("h1", "Edellinen hanke")]),
        people: vec![("m1".to_owned(), "Hankepäällikkö".to_owned())],
    };
    let project = serde_json::json!({ "version": 2, "title": {"fi": "Elinvoima", "sv": "Livskraft"}, "kind": "eu", "total_cost": {"amount": "100000.00", "currency": "EUR"}, "work_packages": [{"title": {"fi": "Johtaminen"}}], "partners": [{"partner_id": "a1", "role": "partner"}], "goal_ids": [{"goal_id": "g1", "share": "50"}] });
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
                edit_form(reader, "019", &known, Rows::of(&project)).fill_from(&project),
            )
            .render()
            .unwrap(),
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{language::Language, pages::samples::a_member};

    #[test]
    fn rows_of_a_project_are_sent_with_what_nobody_has_to_say() {
        let reader = a_member(Language::En);
        let names = || Names::sample(&[("x1", "X"), ("x2", "Y")]);
        let known = Known {
            units: names(),
            themes: names(),
            programmes: names(),
            goals: names(),
            partners: names(),
            projects: names(),
            people: Vec::new(),
        };
        let form = new_form(&reader, &known)
            .give("work_packages.1.title", "Second row")
            .give("partners.0.partner_id", "x1")
            .give("goal_ids.0.goal_id", "x2");
        let body = body(&form);
        assert_eq!(body["work_packages"][0]["number"], 1, "blank rows do not count");
        assert_eq!(body["partners"][0]["role"], "partner");
        assert_eq!(body["goal_ids"][0]["share"], "100");
        assert_eq!(body["relations"], serde_json::json!([]));
    }
}
