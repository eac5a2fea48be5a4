//! What is true of a release.

use jiff::{Timestamp, civil::Date};
use platform::{codes, db::DbError, http::Stale, id_type};
use rust_decimal::Decimal;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::{
    cell::{Cell, Coverage},
    groups::Group,
    parameters::Audience,
};
use crate::contribution::Measure;

id_type!(
    /// A release.
    ReleaseId of "release"
);

codes! {
    /// What became of a candidate.
    pub enum Outcome as ReleaseOutcome { Released = "released", Withheld = "withheld" }
}

codes! {
    /// How a release stands now.
    pub enum State as ReleaseState { Released = "released", Withheld = "withheld", Withdrawn = "withdrawn" }
}

/// Everybody who gives the viewer the dataset. The only group until the audit of nested groups is there.
pub const GROUP: &str = "all";
/// Not broken down.
pub const BREAKDOWN: &str = "total";
pub const STATISTIC: &str = "sum";

/// What is to be released.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    pub measure: Measure,
    pub period: i16,
}

/// A row of the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    pub id: ReleaseId,
    pub measure: Measure,
    pub period: i16,
    pub audience: Audience,
    pub membership_hash: String,
    pub outcome: Outcome,
    /// As it is shown, rounded.
    pub value: Option<Decimal>,
    pub coverage: Option<Coverage>,
    pub parameters: i32,
    pub released_at: Timestamp,
    pub released_by: Uuid,
    pub withdrawn: Option<Withdrawal>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Withdrawal {
    pub at: Timestamp,
    pub by: Uuid,
}

#[derive(Debug, thiserror::Error)]
pub enum ReleaseError {
    #[error("there is no such release")]
    NotFound,
    #[error("figures are not released to organisations of this kind")]
    NoAudience,
    #[error("the year is not over")]
    PeriodOpen,
    #[error("no figure was released")]
    NothingReleased,
    #[error("the release was withdrawn")]
    AlreadyWithdrawn,
    /// A figure stands for good, so nothing is counted while something may be missing.
    #[error("not everything that was written has been heard of yet")]
    Behind,
    #[error(transparent)]
    Stale(#[from] Stale),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl Asked {
    /// Only what can no longer change by itself is released.
    pub fn on(self, today: Date) -> Result<Self, ReleaseError> {
        if self.period < today.year() {
            Ok(self)
        } else {
            Err(ReleaseError::PeriodOpen)
        }
    }
}

/// One hash over who is in a figure.
pub fn membership_hash(group: &Group) -> String {
    let mut hash = Sha256::new();
    for member in group {
        hash.update(member.as_bytes());
    }
    hex::encode(hash.finalize())
}

impl Release {
    /// A withdrawal is the only thing that happens to a release.
    pub fn version(&self) -> i64 {
        if self.withdrawn.is_some() { 2 } else { 1 }
    }

    pub fn state(&self) -> State {
        match (self.outcome, self.withdrawn) {
            (_, Some(_)) => State::Withdrawn,
            (Outcome::Released, None) => State::Released,
            (Outcome::Withheld, None) => State::Withheld,
        }
    }

    /// What is shown of it.
    pub fn cell(&self) -> Cell {
        match (self.state(), self.value, self.coverage) {
            (State::Released, Some(value), Some(coverage)) => Cell::shown(self.measure, self.period, value, coverage),
            _ => Cell::not_shown(self.measure, self.period),
        }
    }

    pub fn withdraw(mut self, at: Timestamp, by: Uuid) -> Result<Self, ReleaseError> {
        match self.state() {
            State::Released => {
                self.withdrawn = Some(Withdrawal { at, by });
                Ok(self)
            }
            State::Withheld => Err(ReleaseError::NothingReleased),
            State::Withdrawn => Err(ReleaseError::AlreadyWithdrawn),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn release(outcome: Outcome) -> Release {
        let shown = outcome == Outcome::Released;
        Release {
            id: ReleaseId(Uuid::nil()),
            measure: Measure::Activities,
            period: 2025,
            audience: Audience::Association,
            membership_hash: String::new(),
            outcome,
            value: shown.then_some(Decimal::TEN),
            coverage: shown.then_some(Coverage::UnderTen),
            parameters: 1,
            released_at: Timestamp::UNIX_EPOCH,
            released_by: Uuid::nil(),
            withdrawn: None,
        }
    }

    #[test]
    fn only_a_year_that_is_over_is_released() {
        let asked = |period| Asked {
            measure: Measure::Activities,
            period,
        };
        assert!(asked(2025).on(date(2026, 1, 1)).is_ok());
        assert!(matches!(
            asked(2026).on(date(2026, 12, 31)),
            Err(ReleaseError::PeriodOpen)
        ));
    }

    #[test]
    fn what_was_withdrawn_looks_like_what_was_withheld() {
        let withheld = release(Outcome::Withheld);
        let withdrawn = release(Outcome::Released)
            .withdraw(Timestamp::UNIX_EPOCH, Uuid::nil())
            .unwrap();
        assert_eq!(withheld.cell(), withdrawn.cell());
        assert_eq!(withdrawn.version(), 2);
        assert!(matches!(
            withdrawn.withdraw(Timestamp::UNIX_EPOCH, Uuid::nil()),
            Err(ReleaseError::AlreadyWithdrawn)
        ));
        assert!(matches!(
            withheld.withdraw(Timestamp::UNIX_EPOCH, Uuid::nil()),
            Err(ReleaseError::NothingReleased)
        ));
    }
}
