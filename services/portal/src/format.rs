//! Dates, numbers and money in the reader's manner.

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use rust_decimal::Decimal;

use crate::language::{Arguments, Country, Language, Voice};

/// Keeps a number in one piece at the end of a line.
const NO_BREAK: char = '\u{a0}';

impl Voice {
    /// `22.11.2026` in Finnish and in Finland's Swedish, `2026-11-22` in Sweden's, `22 November 2026` in English.
    pub fn date(self, date: Date) -> String {
        match (self.language, self.country) {
            (Language::Fi, _) | (Language::Sv, Country::Finland) => {
                format!("{}.{}.{}", date.day(), date.month(), date.year())
            }
            (Language::Sv, Country::Sweden) => date.strftime("%Y-%m-%d").to_string(),
            (Language::En, _) => format!("{} {}", date.day(), date.strftime("%B %Y")),
        }
    }

    /// A date as a service wrote it, or as much of one as is known; what is no date is shown as it is.
    pub fn date_text(self, text: &str) -> String {
        if let Some(month) = self.month(text) {
            return month;
        }
        text.parse::<Date>()
            .map_or_else(|_| self.moment(text), |date| self.date(date))
    }

    /// `2019-05`: `5/2019` in Finnish and in Finland's Swedish, `May 2019` in English.
    fn month(self, text: &str) -> Option<String> {
        let (year, month) = text.split_once('-').filter(|_| text.len() == "2019-05".len())?;
        let first = Date::new(year.parse().ok()?, month.parse().ok()?, 1).ok()?;
        Some(match (self.language, self.country) {
            (Language::Fi, _) | (Language::Sv, Country::Finland) => format!("{}/{}", first.month(), first.year()),
            (Language::Sv, Country::Sweden) => text.to_owned(),
            (Language::En, _) => first.strftime("%B %Y").to_string(),
        })
    }

    /// The day of a moment, where the tenant is.
    pub fn day(self, text: &str) -> String {
        text.parse::<Timestamp>().map_or_else(
            |_| self.date_text(text),
            |moment| {
                let zone = TimeZone::get(self.country.time_zone()).unwrap_or(TimeZone::UTC);
                self.date(moment.to_zoned(zone).date())
            },
        )
    }

    /// A moment, in the time of the tenant's country.
    pub fn moment(self, text: &str) -> String {
        let Ok(moment) = text.parse::<Timestamp>() else {
            return text.to_owned();
        };
        let local = moment.to_zoned(TimeZone::get(self.country.time_zone()).unwrap_or(TimeZone::UTC));
        let clock = if self.language == Language::Fi {
            local.strftime("%-H.%M")
        } else {
            local.strftime("%H:%M")
        };
        format!("{} {clock}", self.date(local.date()))
    }

    /// A decimal number as a service wrote it, with the language's separators.
    pub fn number(self, text: &str) -> String {
        let Ok(number) = text.trim().parse::<Decimal>() else {
            return text.to_owned();
        };
        let plain = number.abs().to_string();
        let (whole, rest) = plain
            .split_once('.')
            .map_or((plain.as_str(), None), |(whole, rest)| (whole, Some(rest)));
        let (thousands, point) = match self.language {
            Language::En => (',', '.'),
            Language::Fi | Language::Sv => (NO_BREAK, ','),
        };
        let mut grouped = String::new();
        for (index, digit) in whole.chars().enumerate() {
            // Four digits stay together: 2026 reads better than 2 026.
            if index > 0 && (whole.len() - index) % 3 == 0 && whole.len() > 4 {
                grouped.push(thousands);
            }
            grouped.push(digit);
        }
        let sign = if number.is_sign_negative() && !number.is_zero() {
            "\u{2212}"
        } else {
            ""
        };
        match rest {
            Some(rest) => format!("{sign}{grouped}{point}{rest}"),
            None => format!("{sign}{grouped}"),
        }
    }

    pub fn money(self, amount: &str, currency: &str) -> String {
        let number = self.number(amount);
        match (self.language, currency) {
            (Language::En, "EUR") => format!("€{number}"),
            (Language::En, _) => format!("{currency}{NO_BREAK}{number}"),
            (_, "EUR") => format!("{number}{NO_BREAK}€"),
            (Language::Sv, "SEK") => format!("{number}{NO_BREAK}kr"),
            _ => format!("{number}{NO_BREAK}{currency}"),
        }
    }

    /// A figure with how exact it is: "at least 60" stays "at least 60".
    pub fn figure(self, value: &str, exactness: &str) -> String {
        let number = self.number(value);
        let key = match exactness {
            "at_least" => "figure-at_least",
            "about" => "figure-about",
            _ => return number,
        };
        self.say_with(key, &Arguments::from([("value".into(), number.into())]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FINNISH: Voice = Voice {
        language: Language::Fi,
        country: Country::Finland,
    };
    const SWEDISH: Voice = Voice {
        language: Language::Sv,
        country: Country::Sweden,
    };
    const ENGLISH: Voice = Voice {
        language: Language::En,
        country: Country::Finland,
    };

    #[test]
    fn dates_follow_language_and_country() {
        assert_eq!(FINNISH.date_text("2026-11-02"), "2.11.2026");
        assert_eq!(SWEDISH.date_text("2026-11-02"), "2026-11-02");
        assert_eq!(
            Voice {
                country: Country::Finland,
                ..SWEDISH
            }
            .date_text("2026-11-02"),
            "2.11.2026"
        );
        assert_eq!(ENGLISH.date_text("2026-11-02"), "2 November 2026");
        assert_eq!(FINNISH.date_text("2026-11-02T22:30:00Z"), "3.11.2026 0.30");
    }

    #[test]
    fn a_date_is_told_as_far_as_it_is_known() {
        assert_eq!(FINNISH.date_text("2019"), "2019");
        assert_eq!(FINNISH.date_text("2019-05"), "5/2019");
        assert_eq!(ENGLISH.date_text("2019-05"), "May 2019");
        assert_eq!(SWEDISH.date_text("2019-05"), "2019-05");
        assert_eq!(FINNISH.day("2026-03-01T22:30:00Z"), "2.3.2026");
    }

    #[test]
    fn numbers_and_money_follow_the_language() {
        assert_eq!(FINNISH.money("100000.00", "EUR"), "100\u{a0}000,00\u{a0}€");
        assert_eq!(ENGLISH.money("100000.00", "EUR"), "€100,000.00");
        assert_eq!(
            SWEDISH.money("-1234567.50", "SEK"),
            "\u{2212}1\u{a0}234\u{a0}567,50\u{a0}kr"
        );
        assert_eq!(FINNISH.number("2026"), "2026");
        assert_eq!(FINNISH.figure("60", "at_least"), "vähintään 60");
    }
}
