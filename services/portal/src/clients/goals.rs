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
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct Indicator {
    pub id: String,
    #[serde(default)]
    pub name: Text,
    #[serde(default, deserialize_with = "or_default")]
    pub goal_ids: Vec<String>,
    #[serde(default, deserialize_with = "or_default")]
    pub unit_of_measure: Text,
    #[serde(default, deserialize_with = "or_default")]
    pub direction: String,
    #[serde(default, deserialize_with = "or_default")]
    pub kind: String,
    #[serde(default, deserialize_with = "or_default")]
    pub frequency: String,
    #[serde(default, deserialize_with = "or_default")]
    pub scale: Vec<ScaleLevel>,
    #[serde(default, deserialize_with = "or_default")]
    pub targets: Vec<Target>,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct ScaleLevel {
    #[serde(default)]
    pub level: Value,
    #[serde(default)]
    pub label: Text,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct Target {
    #[serde(default)]
    pub period: String,
    #[serde(default)]
    pub value: Value,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct IndicatorValue {
    #[serde(default)]
    pub period: String,
    #[serde(default)]
    pub unit_id: Option<String>,
    #[serde(default)]
    pub value: Value,
    #[serde(default)]
    pub numerator: Value,
    #[serde(default)]
    pub denominator: Value,
    #[serde(default)]
    pub level: Value,
    #[serde(default, deserialize_with = "or_default")]
    pub status: String,
    #[serde(default, deserialize_with = "or_default")]
    pub provenance: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct Statement {
    pub id: String,
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
