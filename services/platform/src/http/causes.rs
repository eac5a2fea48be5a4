//! What goes wrong further down, as the problem that a caller is told.

use super::{Chain, Problem};
use crate::{
    db::{DbError, OnceFault},
    known::Unknown,
};

impl From<DbError> for Problem {
    fn from(error: DbError) -> Self {
        match error {
            DbError::Unavailable(_) | DbError::Busy(_) => Self::unavailable(error),
            DbError::Cursor => Self::field(
                "?after",
                "bad_cursor",
                "The cursor does not belong to this list: begin again without it.",
            ),
            DbError::Once(fault) => fault.into(),
            DbError::Taken { .. } | DbError::Missing { .. } | DbError::Rule { .. } | DbError::Other(_) => {
                Self::internal(Chain(error))
            }
        }
    }
}

impl From<OnceFault> for Problem {
    fn from(fault: OnceFault) -> Self {
        match fault {
            OnceFault::InFlight => Self::conflict("in_flight")
                .retry_after(1)
                .detail("A request with this Idempotency-Key is being worked on: repeat it in a moment."),
            OnceFault::OtherBody => Self::invalid("key_reused")
                .detail("This Idempotency-Key was used with another body: use a fresh key for a new request."),
            OnceFault::Unreadable(_) => Self::internal(fault),
        }
    }
}

impl From<Unknown> for Problem {
    fn from(unknown: Unknown) -> Self {
        match unknown {
            Unknown::Nothing { kind, pointer, .. } => Self::field(
                pointer,
                &format!("unknown_{kind}"),
                format!("There is no such {kind} in your organisation."),
            ),
            Unknown::Db(cause) => cause.into(),
        }
    }
}
