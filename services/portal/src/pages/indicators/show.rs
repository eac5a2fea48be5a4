//! One indicator: what it measures, its targets, its totals period by period, its values.

use std::collections::BTreeMap;

use actix_web::get;
use serde_json::Value;

use super::{
    super::{
        Answer, Id, lookups,
        lookups::{Kind, Names},
        show,
        thing_page::{Part, ThingPage},
    },
    measured,
};
use crate::{
    clients::{
        indicators::{Indicator, IndicatorTotal, IndicatorTotals, IndicatorValue},
        shared::List,
    },
    html::Html,
    listing::Asked,
    page::{Page, Section},
    pictures::{
        Picture,
        line::{self, Point},
    },
    reader::{Member, Reader, rights},
};

struct Known {
    units: Names,
    goals: Names,
}

fn total(page: &Page, indicator: &Indicator, total: &IndicatorTotal) -> Vec<Html> {
    let levels = total.levels.iter().map(|count| {
        let level = measured::level(page, indicator, &count.level);
        Html::text(&format!("{level}: {}", page.number(&count.count.to_string())))
    });
    let value = if total.levels.is_empty() {
        Html::text(&measured::with_sign(page, indicator, &total.value))
    } else {
        Html::join(&levels.collect::<Vec<_>>(), "<br>")
    };
    let part = if total.denominator.is_null() {
        String::new()
    } else {
        page.with2(
            "value-of",
            "numerator",
            page.value(&total.numerator),
            "denominator",
            page.value(&total.denominator),
        )
    };
    let preliminary = if total.preliminary > 0 {
        page.with("total-preliminary", "count", total.preliminary)
    } else {
        String::new()
    };
    vec![
        Html::text(&total.period),
        value,
        Html::text(&part),
        Html::text(&measured::with_sign(page, indicator, &total.target)),
        Html::text(&page.number(&total.count.to_string())),
        Html::text(&preliminary),
    ]
}

fn totals(page: &Page, indicator: &Indicator, found: &IndicatorTotals) -> Part {
    Part::new(page, "indicator-totals")
        .column(page.t("value-period"))
        .numbers(page.t("indicator-total"))
        .numbers(page.t("total-share"))
        .numbers(page.t("target"))
        .numbers(page.t("total-count"))
        .column(page.t("status"))
        .rows(
            found
                .items
                .iter()
                .rev()
                .map(|one| total(page, indicator, one))
                .collect(),
        )
}

/// The way of the totals, beside the target levels. The baseline is where it set out; levels of a scale have no middle.
fn trend(page: &Page, indicator: &Indicator, found: &IndicatorTotals) -> Option<Picture> {
    let number = |value: &Value| match value {
        Value::String(text) => text.parse().ok(),
        other => other.as_f64(),
    };
    let mut points: BTreeMap<&str, Point> = BTreeMap::new();
    let known = found
        .items
        .iter()
        .map(|total| (total.period.as_str(), Some(&total.value), Some(&total.target)));
    let base = indicator
        .baseline
        .iter()
        .map(|base| (base.period.as_str(), Some(&base.value), None));
    let wished = indicator
        .targets
        .iter()
        .map(|target| (target.period.as_str(), None, Some(&target.value)));
    for (period, value, target) in base.chain(known).chain(wished) {
        let point = points.entry(period).or_default();
        period.clone_into(&mut point.period);
        point.value = value.and_then(number).or(point.value);
        point.target = target.and_then(number).or(point.target);
    }
    let points: Vec<Point> = points.into_values().collect();
    let title = page.with("picture-trend", "name", page.plain(&indicator.name));
    line::picture(page, "trend", title, &points)
}

/// What can be done with a value: it is changed while it is preliminary, and put right when it is final.
fn actions(page: &Page, indicator: &Indicator, value: &IndicatorValue, unit: &Html) -> Html {
    let at = format!("/indicators/{}/values/{}", indicator.id, value.id);
    let whose = Html::join(&[Html::text(&value.period), unit.clone()], ", ");
    let link = |href: String, label: &str| {
        Html::link(
            &href,
            &Html::join(&[Html::text(&page.t(label)), Html::unseen(&whose)], ""),
        )
    };
    let mut links = Vec::new();
    if page.may(rights::ENTER_VALUES) {
        if value.status == "preliminary" {
            links.push(link(format!("{at}/edit"), "edit"));
            links.push(link(format!("{at}/delete"), "delete"));
        } else {
            links.push(link(format!("{at}/correct"), "value-correct"));
        }
    }
    links.push(link(format!("/history/indicator_value/{}", value.id), "history"));
    Html::join(&links, " ")
}

fn values(page: &Page, indicator: &Indicator, found: &List<IndicatorValue>, units: &Names) -> Part {
    let row = |value: &IndicatorValue| {
        let unit = value
            .unit_id
            .as_deref()
            .map_or_else(|| Html::text(&page.whole()), |id| units.name(page, id));
        vec![
            Html::text(&value.period),
            unit.clone(),
            Html::text(&value.part(indicator, page)),
            Html::text(&measured::shown(page, indicator, value)),
            Html::text(&page.choice("value-status", &value.status)),
            Html::text(&value.provenance),
            actions(page, indicator, value, &unit),
        ]
    };
    let more = found
        .next
        .as_ref()
        .map(|cursor| super::super::address(&format!("/indicators/{}", indicator.id), &[("after", cursor)]));
    Part::new(page, "indicator-values")
        .column(page.t("value-period"))
        .column(page.t("unit"))
        .column(page.t("dimension-value"))
        .numbers(page.t("value"))
        .column(page.t("status"))
        .column(page.t("provenance"))
        .column(page.t("actions"))
        .rows(found.items.iter().map(row).collect())
        .action(
            page.may(rights::ENTER_VALUES),
            format!("/indicators/{}/values/new", indicator.id),
            page.t("value-new-title"),
        )
        .all(more.is_some(), more.unwrap_or_default(), page.t("next-page"))
}

fn view(
    reader: &Reader,
    indicator: &Indicator,
    (all, found): (&IndicatorTotals, &List<IndicatorValue>),
    known: &Known,
) -> ThingPage {
    let page = Page::new(reader, Section::Indicators);
    let id = &indicator.id;
    let baseline = indicator.baseline.as_ref().map_or_else(String::new, |base| {
        page.with2("baseline-of", "value", page.value(&base.value), "period", &base.period)
    });
    ThingPage::new(
        reader,
        Section::Indicators,
        ("/indicators", "indicators-back"),
        &indicator.name,
    )
    .action(rights::EDIT_INDICATORS, format!("/indicators/{id}/edit"), "edit")
    .action(rights::EDIT_INDICATORS, format!("/indicators/{id}/delete"), "delete")
    .words("indicator-kind", &page.choice("indicator-kind", &indicator.kind))
    .fact("unit-of-measure", page.text(&indicator.unit_of_measure))
    .words("direction", &page.choice("direction", &indicator.direction))
    .words("frequency", &page.choice("frequency", &indicator.frequency))
    .fact(
        "owner-unit",
        known.units.maybe(&page, indicator.owner_unit_id.as_deref()),
    )
    .fact("numerator", page.text(&indicator.numerator))
    .fact("denominator", page.text(&indicator.denominator))
    .words("baseline", &baseline)
    .fact("indicator-source", page.text(&indicator.source))
    .fact(
        "indicator-goals",
        known.goals.linked(&page, "/goals", &indicator.goal_ids),
    )
    .history("indicator", id)
    .prose("method", &indicator.method)
    .picture(trend(&page, indicator, all))
    .part(totals(&page, indicator, all))
    .part(values(&page, indicator, found, &known.units))
}

#[get("/indicators/{id}")]
pub async fn show_one(reader: Member, id: Id, asked: Asked) -> Answer {
    let at = format!("/indicators/{id}");
    let totals = format!("{at}/totals");
    let mut query = vec![("indicator_id", id.to_string())];
    query.extend(asked.kept(&["after"]));
    let api = reader.api();
    let indicator: Indicator = api.get(&at).await?;
    let (totals, values, units, goals) = futures::try_join!(
        api.get::<IndicatorTotals>(&totals),
        api.get_with::<List<IndicatorValue>>("/indicator-values", &query),
        reader.or_nothing(lookups::units(&reader)),
        reader.or_nothing(lookups::some(&reader, Kind::Goals, &indicator.goal_ids))
    )?;
    let known = Known { units, goals };
    show(&reader, &view(&reader, &indicator, (&totals, &values), &known))
}

#[cfg(test)]
pub fn sample(kind: &str) -> Indicator {
    serde_json::from_value(serde_json::json!({
        "id": "i1", "name": {"fi": "Vaihtoon osallistuneet"}, "kind": kind, "unit_of_measure": {"fi": "%"}, "direction": "up", "frequency": "year",
        "owner_unit_id": "u1", "goal_ids": ["g1"], "numerator": {"fi": "vaihdossa"}, "denominator": {"fi": "kaikki"}, "source": {"fi": "rekisteri"},
        "method": {"fi": "Laskenta syyskuussa."}, "baseline": {"period": "2025", "value": "4.5"}, "targets": [{"period": "2029", "value": "15"}],
        "scale": [{"level": 1, "label": {"fi": "Alku"}}], "dimensions": [{"key": "sex", "name": {"fi": "Sukupuoli"}, "values": [{"key": "f", "name": {"fi": "tytöt"}}]}]
    }))
    .unwrap()
}

#[cfg(test)]
pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    use askama::Template as _;
    use serde_json::json;
    let known = Known {
        units: Names::sample(&[("u1", "Koulutus")]),
        goals: Names::sample(&[("g1", "Kielitaito")]),
    };
    let value = |status: &str| json!({"id": "v1", "indicator_id": "i1", "period": "2026", "unit_id": "u1", "dimensions": {"sex": "f"}, "numerator": "812", "denominator": "1015", "status": status, "provenance": "Oppilasrekisteri"});
    let values = List {
        items: ["preliminary", "final"]
            .map(|status| serde_json::from_value(value(status)).unwrap())
            .to_vec(),
        next: Some("more".to_owned()),
    };
    let shares: IndicatorTotals = serde_json::from_value(json!({"items": [{"period": "2026", "numerator": "812", "denominator": "1015", "value": "80", "count": 2, "preliminary": 1, "levels": [], "target": "90"}]})).unwrap();
    let levels: IndicatorTotals = serde_json::from_value(
        json!({"items": [{"period": "2026", "value": null, "count": 2, "preliminary": 0, "levels": [{"level": 1, "count": 2}], "target": null}]}),
    )
    .unwrap();
    let ratio = view(reader, &sample("ratio"), (&shares, &values), &known);
    let scale = view(reader, &sample("scale"), (&levels, &List::default()), &known);
    vec![
        ("indicator".to_owned(), ratio.render().unwrap()),
        ("indicator-scale".to_owned(), scale.render().unwrap()),
    ]
}
