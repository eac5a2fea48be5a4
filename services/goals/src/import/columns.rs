//! What the columns of a table hold.

use platform::{codes, http::Faults};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

codes! {
    /// What a column can hold.
    pub enum Field as ImportField {
        /// Its id, or its name in any language.
        Indicator = "indicator",
        /// `2026`, `2026-H1`, `2026-Q3` or `2026-11`.
        Period = "period",
        /// Its id, or its name in any language; empty for the whole organisation.
        Unit = "unit",
        /// `level: upper | gender: f`.
        Dimensions = "dimensions",
        Value = "value",
        Numerator = "numerator",
        Denominator = "denominator",
        Level = "level",
        Evidence = "evidence",
        /// Preliminary or final.
        Status = "status",
        Provenance = "provenance",
        /// Yes or no.
        NoChange = "no_change",
    }
}

/// A column of the table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ImportColumn)]
pub struct Column {
    /// As it stands in the first line.
    pub name: String,
    /// What it holds; null for nothing that is wanted here.
    pub field: Option<Field>,
    /// What stands in the first lines.
    #[serde(default)]
    pub samples: Vec<String>,
}

/// How columns are called, in lower case: by our own exports, and by people in three languages.
const NAMES: &[(Field, &[&str])] = &[
    (
        Field::Indicator,
        &[
            "indicator",
            "indicator_id",
            "mittari",
            "mittarin nimi",
            "indikaattori",
            "indikator",
        ],
    ),
    (
        Field::Period,
        &["period", "kausi", "jakso", "ajanjakso", "vuosi", "year", "år"],
    ),
    (
        Field::Unit,
        &["unit", "unit_id", "yksikkö", "toimiala", "enhet", "sektor"],
    ),
    (
        Field::Dimensions,
        &["dimensions", "jaottelu", "luokittelu", "uppdelning", "fördelning"],
    ),
    (Field::Value, &["value", "arvo", "luku", "värde"]),
    (Field::Numerator, &["numerator", "osoittaja", "täljare"]),
    (Field::Denominator, &["denominator", "nimittäjä", "nämnare"]),
    (Field::Level, &["level", "taso", "nivå"]),
    (
        Field::Evidence,
        &["evidence", "näyttö", "perustelu", "perustelut", "underlag", "belägg"],
    ),
    (Field::Status, &["status", "tila", "varmuus", "säkerhet"]),
    (Field::Provenance, &["provenance", "source", "lähde", "källa"]),
    (
        Field::NoChange,
        &["no_change", "no change", "ei muutosta", "ingen ändring", "oförändrat"],
    ),
];

/// What a column holds, as far as its name tells. Of two that say the same, the first counts.
pub fn guessed(names: &[String]) -> Vec<Option<Field>> {
    let mut taken = Vec::new();
    names
        .iter()
        .map(|name| {
            let name = name.trim().to_lowercase();
            let known = NAMES.iter().find(|(_, names)| names.contains(&name.as_str()));
            let field = known.map(|(field, _)| *field).filter(|field| !taken.contains(field));
            taken.extend(field);
            field
        })
        .collect()
}

/// What is missing or stands twice before lines could be read.
pub fn faults(fields: &[Option<Field>], columns: usize) -> Faults {
    let mut faults = Faults::default();
    let told = format!("The table has {columns} columns: say for each what it holds, or null.");
    faults.unless(fields.len() == columns, "/columns", "wrong_length", told);
    for (n, field) in fields.iter().enumerate() {
        let earlier = fields.iter().take(n).any(|other| field.is_some() && other == field);
        faults.unless(
            !earlier,
            format!("/columns/{n}"),
            "repeated",
            "Another column holds this already.",
        );
    }
    for (field, told) in [
        (Field::Indicator, "One column has to say which indicator a value is of."),
        (Field::Period, "One column has to say which period a value is of."),
    ] {
        faults.unless(
            fields.contains(&Some(field)),
            "/columns",
            &format!("no_{}", field.code()),
            told,
        );
    }
    let measured = [Field::Value, Field::Numerator, Field::Level, Field::NoChange];
    let says = measured.iter().any(|field| fields.contains(&Some(*field)));
    faults.unless(says, "/columns", "no_value", "One column has to say what was measured.");
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guess(names: &[&str]) -> Vec<Option<&'static str>> {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        guessed(&names)
            .into_iter()
            .map(|field| field.map(Field::code))
            .collect()
    }

    #[test]
    fn columns_are_known_by_their_names_in_three_languages_and_in_our_own_files() {
        let all = [Some("indicator"), Some("period"), Some("unit"), Some("value")];
        assert_eq!(guess(&["Mittari", "Vuosi", "Yksikkö", "Arvo"]), all);
        assert_eq!(guess(&["Indikator", "År", "Enhet", "Värde"]), all);
        assert_eq!(guess(&["indicator_id", "period", "unit_id", "value"]), all);
        assert_eq!(guess(&["Year", "Period", "colour"]), [Some("period"), None, None]);
    }

    #[test]
    fn a_table_says_which_indicator_which_period_and_what_was_measured() {
        let of = |fields: &[Option<Field>]| faults(fields, 3).to_string();
        assert_eq!(
            of(&[Some(Field::Indicator), Some(Field::Period), Some(Field::Level)]),
            ""
        );
        assert_eq!(
            of(&[None, None, None]),
            "/columns no_indicator, /columns no_period, /columns no_value"
        );
        assert_eq!(
            of(&[Some(Field::Indicator), Some(Field::Indicator)]),
            "/columns wrong_length, /columns/1 repeated, /columns no_period, /columns no_value"
        );
    }
}
