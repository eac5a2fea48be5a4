//! Indicators of a goal and their values.

use actix_web::{get, post, web::ServiceConfig};
use serde_json::{Value, json};

use super::{Answer, Id, form_page::FormPage, lookups, lookups::Names, refuse, see_other, show};
use crate::{
    choices,
    clients::{
        Created,
        goals::{Goal, Indicator},
    },
    forms::{Control, Field, Form},
    page::{Page, Section},
    reader::{Member, Reader, Submitted, rights},
};

pub fn configure(services: &mut ServiceConfig) {
    services
        .service(ask_new)
        .service(create)
        .service(ask_value)
        .service(keep_value);
}

fn indicator_form(reader: &Reader, goal: &str, units: &Names) -> Form {
    let page = Page::new(reader, Section::Goals);
    let voice = reader.voice;
    Form::new(reader, format!("/goals/{goal}/indicators/new"), "save")
        .cancel(format!("/goals/{goal}"))
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
        .field("decimals", "decimals", Control::Whole)
        .preset("0")
        .choice("owner_unit_id", "owner-unit", units.options(&page))
        .required()
        .texts("numerator", "numerator")
        .texts("denominator", "denominator")
        .texts("source", "indicator-source")
        .heading(voice.say("baseline"))
        .line("baseline.period", "value-period")
        .field("baseline.value", "baseline-value", Control::Decimal)
        .heading(voice.say("target"))
        .line("targets.0.period", "value-period")
        .field("targets.0.value", "target-value", Control::Decimal)
}

fn indicator_view(reader: &Reader, form: Form) -> FormPage {
    FormPage::new(reader, Section::Goals, "indicator-new", form)
}

#[get("/goals/{id}/indicators/new")]
async fn ask_new(reader: Member, id: Id) -> Answer {
    reader.must(rights::EDIT_INDICATORS)?;
    let _goal: Goal = reader.api().get(&format!("/goals/{id}")).await?;
    let units = lookups::units(&reader).await?;
    show(
        &reader,
        &indicator_view(&reader, indicator_form(&reader, &id.to_string(), &units)),
    )
}

#[post("/goals/{id}/indicators/new")]
async fn create(reader: Member, id: Id, submitted: Submitted) -> Answer {
    let units = lookups::units(&reader).await?;
    let mut form = indicator_form(&reader, &id.to_string(), &units).fill(&submitted);
    if !form.is_complete() {
        return refuse(&reader, &indicator_view(&reader, form));
    }
    let mut body = form.body();
    if let Some(map) = body.as_object_mut() {
        map.insert("goal_ids".to_owned(), json!([id.to_string()]));
        map.retain(|_, value| !is_nothing(value));
    }
    match reader.api().post::<Created>("/indicators", body, &form.key).await {
        Ok(_) => Ok(see_other(&format!("/goals/{id}?done=created"))),
        Err(problem) => {
            form.refuse(problem)?;
            refuse(&reader, &indicator_view(&reader, form))
        }
    }
}

/// Nothing, or a group of fields with nothing in any of them.
fn is_nothing(value: &Value) -> bool {
    value.is_null()
        || value
            .as_object()
            .is_some_and(|group| group.values().all(Value::is_null))
}

/// The period that a value entered today most likely is for.
fn likely_period(frequency: &str, today: jiff::civil::Date) -> String {
    let year = today.year();
    let month = today.month();
    match frequency {
        "half_year" => format!("{year}-H{}", (month - 1) / 6 + 1),
        "quarter" => format!("{year}-Q{}", (month - 1) / 3 + 1),
        "month" => format!("{year}-{month:02}"),
        _ => year.to_string(),
    }
}

fn value_form(reader: &Reader, indicator: &Indicator, units: &Names, today: jiff::civil::Date) -> Form {
    let page = Page::new(reader, Section::Goals);
    let voice = reader.voice;
    let form = Form::new(reader, format!("/indicators/{}/values/new", indicator.id), "save")
        .cancel(
            indicator
                .goal_ids
                .first()
                .map_or_else(|| "/goals".to_owned(), |goal| format!("/goals/{goal}")),
        )
        .line("period", "value-period")
        .required()
        .preset(&likely_period(&indicator.frequency, today))
        .choice("unit_id", "value-unit", units.options(&page));
    // What is asked for depends on the kind: a share by its two numbers, so that shares can be added up.
    let form = match indicator.kind.as_str() {
        "ratio" => form
            .field("numerator", "numerator", Control::Decimal)
            .required()
            .field("denominator", "denominator", Control::Decimal)
            .required(),
        "scale" => {
            let options = indicator
                .scale
                .iter()
                .map(|step| (plain(&step.level), page.plain(&step.label)))
                .collect();
            form.choice("level", "scale-level", options)
                .required()
                .area("evidence", "evidence")
                .required()
        }
        _ => form.field("value", "value", Control::Decimal).required(),
    };
    let status = Field::new(
        voice,
        "status",
        "value-status",
        Control::Choice(without_corrected(&page)),
    );
    form.push(status)
        .required()
        .preset("final")
        .line("provenance", "provenance")
}

/// A new value is preliminary or final; corrected is what a correction makes of it.
fn without_corrected(page: &Page) -> crate::forms::Options {
    ["preliminary", "final"]
        .map(|status| (status.to_owned(), page.choice("value-status", status)))
        .to_vec()
}

fn plain(level: &Value) -> String {
    level.as_str().map_or_else(|| level.to_string(), str::to_owned)
}

fn value_view(reader: &Reader, indicator: &Indicator, form: Form) -> FormPage {
    let view = FormPage::new(reader, Section::Goals, "value-new", form);
    let lead = view.page.plain(&indicator.name);
    FormPage { lead, ..view }
}

#[get("/indicators/{id}/values/new")]
async fn ask_value(reader: Member, id: Id) -> Answer {
    reader.must(rights::ENTER_VALUES)?;
    let indicator: Indicator = reader.api().get(&format!("/indicators/{id}")).await?;
    let units = lookups::units(&reader).await?;
    let form = value_form(&reader, &indicator, &units, reader.today());
    show(&reader, &value_view(&reader, &indicator, form))
}

#[post("/indicators/{id}/values/new")]
async fn keep_value(reader: Member, id: Id, submitted: Submitted) -> Answer {
    let indicator: Indicator = reader.api().get(&format!("/indicators/{id}")).await?;
    let units = lookups::units(&reader).await?;
    let mut form = value_form(&reader, &indicator, &units, reader.today()).fill(&submitted);
    if !form.is_complete() {
        return refuse(&reader, &value_view(&reader, &indicator, form));
    }
    let mut body = form.body();
    if let Some(map) = body.as_object_mut() {
        map.insert("indicator_id".to_owned(), json!(id.to_string()));
        map.retain(|_, value| !value.is_null());
        // Levels are numbers where the scale's are.
        let level = indicator
            .scale
            .iter()
            .find(|step| plain(&step.level) == submitted.get("level"));
        if let Some(step) = level {
            map.insert("level".to_owned(), step.level.clone());
        }
    }
    let back = indicator
        .goal_ids
        .first()
        .map_or_else(|| "/goals".to_owned(), |goal| format!("/goals/{goal}"));
    match reader.api().post::<Created>("/indicator-values", body, &form.key).await {
        Ok(_) => Ok(see_other(&format!("{back}?done=created"))),
        Err(problem) => {
            form.refuse(problem)?;
            refuse(&reader, &value_view(&reader, &indicator, form))
        }
    }
}

#[cfg(test)]
pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    use askama::Template as _;
    let units = Names::sample(&[("u1", "Kehittäminen")]);
    let today = jiff::civil::date(2026, 11, 22);
    let indicator = |kind: &str| -> Indicator {
        serde_json::from_value(json!({"id": "i1", "name": {"fi": "Osuus"}, "kind": kind, "frequency": "quarter", "goal_ids": ["g1"], "scale": [{"level": 1, "label": {"fi": "Alku"}}]})).unwrap()
    };
    let value = |kind: &str| {
        (
            format!("value-new-{kind}"),
            value_view(
                reader,
                &indicator(kind),
                value_form(reader, &indicator(kind), &units, today),
            )
            .render()
            .unwrap(),
        )
    };
    let new = (
        "indicator-new".to_owned(),
        indicator_view(reader, indicator_form(reader, "g1", &units))
            .render()
            .unwrap(),
    );
    [new, value("number"), value("ratio"), value("scale")].to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_period_offered_is_the_one_we_are_in() {
        let day = jiff::civil::date(2026, 11, 22);
        assert_eq!(likely_period("year", day), "2026");
        assert_eq!(likely_period("half_year", day), "2026-H2");
        assert_eq!(likely_period("quarter", day), "2026-Q4");
        assert_eq!(likely_period("month", day), "2026-11");
    }
}
