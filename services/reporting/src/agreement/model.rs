//! What is true of an agreement.

use contracts::tenants::v1 as wire;
use jiff::civil::Date;
use platform::{
    clock::Clock,
    codes,
    values::{BadValue, Text, day},
};
use serde::Deserialize;
use uuid::Uuid;

use crate::register::entry::{id, maybe_day};

codes! {
    /// What is given: the things of one kind.
    pub enum Dataset as SharedDataset {
        Goals = "goals",
        Projects = "projects",
        Networks = "networks",
        Activities = "activities",
    }
}

codes! {
    /// How it is given: by name, or only inside figures over many.
    pub enum Level as GivenLevel { Named = "named", Aggregate = "aggregate" }
}

codes! {
    /// Whose row of an agreement this is.
    pub enum Side as GivenSide { Owner = "owner", Viewer = "viewer" }
}

codes! {
    /// Whether an agreement holds.
    pub enum State as GivenState { InForce = "in_force", Revoked = "revoked" }
}

/// One side's row of an agreement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreement {
    pub id: Uuid,
    pub side: Side,
    pub owner_id: Uuid,
    pub owner_name: Text,
    pub owner_code: String,
    pub owner_country: String,
    pub viewer_id: Uuid,
    pub dataset: Dataset,
    pub level: Level,
    /// The owner accepts the risk in its own cell.
    pub waiver: bool,
    pub valid_from: Date,
    pub valid_to: Option<Date>,
    pub state: State,
    /// The version of consent that a release notes.
    pub terms_version: i64,
}

/// The day by which agreements begin and end. They lie between organisations of two zones: one day serves both.
pub fn today(clock: &Clock) -> Date {
    clock.today("Europe/Helsinki")
}

impl Dataset {
    pub const ALL: [Self; 4] = [Self::Goals, Self::Projects, Self::Networks, Self::Activities];
}

fn read<T: for<'a> Deserialize<'a>>(code: String, what: &'static str) -> Result<T, BadValue> {
    serde_json::from_value(serde_json::Value::String(code)).map_err(|_not_a_choice| BadValue(what))
}

impl TryFrom<wire::SharingAgreement> for Agreement {
    type Error = BadValue;
    fn try_from(told: wire::SharingAgreement) -> Result<Self, BadValue> {
        Ok(Self {
            id: id(&told.id)?,
            side: read(told.side, "side")?,
            owner_id: id(&told.owner_id)?,
            owner_name: told.owner_name.unwrap_or_default().into(),
            owner_code: told.owner_code,
            owner_country: told.owner_country,
            viewer_id: id(&told.viewer_id)?,
            dataset: read(told.dataset, "dataset")?,
            level: read(told.level, "level")?,
            waiver: told.waiver,
            valid_from: day(&told.valid_from)?,
            valid_to: maybe_day(told.valid_to.as_ref())?,
            state: read(told.state, "state")?,
            terms_version: told.terms_version,
        })
    }
}

impl Agreement {
    /// Whether it holds on a day.
    pub fn is_in_force(&self, on: Date) -> bool {
        self.state == State::InForce && self.valid_from <= on && self.valid_to.is_none_or(|last| on <= last)
    }

    /// Whether some day of the year lies within it: what it gives is of that time.
    pub fn covers(&self, year: i16) -> bool {
        self.valid_from.year() <= year && self.valid_to.is_none_or(|last| year <= last.year())
    }

    /// The tenant whose row this is.
    pub fn tenant_id(&self) -> Uuid {
        match self.side {
            Side::Owner => self.owner_id,
            Side::Viewer => self.viewer_id,
        }
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use jiff::civil::date;

    fn agreement(from: Date, to: Option<Date>) -> Agreement {
        Agreement {
            id: Uuid::nil(),
            side: Side::Owner,
            owner_id: Uuid::nil(),
            owner_name: Text::default(),
            owner_code: "232".into(),
            owner_country: "FI".into(),
            viewer_id: Uuid::nil(),
            dataset: Dataset::Projects,
            level: Level::Aggregate,
            waiver: false,
            valid_from: from,
            valid_to: to,
            state: State::InForce,
            terms_version: 1,
        }
    }

    #[test]
    fn an_agreement_holds_from_its_first_day_to_its_last_and_not_when_revoked() {
        let some = agreement(date(2025, 3, 1), Some(date(2025, 9, 30)));
        let held = |on| some.is_in_force(on);
        assert!(held(date(2025, 3, 1)) && held(date(2025, 9, 30)));
        assert!(!held(date(2025, 2, 28)) && !held(date(2025, 10, 1)));
        let revoked = Agreement {
            state: State::Revoked,
            ..some
        };
        assert!(!revoked.is_in_force(date(2025, 5, 1)));
    }

    #[test]
    fn an_agreement_covers_the_years_that_it_touches() {
        let some = agreement(date(2024, 12, 31), Some(date(2025, 1, 1)));
        assert_eq!(
            [2023, 2024, 2025, 2026].map(|year| some.covers(year)),
            [false, true, true, false]
        );
        assert!(agreement(date(2024, 1, 1), None).covers(2100));
    }
}
