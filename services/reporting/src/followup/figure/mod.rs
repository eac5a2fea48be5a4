//! A figure and the rows it counts. What is said and what is listed can never be two different things: the value is made
//! from the rows.

mod counts;
mod row;

use platform::values::{Currency, Exactness, Money};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

pub use self::{counts::Counts, row::Row};

/// In what a figure is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// The rows themselves: the value is their number.
    Rows,
    People,
    Percent,
    Money(Currency),
}

impl Unit {
    pub fn code(self) -> &'static str {
        match self {
            Self::Rows => "count",
            Self::People => "people",
            Self::Percent => "percent",
            Self::Money(currency) => currency.code(),
        }
    }
}

/// One figure of a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figure {
    pub counts: Counts,
    pub unit: Unit,
    pub value: Decimal,
    pub exactness: Exactness,
    #[serde(skip)]
    pub rows: Vec<Row>,
}

impl Figure {
    /// The key by which the figure is asked for; sums of money carry their currency.
    pub fn key(&self) -> String {
        match self.unit {
            Unit::Money(currency) => format!("{}_{}", self.counts.code(), currency.code().to_lowercase()),
            _ => self.counts.code().to_owned(),
        }
    }

    /// How many rows there are.
    pub fn of_rows(counts: Counts, rows: Vec<Row>) -> Self {
        Self {
            counts,
            unit: Unit::Rows,
            value: Decimal::from(rows.len()),
            exactness: Exactness::Exact,
            rows,
        }
    }

    /// How many people the rows speak of; rows that do not say are not among them. At least stays at least.
    pub fn of_people(counts: Counts, rows: &[Row]) -> Self {
        let rows: Vec<Row> = rows.iter().filter(|r| r.participants.is_some()).cloned().collect();
        let mut total = Self {
            counts,
            unit: Unit::People,
            value: Decimal::ZERO,
            exactness: Exactness::Exact,
            rows: Vec::new(),
        };
        for number in rows.iter().filter_map(|r| r.participants.as_ref()) {
            total.value += number.value;
            total.exactness = total.exactness.with(number.exactness);
        }
        Self { rows, ..total }
    }

    /// A sum for each currency that occurs; they are never mixed.
    pub fn of_money(counts: Counts, rows: &[Row], amount: impl Fn(&Row) -> Option<&Money>) -> Vec<Self> {
        let mut currencies: Vec<Currency> = rows.iter().filter_map(|r| amount(r).map(|m| m.currency)).collect();
        currencies.sort_unstable();
        currencies.dedup();
        currencies
            .into_iter()
            .map(|currency| {
                let of_currency = |r: &&Row| amount(r).is_some_and(|m| m.currency == currency);
                let rows: Vec<Row> = rows.iter().filter(of_currency).cloned().collect();
                let value = rows.iter().filter_map(|r| amount(r).map(|m| m.amount)).sum();
                Self {
                    counts,
                    unit: Unit::Money(currency),
                    value,
                    exactness: Exactness::Exact,
                    rows,
                }
            })
            .collect()
    }

    /// The share of rows that fulfil something, in per cent to one decimal. Of nothing there is no share.
    pub fn of_share(counts: Counts, rows: &[Row], fulfils: impl Fn(&Row) -> bool) -> Option<Self> {
        let (part, whole) = (rows.iter().filter(|r| fulfils(r)).count(), rows.len());
        let share = (Decimal::from(part) * Decimal::ONE_HUNDRED)
            .checked_div(Decimal::from(whole))?
            .round_dp(1);
        let rows = rows.to_vec();
        Some(Self {
            counts,
            unit: Unit::Percent,
            value: share.normalize(),
            exactness: Exactness::Exact,
            rows,
        })
    }

    /// The value as the API writes it.
    pub fn written(&self) -> String {
        match self.unit {
            Unit::Money(_) => format!("{:.2}", self.value),
            _ => self.value.normalize().to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::Date;
    use platform::values::Figure as Number;

    use super::*;

    fn with_money(amount: i64, currency: Currency) -> Row {
        Row {
            cost: Some(Money::new(Decimal::from(amount), currency)),
            ..Row::default()
        }
    }

    fn with_people(value: i64, exactness: Exactness) -> Row {
        Row {
            participants: Some(Number {
                value: value.into(),
                exactness,
            }),
            ..Row::default()
        }
    }

    #[test]
    fn money_of_two_currencies_makes_two_figures() {
        let rows = [
            with_money(100, Currency::Eur),
            with_money(7, Currency::Sek),
            with_money(1, Currency::Eur),
            Row::default(),
        ];
        let sums = Figure::of_money(Counts::ProjectCosts, &rows, |r| r.cost.as_ref());
        let told: Vec<_> = sums.iter().map(|f| (f.key(), f.written(), f.rows.len())).collect();
        assert_eq!(
            told,
            [
                ("project_costs_eur".to_owned(), "101.00".to_owned(), 2),
                ("project_costs_sek".to_owned(), "7.00".to_owned(), 1)
            ]
        );
    }

    #[test]
    fn at_least_stays_at_least_and_who_was_not_counted_is_not_in_the_rows() {
        let rows = [
            with_people(60, Exactness::AtLeast),
            with_people(5, Exactness::Exact),
            Row::default(),
        ];
        let total = Figure::of_people(Counts::StaffExchangeParticipants, &rows);
        assert_eq!(
            (total.written().as_str(), total.exactness, total.rows.len()),
            ("65", Exactness::AtLeast, 2)
        );
    }

    #[test]
    fn a_share_of_nothing_is_not_published() {
        assert_eq!(Figure::of_share(Counts::StatementCoverage, &[], |_| true), None);
        let rows = [
            Row::default(),
            Row {
                submitted_on: Some(Date::constant(2026, 3, 1)),
                ..Row::default()
            },
            Row::default(),
        ];
        let share = Figure::of_share(Counts::StatementCoverage, &rows, |r| r.submitted_on.is_some()).unwrap();
        assert_eq!((share.written().as_str(), share.rows.len()), ("33.3", 3));
    }
}
