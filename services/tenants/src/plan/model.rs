//! What is true of a plan.

use std::collections::BTreeMap;

use garde::Validate;
use jiff::Timestamp;
use platform::{
    db::DbError,
    http::{Merge, Problem, Stale},
    usage::{self, Measure},
    values::{Text, said},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

platform::id_type!(
    /// Names a plan.
    PlanId
);

/// How many take part: members, and those who were invited.
pub const PEOPLE: Measure = Measure {
    kind: "people",
    code: "plan_limit_people",
    called: "people, invited ones included",
};

/// What an operator says about a plan. A limit that is absent is none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": {"fi": "Pieni", "sv": "Liten", "en": "Small"}, "people": 25, "projects": 20,
    "storage_bytes": 1_073_741_824, "calls_per_minute": 600}))]
pub struct PlanContent {
    #[garde(custom(said(100)))]
    pub name: Text,
    /// Members and those who were invited.
    #[serde(default)]
    #[garde(range(min = 1, max = 1_000_000))]
    pub people: Option<i64>,
    #[serde(default)]
    #[garde(range(min = 1, max = 10_000_000))]
    pub projects: Option<i64>,
    /// Of the files of all services together.
    #[serde(default)]
    #[garde(range(min = 1, max = 1_000_000_000_000_000))]
    pub storage_bytes: Option<i64>,
    /// Of everybody who acts for the organisation together. Absent: what is usual in this installation.
    #[serde(default)]
    #[garde(range(min = 1, max = 100_000_000))]
    pub calls_per_minute: Option<i64>,
    /// Whether organisations may be moved to it; those that have it keep it.
    #[serde(default = "yes")]
    #[garde(skip)]
    pub offered: bool,
}

fn yes() -> bool {
    true
}

/// Any part of it, to be different.
pub type PlanPatch = Merge<PlanContent>;

/// A plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    pub id: PlanId,
    pub version: i64,
    pub content: PlanContent,
    pub created_at: Timestamp,
    pub changed_at: Timestamp,
    pub changed_by: Uuid,
}

impl Plan {
    pub fn new(content: PlanContent, by: Uuid, now: Timestamp) -> Self {
        Self {
            id: PlanId::fresh(),
            version: 1,
            content: content.tidy(),
            created_at: now,
            changed_at: now,
            changed_by: by,
        }
    }

    /// The next version, saying something else.
    #[must_use]
    pub fn says(self, content: PlanContent, by: Uuid, now: Timestamp) -> Self {
        Self {
            version: self.version + 1,
            content: content.tidy(),
            changed_at: now,
            changed_by: by,
            ..self
        }
    }

    /// As an organisation carries it.
    pub fn carried(&self) -> usage::Plan {
        let content = &self.content;
        let limits = [
            (PEOPLE.kind, content.people),
            ("projects", content.projects),
            (usage::STORAGE.kind, content.storage_bytes),
            ("calls_per_minute", content.calls_per_minute),
        ];
        usage::Plan {
            id: self.id.0,
            name: content.name.clone(),
            limits: limits
                .into_iter()
                .filter_map(|(kind, limit)| Some((kind.to_owned(), limit?)))
                .collect::<BTreeMap<_, _>>(),
        }
    }
}

impl PlanContent {
    fn tidy(self) -> Self {
        Self {
            name: self.name.tidy(),
            ..self
        }
    }
}

#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    #[error("there is no such plan")]
    NotFound,
    #[error("something that was said is not as it should be")]
    Invalid(#[from] Problem),
    #[error(transparent)]
    Stale(#[from] Stale),
    #[error(transparent)]
    Db(#[from] DbError),
}

#[cfg(test)]
mod tests {
    use super::*;
    use platform::values::Language;

    #[test]
    fn an_organisation_carries_the_limits_that_there_are() {
        let content = PlanContent {
            name: Text::in_one(Language::En, " Small "),
            people: Some(3),
            projects: None,
            storage_bytes: Some(10),
            calls_per_minute: None,
            offered: true,
        };
        let plan = Plan::new(content, Uuid::from_u128(1), Timestamp::UNIX_EPOCH);
        let carried = plan.carried();
        assert_eq!(carried.name.shown(Language::En), "Small");
        assert_eq!((carried.limit("people"), carried.limit("projects")), (Some(3), None));
        assert_eq!(carried.limits.len(), 2);
    }
}
