//! A month, as people write it: `2026-11`.

use std::{fmt, str::FromStr};

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, Type},
};

/// A month, by its first day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Month(Date);

impl Month {
    /// The month of a moment, as it is everywhere at once: in UTC.
    pub fn of(at: Timestamp) -> Self {
        Self::from(at.to_zoned(TimeZone::UTC).date())
    }

    pub fn first_day(self) -> Date {
        self.0
    }
}

impl From<Date> for Month {
    fn from(day: Date) -> Self {
        Self(day.first_of_month())
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.0.year(), self.0.month())
    }
}

/// It is no month.
#[derive(Debug, thiserror::Error)]
#[error("a month is written like 2026-11")]
pub struct NoMonth;

impl FromStr for Month {
    type Err = NoMonth;

    fn from_str(text: &str) -> Result<Self, NoMonth> {
        let day = (text.len() == 7)
            .then(|| format!("{text}-01").parse::<Date>().ok())
            .flatten();
        day.map(Self).ok_or(NoMonth)
    }
}

impl TryFrom<String> for Month {
    type Error = NoMonth;

    fn try_from(text: String) -> Result<Self, NoMonth> {
        text.parse()
    }
}

impl From<Month> for String {
    fn from(month: Month) -> Self {
        month.to_string()
    }
}

impl PartialSchema for Month {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some("A month."))
            .pattern(Some("^[0-9]{4}-[0-9]{2}$"))
            .examples([serde_json::json!("2026-11")])
            .into()
    }
}

impl ToSchema for Month {
    fn name() -> std::borrow::Cow<'static, str> {
        "Month".into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_month_is_read_as_it_is_written_and_nothing_else_is_one() {
        let month = Month::from(date(2026, 11, 30));
        assert_eq!(month.to_string(), "2026-11");
        assert_eq!("2026-11".parse::<Month>().unwrap(), month);
        for text in ["", "2026", "2026-13", "2026-1", "2026-11-01", "x"] {
            assert!(text.parse::<Month>().is_err(), "{text}");
        }
    }
}
