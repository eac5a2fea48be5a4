//! A final value put right, with what stood before.

use garde::Validate;
use jiff::Timestamp;
use platform::{
    http::{Faults, Problem},
    values::{plain, tidy},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    Value, ValueError,
    measured::Measured,
    model::{Status, ValueContent},
};
use crate::{checks::line, indicator::model::IndicatorContent, quantity::Quantity};

/// A correction of a value: what it should have been, and why.
#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"numerator": "821", "denominator": "1015", "reason": "One school had reported twice."}))]
pub struct Correction {
    #[serde(default)]
    #[garde(skip)]
    pub value: Option<Quantity>,
    #[serde(default)]
    #[garde(skip)]
    pub numerator: Option<Quantity>,
    #[serde(default)]
    #[garde(skip)]
    pub denominator: Option<Quantity>,
    #[serde(default)]
    #[garde(skip)]
    pub level: Option<i32>,
    #[serde(default)]
    #[garde(inner(custom(plain(5_000))))]
    pub evidence: Option<String>,
    /// Where the corrected value comes from; absent: from where the old one did.
    #[serde(default)]
    #[garde(inner(custom(plain(1_000))))]
    pub provenance: Option<String>,
    #[garde(custom(line(2_000)))]
    pub reason: String,
}

/// What stood before, until when and why no longer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Replaced {
    #[serde(flatten)]
    pub measured: Measured,
    pub status: Status,
    /// When it was recorded.
    #[schema(value_type = String, format = DateTime)]
    pub recorded_at: Timestamp,
    /// Why it was replaced.
    pub reason: Option<String>,
}

impl Correction {
    fn measured(&self) -> Measured {
        Measured {
            value: self.value,
            numerator: self.numerator,
            denominator: self.denominator,
            level: self.level,
            evidence: tidy(self.evidence.clone()),
        }
    }
}

impl Value {
    /// A final value put right. What stood before is kept, with the reason.
    pub fn corrected(
        self,
        correction: Correction,
        indicator: &IndicatorContent,
        at: Timestamp,
    ) -> Result<Self, ValueError> {
        if self.status == Status::Preliminary {
            return Err(ValueError::NotFinal);
        }
        let mut faults = Faults::default();
        let measured = correction.measured();
        measured.check(indicator, &mut faults);
        faults.none_or(()).map_err(Problem::from)?;
        let next = self.replaced(at, Some(correction.reason.trim().to_owned()));
        let content = next.content.clone().with(measured);
        let provenance = tidy(correction.provenance).or(content.provenance.clone());
        let content = ValueContent {
            provenance,
            no_change: false,
            ..content
        };
        Ok(Self {
            content,
            status: Status::Corrected,
            version: next.version + 1,
            ..next
        })
    }

    pub(super) fn replaced(mut self, at: Timestamp, reason: Option<String>) -> Self {
        let measured = self.content.measured();
        self.replaces.push(Replaced {
            measured,
            status: self.status,
            recorded_at: self.recorded_at,
            reason,
        });
        Self {
            recorded_at: at,
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::*;
    use crate::{
        example,
        indicator::model::tests as indicators,
        value::model::tests::{at, enter, entry},
    };

    fn correction(change: Json) -> Correction {
        let valid = json!({"reason": "Counted twice."});
        example::read(valid, change)
    }

    #[test]
    fn a_final_value_is_only_corrected() {
        let number = indicators::content(json!({}));
        let value = enter(json!({}), json!({"value": "10", "status": "final"})).unwrap();
        let again = value.clone().revised(entry(json!({"value": "11"})), &number, at(9));
        assert!(matches!(again, Err(ValueError::Final)));
        let once = value
            .corrected(correction(json!({"value": "11"})), &number, at(9))
            .unwrap();
        let twice = once
            .corrected(correction(json!({"value": "12"})), &number, at(12))
            .unwrap();
        assert_eq!(
            (twice.status, twice.version, twice.replaces.len()),
            (Status::Corrected, 3, 2)
        );
        let old: Vec<_> = twice
            .replaces
            .iter()
            .map(|r| r.measured.value.unwrap().to_string())
            .collect();
        assert_eq!(old, ["10", "11"]);
        assert_eq!(
            twice.replaces.first().unwrap().reason.as_deref(),
            Some("Counted twice.")
        );
    }

    #[test]
    fn a_preliminary_value_is_not_corrected_but_changed() {
        let value = enter(json!({}), json!({"value": "10"})).unwrap();
        let refused = value.corrected(
            correction(json!({"value": "11"})),
            &indicators::content(json!({})),
            at(9),
        );
        assert!(matches!(refused, Err(ValueError::NotFinal)));
    }

    #[test]
    fn a_correction_keeps_the_rules_of_the_kind_and_says_why() {
        let value = enter(
            indicators::ratio(),
            json!({"numerator": "1", "denominator": "2", "status": "final"}),
        )
        .unwrap();
        let refused = value.corrected(
            correction(json!({"value": "50"})),
            &indicators::content(indicators::ratio()),
            at(9),
        );
        assert!(matches!(refused, Err(ValueError::Invalid(_))));
        assert!(correction(json!({"reason": " ", "value": "1"})).validate().is_err());
    }
}
