//! One indicator against the line from its baseline to its targets.

use jiff::civil::Date;
use platform::codes;
use rust_decimal::{Decimal, RoundingStrategy};
use serde::Serialize;
use utoipa::ToSchema;

use super::{Status, told_by};
use crate::{
    indicator::{
        Indicator, IndicatorId,
        model::{Direction, IndicatorContent, PeriodValue},
    },
    quantity::Quantity,
    span::{Frequency, Span},
    threshold::Thresholds,
    value::totals::Total,
};

codes! {
    /// What is missing, so that an indicator tells nothing.
    pub enum Gap as AttainmentGap {
        NoValue = "no_value",
        NoBaseline = "no_baseline",
        NoTarget = "no_target",
    }
}

/// What one indicator says of its goals, with the figures it goes by.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct IndicatorAttainment {
    pub indicator_id: IndicatorId,
    pub status: Status,
    /// What is missing when the status is unknown.
    pub missing: Option<Gap>,
    /// The period that counts: the one that runs if it has a value, or else the one that ended last.
    pub period: Option<Span>,
    /// Of the whole organisation, in the unit of measure; of a scale the weakest level.
    pub actual: Option<Quantity>,
    /// Whether anything in it is preliminary.
    pub preliminary: bool,
    pub baseline: Option<PeriodValue>,
    /// The next target on the line.
    pub target: Option<PeriodValue>,
    /// Where the line stands at the end of the period.
    pub expected: Option<Quantity>,
    /// How much of the expected change was reached, in per cent; where a level is to be held, how much of it is.
    pub share: Option<Quantity>,
}

/// What an indicator says on a day.
pub fn of_indicator(indicator: &Indicator, totals: &[Total], thresholds: Thresholds, on: Date) -> IndicatorAttainment {
    let content = &indicator.content;
    let mut told = IndicatorAttainment {
        indicator_id: indicator.id,
        status: Status::Unknown,
        missing: None,
        period: None,
        actual: None,
        preliminary: false,
        baseline: content.baseline,
        target: None,
        expected: None,
        share: None,
    };
    let counted = counted(totals, content.frequency, on).and_then(|total| Some((total, actual(content, total)?)));
    let Some((total, actual)) = counted else {
        told.missing = Some(Gap::NoValue);
        return told;
    };
    told.period = Some(total.period);
    told.actual = Some(Quantity(actual));
    told.preliminary = total.preliminary > 0;
    if content.baseline.is_none() && content.direction != Direction::Hold {
        told.missing = Some(Gap::NoBaseline);
        return told;
    }
    let end = total.period.to();
    let line = Line::of(content);
    let Some((target, expected)) = line.next(end).zip(line.at(end)) else {
        told.missing = Some(Gap::NoTarget);
        return told;
    };
    told.target = Some(target);
    told.expected = Some(Quantity(rounded(expected, places(content))));
    let share = share(content, expected, actual).map(|share| rounded(share, 1));
    told.share = share.map(Quantity);
    // What is shown decides: 99.96 reads as 100.0 and is on track.
    told.status = share.map_or(Status::Unknown, |share| told_by(share, thresholds));
    told
}

/// The total of the period that runs, or of the one that ended last. What is measured once counts until it is measured anew.
fn counted(totals: &[Total], frequency: Frequency, on: Date) -> Option<&Total> {
    let Some(running) = Span::around(on, frequency) else {
        return totals.iter().rfind(|total| total.period.from() <= on);
    };
    let before = running.from().yesterday().ok();
    let before = before.and_then(|day| Span::around(day, frequency));
    let of = |period: Span| totals.iter().find(|total| total.period == period);
    of(running).or_else(|| of(before?))
}

/// The figure that is compared. Levels are never averaged: the weakest one stands for a scale.
fn actual(content: &IndicatorContent, total: &Total) -> Option<Decimal> {
    let levels = total.levels.iter().map(|l| l.level);
    let weakest = match content.direction {
        Direction::Down => levels.max(),
        Direction::Up | Direction::Hold => levels.min(),
    };
    total.value.map(|q| q.0).or(weakest.map(Decimal::from))
}

/// What is expected, by the last days of periods: the baseline where there is one, and the targets after it in order.
struct Line {
    began: Option<Point>,
    targets: Vec<Point>,
}

#[derive(Clone, Copy)]
struct Point {
    end: Date,
    told: PeriodValue,
}

impl Point {
    fn of(told: PeriodValue) -> Self {
        Self {
            end: told.period.to(),
            told,
        }
    }
}

impl Line {
    fn of(content: &IndicatorContent) -> Self {
        let began = content.baseline.map(Point::of);
        let targets = content.targets.iter().copied().map(Point::of);
        let mut targets: Vec<Point> = targets.filter(|t| began.is_none_or(|b| t.end > b.end)).collect();
        targets.sort_by_key(|target| target.end);
        // A level that is held since the baseline is its own target.
        if targets.is_empty() && content.direction == Direction::Hold {
            targets.extend(began);
        }
        Self { began, targets }
    }

    /// The target that a day leads to; after the last one it stays the last.
    fn next(&self, day: Date) -> Option<PeriodValue> {
        let ahead = self.targets.iter().find(|target| target.end >= day);
        ahead.or_else(|| self.targets.last()).map(|target| target.told)
    }

    /// Where the line stands on a day: level before it begins and after it ends.
    fn at(&self, day: Date) -> Option<Decimal> {
        let mut before: Option<&Point> = None;
        for point in self.began.iter().chain(&self.targets) {
            if point.end >= day {
                return before.map_or(Some(point.told.value.0), |before| between(before, point, day));
            }
            before = Some(point);
        }
        before.map(|last| last.told.value.0)
    }
}

fn between(before: &Point, after: &Point, day: Date) -> Option<Decimal> {
    // Periods end with months: by days a leap year would bend the line.
    let months = |to: Date| i64::from(to.year() - before.end.year()) * 12 + i64::from(to.month() - before.end.month());
    let (gone, all) = (months(day), months(after.end));
    let (low, high) = (before.told.value.0, after.told.value.0);
    let way = high
        .checked_sub(low)?
        .checked_mul(gone.into())?
        .checked_div(all.into())?;
    low.checked_add(way)
}

/// How much of the expected change was reached, in per cent. Where no change is expected, or a level is to be held, how
/// much of the level is kept.
fn share(content: &IndicatorContent, expected: Decimal, actual: Decimal) -> Option<Decimal> {
    let began = content.baseline.map_or(expected, |b| b.value.0);
    let change = expected.checked_sub(began)?;
    if content.direction == Direction::Hold || change.is_zero() {
        return kept(content.direction, expected, actual);
    }
    let reached = actual.checked_sub(began)?.checked_div(change)?;
    reached.checked_mul(Decimal::ONE_HUNDRED)
}

fn kept(direction: Direction, level: Decimal, actual: Decimal) -> Option<Decimal> {
    let short = match direction {
        Direction::Up => level.checked_sub(actual)?.max(Decimal::ZERO),
        Direction::Down => actual.checked_sub(level)?.max(Decimal::ZERO),
        Direction::Hold => actual.checked_sub(level)?.abs(),
    };
    if short.is_zero() {
        return Some(Decimal::ONE_HUNDRED);
    }
    let lost = short.checked_div(level.abs()).unwrap_or(Decimal::ONE);
    Decimal::ONE_HUNDRED.checked_mul(Decimal::ONE.checked_sub(lost)?)
}

/// As many decimals as the indicator shows.
fn places(content: &IndicatorContent) -> u32 {
    u32::try_from(content.decimals).unwrap_or_default()
}

fn rounded(number: Decimal, decimals: u32) -> Decimal {
    let mut number = number.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero);
    number.rescale(decimals);
    number
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use serde_json::{Value as Json, json};

    use super::*;
    use crate::{
        indicator::model::tests::{an_indicator, ratio, scale},
        value::{
            Value,
            model::tests::entry,
            totals::{Units, totals},
        },
    };

    const TODAY: Date = date(2026, 11, 22);

    /// Twenty at the end of 2024, a hundred at the end of 2028: twenty more each year.
    fn twenty_a_year(change: &Json) -> Indicator {
        let mut line = json!({
            "baseline": {"period": "2024", "value": "20"}, "targets": [{"period": "2028", "value": "100"}],
        });
        line.as_object_mut()
            .unwrap()
            .extend(change.as_object().unwrap().clone());
        an_indicator(line)
    }

    fn told(indicator: &Indicator, values: &[Json]) -> IndicatorAttainment {
        let value =
            |v: &Json| Value::entered(entry(v.clone()), &indicator.content, jiff::Timestamp::UNIX_EPOCH).unwrap();
        let values: Vec<_> = values.iter().map(value).collect();
        let totals = totals(indicator, &values, &Units::new());
        of_indicator(indicator, &totals, Thresholds::default(), TODAY)
    }

    fn of_2026(indicator: &Indicator, value: &str) -> (Status, String) {
        let told = told(indicator, &[json!({"value": value})]);
        (told.status, told.share.unwrap().to_string())
    }

    #[test]
    fn the_expected_change_runs_in_a_line_from_baseline_to_target() {
        let told = told(&twenty_a_year(&json!({})), &[json!({"value": "60"})]);
        assert_eq!(told.expected.unwrap().to_string(), "60");
        assert_eq!(told.target.unwrap().period.to_string(), "2028");
        assert_eq!((told.status, told.missing), (Status::OnTrack, None));
    }

    #[test]
    fn all_of_the_change_is_on_track_four_fifths_are_watched_and_less_is_off() {
        let line = twenty_a_year(&json!({}));
        assert_eq!(of_2026(&line, "60"), (Status::OnTrack, "100.0".to_owned()));
        assert_eq!(of_2026(&line, "52"), (Status::Watch, "80.0".to_owned()));
        assert_eq!(of_2026(&line, "51"), (Status::Off, "77.5".to_owned()));
        assert_eq!(of_2026(&line, "10"), (Status::Off, "-25.0".to_owned()));
    }

    #[test]
    fn targets_on_the_way_bend_the_line() {
        let line =
            twenty_a_year(&json!({"targets": [{"period": "2028", "value": "100"}, {"period": "2026", "value": "30"}]}));
        assert_eq!(
            told(&line, &[json!({"value": "30"})]).expected.unwrap().to_string(),
            "30"
        );
        let before = told(&line, &[json!({"period": "2025", "value": "25"})]);
        assert_eq!(
            (before.expected.unwrap().to_string(), before.status),
            ("25".to_owned(), Status::OnTrack)
        );
    }

    #[test]
    fn what_should_fall_is_on_track_when_it_falls_enough() {
        let down = json!({"direction": "down", "baseline": {"period": "2024", "value": "100"}, "targets": [{"period": "2028", "value": "20"}]});
        let line = twenty_a_year(&down);
        assert_eq!(of_2026(&line, "60").0, Status::OnTrack);
        assert_eq!(of_2026(&line, "70"), (Status::Off, "75.0".to_owned()));
    }

    #[test]
    fn after_its_last_target_the_line_stays_where_it_is() {
        let line = twenty_a_year(
            &json!({"baseline": {"period": "2020", "value": "0"}, "targets": [{"period": "2024", "value": "40"}]}),
        );
        let told = told(&line, &[json!({"value": "40"})]);
        assert_eq!(
            (told.expected.unwrap().to_string(), told.status),
            ("40".to_owned(), Status::OnTrack)
        );
    }

    #[test]
    fn a_level_to_be_held_is_missed_on_either_side() {
        let level = json!({"direction": "hold", "baseline": null, "targets": [{"period": "2026", "value": "50"}]});
        let line = twenty_a_year(&level);
        assert_eq!(of_2026(&line, "50").0, Status::OnTrack);
        assert_eq!(of_2026(&line, "45"), (Status::Watch, "90.0".to_owned()));
        assert_eq!(of_2026(&line, "65"), (Status::Off, "70.0".to_owned()));
        let since = twenty_a_year(&json!({"direction": "hold", "targets": []}));
        assert_eq!(of_2026(&since, "20").0, Status::OnTrack);
    }

    #[test]
    fn where_no_change_is_expected_the_level_is_kept() {
        let line = twenty_a_year(&json!({"targets": [{"period": "2028", "value": "20"}]}));
        assert_eq!(of_2026(&line, "25").0, Status::OnTrack);
        assert_eq!(of_2026(&line, "17"), (Status::Watch, "85.0".to_owned()));
        let nothing = twenty_a_year(
            &json!({"direction": "down", "baseline": {"period": "2024", "value": "0"}, "targets": [{"period": "2028", "value": "0"}]}),
        );
        assert_eq!(of_2026(&nothing, "1"), (Status::Off, "0.0".to_owned()));
    }

    #[test]
    fn without_a_value_a_baseline_or_a_target_it_is_unknown_and_says_what_is_missing() {
        let missing = |indicator: &Indicator, values: &[Json]| {
            let told = told(indicator, values);
            assert_eq!(told.status, Status::Unknown);
            told.missing.unwrap()
        };
        let value = [json!({"value": "60"})];
        assert_eq!(missing(&twenty_a_year(&json!({})), &[]), Gap::NoValue);
        assert_eq!(
            missing(&twenty_a_year(&json!({"baseline": null})), &value),
            Gap::NoBaseline
        );
        assert_eq!(missing(&twenty_a_year(&json!({"targets": []})), &value), Gap::NoTarget);
    }

    #[test]
    fn a_value_of_the_period_before_last_says_nothing_any_more() {
        let line = twenty_a_year(&json!({}));
        let of = |period: &str| told(&line, &[json!({"period": period, "value": "100"})]);
        assert_eq!(of("2025").period.unwrap().to_string(), "2025");
        assert_eq!(of("2024").missing, Some(Gap::NoValue));
        let both = told(
            &line,
            &[json!({"period": "2025", "value": "100"}), json!({"value": "60"})],
        );
        assert_eq!(both.period.unwrap().to_string(), "2026");
    }

    #[test]
    fn a_share_is_of_the_whole_organisation() {
        let mut change = ratio();
        change["decimals"] = json!(1);
        let line = twenty_a_year(&change);
        let of = |unit: u128, n: &str, of: &str| json!({"unit_id": uuid::Uuid::from_u128(unit), "numerator": n, "denominator": of});
        let told = told(&line, &[of(1, "90", "100"), of(2, "60", "150")]);
        assert_eq!(
            (told.actual.unwrap().to_string(), told.status),
            ("60.0".to_owned(), Status::OnTrack)
        );
        assert!(told.preliminary);
    }

    #[test]
    fn the_weakest_level_stands_for_a_scale() {
        let mut change = scale();
        change["baseline"] = json!({"period": "2024", "value": "0"});
        change["targets"] = json!([{"period": "2028", "value": "2"}]);
        let line = an_indicator(change);
        let at =
            |unit: u128, level: i32| json!({"unit_id": uuid::Uuid::from_u128(unit), "level": level, "evidence": "x"});
        let told = told(&line, &[at(1, 2), at(2, 1)]);
        assert_eq!(
            (told.actual.unwrap().to_string(), told.expected.unwrap().to_string()),
            ("1".to_owned(), "1".to_owned())
        );
        assert_eq!(told.status, Status::OnTrack);
    }

    #[test]
    fn thresholds_are_the_tenants_own() {
        let strict = Thresholds {
            version: 1,
            on_track: Quantity(Decimal::from(120)),
            watch: Quantity(Decimal::from(110)),
        };
        assert_eq!(told_by(Decimal::from(115), strict), Status::Watch);
        assert_eq!(told_by(Decimal::from(100), strict), Status::Off);
    }
}
