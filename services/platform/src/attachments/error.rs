//! Why something is not attached, or not had.

use super::{AttachmentId, StoreError};
use crate::{
    auth::OutOfReach,
    db::DbError,
    http::{Chain, Faults, Problem, Stale},
    ids::Identity as _,
    usage::PlanLimit,
};

/// Why something is not attached, or not had.
#[derive(Debug, thiserror::Error)]
pub enum AttachmentError {
    #[error("there is no such attachment")]
    NotFound,
    /// The code says of what kind.
    #[error("there is no such thing ({0})")]
    NoThing(&'static str),
    #[error("this installation keeps no files")]
    Off,
    #[error("the file is larger than {most} bytes")]
    TooLarge { most: u64 },
    #[error("the thing has {most} attachments")]
    TooMany { most: i64 },
    #[error("the tenant's files come to {most} bytes")]
    Full { most: i64 },
    #[error(transparent)]
    Plan(#[from] PlanLimit),
    #[error("as many files as may are being looked at")]
    Busy,
    #[error("the file is empty")]
    Empty,
    #[error("the file is of a kind that is not taken: {0}")]
    Kind(String),
    #[error("the file could do something by itself: {0}")]
    Active(&'static str),
    #[error("the file did not come to its end")]
    Broken(String),
    #[error("the range lies outside the {length} bytes of the file")]
    Range { length: i64 },
    #[error("something that was said is not as it should be: {0}")]
    Said(#[from] Faults),
    #[error(transparent)]
    Stale(#[from] Stale),
    #[error(transparent)]
    OutOfReach(#[from] OutOfReach),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Refused(#[from] Problem),
    #[error(transparent)]
    Db(#[from] DbError),
}

/// A size as people say it.
fn size(bytes: u64) -> String {
    const KIB: u64 = 1024;
    const MIB: u64 = KIB * KIB;
    const GIB: u64 = KIB * MIB;
    if bytes >= GIB {
        format!("{} GiB", bytes / GIB)
    } else if bytes >= MIB {
        format!("{} MiB", bytes / MIB)
    } else if bytes >= KIB {
        format!("{} KiB", bytes / KIB)
    } else {
        format!("{bytes} bytes")
    }
}

impl From<AttachmentError> for Problem {
    fn from(error: AttachmentError) -> Self {
        match error {
            AttachmentError::NotFound => Self::not_found(AttachmentId::MISSING),
            AttachmentError::NoThing(code) => Self::not_found(code),
            AttachmentError::Off => {
                Self::not_for_the_moment("attachments_off").detail("This installation keeps no files.")
            }
            AttachmentError::TooLarge { most } => {
                Self::body_too_large("attachment_too_large").detail(format!("A file may have at most {}.", size(most)))
            }
            AttachmentError::TooMany { most } => Self::conflict("too_many_attachments").detail(format!(
                "At most {most} files are attached to one thing: remove one first."
            )),
            AttachmentError::Full { most } => Self::conflict("attachments_full").detail(format!(
                "The files of your organisation may come to {} here: remove some first.",
                size(u64::try_from(most).unwrap_or_default())
            )),
            AttachmentError::Plan(limit) => limit.into(),
            AttachmentError::Busy => Self::not_for_the_moment("attachments_busy")
                .detail("Many files are being taken in. Nothing was changed: try again in a moment.")
                .retry_after(10),
            AttachmentError::Empty => Self::invalid("attachment_empty").detail("The file is empty."),
            AttachmentError::Kind(told) => Self::invalid("attachment_kind_refused").detail(told),
            AttachmentError::Active(told) => Self::invalid("attachment_active").detail(told),
            AttachmentError::Broken(cause) => Self::bad_request("broken_body").caused_by(cause),
            AttachmentError::Range { length } => {
                Self::range_not_satisfiable(length).detail(format!("The file has {length} bytes."))
            }
            AttachmentError::Said(faults) => faults.into(),
            AttachmentError::Stale(stale) => stale.into(),
            AttachmentError::OutOfReach(beyond) => beyond.into(),
            AttachmentError::Store(cause) => Self::unavailable(Chain(cause)),
            AttachmentError::Refused(problem) => problem,
            AttachmentError::Db(cause) => cause.into(),
        }
    }
}
