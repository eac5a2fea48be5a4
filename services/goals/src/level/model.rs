//! What is true of goal levels.

use garde::Validate;
use platform::{
    db::DbError,
    http::Stale,
    ids,
    values::{Text, said},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::checks::{self, distinct};

/// The levels of one tenant, from the top down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoalLevels {
    /// 0 until the tenant has named its own.
    pub version: i64,
    pub levels: Vec<Level>,
}

/// One depth of the tree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"key": "board_goal", "name": {"fi": "Lautakunnan tavoite", "sv": "Nämndmål"}, "measurable": true}))]
pub struct Level {
    #[garde(custom(checks::key))]
    pub key: String,
    #[garde(custom(said(100)))]
    pub name: Text,
    /// Whether goals of this level are meant to be measured.
    #[serde(default)]
    #[garde(skip)]
    pub measurable: bool,
}

/// The levels as a tenant names them.
#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LevelsContent {
    #[garde(length(min = 1, max = 12), dive, custom(distinct(|l: &Level| &l.key)))]
    pub levels: Vec<Level>,
}

#[derive(Debug, thiserror::Error)]
pub enum LevelError {
    #[error("goals stand at the level {0}")]
    InUse(String),
    #[error(transparent)]
    Stale(#[from] Stale),
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Levels that most municipalities would recognise: key, names in Finnish, Swedish and English, and whether measured.
const USUAL: [(&str, &str, &str, &str, bool); 4] = [
    ("vision", "Visio", "Vision", "Vision", false),
    ("spearhead", "Kärki", "Prioriterat område", "Spearhead", false),
    ("goal", "Tavoite", "Mål", "Goal", true),
    ("measure", "Toimenpide", "Åtgärd", "Measure", true),
];

impl Default for GoalLevels {
    fn default() -> Self {
        let level = |(key, fi, sv, en, measurable): (&str, &str, &str, &str, bool)| Level {
            key: key.to_owned(),
            name: Text {
                fi: Some(fi.to_owned()),
                sv: Some(sv.to_owned()),
                en: Some(en.to_owned()),
            },
            measurable,
        };
        Self {
            version: 0,
            levels: USUAL.into_iter().map(level).collect(),
        }
    }
}

impl GoalLevels {
    /// Levels are one thing for each tenant: its id in the journal follows from the tenant's.
    pub fn id(tenant_id: Uuid) -> Uuid {
        ids::derived(tenant_id, "goal_levels")
    }

    pub fn names(&self, key: &str) -> bool {
        self.levels.iter().any(|l| l.key == key)
    }

    /// Keys that would be gone.
    pub fn dropped<'a>(&'a self, next: &'a [Level]) -> impl Iterator<Item = &'a str> {
        self.levels
            .iter()
            .map(|l| l.key.as_str())
            .filter(|key| !next.iter().any(|l| l.key == *key))
    }

    #[must_use]
    pub fn renamed(&self, levels: Vec<Level>) -> Self {
        let levels = levels
            .into_iter()
            .map(|l| Level {
                name: l.name.tidy(),
                ..l
            })
            .collect();
        Self {
            version: self.version + 1,
            levels,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn levels(keys: &[&str]) -> LevelsContent {
        let levels: Vec<_> = keys
            .iter()
            .map(|k| serde_json::json!({"key": k, "name": {"sv": "Mål"}}))
            .collect();
        serde_json::from_value(serde_json::json!({ "levels": levels })).unwrap()
    }

    #[test]
    fn a_tenant_that_named_none_has_the_usual_ones() {
        let usual = GoalLevels::default();
        assert!(usual.version == 0 && usual.names("vision") && usual.names("measure"));
    }

    #[test]
    fn a_key_that_stands_twice_is_refused() {
        assert!(levels(&["a", "b"]).validate().is_ok());
        let told = levels(&["a", "b", "a"]).validate().unwrap_err().to_string();
        assert!(told.contains("repeated"), "{told}");
    }

    #[test]
    fn no_level_at_all_is_refused() {
        assert!(levels(&[]).validate().is_err());
    }

    #[test]
    fn keys_that_would_be_gone_are_told() {
        let before = GoalLevels::default();
        let next = levels(&["vision", "goal", "board_goal"]).levels;
        assert_eq!(before.dropped(&next).collect::<Vec<_>>(), ["spearhead", "measure"]);
    }
}
