//! Numbers, money and days as the reader writes them.

use jiff::civil::Date;
use platform::values::{Currency, Exactness, Language};
use rust_decimal::Decimal;

use super::Voice;
use crate::followup::figure::{Figure, Unit};

/// A gap that a line may not be broken at.
const GAP: char = '\u{a0}';

impl Voice {
    /// A whole or broken number, with the language's separators.
    pub fn number(&self, number: Decimal) -> String {
        let text = number.to_string();
        let (sign, text) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("−", rest));
        let (whole, broken) = text.split_once('.').unwrap_or((text, ""));
        let (between, point) = if self.language == Language::En {
            (',', '.')
        } else {
            (GAP, ',')
        };
        let mut grouped = String::new();
        for (place, digit) in whole.chars().enumerate() {
            if place > 0 && (whole.len() - place).is_multiple_of(3) {
                grouped.push(between);
            }
            grouped.push(digit);
        }
        if broken.is_empty() {
            format!("{sign}{grouped}")
        } else {
            format!("{sign}{grouped}{point}{broken}")
        }
    }

    pub fn money(&self, amount: Decimal, currency: Currency) -> String {
        let number = self.number(format!("{amount:.2}").parse().unwrap_or(amount));
        format!("{number}{GAP}{}", currency.code())
    }

    /// A figure's value with its unit, and "at least" where the sources say no more.
    pub fn value(&self, figure: &Figure) -> String {
        let number = match figure.unit {
            Unit::Money(currency) => self.money(figure.value, currency),
            Unit::Percent => format!("{}{GAP}%", self.number(figure.value.normalize())),
            Unit::Rows | Unit::People => self.number(figure.value.normalize()),
        };
        self.inexact(&number, figure.exactness)
    }

    pub fn inexact(&self, number: &str, exactness: Exactness) -> String {
        match exactness {
            Exactness::Exact => number.to_owned(),
            Exactness::AtLeast => format!("{} {number}", self.say(("vähintään", "minst", "at least"))),
            Exactness::About => format!("{} {number}", self.say(("noin", "ungefär", "about"))),
        }
    }

    /// A day as the reader's country writes it.
    pub fn day(&self, day: Date) -> String {
        match self.language {
            Language::Sv if self.in_sweden() => day.to_string(),
            Language::En => day.strftime("%-d %B %Y").to_string(),
            _ => format!("{}.{}.{}", day.day(), day.month(), day.year()),
        }
    }

    pub fn period(&self, from: Date, to: Option<Date>) -> String {
        format!("{}–{}", self.day(from), to.map(|t| self.day(t)).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn voice(language: Language, country: &str) -> Voice {
        Voice::new(language, country)
    }

    #[test]
    fn days_are_written_as_the_readers_country_writes_them() {
        let day = date(2026, 11, 2);
        assert_eq!(voice(Language::Fi, "FI").day(day), "2.11.2026");
        assert_eq!(voice(Language::Sv, "FI").day(day), "2.11.2026");
        assert_eq!(voice(Language::Sv, "SE").day(day), "2026-11-02");
        assert_eq!(voice(Language::En, "SE").day(day), "2 November 2026");
    }

    #[test]
    fn numbers_have_the_languages_separators_and_money_its_currency() {
        let amount = Decimal::new(10_000_000, 2);
        assert_eq!(
            voice(Language::Fi, "FI").money(amount, Currency::Eur),
            "100\u{a0}000,00\u{a0}EUR"
        );
        assert_eq!(
            voice(Language::En, "FI").money(amount, Currency::Eur),
            "100,000.00\u{a0}EUR"
        );
        assert_eq!(voice(Language::En, "FI").number(Decimal::from(999)), "999");
        assert_eq!(voice(Language::Fi, "FI").number(Decimal::from(-1234)), "−1\u{a0}234");
    }

    #[test]
    fn at_least_is_said_in_every_language() {
        for (language, said) in [
            (Language::Fi, "vähintään 60"),
            (Language::Sv, "minst 60"),
            (Language::En, "at least 60"),
        ] {
            assert_eq!(voice(language, "FI").inexact("60", Exactness::AtLeast), said);
        }
    }
}
