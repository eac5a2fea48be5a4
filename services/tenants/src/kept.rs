//! Between rows and models: values kept as JSON, days, and the text that lists sort and search by.

use platform::values::Text;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

/// A value as a JSON column keeps it.
pub fn json(value: &impl Serialize) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}

/// A value back from its column. The columns are written by `json` alone.
pub fn read<T: DeserializeOwned + Default>(value: Value) -> T {
    serde_json::from_value(value).unwrap_or_default()
}

/// What a list sorts a text by.
pub fn sort_key(text: &Text) -> String {
    text.each()
        .next()
        .map(|(_, said)| said.to_lowercase())
        .unwrap_or_default()
}

/// What a free search looks through.
pub fn search_text(text: &Text, more: &[&str]) -> String {
    let said = text.each().map(|(_, said)| said);
    said.chain(more.iter().copied())
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase()
}

pub fn day(day: Option<jiff_diesel::Date>) -> Option<jiff::civil::Date> {
    day.map(jiff_diesel::Date::to_jiff)
}

pub fn to_day(day: Option<jiff::civil::Date>) -> Option<jiff_diesel::Date> {
    day.map(Into::into)
}
