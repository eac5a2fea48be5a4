//! The rows of the grid: what they show, what was typed in them, what is sent of them.

use serde_json::{Map, Value, json};

use super::{About, Known, MOST};
use crate::{
    clients::indicators::{Indicator, SheetRow},
    forms::decimal,
    html::Html,
    language::{Language, Voice},
    page::{Page, Section},
    reader::{Reader, Submitted},
};

/// One indicator of one unit.
pub struct Row {
    pub number: usize,
    pub indicator_id: String,
    pub unit_id: String,
    pub name: Html,
    /// Indicator and unit in words, for labels.
    pub plain: String,
    pub unit: Html,
    pub unit_of_measure: Html,
    /// The levels of a scale in words.
    pub levels: String,
    pub cells: Vec<Cell>,
    pub no_change: bool,
}

/// One field of a row.
pub struct Cell {
    row: usize,
    /// What the service calls it.
    pub field: &'static str,
    pub label: String,
    pub value: String,
    pub faults: Vec<String>,
}

impl Cell {
    pub fn name(&self) -> String {
        format!("values.{}.{}", self.row, self.field)
    }

    pub fn id(&self) -> String {
        format!("field-values-{}-{}", self.row, self.field)
    }
}

/// What is typed for a kind of indicator, and the messages that name it.
fn fields(kind: &str) -> &'static [(&'static str, &'static str)] {
    match kind {
        "ratio" => &[("numerator", "numerator"), ("denominator", "denominator")],
        "scale" => &[("level", "scale-level"), ("evidence", "evidence")],
        _ => &[("value", "value")],
    }
}

impl Row {
    pub fn of(reader: &Reader, known: &Known, indicator: &Indicator, unit_id: &str, number: usize) -> Self {
        let page = Page::new(reader, Section::Goals);
        let plain = page.plain(&indicator.name);
        let unit = if unit_id.is_empty() {
            Html::text(&page.whole())
        } else {
            known.units.name(&page, unit_id)
        };
        let levels: Vec<String> = indicator
            .scale
            .iter()
            .map(|step| format!("{} = {}", step.level, page.plain(&step.label)))
            .collect();
        let cell = |(field, label): &(&'static str, &'static str)| Cell {
            row: number,
            field,
            label: page.t(label),
            value: String::new(),
            faults: Vec::new(),
        };
        Self {
            number,
            indicator_id: indicator.id.clone(),
            unit_id: unit_id.to_owned(),
            name: page.text(&indicator.name),
            plain,
            unit,
            unit_of_measure: page.text(&indicator.unit_of_measure),
            levels: levels.join(", "),
            cells: fields(&indicator.kind).iter().map(cell).collect(),
            no_change: false,
        }
    }

    pub fn is_filled(&self) -> bool {
        self.no_change || self.cells.iter().any(|cell| !cell.value.is_empty())
    }

    /// Fills the cells from the left.
    pub fn fill<'a>(&mut self, values: impl IntoIterator<Item = &'a str>) {
        for (cell, value) in self.cells.iter_mut().zip(values) {
            value.trim().clone_into(&mut cell.value);
        }
    }

    /// What is sent: numbers with a decimal point, however they were typed.
    pub fn body(&self, period: &str, status: Option<&str>, provenance: Option<&str>) -> Value {
        let mut body = Map::new();
        for cell in self.cells.iter().filter(|cell| !cell.value.is_empty()) {
            let said = if cell.field == "evidence" {
                cell.value.clone()
            } else {
                decimal(&cell.value)
            };
            body.insert(cell.field.to_owned(), json!(said));
        }
        let unit = Some(&self.unit_id).filter(|unit| !unit.is_empty());
        for (name, value) in [
            ("indicator_id", json!(self.indicator_id)),
            ("period", json!(period)),
            ("unit_id", json!(unit)),
            ("status", json!(status)),
            ("provenance", json!(provenance)),
            ("no_change", json!(self.no_change)),
        ] {
            body.insert(name.to_owned(), value);
        }
        Value::Object(body)
    }

    /// A fault of a field stands beside its cell; one of the whole row beside the first.
    pub fn refuse(&mut self, field: &str, code: &str, voice: Voice, told: String) {
        let is_number = field != "evidence" && code == "wrong_type";
        let told = if is_number && self.cells.iter().any(|cell| cell.field == field) {
            voice.say("fault-no_number")
        } else {
            told
        };
        let place = self
            .cells
            .iter()
            .position(|cell| cell.field == field)
            .unwrap_or_default();
        if let Some(cell) = self.cells.get_mut(place) {
            cell.faults.push(told);
        }
    }
}

/// The rows to begin with: every indicator of the sheet, with what stands there already.
pub fn rows(reader: &Reader, about: &About, known: &Known, sheet: &[SheetRow]) -> Vec<Row> {
    let row = |(n, there): (usize, &SheetRow)| {
        let mut row = Row::of(reader, known, &there.indicator, &about.unit_id, n);
        if let Some(value) = &there.value {
            for cell in &mut row.cells {
                cell.value = shown(reader.voice, value.measured(cell.field));
            }
        }
        row
    };
    sheet.iter().take(MOST).enumerate().map(row).collect()
}

/// A number as the reader writes it, without anything between its thousands.
fn shown(voice: Voice, value: &Value) -> String {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    match (value, voice.language) {
        (Value::Null, _) => String::new(),
        (_, Language::En) => text,
        _ if text.parse::<f64>().is_ok() => text.replace('.', ","),
        _ => text,
    }
}

/// The rows as they came back.
pub fn typed(reader: &Reader, known: &Known, submitted: &Submitted) -> Vec<Row> {
    let mut rows = Vec::new();
    for n in 0..MOST {
        let said = |field: &str| submitted.get(&format!("values.{n}.{field}"));
        let id = said("indicator_id");
        if id.is_empty() {
            break;
        }
        let Some(indicator) = known.indicators.iter().find(|indicator| indicator.id == id) else {
            continue;
        };
        let mut row = Row::of(reader, known, indicator, said("unit_id"), rows.len());
        for cell in &mut row.cells {
            said(cell.field).clone_into(&mut cell.value);
        }
        row.no_change = said("no_change") == "true";
        rows.push(row);
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::{samples::a_member, values::samples::known};

    #[test]
    fn what_was_typed_comes_back_and_is_sent_with_a_decimal_point() {
        let reader = a_member(Language::Fi);
        let typed = typed(
            &reader,
            &known(),
            &Submitted::sample(&[
                ("values.0.indicator_id", "i1"),
                ("values.0.unit_id", "u1"),
                ("values.0.value", "1 234,5"),
                ("values.1.indicator_id", "i2"),
                ("values.1.no_change", "true"),
            ]),
        );
        let [first, second] = typed.as_slice() else {
            panic!("two rows were typed");
        };
        assert_eq!(first.cells.first().unwrap().value, "1 234,5");
        let body = first.body("2026", Some("final"), None);
        assert_eq!(
            (&body["value"], &body["unit_id"], &body["status"]),
            (&json!("1234.5"), &json!("u1"), &json!("final"))
        );
        assert!(second.no_change && second.is_filled());
    }

    #[test]
    fn what_stands_there_is_shown_as_the_reader_writes_it() {
        let about = About {
            period: "2026".to_owned(),
            unit_id: String::new(),
        };
        let indicator = known().indicators.swap_remove(0);
        let value = serde_json::from_value(json!({"indicator_id": "i1", "value": "12.5"})).unwrap();
        let there = SheetRow { indicator, value };
        let rows = rows(&a_member(Language::Fi), &about, &known(), &[there]);
        assert_eq!(rows.first().unwrap().cells.first().unwrap().value, "12,5");
    }
}
