//! What may go wrong on the way to PostgreSQL, told apart by what a caller can do about it.

use diesel::result::{DatabaseErrorKind, Error};

use super::OnceFault;

pub type DbResult<T> = Result<T, DbError>;

#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// The database is away, or no connection came free: try again later.
    #[error("the database cannot be reached: {0}")]
    Unavailable(String),
    /// Somebody else held what this needed: try again.
    #[error("the database was busy: {0}")]
    Busy(String),
    #[error("a value is taken already ({constraint})")]
    Taken { constraint: String },
    #[error("something pointed at is not there ({constraint})")]
    Missing { constraint: String },
    #[error("a rule of the database was broken ({constraint})")]
    Rule { constraint: String },
    /// A page's cursor does not fit its list.
    #[error("the cursor does not belong to this list")]
    Cursor,
    #[error(transparent)]
    Once(#[from] OnceFault),
    #[error("the database failed")]
    Other(#[source] Error),
}

impl DbError {
    /// Whether the same work may succeed later without anybody changing anything.
    pub fn is_weather(&self) -> bool {
        matches!(self, Self::Unavailable(_) | Self::Busy(_))
    }
}

impl From<Error> for DbError {
    fn from(error: Error) -> Self {
        let Error::DatabaseError(kind, information) = &error else {
            return match error {
                Error::BrokenTransactionManager | Error::AlreadyInTransaction => Self::Unavailable(error.to_string()),
                other => Self::Other(other),
            };
        };
        let constraint = || information.constraint_name().unwrap_or("unnamed").to_owned();
        let message = information.message();
        match kind {
            DatabaseErrorKind::UniqueViolation => Self::Taken {
                constraint: constraint(),
            },
            DatabaseErrorKind::ForeignKeyViolation => Self::Missing {
                constraint: constraint(),
            },
            DatabaseErrorKind::CheckViolation | DatabaseErrorKind::NotNullViolation => Self::Rule {
                constraint: constraint(),
            },
            DatabaseErrorKind::SerializationFailure => Self::Busy(message.to_owned()),
            DatabaseErrorKind::ClosedConnection | DatabaseErrorKind::UnableToSendCommand => {
                Self::Unavailable(message.to_owned())
            }
            _ if is_busy(message) => Self::Busy(message.to_owned()),
            _ if is_away(message) => Self::Unavailable(message.to_owned()),
            _ => Self::Other(error),
        }
    }
}

// diesel keeps PostgreSQL's words but not its code; the servers run with English messages (`lc_messages = C`).
fn is_busy(message: &str) -> bool {
    [
        "lock timeout",
        "deadlock detected",
        "statement timeout",
        "could not serialize",
    ]
    .iter()
    .any(|words| message.contains(words))
}

fn is_away(message: &str) -> bool {
    [
        "terminating connection",
        "the database system is",
        "connection closed",
        "error communicating with the server",
        "too many clients",
        "remaining connection slots",
    ]
    .iter()
    .any(|words| message.contains(words))
}
