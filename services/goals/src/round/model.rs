//! What is true of a round.

use garde::Validate;
use jiff::{Timestamp, civil::Date};
use platform::{
    auth::OutOfReach,
    db::DbError,
    http::Stale,
    known::{Known, Unknown},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::checks::{day, each_once};

platform::id_type!(
    /// Names a round of statements.
    RoundId of "statement_round"
);

/// A round as it stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Round {
    pub id: RoundId,
    pub version: i64,
    pub year: i32,
    pub due_on: Date,
    /// The units that owe a statement.
    pub unit_ids: Vec<Uuid>,
    pub state: State,
    /// How many times everybody who owes was reminded.
    pub reminders: i32,
    pub created_at: Timestamp,
}

/// Open, or locked since a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum State {
    Open,
    Locked { on: Date },
}

/// A round to be opened.
#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"year": 2026, "due_on": "2026-02-28"}))]
pub struct NewRound {
    #[garde(range(min = 1990, max = 2199))]
    pub year: i32,
    #[schema(value_type = String, format = Date)]
    #[garde(custom(day))]
    pub due_on: Date,
    /// Absent: every unit that exists in the year.
    #[serde(default)]
    #[garde(inner(custom(each_once)))]
    pub unit_ids: Option<Vec<Uuid>>,
}

/// What may be different about an open round: a later day, more units.
#[derive(Clone, Debug, Default, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(example = json!({"due_on": "2026-03-15"}))]
pub struct RoundPatch {
    #[schema(value_type = Option<String>, format = Date)]
    #[garde(inner(custom(day)))]
    pub due_on: Option<Date>,
    /// All units that owe: those who do already, and more.
    #[garde(inner(custom(each_once)))]
    pub unit_ids: Option<Vec<Uuid>>,
}

#[derive(Debug, thiserror::Error)]
pub enum RoundError {
    #[error("there is no such round")]
    NotFound,
    #[error("the year has a round")]
    Exists,
    #[error("no unit is there to ask")]
    NoUnits,
    #[error("a unit that owes cannot be left out")]
    UnitLeftOut,
    #[error("the round is locked")]
    Locked,
    #[error(transparent)]
    Stale(#[from] Stale),
    #[error(transparent)]
    OutOfReach(#[from] OutOfReach),
    #[error(transparent)]
    Unknown(#[from] Unknown),
    #[error(transparent)]
    Db(DbError),
}

impl From<DbError> for RoundError {
    fn from(cause: DbError) -> Self {
        match cause {
            DbError::Taken { constraint } if constraint == "one_round_a_year" => Self::Exists,
            other => Self::Db(other),
        }
    }
}

/// Whether a unit exists on any day of a year.
pub fn exists_in(unit: &Known, year: i32) -> bool {
    let begun = unit.valid_from.is_none_or(|from| i32::from(from.year()) <= year);
    let not_ended = unit.valid_to.is_none_or(|to| i32::from(to.year()) >= year);
    !unit.gone && begun && not_ended
}

impl Round {
    pub fn opened(year: i32, due_on: Date, unit_ids: Vec<Uuid>, at: Timestamp) -> Result<Self, RoundError> {
        if unit_ids.is_empty() {
            return Err(RoundError::NoUnits);
        }
        Ok(Self {
            id: RoundId::fresh(),
            version: 1,
            year,
            due_on,
            unit_ids,
            state: State::Open,
            reminders: 0,
            created_at: at,
        })
    }

    /// The round with another day or more units, and the units that owe now and did not before.
    pub fn changed(self, patch: RoundPatch) -> Result<(Self, Vec<Uuid>), RoundError> {
        self.must_be_open()?;
        let unit_ids = patch.unit_ids.unwrap_or_else(|| self.unit_ids.clone());
        if self.unit_ids.iter().any(|unit| !unit_ids.contains(unit)) {
            return Err(RoundError::UnitLeftOut);
        }
        let more = unit_ids
            .iter()
            .copied()
            .filter(|unit| !self.unit_ids.contains(unit))
            .collect();
        let due_on = patch.due_on.unwrap_or(self.due_on);
        Ok((
            Self {
                due_on,
                unit_ids,
                version: self.version + 1,
                ..self
            },
            more,
        ))
    }

    pub fn reminded(self) -> Result<Self, RoundError> {
        self.must_be_open()?;
        Ok(Self {
            reminders: self.reminders + 1,
            version: self.version + 1,
            ..self
        })
    }

    pub fn locked(self, on: Date) -> Result<Self, RoundError> {
        self.must_be_open()?;
        Ok(Self {
            state: State::Locked { on },
            version: self.version + 1,
            ..self
        })
    }

    fn must_be_open(&self) -> Result<(), RoundError> {
        if self.state == State::Open {
            Ok(())
        } else {
            Err(RoundError::Locked)
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use jiff::civil::date;
    use platform::values::Text;

    const BOARD: Uuid = Uuid::from_u128(10);
    const SCHOOL: Uuid = Uuid::from_u128(11);

    pub fn a_round() -> Round {
        Round::opened(2026, date(2026, 2, 28), vec![BOARD], Timestamp::UNIX_EPOCH).unwrap()
    }

    fn unit(from: Option<Date>, to: Option<Date>) -> Known {
        Known {
            kind: "unit",
            id: BOARD,
            version: 1,
            parent_id: None,
            label: Text::default(),
            valid_from: from,
            valid_to: to,
            gone: false,
        }
    }

    #[test]
    fn a_round_that_asks_nobody_is_not_opened() {
        let empty = Round::opened(2026, date(2026, 2, 28), vec![], Timestamp::UNIX_EPOCH);
        assert!(matches!(empty, Err(RoundError::NoUnits)));
    }

    #[test]
    fn a_unit_owes_when_it_exists_on_any_day_of_the_year() {
        assert!(exists_in(&unit(None, None), 2026));
        assert!(exists_in(&unit(Some(date(2026, 12, 31)), None), 2026));
        assert!(exists_in(&unit(None, Some(date(2026, 1, 1))), 2026));
        assert!(!exists_in(&unit(Some(date(2027, 1, 1)), None), 2026));
        assert!(!exists_in(&unit(None, Some(date(2025, 12, 31))), 2026));
        assert!(!exists_in(
            &Known {
                gone: true,
                ..unit(None, None)
            },
            2026
        ));
    }

    #[test]
    fn more_units_may_be_asked_and_none_let_off() {
        let patch = |unit_ids: Vec<Uuid>| RoundPatch {
            due_on: None,
            unit_ids: Some(unit_ids),
        };
        let (round, more) = a_round().changed(patch(vec![BOARD, SCHOOL])).unwrap();
        assert_eq!(
            (round.unit_ids, more, round.version),
            (vec![BOARD, SCHOOL], vec![SCHOOL], 2)
        );
        assert!(matches!(
            a_round().changed(patch(vec![SCHOOL])),
            Err(RoundError::UnitLeftOut)
        ));
    }

    #[test]
    fn a_later_day_keeps_the_units() {
        let patch = RoundPatch {
            due_on: Some(date(2026, 3, 15)),
            unit_ids: None,
        };
        let (round, more) = a_round().changed(patch).unwrap();
        assert_eq!(
            (round.due_on, round.unit_ids, more),
            (date(2026, 3, 15), vec![BOARD], vec![])
        );
    }

    #[test]
    fn a_locked_round_is_over() {
        let locked = a_round().locked(date(2026, 3, 1)).unwrap();
        assert!(matches!(locked.clone().reminded(), Err(RoundError::Locked)));
        assert!(matches!(
            locked.clone().changed(RoundPatch::default()),
            Err(RoundError::Locked)
        ));
        assert!(matches!(locked.locked(date(2026, 3, 2)), Err(RoundError::Locked)));
    }
}
