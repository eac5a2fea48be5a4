//! How others hear of an indicator.

use contracts::goals::v1 as wire;
use platform::rewriting::Recalled;

use super::{
    Indicator,
    model::{Dimension, IndicatorContent, PeriodValue},
};

/// The whole indicator.
pub fn state(indicator: &Indicator) -> wire::Indicator {
    let content = indicator.content.clone();
    wire::Indicator {
        id: indicator.id.to_string(),
        name: Some(content.name.into()),
        goal_ids: content.goal_ids.iter().map(ToString::to_string).collect(),
        unit_of_measure: Some(content.unit_of_measure.into()),
        direction: content.direction.code().to_owned(),
        kind: content.kind.code().to_owned(),
        numerator: content.numerator.map(Into::into),
        denominator: content.denominator.map(Into::into),
        decimals: content.decimals,
        factor: content.factor.map(|f| f.to_string()),
        frequency: content.frequency.code().to_owned(),
        owner_unit_id: content.owner_unit_id.to_string(),
        source: content.source.map(Into::into),
        method: content.method.map(Into::into),
        method_version: content.method_version,
        scale: content
            .scale
            .into_iter()
            .map(|s| wire::ScaleLevel {
                level: s.level,
                label: Some(s.label.into()),
            })
            .collect(),
        dimensions: content.dimensions.into_iter().map(dimension).collect(),
        baseline: content.baseline.as_ref().map(point),
        targets: content.targets.iter().map(point).collect(),
        created_at: indicator.created_at.to_string(),
    }
}

fn dimension(dimension: Dimension) -> wire::Dimension {
    let values = dimension.values.into_iter();
    wire::Dimension {
        key: dimension.key,
        name: Some(dimension.name.into()),
        values: values
            .map(|v| wire::DimensionValue {
                key: v.key,
                name: Some(v.name.into()),
            })
            .collect(),
    }
}

fn point(point: &PeriodValue) -> wire::PeriodValue {
    wire::PeriodValue {
        period: point.period.to_string(),
        value: point.value.to_string(),
    }
}

impl Recalled for IndicatorContent {}

#[cfg(test)]
mod tests {
    use platform::rewriting::content_of;
    use serde_json::json;

    use super::*;
    use crate::indicator::IndicatorId;

    #[test]
    fn nothing_that_people_say_is_lost_on_the_way_back() {
        let content: IndicatorContent = serde_json::from_value(json!({
            "name": {"fi": "Kasvu", "sv": "Tillväxt", "en": "Growth"}, "goal_ids": ["0192f3a4-7c1e-7d3a-9b51-2f6f3d1c0a01"], "unit_of_measure": {"sv": "%"}, "direction": "up", "kind": "ratio",
            "numerator": {"sv": "elever i utbyte"}, "denominator": {"sv": "alla elever"}, "factor": "1000",
            "decimals": 0, "frequency": "half_year", "owner_unit_id": "0192f3a4-7c1e-7d3a-9b51-2f6f3d1c0a02", "source": {"sv": "Skolan"},
            "method": {"sv": "Räknas"}, "method_version": 2, "scale": [],
            "dimensions": [{"key": "sex", "name": {"sv": "Kön"}, "values": [{"key": "f", "name": {"sv": "Kvinnor"}}]}],
            "baseline": {"period": "2025-H1", "value": "4.50"}, "targets": [{"period": "2029-H2", "value": "15"}],
        })).unwrap();
        let indicator = Indicator::defined(content, jiff::Timestamp::UNIX_EPOCH).unwrap();
        let recalled: IndicatorContent = content_of::<IndicatorId, _>("goals", &state(&indicator)).unwrap();
        assert_eq!(recalled, indicator.content);
    }
}
