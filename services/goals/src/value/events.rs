//! How others hear of a value.

use contracts::goals::v1 as wire;

use super::{Value, correction::Replaced, measured::Measured};
use crate::indicator::Kind;

/// The whole value, with what stood before.
pub fn state(value: &Value, kind: Kind) -> wire::IndicatorValue {
    let content = &value.content;
    let place = |(dimension, part): (&String, &String)| wire::DimensionPlace {
        dimension: dimension.clone(),
        value: part.clone(),
    };
    wire::IndicatorValue {
        id: value.id.to_string(),
        indicator_id: content.indicator_id.to_string(),
        kind: kind.code().to_owned(),
        period: content.period.to_string(),
        period_from: content.period.from().to_string(),
        period_to: content.period.to().to_string(),
        unit_id: content.unit_id.map(|u| u.to_string()),
        dimensions: content.dimensions.iter().map(place).collect(),
        measured: Some(measured(&content.measured())),
        status: value.status.code().to_owned(),
        provenance: content.provenance.clone(),
        no_change: content.no_change,
        replaces: value.replaces.iter().map(replaced).collect(),
        recorded_at: value.recorded_at.to_string(),
    }
}

fn measured(measured: &Measured) -> wire::Measured {
    wire::Measured {
        value: measured.value.map(|v| v.to_string()),
        numerator: measured.numerator.map(|v| v.to_string()),
        denominator: measured.denominator.map(|v| v.to_string()),
        level: measured.level,
        evidence: measured.evidence.clone(),
    }
}

fn replaced(before: &Replaced) -> wire::Replaced {
    wire::Replaced {
        measured: Some(measured(&before.measured)),
        status: before.status.code().to_owned(),
        recorded_at: before.recorded_at.to_string(),
        reason: before.reason.clone(),
    }
}
