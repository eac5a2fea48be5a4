//! Values as they are typed or pasted into a grid: all of them are checked, and all are kept or none.

use std::collections::{BTreeMap, HashSet};

use garde::Validate;
use jiff::Timestamp;
use platform::{codes, http::Faults, values::plain};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    Value, ValueError, ValueId,
    model::{Status, Sureness, ValueContent},
};
use crate::{
    indicator::{IndicatorId, Kind, model::IndicatorContent},
    quantity::Quantity,
    span::Span,
};

/// Up to 500 values at once.
#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "dry_run": true,
    "values": [
        {"indicator_id": "0192f3a4-7c1e-7d3a-9b51-2f6f3d1c0a03", "period": "2026",
         "unit_id": "0192f3a4-7c1e-7d3a-9b51-2f6f3d1c0a01", "numerator": "812", "denominator": "1015", "status": "final"},
        {"indicator_id": "0192f3a4-7c1e-7d3a-9b51-2f6f3d1c0a04", "period": "2026", "no_change": true}
    ]
}))]
pub struct Grid {
    #[garde(length(min = 1, max = 500), dive)]
    pub values: Vec<GridRow>,
    /// Only checks them: nothing is kept.
    #[serde(default)]
    #[garde(skip)]
    pub dry_run: bool,
}

/// A row of the grid. What people type is text here, so that every fault of every row is told at once.
#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GridRow {
    #[garde(skip)]
    pub indicator_id: IndicatorId,
    /// `2026`, `2026-H1`, `2026-Q3` or `2026-11`.
    #[garde(skip)]
    pub period: String,
    /// Absent: of the whole organisation.
    #[serde(default)]
    #[garde(skip)]
    pub unit_id: Option<Uuid>,
    #[serde(default)]
    #[garde(length(max = 5))]
    pub dimensions: BTreeMap<String, String>,
    /// Of a number: text such as `12.5`.
    #[serde(default)]
    #[garde(skip)]
    pub value: Option<String>,
    /// Of a ratio.
    #[serde(default)]
    #[garde(skip)]
    pub numerator: Option<String>,
    #[serde(default)]
    #[garde(skip)]
    pub denominator: Option<String>,
    /// Of a scale.
    #[serde(default)]
    #[garde(skip)]
    pub level: Option<String>,
    #[serde(default)]
    #[garde(inner(custom(plain(5_000))))]
    pub evidence: Option<String>,
    #[serde(default)]
    #[garde(skip)]
    pub status: Option<Sureness>,
    #[serde(default)]
    #[garde(inner(custom(plain(1_000))))]
    pub provenance: Option<String>,
    /// Takes over what stood the period before.
    #[serde(default)]
    #[garde(skip)]
    pub no_change: bool,
}

codes! {
    /// What becomes of a row: a new value, a preliminary one that is changed, or one that says the same already.
    pub enum Outcome as GridOutcome {
        Entered = "entered",
        Changed = "changed",
        Unchanged = "unchanged",
    }
}

/// What became of the rows, in their order.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Gridded {
    /// Whether it was only checked.
    pub dry_run: bool,
    pub items: Vec<GriddedRow>,
}

/// What became of one row.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
pub struct GriddedRow {
    pub outcome: Outcome,
    /// The value; a new one has none while it is only checked.
    pub id: Option<ValueId>,
}

/// A row that may be kept.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    Enter(Value),
    Change(Value),
    Leave(ValueId),
}

/// Where a fault of a row stands in the whole body.
pub fn place(row: usize) -> String {
    format!("/values/{row}")
}

impl GridRow {
    /// The row as a value, or everything in it that cannot be read.
    pub fn read(&self) -> Result<ValueContent, Faults> {
        let mut faults = Faults::default();
        let period = Span::read(self.period.trim());
        let told = "A period is 2026, 2026-H1, 2026-Q3 or 2026-11.";
        faults.unless(period.is_some(), "/period", "wrong_type", told);
        let mut number = |pointer: &str, text: Option<&String>| {
            let read = said(text).map(Quantity::read).transpose();
            read.unwrap_or_else(|told| {
                faults.add(pointer, "wrong_type", format!("{}.", sentence(told)));
                None
            })
        };
        let value = number("/value", self.value.as_ref());
        let numerator = number("/numerator", self.numerator.as_ref());
        let denominator = number("/denominator", self.denominator.as_ref());
        let level = said(self.level.as_ref()).map(str::parse).transpose();
        faults.unless(level.is_ok(), "/level", "wrong_type", "A level is a whole number.");
        let content = period.map(|period| ValueContent {
            indicator_id: self.indicator_id,
            period,
            unit_id: self.unit_id,
            dimensions: self.dimensions.clone(),
            value,
            numerator,
            denominator,
            level: level.unwrap_or_default(),
            evidence: self.evidence.clone(),
            status: self.status,
            provenance: self.provenance.clone(),
            no_change: self.no_change,
        });
        match content {
            Some(content) => faults.none_or(content),
            None => Err(faults),
        }
    }
}

fn said(text: Option<&String>) -> Option<&str> {
    text.map(|text| text.trim()).filter(|text| !text.is_empty())
}

fn sentence(told: &str) -> String {
    let mut letters = told.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Rows that name a place of a period that stands further up already.
pub fn repeated(rows: &[Result<ValueContent, Faults>]) -> Faults {
    let (mut faults, mut seen) = (Faults::default(), HashSet::new());
    for (n, content) in rows.iter().enumerate() {
        let Ok(content) = content else { continue };
        let first = seen.insert((content.indicator_id, content.period, content.place()));
        faults.unless(first, place(n), "repeated", "This stands in the grid already.");
    }
    faults
}

impl Step {
    /// What a row does to what stands at its place.
    pub fn of(
        before: Option<Value>,
        content: ValueContent,
        indicator: &IndicatorContent,
        at: Timestamp,
    ) -> Result<Self, ValueError> {
        let Some(before) = before else {
            return Ok(Self::Enter(Value::entered(content, indicator, at)?));
        };
        let content = content.tidy();
        let same = content.measured() == before.content.measured();
        if same && (before.status != Status::Preliminary || content.sureness() == before.status) {
            return Ok(Self::Leave(before.id));
        }
        Ok(Self::Change(before.revised(content, indicator, at)?))
    }

    pub fn outcome(&self) -> Outcome {
        match self {
            Self::Enter(_) => Outcome::Entered,
            Self::Change(_) => Outcome::Changed,
            Self::Leave(_) => Outcome::Unchanged,
        }
    }

    pub fn told(&self, dry_run: bool) -> GriddedRow {
        let id = match self {
            Self::Enter(value) => (!dry_run).then_some(value.id),
            Self::Change(value) => Some(value.id),
            Self::Leave(id) => Some(*id),
        };
        GriddedRow {
            outcome: self.outcome(),
            id,
        }
    }
}

/// What is wrong with a row, by its fields. Any other error is not the row's.
pub fn faults_of(error: ValueError, kind: Kind) -> Result<Faults, ValueError> {
    let mut faults = Faults::default();
    match error {
        ValueError::Invalid(problem) => faults.extend(problem.field_faults().iter().cloned()),
        ValueError::Final => {
            let pointer = match kind {
                Kind::Number => "/value",
                Kind::Ratio => "/numerator",
                Kind::Scale => "/level",
            };
            faults.add(pointer, "value_final", "The value is final: correct it, and say why.");
        }
        ValueError::NothingBefore => faults.add(
            "/no_change",
            "nothing_before",
            "Nothing stood here before that could stay the same.",
        ),
        ValueError::OutOfReach(_) => faults.add("/unit_id", "beyond_reach", "This lies beyond what your role reaches."),
        ValueError::UnknownIndicator => faults.add(
            "/indicator_id",
            "unknown_indicator",
            "There is no such indicator in your organisation.",
        ),
        other => return Err(other),
    }
    Ok(faults)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::*;
    use crate::{
        example,
        indicator::model::tests as indicators,
        value::model::tests::{at, enter},
    };

    fn row(change: Json) -> GridRow {
        example::read(json!({"indicator_id": Uuid::from_u128(3), "period": "2026"}), change)
    }

    fn step(before: Option<Value>, change: Json) -> Result<Step, ValueError> {
        Step::of(
            before,
            row(change).read().unwrap(),
            &indicators::content(json!({})),
            at(9),
        )
    }

    #[test]
    fn everything_that_cannot_be_read_in_a_row_is_told_at_once() {
        let told = row(json!({"period": "26", "numerator": "12,5", "denominator": "x", "level": "two"}));
        let faults = told.read().unwrap_err();
        let expected = "/period wrong_type, /numerator wrong_type, /denominator wrong_type, /level wrong_type";
        assert_eq!(faults.to_string(), expected);
        let good = row(json!({"value": " 12.5 ", "numerator": "", "level": " "}))
            .read()
            .unwrap();
        assert_eq!(
            (good.value.unwrap().to_string(), good.numerator, good.level),
            ("12.5".to_owned(), None, None)
        );
    }

    #[test]
    fn a_place_of_a_period_stands_once_in_a_grid() {
        let read = |change: Json| row(change).read();
        let rows = [
            read(json!({"value": "1"})),
            Err(Faults::default()),
            read(json!({"period": "2025"})),
            read(json!({"unit_id": Uuid::from_u128(7)})),
            read(json!({"value": "2"})),
        ];
        assert_eq!(repeated(&rows).to_string(), "/values/4 repeated");
    }

    #[test]
    fn a_row_enters_what_is_new_changes_what_is_preliminary_and_leaves_what_says_the_same() {
        let preliminary = enter(json!({}), json!({"value": "10"})).unwrap();
        let id = preliminary.id;
        assert!(matches!(step(None, json!({"value": "1"})).unwrap(), Step::Enter(_)));
        assert_eq!(
            step(Some(preliminary.clone()), json!({"value": "10"})).unwrap(),
            Step::Leave(id)
        );
        let sure = json!({"value": "10", "status": "final"});
        let Step::Change(value) = step(Some(preliminary), sure).unwrap() else {
            panic!("it was to be made final");
        };
        assert_eq!((value.id, value.status, value.version), (id, Status::Final, 2));
    }

    #[test]
    fn a_final_value_is_left_as_it_is_or_corrected_elsewhere() {
        let sure = enter(json!({}), json!({"value": "10", "status": "final"})).unwrap();
        let same = step(Some(sure.clone()), json!({"value": "10"})).unwrap();
        assert_eq!(same, Step::Leave(sure.id));
        let refused = step(Some(sure), json!({"value": "11"})).unwrap_err();
        let faults = faults_of(refused, Kind::Number).unwrap();
        assert_eq!(faults.to_string(), "/value value_final");
    }
}
