//! Things that say something else than before, by other ways than somebody writing it: back to what they said in an earlier
//! version, or many of them at once.
//!
//! Both are changes like any other. The aggregate's own command makes them, with all its rules; what is added here is where
//! the content comes from, how the journal tells of it, and a look ahead: a preview does everything and keeps nothing, so
//! that it cannot promise what the change itself would refuse.

mod lay;
mod many;
mod recall;
mod restoring;

pub use lay::{BulkEditable, Restorable, edit_of, restore_all_of, restore_of};
pub use many::{BulkEdit, BulkRestoring, Chosen, ChosenRestoring, Edited, EditedItem, Outcome, Refusal, Themes};
pub use recall::{Recalled, content_of};
pub use restoring::{Restored, Restoring};

use crate::{
    db::{DbError, TenantTx},
    events::Reason,
    http::{IfMatch, Merge, Problem},
    known::{self, Link, Unknown, added},
};

/// How it came that a thing says something else, as the journal tells it.
#[derive(Clone, Debug, Default)]
pub struct Told {
    reason: Reason,
    restores: Option<i64>,
}

/// A thing to be changed, and to what.
pub struct Rewrite<'a, I, C> {
    pub id: I,
    /// The version that whoever asks has seen.
    pub expected: IfMatch,
    pub patch: &'a Merge<C>,
    pub told: &'a Told,
}

impl Told {
    /// Somebody wrote it.
    pub fn changed(reason: Reason) -> Self {
        Self { reason, restores: None }
    }

    /// It went back to what it said in a version.
    pub fn restored(version: i64, reason: Reason) -> Self {
        Self {
            reason,
            restores: Some(version),
        }
    }

    pub fn event(&self) -> &'static str {
        if self.restores.is_some() { "restored" } else { "changed" }
    }

    pub fn reason(&self) -> Reason {
        self.reason.clone()
    }

    pub fn restores(&self) -> Option<i64> {
        self.restores
    }
}

impl<I, C> Rewrite<'_, I, C> {
    /// Makes sure that what a thing points at again is still there, where it goes back to what it said: that was heard of
    /// long ago, so nothing is waited for. What somebody writes was checked before there was a transaction.
    pub async fn look_again(&self, tx: &mut TenantTx, before: &[Link], after: Vec<Link>) -> Result<(), Unknown> {
        if self.told.restores.is_none() {
            return Ok(());
        }
        known::check_at_once(tx, &added(before, after)).await
    }
}

/// Why a transaction ends without keeping anything.
enum Halt<T> {
    /// It was to show what would become of it.
    Preview(T),
    Failed(Problem),
}

impl<T> From<DbError> for Halt<T> {
    fn from(cause: DbError) -> Self {
        Self::Failed(cause.into())
    }
}

impl<T> From<Problem> for Halt<T> {
    fn from(problem: Problem) -> Self {
        Self::Failed(problem)
    }
}

/// What was carried out, or would have been.
fn ended<T>(outcome: Result<T, Halt<T>>) -> Result<T, Problem> {
    match outcome {
        Ok(done) | Err(Halt::Preview(done)) => Ok(done),
        Err(Halt::Failed(problem)) => Err(problem),
    }
}
