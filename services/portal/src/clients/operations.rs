//! What an operator looks at, and what an organisation has and uses.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::shared::{Text, or_default};

/// How a service stands.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Standing {
    #[serde(default)]
    pub version: String,
    #[serde(default)]
    pub outbox: Vec<Lane>,
    #[serde(default)]
    pub dead_letters: i64,
    #[serde(default)]
    pub unsealed: i64,
    #[serde(default)]
    pub months_ahead: i64,
}

/// What waits to be sent by one way.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Lane {
    #[serde(default)]
    pub rows: i64,
    /// Seconds that the oldest has waited.
    #[serde(default)]
    pub oldest: f64,
}

/// A rebuild of the read models.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Rebuild {
    #[serde(default)]
    pub state: String,
    #[serde(default)]
    pub asked_at: String,
    #[serde(default, deserialize_with = "or_default")]
    pub finished_at: String,
    #[serde(default)]
    pub organisations: i64,
    #[serde(default)]
    pub filled: i64,
    #[serde(default)]
    pub differences: Vec<serde_json::Value>,
    #[serde(default, deserialize_with = "or_default")]
    pub failure: String,
}

/// A key that signs access tokens.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct SigningKey {
    #[serde(default)]
    pub kid: String,
    #[serde(default)]
    pub created_at: String,
    #[serde(default)]
    pub signs_from: String,
    #[serde(default)]
    pub state: String,
}

/// How much of something was used.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Used {
    #[serde(default)]
    pub tenant_id: String,
    #[serde(default)]
    pub month: String,
    #[serde(default)]
    pub kind: String,
    #[serde(default)]
    pub amount: i64,
}

/// What an organisation has and uses, as far as a service counts it.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Usage {
    #[serde(default)]
    pub plan: Option<KnownPlan>,
    #[serde(default)]
    pub present: Vec<Used>,
    #[serde(default)]
    pub months: Vec<Used>,
}

/// The plan that an organisation has.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct KnownPlan {
    #[serde(default)]
    pub name: Text,
    #[serde(default)]
    pub limits: BTreeMap<String, i64>,
}

/// A plan, as its operator edits it.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Plan {
    pub id: String,
    #[serde(default)]
    pub name: Text,
    #[serde(default)]
    pub people: Option<i64>,
    #[serde(default)]
    pub projects: Option<i64>,
    #[serde(default)]
    pub storage_bytes: Option<i64>,
    #[serde(default)]
    pub calls_per_minute: Option<i64>,
    #[serde(default)]
    pub offered: bool,
}
