//! What is true of a taxonomy.

use jiff::Timestamp;
use platform::{db::DbError, http::Stale, values::Text};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

platform::id_type!(
    /// Names a taxonomy.
    TaxonomyId
);

/// Where an adopted taxonomy came from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = TaxonomySource)]
pub struct Source {
    pub organisation_name: Text,
    pub taxonomy_id: Uuid,
    /// The version at which it was published.
    pub version: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taxonomy {
    pub id: TaxonomyId,
    pub version: i64,
    pub key: String,
    pub name: Text,
    pub shared: bool,
    pub source: Option<Source>,
    pub created_at: Timestamp,
}

impl Taxonomy {
    pub fn new(key: String, name: Text, now: Timestamp) -> Self {
        Self {
            id: TaxonomyId::fresh(),
            version: 1,
            key,
            name,
            shared: false,
            source: None,
            created_at: now,
        }
    }

    #[must_use]
    pub fn edit(self, name: Option<Text>, shared: Option<bool>) -> Self {
        Self {
            version: self.version + 1,
            name: name.unwrap_or(self.name),
            shared: shared.unwrap_or(self.shared),
            ..self
        }
    }
}

#[derive(Debug, thiserror::Error)]
pub enum TaxonomyError {
    #[error("there is no such taxonomy")]
    NotFound,
    #[error("nobody shares such a taxonomy")]
    NotShared,
    #[error("another taxonomy has this key")]
    KeyTaken,
    #[error("this taxonomy was adopted already")]
    AlreadyAdopted,
    #[error("only an association shares taxonomies")]
    NotAnAssociation,
    #[error("it holds themes")]
    HasThemes,
    #[error("it is shared")]
    IsShared,
    #[error(transparent)]
    Stale(#[from] Stale),
    #[error(transparent)]
    Db(DbError),
}

impl From<DbError> for TaxonomyError {
    fn from(error: DbError) -> Self {
        match &error {
            DbError::Taken { constraint } if constraint.ends_with("_key_key") => Self::KeyTaken,
            DbError::Taken { constraint } if constraint.ends_with("_source_id_key") => Self::AlreadyAdopted,
            DbError::Missing { .. } => Self::HasThemes,
            _ => Self::Db(error),
        }
    }
}
