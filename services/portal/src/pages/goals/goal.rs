//! One goal with its indicators and their values, and how it is doing; judging it, closing it, opening it again.

use actix_web::{get, post, web::ServiceConfig};
use askama::Template;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    super::{Answer, Id, attachments::Attached, indicators, lookups, lookups::Names, refuse, see_other, show},
    doing,
    doing::Doing,
    level_name, links,
    links::LinkRow,
};
use crate::{
    choices,
    clients::{
        goals::{Goal, GoalLink, Levels},
        indicators::{Indicator, IndicatorValue},
        projects::Project,
        shared::List,
    },
    fault::Fault,
    forms::{Control, Field, Form, Options},
    html::Html,
    page::{Page, Section},
    reader::{Member, Reader, Submitted, rights},
};

pub fn configure(services: &mut ServiceConfig) {
    services
        .service(one)
        .service(judge_goal)
        .service(choose_rule)
        .service(close_goal)
        .service(reopen_goal);
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
    doing: Doing,
    links: Vec<LinkRow>,
    /// Forms that are absent for whoever may not, and of a closed goal.
    tie: Option<Form>,
    judge: Option<Form>,
    rule: Option<Form>,
    key: String,
    may_write: bool,
    may_enter: bool,
    close: Form,
    attached: Attached,
    goal: Goal,
}

struct IndicatorView {
    indicator: Indicator,
    unit_of_measure: Html,
    values: Vec<ValueRow>,
}

struct ValueRow {
    id: String,
    period: String,
    unit: Html,
    value: String,
    status: String,
    provenance: String,
}

fn value_row(page: &Page, indicator: &Indicator, value: &IndicatorValue, units: &Names) -> ValueRow {
    ValueRow {
        id: value.id.clone(),
        period: value.period.clone(),
        unit: (value.unit_id.as_deref()).map_or_else(|| Html::text(&page.whole()), |id| units.name(page, id)),
        value: indicators::shown(page, indicator, value),
        status: page.choice("value-status", &value.status),
        provenance: value.provenance.clone(),
    }
}

pub struct Around {
    pub levels: Levels,
    pub parent: Option<Goal>,
    pub units: Names,
    pub themes: Names,
    /// The goals right below.
    pub below: Names,
    /// Who judged last.
    pub judge: Option<String>,
    pub links: Vec<GoalLink>,
    /// Projects that name the goal in their plans.
    pub projects: Vec<Project>,
    /// What the goal may be tied to.
    pub targets: Options,
    pub indicators: Vec<(Indicator, Vec<IndicatorValue>)>,
    pub attached: Attached,
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

fn judge_form(reader: &Reader, goal: &Goal) -> Form {
    Form::new(reader, format!("/goals/{}/judge", goal.id), "goal-judge")
        .push(Field::choice(reader.voice, "status", "judgement", &choices::VERDICT))
        .required()
        .area("reasons", "judgement-reasons")
        .required()
        .seen(goal.version)
}

fn rule_form(reader: &Reader, goal: &Goal) -> Form {
    let rule = Field::choice(
        reader.voice,
        "attainment_rule",
        "attainment-rule",
        &choices::ATTAINMENT_RULE,
    );
    Form::new(reader, format!("/goals/{}/rule", goal.id), "save")
        .push(rule)
        .required()
        .preset(&goal.attainment_rule)
        .seen(goal.version)
}

impl GoalPage {
    /// The page with what was typed to tie the goal to something.
    pub fn with_link(self, form: Form) -> Self {
        Self {
            tie: Some(form),
            ..self
        }
    }
}

pub fn view(reader: &Reader, goal: Goal, around: Around) -> GoalPage {
    let page = Page::new(reader, Section::Goals);
    let doing = doing::of(&page, &goal, &around);
    let may = |right| page.may(right) && goal.status != "closed";
    let mut served: Vec<LinkRow> = around.links.iter().map(|link| links::row(&page, link)).collect();
    // A project that is tied as well stands there once, as strong as it was tied.
    let tied = |project: &&Project| !around.links.iter().any(|link| link.target_id == project.id);
    let named = around.projects.iter().filter(tied);
    served.extend(named.map(|project| links::named(&page, &goal, project)));
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
        themes: around.themes.linked(&page, "/themes", &goal.theme_ids),
        indicators: indicators.collect(),
        doing,
        links: served,
        tie: may(rights::TIE_GOALS).then(|| links::form(reader, &goal, around.targets)),
        judge: may(rights::JUDGE_GOALS).then(|| judge_form(reader, &goal)),
        rule: may(rights::EDIT_GOALS).then(|| rule_form(reader, &goal)),
        key: crate::forms::fresh_key(),
        may_write: page.may(rights::EDIT_GOALS),
        may_enter: page.may(rights::ENTER_VALUES),
        close: close_form(reader, &goal),
        attached: around.attached.unless(goal.status == "closed"),
        page,
        goal,
    }
}

pub async fn around(reader: &Member, goal: &Goal) -> Result<Around, Fault> {
    let api = reader.api();
    let of_goal = [("goal_id", goal.id.clone())];
    let query = [("goal_id", goal.id.clone()), ("limit", "200".to_owned())];
    let page = Page::new(reader, Section::Goals);
    let (levels, units, themes, below, links, projects, targets, found, values, attached) = futures::try_join!(
        api.get::<Levels>("/goal-levels"),
        reader.or_nothing(lookups::units(reader)),
        reader.or_nothing(lookups::themes(reader)),
        reader.or_nothing(lookups::goals_below(reader, &goal.id)),
        lookups::every::<GoalLink>(reader, "/goal-links", &of_goal),
        reader.or_nothing(lookups::every::<Project>(reader, "/projects", &of_goal)),
        links::targets(reader, &page),
        api.get_with::<List<Indicator>>("/indicators", &query),
        api.get_with::<List<IndicatorValue>>("/indicator-values", &query),
        Attached::of(reader, &page, "goals", &goal.id)
    )?;
    let parent = match &goal.parent_id {
        Some(id) => Some(api.get(&format!("/goals/{id}")).await?),
        None => None,
    };
    let judge = match &goal.judgement {
        // Whoever judged may have left since.
        Some(judgement) => api.get::<Person>(&format!("/people/{}", judgement.by)).await.ok(),
        None => None,
    };
    // All of them at once, the newest first: what is older stands on the page of its indicator.
    let indicators = found.items.into_iter().map(|indicator| {
        let own = values.items.iter().filter(|value| value.indicator_id == indicator.id);
        let own = own.cloned().collect();
        (indicator, own)
    });
    let indicators = indicators.collect();
    Ok(Around {
        levels,
        parent,
        units,
        themes,
        below,
        judge: judge.map(|person| person.name),
        links,
        projects,
        targets,
        indicators,
        attached,
    })
}

#[get("/goals/{id}")]
async fn one(reader: Member, id: Id) -> Answer {
    let goal: Goal = reader.api().get(&format!("/goals/{id}")).await?;
    let around = Box::pin(around(&reader, &goal)).await?;
    show(&reader, &view(&reader, goal, around))
}

/// The name of somebody.
#[derive(Deserialize)]
struct Person {
    name: String,
}

#[post("/goals/{id}/judge")]
async fn judge_goal(reader: Member, id: Id, submitted: Submitted) -> Answer {
    let path = format!("/goals/{id}");
    let goal: Goal = reader.api().get(&path).await?;
    let mut form = judge_form(&reader, &goal).fill(&submitted);
    if form.is_complete() {
        match reader
            .api()
            .act::<Value>(&format!("{path}/judge"), form.body(), form.version, &form.key)
            .await
        {
            Ok(_) => return Ok(see_other(&format!("{path}?done=saved"))),
            Err(problem) => form.refuse(problem)?,
        }
    }
    let around = Box::pin(around(&reader, &goal)).await?;
    let view = GoalPage {
        judge: Some(form),
        ..view(&reader, goal, around)
    };
    refuse(&reader, &view)
}

#[post("/goals/{id}/rule")]
async fn choose_rule(reader: Member, id: Id, submitted: Submitted) -> Answer {
    let path = format!("/goals/{id}");
    let goal: Goal = reader.api().get(&path).await?;
    let mut form = rule_form(&reader, &goal).fill(&submitted);
    if form.is_complete() {
        match reader.api().patch::<Value>(&path, form.body(), form.version).await {
            Ok(_) => return Ok(see_other(&format!("{path}?done=saved"))),
            Err(problem) => form.refuse(problem)?,
        }
    }
    let around = Box::pin(around(&reader, &goal)).await?;
    let view = GoalPage {
        rule: Some(form),
        ..view(&reader, goal, around)
    };
    refuse(&reader, &view)
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
    let around = Box::pin(around(&reader, &goal)).await?;
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
        .act(&format!("{path}/reopen"), json!({}), version, submitted.get("key"))
        .await?;
    Ok(see_other(&format!("{path}?done=saved")))
}
