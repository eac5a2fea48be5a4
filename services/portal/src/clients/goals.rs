use serde::Deserialize;
use serde_json::Value;

use super::shared::{Period, Text, or_default};

#[derive(Clone, Debug, Default, Deserialize)]
pub struct Levels {
    #[serde(default)]
    pub levels: Vec<Level>,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct Level {
    #[serde(default)]
    pub key: String,
    #[serde(default)]
    pub name: Text,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct Goal {
    pub id: String,
    #[serde(default)]
    pub version: i64,
    #[serde(default)]
    pub title: Text,
    #[serde(default, deserialize_with = "or_default")]
    pub description: Text,
    #[serde(default, deserialize_with = "or_default")]
    pub level: String,
    #[serde(default)]
    pub parent_id: Option<String>,
    #[serde(default)]
    pub accountable_unit_id: Option<String>,
    #[serde(default, deserialize_with = "or_default")]
    pub period: Period,
    #[serde(default)]
    pub cross_cutting: bool,
    #[serde(default)]
    pub to_be_measured: bool,
    #[serde(default, deserialize_with = "or_default")]
    pub theme_ids: Vec<String>,
    #[serde(default, deserialize_with = "or_default")]
    pub status: String,
    #[serde(default, deserialize_with = "or_default")]
    pub attainment_rule: String,
    #[serde(default)]
    pub judgement: Option<Judgement>,
    #[serde(default)]
    pub attainment: Attainment,
}

/// A goal in the tree.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct GoalLine {
    #[serde(flatten)]
    pub goal: Goal,
    #[serde(default)]
    pub attainment_status: String,
    /// How many lie right below it, whether they are told or not.
    #[serde(default)]
    pub goals_below: i64,
}

/// What people hold of a goal.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Judgement {
    #[serde(default)]
    pub status: String,
    #[serde(default)]
    pub reasons: String,
    #[serde(default)]
    pub by: String,
    #[serde(default)]
    pub at: String,
}

/// How a goal is doing, and what that follows from.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Attainment {
    #[serde(default)]
    pub status: String,
    #[serde(default)]
    pub rule: String,
    #[serde(default)]
    pub thresholds: Thresholds,
    #[serde(default)]
    pub indicators: Vec<IndicatorAttainment>,
    #[serde(default)]
    pub children: Vec<ChildAttainment>,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct Thresholds {
    #[serde(default)]
    pub on_track: String,
    #[serde(default)]
    pub watch: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct IndicatorAttainment {
    #[serde(default)]
    pub indicator_id: String,
    #[serde(default)]
    pub status: String,
    #[serde(default)]
    pub missing: Option<String>,
    #[serde(default, deserialize_with = "or_default")]
    pub period: String,
    #[serde(default)]
    pub actual: Value,
    #[serde(default)]
    pub expected: Value,
    #[serde(default)]
    pub share: Value,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct ChildAttainment {
    #[serde(default)]
    pub goal_id: String,
    #[serde(default)]
    pub status: String,
}

/// What serves a goal.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct GoalLink {
    pub id: String,
    #[serde(default)]
    pub version: i64,
    #[serde(default)]
    pub target_kind: String,
    #[serde(default)]
    pub target_id: String,
    #[serde(default)]
    pub strength: i64,
    #[serde(default, deserialize_with = "or_default")]
    pub note: String,
    #[serde(default, deserialize_with = "or_default")]
    pub target_name: Text,
    #[serde(default)]
    pub target_gone: bool,
}

/// The goals of a level against what serves them.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Coverage {
    #[serde(default)]
    pub level: String,
    #[serde(default)]
    pub kinds: Vec<String>,
    #[serde(default)]
    pub items: Vec<CoveredGoal>,
    #[serde(default)]
    pub gaps: Vec<CoverageGap>,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct CoveredGoal {
    #[serde(default)]
    pub goal_id: String,
    #[serde(default)]
    pub title: Text,
    #[serde(default)]
    pub cells: Vec<CoverageCell>,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct CoverageCell {
    #[serde(default)]
    pub count: i64,
    #[serde(default)]
    pub strength: Option<i64>,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct CoverageGap {
    #[serde(default)]
    pub goal_id: String,
    #[serde(default)]
    pub title: Text,
    #[serde(default)]
    pub kind: String,
}

/// How a goal is doing, and no more of it.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct GoalStatus {
    pub id: String,
    #[serde(default)]
    pub level: String,
    #[serde(default)]
    pub status: String,
    #[serde(default)]
    pub attainment_status: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct Statement {
    pub id: String,
    #[serde(default)]
    pub version: i64,
    #[serde(default, deserialize_with = "or_default")]
    pub round_id: String,
    #[serde(default)]
    pub year: i32,
    #[serde(default)]
    pub unit_id: Option<String>,
    #[serde(default, deserialize_with = "or_default")]
    pub text: Text,
    #[serde(default, deserialize_with = "or_default")]
    pub plan_reference: String,
    #[serde(default, deserialize_with = "or_default")]
    pub status: String,
    #[serde(default, deserialize_with = "or_default")]
    pub submitted_on: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct Round {
    pub id: String,
    #[serde(default)]
    pub version: i64,
    #[serde(default)]
    pub year: i32,
    #[serde(default, deserialize_with = "or_default")]
    pub due_on: String,
    #[serde(default, deserialize_with = "or_default")]
    pub state: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct Board {
    #[serde(default)]
    pub owed: i64,
    #[serde(default)]
    pub submitted: i64,
    #[serde(default)]
    pub percent: Value,
    #[serde(default)]
    pub missing: Vec<Missing>,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct Missing {
    #[serde(default)]
    pub unit_id: String,
    #[serde(default, deserialize_with = "or_default")]
    pub days_late: i64,
}
