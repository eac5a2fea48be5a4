//! What every entry of every register has, whatever it is.

use jiff::civil::Date;
use platform::{
    http::{Answer, Cell, Tabular},
    values::{BadValue, Language, Period, Text},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::agreement::Dataset;

/// The registers that reports count from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Register {
    Organisations,
    Units,
    Themes,
    People,
    Policies,
    Goals,
    Indicators,
    IndicatorValues,
    StatementRounds,
    Statements,
    Assignments,
    Projects,
    Applications,
    Partners,
    Networks,
    NetworkMemberships,
    Activities,
}

impl Register {
    pub fn code(self) -> &'static str {
        match self {
            Self::Organisations => "organisations",
            Self::Units => "units",
            Self::Themes => "themes",
            Self::People => "people",
            Self::Policies => "policies",
            Self::Goals => "goals",
            Self::Indicators => "indicators",
            Self::IndicatorValues => "indicator-values",
            Self::StatementRounds => "statement-rounds",
            Self::Statements => "statements",
            Self::Assignments => "assignments",
            Self::Projects => "projects",
            Self::Applications => "applications",
            Self::Partners => "partners",
            Self::Networks => "networks",
            Self::NetworkMemberships => "network-memberships",
            Self::Activities => "activities",
        }
    }
}

impl Register {
    /// Whether something is counted, or given by name, otherwise when an entry of it changes.
    pub fn is_counted(self) -> bool {
        matches!(
            self,
            Self::Goals
                | Self::Indicators
                | Self::Projects
                | Self::Applications
                | Self::Networks
                | Self::NetworkMemberships
                | Self::Activities
        )
    }
}

/// The days an entry lies in, and with them the years it counts in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    pub from: Date,
    pub to: Date,
}

impl Days {
    /// In every year: things that have no time.
    pub const ALWAYS: Self = Self {
        from: Date::constant(1, 1, 1),
        to: Date::constant(9999, 12, 31),
    };
    /// In no year: an application that was not submitted.
    pub const NEVER: Self = Self {
        from: Self::ALWAYS.to,
        to: Self::ALWAYS.from,
    };

    /// From one day to another; an open end reaches to the end of time.
    pub fn between(from: Option<Date>, to: Option<Date>) -> Self {
        Self {
            from: from.unwrap_or(Self::ALWAYS.from),
            to: to.unwrap_or(Self::ALWAYS.to),
        }
    }

    pub fn on(day: Date) -> Self {
        Self { from: day, to: day }
    }

    pub fn of_year(year: i16) -> Self {
        Self {
            from: Date::new(year, 1, 1).unwrap_or(Self::ALWAYS.from),
            to: Date::new(year, 12, 31).unwrap_or(Self::ALWAYS.to),
        }
    }

    /// Whether any day of the one is a day of the other.
    pub fn touch(self, other: Self) -> bool {
        self.from <= other.to && other.from <= self.to
    }
}

impl From<Period> for Days {
    fn from(period: Period) -> Self {
        Self::between(Some(period.from), period.to)
    }
}

/// What kind of thing an entry points at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkKind {
    Theme,
    Goal,
}

impl LinkKind {
    pub fn code(self) -> &'static str {
        match self {
            Self::Theme => "theme",
            Self::Goal => "goal",
        }
    }
}

/// What lists filter and sort by.
#[derive(Clone, Debug)]
pub struct Facets {
    pub unit_id: Option<Uuid>,
    pub parent_id: Option<Uuid>,
    pub kind: String,
    pub status: String,
    pub days: Days,
    pub title: String,
    pub links: Vec<(LinkKind, Uuid)>,
}

impl Facets {
    /// Of something that is called by a text and has no time.
    pub fn titled(text: &Text) -> Self {
        Self::named(text.shown(Language::Fi))
    }

    pub fn named(title: &str) -> Self {
        Self {
            unit_id: None,
            parent_id: None,
            kind: String::new(),
            status: String::new(),
            days: Days::ALWAYS,
            title: title.to_lowercase(),
            links: Vec::new(),
        }
    }

    #[must_use]
    pub fn pointing(mut self, kind: LinkKind, targets: &[Uuid]) -> Self {
        self.links.extend(targets.iter().map(|id| (kind, *id)));
        self
    }
}

/// A thing of another service, as this one keeps it.
pub trait Record: Serialize + DeserializeOwned + Send + Sync + 'static {
    const REGISTER: Register;
    fn facets(&self) -> Facets;

    /// The things that are counted, and given by name, otherwise when this one changes; `id` is its own.
    fn counted_with(&self, _id: Uuid) -> Vec<(Dataset, Uuid)> {
        Vec::new()
    }
}

/// A record with its identity.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Entry<B> {
    pub id: Uuid,
    /// Version at the service that owns it.
    pub version: i64,
    #[serde(flatten)]
    pub body: B,
}

impl<B: Serialize> Answer for Entry<B> {
    fn version(&self) -> i64 {
        self.version
    }
}

/// The columns of a register, after `id`.
pub trait Columns {
    const COLUMNS: &'static [&'static str];
    fn cells(&self) -> Vec<Cell>;
}

impl<B: Columns> Tabular for Entry<B> {
    const COLUMNS: &'static [&'static str] = B::COLUMNS;

    fn cells(&self) -> Vec<Cell> {
        let mut cells = vec![self.id.into()];
        cells.extend(self.body.cells());
        cells
    }
}

/// An id of a message.
pub fn id(text: &str) -> Result<Uuid, BadValue> {
    text.parse().map_err(|_not_an_id| BadValue("id"))
}

pub fn maybe_id(text: Option<&String>) -> Result<Option<Uuid>, BadValue> {
    text.filter(|t| !t.is_empty()).map(|t| id(t)).transpose()
}

pub fn ids(texts: &[String]) -> Result<Vec<Uuid>, BadValue> {
    texts.iter().map(|t| id(t)).collect()
}

pub fn maybe_day(text: Option<&String>) -> Result<Option<Date>, BadValue> {
    text.filter(|t| !t.is_empty())
        .map(|t| platform::values::day(t))
        .transpose()
}

/// A text that may be absent, and is absent when it says nothing.
pub fn said(text: Option<contracts::envelope::v1::Text>) -> Option<Text> {
    text.map(Text::from).filter(|t| !t.is_blank())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn what_touches_a_year_by_one_day_counts_in_it() {
        let year = Days::of_year(2018);
        assert!(Days::between(Some(date(2018, 12, 31)), None).touch(year));
        assert!(Days::between(Some(date(2010, 1, 1)), Some(date(2018, 1, 1))).touch(year));
        assert!(!Days::between(Some(date(2019, 1, 1)), None).touch(year));
        assert!(!Days::between(None, Some(date(2017, 12, 31))).touch(year));
    }

    #[test]
    fn what_has_no_time_counts_always_and_what_never_happened_never() {
        assert!(Days::ALWAYS.touch(Days::of_year(1950)));
        assert!(!Days::NEVER.touch(Days::of_year(2026)));
    }
}
