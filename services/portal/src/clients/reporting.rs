use serde::Deserialize;
use serde_json::{Map, Value};

use super::shared::{Text, or_default};

/// Something that waits for the reader.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Step {
    pub id: String,
    #[serde(default)]
    pub kind: String,
    #[serde(default, deserialize_with = "or_default")]
    pub title: Text,
    #[serde(default, deserialize_with = "or_default")]
    pub unit: Text,
    #[serde(default)]
    pub year: Option<i32>,
    #[serde(default, deserialize_with = "or_default")]
    pub due_on: String,
    #[serde(default, deserialize_with = "or_default")]
    pub state: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct Report {
    pub id: String,
    #[serde(default)]
    pub version: i64,
    #[serde(default)]
    pub year: i32,
    #[serde(default)]
    pub unit_id: Option<String>,
    #[serde(default, deserialize_with = "or_default")]
    pub status: String,
    #[serde(default, deserialize_with = "or_default")]
    pub language: String,
    #[serde(default)]
    pub positions: Option<Map<String, Value>>,
    #[serde(default, deserialize_with = "or_default")]
    pub drafted_at: String,
    #[serde(default, deserialize_with = "or_default")]
    pub locked_at: String,
    #[serde(default, deserialize_with = "or_default")]
    pub parts: Vec<Part>,
    #[serde(default, deserialize_with = "or_default")]
    pub faults: Vec<CharacterFault>,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct Part {
    #[serde(default)]
    pub key: String,
    #[serde(default, deserialize_with = "or_default")]
    pub heading: String,
    #[serde(default, deserialize_with = "or_default")]
    pub figures: Vec<ReportFigure>,
    #[serde(default, deserialize_with = "or_default")]
    pub text: String,
    #[serde(default, deserialize_with = "or_default")]
    pub sections: Vec<Section>,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct ReportFigure {
    #[serde(default)]
    pub key: String,
    #[serde(default, deserialize_with = "or_default")]
    pub label: String,
    #[serde(default)]
    pub value: Value,
    #[serde(default, deserialize_with = "or_default")]
    pub exactness: String,
    #[serde(default, deserialize_with = "or_default")]
    pub unit: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct Section {
    #[serde(default, deserialize_with = "or_default")]
    pub heading: String,
    #[serde(default, deserialize_with = "or_default")]
    pub rows: Vec<Value>,
}

/// A character that no bundled font has, and where it stands.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct CharacterFault {
    #[serde(default)]
    pub character: String,
    #[serde(default)]
    pub r#where: Value,
}
