//! Values of indicators.

use contracts::goals::v1 as wire;
use platform::{
    http::Cell,
    values::{BadValue, Period, day},
};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::register::entry::{Columns, Facets, Record, Register, id, maybe_id};

#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = RegisteredIndicatorValue)]
pub struct IndicatorValue {
    pub indicator_id: Uuid,
    pub kind: String,
    pub period: String,
    pub days: Period,
    pub unit_id: Option<Uuid>,
    /// Pairs of dimension and value.
    pub dimensions: Vec<(String, String)>,
    #[schema(value_type = Option<String>)]
    pub value: Option<Decimal>,
    #[schema(value_type = Option<String>)]
    pub numerator: Option<Decimal>,
    #[schema(value_type = Option<String>)]
    pub denominator: Option<Decimal>,
    pub level: Option<i32>,
    pub evidence: Option<String>,
    pub status: String,
    pub no_change: bool,
    pub corrections: usize,
}

fn decimal(text: Option<String>) -> Result<Option<Decimal>, BadValue> {
    text.map(|t| t.parse().map_err(|_no_number| BadValue("number")))
        .transpose()
}

impl TryFrom<wire::IndicatorValue> for IndicatorValue {
    type Error = BadValue;
    fn try_from(told: wire::IndicatorValue) -> Result<Self, BadValue> {
        let measured = told.measured.unwrap_or_default();
        Ok(Self {
            indicator_id: id(&told.indicator_id)?,
            kind: told.kind,
            period: told.period,
            days: Period {
                from: day(&told.period_from)?,
                to: Some(day(&told.period_to)?),
            },
            unit_id: maybe_id(told.unit_id.as_ref())?,
            dimensions: told.dimensions.into_iter().map(|d| (d.dimension, d.value)).collect(),
            value: decimal(measured.value)?,
            numerator: decimal(measured.numerator)?,
            denominator: decimal(measured.denominator)?,
            level: measured.level,
            evidence: measured.evidence,
            status: told.status,
            no_change: told.no_change,
            corrections: told.replaces.len(),
        })
    }
}

impl IndicatorValue {
    /// The value for reading: a ratio divided, multiplied and rounded as its indicator says.
    pub fn read(&self, decimals: u32, factor: Option<&str>) -> Option<Decimal> {
        let factor = factor.and_then(|f| f.parse().ok()).unwrap_or(Decimal::ONE);
        let ratio = match (self.numerator, self.denominator) {
            (Some(above), Some(below)) => above.checked_mul(factor).and_then(|a| a.checked_div(below)),
            _ => None,
        };
        self.value
            .or(ratio)
            .map(|v| v.round_dp_with_strategy(decimals, rust_decimal::RoundingStrategy::MidpointAwayFromZero))
            .or(self.level.map(Decimal::from))
    }
}

impl Record for IndicatorValue {
    const REGISTER: Register = Register::IndicatorValues;
    fn facets(&self) -> Facets {
        Facets {
            unit_id: self.unit_id,
            parent_id: Some(self.indicator_id),
            kind: self.kind.clone(),
            status: self.status.clone(),
            days: self.days.into(),
            ..Facets::named(&self.period)
        }
    }
}

impl Columns for IndicatorValue {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "indicator_id",
        "period",
        "from",
        "to",
        "unit_id",
        "dimensions",
        "value",
        "numerator",
        "denominator",
        "level",
        "status",
        "no_change",
    ];
    fn cells(&self) -> Vec<Cell> {
        let number = |n: Option<Decimal>| n.map_or(Cell::Empty, Cell::Number);
        vec![
            self.indicator_id.into(),
            self.period.as_str().into(),
            self.days.from.into(),
            Cell::from(self.days.to),
            Cell::maybe(self.unit_id),
            Cell::joined(self.dimensions.iter().map(|(d, v)| format!("{d}={v}"))),
            number(self.value),
            number(self.numerator),
            number(self.denominator),
            number(self.level.map(Decimal::from)),
            self.status.as_str().into(),
            self.no_change.into(),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn ratio(above: i64, below: i64) -> IndicatorValue {
        IndicatorValue {
            indicator_id: Uuid::nil(),
            kind: "ratio".into(),
            period: "2026".into(),
            days: Period {
                from: date(2026, 1, 1),
                to: Some(date(2026, 12, 31)),
            },
            unit_id: None,
            dimensions: Vec::new(),
            value: None,
            numerator: Some(above.into()),
            denominator: Some(below.into()),
            level: None,
            evidence: None,
            status: "final".into(),
            no_change: false,
            corrections: 0,
        }
    }

    #[test]
    fn a_ratio_is_read_as_its_indicator_says_and_never_divided_by_nought() {
        assert_eq!(ratio(2, 3).read(1, Some("100")).unwrap().to_string(), "66.7");
        assert_eq!(ratio(1, 2).read(0, Some("1")).unwrap().to_string(), "1");
        assert_eq!(ratio(1, 0).read(1, Some("100")), None);
    }
}
