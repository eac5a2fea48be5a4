//! (c) What came of it.

use platform::values::Language;
use uuid::Uuid;

use super::{other_work, projects};
use crate::{
    followup::{
        facts::Facts,
        figure::{Counts, Figure, Row},
    },
    register::{
        entry::{Days, Entry},
        goals::{Goal, Indicator, IndicatorValue},
    },
};

pub fn count(facts: &Facts) -> Vec<Figure> {
    let goals: Vec<&Entry<Goal>> = facts.goals.iter().filter(|g| goal_counts(facts, &g.body)).collect();
    let values = values(facts);
    let measures = |goal: Uuid, indicator: &Entry<Indicator>| indicator.body.goal_ids.contains(&goal);
    let rows = |wanted: &dyn Fn(&Entry<Goal>) -> bool| -> Vec<Row> {
        goals.iter().filter(|g| wanted(g)).map(|g| goal_row(facts, g)).collect()
    };
    let with_indicators = rows(&|g| facts.indicators.iter().any(|i| measures(g.id, i)));
    let with_values = rows(&|g| values.iter().any(|(_, i)| measures(g.id, i)));
    let value_rows = values
        .iter()
        .map(|(value, indicator)| value_row(facts, value, indicator))
        .collect();
    let learnings = other_work::activities(facts)
        .into_iter()
        .filter(|a| a.body.learning.is_some());
    let learnings = learnings
        .map(|a| Row {
            text: a.body.learning.clone(),
            ..brief(other_work::activity_row(facts, a))
        })
        .collect();
    let benefits = projects::under_way(facts)
        .into_iter()
        .filter(|p| p.body.resident_benefit.is_some());
    let benefits = benefits
        .map(|p| Row {
            text: p.body.resident_benefit.clone(),
            ..brief(projects::project_row(facts, p))
        })
        .collect();
    vec![
        Figure::of_rows(Counts::Goals, rows(&|_| true)),
        Figure::of_rows(Counts::GoalsWithIndicators, with_indicators),
        Figure::of_rows(Counts::GoalsWithValues, with_values),
        Figure::of_rows(Counts::IndicatorValues, value_rows),
        Figure::of_rows(Counts::Learnings, learnings),
        Figure::of_rows(Counts::ResidentBenefits, benefits),
    ]
}

/// What a text needs beside it.
fn brief(row: Row) -> Row {
    Row {
        id: row.id,
        title: row.title,
        unit_id: row.unit_id,
        unit: row.unit,
        ..Row::default()
    }
}

fn goal_counts(facts: &Facts, goal: &Goal) -> bool {
    let units = std::iter::once(&goal.accountable_unit_id).chain(&goal.responsible_unit_ids);
    goal.days().touch(facts.days()) && units.into_iter().any(|u| facts.scope.holds(Some(*u)))
}

fn goal_row(facts: &Facts, goal: &Entry<Goal>) -> Row {
    Row {
        id: goal.id,
        title: Some(goal.body.title.clone()),
        unit_id: Some(goal.body.accountable_unit_id),
        unit: facts.unit_name(Some(goal.body.accountable_unit_id)),
        status: Some(goal.body.status.clone()),
        period: Some(goal.body.period),
        ..Row::default()
    }
}

/// Values of the year, each with its indicator: of the unit they are of, or else of the indicator's owner.
fn values(facts: &Facts) -> Vec<(&Entry<IndicatorValue>, &Entry<Indicator>)> {
    let mut found: Vec<_> = facts
        .values
        .iter()
        .filter(|v| Days::from(v.body.days).touch(facts.days()))
        .filter_map(|v| {
            facts
                .indicators
                .iter()
                .find(|i| i.id == v.body.indicator_id)
                .map(|i| (v, i))
        })
        .filter(|(v, i)| facts.scope.holds(Some(v.body.unit_id.unwrap_or(i.body.owner_unit_id))))
        .collect();
    found.sort_by_key(|(v, i)| {
        (
            i.body.name.shown(Language::Fi).to_lowercase(),
            i.id,
            v.body.period.clone(),
            v.id,
        )
    });
    found
}

fn value_row(facts: &Facts, value: &Entry<IndicatorValue>, indicator: &Entry<Indicator>) -> Row {
    let unit = value.body.unit_id.or(Some(indicator.body.owner_unit_id));
    let goals = facts.goals.iter().filter(|g| indicator.body.goal_ids.contains(&g.id));
    let target = indicator.body.targets.iter().find(|t| t.period == value.body.period);
    let year = facts.year.to_string();
    Row {
        id: value.id,
        title: Some(indicator.body.name.clone()),
        unit_id: unit,
        unit: facts.unit_name(unit),
        belongs_to: goals.map(|g| g.body.title.clone()).collect(),
        measured_period: Some(value.body.period.clone()),
        value: value
            .body
            .read(indicator.body.decimals, indicator.body.factor.as_deref()),
        unit_of_measure: Some(indicator.body.unit_of_measure.clone()).filter(|u| !u.is_blank()),
        target: target
            .or(indicator.body.targets.iter().find(|t| t.period == year))
            .map(|t| t.value.clone()),
        status: Some(value.body.status.clone()),
        evidence: value.body.evidence.clone(),
        ..Row::default()
    }
}
