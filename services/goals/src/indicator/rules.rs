//! Rules between the fields of an indicator, and what may change once it has values.

use platform::http::{Faults, Problem};
use rust_decimal::Decimal;

use super::{
    Kind,
    model::{Dimension, IndicatorContent, PeriodValue},
};

impl IndicatorContent {
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
        faults.each_once(self.scale.iter().map(|s| s.level), |n| format!("/scale/{n}/level"));
        faults.each_once(self.dimensions.iter().map(|d| &d.key), |n| {
            format!("/dimensions/{n}/key")
        });
        for (d, dimension) in self.dimensions.iter().enumerate() {
            faults.each_once(dimension.values.iter().map(|v| &v.key), |n| {
                format!("/dimensions/{d}/values/{n}/key")
            });
        }
        if let Some(baseline) = &self.baseline {
            self.check_point(&mut faults, baseline, "/baseline");
        }
        for (n, target) in self.targets.iter().enumerate() {
            self.check_point(&mut faults, target, &format!("/targets/{n}"));
        }
        faults.each_once(self.targets.iter().map(|t| t.period), |n| {
            format!("/targets/{n}/period")
        });
        Ok(faults.none_or(self)?)
    }

    fn check_point(&self, faults: &mut Faults, point: &PeriodValue, at: &str) {
        let fits = point.period.fits_target(self.frequency);
        let told = "Write a year, or a period as the values have it.";
        faults.unless(fits, format!("{at}/period"), "wrong_period", told);
        let on_scale = self.scale.iter().any(|s| Decimal::from(s.level) == point.value.0);
        let fits = self.kind != Kind::Scale || on_scale;
        faults.unless(
            fits,
            format!("{at}/value"),
            "not_a_level",
            "The scale has no such level.",
        );
    }

    /// Whether values entered before would still be what they were.
    pub(super) fn keeps_values(&self, after: &Self) -> bool {
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

#[cfg(test)]
mod tests {
    use garde::Validate as _;
    use serde_json::{Value, json};

    use crate::indicator::model::tests::{an_indicator, content, ratio, scale};

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
