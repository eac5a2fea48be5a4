//! Steering documents with their editions, and what units are given to do.

use serde::Deserialize;

use super::shared::{Period, Text, or_default};

#[derive(Clone, Debug, Default, Deserialize)]
pub struct Policy {
    pub id: String,
    #[serde(default)]
    pub version: i64,
    #[serde(default, deserialize_with = "or_default")]
    pub kind: String,
    #[serde(default)]
    pub title: Text,
    #[serde(default, deserialize_with = "or_default")]
    pub case_number: String,
    #[serde(default, deserialize_with = "or_default")]
    pub period: Period,
    #[serde(default, deserialize_with = "or_default")]
    pub vision: Text,
    #[serde(default, deserialize_with = "or_default")]
    pub sections: Vec<Section>,
    #[serde(default)]
    pub supersedes: Option<Supersedes>,
    #[serde(default, deserialize_with = "or_default")]
    pub theme_ids: Vec<String>,
    /// Number of the newest edition, of which everything else is told.
    #[serde(default)]
    pub edition: i32,
    /// The edition that is adopted or in force.
    #[serde(default)]
    pub standing_edition: Option<i32>,
    #[serde(default, deserialize_with = "or_default")]
    pub status: String,
    /// Where its next step can lead.
    #[serde(default, deserialize_with = "or_default")]
    pub next_statuses: Vec<String>,
    #[serde(default, deserialize_with = "or_default")]
    pub steps: Vec<PolicyStep>,
    #[serde(default, deserialize_with = "or_default")]
    pub created_at: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct Section {
    #[serde(default)]
    pub key: String,
    #[serde(default)]
    pub heading: Text,
    #[serde(default, deserialize_with = "or_default")]
    pub body: Text,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct Supersedes {
    #[serde(default)]
    pub policy_id: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct PolicyStep {
    #[serde(default)]
    pub to: String,
    #[serde(default, deserialize_with = "or_default")]
    pub on: String,
    #[serde(default, deserialize_with = "or_default")]
    pub decided_by: String,
    #[serde(default, deserialize_with = "or_default")]
    pub case_number: String,
    #[serde(default, deserialize_with = "or_default")]
    pub note: String,
}

/// What a document said at one edition.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Edition {
    #[serde(default, rename = "edition")]
    pub number: i32,
    #[serde(default)]
    pub title: Text,
    #[serde(default, deserialize_with = "or_default")]
    pub case_number: String,
    #[serde(default, deserialize_with = "or_default")]
    pub period: Period,
    #[serde(default, deserialize_with = "or_default")]
    pub vision: Text,
    #[serde(default, deserialize_with = "or_default")]
    pub sections: Vec<Section>,
    #[serde(default, deserialize_with = "or_default")]
    pub status: String,
    #[serde(default, deserialize_with = "or_default")]
    pub steps: Vec<PolicyStep>,
    #[serde(default, deserialize_with = "or_default")]
    pub opened_at: String,
}

/// What a unit is given to do.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Assignment {
    pub id: String,
    #[serde(default)]
    pub version: i64,
    #[serde(default)]
    pub title: Text,
    #[serde(default)]
    pub goal_id: Option<String>,
    #[serde(default)]
    pub policy_id: Option<String>,
    #[serde(default)]
    pub unit_id: Option<String>,
    #[serde(default, deserialize_with = "or_default")]
    pub due_on: String,
    #[serde(default, deserialize_with = "or_default")]
    pub note: String,
    #[serde(default, deserialize_with = "or_default")]
    pub status: String,
    #[serde(default, deserialize_with = "or_default")]
    pub done_on: String,
    #[serde(default, deserialize_with = "or_default")]
    pub created_at: String,
}
