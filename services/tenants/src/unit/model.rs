//! What is true of a unit.

use jiff::{Timestamp, ToSpan as _, civil::Date};
use platform::{db::DbError, http::Stale, values::Text};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::organisation::names::{BadDay, DatedName, corrected, renamed};

platform::id_type!(
    /// Names a unit.
    UnitId
);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = UnitKind)]
pub enum Kind {
    Council,
    Board,
    Committee,
    Office,
    Unit,
    School,
    Company,
    Other,
}

impl Kind {
    const ALL: [(Self, &'static str); 8] = [
        (Self::Council, "council"),
        (Self::Board, "board"),
        (Self::Committee, "committee"),
        (Self::Office, "office"),
        (Self::Unit, "unit"),
        (Self::School, "school"),
        (Self::Company, "company"),
        (Self::Other, "other"),
    ];

    pub fn code(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(kind, _)| *kind == self)
            .map_or("other", |(_, code)| code)
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|(_, known)| *known == code)
            .map(|(kind, _)| *kind)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    pub id: UnitId,
    pub version: i64,
    pub name: Text,
    pub names: Vec<DatedName>,
    pub short_name: Option<String>,
    pub kind: Kind,
    pub parent_id: Option<UnitId>,
    pub valid_from: Option<Date>,
    pub valid_to: Option<Date>,
    pub merged_into: Option<UnitId>,
    pub created_at: Timestamp,
}

/// A unit to be.
#[derive(Clone, Debug)]
pub struct NewUnit {
    pub name: Text,
    pub short_name: Option<String>,
    pub kind: Kind,
    pub parent_id: Option<UnitId>,
    pub valid_from: Option<Date>,
    pub valid_to: Option<Date>,
}

impl NewUnit {
    pub fn at(self, now: Timestamp) -> Result<Unit, UnitError> {
        let unit = Unit {
            id: UnitId::fresh(),
            version: 1,
            names: vec![DatedName {
                name: self.name.clone(),
                from: self.valid_from,
                to: None,
            }],
            name: self.name,
            short_name: self.short_name,
            kind: self.kind,
            parent_id: self.parent_id,
            valid_from: self.valid_from,
            valid_to: self.valid_to,
            merged_into: None,
            created_at: now,
        };
        unit.holds()?;
        Ok(unit)
    }
}

/// What changes of a unit. A changed name is a correction; see `rename`.
#[derive(Clone, Debug, Default)]
pub struct Edits {
    pub name: Option<Text>,
    pub short_name: Option<Option<String>>,
    pub kind: Option<Kind>,
    pub parent_id: Option<Option<UnitId>>,
    pub valid_from: Option<Option<Date>>,
    pub valid_to: Option<Option<Date>>,
}

impl Unit {
    pub fn edit(self, edits: Edits) -> Result<Self, UnitError> {
        let name = edits.name.unwrap_or_else(|| self.name.clone());
        let unit = Self {
            version: self.version + 1,
            names: corrected(self.names, &name),
            name,
            short_name: edits.short_name.unwrap_or(self.short_name),
            kind: edits.kind.unwrap_or(self.kind),
            parent_id: edits.parent_id.unwrap_or(self.parent_id),
            valid_from: edits.valid_from.unwrap_or(self.valid_from),
            valid_to: edits.valid_to.unwrap_or(self.valid_to),
            ..self
        };
        unit.holds()?;
        Ok(unit)
    }

    /// From a day on it has another name; the old one stays with its days.
    pub fn rename(self, name: Text, from: Date) -> Result<Self, UnitError> {
        if self.valid_to.is_some_and(|to| to < from) || self.valid_from.is_some_and(|begun| from <= begun) {
            return Err(UnitError::BadDay("/from"));
        }
        let names = renamed(self.names, name.clone(), from).map_err(|BadDay| UnitError::BadDay("/from"))?;
        Ok(Self {
            version: self.version + 1,
            name,
            names,
            ..self
        })
    }

    /// Goes up in another unit on a day: the day before is its last.
    pub fn merge(self, into: &Self, on: Date) -> Result<Self, UnitError> {
        if self.merged_into.is_some() {
            return Err(UnitError::AlreadyMerged);
        }
        if into.id == self.id {
            return Err(UnitError::OwnBranch);
        }
        let there = into.valid_from.is_none_or(|from| from <= on) && into.valid_to.is_none_or(|to| on <= to);
        if !there || into.merged_into.is_some() {
            return Err(UnitError::SuccessorNotThere);
        }
        let last = on
            .checked_sub(1.day())
            .map_err(|_out_of_range| UnitError::BadDay("/on"))?;
        let merged = Self {
            version: self.version + 1,
            valid_to: Some(last),
            merged_into: Some(into.id),
            ..self
        };
        if merged.valid_from.is_some_and(|from| last < from) {
            return Err(UnitError::BadDay("/on"));
        }
        Ok(merged)
    }

    #[must_use]
    pub fn under(self, parent_id: UnitId) -> Self {
        Self {
            version: self.version + 1,
            parent_id: Some(parent_id),
            ..self
        }
    }

    fn holds(&self) -> Result<(), UnitError> {
        if self.parent_id == Some(self.id) {
            return Err(UnitError::Cycle);
        }
        if self.valid_from.zip(self.valid_to).is_some_and(|(from, to)| to < from) {
            return Err(UnitError::BadDay("/valid_to"));
        }
        let sane = |day: Option<Date>| day.is_none_or(|d| (1500..2200).contains(&d.year()));
        if sane(self.valid_from) && sane(self.valid_to) {
            Ok(())
        } else {
            Err(UnitError::BadDay("/valid_from"))
        }
    }
}

#[derive(Debug, thiserror::Error)]
pub enum UnitError {
    #[error("there is no such unit")]
    NotFound,
    #[error("there is no such parent")]
    NoSuchParent,
    #[error("there is no such successor")]
    NoSuchSuccessor,
    #[error("the unit would lie below itself")]
    Cycle,
    #[error("a unit cannot go up in itself or in a unit below it")]
    OwnBranch,
    #[error("the successor is not there on that day")]
    SuccessorNotThere,
    #[error("the unit has gone up in another already")]
    AlreadyMerged,
    #[error("there are units below it")]
    HasChildren,
    #[error("somebody's role is tied to it")]
    InUse,
    #[error("the days are in the wrong order")]
    BadDay(&'static str),
    #[error(transparent)]
    Stale(#[from] Stale),
    #[error(transparent)]
    Db(#[from] DbError),
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::organisation::names::name_on;
    use jiff::civil::date;
    use platform::values::Language;

    fn text(name: &str) -> Text {
        Text::in_one(Language::Sv, name)
    }

    fn unit(name: &str) -> Unit {
        NewUnit {
            name: text(name),
            short_name: None,
            kind: Kind::Board,
            parent_id: None,
            valid_from: Some(date(2000, 1, 1)),
            valid_to: None,
        }
        .at(Timestamp::UNIX_EPOCH)
        .unwrap()
    }

    #[test]
    fn last_years_report_shows_last_years_name() {
        let renamed = unit("Utbildningsnämnden")
            .rename(text("Bildningsnämnden"), date(2026, 1, 1))
            .unwrap();
        assert_eq!(
            name_on(&renamed.names, date(2025, 12, 31)),
            Some(&text("Utbildningsnämnden"))
        );
        assert_eq!(
            name_on(&renamed.names, date(2026, 1, 1)),
            Some(&text("Bildningsnämnden"))
        );
        assert_eq!(renamed.name, text("Bildningsnämnden"));
    }

    #[test]
    fn a_new_name_comes_after_the_one_before_it() {
        let renamed = unit("A").rename(text("B"), date(2026, 1, 1)).unwrap();
        assert!(matches!(
            renamed.rename(text("C"), date(2026, 1, 1)),
            Err(UnitError::BadDay(_))
        ));
        assert!(matches!(
            unit("A").rename(text("B"), date(2000, 1, 1)),
            Err(UnitError::BadDay(_))
        ));
    }

    #[test]
    fn a_corrected_name_is_no_new_name() {
        let edits = Edits {
            name: Some(text("Byggnadsnämnden")),
            ..Edits::default()
        };
        let corrected = unit("Bygnadsnämnden").edit(edits).unwrap();
        assert_eq!(corrected.names.len(), 1);
        assert_eq!(
            name_on(&corrected.names, date(2020, 1, 1)),
            Some(&text("Byggnadsnämnden"))
        );
    }

    #[test]
    fn a_merged_unit_ends_the_day_before_and_names_its_successor() {
        let (old, new) = (unit("A"), unit("B"));
        let merged = old.merge(&new, date(2027, 1, 1)).unwrap();
        assert_eq!(
            (merged.valid_to, merged.merged_into),
            (Some(date(2026, 12, 31)), Some(new.id))
        );
        assert!(matches!(
            merged.merge(&new, date(2028, 1, 1)),
            Err(UnitError::AlreadyMerged)
        ));
    }

    #[test]
    fn a_unit_goes_up_only_in_what_is_there() {
        let ended = Unit {
            valid_to: Some(date(2026, 6, 30)),
            ..unit("B")
        };
        assert!(matches!(
            unit("A").merge(&ended, date(2027, 1, 1)),
            Err(UnitError::SuccessorNotThere)
        ));
        let own = unit("A");
        assert!(matches!(
            own.clone().merge(&own, date(2027, 1, 1)),
            Err(UnitError::OwnBranch)
        ));
    }

    #[test]
    fn a_unit_does_not_end_before_it_begins() {
        let edits = Edits {
            valid_to: Some(Some(date(1999, 12, 31))),
            ..Edits::default()
        };
        assert!(matches!(unit("A").edit(edits), Err(UnitError::BadDay("/valid_to"))));
    }
}
