//! How a goal is doing: what its indicators say by the rule, and beside it what people hold of it.

use serde_json::Value;

use super::{super::indicators::with_sign, attained, goal::Around};
use crate::{
    clients::{
        goals::{Attainment, Goal, IndicatorAttainment, Judgement},
        indicators::{Indicator, IndicatorValue},
    },
    html::Html,
    page::Page,
};

/// How the goal is doing: by the rule, and by what people hold of it.
pub struct Doing {
    pub status: Html,
    /// The rule in words, and the thresholds it goes by.
    pub rule: String,
    pub thresholds: String,
    pub figures: Vec<FigureRow>,
    pub below: Vec<(Html, Html)>,
    pub judgement: Option<JudgementView>,
}

/// What one indicator says, and what it goes by.
pub struct FigureRow {
    pub name: Html,
    pub status: Html,
    pub missing: String,
    pub period: String,
    pub actual: String,
    pub expected: String,
    pub share: String,
}

pub struct JudgementView {
    pub status: Html,
    pub reasons: Html,
    /// When, and by whom where that is known.
    pub passed: String,
}

fn figure_row(page: &Page, told: &IndicatorAttainment, indicators: &[(Indicator, Vec<IndicatorValue>)]) -> FigureRow {
    let named = indicators
        .iter()
        .find(|(indicator, _)| indicator.id == told.indicator_id);
    let missing = told.missing.as_deref();
    let measured = |value: &Value| named.map_or_else(|| page.value(value), |(of, _)| with_sign(page, of, value));
    FigureRow {
        name: named.map_or_else(|| Html::text("–"), |(indicator, _)| page.text(&indicator.name)),
        status: attained(page, &told.status),
        missing: missing.map_or_else(String::new, |gap| page.choice("attainment-missing", gap)),
        period: told.period.clone(),
        actual: measured(&told.actual),
        expected: measured(&told.expected),
        share: page.value(&told.share),
    }
}

pub fn of(page: &Page, goal: &Goal, around: &Around) -> Doing {
    let Attainment {
        status,
        rule,
        thresholds,
        indicators,
        children,
    } = &goal.attainment;
    let child = |id: &str| Html::link(&format!("/goals/{id}"), &around.below.name(page, id));
    Doing {
        status: attained(page, status),
        rule: page.choice("attainment-told", rule),
        thresholds: page.with2(
            "attainment-thresholds",
            "ontrack",
            page.number(&thresholds.on_track),
            "watch",
            page.number(&thresholds.watch),
        ),
        figures: indicators
            .iter()
            .map(|told| figure_row(page, told, &around.indicators))
            .collect(),
        below: children
            .iter()
            .map(|below| (child(&below.goal_id), attained(page, &below.status)))
            .collect(),
        judgement: goal
            .judgement
            .as_ref()
            .map(|held| judgement(page, held, around.judge.as_deref())),
    }
}

fn judgement(page: &Page, held: &Judgement, by: Option<&str>) -> JudgementView {
    let at = page.reader.voice.moment(&held.at);
    JudgementView {
        status: attained(page, &held.status),
        reasons: Html::paragraphs(&held.reasons),
        passed: by.map_or_else(|| at.clone(), |by| format!("{at}, {by}")),
    }
}
