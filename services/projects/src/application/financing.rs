//! Who pays what, and whether it adds up.

use garde::Validate;
use platform::{
    codes,
    http::Faults,
    values::{Currency, Money, plain, tidy},
};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::rules::{is_rate, not_negative};

codes! {
    /// Whose money it is.
    pub enum SourceKind as FinancingSourceKind {
        Eu = "eu",
        State = "state",
        Municipal = "municipal",
        OtherPublic = "other_public",
        Private = "private",
        Own = "own",
    }
}

codes! {
    /// Money, or work and things that are counted as money.
    pub enum Form as FinancingForm { Cash = "cash", InKind = "in_kind" }
}

/// One who pays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = FinancingSource)]
pub struct Source {
    #[garde(skip)]
    pub source: SourceKind,
    #[garde(skip)]
    pub kind: Form,
    #[serde(default)]
    #[garde(inner(custom(plain(200))))]
    pub name: Option<String>,
    #[serde(default)]
    #[garde(inner(custom(not_negative)))]
    pub amount: Option<Money>,
    /// Per cent of the total.
    #[serde(default, with = "crate::rules::percent::optional")]
    #[schema(value_type = Option<String>, example = "70")]
    #[garde(inner(custom(is_rate)))]
    pub rate: Option<Decimal>,
}

/// A financing plan: one currency.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "total": {"amount": "100000.00", "currency": "EUR"},
    "sources": [
        {"source": "state", "kind": "cash", "name": "TEKES", "amount": {"amount": "70000.00", "currency": "EUR"}, "rate": "70"},
        {"source": "municipal", "kind": "cash", "amount": {"amount": "30000.00", "currency": "EUR"}, "rate": "30"}
    ]
}))]
pub struct Financing {
    #[serde(default)]
    #[garde(inner(custom(not_negative)))]
    pub total: Option<Money>,
    #[serde(default)]
    #[garde(length(max = 100), dive)]
    pub sources: Vec<Source>,
}

/// A rate is written with two decimals at most, so it may be this far from the exact one.
const ROUNDED: Decimal = Decimal::from_parts(5, 0, 0, false, 3);
const CENT: Decimal = Decimal::from_parts(1, 0, 0, false, 2);

impl Financing {
    #[must_use]
    pub fn tidy(mut self) -> Self {
        for source in &mut self.sources {
            source.name = tidy(source.name.take());
        }
        self
    }

    /// The currency of the plan, once it says any amount.
    pub fn currency(&self) -> Option<Currency> {
        let amounts = self.sources.iter().filter_map(|s| s.amount.as_ref());
        self.total.iter().chain(amounts).map(|m| m.currency).next()
    }

    /// What holds even while the plan is being written: one currency.
    pub fn mixed(&self) -> Faults {
        let mut faults = Faults::default();
        let amounts = self.sources.iter().map(|s| s.amount.as_ref()).enumerate();
        for (n, amount) in amounts.filter_map(|(n, amount)| Some((n, amount?))) {
            let plan = self.currency().unwrap_or(amount.currency);
            let told = format!("The plan is in {}, this is in {}.", plan.code(), amount.currency.code());
            let pointer = format!("/sources/{n}/amount/currency");
            faults.unless(amount.currency == plan, pointer, "mixed_currencies", told);
        }
        faults
    }

    /// Where the plan does not add up, and by how much.
    pub fn gaps(&self) -> Faults {
        let mut faults = Faults::default();
        faults.unless(!self.sources.is_empty(), "/sources", "required", "Say who pays.");
        for (n, source) in self.sources.iter().enumerate() {
            let pointer = format!("/sources/{n}/amount");
            let told = "Say how much this source pays.";
            faults.unless(source.amount.is_some(), pointer, "required", told);
        }
        let Some(total) = &self.total else {
            faults.add("/total", "required", "Say what it costs in all.");
            return faults;
        };
        self.check_sum(total, &mut faults);
        self.check_rates(total, &mut faults);
        faults
    }

    fn check_sum(&self, total: &Money, faults: &mut Faults) {
        let sum: Decimal = self
            .sources
            .iter()
            .filter_map(|s| s.amount.as_ref())
            .map(|m| m.amount)
            .sum();
        let difference = total.amount - sum;
        if difference.is_zero() {
            return;
        }
        let currency = total.currency.code();
        let (code, way) = if difference > Decimal::ZERO {
            ("too_little", "less")
        } else {
            ("too_much", "more")
        };
        let told = format!(
            "The sources come to {sum:.2} {currency}: {:.2} {currency} {way} than the total of {:.2} {currency}.",
            difference.abs(),
            total.amount
        );
        faults.add("/sources", code, told);
    }

    fn check_rates(&self, total: &Money, faults: &mut Faults) {
        for (n, source) in self.sources.iter().enumerate() {
            let (Some(amount), Some(rate)) = (&source.amount, source.rate) else {
                continue;
            };
            let by_rate = total.amount * rate / Decimal::ONE_HUNDRED;
            let off = (amount.amount - by_rate).abs();
            let near = off < CENT || off * Decimal::ONE_HUNDRED <= ROUNDED * total.amount;
            if !near {
                let currency = total.currency.code();
                let told = format!(
                    "{} per cent of {:.2} {currency} is {by_rate:.2} {currency}, {off:.2} {currency} from the amount.",
                    rate.normalize(),
                    total.amount
                );
                faults.add(format!("/sources/{n}/rate"), "rate_and_amount_differ", told);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn euros(amount: &str) -> Money {
        Money::new(amount.parse().unwrap(), Currency::Eur)
    }

    fn source(amount: Option<&str>, rate: Option<&str>) -> Source {
        Source {
            source: SourceKind::State,
            kind: Form::Cash,
            name: None,
            amount: amount.map(euros),
            rate: rate.map(|r| r.parse().unwrap()),
        }
    }

    fn plan(total: &str, sources: Vec<Source>) -> Financing {
        Financing {
            total: Some(euros(total)),
            sources,
        }
    }

    fn detail(faults: &Faults) -> String {
        faults.iter().map(|f| f.detail.as_str()).collect()
    }

    #[test]
    fn a_plan_adds_up_to_the_cent() {
        let thirds = vec![
            source(Some("33.33"), None),
            source(Some("33.33"), None),
            source(Some("33.34"), None),
        ];
        assert!(plan("100.00", thirds).gaps().is_empty());
        let short = vec![
            source(Some("33.33"), None),
            source(Some("33.33"), None),
            source(Some("33.33"), None),
        ];
        let gaps = plan("100.00", short).gaps();
        assert_eq!(gaps.to_string(), "/sources too_little");
        assert!(detail(&gaps).contains("0.01 EUR less"), "{}", detail(&gaps));
    }

    #[test]
    fn a_plan_that_says_too_much_says_by_how_much() {
        let gaps = plan(
            "100000.00",
            vec![source(Some("70000.00"), None), source(Some("40000.50"), None)],
        )
        .gaps();
        assert_eq!(gaps.to_string(), "/sources too_much");
        let expected = "10000.50 EUR more than the total of 100000.00 EUR";
        assert!(detail(&gaps).contains(expected), "{}", detail(&gaps));
    }

    #[test]
    fn what_is_missing_is_told_where_it_is_missing() {
        let empty = Financing::default();
        assert_eq!(empty.gaps().to_string(), "/sources required, /total required");
        let gaps = plan("100.00", vec![source(Some("100.00"), None), source(None, Some("10"))]).gaps();
        assert_eq!(gaps.to_string(), "/sources/1/amount required");
    }

    #[test]
    fn a_rate_agrees_with_its_amount() {
        let right = vec![
            source(Some("70000.00"), Some("70")),
            source(Some("30000.00"), Some("30")),
        ];
        assert!(plan("100000.00", right).gaps().is_empty());
        let wrong = vec![
            source(Some("70000.00"), Some("75")),
            source(Some("30000.00"), Some("25")),
        ];
        let gaps = plan("100000.00", wrong).gaps();
        assert_eq!(
            gaps.to_string(),
            "/sources/0/rate rate_and_amount_differ, /sources/1/rate rate_and_amount_differ"
        );
        assert!(
            detail(&gaps).contains("5000.00 EUR from the amount"),
            "{}",
            detail(&gaps)
        );
    }

    #[test]
    fn a_rate_rounded_to_two_decimals_still_agrees() {
        let thirds = vec![
            source(Some("3333.33"), Some("33.33")),
            source(Some("6666.67"), Some("66.67")),
        ];
        assert!(plan("10000.00", thirds).gaps().is_empty());
        // 40 % of 333.33, rounded down to the cent as funders do.
        let small = vec![source(Some("133.33"), Some("40")), source(Some("200.00"), Some("60"))];
        assert!(plan("333.33", small).gaps().is_empty());
    }

    #[test]
    fn a_plan_has_one_currency_even_while_it_is_written() {
        let mut kronor = source(Some("10.00"), None);
        kronor.amount = Some(Money::new(Decimal::TEN, Currency::Sek));
        let mixed = plan("100.00", vec![source(Some("90.00"), None), kronor]);
        assert_eq!(mixed.mixed().to_string(), "/sources/1/amount/currency mixed_currencies");
    }

    #[test]
    fn a_source_of_nothing_is_allowed_and_one_of_less_is_not() {
        assert!(plan("100.00", vec![source(Some("0.00"), None)]).validate().is_ok());
        assert!(plan("100.00", vec![source(Some("-0.01"), None)]).validate().is_err());
        assert!(plan("100.00", vec![source(None, Some("100.01"))]).validate().is_err());
    }
}
