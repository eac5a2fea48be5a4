//! Setting a goal and changing it.

use actix_web::{get, post, web::ServiceConfig};
use serde_json::Value;

use super::{
    super::{
        Answer, Id,
        form_page::FormPage,
        lookups,
        lookups::{Kind, Names},
        show,
    },
    level_options,
};
use crate::{
    choices,
    clients::{Created, goals::Levels},
    fault::Fault,
    forms::{Field, Form},
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

pub struct Known {
    pub levels: Levels,
    pub units: Names,
    pub goals: Names,
    pub policies: Names,
    pub themes: Names,
}

async fn known(reader: &Member, chosen: &[String]) -> Result<Known, Fault> {
    let api = reader.api();
    let (levels, units, goals, policies, themes) = futures::try_join!(
        api.get::<Levels>("/goal-levels"),
        lookups::all_and(reader, Kind::Units, chosen),
        lookups::all_and(reader, Kind::Goals, chosen),
        lookups::all_and(reader, Kind::Policies, chosen),
        lookups::all_and(reader, Kind::Themes, chosen)
    )?;
    Ok(Known {
        levels,
        units,
        goals,
        policies,
        themes,
    })
}

fn form(reader: &Reader, action: String, back: &str, known: &Known) -> Form {
    let page = Page::new(reader, Section::Goals);
    let voice = reader.voice;
    Form::new(reader, action, "save")
        .cancel(back)
        .texts("title", "goal-title")
        .required()
        .choice("level", "level", level_options(&page, &known.levels))
        .required()
        .choice("parent_id", "goal-parent", known.goals.options(&page))
        .choice("accountable_unit_id", "accountable-unit", known.units.options(&page))
        .required()
        .date("period.from", "begins")
        .required()
        .date("period.to", "ends")
        .long_texts("description", "description")
        .tick("to_be_measured", "to-be-measured")
        .tick("cross_cutting", "cross-cutting")
        .fold("goal-more")
        .many("responsible_unit_ids", "responsible-units", known.units.options(&page))
        .many("consulted_unit_ids", "consulted-units", known.units.options(&page))
        .choice("policy.id", "goal-policy", known.policies.options(&page))
        .push(Field::choice(voice, "kind", "goal-kind", &choices::GOAL_KIND))
        .many("theme_ids", "themes", known.themes.options(&page))
        .push(Field::choice(
            voice,
            "attainment_rule",
            "attainment-rule",
            &choices::ATTAINMENT_RULE,
        ))
        .required()
        .preset("worst")
        .unfold()
}

/// A goal without a policy points at none. One that keeps its policy keeps the edition it points at.
fn body(form: &Form, before: Option<&Value>) -> Value {
    let mut body = form.body();
    let Some(map) = body.as_object_mut() else { return body };
    let chosen = form.value("policy.id");
    let held = before
        .and_then(|goal| goal.pointer("/policy/id"))
        .and_then(Value::as_str);
    if chosen.is_empty() {
        map.insert("policy".to_owned(), Value::Null);
    } else if held == Some(chosen) {
        map.remove("policy");
    }
    body
}

pub fn view(reader: &Reader, key: &str, form: Form) -> FormPage {
    FormPage::new(reader, Section::Goals, key, form)
}

pub fn new_form(reader: &Reader, known: &Known) -> Form {
    form(reader, "/goals/new".to_owned(), "/goals", known)
}

pub fn edit_form(reader: &Reader, page: &str, known: &Known) -> Form {
    form(reader, format!("{page}/edit"), page, known)
}

#[get("/goals/new")]
async fn ask_new(reader: Member, asked: Asked) -> Answer {
    reader.must(rights::EDIT_GOALS)?;
    let known = known(&reader, &asked.ids()).await?;
    let form = new_form(&reader, &known)
        .give("parent_id", asked.get("parent_id"))
        .give("policy.id", asked.get("policy_id"));
    show(&reader, &view(&reader, "goal-new", form))
}

#[post("/goals/new")]
async fn create(reader: Member, submitted: Submitted) -> Answer {
    let known = known(&reader, &submitted.ids()).await?;
    let form = new_form(&reader, &known).fill(&submitted);
    view(&reader, "goal-new", form)
        .send(async |form| {
            let created: Created = reader.api().post("/goals", body(form, None), &form.key).await?;
            Ok(format!("/goals/{}?done=created", created.id))
        })
        .await
}

#[get("/goals/{id}/edit")]
async fn ask_edit(reader: Member, id: Id) -> Answer {
    reader.must(rights::EDIT_GOALS)?;
    let path = format!("/goals/{id}");
    let goal: Value = reader.api().get(&path).await?;
    let known = known(&reader, &lookups::ids_in(&goal)).await?;
    let form = edit_form(&reader, &path, &known).fill_from(&goal);
    show(&reader, &view(&reader, "goal-edit", form))
}

#[post("/goals/{id}/edit")]
async fn edit(reader: Member, id: Id, submitted: Submitted) -> Answer {
    let path = format!("/goals/{id}");
    let goal: Value = reader.api().get(&path).await?;
    let known = known(&reader, &submitted.ids()).await?;
    let form = edit_form(&reader, &path, &known).fill(&submitted);
    view(&reader, "goal-edit", form)
        .changing(&path)
        .send(async |form| {
            let body = body(form, Some(&goal));
            let _kept: Value = reader.api().patch(&path, body, form.version).await?;
            Ok(format!("{path}?done=saved"))
        })
        .await
}
