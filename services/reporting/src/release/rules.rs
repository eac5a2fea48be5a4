//! The primary rules: whether a figure can be shown at all.
//!
//! Every rule is asked, whatever the others say: how long the answer takes must not tell which one spoke.

use rust_decimal::Decimal;

use super::parameters::Parameters;
use crate::contribution::{Measure, MeasureUnit};

/// What one holding contributes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contribution {
    pub holding: String,
    pub value: Decimal,
    /// It accepts the risk in its own cell.
    pub waiver: bool,
}

/// What a figure would be made of.
#[derive(Clone, Debug)]
pub struct Candidate<'a> {
    pub contributions: &'a [Contribution],
    pub unit: MeasureUnit,
    /// Within how many per cent outsiders can guess a contribution, where they can.
    pub guessed_within: Option<u32>,
    /// How many belong to the group, where that is known.
    pub group: Option<usize>,
}

/// The fewest that must contribute more than nought.
const FEWEST_NON_ZERO: usize = 3;
/// The fewest persons that are told of.
const FEWEST_PERSONS: u8 = 5;

impl<'a> Candidate<'a> {
    pub fn of(measure: Measure, contributions: &'a [Contribution], group: Option<usize>) -> Self {
        Self {
            contributions,
            unit: measure.unit(),
            guessed_within: measure.guessed_within(),
            group,
        }
    }

    pub fn total(&self) -> Decimal {
        self.contributions.iter().map(|c| c.value).sum()
    }

    /// Whether nothing speaks against showing the total.
    pub fn is_safe(&self, parameters: &Parameters) -> bool {
        let against = [
            self.has_too_few(parameters),
            self.is_dominated(parameters),
            self.total().is_zero(),
            self.tells_of_few_persons(),
            self.lacks_one_or_two(),
        ];
        against.iter().filter(|speaks| **speaks).count() == 0
    }

    /// Rule 1.
    fn has_too_few(&self, parameters: &Parameters) -> bool {
        let non_zero = self.contributions.iter().filter(|c| !c.value.is_zero()).count();
        self.contributions.len() < parameters.fewest || non_zero < FEWEST_NON_ZERO
    }

    /// Rules 2 and 4: whether some others, who know their own, come too close to the largest that did not waive it.
    fn is_dominated(&self, parameters: &Parameters) -> bool {
        let negative = self
            .contributions
            .iter()
            .any(|c| c.value.is_sign_negative() && !c.value.is_zero());
        let mut sizes: Vec<(Decimal, bool)> = self.contributions.iter().map(|c| (c.value.abs(), c.waiver)).collect();
        sizes.sort_unstable_by(|a, b| b.cmp(a));
        let Some(at) = sizes.iter().position(|(_, waiver)| !waiver) else {
            return false;
        };
        let (largest, _) = sizes.remove(at);
        let others: Decimal = sizes.iter().skip(parameters.coalition).map(|(size, _)| *size).sum();
        let percent = match self.guessed_within {
            Some(within) => Decimal::ONE_HUNDRED * parameters.percent / Decimal::from(within),
            None => parameters.percent,
        };
        let percent = if negative { percent / Decimal::TWO } else { percent };
        others * Decimal::ONE_HUNDRED < percent * largest
    }

    /// Rule 5.
    fn tells_of_few_persons(&self) -> bool {
        self.unit == MeasureUnit::People && self.total() < Decimal::from(FEWEST_PERSONS)
    }

    /// Rule 6: whoever is missing could be named.
    fn lacks_one_or_two(&self) -> bool {
        self.group
            .is_some_and(|group| matches!(group.saturating_sub(self.contributions.len()), 1 | 2))
    }
}

/// As it is shown: counts to 1, magnitudes to three significant digits. No rule relies on it.
pub fn rounded(value: Decimal, unit: MeasureUnit) -> Decimal {
    let rounded = match unit {
        MeasureUnit::Number | MeasureUnit::People => value.round(),
        MeasureUnit::Eur | MeasureUnit::Sek => value.round_sf(3).unwrap_or(value),
    };
    rounded.normalize()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ASSOCIATION: Parameters = Parameters {
        version: 0,
        fewest: 5,
        coalition: 2,
        percent: Decimal::TEN,
    };
    const SUB_REGION: Parameters = Parameters {
        version: 0,
        fewest: 4,
        coalition: 1,
        percent: Decimal::TEN,
    };

    fn contributions(values: &[i64]) -> Vec<Contribution> {
        let one = |(n, value): (usize, &i64)| Contribution {
            holding: format!("FI:{n:03}"),
            value: (*value).into(),
            waiver: false,
        };
        values.iter().enumerate().map(one).collect()
    }

    fn candidate(contributions: &[Contribution]) -> Candidate<'_> {
        Candidate {
            contributions,
            unit: MeasureUnit::Number,
            guessed_within: None,
            group: None,
        }
    }

    fn is_safe(values: &[i64], parameters: &Parameters) -> bool {
        candidate(&contributions(values)).is_safe(parameters)
    }

    #[test]
    fn two_that_hold_nearly_all_of_it_know_each_other() {
        // 50 000, 49 000, rest 1 000: 1 000 < 5 000.
        assert!(!is_safe(&[50_000, 49_000, 400, 300, 300], &SUB_REGION));
    }

    #[test]
    fn a_rest_that_hides_the_largest_is_enough_for_one_that_knows_its_own() {
        // 52 000, 50 000, rest 8 000: 8 000 ≥ 5 200.
        assert!(is_safe(&[52_000, 50_000, 3_000, 3_000, 2_000], &SUB_REGION));
        // For two that put together what they know, 5 000 remains, which is less.
        assert!(!is_safe(&[52_000, 50_000, 3_000, 3_000, 2_000], &ASSOCIATION));
    }

    #[test]
    fn the_bound_itself_is_safe() {
        assert!(is_safe(&[100, 50, 50, 5, 5], &ASSOCIATION));
        assert!(!is_safe(&[100, 50, 50, 5, 4], &ASSOCIATION));
    }

    #[test]
    fn four_are_enough_in_a_sub_region_and_not_for_an_association() {
        assert!(is_safe(&[10, 10, 10, 10], &SUB_REGION));
        assert!(!is_safe(&[10, 10, 10, 10], &ASSOCIATION));
        assert!(!is_safe(&[10, 10, 10], &SUB_REGION));
    }

    #[test]
    fn fewer_than_three_that_are_not_nought_and_nothing_at_all_are_not_shown() {
        assert!(!is_safe(&[10, 10, 0, 0, 0], &SUB_REGION));
        assert!(!is_safe(&[0, 0, 0, 0, 0], &SUB_REGION));
    }

    #[test]
    fn a_waiver_takes_away_the_protection_of_who_gave_it_and_of_nobody_else() {
        let mut some = contributions(&[1_000, 30, 20, 20, 10]);
        assert!(!candidate(&some).is_safe(&SUB_REGION));
        some[0].waiver = true;
        // The largest without a waiver is 30; who waived is the first of those that could know.
        assert!(candidate(&some).is_safe(&SUB_REGION));
        some[1].value = 900.into();
        assert!(
            !candidate(&some).is_safe(&SUB_REGION),
            "the next one has waived nothing"
        );
    }

    #[test]
    fn what_outsiders_can_guess_needs_more_to_hide_it() {
        let some = contributions(&[100, 50, 50, 8, 7]);
        assert!(candidate(&some).is_safe(&ASSOCIATION));
        let guessed = Candidate {
            guessed_within: Some(50),
            ..candidate(&some)
        };
        assert!(!guessed.is_safe(&ASSOCIATION), "20 per cent of 100 is more than 15");
    }

    #[test]
    fn where_values_may_be_negative_sizes_count_at_half_the_percentage() {
        assert!(is_safe(&[100, -50, 50, 3, 2], &ASSOCIATION));
        assert!(!is_safe(&[100, -50, 50, 2, 2], &ASSOCIATION));
    }

    #[test]
    fn one_to_four_persons_are_not_told_of() {
        let people = |values: &[i64]| {
            let all = contributions(values);
            let of_people = Candidate {
                unit: MeasureUnit::People,
                ..candidate(&all)
            };
            of_people.is_safe(&SUB_REGION)
        };
        assert!(!people(&[1, 1, 1, 1, 0]));
        assert!(people(&[1, 1, 1, 1, 1]));
    }

    #[test]
    fn whoever_is_missing_of_a_group_must_not_be_nameable() {
        let all = contributions(&[10, 10, 10, 10, 10]);
        let of_group = |group| {
            let some = Candidate {
                group: Some(group),
                ..candidate(&all)
            };
            some.is_safe(&SUB_REGION)
        };
        assert_eq!([5, 6, 7, 8].map(of_group), [true, false, false, true]);
    }

    #[test]
    fn counts_are_shown_to_one_and_magnitudes_to_three_digits() {
        let shown = |text: &str, unit| rounded(text.parse().unwrap(), unit).to_string();
        assert_eq!(shown("1234567.89", MeasureUnit::Eur), "1230000");
        assert_eq!(shown("0.4", MeasureUnit::Sek), "0.4");
        assert_eq!(shown("1234", MeasureUnit::Number), "1234");
        assert_eq!(shown("60.0", MeasureUnit::People), "60");
    }

    /// What a coalition that knows its own figures can say about another: from nought to all that remains.
    fn is_pinned_down(values: &[Decimal], coalition: &[usize], target: usize, percent: Decimal) -> bool {
        let total: Decimal = values.iter().sum();
        let known: Decimal = coalition.iter().map(|member| values[*member]).sum();
        let most = total - known;
        (most - values[target]) * Decimal::ONE_HUNDRED < percent * values[target]
    }

    proptest! {
        /// Nobody can be pinned down from above by any coalition, in whatever is shown.
        #[test]
        fn no_coalition_comes_closer_to_anybody_than_it_may(values in prop::collection::vec(0_i64..5_000, 1..9)) {
            let all = contributions(&values);
            let amounts: Vec<Decimal> = all.iter().map(|c| c.value).collect();
            let safe = candidate(&all).is_safe(&ASSOCIATION);
            let mut pinned = false;
            for target in 0..amounts.len() {
                for one in 0..amounts.len() {
                    for other in 0..amounts.len() {
                        if one != target && other != target && one < other {
                            pinned |= is_pinned_down(&amounts, &[one, other], target, Decimal::TEN);
                        }
                    }
                }
            }
            prop_assert!(!(safe && pinned), "shown, and somebody is pinned down: {values:?}");
            if !safe && amounts.len() >= 5 && amounts.iter().filter(|v| !v.is_zero()).count() >= 3 {
                prop_assert!(pinned, "withheld for no reason: {values:?}");
            }
        }

        /// Two groups that may be shown apart may be shown together, so adding up tells nobody more.
        #[test]
        fn what_is_safe_apart_is_safe_together(
            one in prop::collection::vec(0_i64..500, 5..9), other in prop::collection::vec(0_i64..500, 5..9),
        ) {
            if is_safe(&one, &ASSOCIATION) && is_safe(&other, &ASSOCIATION) {
                prop_assert!(is_safe(&[one, other].concat(), &ASSOCIATION));
            }
        }
    }
}
