//! One goal with its indicators and their values; closing it, opening it again.

use actix_web::{get, post, web::ServiceConfig};
use askama::Template;
use serde_json::Value;

use super::{
    super::{Answer, Id, lookups, lookups::Names, refuse, see_other, show},
    level_name,
};
use crate::{
    clients::{
        goals::{Goal, Indicator, IndicatorValue, Levels},
        shared::List,
    },
    fault::Fault,
    forms::{Control, Form},
    html::Html,
    page::{Page, Section},
    reader::{Member, Reader, Submitted, rights},
};

pub fn configure(services: &mut ServiceConfig) {
    services.service(one).service(close_goal).service(reopen_goal);
}

#[derive(Template)]
#[template(path = "pages/goal.html")]
pub struct GoalPage {
    page: Page,
    level: Html,
    parent: Option<Html>,
    unit: Html,
    themes: Html,
    indicators: Vec<IndicatorView>,
    may_write: bool,
    may_enter: bool,
    close: Form,
    goal: Goal,
}

struct IndicatorView {
    indicator: Indicator,
    unit_of_measure: Html,
    values: Vec<ValueRow>,
}

struct ValueRow {
    period: String,
    unit: Html,
    value: String,
    status: String,
    provenance: String,
}

fn value_row(page: &Page, indicator: &Indicator, value: &IndicatorValue, units: &Names) -> ValueRow {
    // A share is shown with what it is a share of.
    let shown = if !value.denominator.is_null() {
        page.with2(
            "value-of",
            "numerator",
            page.value(&value.numerator),
            "denominator",
            page.value(&value.denominator),
        )
    } else if !value.level.is_null() {
        let scale = indicator.scale.iter().find(|step| step.level == value.level);
        scale.map_or_else(|| page.value(&value.level), |step| page.plain(&step.label))
    } else {
        page.value(&value.value)
    };
    ValueRow {
        period: value.period.clone(),
        unit: units.maybe(page, value.unit_id.as_deref()),
        value: shown,
        status: page.choice("value-status", &value.status),
        provenance: value.provenance.clone(),
    }
}

pub struct Around {
    pub levels: Levels,
    pub parent: Option<Goal>,
    pub units: Names,
    pub themes: Names,
    pub indicators: Vec<(Indicator, Vec<IndicatorValue>)>,
}

fn close_form(reader: &Reader, goal: &Goal) -> Form {
    let form = if goal.status == "closed" {
        Form::new(reader, format!("/goals/{}/reopen", goal.id), "goal-reopen")
    } else {
        Form::new(reader, format!("/goals/{}/close", goal.id), "goal-close")
            .area("reason", "reason")
            .required()
    };
    form.seen(goal.version)
}

pub fn view(reader: &Reader, goal: Goal, around: Around) -> GoalPage {
    let page = Page::new(reader, Section::Goals);
    let themes: Vec<Html> = goal.theme_ids.iter().map(|id| around.themes.name(&page, id)).collect();
    let indicators = around.indicators.into_iter().map(|(indicator, values)| IndicatorView {
        unit_of_measure: page.text(&indicator.unit_of_measure),
        values: values
            .iter()
            .map(|value| value_row(&page, &indicator, value, &around.units))
            .collect(),
        indicator,
    });
    GoalPage {
        level: level_name(&page, &around.levels, &goal.level),
        parent: around
            .parent
            .map(|parent| Html::link(&format!("/goals/{}", parent.id), &page.text(&parent.title))),
        unit: around.units.maybe(&page, goal.accountable_unit_id.as_deref()),
        themes: Html::join(&themes, ", "),
        indicators: indicators.collect(),
        may_write: page.may(rights::EDIT_GOALS),
        may_enter: page.may(rights::ENTER_VALUES),
        close: close_form(reader, &goal),
        page,
        goal,
    }
}

async fn around(reader: &Member, goal: &Goal) -> Result<Around, Fault> {
    let api = reader.api();
    let query = [("goal_id", goal.id.clone()), ("limit", "200".to_owned())];
    let (levels, units, themes, found) = futures::try_join!(
        api.get::<Levels>("/goal-levels"),
        lookups::units(reader),
        lookups::themes(reader),
        api.get_with::<List<Indicator>>("/indicators", &query)
    )?;
    let parent = match &goal.parent_id {
        Some(id) => Some(api.get(&format!("/goals/{id}")).await?),
        None => None,
    };
    let mut indicators = Vec::new();
    for indicator in found
        .items
        .into_iter()
        .filter(|indicator| indicator.goal_ids.contains(&goal.id))
    {
        let query = [("indicator_id", indicator.id.clone()), ("limit", "100".to_owned())];
        let values: List<IndicatorValue> = api.get_with("/indicator-values", &query).await?;
        indicators.push((indicator, values.items));
    }
    Ok(Around {
        levels,
        parent,
        units,
        themes,
        indicators,
    })
}

#[get("/goals/{id}")]
async fn one(reader: Member, id: Id) -> Answer {
    let goal: Goal = reader.api().get(&format!("/goals/{id}")).await?;
    let around = around(&reader, &goal).await?;
    show(&reader, &view(&reader, goal, around))
}

#[post("/goals/{id}/close")]
async fn close_goal(reader: Member, id: Id, submitted: Submitted) -> Answer {
    let goal: Goal = reader.api().get(&format!("/goals/{id}")).await?;
    let mut form = close_form(&reader, &goal).fill(&submitted);
    let path = format!("/goals/{id}");
    if form.is_complete() {
        match reader
            .api()
            .act::<Value>(&format!("{path}/close"), form.body(), form.version, &form.key)
            .await
        {
            Ok(_) => return Ok(see_other(&format!("{path}?done=saved"))),
            Err(problem) => form.refuse(problem)?,
        }
    }
    let around = around(&reader, &goal).await?;
    let view = GoalPage {
        close: form,
        ..view(&reader, goal, around)
    };
    refuse(&reader, &view)
}

#[post("/goals/{id}/reopen")]
async fn reopen_goal(reader: Member, id: Id, submitted: Submitted) -> Answer {
    let version = submitted.get("version").parse().ok();
    let path = format!("/goals/{id}");
    let _goal: Value = reader
        .api()
        .act(
            &format!("{path}/reopen"),
            serde_json::json!({}),
            version,
            submitted.get("key"),
        )
        .await?;
    Ok(see_other(&format!("{path}?done=saved")))
}
