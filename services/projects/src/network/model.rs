//! What is true of a network.

use garde::Validate;
use jiff::Timestamp;
use platform::{
    auth::OutOfReach,
    codes,
    db::DbError,
    http::{Faults, Problem, Stale},
    id_type,
    known::Unknown,
    values::{Figure, Text, plain, said, said_or_none, tidy, within_if_said},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::rules::{counted, is_website};

id_type!(
    /// Names a network.
    NetworkId of "network"
);

codes! {
    /// A network, or an office that represents its owners.
    pub enum Kind as NetworkKind { Network = "network", RepresentationOffice = "representation_office" }
}

fn network() -> Kind {
    Kind::Network
}

/// What people say about a network.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "name": {"en": "WHO European Healthy Cities"}, "kind": "network",
    "size": {"value": "100", "exactness": "about"}, "scope": {"en": "European cities"},
    "description": {"en": "Promotion of wellbeing."}
}))]
pub struct NetworkContent {
    #[garde(custom(said(300)))]
    pub name: Text,
    #[serde(default)]
    #[garde(inner(custom(plain(60))))]
    pub acronym: Option<String>,
    #[serde(default = "network")]
    #[garde(skip)]
    pub kind: Kind,
    #[serde(default)]
    #[garde(length(max = 50))]
    pub theme_ids: Vec<Uuid>,
    /// The organisation or the place that hosts it.
    #[serde(default)]
    #[garde(inner(custom(plain(200))))]
    pub host: Option<String>,
    /// How many members it has.
    #[serde(default)]
    #[garde(inner(custom(counted)))]
    pub size: Option<Figure>,
    /// Where its members are.
    #[serde(default)]
    #[garde(custom(within_if_said(500)))]
    pub scope: Option<Text>,
    #[serde(default)]
    #[garde(custom(within_if_said(5_000)))]
    pub description: Option<Text>,
    #[serde(default)]
    #[garde(inner(custom(is_website)))]
    pub website: Option<String>,
}

/// A network.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Network {
    pub id: NetworkId,
    pub version: i64,
    pub created_at: Timestamp,
    pub content: NetworkContent,
}

#[derive(Debug, thiserror::Error)]
pub enum NetworkError {
    #[error("there is no such network")]
    NotFound,
    #[error("the network is not as it should be: {0}")]
    Broken(#[from] Faults),
    #[error("memberships or activities name the network")]
    InUse,
    #[error(transparent)]
    Invalid(#[from] Problem),
    #[error(transparent)]
    Stale(#[from] Stale),
    #[error(transparent)]
    OutOfReach(#[from] OutOfReach),
    #[error(transparent)]
    Unknown(#[from] Unknown),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl NetworkContent {
    /// Trimmed, with blank fields left out, and every rule that can be told from the network alone.
    pub fn tidy(mut self) -> Result<Self, NetworkError> {
        self.name = self.name.tidy();
        self.acronym = tidy(self.acronym);
        self.host = tidy(self.host);
        self.website = tidy(self.website);
        self.scope = said_or_none(self.scope);
        self.description = said_or_none(self.description);
        let mut faults = Faults::default();
        faults.each_once(&self.theme_ids, |n| format!("/theme_ids/{n}"));
        Ok(faults.none_or(self)?)
    }
}

impl Network {
    pub fn new(content: NetworkContent, at: Timestamp) -> Self {
        Self {
            id: NetworkId::fresh(),
            version: 1,
            created_at: at,
            content,
        }
    }

    /// The next version, saying something else.
    #[must_use]
    pub fn says(self, content: NetworkContent) -> Self {
        Self {
            version: self.version + 1,
            content,
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use platform::values::{Exactness, Language};

    use super::*;

    fn content() -> NetworkContent {
        NetworkContent {
            name: Text::in_one(Language::En, "WHO European Healthy Cities"),
            acronym: None,
            kind: Kind::Network,
            theme_ids: Vec::new(),
            host: None,
            size: Some(Figure {
                value: 100.into(),
                exactness: Exactness::About,
            }),
            scope: None,
            description: None,
            website: None,
        }
    }

    #[test]
    fn a_size_keeps_how_exact_it_is() {
        assert!(content().validate().is_ok());
        assert_eq!(content().tidy().unwrap().size.unwrap().exactness, Exactness::About);
    }

    #[test]
    fn a_negative_size_is_refused() {
        let size = Some(Figure {
            value: (-1).into(),
            exactness: Exactness::Exact,
        });
        assert!(NetworkContent { size, ..content() }.validate().is_err());
    }

    #[test]
    fn a_theme_stands_once() {
        let theme = Uuid::from_u128(1);
        assert!(
            NetworkContent {
                theme_ids: vec![theme, theme],
                ..content()
            }
            .tidy()
            .is_err()
        );
    }

    #[test]
    fn what_says_nothing_about_its_kind_is_a_network() {
        let read: NetworkContent = serde_json::from_str(r#"{"name": {"en": "ICLEI"}}"#).unwrap();
        assert_eq!(read.kind, Kind::Network);
    }
}
