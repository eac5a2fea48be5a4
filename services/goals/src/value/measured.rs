//! What a value says: a number, a ratio by what stands above and below its line, or a level with its evidence.

use platform::http::Faults;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::model::ValueContent;
use crate::{
    indicator::{Kind, model::IndicatorContent},
    quantity::Quantity,
};

/// What was measured or judged; which of them are there follows from the indicator's kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Measured {
    pub value: Option<Quantity>,
    pub numerator: Option<Quantity>,
    pub denominator: Option<Quantity>,
    pub level: Option<i32>,
    pub evidence: Option<String>,
}

impl Measured {
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }

    /// Finds what does not fit the indicator's kind.
    pub(super) fn check(&self, indicator: &IndicatorContent, faults: &mut Faults) {
        let kind = indicator.kind;
        let parts = [
            ("/value", self.value.is_some(), Kind::Number),
            ("/numerator", self.numerator.is_some(), Kind::Ratio),
            ("/denominator", self.denominator.is_some(), Kind::Ratio),
            ("/level", self.level.is_some(), Kind::Scale),
            ("/evidence", self.evidence.is_some(), Kind::Scale),
        ];
        for (pointer, said, of) in parts {
            faults.unless(
                said || kind != of,
                pointer,
                "required",
                format!("A {} needs this.", kind.code()),
            );
            faults.unless(
                !said || kind == of,
                pointer,
                "not_for_kind",
                format!("The indicator is a {}.", kind.code()),
            );
        }
        let positive = self.denominator.is_none_or(|d| d.0 > Decimal::ZERO);
        faults.unless(
            positive,
            "/denominator",
            "too_small",
            "Nothing is a share of nothing: more than nought.",
        );
        let known = self
            .level
            .is_none_or(|l| kind != Kind::Scale || indicator.scale.iter().any(|s| s.level == l));
        faults.unless(known, "/level", "not_a_level", "The scale has no such level.");
    }
}

impl ValueContent {
    pub fn measured(&self) -> Measured {
        Measured {
            value: self.value,
            numerator: self.numerator,
            denominator: self.denominator,
            level: self.level,
            evidence: self.evidence.clone(),
        }
    }

    /// The same with something else measured.
    #[must_use]
    pub fn with(self, measured: Measured) -> Self {
        let Measured {
            value,
            numerator,
            denominator,
            level,
            evidence,
        } = measured;
        Self {
            value,
            numerator,
            denominator,
            level,
            evidence,
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::{indicator::model::tests as indicators, value::model::tests::fault};

    #[test]
    fn a_number_is_one_value_and_nothing_else() {
        assert_eq!(fault(json!({}), json!({"value": "12"})), "");
        assert!(fault(json!({}), json!({})).contains("/value"));
        assert!(fault(json!({}), json!({"value": "12", "denominator": "3"})).contains("/denominator"));
        assert!(fault(json!({}), json!({"level": 1})).contains("not_for_kind"));
    }

    #[test]
    fn a_ratio_is_kept_by_numerator_and_denominator() {
        assert_eq!(
            fault(indicators::ratio(), json!({"numerator": "0", "denominator": "1015"})),
            ""
        );
        assert!(fault(indicators::ratio(), json!({"numerator": "812"})).contains("/denominator"));
        assert!(fault(indicators::ratio(), json!({"value": "80"})).contains("not_for_kind"));
        assert!(fault(indicators::ratio(), json!({"numerator": "1", "denominator": "0"})).contains("too_small"));
    }

    #[test]
    fn a_judgement_names_a_level_of_the_scale_and_its_evidence() {
        assert_eq!(
            fault(indicators::scale(), json!({"level": 2, "evidence": "Haastattelut"})),
            ""
        );
        assert!(fault(indicators::scale(), json!({"level": 2})).contains("/evidence"));
        assert!(fault(indicators::scale(), json!({"level": 2, "evidence": " "})).contains("/evidence"));
        assert!(fault(indicators::scale(), json!({"level": 9, "evidence": "x"})).contains("not_a_level"));
    }
}
