//! Saved views: filters and order of a list under a name.

use serde::Deserialize;

use super::shared::or_default;

#[derive(Clone, Debug, Default, Deserialize)]
pub struct SavedView {
    pub id: String,
    /// Absent when whoever saved it was erased.
    #[serde(default, deserialize_with = "or_default")]
    pub owner_name: String,
    /// Whether it is the reader's.
    #[serde(default)]
    pub own: bool,
    /// The list, as the service calls it.
    #[serde(default)]
    pub list: String,
    #[serde(default)]
    pub name: String,
    /// What stands behind the question mark of the list's address.
    #[serde(default)]
    pub query: String,
    #[serde(default)]
    pub shared: bool,
    #[serde(default, deserialize_with = "or_default")]
    pub created_at: String,
}
