//! The cell: one object for tables, pictures, files and answers.

use platform::{codes, http::Cell as FileCell, values::Text};
use rust_decimal::Decimal;
use serde::Serialize;
use utoipa::ToSchema;

use crate::contribution::{Measure, MeasureUnit};

codes! {
    /// How many organisations are in a figure. Never how many exactly.
    pub enum Coverage as ReleaseCoverage {
        UnderTen = "under_10",
        TenTo24 = "10_to_24",
        TwentyFiveTo49 = "25_to_49",
        FiftyTo99 = "50_to_99",
        HundredTo199 = "100_to_199",
        From200 = "200_or_more",
    }
}

impl Coverage {
    pub fn of(contributors: usize) -> Self {
        match contributors {
            ..10 => Self::UnderTen,
            10..25 => Self::TenTo24,
            25..50 => Self::TwentyFiveTo49,
            50..100 => Self::FiftyTo99,
            100..200 => Self::HundredTo199,
            200.. => Self::From200,
        }
    }
}

/// A figure, or one neutral sentence in its place, whatever the reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ReleasedCell)]
pub struct Cell {
    pub measure: Measure,
    /// The year.
    #[schema(example = 2025)]
    pub period: i16,
    pub unit: MeasureUnit,
    /// Rounded: counts to 1, money to three significant digits. Null when it is not shown.
    #[schema(value_type = Option<String>, example = "1230000")]
    pub value: Option<Decimal>,
    /// How many organisations are in it, in bands. Null when the figure is not shown.
    pub coverage: Option<Coverage>,
    /// In place of a figure.
    pub note: Option<Text>,
}

impl Cell {
    pub fn shown(measure: Measure, period: i16, value: Decimal, coverage: Coverage) -> Self {
        Self {
            measure,
            period,
            unit: measure.unit(),
            value: Some(value),
            coverage: Some(coverage),
            note: None,
        }
    }

    pub fn not_shown(measure: Measure, period: i16) -> Self {
        Self {
            measure,
            period,
            unit: measure.unit(),
            value: None,
            coverage: None,
            note: Some(neutral()),
        }
    }

    pub const COLUMNS: [&'static str; 8] = [
        "measure", "period", "unit", "value", "coverage", "note_fi", "note_sv", "note_en",
    ];

    pub fn cells(&self) -> Vec<FileCell> {
        let mut cells = vec![
            self.measure.code().into(),
            i64::from(self.period).into(),
            self.unit.code().into(),
            self.value.map_or(FileCell::Empty, FileCell::Number),
            FileCell::maybe(self.coverage.map(Coverage::code)),
        ];
        cells.extend(FileCell::languages(self.note.as_ref()));
        cells
    }
}

/// The one sentence.
fn neutral() -> Text {
    Text {
        fi: Some(
            "Ei näytetä: luku näytetään vain, kun siitä ei voi päätellä yksittäisen organisaation tietoja.".to_owned(),
        ),
        sv: Some(
            "Visas inte: ett tal visas bara när det inte avslöjar uppgifter om en enskild organisation.".to_owned(),
        ),
        en: Some(
            "Not shown: a figure is shown only when nothing about a single organisation can be told from it."
                .to_owned(),
        ),
    }
}
