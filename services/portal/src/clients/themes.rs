//! Taxonomies and their themes.

use serde::Deserialize;

use super::shared::{Text, or_default};

#[derive(Clone, Debug, Default, Deserialize)]
pub struct Taxonomy {
    pub id: String,
    #[serde(default)]
    pub name: Text,
    /// Published for everybody to adopt.
    #[serde(default)]
    pub shared: bool,
    #[serde(default)]
    pub source: Option<Source>,
}

/// Where an adopted taxonomy came from.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Source {
    #[serde(default)]
    pub organisation_name: Text,
    #[serde(default)]
    pub taxonomy_id: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct Theme {
    pub id: String,
    #[serde(default)]
    pub taxonomy_id: String,
    #[serde(default)]
    pub parent_id: Option<String>,
    #[serde(default)]
    pub code: String,
    #[serde(default)]
    pub name: Text,
    #[serde(default, deserialize_with = "or_default")]
    pub description: Text,
}

/// A taxonomy as its owner published it.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct SharedTaxonomy {
    pub id: String,
    #[serde(default)]
    pub organisation_name: Text,
    #[serde(default)]
    pub name: Text,
    #[serde(default)]
    pub themes: Vec<SharedTheme>,
    #[serde(default, deserialize_with = "or_default")]
    pub published_at: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct SharedTheme {
    #[serde(default)]
    pub code: String,
    #[serde(default)]
    pub parent_code: Option<String>,
    #[serde(default)]
    pub name: Text,
}
