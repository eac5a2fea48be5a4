//! What is true of an indicator.

use garde::Validate;
use jiff::Timestamp;
use platform::{
    auth::OutOfReach,
    db::DbError,
    http::{FieldFault, Merge, Problem, Stale},
    known::{Link, UNIT, Unknown},
    values::{Text, said, within_if_said},
};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    checks::{self, each_once, said_or_none},
    codes::codes,
    goal::GoalId,
    quantity::Quantity,
    span::{Frequency, Span},
};

platform::id_type!(
    /// Names an indicator.
    IndicatorId
);

codes!(
    /// The way it should go.
    pub enum Direction {
        Up = "up",
        Down = "down",
        Hold = "hold",
    }
);

codes!(
    /// What its values are.
    pub enum Kind {
        Number = "number",
        Ratio = "ratio",
        Scale = "scale",
    }
);

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

    /// Rules between fields.
    pub fn checked(self) -> Result<Self, Problem> {
        let mut faults = Faults::default();
        let ratio = self.kind == Kind::Ratio;
        for (pointer, text) in [("/numerator", &self.numerator), ("/denominator", &self.denominator)] {
            let said = text.as_ref().is_some_and(|t| !t.is_blank());
            faults.unless(
                said || !ratio,
                pointer,
                "required",
                "A ratio says what is counted above and below its line.",
            );
            faults.unless(
                !said || ratio,
                pointer,
                "not_for_kind",
                "Only a ratio has a line to count above and below.",
            );
        }
        faults.unless(
            self.factor.is_none() || ratio,
            "/factor",
            "not_for_kind",
            "Only a ratio is multiplied for reading.",
        );
        let positive = self.factor.is_none_or(|f| f.0 > Decimal::ZERO);
        faults.unless(
            positive,
            "/factor",
            "too_small",
            "A ratio is multiplied by more than nought.",
        );
        let scale = self.kind == Kind::Scale;
        faults.unless(
            !scale || self.scale.len() > 1,
            "/scale",
            "required",
            "A scale has at least two levels.",
        );
        faults.unless(
            scale || self.scale.is_empty(),
            "/scale",
            "not_for_kind",
            "Only a scale has levels.",
        );
        faults.distinct(self.scale.iter().map(|s| s.level), |n| format!("/scale/{n}/level"));
        faults.distinct(self.dimensions.iter().map(|d| &d.key), |n| {
            format!("/dimensions/{n}/key")
        });
        for (d, dimension) in self.dimensions.iter().enumerate() {
            faults.distinct(dimension.values.iter().map(|v| &v.key), |n| {
                format!("/dimensions/{d}/values/{n}/key")
            });
        }
        if let Some(baseline) = &self.baseline {
            self.check_point(&mut faults, baseline, "/baseline");
        }
        for (n, target) in self.targets.iter().enumerate() {
            self.check_point(&mut faults, target, &format!("/targets/{n}"));
        }
        faults.distinct(self.targets.iter().map(|t| t.period), |n| {
            format!("/targets/{n}/period")
        });
        faults.none_or(self)
    }

    fn check_point(&self, faults: &mut Faults, point: &PeriodValue, at: &str) {
        let fits = point.period.fits_target(self.frequency);
        let told = "Write a year, or a period as the values have it.";
        faults.unless(fits, &format!("{at}/period"), "wrong_period", told);
        let on_scale = self.scale.iter().any(|s| Decimal::from(s.level) == point.value.0);
        let fits = self.kind != Kind::Scale || on_scale;
        faults.unless(
            fits,
            &format!("{at}/value"),
            "not_a_level",
            "The scale has no such level.",
        );
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

    /// Whether values entered before would still be what they were.
    fn keeps_values(&self, after: &Self) -> bool {
        let splits = |d: &Dimension, all: &[Dimension]| {
            let same = all.iter().find(|o| o.key == d.key);
            same.is_some_and(|o| d.values.iter().all(|v| o.values.iter().any(|w| w.key == v.key)))
        };
        self.kind == after.kind
            && self.frequency == after.frequency
            && self.dimensions.len() == after.dimensions.len()
            && self.dimensions.iter().all(|d| splits(d, &after.dimensions))
            && self
                .scale
                .iter()
                .all(|s| after.scale.iter().any(|t| t.level == s.level))
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

/// Faults as they are found.
#[derive(Default)]
pub struct Faults(Vec<FieldFault>);

impl Faults {
    pub fn unless(&mut self, holds: bool, pointer: &str, code: &str, detail: &str) {
        if !holds {
            self.0.push(FieldFault {
                pointer: pointer.to_owned(),
                code: code.to_owned(),
                detail: detail.to_owned(),
            });
        }
    }

    fn distinct<T: PartialEq>(&mut self, all: impl Iterator<Item = T>, pointer: impl Fn(usize) -> String) {
        let mut seen = Vec::new();
        for (n, one) in all.enumerate() {
            self.unless(!seen.contains(&one), &pointer(n), "repeated", "This stands twice.");
            seen.push(one);
        }
    }

    pub fn none_or<T>(self, whole: T) -> Result<T, Problem> {
        if self.0.is_empty() {
            Ok(whole)
        } else {
            Err(Problem::faults(self.0))
        }
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use serde_json::{Value, json};

    pub fn content(change: Value) -> IndicatorContent {
        let mut body = json!({
            "name": {"fi": "Osuus"}, "unit_of_measure": {"fi": "%"}, "direction": "up", "kind": "number",
            "frequency": "year", "owner_unit_id": Uuid::from_u128(7),
        });
        body.as_object_mut()
            .unwrap()
            .extend(change.as_object().unwrap().clone());
        serde_json::from_value(body).unwrap()
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

    fn fault(change: Value) -> String {
        content(change)
            .checked()
            .map_or_else(|p| serde_json::to_string(p.field_faults()).unwrap(), |_| String::new())
    }

    #[test]
    fn a_ratio_says_what_stands_above_and_below_its_line() {
        assert_eq!(fault(ratio()), "");
        assert!(fault(json!({"kind": "ratio", "numerator": {"fi": "a"}})).contains("/denominator"));
        assert!(fault(json!({"numerator": {"fi": "a"}})).contains("not_for_kind"));
    }

    #[test]
    fn a_ratio_reads_as_a_percentage_unless_said_otherwise() {
        assert_eq!(
            an_indicator(ratio()).content.factor,
            Some(Quantity(Decimal::ONE_HUNDRED))
        );
        assert_eq!(an_indicator(json!({})).content.factor, None);
        assert!(fault(json!({"factor": "10"})).contains("not_for_kind"));
    }

    #[test]
    fn a_scale_has_levels_and_each_once() {
        assert_eq!(fault(scale()), "");
        assert!(fault(json!({"kind": "scale"})).contains("/scale"));
        let twice = json!([{"level": 1, "label": {"fi": "a"}}, {"level": 1, "label": {"fi": "b"}}]);
        assert!(fault(json!({"kind": "scale", "scale": twice})).contains("/scale/1/level"));
        assert!(fault(json!({"scale": twice})).contains("not_for_kind"));
    }

    #[test]
    fn targets_are_of_periods_that_can_be_compared_and_each_once() {
        assert_eq!(
            fault(json!({"frequency": "quarter", "targets": [{"period": "2026", "value": "80"}]})),
            ""
        );
        assert!(fault(json!({"targets": [{"period": "2026-Q1", "value": "80"}]})).contains("/targets/0/period"));
        let twice = json!([{"period": "2026", "value": "80"}, {"period": "2026", "value": "81"}]);
        assert!(fault(json!({"targets": twice})).contains("/targets/1/period"));
    }

    #[test]
    fn the_target_of_a_scale_is_one_of_its_levels() {
        let mut change = scale();
        change["targets"] = json!([{"period": "2026", "value": "7"}]);
        assert!(fault(change).contains("not_a_level"));
    }

    #[test]
    fn dimensions_and_their_parts_are_told_apart_by_their_keys() {
        let part = |key: &str| json!({"key": key, "name": {"fi": key}});
        let dimension = |key: &str, parts: Value| json!({"key": key, "name": {"fi": key}, "values": parts});
        let level = dimension("level", json!([part("primary"), part("upper")]));
        assert_eq!(fault(json!({"dimensions": [level]})), "");
        assert!(fault(json!({"dimensions": [level, level]})).contains("/dimensions/1/key"));
        let twice = dimension("level", json!([part("primary"), part("primary")]));
        assert!(fault(json!({"dimensions": [twice]})).contains("/dimensions/0/values/1/key"));
        assert!(
            content(json!({"dimensions": [dimension("level", json!([]))]}))
                .validate()
                .is_err()
        );
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

    #[test]
    fn with_values_on_it_an_indicator_stays_of_its_kind() {
        let kept = |from: Value, to: Value| an_indicator(from).rewritten(content(to), true).is_ok();
        assert!(!kept(json!({}), ratio()));
        assert!(!kept(json!({}), json!({"frequency": "month"})));
        assert!(kept(json!({}), json!({"name": {"fi": "Muu nimi"}})));
        let mut longer = scale();
        longer["scale"]
            .as_array_mut()
            .unwrap()
            .push(json!({"level": 3, "label": {"fi": "taso 3"}}));
        assert!(kept(scale(), longer.clone()));
        assert!(!kept(longer, scale()));
        assert!(an_indicator(json!({})).rewritten(content(ratio()), false).is_ok());
    }
}
