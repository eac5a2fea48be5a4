//! What programs use: keys, and addresses that are told when things change.

use serde::Deserialize;

use super::shared::or_default;

/// A key by which a program acts in somebody's name.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct ApiKey {
    pub id: String,
    #[serde(default)]
    pub version: i64,
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub scopes: Vec<String>,
    #[serde(default)]
    pub networks: Vec<String>,
    /// Absent when whoever made it was erased.
    #[serde(default, deserialize_with = "or_default")]
    pub made_by_name: String,
    #[serde(default)]
    pub state: String,
    #[serde(default)]
    pub created_at: String,
    #[serde(default)]
    pub ends_on: String,
    #[serde(default, deserialize_with = "or_default")]
    pub last_used_on: String,
    /// Told once, when it is made.
    #[serde(default, deserialize_with = "or_default")]
    pub secret: String,
}

/// The address of a program that is told when things change.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Webhook {
    pub id: String,
    #[serde(default)]
    pub version: i64,
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub url: String,
    #[serde(default)]
    pub kinds: Vec<String>,
    #[serde(default)]
    pub enabled: bool,
    #[serde(default, deserialize_with = "or_default")]
    pub disabled_because: String,
    #[serde(default, deserialize_with = "or_default")]
    pub failing_since: String,
    /// Told once, when it is made and when it is replaced.
    #[serde(default, deserialize_with = "or_default")]
    pub secret: String,
}

/// A change that a webhook was told of.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Delivery {
    pub id: String,
    #[serde(default)]
    pub message_id: String,
    #[serde(default)]
    pub kind: String,
    #[serde(default)]
    pub event: String,
    #[serde(default)]
    pub happened_at: String,
    #[serde(default)]
    pub state: String,
    #[serde(default)]
    pub attempts: i64,
    #[serde(default, deserialize_with = "or_default")]
    pub tried_at: String,
    #[serde(default)]
    pub status: Option<i64>,
    #[serde(default, deserialize_with = "or_default")]
    pub fault: String,
    #[serde(default, deserialize_with = "or_default")]
    pub next_try_at: String,
}
