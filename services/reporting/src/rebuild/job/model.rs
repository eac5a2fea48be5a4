//! What is true of a rebuild that was asked for.

use jiff::Timestamp;
use platform::{
    codes,
    db::DbError,
    http::{Cell, Problem, Tabular},
    id_type,
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::rebuild::Difference;

id_type!(
    /// Names a rebuild.
    RebuildId
);

codes! {
    /// How far a rebuild is.
    pub enum State as RebuildState {
        Asked = "asked",
        Running = "running",
        Done = "done",
        Failed = "failed",
    }
}

/// A rebuild, as an operator sees it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Rebuild)]
pub struct Job {
    pub id: RebuildId,
    pub state: State,
    /// Whether the copies are swapped even if they differ.
    pub accept: bool,
    #[schema(value_type = String, format = DateTime)]
    pub asked_at: Timestamp,
    pub asked_by: Uuid,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub began_at: Option<Timestamp>,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub finished_at: Option<Timestamp>,
    /// How many organisations there are to fill, and how many of them are.
    pub organisations: i64,
    pub filled: i64,
    /// How many things were read.
    pub states: i64,
    /// The copy that serves from then on.
    pub generation: Option<i32>,
    /// Registers of organisations whose content changed by it.
    pub differences: Vec<Difference>,
    /// Why it failed, in technical words.
    pub failure: Option<String>,
}

impl Tabular for Job {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "state",
        "asked_at",
        "began_at",
        "finished_at",
        "organisations",
        "filled",
        "states",
        "differences",
        "failure",
    ];

    fn cells(&self) -> Vec<Cell> {
        vec![
            self.id.0.into(),
            self.state.code().into(),
            self.asked_at.into(),
            Cell::from(self.began_at),
            Cell::from(self.finished_at),
            self.organisations.into(),
            self.filled.into(),
            self.states.into(),
            i64::try_from(self.differences.len()).unwrap_or(i64::MAX).into(),
            Cell::maybe(self.failure.as_ref()),
        ]
    }
}

#[derive(Debug, thiserror::Error)]
pub enum JobError {
    #[error("there is no such rebuild")]
    NotFound,
    #[error("a rebuild is under way")]
    UnderWay,
    #[error(transparent)]
    Db(DbError),
}

impl From<DbError> for JobError {
    fn from(error: DbError) -> Self {
        match error {
            DbError::Taken { constraint } if constraint == "rebuilds_one_at_a_time" => Self::UnderWay,
            other => Self::Db(other),
        }
    }
}

impl From<JobError> for Problem {
    fn from(error: JobError) -> Self {
        match error {
            JobError::NotFound => Self::not_found("rebuild_not_found"),
            JobError::UnderWay => Self::conflict("rebuild_under_way").detail(
                "The read models are being made anew already: look at how far that is, and ask again when it is over.",
            ),
            JobError::Db(cause) => cause.into(),
        }
    }
}
