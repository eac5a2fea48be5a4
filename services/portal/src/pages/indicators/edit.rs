//! Defining an indicator and changing it.

use actix_web::{get, post, web::ServiceConfig};
use serde_json::{Value, json};

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

/// Rows for targets and levels: those there are, and some to spare. Blank ones are not sent.
const SPARE_ROWS: usize = 2;

struct Known {
    units: Names,
    goals: Names,
}

async fn known(reader: &Member, chosen: &[String]) -> Result<Known, Fault> {
    let (units, goals) = futures::try_join!(
        lookups::all_and(reader, Kind::Units, chosen),
        lookups::all_and(reader, Kind::Goals, chosen)
    )?;
    Ok(Known { units, goals })
}

/// How many rows of each there are already.
#[derive(Clone, Copy, Default)]
struct Rows {
    targets: usize,
    levels: usize,
}

impl Rows {
    fn of(indicator: &Value) -> Self {
        let count = |list: &str| indicator.get(list).and_then(Value::as_array).map_or(0, Vec::len);
        Self {
            targets: count("targets"),
            levels: count("scale"),
        }
    }
}

fn form(reader: &Reader, (action, back): (String, String), known: &Known, rows: Rows) -> Form {
    let page = Page::new(reader, Section::Indicators);
    let voice = reader.voice;
    let mut form = Form::new(reader, action, "save")
        .cancel(back)
        .texts("name", "indicator-name")
        .required()
        .texts("unit_of_measure", "unit-of-measure")
        .required()
        .push(Field::choice(voice, "kind", "indicator-kind", &choices::INDICATOR_KIND))
        .required()
        .push(Field::choice(voice, "direction", "direction", &choices::DIRECTION))
        .required()
        .push(Field::choice(voice, "frequency", "frequency", &choices::FREQUENCY))
        .required()
        .choice("owner_unit_id", "owner-unit", known.units.options(&page))
        .required()
        .heading(voice.say("baseline"))
        .line("baseline.period", "value-period")
        .field("baseline.value", "baseline-value", Control::Decimal)
        .heading(voice.say("targets"));
    for index in 0..rows.targets + SPARE_ROWS {
        form = form
            .heading(page.with("row-target", "number", index + 1))
            .line(&format!("targets.{index}.period"), "value-period")
            .field(&format!("targets.{index}.value"), "target-value", Control::Decimal);
    }
    form = form
        .heading(voice.say("indicator-ratio"))
        .texts("numerator", "numerator")
        .texts("denominator", "denominator")
        .fold("indicator-scale");
    for index in 0..=rows.levels + SPARE_ROWS {
        form = form
            .heading(page.with("row-level", "number", index + 1))
            .field(&format!("scale.{index}.level"), "scale-level", Control::Whole)
            .texts(&format!("scale.{index}.label"), "scale-label");
    }
    form.unfold()
        .fold("indicator-more")
        .many("goal_ids", "indicator-goals", known.goals.options(&page))
        .field("decimals", "decimals", Control::Whole)
        .preset("0")
        .texts("source", "indicator-source")
        .long_texts("method", "method")
        .unfold()
}

/// Decimals have a number of their own, and a baseline that nobody gave is none.
fn body(form: &Form) -> Value {
    let mut body = form.body();
    if let Some(map) = body.as_object_mut() {
        if map.get("decimals").is_some_and(Value::is_null) {
            map.remove("decimals");
        }
        if map.get("baseline").is_some_and(is_nothing) {
            map.insert("baseline".to_owned(), Value::Null);
        }
    }
    body
}

/// A group of fields with nothing in any of them.
fn is_nothing(group: &Value) -> bool {
    group
        .as_object()
        .is_some_and(|group| group.values().all(Value::is_null))
}

fn view(reader: &Reader, key: &str, form: Form) -> FormPage {
    FormPage::new(reader, Section::Indicators, key, form)
}

fn new_form(reader: &Reader, goal: &str, known: &Known, rows: Rows) -> Form {
    let back = format!("/goals/{goal}");
    form(reader, (format!("{back}/indicators/new"), back), known, rows).give("goal_ids", goal)
}

fn edit_form(reader: &Reader, page: &str, known: &Known, rows: Rows) -> Form {
    form(reader, (format!("{page}/edit"), page.to_owned()), known, rows)
}

#[get("/goals/{id}/indicators/new")]
async fn ask_new(reader: Member, id: Id) -> Answer {
    reader.must(rights::EDIT_INDICATORS)?;
    let _goal: Value = reader.api().get(&format!("/goals/{id}")).await?;
    let known = known(&reader, &[id.to_string()]).await?;
    let form = new_form(&reader, &id.to_string(), &known, Rows::default());
    show(&reader, &view(&reader, "indicator-new", form))
}

#[post("/goals/{id}/indicators/new")]
async fn create(reader: Member, id: Id, submitted: Submitted) -> Answer {
    let known = known(&reader, &submitted.ids()).await?;
    let form = new_form(&reader, &id.to_string(), &known, Rows::default()).fill(&submitted);
    view(&reader, "indicator-new", form)
        .send(async |form| {
            let mut body = body(form);
            if let Some(map) = body.as_object_mut()
                && map.get("goal_ids").is_none_or(|goals| *goals == json!([]))
            {
                map.insert("goal_ids".to_owned(), json!([id.to_string()]));
            }
            let created: Created = reader.api().post("/indicators", body, &form.key).await?;
            Ok(format!("/indicators/{}?done=created", created.id))
        })
        .await
}

#[get("/indicators/{id}/edit")]
async fn ask_edit(reader: Member, id: Id) -> Answer {
    reader.must(rights::EDIT_INDICATORS)?;
    let path = format!("/indicators/{id}");
    let indicator: Value = reader.api().get(&path).await?;
    let known = known(&reader, &lookups::ids_in(&indicator)).await?;
    let form = edit_form(&reader, &path, &known, Rows::of(&indicator)).fill_from(&indicator);
    show(&reader, &view(&reader, "indicator-edit", form))
}

#[post("/indicators/{id}/edit")]
async fn edit(reader: Member, id: Id, submitted: Submitted) -> Answer {
    let path = format!("/indicators/{id}");
    let indicator: Value = reader.api().get(&path).await?;
    let known = known(&reader, &submitted.ids()).await?;
    let form = edit_form(&reader, &path, &known, Rows::of(&indicator)).fill(&submitted);
    view(&reader, "indicator-edit", form)
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
        goals: Names::sample(&[("g1", "Kielitaito")]),
    };
    let indicator = json!({
        "version": 2, "name": {"fi": "Osuus"}, "unit_of_measure": {"fi": "%"}, "kind": "scale", "direction": "up", "frequency": "year",
        "targets": [{"period": "2029", "value": "4"}], "scale": [{"level": 1, "label": {"fi": "Alku"}}], "goal_ids": ["g1"]
    });
    let mut refused = new_form(reader, "g1", &known, Rows::default());
    refused.is_complete();
    let samples = [
        (
            "indicator-new",
            "indicator-new",
            new_form(reader, "g1", &known, Rows::default()),
        ),
        ("indicator-new-refused", "indicator-new", refused),
        (
            "indicator-edit",
            "indicator-edit",
            edit_form(reader, "/indicators/i1", &known, Rows::of(&indicator)).fill_from(&indicator),
        ),
    ];
    samples
        .map(|(name, key, form)| (name.to_owned(), view(reader, key, form).render().unwrap()))
        .to_vec()
}
