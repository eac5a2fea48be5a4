//! What is true of a value.

use std::collections::BTreeMap;

use garde::Validate;
use jiff::Timestamp;
use platform::{
    auth::OutOfReach,
    codes,
    db::DbError,
    http::{Faults, Merge, Problem, Stale},
    known::{Link, UNIT, Unknown},
    values::{plain, tidy},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::correction::Replaced;
use crate::{
    indicator::{IndicatorId, model::IndicatorContent},
    quantity::Quantity,
    span::Span,
};

platform::id_type!(
    /// Names a value of an indicator.
    ValueId of "indicator_value"
);

codes! {
    /// How sure a value is.
    pub enum Status as ValueStatus {
        Preliminary = "preliminary",
        Final = "final",
        Corrected = "corrected",
    }
}

codes! {
    /// How sure whoever enters a value is of it. Without saying so it is preliminary.
    pub enum Sureness as ValueSureness {
        Preliminary = "preliminary",
        Final = "final",
    }
}

/// A value as it stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Value {
    pub id: ValueId,
    pub version: i64,
    pub content: ValueContent,
    pub status: Status,
    /// What stood before, oldest first.
    pub replaces: Vec<Replaced>,
    pub recorded_at: Timestamp,
    pub created_at: Timestamp,
}

/// A value as people enter it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "indicator_id": "0192f3a4-7c1e-7d3a-9b51-2f6f3d1c0a03", "period": "2026",
    "unit_id": "0192f3a4-7c1e-7d3a-9b51-2f6f3d1c0a01", "numerator": "812", "denominator": "1015",
    "status": "final", "provenance": "Register of pupils, 20 September"
}))]
pub struct ValueContent {
    #[garde(skip)]
    pub indicator_id: IndicatorId,
    #[garde(skip)]
    pub period: Span,
    /// Absent: of the whole organisation.
    #[serde(default)]
    #[garde(skip)]
    pub unit_id: Option<Uuid>,
    /// A part of each of the indicator's dimensions, or none at all.
    #[serde(default)]
    #[garde(length(max = 5))]
    pub dimensions: BTreeMap<String, String>,
    /// Of a number.
    #[serde(default)]
    #[garde(skip)]
    pub value: Option<Quantity>,
    /// Of a ratio.
    #[serde(default)]
    #[garde(skip)]
    pub numerator: Option<Quantity>,
    #[serde(default)]
    #[garde(skip)]
    pub denominator: Option<Quantity>,
    /// Of a scale.
    #[serde(default)]
    #[garde(skip)]
    pub level: Option<i32>,
    /// What the judgement rests on.
    #[serde(default)]
    #[garde(inner(custom(plain(5_000))))]
    pub evidence: Option<String>,
    #[serde(default)]
    #[garde(skip)]
    pub status: Option<Sureness>,
    /// Where the value comes from.
    #[serde(default)]
    #[garde(inner(custom(plain(1_000))))]
    pub provenance: Option<String>,
    /// Takes over what stood the period before.
    #[serde(default)]
    #[garde(skip)]
    pub no_change: bool,
}

/// Any part of it, to be different.
pub type ValuePatch = Merge<ValueContent>;

#[derive(Debug, thiserror::Error)]
pub enum ValueError {
    #[error("there is no such value")]
    NotFound,
    #[error("the indicator is not there")]
    UnknownIndicator,
    #[error("the period has a value at this place")]
    Exists,
    #[error("the value is final")]
    Final,
    #[error("the value is preliminary")]
    NotFinal,
    #[error("nothing stood before that could stay the same")]
    NothingBefore,
    #[error("the value belongs to its indicator")]
    OtherIndicator,
    #[error(transparent)]
    Invalid(#[from] Problem),
    #[error(transparent)]
    Stale(#[from] Stale),
    #[error(transparent)]
    OutOfReach(#[from] OutOfReach),
    #[error(transparent)]
    Unknown(#[from] Unknown),
    #[error(transparent)]
    Db(DbError),
}

impl From<DbError> for ValueError {
    fn from(cause: DbError) -> Self {
        match cause {
            DbError::Taken { constraint } if constraint == "one_value_a_place" => Self::Exists,
            other => Self::Db(other),
        }
    }
}

impl ValueContent {
    pub fn links(&self) -> Vec<Link> {
        self.unit_id
            .map(|id| Link::to(UNIT, id, "/unit_id"))
            .into_iter()
            .collect()
    }

    /// Unit and dimensions as one text: a period has one value at each place.
    pub fn place(&self) -> String {
        let unit = self.unit_id.map_or_else(String::new, |id| id.to_string());
        self.dimensions
            .iter()
            .fold(unit, |place, (key, value)| format!("{place};{key}={value}"))
    }

    /// Rules between the value and its indicator.
    fn checked(self, indicator: &IndicatorContent) -> Result<Self, Problem> {
        let mut faults = Faults::default();
        let fits = self.period.fits(indicator.frequency);
        let told = format!(
            "The indicator is measured by {}.",
            indicator.frequency.code().replace('_', " ")
        );
        faults.unless(fits, "/period", "wrong_period", told);
        for (key, part) in &self.dimensions {
            let dimension = indicator.dimensions.iter().find(|d| d.key == *key);
            let known = dimension.is_some_and(|d| d.values.iter().any(|v| v.key == *part));
            faults.unless(
                known,
                format!("/dimensions/{key}"),
                "unknown_part",
                "The indicator has no such part.",
            );
        }
        // A part of one dimension and no part of another would count some things twice in a total.
        let whole = self.dimensions.is_empty() || self.dimensions.len() == indicator.dimensions.len();
        faults.unless(
            whole,
            "/dimensions",
            "incomplete",
            "Say a part of each dimension, or of none.",
        );
        self.measured().check(indicator, &mut faults);
        Ok(faults.none_or(self)?)
    }

    pub(super) fn tidy(self) -> Self {
        Self {
            evidence: tidy(self.evidence),
            provenance: tidy(self.provenance),
            ..self
        }
    }

    pub(super) fn sureness(&self) -> Status {
        match self.status {
            Some(Sureness::Final) => Status::Final,
            Some(Sureness::Preliminary) | None => Status::Preliminary,
        }
    }
}

impl Value {
    pub fn entered(content: ValueContent, indicator: &IndicatorContent, at: Timestamp) -> Result<Self, ValueError> {
        let content = content.tidy().checked(indicator)?;
        Ok(Self {
            id: ValueId::fresh(),
            version: 1,
            status: content.sureness(),
            content,
            replaces: Vec::new(),
            recorded_at: at,
            created_at: at,
        })
    }

    /// A preliminary value as it is known now. If something else was measured, what stood before is kept.
    pub fn revised(
        self,
        content: ValueContent,
        indicator: &IndicatorContent,
        at: Timestamp,
    ) -> Result<Self, ValueError> {
        if self.status != Status::Preliminary {
            return Err(ValueError::Final);
        }
        if content.indicator_id != self.content.indicator_id {
            return Err(ValueError::OtherIndicator);
        }
        let content = content.tidy().checked(indicator)?;
        let next = if content.measured() == self.content.measured() {
            self
        } else {
            self.replaced(at, None)
        };
        Ok(Self {
            status: content.sureness(),
            content,
            version: next.version + 1,
            ..next
        })
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::{example, indicator::model::tests as indicators};
    use serde_json::{Value as Json, json};

    pub fn entry(change: Json) -> ValueContent {
        let valid = json!({"indicator_id": Uuid::from_u128(3), "period": "2026"});
        example::read(valid, change)
    }

    pub fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    pub fn enter(indicator: Json, change: Json) -> Result<Value, ValueError> {
        Value::entered(entry(change), &indicators::content(indicator), at(1))
    }

    pub fn fault(indicator: Json, change: Json) -> String {
        match enter(indicator, change) {
            Ok(_) => String::new(),
            Err(ValueError::Invalid(problem)) => serde_json::to_string(problem.field_faults()).unwrap(),
            Err(other) => other.to_string(),
        }
    }

    #[test]
    fn a_value_is_of_a_period_that_the_indicator_is_measured_by() {
        assert!(fault(json!({}), json!({"value": "1", "period": "2026-Q1"})).contains("wrong_period"));
        assert_eq!(
            fault(
                json!({"frequency": "quarter"}),
                json!({"value": "1", "period": "2026-Q1"})
            ),
            ""
        );
    }

    #[test]
    fn a_value_stands_in_every_dimension_or_in_none() {
        let part = |key: &str| json!({"key": key, "name": {"fi": key}});
        let dimension = |key: &str, parts: Json| json!({"key": key, "name": {"fi": key}, "values": parts});
        let split = json!({"dimensions": [
            dimension("level", json!([part("primary"), part("upper")])), dimension("gender", json!([part("f"), part("m")])),
        ]});
        let told = |dimensions: Json| fault(split.clone(), json!({"value": "1", "dimensions": dimensions}));
        assert_eq!(told(json!({})), "");
        assert_eq!(told(json!({"level": "upper", "gender": "f"})), "");
        assert!(told(json!({"level": "upper"})).contains("incomplete"));
        assert!(told(json!({"level": "nursery", "gender": "f"})).contains("unknown_part"));
        assert!(told(json!({"colour": "red", "gender": "f"})).contains("/dimensions/colour"));
    }

    #[test]
    fn the_place_of_a_value_does_not_depend_on_the_order_it_was_written_in() {
        let unit = Uuid::from_u128(7);
        let one = entry(json!({"unit_id": unit, "dimensions": {"level": "upper", "gender": "f"}}));
        let other = entry(json!({"unit_id": unit, "dimensions": {"gender": "f", "level": "upper"}}));
        assert_eq!(one.place(), other.place());
        assert_ne!(one.place(), entry(json!({"unit_id": unit})).place());
        assert_ne!(entry(json!({})).place(), entry(json!({"unit_id": unit})).place());
    }

    #[test]
    fn without_a_word_a_value_is_preliminary() {
        assert_eq!(
            enter(json!({}), json!({"value": "1"})).unwrap().status,
            Status::Preliminary
        );
        assert_eq!(
            enter(json!({}), json!({"value": "1", "status": "final"}))
                .unwrap()
                .status,
            Status::Final
        );
        assert!(serde_json::from_value::<Sureness>(json!("corrected")).is_err());
    }

    #[test]
    fn a_preliminary_value_becomes_final_and_keeps_what_it_was() {
        let value = enter(json!({}), json!({"value": "10"})).unwrap();
        let sure = entry(json!({"value": "11", "status": "final"}));
        let value = value.revised(sure, &indicators::content(json!({})), at(9)).unwrap();
        assert_eq!((value.status, value.version), (Status::Final, 2));
        let before = value.replaces.first().unwrap();
        assert_eq!(
            (before.measured.value.unwrap().to_string(), before.status),
            ("10".to_owned(), Status::Preliminary)
        );
        assert_eq!((before.recorded_at, value.recorded_at), (at(1), at(9)));
    }

    #[test]
    fn confirming_a_value_replaces_nothing() {
        let value = enter(json!({}), json!({"value": "10"})).unwrap();
        let sure = entry(json!({"value": "10", "status": "final"}));
        let value = value.revised(sure, &indicators::content(json!({})), at(9)).unwrap();
        assert!(value.replaces.is_empty() && value.recorded_at == at(1));
    }

    #[test]
    fn a_value_does_not_move_to_another_indicator() {
        let value = enter(json!({}), json!({"value": "10"})).unwrap();
        let moved = entry(json!({"value": "10", "indicator_id": Uuid::from_u128(4)}));
        assert!(matches!(
            value.revised(moved, &indicators::content(json!({})), at(9)),
            Err(ValueError::OtherIndicator)
        ));
    }
}
