//! A number as people measure it: text with a decimal point, never a float.

use std::fmt;

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use utoipa::ToSchema;

/// A number of at most fifteen digits before the point and six after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ToSchema)]
#[schema(value_type = String, example = "812")]
pub struct Quantity(pub Decimal);

const LARGEST: i64 = 1_000_000_000_000_000;

impl Quantity {
    /// Reads what was written; a float's exponent is no way to write an amount of anything here.
    pub fn read(text: &str) -> Result<Self, &'static str> {
        let number = Decimal::from_str_exact(text.trim()).map_err(|_cause| "a number is text such as \"12.5\"")?;
        if number.normalize().scale() > 6 {
            return Err("a number has at most six decimals");
        }
        if number.abs() >= Decimal::from(LARGEST) {
            return Err("a number has at most fifteen digits before the point");
        }
        Ok(Self(number))
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for Quantity {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Quantity {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::read(&String::deserialize(from)?).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_text_and_nothing_else() {
        for good in ["12.5", "-3", "0", "999999999999999.999999"] {
            assert_eq!(Quantity::read(good).unwrap().to_string(), good);
        }
        for bad in ["1e3", "12,5", "", "NaN", "1000000000000000", "0.1234567", "12 000"] {
            assert!(Quantity::read(bad).is_err(), "{bad}");
        }
        assert!(serde_json::from_str::<Quantity>("12.5").is_err());
    }
}
