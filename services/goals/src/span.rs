//! The stretches of time that indicators speak of: a year, a half, a quarter, a month.

use std::{fmt, io::Write as _};

use diesel::{
    deserialize::{self, FromSql, FromSqlRow},
    expression::AsExpression,
    pg::{Pg, PgValue},
    serialize::{self, IsNull, Output, ToSql},
    sql_types::Text,
};
use jiff::{ToSpan as _, civil::Date};
use platform::codes;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use utoipa::ToSchema;

codes! {
    /// How often an indicator gets a value.
    pub enum Frequency as IndicatorFrequency {
        Year = "year",
        HalfYear = "half_year",
        Quarter = "quarter",
        Month = "month",
        Once = "once",
    }
}

/// `2026`, `2026-H1`, `2026-Q3` or `2026-11`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, ToSchema, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
#[schema(value_type = String, example = "2026-Q3")]
pub struct Span(Stretch);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Stretch {
    year: i16,
    part: Part,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Part {
    Whole,
    Half(i8),
    Quarter(i8),
    Month(i8),
}

impl Part {
    /// The first month, and how many there are.
    fn months(self) -> (i8, i8) {
        match self {
            Self::Whole => (1, 12),
            Self::Half(n) => (n * 6 - 5, 6),
            Self::Quarter(n) => (n * 3 - 2, 3),
            Self::Month(n) => (n, 1),
        }
    }
}

impl Span {
    /// A whole year.
    pub fn year(year: i16) -> Self {
        Self(Stretch {
            year,
            part: Part::Whole,
        })
    }

    /// The stretch of this frequency that a day lies in; what is measured once has none.
    pub fn around(day: Date, frequency: Frequency) -> Option<Self> {
        let month = day.month();
        let part = match frequency {
            Frequency::Year => Part::Whole,
            Frequency::HalfYear => Part::Half((month + 5) / 6),
            Frequency::Quarter => Part::Quarter((month + 2) / 3),
            Frequency::Month => Part::Month(month),
            Frequency::Once => return None,
        };
        Some(Self(Stretch { year: day.year(), part }))
    }

    pub fn read(text: &str) -> Option<Self> {
        let (year, part) = text
            .split_once('-')
            .map_or((text, None), |(year, part)| (year, Some(part)));
        let digits = |text: &str, many: usize| text.len() == many && text.bytes().all(|b| b.is_ascii_digit());
        let year: i16 = year
            .parse()
            .ok()
            .filter(|y| digits(year, 4) && (1900..2200).contains(y))?;
        let number = |text: &str, many: usize, most: i8| {
            text.parse()
                .ok()
                .filter(|n| digits(text, many) && (1..=most).contains(n))
        };
        let part = match part {
            None => Part::Whole,
            Some(part) => match (part.strip_prefix('H'), part.strip_prefix('Q')) {
                (Some(half), _) => Part::Half(number(half, 1, 2)?),
                (_, Some(quarter)) => Part::Quarter(number(quarter, 1, 4)?),
                _ => Part::Month(number(part, 2, 12)?),
            },
        };
        Some(Self(Stretch { year, part }))
    }

    /// Whether values of this frequency are of such stretches. What is measured once may be of any.
    pub fn fits(self, frequency: Frequency) -> bool {
        matches!(
            (frequency, self.0.part),
            (Frequency::Once, _)
                | (Frequency::Year, Part::Whole)
                | (Frequency::HalfYear, Part::Half(_))
                | (Frequency::Quarter, Part::Quarter(_))
                | (Frequency::Month, Part::Month(_))
        )
    }

    /// A baseline or target may also be of a whole year, whatever the values are of.
    pub fn fits_target(self, frequency: Frequency) -> bool {
        self.0.part == Part::Whole || self.fits(frequency)
    }

    pub fn from(self) -> Date {
        // The year and month are within bounds; the default is never met.
        Date::new(self.0.year, self.0.part.months().0, 1).unwrap_or_default()
    }

    pub fn to(self) -> Date {
        let months = i32::from(self.0.part.months().1);
        let next = self.from().checked_add(months.months());
        next.and_then(|next| next.checked_sub(1.day())).unwrap_or_default()
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.part {
            Part::Whole => write!(f, "{}", self.0.year),
            Part::Half(n) => write!(f, "{}-H{n}", self.0.year),
            Part::Quarter(n) => write!(f, "{}-Q{n}", self.0.year),
            Part::Month(n) => write!(f, "{}-{n:02}", self.0.year),
        }
    }
}

impl Serialize for Span {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        Self::read(&text).ok_or_else(|| D::Error::custom("a period is 2026, 2026-H1, 2026-Q3 or 2026-11"))
    }
}

impl ToSql<Text, Pg> for Span {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        write!(out, "{self}")?;
        Ok(IsNull::No)
    }
}

impl FromSql<Text, Pg> for Span {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        let text = std::str::from_utf8(value.as_bytes())?;
        Self::read(text).ok_or_else(|| format!("`{text}` is no period").into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(text: &str) -> String {
        let span = Span::read(text).unwrap();
        assert_eq!(span.to_string(), text);
        format!("{} {}", span.from(), span.to())
    }

    #[test]
    fn each_way_to_write_a_period_has_its_days() {
        assert_eq!(days("2026"), "2026-01-01 2026-12-31");
        assert_eq!(days("2026-H1"), "2026-01-01 2026-06-30");
        assert_eq!(days("2026-H2"), "2026-07-01 2026-12-31");
        assert_eq!(days("2026-Q3"), "2026-07-01 2026-09-30");
        assert_eq!(days("2024-02"), "2024-02-01 2024-02-29");
        assert_eq!(days("2026-12"), "2026-12-01 2026-12-31");
    }

    #[test]
    fn every_day_lies_in_a_stretch_of_each_frequency() {
        use Frequency::{HalfYear, Month, Quarter, Year};
        for (day, stretches) in [
            ("2026-01-01", ["2026", "2026-H1", "2026-Q1", "2026-01"]),
            ("2026-06-30", ["2026", "2026-H1", "2026-Q2", "2026-06"]),
            ("2026-07-01", ["2026", "2026-H2", "2026-Q3", "2026-07"]),
            ("2026-12-31", ["2026", "2026-H2", "2026-Q4", "2026-12"]),
        ] {
            let around = |frequency| Span::around(day.parse().unwrap(), frequency).unwrap().to_string();
            assert_eq!([Year, HalfYear, Quarter, Month].map(around), stretches);
        }
        assert_eq!(Span::around(Date::default(), Frequency::Once), None);
    }

    #[test]
    fn what_is_no_period_is_not_read() {
        for text in [
            "", "26", "2026-", "2026-H3", "2026-Q0", "2026-Q5", "2026-13", "2026-1", "2026-00", "1026", "+026",
            "2026-h1",
        ] {
            assert_eq!(Span::read(text), None, "{text}");
        }
    }

    #[test]
    fn a_value_is_of_the_periods_that_its_indicator_is_measured_by() {
        let fits = |text: &str, frequency| Span::read(text).unwrap().fits(frequency);
        assert!(fits("2026", Frequency::Year) && !fits("2026-Q1", Frequency::Year));
        assert!(fits("2026-H1", Frequency::HalfYear) && !fits("2026", Frequency::HalfYear));
        assert!(fits("2026-Q1", Frequency::Quarter) && !fits("2026-03", Frequency::Quarter));
        assert!(fits("2026-03", Frequency::Month) && !fits("2026-H1", Frequency::Month));
        assert!(fits("2026-03", Frequency::Once) && fits("2026", Frequency::Once));
    }

    #[test]
    fn a_target_may_be_of_a_whole_year() {
        let fits = |text: &str| Span::read(text).unwrap().fits_target(Frequency::Quarter);
        assert!(fits("2026") && fits("2026-Q2") && !fits("2026-02"));
    }
}
