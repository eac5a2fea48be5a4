//! What is true of an erasure.

use jiff::Timestamp;
use platform::{db::DbError, http::Stale};
use serde::{Deserialize, Serialize};

use crate::{api_key::ApiKeyError, invitation::InvitationError, membership::MembershipError, person::PersonError};

/// Who was erased, and when. The id is all that is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erasure {
    pub person_id: uuid::Uuid,
    pub erased_at: Timestamp,
}

#[derive(Debug, thiserror::Error)]
pub enum ErasureError {
    #[error("there is no such person")]
    NotFound,
    #[error("{organisation} would be left without an administrator")]
    LastAdmin { organisation: String },
    #[error("the installation would be left without an operator")]
    LastOperator,
    #[error(transparent)]
    Stale(#[from] Stale),
    #[error(transparent)]
    Person(#[from] PersonError),
    #[error(transparent)]
    Membership(#[from] MembershipError),
    #[error(transparent)]
    Invitation(#[from] InvitationError),
    #[error(transparent)]
    ApiKey(#[from] ApiKeyError),
    #[error(transparent)]
    Db(#[from] DbError),
}
