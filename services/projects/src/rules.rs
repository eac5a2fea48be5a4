//! Rules that several aggregates keep.

use platform::values::{Figure, Money};
use rust_decimal::Decimal;

/// Checks that an amount is nought or more.
pub fn not_negative(money: &Money, (): &()) -> garde::Result {
    if money.amount.is_sign_negative() && !money.amount.is_zero() {
        return Err(garde::Error::new("negative: an amount is nought or more"));
    }
    Ok(())
}

/// Checks that a figure is nought or more.
pub fn counted(figure: &Figure, (): &()) -> garde::Result {
    if figure.value < Decimal::ZERO {
        return Err(garde::Error::new("negative: a figure is nought or more"));
    }
    if figure.value >= Decimal::from(1_000_000_000_000_i64) {
        return Err(garde::Error::new("too_large: a figure is less than 1 000 000 000 000"));
    }
    Ok(())
}

/// Checks a rate in per cent.
pub fn is_rate(rate: &Decimal, (): &()) -> garde::Result {
    if *rate < Decimal::ZERO || *rate > Decimal::ONE_HUNDRED {
        return Err(garde::Error::new("out_of_range: a rate is 0 to 100 per cent"));
    }
    Ok(())
}

/// Checks a language: ISO 639.
pub fn is_language(code: &str, (): &()) -> garde::Result {
    if (2..=3).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_lowercase()) {
        return Ok(());
    }
    Err(garde::Error::new(
        "bad_language: a language is its two or three small letters, such as en",
    ))
}

/// Checks a country: ISO 3166 alpha-2.
pub fn is_country(code: &str, (): &()) -> garde::Result {
    if code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase()) {
        return Ok(());
    }
    Err(garde::Error::new(
        "bad_country: a country is its two capital letters, such as FI",
    ))
}

/// Checks an address in the web.
pub fn is_website(address: &str, (): &()) -> garde::Result {
    let web = ["https://", "http://"].iter().any(|start| address.starts_with(start));
    if !web || address.len() > 500 || address.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err(garde::Error::new("bad_website: write it as https://example.org/"));
    }
    Ok(())
}

/// Per cent as decimal text with two decimals at most; a bare number is read as well.
pub mod percent {
    use rust_decimal::Decimal;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        Text(String),
        Whole(i64),
    }

    pub fn serialize<S: Serializer>(share: &Decimal, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&share.normalize().to_string())
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Decimal, D::Error> {
        let told = || D::Error::custom("a percentage is text such as \"33.5\", with two decimals at most");
        let share = match Written::deserialize(from).map_err(|_cause| told())? {
            Written::Text(text) => Decimal::from_str_exact(text.trim()).map_err(|_cause| told())?,
            Written::Whole(number) => Decimal::from(number),
        };
        if share.normalize().scale() > 2 || share.abs() >= Decimal::from(1_000) {
            Err(told())
        } else {
            Ok(share)
        }
    }

    /// The same for one that may be absent.
    pub mod optional {
        use super::{Decimal, Deserialize, Deserializer, Serializer};

        #[derive(Deserialize)]
        #[serde(transparent)]
        struct Percent(#[serde(with = "super")] Decimal);

        pub fn serialize<S: Serializer>(share: &Option<Decimal>, to: S) -> Result<S::Ok, S::Error> {
            match share {
                Some(share) => super::serialize(share, to),
                None => to.serialize_none(),
            }
        }

        pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Decimal>, D::Error> {
            Ok(Option::<Percent>::deserialize(from)?.map(|p| p.0))
        }
    }
}

#[cfg(test)]
mod tests {
    use platform::values::{Currency, Exactness};

    use super::*;

    #[test]
    fn an_amount_is_nought_or_more() {
        let money = |cents| Money::new(Decimal::new(cents, 2), Currency::Sek);
        assert!(not_negative(&money(0), &()).is_ok());
        assert!(not_negative(&money(-1), &()).is_err());
    }

    #[test]
    fn a_count_is_nought_or_more_however_exact_it_is() {
        let figure = |value: i64| Figure {
            value: value.into(),
            exactness: Exactness::AtLeast,
        };
        assert!(counted(&figure(60), &()).is_ok());
        assert!(counted(&figure(-1), &()).is_err());
    }

    #[test]
    fn a_country_is_two_capital_letters() {
        assert!(is_country("FI", &()).is_ok());
        for wrong in ["fi", "FIN", "", "F1", "Å"] {
            assert!(is_country(wrong, &()).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_website_is_an_address_of_the_web() {
        assert!(is_website("https://example.org/a", &()).is_ok());
        for wrong in ["example.org", "javascript:alert(1)", "https://example.org/a b"] {
            assert!(is_website(wrong, &()).is_err(), "{wrong}");
        }
    }
}
