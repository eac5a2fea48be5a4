//! What is true of an indicator.

use garde::Validate;
use jiff::Timestamp;
use platform::{
    auth::OutOfReach,
    codes,
    db::DbError,
    http::{Merge, Problem, Stale},
    known::{Link, UNIT, Unknown},
    values::{Text, said, said_or_none, within_if_said},
};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    checks::{self, each_once},
    goal::GoalId,
    quantity::Quantity,
    span::{Frequency, Span},
};

platform::id_type!(
    /// Names an indicator.
    IndicatorId of "indicator"
);

codes! {
    /// The way it should go.
    pub enum Direction as IndicatorDirection {
        Up = "up",
        Down = "down",
        Hold = "hold",
    }
}

codes! {
    /// What its values are.
    pub enum Kind as IndicatorKind {
        Number = "number",
        Ratio = "ratio",
        Scale = "scale",
    }
}

/// An indicator as it stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Indicator {
    pub id: IndicatorId,
    pub version: i64,
    pub content: IndicatorContent,
    pub created_at: Timestamp,
}

/// What people say about an indicator.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "name": {"sv": "Elever som deltagit i ett internationellt utbyte", "en": "Pupils who took part in an exchange"},
    "goal_ids": ["0192f3a4-7c1e-7d3a-9b51-2f6f3d1c0a02"],
    "unit_of_measure": {"sv": "%", "en": "%"},
    "direction": "up", "kind": "ratio",
    "numerator": {"sv": "elever i utbyte", "en": "pupils on an exchange"},
    "denominator": {"sv": "alla elever", "en": "all pupils"},
    "decimals": 1, "frequency": "year",
    "owner_unit_id": "0192f3a4-7c1e-7d3a-9b51-2f6f3d1c0a01",
    "baseline": {"period": "2025", "value": "4.5"},
    "targets": [{"period": "2029", "value": "15"}]
}))]
pub struct IndicatorContent {
    #[garde(custom(said(300)))]
    pub name: Text,
    #[serde(default)]
    #[garde(custom(each_once))]
    pub goal_ids: Vec<GoalId>,
    #[garde(custom(said(100)))]
    pub unit_of_measure: Text,
    #[garde(skip)]
    pub direction: Direction,
    #[garde(skip)]
    pub kind: Kind,
    /// What is counted above the line of a ratio.
    #[serde(default)]
    #[garde(custom(within_if_said(300)))]
    pub numerator: Option<Text>,
    /// What is counted below it.
    #[serde(default)]
    #[garde(custom(within_if_said(300)))]
    pub denominator: Option<Text>,
    /// What a ratio is multiplied by for reading: 100 for a percentage, which is what is meant when absent.
    #[serde(default)]
    #[garde(skip)]
    pub factor: Option<Quantity>,
    /// How many decimals are shown.
    #[serde(default)]
    #[garde(range(min = 0, max = 6))]
    pub decimals: i32,
    #[garde(skip)]
    pub frequency: Frequency,
    #[garde(skip)]
    pub owner_unit_id: Uuid,
    #[serde(default)]
    #[garde(custom(within_if_said(1_000)))]
    pub source: Option<Text>,
    #[serde(default)]
    #[garde(custom(within_if_said(5_000)))]
    pub method: Option<Text>,
    /// Grows when the method changes.
    #[serde(default = "first")]
    #[garde(range(min = 1, max = 1_000))]
    pub method_version: i32,
    /// The levels of a scale.
    #[serde(default)]
    #[garde(length(max = 20), dive)]
    pub scale: Vec<ScaleLevel>,
    #[serde(default)]
    #[garde(length(max = 5), dive)]
    pub dimensions: Vec<Dimension>,
    #[serde(default)]
    #[garde(skip)]
    pub baseline: Option<PeriodValue>,
    #[serde(default)]
    #[garde(length(max = 200))]
    pub targets: Vec<PeriodValue>,
}

fn first() -> i32 {
    1
}

/// Any part of it, to be different.
pub type IndicatorPatch = Merge<IndicatorContent>;

/// One level of a scale.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ScaleLevel {
    #[garde(range(min = -100, max = 100))]
    pub level: i32,
    #[garde(custom(said(300)))]
    pub label: Text,
}

/// A way in which values are split.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Dimension {
    #[garde(custom(checks::key))]
    pub key: String,
    #[garde(custom(said(100)))]
    pub name: Text,
    #[garde(length(min = 1, max = 200), dive)]
    pub values: Vec<DimensionValue>,
}

/// One of the parts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DimensionValue {
    #[garde(custom(checks::key))]
    pub key: String,
    #[garde(custom(said(100)))]
    pub name: Text,
}

/// A baseline or a target, in the unit of measure; of a scale it is the level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PeriodValue {
    pub period: Span,
    pub value: Quantity,
}

#[derive(Debug, thiserror::Error)]
pub enum IndicatorError {
    #[error("there is no such indicator")]
    NotFound,
    #[error("the goal at {0} is not there")]
    UnknownGoal(usize),
    #[error("the goal at {0} is closed")]
    GoalClosed(usize),
    #[error("values hang on the indicator")]
    InUse,
    #[error(transparent)]
    Invalid(#[from] Problem),
    #[error(transparent)]
    Stale(#[from] Stale),
    #[error(transparent)]
    OutOfReach(#[from] OutOfReach),
    #[error(transparent)]
    Unknown(#[from] Unknown),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl IndicatorContent {
    pub fn links(&self) -> Vec<Link> {
        vec![Link::to(UNIT, self.owner_unit_id, "/owner_unit_id")]
    }

    fn tidy(self) -> Self {
        let factor = self
            .factor
            .or((self.kind == Kind::Ratio).then_some(Quantity(Decimal::ONE_HUNDRED)));
        Self {
            name: self.name.tidy(),
            unit_of_measure: self.unit_of_measure.tidy(),
            numerator: said_or_none(self.numerator),
            denominator: said_or_none(self.denominator),
            source: said_or_none(self.source),
            method: said_or_none(self.method),
            factor,
            ..self
        }
    }
}

impl Indicator {
    pub fn defined(content: IndicatorContent, at: Timestamp) -> Result<Self, IndicatorError> {
        let content = content.checked()?.tidy();
        Ok(Self {
            id: IndicatorId::fresh(),
            version: 1,
            content,
            created_at: at,
        })
    }

    /// The indicator with other contents. With values on it, what they mean stays.
    pub fn rewritten(self, content: IndicatorContent, has_values: bool) -> Result<Self, IndicatorError> {
        let mut content = content.checked()?.tidy();
        if has_values && !self.content.keeps_values(&content) {
            return Err(IndicatorError::InUse);
        }
        let same_number = content.method_version == self.content.method_version;
        if content.method != self.content.method && same_number {
            content.method_version += 1;
        }
        Ok(Self {
            content,
            version: self.version + 1,
            ..self
        })
    }

    /// The target of a period, if one was set.
    pub fn target(&self, period: Span) -> Option<Quantity> {
        self.content
            .targets
            .iter()
            .find(|t| t.period == period)
            .map(|t| t.value)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::example;

    pub fn content(change: Value) -> IndicatorContent {
        let valid = json!({
            "name": {"fi": "Osuus"}, "unit_of_measure": {"fi": "%"}, "direction": "up", "kind": "number",
            "frequency": "year", "owner_unit_id": Uuid::from_u128(7),
        });
        example::read(valid, change)
    }

    pub fn ratio() -> Value {
        json!({"kind": "ratio", "numerator": {"fi": "vaihdossa"}, "denominator": {"fi": "kaikki"}})
    }

    pub fn scale() -> Value {
        let level = |n: i32| json!({"level": n, "label": {"fi": format!("taso {n}")}});
        json!({"kind": "scale", "scale": [level(0), level(1), level(2)]})
    }

    pub fn an_indicator(change: Value) -> Indicator {
        Indicator::defined(content(change), Timestamp::UNIX_EPOCH).unwrap()
    }

    #[test]
    fn a_ratio_reads_as_a_percentage_unless_said_otherwise() {
        assert_eq!(
            an_indicator(ratio()).content.factor,
            Some(Quantity(Decimal::ONE_HUNDRED))
        );
        assert_eq!(an_indicator(json!({})).content.factor, None);
    }

    #[test]
    fn a_changed_method_gets_the_next_number() {
        let indicator = an_indicator(json!({"method": {"fi": "laskettu"}}));
        let again = indicator.clone().rewritten(indicator.content.clone(), true).unwrap();
        assert_eq!((again.version, again.content.method_version), (2, 1));
        let other = indicator
            .rewritten(content(json!({"method": {"fi": "arvioitu"}})), true)
            .unwrap();
        assert_eq!(other.content.method_version, 2);
    }
}
