use serde::Deserialize;
use serde_json::{Map, Value};

use super::shared::{Money, Period, Text, or_default};

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

/// What waits for its reader, and for whoever steers, what there is to begin with.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Start {
    #[serde(default)]
    pub items: Vec<Step>,
    /// The registers that have anything in them.
    #[serde(default)]
    pub begun: Option<Vec<String>>,
}

/// A board: figures, and for the board of what is owed, units.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Board {
    #[serde(default)]
    pub on: String,
    #[serde(default)]
    pub figures: Vec<CountedFigure>,
    #[serde(default)]
    pub units: Vec<UnitLine>,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct CountedFigure {
    pub key: String,
    #[serde(default)]
    pub count: i64,
    #[serde(default)]
    pub first: Vec<BoardItem>,
}

/// What a unit owes and has entered.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct UnitLine {
    #[serde(default, deserialize_with = "or_default")]
    pub unit: Text,
    #[serde(default)]
    pub owed: i64,
    #[serde(default)]
    pub entered: i64,
}

/// A row that a board's figure counts.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct BoardItem {
    pub id: String,
    #[serde(default)]
    pub figure: String,
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
    /// Of a membership: the network on whose page it stands.
    #[serde(default, deserialize_with = "or_default")]
    pub network_id: String,
}

/// A list on its way into a file, of whichever service.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Export {
    pub address: String,
    #[serde(default)]
    pub list: String,
    #[serde(default)]
    pub format: String,
    #[serde(default)]
    pub state: String,
    #[serde(default)]
    pub rows: i64,
    #[serde(default)]
    pub bytes: Option<i64>,
    #[serde(default)]
    pub asked_at: String,
    #[serde(default, deserialize_with = "or_default")]
    pub expires_at: String,
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
    /// How many rows are behind it.
    #[serde(default)]
    pub rows: usize,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct Section {
    #[serde(default)]
    pub key: String,
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

/// A figure over many organisations, or a note in its place.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Cell {
    #[serde(default)]
    pub measure: String,
    #[serde(default)]
    pub period: i32,
    #[serde(default, deserialize_with = "or_default")]
    pub unit: String,
    #[serde(default, deserialize_with = "or_default")]
    pub value: String,
    #[serde(default, deserialize_with = "or_default")]
    pub coverage: String,
    #[serde(default, deserialize_with = "or_default")]
    pub note: Text,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct Release {
    pub id: String,
    #[serde(default)]
    pub version: i64,
    #[serde(default)]
    pub state: String,
    #[serde(default)]
    pub cell: Cell,
    #[serde(default, deserialize_with = "or_default")]
    pub released_at: String,
    #[serde(default, deserialize_with = "or_default")]
    pub withdrawn_at: String,
}

/// Who gives something by name, and what.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct SharedSource {
    pub owner_id: String,
    #[serde(default, deserialize_with = "or_default")]
    pub owner_name: Text,
    #[serde(default)]
    pub datasets: Vec<String>,
}

/// A thing of another organisation, of whichever kind.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct SharedRow {
    #[serde(default, deserialize_with = "or_default")]
    pub owner_name: Text,
    #[serde(default, deserialize_with = "or_default")]
    pub title: Text,
    #[serde(default, deserialize_with = "or_default")]
    pub name: Text,
    #[serde(default, deserialize_with = "or_default")]
    pub kind: String,
    #[serde(default, deserialize_with = "or_default")]
    pub role: String,
    #[serde(default, deserialize_with = "or_default")]
    pub status: String,
    #[serde(default, deserialize_with = "or_default")]
    pub period: Period,
    #[serde(default, deserialize_with = "or_default")]
    pub since: String,
    #[serde(default, deserialize_with = "or_default")]
    pub until: String,
    #[serde(default)]
    pub total_cost: Option<Money>,
    #[serde(default)]
    pub participants: Value,
}
