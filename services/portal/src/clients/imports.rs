//! Tables of values on their way in.

use serde::Deserialize;

use super::shared::or_default;

#[derive(Clone, Debug, Default, Deserialize)]
pub struct Import {
    pub id: String,
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub columns: Vec<Column>,
    #[serde(default)]
    pub state: String,
    #[serde(default)]
    pub lines: i64,
    #[serde(default)]
    pub done: i64,
    #[serde(default)]
    pub tally: Tally,
    #[serde(default, deserialize_with = "or_default")]
    pub failure: String,
    #[serde(default)]
    pub uploaded_at: String,
    #[serde(default)]
    pub expires_at: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct Column {
    #[serde(default)]
    pub name: String,
    #[serde(default, deserialize_with = "or_default")]
    pub field: String,
    #[serde(default)]
    pub samples: Vec<String>,
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
pub struct Tally {
    #[serde(default)]
    pub entered: i64,
    #[serde(default)]
    pub changed: i64,
    #[serde(default)]
    pub unchanged: i64,
    #[serde(default)]
    pub faulty: i64,
}

/// What is wrong with a line.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct LineFault {
    #[serde(default)]
    pub line: i64,
    #[serde(default, deserialize_with = "or_default")]
    pub field: String,
    #[serde(default)]
    pub code: String,
    #[serde(default)]
    pub detail: String,
}

impl Import {
    pub fn is_under_way(&self) -> bool {
        matches!(self.state.as_str(), "checking" | "applying")
    }
}
