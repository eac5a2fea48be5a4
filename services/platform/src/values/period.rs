//! Days from one to another.

use contracts::envelope::v1 as wire;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::BadValue;

/// Days from one to another, both included; an open end is absent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"from": "2017-01-01", "to": "2018-12-31"}))]
pub struct Period {
    #[schema(value_type = String, format = Date)]
    pub from: Date,
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub to: Option<Date>,
}

impl Period {
    /// Whether any day of the year lies in it.
    pub fn touches_year(&self, year: i16) -> bool {
        self.from.year() <= year && self.to.is_none_or(|to| to.year() >= year)
    }

    pub fn holds(&self, day: Date) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }
}

/// Checks that a period does not end before it begins, and lies in the years 1900 to 2199.
pub fn in_order(period: &Period, (): &()) -> garde::Result {
    if period.to.is_some_and(|to| to < period.from) {
        return Err(garde::Error::new("ends before it begins"));
    }
    let sane = |d: Date| (1900..2200).contains(&d.year());
    if !sane(period.from) || !period.to.is_none_or(sane) {
        return Err(garde::Error::new("must lie between the years 1900 and 2199"));
    }
    Ok(())
}

impl From<&Period> for wire::Period {
    fn from(period: &Period) -> Self {
        Self {
            from: period.from.to_string(),
            to: period.to.map(|d| d.to_string()),
        }
    }
}

impl TryFrom<wire::Period> for Period {
    type Error = BadValue;
    fn try_from(period: wire::Period) -> Result<Self, BadValue> {
        Ok(Self {
            from: day(&period.from)?,
            to: period.to.as_deref().map(day).transpose()?,
        })
    }
}

/// A day from a message.
pub fn day(text: &str) -> Result<Date, BadValue> {
    text.parse().map_err(|_cause| BadValue("date"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_that_ends_before_it_begins_is_refused() {
        let period: Period = serde_json::from_str(r#"{"from":"2018-12-31","to":"2017-01-01"}"#).unwrap();
        assert!(in_order(&period, &()).is_err());
    }
}
