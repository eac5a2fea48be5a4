//! Journals, the histories made of them, and events that nobody could handle.

use serde::Deserialize;

use super::{
    Problem,
    shared::{Text, or_default},
};

/// One step in the life of a thing.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Step {
    #[serde(default)]
    pub version: i64,
    #[serde(default)]
    pub event: String,
    #[serde(default)]
    pub recorded_at: String,
    #[serde(default)]
    pub actor_id: Option<String>,
    #[serde(default, deserialize_with = "or_default")]
    pub reason: String,
    /// The version whose content it brought back.
    #[serde(default)]
    pub restored_version: Option<i64>,
    #[serde(default)]
    pub deleted: bool,
    #[serde(default)]
    pub changes: Vec<Difference>,
}

/// What would be different, or is, after something goes back to what it said.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Restored {
    #[serde(default)]
    pub changes: Vec<Difference>,
}

/// A field that a step touched.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Difference {
    #[serde(default)]
    pub field: String,
    #[serde(default)]
    pub before: Option<String>,
    #[serde(default)]
    pub after: Option<String>,
}

/// What became of many things, or would.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Edited {
    #[serde(default)]
    pub items: Vec<EditedItem>,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct EditedItem {
    /// The version that it has now.
    #[serde(default)]
    pub version: i64,
    /// changed, unchanged, refused
    #[serde(default)]
    pub outcome: String,
    #[serde(default)]
    pub changes: Vec<Difference>,
    #[serde(default)]
    pub problem: Option<Problem>,
}

/// A row of a journal.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Entry {
    #[serde(default)]
    pub position: i64,
    #[serde(default)]
    pub recorded_at: String,
    #[serde(default)]
    pub aggregate: String,
    #[serde(default)]
    pub aggregate_id: String,
    #[serde(default, deserialize_with = "or_default")]
    pub name: Text,
    #[serde(default)]
    pub event: String,
    #[serde(default)]
    pub actor_id: Option<String>,
    #[serde(default, deserialize_with = "or_default")]
    pub reason: String,
}

/// How a journal was found.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Verification {
    #[serde(default)]
    pub intact: bool,
    #[serde(default)]
    pub rows: i64,
    #[serde(default)]
    pub head: Option<Head>,
    #[serde(default)]
    pub faults: Vec<SealFault>,
}

/// The end of the chain of seals.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Head {
    #[serde(default)]
    pub position: i64,
    #[serde(default)]
    pub hash: String,
    #[serde(default)]
    pub sealed_at: String,
}

/// What is wrong, and where: at a position, after one, or from one to another.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct SealFault {
    #[serde(default)]
    pub code: String,
    #[serde(default)]
    pub position: Option<i64>,
    #[serde(default)]
    pub after: Option<i64>,
    #[serde(default)]
    pub from: Option<i64>,
    #[serde(default)]
    pub to: Option<i64>,
}

/// An event that a service rejected.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct DeadLetter {
    pub id: String,
    #[serde(default)]
    pub tenant_id: String,
    #[serde(default)]
    pub source: String,
    #[serde(default)]
    pub position: i64,
    #[serde(default)]
    pub aggregate: String,
    #[serde(default)]
    pub cause: String,
    #[serde(default)]
    pub parked_at: String,
    #[serde(default)]
    pub state: String,
    #[serde(default, deserialize_with = "or_default")]
    pub settled_at: String,
    #[serde(default, deserialize_with = "or_default")]
    pub reason: String,
}
