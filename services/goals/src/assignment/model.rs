//! What is true of an assignment.

use garde::Validate;
use jiff::{Timestamp, civil::Date};
use platform::{
    auth::OutOfReach,
    db::DbError,
    http::{Merge, Problem, Stale},
    known::{Link, UNIT, Unknown},
    values::{Text, plain, said, tidy},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{checks::day, goal::GoalId, policy::PolicyId};

platform::id_type!(
    /// Names an assignment.
    AssignmentId of "assignment"
);

/// An assignment as it stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Assignment {
    pub id: AssignmentId,
    pub version: i64,
    pub content: AssignmentContent,
    pub status: Status,
    pub created_at: Timestamp,
}

/// Open, or done since a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Status {
    Open,
    Done { on: Date },
}

/// What people say about an assignment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "title": {"sv": "Genomför policyn i hela kommunkoncernen"},
    "unit_id": "0192f3a4-7c1e-7d3a-9b51-2f6f3d1c0a01", "due_on": "2010-12-31"
}))]
pub struct AssignmentContent {
    #[garde(custom(said(300)))]
    pub title: Text,
    #[serde(default)]
    #[garde(skip)]
    pub goal_id: Option<GoalId>,
    #[serde(default)]
    #[garde(skip)]
    pub policy_id: Option<PolicyId>,
    #[garde(skip)]
    pub unit_id: Uuid,
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    #[garde(inner(custom(day)))]
    pub due_on: Option<Date>,
    #[serde(default)]
    #[garde(inner(custom(plain(2_000))))]
    pub note: Option<String>,
}

/// Any part of it, to be different.
pub type AssignmentPatch = Merge<AssignmentContent>;

#[derive(Debug, thiserror::Error)]
pub enum AssignmentError {
    #[error("there is no such assignment")]
    NotFound,
    #[error("it was done on {on}")]
    AlreadyDone { on: Date },
    #[error("it is open")]
    NotDone,
    #[error("the goal is not there")]
    UnknownGoal,
    #[error("the policy is not there")]
    UnknownPolicy,
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

impl AssignmentContent {
    pub fn links(&self) -> Vec<Link> {
        vec![Link::to(UNIT, self.unit_id, "/unit_id")]
    }

    fn tidy(self) -> Self {
        Self {
            title: self.title.tidy(),
            note: tidy(self.note),
            ..self
        }
    }
}

impl Assignment {
    pub fn given(content: AssignmentContent, at: Timestamp) -> Self {
        Self {
            id: AssignmentId::fresh(),
            version: 1,
            content: content.tidy(),
            status: Status::Open,
            created_at: at,
        }
    }

    /// The assignment with other words. One that is done stays as it was.
    pub fn rewritten(self, content: AssignmentContent) -> Result<Self, AssignmentError> {
        match self.status {
            Status::Done { on } => Err(AssignmentError::AlreadyDone { on }),
            Status::Open => Ok(Self {
                content: content.tidy(),
                version: self.version + 1,
                ..self
            }),
        }
    }

    pub fn done(self, on: Date) -> Result<Self, AssignmentError> {
        match self.status {
            Status::Done { on } => Err(AssignmentError::AlreadyDone { on }),
            Status::Open => Ok(Self {
                status: Status::Done { on },
                version: self.version + 1,
                ..self
            }),
        }
    }

    pub fn reopened(self) -> Result<Self, AssignmentError> {
        match self.status {
            Status::Open => Err(AssignmentError::NotDone),
            Status::Done { .. } => Ok(Self {
                status: Status::Open,
                version: self.version + 1,
                ..self
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn an_assignment() -> Assignment {
        let content = serde_json::from_value(serde_json::json!({
            "title": {"sv": " Genomför policyn "}, "unit_id": Uuid::from_u128(7), "note": " ",
        }))
        .unwrap();
        Assignment::given(content, Timestamp::UNIX_EPOCH)
    }

    #[test]
    fn what_is_done_is_not_done_again_nor_changed_until_it_is_reopened() {
        let done = an_assignment().done(date(2026, 11, 22)).unwrap();
        assert!(matches!(
            done.clone().done(date(2026, 11, 23)),
            Err(AssignmentError::AlreadyDone { .. })
        ));
        let content = done.content.clone();
        assert!(matches!(
            done.clone().rewritten(content.clone()),
            Err(AssignmentError::AlreadyDone { .. })
        ));
        assert_eq!(done.reopened().unwrap().rewritten(content).unwrap().version, 4);
    }

    #[test]
    fn what_is_open_is_not_reopened() {
        assert!(matches!(an_assignment().reopened(), Err(AssignmentError::NotDone)));
    }

    #[test]
    fn words_are_kept_tidy() {
        let assignment = an_assignment();
        assert_eq!(
            (assignment.content.title.sv.as_deref(), assignment.content.note),
            (Some("Genomför policyn"), None)
        );
    }
}
