//! An indicator of the whole organisation, added up from the values of its units.
//!
//! A whole covers its parts: the organisation's own value stands before those of units, a unit's before those of units
//! below it, one without dimensions before its split. So nothing counts twice. Numbers are summed; ratios are the sum of
//! numerators over the sum of denominators; levels of a scale are counted, never averaged.

use std::collections::{BTreeMap, HashMap, HashSet};

use platform::{
    db::{DbResult, TenantTx},
    known::{self, UNIT},
};
use rust_decimal::{Decimal, RoundingStrategy};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Value, model::Status, store};
use crate::{
    indicator::{self, Indicator, IndicatorId, Kind},
    quantity::Quantity,
    span::Span,
};

/// An indicator period by period.
#[derive(Debug, Serialize, ToSchema)]
pub struct Totals {
    pub indicator_id: IndicatorId,
    pub kind: Kind,
    pub items: Vec<Total>,
}

/// One period.
#[derive(Debug, Serialize, ToSchema)]
pub struct Total {
    pub period: Span,
    /// Sums; of a ratio only.
    pub numerator: Option<Quantity>,
    pub denominator: Option<Quantity>,
    /// In the unit of measure; absent for a scale.
    pub value: Option<Quantity>,
    /// How many values went in.
    pub count: usize,
    /// How many of them are preliminary.
    pub preliminary: usize,
    /// Of a scale: how many values stand at each level.
    pub levels: Vec<LevelCount>,
    pub target: Option<Quantity>,
}

#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct LevelCount {
    pub level: i32,
    pub count: usize,
}

/// Each unit's parent.
pub type Units = HashMap<Uuid, Option<Uuid>>;

/// The totals of an indicator, if it is there.
pub async fn of(tx: &mut TenantTx, id: IndicatorId) -> DbResult<Option<Totals>> {
    let Some(indicator) = indicator::store::find(tx, id).await? else {
        return Ok(None);
    };
    let values = store::of_indicator(tx, id).await?;
    let units = known::all(tx, UNIT)
        .await?
        .into_iter()
        .map(|u| (u.id, u.parent_id))
        .collect();
    Ok(Some(Totals {
        indicator_id: id,
        kind: indicator.content.kind,
        items: totals(&indicator, &values, &units),
    }))
}

/// Adds values up, the earliest period first.
pub fn totals(indicator: &Indicator, values: &[Value], units: &Units) -> Vec<Total> {
    let mut by_period: BTreeMap<_, (Span, Vec<&Value>)> = BTreeMap::new();
    for value in values {
        let period = value.content.period;
        let place = (period.from(), period.to());
        by_period
            .entry(place)
            .or_insert_with(|| (period, Vec::new()))
            .1
            .push(value);
    }
    by_period
        .into_values()
        .map(|(period, values)| total(indicator, period, &counted(&values, units)))
        .collect()
}

/// The values that count: no whole together with its parts.
fn counted<'a>(values: &[&'a Value], units: &Units) -> Vec<&'a Value> {
    let mut by_unit: HashMap<Option<Uuid>, Vec<&'a Value>> = HashMap::new();
    for value in values {
        by_unit.entry(value.content.unit_id).or_default().push(value);
    }
    for of_unit in by_unit.values_mut() {
        if let Some(whole) = of_unit.iter().copied().find(|v| v.content.dimensions.is_empty()) {
            *of_unit = vec![whole];
        }
    }
    if let Some(whole) = by_unit.remove(&None) {
        return whole;
    }
    let there: HashSet<Uuid> = by_unit.keys().copied().flatten().collect();
    let covered = |unit: &Option<Uuid>| unit.is_some_and(|unit| is_below_any(unit, &there, units));
    by_unit
        .into_iter()
        .filter(|(unit, _)| !covered(unit))
        .flat_map(|(_, values)| values)
        .collect()
}

fn is_below_any(unit: Uuid, others: &HashSet<Uuid>, units: &Units) -> bool {
    let mut seen = HashSet::from([unit]);
    let mut at = units.get(&unit).copied().flatten();
    while let Some(above) = at.filter(|above| seen.insert(*above)) {
        if others.contains(&above) {
            return true;
        }
        at = units.get(&above).copied().flatten();
    }
    false
}

fn total(indicator: &Indicator, period: Span, values: &[&Value]) -> Total {
    let content = &indicator.content;
    let sum = |part: fn(&Value) -> Option<Quantity>| {
        values
            .iter()
            .filter_map(|v| part(v))
            .try_fold(Decimal::ZERO, |sum, q| sum.checked_add(q.0))
    };
    let (numerator, denominator, value) = match content.kind {
        Kind::Number => (None, None, sum(|v| v.content.value)),
        Kind::Ratio => {
            let (above, below) = (sum(|v| v.content.numerator), sum(|v| v.content.denominator));
            let factor = content.factor.map_or(Decimal::ONE_HUNDRED, |f| f.0);
            let share = above
                .zip(below)
                .and_then(|(above, below)| above.checked_div(below)?.checked_mul(factor));
            (above, below, share)
        }
        Kind::Scale => (None, None, None),
    };
    let decimals = u32::try_from(content.decimals).unwrap_or_default();
    let rounded = |d: Decimal| {
        let mut d = d.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero);
        // As many decimals as the indicator shows, also where they are noughts.
        d.rescale(decimals);
        d
    };
    let mut levels: BTreeMap<i32, usize> = BTreeMap::new();
    for level in values.iter().filter_map(|v| v.content.level) {
        *levels.entry(level).or_default() += 1;
    }
    Total {
        period,
        numerator: numerator.map(Quantity),
        denominator: denominator.map(Quantity),
        value: value.map(rounded).map(Quantity),
        count: values.len(),
        preliminary: values.iter().filter(|v| v.status == Status::Preliminary).count(),
        levels: levels
            .into_iter()
            .map(|(level, count)| LevelCount { level, count })
            .collect(),
        target: indicator.target(period),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        indicator::model::tests::{an_indicator, ratio, scale},
        value::model::tests::entry,
    };
    use jiff::Timestamp;
    use serde_json::json;

    const SCHOOL: Uuid = Uuid::from_u128(11);
    const OFFICE: Uuid = Uuid::from_u128(12);
    const BOARD: Uuid = Uuid::from_u128(10);

    fn units() -> Units {
        Units::from([(BOARD, None), (SCHOOL, Some(BOARD)), (OFFICE, Some(BOARD))])
    }

    fn value(indicator: &Indicator, change: serde_json::Value) -> Value {
        Value::entered(entry(change), &indicator.content, Timestamp::UNIX_EPOCH).unwrap()
    }

    fn only(indicator: &Indicator, values: &[serde_json::Value]) -> Total {
        let values: Vec<_> = values.iter().map(|v| value(indicator, v.clone())).collect();
        totals(indicator, &values, &units()).pop().unwrap()
    }

    fn shown(quantity: Option<Quantity>) -> String {
        quantity.map_or_else(|| "-".to_owned(), |q| q.to_string())
    }

    #[test]
    fn shares_add_up_by_numerator_and_denominator_not_by_their_mean() {
        let indicator = an_indicator(ratio());
        let total = only(
            &indicator,
            &[
                json!({"unit_id": SCHOOL, "numerator": "90", "denominator": "100"}),
                json!({"unit_id": OFFICE, "numerator": "1", "denominator": "900"}),
            ],
        );
        // The mean of 90 % and 0.1 % would be 45 %.
        assert_eq!(
            (shown(total.numerator), shown(total.denominator), shown(total.value)),
            ("91".into(), "1000".into(), "9".into())
        );
        assert_eq!((total.count, total.preliminary), (2, 2));
    }

    #[test]
    fn a_share_is_rounded_to_the_decimals_of_its_indicator() {
        let mut change = ratio();
        change["decimals"] = json!(1);
        let total = only(&an_indicator(change), &[json!({"numerator": "1", "denominator": "8"})]);
        assert_eq!(shown(total.value), "12.5");
        let total = only(&an_indicator(ratio()), &[json!({"numerator": "1", "denominator": "8"})]);
        assert_eq!(shown(total.value), "13");
    }

    #[test]
    fn per_mille_is_per_mille() {
        let mut change = ratio();
        change["factor"] = json!("1000");
        let total = only(
            &an_indicator(change),
            &[json!({"numerator": "3", "denominator": "1000"})],
        );
        assert_eq!(shown(total.value), "3");
    }

    #[test]
    fn numbers_are_summed() {
        let total = only(
            &an_indicator(json!({"decimals": 1})),
            &[
                json!({"unit_id": SCHOOL, "value": "1.5"}),
                json!({"unit_id": OFFICE, "value": "2"}),
            ],
        );
        assert_eq!(shown(total.value), "3.5");
    }

    #[test]
    fn the_value_of_the_whole_organisation_covers_those_of_units() {
        let total = only(
            &an_indicator(json!({})),
            &[json!({"value": "10"}), json!({"unit_id": SCHOOL, "value": "4"})],
        );
        assert_eq!((shown(total.value), total.count), ("10".into(), 1));
    }

    #[test]
    fn a_units_value_covers_those_of_the_units_below_it() {
        let total = only(
            &an_indicator(json!({})),
            &[
                json!({"unit_id": BOARD, "value": "10"}),
                json!({"unit_id": SCHOOL, "value": "4"}),
                json!({"unit_id": OFFICE, "value": "3"}),
            ],
        );
        assert_eq!(shown(total.value), "10");
    }

    #[test]
    fn a_value_without_dimensions_covers_its_split() {
        let part = |key: &str| json!({"key": key, "name": {"fi": key}});
        let split = json!({"dimensions": [{"key": "level", "name": {"fi": "aste"}, "values": [part("primary"), part("upper")]}]});
        let of = |level: &str, n: &str| json!({"unit_id": SCHOOL, "value": n, "dimensions": {"level": level}});
        let indicator = an_indicator(split);
        assert_eq!(
            shown(only(&indicator, &[of("primary", "4"), of("upper", "3")]).value),
            "7"
        );
        let whole = json!({"unit_id": SCHOOL, "value": "8"});
        assert_eq!(
            shown(only(&indicator, &[of("primary", "4"), of("upper", "3"), whole]).value),
            "8"
        );
    }

    #[test]
    fn levels_are_counted_and_never_averaged() {
        let at = |unit: Uuid, level: i32| json!({"unit_id": unit, "level": level, "evidence": "x"});
        let total = only(&an_indicator(scale()), &[at(SCHOOL, 2), at(OFFICE, 2)]);
        assert_eq!(shown(total.value), "-");
        assert_eq!(total.levels, [LevelCount { level: 2, count: 2 }]);
    }

    #[test]
    fn periods_stand_in_order_each_with_its_target() {
        let indicator = an_indicator(json!({"targets": [{"period": "2026", "value": "5"}]}));
        let values: Vec<_> = ["2026", "2024", "2025"]
            .map(|period| value(&indicator, json!({"period": period, "value": "1"})))
            .to_vec();
        let totals = totals(&indicator, &values, &units());
        let seen: Vec<_> = totals.iter().map(|t| (t.period.to_string(), shown(t.target))).collect();
        assert_eq!(
            seen,
            [
                ("2024".into(), "-".into()),
                ("2025".into(), "-".into()),
                ("2026".into(), "5".to_owned())
            ]
        );
    }

    #[test]
    fn a_ring_of_units_ends_the_walk() {
        let ring = Units::from([(SCHOOL, Some(OFFICE)), (OFFICE, Some(SCHOOL))]);
        assert!(!is_below_any(SCHOOL, &HashSet::from([SCHOOL]), &ring));
    }
}
