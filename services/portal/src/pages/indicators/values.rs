//! A value of an indicator: entering it, changing it while it is preliminary, putting it right when it is final.

use actix_web::{
    get, post,
    web::{Path, ServiceConfig},
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    super::{Answer, Id, form_page::FormPage, lookups, lookups::Names, show},
    measured,
};
use crate::{
    clients::{
        Created,
        indicators::{Indicator, IndicatorValue},
    },
    fault::Fault,
    forms::{Control, Field, Form, Options},
    page::{Page, Section},
    reader::{Member, Reader, Submitted, rights},
};

pub fn configure(services: &mut ServiceConfig) {
    services
        .service(ask_value)
        .service(keep_value)
        .service(ask_change)
        .service(change)
        .service(ask_correction)
        .service(correct)
        .service(ask_removal)
        .service(remove);
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

/// A new value is preliminary or final; corrected is what a correction makes of it.
fn without_corrected(page: &Page) -> Options {
    ["preliminary", "final"]
        .map(|status| (status.to_owned(), page.choice("value-status", status)))
        .to_vec()
}

fn form(reader: &Reader, action: String, indicator: &Indicator, units: &Names) -> Form {
    let page = Page::new(reader, Section::Indicators);
    let form = Form::new(reader, action, "save")
        .cancel(format!("/indicators/{}", indicator.id))
        .line("period", "value-period")
        .required()
        .choice("unit_id", "value-unit", units.options(&page));
    let status = Control::Choice(without_corrected(&page));
    measured::fields(&page, form, indicator)
        .push(Field::new(reader.voice, "status", "value-status", status))
        .required()
        .line("provenance", "provenance")
}

fn new_form(reader: &Reader, indicator: &Indicator, units: &Names, today: jiff::civil::Date) -> Form {
    form(
        reader,
        format!("/indicators/{}/values/new", indicator.id),
        indicator,
        units,
    )
    .give("period", &likely_period(&indicator.frequency, today))
    .give("status", "final")
}

fn edit_form(reader: &Reader, indicator: &Indicator, id: &str, units: &Names) -> Form {
    let action = format!("/indicators/{}/values/{id}/edit", indicator.id);
    form(reader, action, indicator, units)
}

fn correction_form(reader: &Reader, indicator: &Indicator, id: &str) -> Form {
    let page = Page::new(reader, Section::Indicators);
    let action = format!("/indicators/{}/values/{id}/correct", indicator.id);
    let form = Form::new(reader, action, "value-correct").cancel(format!("/indicators/{}", indicator.id));
    measured::fields(&page, form, indicator)
        .line("provenance", "provenance")
        .area("reason", "value-correct-reason")
        .required()
}

fn removal_form(reader: &Reader, indicator: &Indicator, id: &str) -> Form {
    let page = format!("/indicators/{}", indicator.id);
    Form::new(reader, format!("{page}/values/{id}/delete"), "delete").cancel(page)
}

fn view(reader: &Reader, key: &str, indicator: &Indicator, form: Form) -> FormPage {
    let view = FormPage::new(reader, Section::Indicators, key, form);
    let lead = view.page.plain(&indicator.name);
    FormPage { lead, ..view }
}

async fn indicator(reader: &Member, id: &Uuid) -> Result<Indicator, Fault> {
    reader.api().get(&format!("/indicators/{id}")).await
}

#[get("/indicators/{id}/values/new")]
async fn ask_value(reader: Member, id: Id) -> Answer {
    reader.must(rights::ENTER_VALUES)?;
    let (indicator, units) = futures::try_join!(indicator(&reader, &id), lookups::units(&reader))?;
    let form = new_form(&reader, &indicator, &units, reader.today());
    show(&reader, &view(&reader, "value-new", &indicator, form))
}

#[post("/indicators/{id}/values/new")]
async fn keep_value(reader: Member, id: Id, submitted: Submitted) -> Answer {
    let (indicator, units) = futures::try_join!(indicator(&reader, &id), lookups::units(&reader))?;
    let form = new_form(&reader, &indicator, &units, reader.today()).fill(&submitted);
    view(&reader, "value-new", &indicator, form)
        .send(async |form| {
            let mut body = measured::body(form, &indicator);
            if let Some(map) = body.as_object_mut() {
                map.insert("indicator_id".to_owned(), json!(indicator.id));
            }
            let _kept: Created = reader.api().post("/indicator-values", body, &form.key).await?;
            Ok(format!("/indicators/{}?done=created", indicator.id))
        })
        .await
}

/// The value with its indicator, if it is one of that indicator.
async fn found(reader: &Member, path: Path<(Uuid, Uuid)>) -> Result<(Indicator, Value, String), Fault> {
    let (id, value) = path.into_inner();
    let at = format!("/indicator-values/{value}");
    let api = reader.api();
    let (indicator, found) = futures::try_join!(indicator(reader, &id), api.get::<Value>(&at))?;
    let value: IndicatorValue =
        serde_json::from_value(found.clone()).map_err(|error| Fault::Broken(error.to_string()))?;
    if value.indicator_id != indicator.id {
        return Err(Fault::NotFound);
    }
    Ok((indicator, found, value.id))
}

#[get("/indicators/{id}/values/{value}/edit")]
async fn ask_change(reader: Member, path: Path<(Uuid, Uuid)>) -> Answer {
    reader.must(rights::ENTER_VALUES)?;
    let (indicator, value, id) = found(&reader, path).await?;
    let units = lookups::units(&reader).await?;
    let form = edit_form(&reader, &indicator, &id, &units).fill_from(&value);
    show(&reader, &view(&reader, "value-edit", &indicator, form))
}

#[post("/indicators/{id}/values/{value}/edit")]
async fn change(reader: Member, path: Path<(Uuid, Uuid)>, submitted: Submitted) -> Answer {
    let (indicator, _, id) = found(&reader, path).await?;
    let units = lookups::units(&reader).await?;
    let form = edit_form(&reader, &indicator, &id, &units).fill(&submitted);
    let path = format!("/indicator-values/{id}");
    view(&reader, "value-edit", &indicator, form)
        .changing(&path)
        .send(async |form| {
            let mut body = measured::body(form, &indicator);
            // What was emptied is taken away; what is absent would stay.
            for field in ["unit_id", "provenance"] {
                if let Some(map) = body.as_object_mut() {
                    map.entry(field).or_insert(Value::Null);
                }
            }
            let _kept: Value = reader.api().patch(&path, body, form.version).await?;
            Ok(format!("/indicators/{}?done=saved", indicator.id))
        })
        .await
}

#[get("/indicators/{id}/values/{value}/correct")]
async fn ask_correction(reader: Member, path: Path<(Uuid, Uuid)>) -> Answer {
    reader.must(rights::ENTER_VALUES)?;
    let (indicator, value, id) = found(&reader, path).await?;
    let form = correction_form(&reader, &indicator, &id).fill_from(&value);
    show(&reader, &view(&reader, "value-correct", &indicator, form))
}

#[post("/indicators/{id}/values/{value}/correct")]
async fn correct(reader: Member, path: Path<(Uuid, Uuid)>, submitted: Submitted) -> Answer {
    let (indicator, _, id) = found(&reader, path).await?;
    let form = correction_form(&reader, &indicator, &id).fill(&submitted);
    view(&reader, "value-correct", &indicator, form)
        .send(async |form| {
            let body = measured::body(form, &indicator);
            let path = format!("/indicator-values/{id}/correct");
            let _kept: Value = reader.api().act(&path, body, form.version, &form.key).await?;
            Ok(format!("/indicators/{}?done=value-corrected", indicator.id))
        })
        .await
}

#[get("/indicators/{id}/values/{value}/delete")]
async fn ask_removal(reader: Member, path: Path<(Uuid, Uuid)>) -> Answer {
    reader.must(rights::ENTER_VALUES)?;
    let (indicator, value, id) = found(&reader, path).await?;
    let form = removal_form(&reader, &indicator, &id).fill_from(&value);
    show(&reader, &view(&reader, "value-delete", &indicator, form))
}

#[post("/indicators/{id}/values/{value}/delete")]
async fn remove(reader: Member, path: Path<(Uuid, Uuid)>, submitted: Submitted) -> Answer {
    let (indicator, _, id) = found(&reader, path).await?;
    let form = removal_form(&reader, &indicator, &id).fill(&submitted);
    view(&reader, "value-delete", &indicator, form)
        .send(async |form| {
            let path = format!("/indicator-values/{id}");
            reader.api().delete(&path, form.version).await?;
            Ok(format!("/indicators/{}?done=deleted", indicator.id))
        })
        .await
}

#[cfg(test)]
pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    use askama::Template as _;
    let units = Names::sample(&[("u1", "Kehittäminen")]);
    let today = jiff::civil::date(2026, 11, 22);
    let indicator = |kind: &str| -> Indicator {
        serde_json::from_value(json!({"id": "i1", "name": {"fi": "Osuus"}, "kind": kind, "frequency": "quarter", "goal_ids": ["g1"], "scale": [{"level": 1, "label": {"fi": "Alku"}}]})).unwrap()
    };
    let each = |kind: &str| {
        let indicator = indicator(kind);
        let value = json!({"version": 2, "period": "2026-Q1", "numerator": "3", "denominator": "4", "value": "5", "level": 1, "status": "final"});
        let forms = [
            ("value-new", new_form(reader, &indicator, &units, today)),
            (
                "value-edit",
                edit_form(reader, &indicator, "v1", &units).fill_from(&value),
            ),
            (
                "value-correct",
                correction_form(reader, &indicator, "v1").fill_from(&value),
            ),
            ("value-delete", removal_form(reader, &indicator, "v1").fill_from(&value)),
        ];
        forms.map(|(key, form)| {
            (
                format!("{key}-{kind}"),
                view(reader, key, &indicator, form).render().unwrap(),
            )
        })
    };
    ["number", "ratio", "scale"].into_iter().flat_map(each).collect()
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
