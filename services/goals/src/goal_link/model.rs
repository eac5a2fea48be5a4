//! What is true of a goal link.

use garde::Validate;
use jiff::Timestamp;
use platform::{
    auth::OutOfReach,
    codes,
    db::DbError,
    http::{Merge, Problem, Stale},
    known::{Link, Unknown},
    values::{plain, tidy},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::goal::GoalId;

platform::id_type!(
    /// Names a goal link.
    GoalLinkId of "goal_link"
);

codes! {
    /// What serves a goal.
    pub enum TargetKind as GoalLinkKind {
        Project = "project",
        Network = "network",
        Activity = "activity",
    }
}

/// A goal link as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GoalLink {
    pub id: GoalLinkId,
    pub version: i64,
    pub content: GoalLinkContent,
    pub created_at: Timestamp,
}

/// What people say about a goal link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "goal_id": "0192f3a4-7c1e-7d3a-9b51-2f6f3d1c0a02",
    "target_kind": "network", "target_id": "0192f3a4-7c1e-7d3a-9b51-2f6f3d1c0b05",
    "strength": 2, "note": "Its working group tries out what the goal asks for."
}))]
pub struct GoalLinkContent {
    #[garde(skip)]
    pub goal_id: GoalId,
    #[garde(skip)]
    pub target_kind: TargetKind,
    #[garde(skip)]
    pub target_id: Uuid,
    /// 1 touches the goal, 2 serves it, 3 carries it.
    #[garde(range(min = 1, max = 3))]
    pub strength: i32,
    /// In which way.
    #[serde(default)]
    #[garde(inner(custom(plain(2_000))))]
    pub note: Option<String>,
}

/// Any part of it, to be different. What it ties stays tied: another pair is another link.
pub type GoalLinkPatch = Merge<GoalLinkContent>;

#[derive(Debug, thiserror::Error)]
pub enum GoalLinkError {
    #[error("there is no such goal link")]
    NotFound,
    #[error("the goal is not there")]
    UnknownGoal,
    #[error("the goal is closed")]
    GoalClosed,
    #[error("the goal is tied to it already")]
    Exists,
    #[error("a link keeps what it ties: {0}")]
    Fixed(&'static str),
    #[error(transparent)]
    Invalid(#[from] Problem),
    #[error(transparent)]
    Stale(#[from] Stale),
    #[error(transparent)]
    OutOfReach(#[from] OutOfReach),
    #[error(transparent)]
    Unknown(#[from] Unknown),
    #[error(transparent)]
    Db(DbError),
}

impl From<DbError> for GoalLinkError {
    fn from(cause: DbError) -> Self {
        match cause {
            DbError::Taken { constraint } if constraint == "one_link_a_pair" => Self::Exists,
            other => Self::Db(other),
        }
    }
}

impl GoalLinkContent {
    pub fn links(&self) -> Vec<Link> {
        vec![Link::to(self.target_kind.code(), self.target_id, "/target_id")]
    }

    fn tidy(self) -> Self {
        Self {
            note: tidy(self.note),
            ..self
        }
    }
}

impl GoalLink {
    pub fn tied(content: GoalLinkContent, at: Timestamp) -> Self {
        Self {
            id: GoalLinkId::fresh(),
            version: 1,
            content: content.tidy(),
            created_at: at,
        }
    }

    /// The link with another strength or note.
    pub fn rewritten(self, content: GoalLinkContent) -> Result<Self, GoalLinkError> {
        let before = &self.content;
        if content.goal_id != before.goal_id {
            return Err(GoalLinkError::Fixed("/goal_id"));
        }
        if (content.target_kind, content.target_id) != (before.target_kind, before.target_id) {
            return Err(GoalLinkError::Fixed("/target_id"));
        }
        Ok(Self {
            content: content.tidy(),
            version: self.version + 1,
            ..self
        })
    }
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::example;

    pub fn content(change: Value) -> GoalLinkContent {
        let valid = json!({
            "goal_id": Uuid::from_u128(1), "target_kind": "project", "target_id": Uuid::from_u128(5), "strength": 2,
        });
        example::read(valid, change)
    }

    pub fn link(change: Value) -> GoalLink {
        GoalLink::tied(content(change), Timestamp::UNIX_EPOCH)
    }

    #[test]
    fn strength_goes_from_touching_to_carrying() {
        for (strength, good) in [(0, false), (1, true), (3, true), (4, false)] {
            assert_eq!(
                content(json!({"strength": strength})).validate().is_ok(),
                good,
                "{strength}"
            );
        }
    }

    #[test]
    fn a_link_changes_its_strength_and_note_and_nothing_else() {
        let changed = link(json!({}))
            .rewritten(content(json!({"strength": 3, "note": " Tukee. "})))
            .unwrap();
        assert_eq!((changed.version, changed.content.note.as_deref()), (2, Some("Tukee.")));
        for (change, place) in [
            (json!({"goal_id": Uuid::from_u128(2)}), "/goal_id"),
            (json!({"target_id": Uuid::from_u128(6)}), "/target_id"),
            (json!({"target_kind": "network"}), "/target_id"),
        ] {
            let refused = link(json!({})).rewritten(content(change));
            assert!(matches!(refused, Err(GoalLinkError::Fixed(pointer)) if pointer == place));
        }
    }
}
