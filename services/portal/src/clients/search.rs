//! What the search over everything answers.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::shared::Text;

#[derive(Clone, Debug, Default, Deserialize)]
pub struct Found {
    pub items: Vec<Hit>,
    /// How many there are, by register.
    pub counts: BTreeMap<String, i64>,
    /// Whether the counts are lower bounds.
    pub more: bool,
    pub next: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct Hit {
    pub id: String,
    pub register: String,
    pub called: Option<Called>,
    #[serde(default)]
    pub unit_id: Option<String>,
    #[serde(default)]
    pub parent_id: Option<String>,
    #[serde(default)]
    pub extract: Option<Extract>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Called {
    Name(String),
    Text(Text),
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct Extract {
    pub language: String,
    pub pieces: Vec<Piece>,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct Piece {
    pub text: String,
    pub found: bool,
}
