//! A parked event, as an operator sees it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::{
    codes,
    db::DbError,
    http::{Cell, Filter, Problem, Tabular},
};

codes! {
    /// What became of a parked event.
    pub enum DeadLetterState as DeadLetterState {
        Waiting = "waiting",
        Replayed = "replayed",
        Discarded = "discarded",
    }
}

/// An event that a handler rejected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct DeadLetter {
    pub id: Uuid,
    pub tenant_id: Uuid,
    /// The service that sent it.
    pub source: String,
    /// Its place in that service's journal of the organisation.
    pub position: i64,
    pub aggregate: String,
    pub aggregate_id: Uuid,
    /// What was wrong, in technical words.
    pub cause: String,
    #[schema(value_type = String, format = DateTime)]
    pub parked_at: Timestamp,
    pub state: DeadLetterState,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub settled_at: Option<Timestamp>,
    pub settled_by: Option<Uuid>,
    /// Why it was discarded.
    pub reason: Option<String>,
}

/// What dead letters can be narrowed to.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DeadLetterFilter {
    /// The one that is called so.
    pub id: Option<Uuid>,
    pub state: Option<DeadLetterState>,
    pub tenant_id: Option<Uuid>,
    pub source: Option<String>,
}

impl Filter for DeadLetterFilter {
    const SORTS: &'static [&'static str] = &["parked_at"];
}

impl Tabular for DeadLetter {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "tenant_id",
        "source",
        "position",
        "aggregate",
        "aggregate_id",
        "cause",
        "parked_at",
        "state",
        "settled_at",
        "settled_by",
        "reason",
    ];

    fn cells(&self) -> Vec<Cell> {
        vec![
            self.id.into(),
            self.tenant_id.into(),
            self.source.as_str().into(),
            self.position.into(),
            self.aggregate.as_str().into(),
            self.aggregate_id.into(),
            self.cause.as_str().into(),
            self.parked_at.to_string().into(),
            self.state.code().into(),
            Cell::maybe(self.settled_at),
            Cell::maybe(self.settled_by),
            Cell::maybe(self.reason.as_ref()),
        ]
    }
}

/// Why a dead letter stays as it is.
#[derive(Debug, thiserror::Error)]
pub enum DeadLetterError {
    #[error("there is no such dead letter")]
    NotFound,
    #[error("it was {} already", .0.code())]
    Settled(DeadLetterState),
    #[error("the handler rejected it again")]
    Rejected(anyhow::Error),
    #[error("the handler asks to try later")]
    Weather(anyhow::Error),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<DeadLetterError> for Problem {
    fn from(error: DeadLetterError) -> Self {
        match error {
            DeadLetterError::NotFound => Self::not_found("dead_letter_not_found"),
            DeadLetterError::Settled(state) => {
                Self::conflict("already_settled").detail(format!("The event was {} already.", state.code()))
            }
            DeadLetterError::Rejected(cause) => {
                Self::conflict("rejected_again").detail(format!("The event was rejected again: {cause:#}."))
            }
            DeadLetterError::Weather(cause) => Self::unavailable(cause),
            DeadLetterError::Db(cause) => cause.into(),
        }
    }
}
