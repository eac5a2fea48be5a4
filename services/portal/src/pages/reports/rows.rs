//! Rows whose shape depends on what they list. A report's sections and figures count different things; each tells its
//! rows as JSON, and the table takes its columns from them.

use platform::countries;
use serde_json::{Map, Value};

use crate::{clients::shared::Text, html::Html, page::Page};

#[derive(Default)]
pub struct Rows {
    pub columns: Vec<String>,
    pub rows: Vec<Vec<Html>>,
}

/// Told first, because it names the row.
const NAMES: [&str; 4] = ["title", "name", "belongs_to", "unit"];

impl Rows {
    pub fn of(page: &Page, rows: &[Value]) -> Self {
        Self::leading_to(page, rows, None)
    }

    /// The same with the first column as a link: `/projects` and the row's id.
    pub fn leading_to(page: &Page, rows: &[Value], place: Option<&str>) -> Self {
        let objects: Vec<&Map<String, Value>> = rows.iter().filter_map(Value::as_object).collect();
        let mut keys: Vec<&String> = Vec::new();
        for key in objects.iter().flat_map(|row| row.keys()) {
            // Ids say nothing to a reader; they become links or are left out.
            let is_id = key == "id" || key.ends_with("_id") || key.ends_with("_ids") || key == "version";
            let is_told = objects
                .iter()
                .any(|row| row.get(key).is_some_and(|value| !value.is_null()));
            if !is_id && is_told && !keys.contains(&key) {
                keys.push(key);
            }
        }
        keys.sort_by_key(|key| NAMES.iter().position(|name| name == key).unwrap_or(NAMES.len()));
        Self {
            columns: keys.iter().map(|key| heading(page, key)).collect(),
            rows: objects.iter().map(|row| cells(page, row, &keys, place)).collect(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

fn cells(page: &Page, row: &Map<String, Value>, keys: &[&String], place: Option<&str>) -> Vec<Html> {
    let mut cells: Vec<Html> = keys.iter().map(|key| cell(page, row, key)).collect();
    let id = row.get("id").and_then(Value::as_str);
    if let (Some(first), Some(place), Some(id)) = (cells.first_mut(), place, id) {
        *first = Html::link(&format!("{place}/{id}"), first);
    }
    cells
}

fn heading(page: &Page, key: &str) -> String {
    page.reader
        .voice
        .find(&format!("column-{key}"), None)
        .unwrap_or_else(|| key.replace('_', " "))
}

fn cell(page: &Page, row: &Map<String, Value>, key: &str) -> Html {
    let value = row.get(key).unwrap_or(&Value::Null);
    match value {
        Value::Object(map) if map.contains_key("amount") => Html::text(
            &serde_json::from_value(value.clone()).map_or_else(|_| String::new(), |money| page.money(&Some(money))),
        ),
        Value::Object(map) if map.contains_key("exactness") => {
            let told = |name: &str| map.get(name).and_then(Value::as_str).unwrap_or_default();
            Html::text(&page.reader.voice.figure(told("value"), told("exactness")))
        }
        Value::Object(map) if map.contains_key("from") => Html::text(
            &serde_json::from_value(value.clone()).map_or_else(|_| String::new(), |period| page.period(&period)),
        ),
        Value::Object(_) => {
            serde_json::from_value::<Text>(value.clone()).map_or_else(|_| Html::default(), |text| page.text(&text))
        }
        Value::Array(list) => Html::text(
            &list
                .iter()
                .filter_map(|one| plain(page, key, one))
                .collect::<Vec<_>>()
                .join(", "),
        ),
        Value::String(text) if is_day(text) => Html::unbroken(&page.date(text)),
        other => Html::text(&plain(page, key, other).unwrap_or_default()),
    }
}

fn plain(page: &Page, key: &str, value: &Value) -> Option<String> {
    match value {
        Value::String(text) if is_day(text) => Some(page.date(text)),
        Value::String(text) => Some(word(page, key, text)),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(yes) => Some(page.t(if *yes { "yes" } else { "no" })),
        Value::Object(_) => serde_json::from_value::<Text>(value.clone())
            .ok()
            .map(|text| page.plain(&text)),
        _ => None,
    }
}

fn is_day(text: &str) -> bool {
    text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok()
}

/// A value out of a fixed set has a word; any other text is its own.
fn word(page: &Page, key: &str, text: &str) -> String {
    let sets: &[&str] = match key {
        "kind" => &["project-kind", "activity-kind", "network-kind"],
        "role" => &["project-role"],
        "status" => &[
            "project-status",
            "statement-status",
            "goal-status",
            "value-status",
            "twin-town-status",
        ],
        "state" => &["application-state"],
        "country" => {
            return countries::name(text, page.reader.voice.language.into())
                .unwrap_or(text)
                .to_owned();
        }
        "value" | "target" => return page.number(text),
        _ => &[],
    };
    sets.iter()
        .find_map(|set| page.reader.voice.find(&format!("{set}-{text}"), None))
        .unwrap_or_else(|| text.to_owned())
}
