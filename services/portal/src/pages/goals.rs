//! Goals: the tree, one goal with its indicators, creating, closing.

use actix_web::{get, post, web::ServiceConfig};
use askama::Template;
use serde_json::Value;

use super::{Answer, Id, form_page::FormPage, lookups, lookups::Names, refuse, see_other, show};
use crate::{
    choices,
    clients::{
        Created,
        goals::{Goal, Indicator, IndicatorValue, Levels},
        shared::List,
    },
    fault::Fault,
    forms::{Control, Field, Form, Options},
    html::Html,
    listing::Asked,
    page::{Page, Section},
    reader::{Member, Reader, Submitted},
};

pub fn configure(services: &mut ServiceConfig) {
    services
        .service(list)
        .service(ask_new)
        .service(create)
        .service(one)
        .service(close_goal)
        .service(reopen_goal);
}

#[derive(Template)]
#[template(path = "pages/goals.html")]
struct GoalsPage {
    page: Page,
    filters: Vec<Field>,
    filtered: bool,
    lines: Vec<TreeLine>,
    may_create: bool,
}

/// A goal in the tree, told as a line: templates cannot call themselves, so the tree is walked here.
struct TreeLine {
    /// How many lists open before this goal and close after it.
    opens: bool,
    closes: usize,
    id: String,
    title: Html,
    level: Html,
    closed: bool,
}

impl GoalsPage {
    /// Whether the line after the `index` first ones is a child of the last of them: its list item stays open then.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates call it so")]
    fn opens_after(&self, index: &usize) -> bool {
        self.lines.get(*index).is_some_and(|line| line.opens)
    }
}

/// Walks the tree depth first; a goal whose parent is not shown stands at the top.
fn lines(page: &Page, goals: &[Goal], levels: &Levels) -> Vec<TreeLine> {
    let roots = goals
        .iter()
        .filter(|goal| !goals.iter().any(|other| Some(&other.id) == goal.parent_id.as_ref()));
    let mut lines = Vec::new();
    for root in roots {
        walk(page, goals, levels, root, 0, &mut lines);
    }
    lines
}

/// Deeper than this a tree is a mistake, and a circle would never end.
const DEEPEST: usize = 12;

fn walk(page: &Page, goals: &[Goal], levels: &Levels, goal: &Goal, depth: usize, lines: &mut Vec<TreeLine>) {
    let level = levels.levels.iter().find(|level| level.key == goal.level);
    lines.push(TreeLine {
        opens: false,
        closes: 0,
        id: goal.id.clone(),
        title: page.text(&goal.title),
        level: level.map_or_else(|| Html::text(&goal.level), |level| page.text(&level.name)),
        closed: goal.status == "closed",
    });
    let first = lines.len();
    if depth < DEEPEST {
        for child in goals
            .iter()
            .filter(|child| child.parent_id.as_deref() == Some(goal.id.as_str()))
        {
            walk(page, goals, levels, child, depth + 1, lines);
        }
    }
    if lines.len() > first {
        if let Some(line) = lines.get_mut(first) {
            line.opens = true;
        }
        if let Some(line) = lines.last_mut() {
            line.closes += 1;
        }
    }
}

fn list_view(reader: &Reader, asked: &Asked, goals: &[Goal], levels: &Levels, units: &Names) -> GoalsPage {
    let page = Page::new(reader, Section::Goals);
    let voice = reader.voice;
    let mut filters = vec![
        Field::new(voice, "q", "search-words", Control::Line("search")),
        Field::new(voice, "level", "level", Control::Choice(level_options(&page, levels))),
        Field::new(voice, "unit_id", "unit", Control::Choice(units.options(&page))),
        Field::choice(voice, "status", "status", &choices::GOAL_STATUS),
    ];
    for field in &mut filters {
        let value = asked.get(&field.name).to_owned();
        field.set(&value);
    }
    GoalsPage {
        filters,
        filtered: !asked.kept(&FILTERS).is_empty(),
        lines: lines(&page, goals, levels),
        may_create: page.may(&["admin", "planner"]),
        page,
    }
}

fn level_options(page: &Page, levels: &Levels) -> Options {
    levels
        .levels
        .iter()
        .map(|level| (level.key.clone(), page.plain(&level.name)))
        .collect()
}

const FILTERS: [&str; 4] = ["q", "level", "unit_id", "status"];

#[get("/goals")]
async fn list(reader: Member, asked: Asked) -> Answer {
    let mut query = asked.kept(&FILTERS);
    query.push(("limit", "200".to_owned()));
    let api = reader.api();
    let (goals, levels, units) = futures::try_join!(
        api.get_with::<List<Goal>>("/goals", &query),
        api.get::<Levels>("/goal-levels"),
        lookups::units(&reader)
    )?;
    show(&reader, &list_view(&reader, &asked, &goals.items, &levels, &units))
}

#[derive(Template)]
#[template(path = "pages/goal.html")]
struct GoalPage {
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

struct Around {
    levels: Levels,
    parent: Option<Goal>,
    units: Names,
    themes: Names,
    indicators: Vec<(Indicator, Vec<IndicatorValue>)>,
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

fn view(reader: &Reader, goal: Goal, around: Around) -> GoalPage {
    let page = Page::new(reader, Section::Goals);
    let themes: Vec<Html> = goal.theme_ids.iter().map(|id| around.themes.name(&page, id)).collect();
    let level = around.levels.levels.iter().find(|level| level.key == goal.level);
    let indicators = around.indicators.into_iter().map(|(indicator, values)| IndicatorView {
        unit_of_measure: page.text(&indicator.unit_of_measure),
        values: values
            .iter()
            .map(|value| value_row(&page, &indicator, value, &around.units))
            .collect(),
        indicator,
    });
    GoalPage {
        level: level.map_or_else(|| Html::text(&goal.level), |level| page.text(&level.name)),
        parent: around
            .parent
            .map(|parent| Html::link(&format!("/goals/{}", parent.id), &page.text(&parent.title))),
        unit: around.units.maybe(&page, goal.accountable_unit_id.as_deref()),
        themes: Html::join(&themes, ", "),
        indicators: indicators.collect(),
        may_write: page.may(&["admin", "planner"]),
        may_enter: page.may(&["admin", "planner", "contributor"]),
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

struct Known {
    levels: Levels,
    units: Names,
    goals: Names,
    themes: Names,
}

async fn known(reader: &Member) -> Result<Known, Fault> {
    let api = reader.api();
    let (levels, units, goals, themes) = futures::try_join!(
        api.get::<Levels>("/goal-levels"),
        lookups::units(reader),
        lookups::goals(reader),
        lookups::themes(reader)
    )?;
    Ok(Known {
        levels,
        units,
        goals,
        themes,
    })
}

fn new_form(reader: &Reader, known: &Known) -> Form {
    let page = Page::new(reader, Section::Goals);
    Form::new(reader, "/goals/new", "save")
        .cancel("/goals")
        .texts("title", "goal-title")
        .required()
        .choice("level", "level", level_options(&page, &known.levels))
        .required()
        .choice("parent_id", "goal-parent", known.goals.options(&page))
        .choice("accountable_unit_id", "accountable-unit", known.units.options(&page))
        .required()
        .many("responsible_unit_ids", "responsible-units", known.units.options(&page))
        .date("period.from", "begins")
        .required()
        .date("period.to", "ends")
        .tick("cross_cutting", "cross-cutting")
        .tick("to_be_measured", "to-be-measured")
        .long_texts("description", "description")
        .many("theme_ids", "themes", known.themes.options(&page))
}

fn new_view(reader: &Reader, form: Form) -> FormPage {
    FormPage::new(reader, Section::Goals, "goal-new", form)
}

#[get("/goals/new")]
async fn ask_new(reader: Member, asked: Asked) -> Answer {
    let known = known(&reader).await?;
    let mut form = new_form(&reader, &known);
    if let Some(parent) = form.fields.iter_mut().find(|field| field.name == "parent_id") {
        parent.set(asked.get("parent_id"));
    }
    show(&reader, &new_view(&reader, form))
}

#[post("/goals/new")]
async fn create(reader: Member, submitted: Submitted) -> Answer {
    let known = known(&reader).await?;
    let mut form = new_form(&reader, &known).fill(&submitted);
    if !form.is_complete() {
        return refuse(&reader, &new_view(&reader, form));
    }
    match reader.api().post::<Created>("/goals", form.body(), &form.key).await {
        Ok(created) => Ok(see_other(&format!("/goals/{}?done=created", created.id))),
        Err(problem) => {
            form.refuse(problem)?;
            refuse(&reader, &new_view(&reader, form))
        }
    }
}

#[cfg(test)]
fn sample_goals() -> Vec<Goal> {
    let goal = |id: &str, parent: Option<&str>, title: &str, status: &str| -> Goal {
        serde_json::from_value(serde_json::json!({
            "id": id, "version": 1, "title": {"fi": title}, "level": "spearhead", "parent_id": parent, "accountable_unit_id": "u1", "status": status,
            "period": {"from": "2022-02-01", "to": null}, "cross_cutting": true, "to_be_measured": true, "theme_ids": ["t1"], "description": {"fi": "Kuvaus"}
        }))
        .unwrap()
    };
    vec![
        goal("a", None, "Visio", "open"),
        goal("b", Some("a"), "Elinvoima", "open"),
        goal("c", Some("b"), "Yritykset", "closed"),
        goal("d", None, "Muu", "open"),
    ]
}

#[cfg(test)]
pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    let levels = || Levels {
        levels: vec![serde_json::from_value(serde_json::json!({"key": "spearhead", "name": {"fi": "Kärki"}})).unwrap()],
    };
    let units = || Names::sample(&[("u1", "Kehittäminen")]);
    let themes = || Names::sample(&[("t1", "Elinvoima")]);
    let indicator: Indicator = serde_json::from_value(serde_json::json!({
        "id": "i1", "name": {"fi": "Oppilaiden osuus"}, "goal_ids": ["b"], "unit_of_measure": {"fi": "%"}, "kind": "ratio", "direction": "up", "frequency": "year",
        "targets": [{"period": "2026", "value": "80"}]
    }))
    .unwrap();
    let value: IndicatorValue = serde_json::from_value(
        serde_json::json!({"id": "v1", "period": "2026", "unit_id": "u1", "numerator": "812", "denominator": "1015", "status": "final", "provenance": "Rekisteri"}),
    )
    .unwrap();
    let around = |indicators| Around {
        levels: levels(),
        parent: sample_goals().into_iter().next(),
        units: units(),
        themes: themes(),
        indicators,
    };
    let sample = |index: usize, indicators| {
        view(reader, sample_goals().swap_remove(index), around(indicators))
            .render()
            .unwrap()
    };
    let known = Known {
        levels: levels(),
        units: units(),
        goals: Names::sample(&[("a", "Visio")]),
        themes: themes(),
    };
    vec![
        (
            "goals".to_owned(),
            list_view(reader, &Asked::default(), &sample_goals(), &levels(), &units())
                .render()
                .unwrap(),
        ),
        (
            "goals-empty".to_owned(),
            list_view(reader, &Asked::sample(&[("q", "x")]), &[], &levels(), &units())
                .render()
                .unwrap(),
        ),
        ("goal".to_owned(), sample(1, vec![(indicator, vec![value])])),
        ("goal-closed".to_owned(), sample(2, Vec::new())),
        (
            "goal-new".to_owned(),
            new_view(reader, new_form(reader, &known)).render().unwrap(),
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::samples::a_member;

    #[test]
    fn the_tree_opens_and_closes_as_many_lists() {
        let page = Page::new(&a_member(crate::language::Language::Fi), Section::Goals);
        let lines = lines(&page, &sample_goals(), &Levels::default());
        let shape: Vec<_> = lines
            .iter()
            .map(|line| (line.id.as_str(), line.opens, line.closes))
            .collect();
        assert_eq!(
            shape,
            [("a", false, 0), ("b", true, 0), ("c", true, 2), ("d", false, 0)]
        );
    }
}
