//! A line of a table as a value.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use platform::{http::Faults, known::Known, values::Text};
use uuid::Uuid;

use super::columns::{Column, Field};
use crate::{
    indicator::IndicatorId,
    value::{
        grid::GridRow,
        model::{Sureness, ValueContent},
    },
};

/// Things by their names in every language, in lower case. Several things may share one.
#[derive(Debug, Default)]
pub struct Names(HashMap<String, Vec<Uuid>>);

/// What a line can name.
#[derive(Debug, Default)]
pub struct Book {
    pub indicators: Names,
    pub units: Names,
}

impl Names {
    pub fn of<'a>(things: impl IntoIterator<Item = (Uuid, &'a Text)>) -> Self {
        let mut names: HashMap<String, Vec<Uuid>> = HashMap::new();
        for (id, text) in things {
            for (_, name) in text.each() {
                let called_so = names.entry(name.trim().to_lowercase()).or_default();
                if !called_so.contains(&id) {
                    called_so.push(id);
                }
            }
        }
        Self(names)
    }

    pub fn of_known(things: &[Known]) -> Self {
        Self::of(things.iter().map(|thing| (thing.id, &thing.label)))
    }

    /// The thing that is meant; an id means itself, whether there is such a thing or not.
    fn find(&self, said: &str, pointer: &str, kind: &str) -> Result<Uuid, Faults> {
        if let Ok(id) = said.parse() {
            return Ok(id);
        }
        match self.0.get(&said.to_lowercase()).map(Vec::as_slice) {
            Some([id]) => Ok(*id),
            Some(_) => Err(Faults::of(
                pointer,
                "ambiguous",
                format!("Several {kind}s are called this: write the id."),
            )),
            None => Err(Faults::of(
                pointer,
                &format!("unknown_{kind}"),
                format!("There is no {kind} of this name in your organisation."),
            )),
        }
    }
}

/// What a line says in one of its columns; nothing where it is empty or there is no such column.
fn said<'a>(columns: &[Column], cells: &'a [String], field: Field) -> Option<&'a str> {
    let at = columns.iter().position(|column| column.field == Some(field))?;
    cells.get(at).map(|cell| cell.trim()).filter(|cell| !cell.is_empty())
}

/// The line as a value, or everything in it that cannot be read.
pub fn read(columns: &[Column], cells: &[String], book: &Book) -> Result<ValueContent, Faults> {
    let said = |field| said(columns, cells, field);
    let text = |field| said(field).map(str::to_owned);
    let mut faults = Faults::default();
    let mut named = |field, names: &Names, pointer: &str, kind: &str| {
        let found = said(field).map(|name| names.find(name, pointer, kind)).transpose();
        found.unwrap_or_else(|told| {
            faults.extend(told);
            None
        })
    };
    let indicator = named(Field::Indicator, &book.indicators, "/indicator_id", "indicator");
    let unit_id = named(Field::Unit, &book.units, "/unit_id", "unit");
    let told = "Say which indicator it is of.";
    faults.unless(said(Field::Indicator).is_some(), "/indicator_id", "required", told);
    let status = said(Field::Status).map(sureness).transpose();
    let told = "A value is preliminary or final.";
    faults.unless(status.is_ok(), "/status", "not_a_choice", told);
    let no_change = said(Field::NoChange).map(yes).transpose();
    faults.unless(no_change.is_ok(), "/no_change", "not_a_choice", "Yes or no.");
    let dimensions = said(Field::Dimensions).map(dimensions).transpose();
    let told = "Dimensions are written \"level: upper | gender: f\".";
    faults.unless(dimensions.is_ok(), "/dimensions", "wrong_type", told);
    let row = GridRow {
        indicator_id: IndicatorId(indicator.unwrap_or_default()),
        period: said(Field::Period).map(period).unwrap_or_default(),
        unit_id,
        dimensions: dimensions.unwrap_or_default().unwrap_or_default(),
        value: said(Field::Value).map(number),
        numerator: said(Field::Numerator).map(number),
        denominator: said(Field::Denominator).map(number),
        level: text(Field::Level),
        evidence: text(Field::Evidence),
        status: status.unwrap_or_default(),
        provenance: text(Field::Provenance),
        no_change: no_change.unwrap_or_default().unwrap_or_default(),
    };
    faults.extend(Faults::of_rules(&row));
    match row.read() {
        Ok(content) => faults.none_or(content),
        Err(told) => {
            faults.extend(told);
            Err(faults)
        }
    }
}

/// A spreadsheet takes `2026-11` for a day, and keeps it as the first of that month.
fn period(said: &str) -> String {
    let first = said.strip_suffix("-01").filter(|month| month.len() == "2026-11".len());
    let month = first.filter(|_| said.parse::<Date>().is_ok());
    month.unwrap_or(said).to_owned()
}

/// `1 234,5`, as people and spreadsheets write it in the North.
fn number(said: &str) -> String {
    let tight: String = said.chars().filter(|c| !c.is_whitespace()).collect();
    let tight = tight.replace('\u{2212}', "-");
    match tight.split_once(',') {
        Some((whole, part)) if !tight.contains('.') && !part.contains(',') => format!("{whole}.{part}"),
        _ => tight,
    }
}

fn sureness(said: &str) -> Result<Sureness, ()> {
    match said.to_lowercase().as_str() {
        "preliminary" | "alustava" | "preliminär" | "preliminärt" => Ok(Sureness::Preliminary),
        // One that was corrected is final.
        "final" | "corrected" | "lopullinen" | "korjattu" | "slutlig" | "slutligt" | "rättat" => Ok(Sureness::Final),
        _ => Err(()),
    }
}

fn yes(said: &str) -> Result<bool, ()> {
    match said.to_lowercase().as_str() {
        "true" | "yes" | "1" | "x" | "kyllä" | "ja" => Ok(true),
        "false" | "no" | "0" | "ei" | "nej" => Ok(false),
        _ => Err(()),
    }
}

fn dimensions(said: &str) -> Result<BTreeMap<String, String>, ()> {
    let pairs = said.split('|').map(|pair| {
        let (key, part) = pair.split_once(':').ok_or(())?;
        Ok((key.trim().to_owned(), part.trim().to_owned()))
    });
    pairs.collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn text(name: &str) -> Text {
        serde_json::from_value(json!({"fi": name, "sv": format!("{name} på svenska")})).unwrap()
    }

    fn book() -> Book {
        let id = Uuid::from_u128;
        let indicators = [
            (id(1), text("Lukijat")),
            (id(2), text("Matkat")),
            (id(3), text("Matkat")),
        ];
        Book {
            indicators: Names::of(indicators.iter().map(|(id, name)| (*id, name))),
            units: Names::of([(id(7), &text("Koulut"))]),
        }
    }

    fn line(of: &[(Field, &str)]) -> Result<ValueContent, Faults> {
        let columns: Vec<Column> = of
            .iter()
            .map(|(field, _)| Column {
                name: field.code().to_owned(),
                field: Some(*field),
                samples: Vec::new(),
            })
            .collect();
        let cells: Vec<String> = of.iter().map(|(_, cell)| (*cell).to_owned()).collect();
        read(&columns, &cells, &book())
    }

    fn told(of: &[(Field, &str)]) -> String {
        line(of).unwrap_err().to_string()
    }

    #[test]
    fn a_line_names_things_as_people_call_them() {
        let value = line(&[
            (Field::Indicator, "lukijat på SVENSKA"),
            (Field::Unit, "Koulut"),
            (Field::Period, "2026"),
            (Field::Value, "1 234,5"),
            (Field::Status, "Lopullinen"),
            (Field::Dimensions, "level: upper | gender: f"),
        ])
        .unwrap();
        assert_eq!(
            (value.indicator_id.0, value.unit_id),
            (Uuid::from_u128(1), Some(Uuid::from_u128(7)))
        );
        assert_eq!(value.value.unwrap().to_string(), "1234.5");
        assert_eq!((value.status, value.dimensions.len()), (Some(Sureness::Final), 2));
    }

    #[test]
    fn a_month_that_a_spreadsheet_has_made_a_day_is_a_month() {
        for (said, read) in [
            ("2026-11-01", "2026-11"),
            ("2026-11-02", "2026-11-02"),
            ("2026-13-01", "2026-13-01"),
            ("2026-01", "2026-01"),
            ("2026", "2026"),
        ] {
            assert_eq!(period(said), read);
        }
    }

    #[test]
    fn everything_that_cannot_be_read_in_a_line_is_told_at_once() {
        let all = told(&[
            (Field::Indicator, "Matkat"),
            (Field::Unit, "Satama"),
            (Field::Period, "viime vuosi"),
            (Field::Value, "1,2,3"),
            (Field::Status, "ehkä"),
            (Field::NoChange, "ehkä"),
            (Field::Dimensions, "upper"),
        ]);
        let faults = "/indicator_id ambiguous, /unit_id unknown_unit, /status not_a_choice, /no_change not_a_choice, \
                      /dimensions wrong_type, /period wrong_type, /value wrong_type";
        assert_eq!(all, faults);
        assert_eq!(
            told(&[(Field::Period, "2026"), (Field::Indicator, " ")]),
            "/indicator_id required"
        );
    }

    #[test]
    fn numbers_are_read_as_the_north_writes_them() {
        for (said, read) in [
            ("12,5", "12.5"),
            ("12.5", "12.5"),
            ("1\u{a0}234,5", "1234.5"),
            ("\u{2212}3", "-3"),
            // Nobody knows what this means.
            ("1,234.5", "1,234.5"),
        ] {
            assert_eq!(number(said), read);
        }
    }
}
