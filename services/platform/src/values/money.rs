//! Money: never a float, to the cent.

use contracts::envelope::v1 as wire;
use rust_decimal::{Decimal, prelude::ToPrimitive};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::BadValue;

/// An amount of money: never a float, to the cent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"amount": "100000.00", "currency": "EUR"}))]
pub struct Money {
    #[serde(with = "cents")]
    #[schema(value_type = String, example = "100000.00")]
    pub amount: Decimal,
    /// ISO 4217.
    pub currency: Currency,
}

/// The currencies of the countries we serve and of the funds they meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "UPPERCASE")]
pub enum Currency {
    Eur,
    Sek,
    Nok,
    Dkk,
    Isk,
    Gbp,
    Usd,
    Chf,
    Pln,
}

impl Currency {
    const ALL: [(Self, &'static str); 9] = [
        (Self::Eur, "EUR"),
        (Self::Sek, "SEK"),
        (Self::Nok, "NOK"),
        (Self::Dkk, "DKK"),
        (Self::Isk, "ISK"),
        (Self::Gbp, "GBP"),
        (Self::Usd, "USD"),
        (Self::Chf, "CHF"),
        (Self::Pln, "PLN"),
    ];

    pub fn code(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(c, _)| *c == self)
            .map_or("EUR", |(_, code)| code)
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|(_, c)| *c == code)
            .map(|(currency, _)| *currency)
    }
}

impl Money {
    pub fn new(amount: Decimal, currency: Currency) -> Self {
        Self { amount, currency }
    }

    /// An amount as two columns hold it.
    pub fn from_parts(amount: Option<Decimal>, currency: Option<&str>) -> Option<Self> {
        Some(Self::new(amount?, Currency::from_code(currency?)?))
    }

    /// Minor units, for sorting and for the wire.
    pub fn minor(&self) -> i64 {
        (self.amount * Decimal::ONE_HUNDRED).to_i64().unwrap_or(i64::MAX)
    }

    pub fn from_minor(minor: i64, currency: Currency) -> Self {
        Self {
            amount: Decimal::new(minor, 2),
            currency,
        }
    }
}

impl From<&Money> for wire::Money {
    fn from(money: &Money) -> Self {
        Self {
            minor: money.minor(),
            currency: money.currency.code().to_owned(),
        }
    }
}

impl TryFrom<wire::Money> for Money {
    type Error = BadValue;
    fn try_from(money: wire::Money) -> Result<Self, BadValue> {
        let currency = Currency::from_code(&money.currency).ok_or(BadValue("currency"))?;
        Ok(Self::from_minor(money.minor, currency))
    }
}

/// Amounts are text with a decimal point, at most two decimals and thirteen digits before them.
mod cents {
    use rust_decimal::Decimal;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub fn serialize<S: Serializer>(amount: &Decimal, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&format!("{amount:.2}"))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Decimal, D::Error> {
        let text = String::deserialize(from)?;
        let amount = Decimal::from_str_exact(&text)
            .map_err(|_cause| D::Error::custom("an amount is text such as \"100000.00\""))?;
        if amount.normalize().scale() > 2 {
            return Err(D::Error::custom("an amount has at most two decimals"));
        }
        if amount.abs() >= Decimal::from(10_000_000_000_000_i64) {
            return Err(D::Error::custom(
                "an amount has at most thirteen digits before the point",
            ));
        }
        Ok(amount)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_text_to_the_cent_and_never_a_float() {
        let money: Money = serde_json::from_str(r#"{"amount":"100000.5","currency":"EUR"}"#).unwrap();
        assert_eq!(
            serde_json::to_string(&money).unwrap(),
            r#"{"amount":"100000.50","currency":"EUR"}"#
        );
        assert!(serde_json::from_str::<Money>(r#"{"amount":1.5,"currency":"EUR"}"#).is_err());
        assert!(serde_json::from_str::<Money>(r#"{"amount":"1.555","currency":"EUR"}"#).is_err());
    }
}
