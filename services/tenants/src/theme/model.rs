//! What is true of a theme.

use jiff::Timestamp;
use platform::{db::DbError, http::Stale, values::Text};
use serde::{Deserialize, Serialize};

use crate::taxonomy::TaxonomyId;

platform::id_type!(
    /// Names a theme.
    ThemeId
);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Theme {
    pub id: ThemeId,
    pub version: i64,
    pub taxonomy_id: TaxonomyId,
    pub parent_id: Option<ThemeId>,
    pub code: String,
    pub name: Text,
    pub description: Text,
    pub created_at: Timestamp,
}

/// A theme to be.
#[derive(Clone, Debug)]
pub struct NewTheme {
    pub taxonomy_id: TaxonomyId,
    pub parent_id: Option<ThemeId>,
    pub code: String,
    pub name: Text,
    pub description: Text,
}

impl NewTheme {
    pub fn at(self, now: Timestamp) -> Theme {
        Theme {
            id: ThemeId::fresh(),
            version: 1,
            taxonomy_id: self.taxonomy_id,
            parent_id: self.parent_id,
            code: self.code,
            name: self.name,
            description: self.description,
            created_at: now,
        }
    }
}

/// What changes of a theme.
#[derive(Clone, Debug, Default)]
pub struct Edits {
    pub parent_id: Option<Option<ThemeId>>,
    pub code: Option<String>,
    pub name: Option<Text>,
    pub description: Option<Text>,
}

impl Theme {
    #[must_use]
    pub fn edit(self, edits: Edits) -> Self {
        Self {
            version: self.version + 1,
            parent_id: edits.parent_id.unwrap_or(self.parent_id),
            code: edits.code.unwrap_or(self.code),
            name: edits.name.unwrap_or(self.name),
            description: edits.description.unwrap_or(self.description),
            ..self
        }
    }
}

#[derive(Debug, thiserror::Error)]
pub enum ThemeError {
    #[error("there is no such theme")]
    NotFound,
    #[error("there is no such taxonomy")]
    NoSuchTaxonomy,
    #[error("there is no such theme in the taxonomy")]
    NoSuchParent,
    #[error("the theme would lie below itself")]
    Cycle,
    #[error("another theme of the taxonomy has this code")]
    CodeTaken,
    #[error("there are themes below it")]
    HasChildren,
    #[error(transparent)]
    Stale(#[from] Stale),
    #[error(transparent)]
    Db(DbError),
}

impl From<DbError> for ThemeError {
    fn from(error: DbError) -> Self {
        match error {
            DbError::Taken { .. } => Self::CodeTaken,
            other => Self::Db(other),
        }
    }
}
