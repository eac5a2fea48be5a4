//! What is true of a goal.

use garde::Validate;
use jiff::{Timestamp, civil::Date};
use platform::{
    auth::OutOfReach,
    codes,
    db::DbError,
    http::{Merge, Problem, Stale},
    known::{Link, THEME, UNIT, Unknown},
    values::{Period, Text, in_order, said, said_or_none, within_if_said},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{attainment::Rule, judgement::Judgement};
use crate::{
    checks::{self, each_once},
    policy::PolicyId,
};

platform::id_type!(
    /// Names a goal.
    GoalId of "goal"
);

codes! {
    /// Whether a goal shows the way or is steered by.
    pub enum Kind as GoalKind {
        Direction = "direction",
        Steering = "steering",
    }
}

/// A goal as it stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Goal {
    pub id: GoalId,
    pub version: i64,
    pub content: GoalContent,
    pub status: Status,
    #[serde(default)]
    pub judgement: Option<Judgement>,
    pub created_at: Timestamp,
}

/// Open, or closed since a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Status {
    Open,
    Closed { on: Date, reason: Option<String> },
}

/// An edition of a policy, as a goal points at it. Without a number in a request it is the newest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OfPolicy {
    pub id: PolicyId,
    #[serde(default)]
    pub edition: Option<i32>,
}

/// What people say about a goal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "title": {"fi": "Kansainvälinen kasvu", "sv": "Internationell tillväxt", "en": "International growth"},
    "level": "spearhead",
    "accountable_unit_id": "0192f3a4-7c1e-7d3a-9b51-2f6f3d1c0a01",
    "period": {"from": "2026-01-01", "to": "2029-12-31"},
    "cross_cutting": true,
    "to_be_measured": true
}))]
pub struct GoalContent {
    #[garde(custom(said(300)))]
    pub title: Text,
    #[serde(default)]
    #[garde(custom(within_if_said(5_000)))]
    pub description: Option<Text>,
    /// Key of one of the goal levels.
    #[garde(custom(checks::key))]
    pub level: String,
    #[serde(default)]
    #[garde(skip)]
    pub kind: Option<Kind>,
    #[serde(default)]
    #[garde(skip)]
    pub parent_id: Option<GoalId>,
    #[serde(default)]
    #[garde(skip)]
    pub policy: Option<OfPolicy>,
    /// The one unit that answers for it.
    #[garde(skip)]
    pub accountable_unit_id: Uuid,
    #[serde(default)]
    #[garde(custom(each_once))]
    pub responsible_unit_ids: Vec<Uuid>,
    #[serde(default)]
    #[garde(custom(each_once))]
    pub consulted_unit_ids: Vec<Uuid>,
    #[garde(custom(in_order))]
    pub period: Period,
    #[serde(default)]
    #[garde(skip)]
    pub cross_cutting: bool,
    #[serde(default)]
    #[garde(skip)]
    pub to_be_measured: bool,
    #[serde(default)]
    #[garde(custom(each_once))]
    pub theme_ids: Vec<Uuid>,
    /// How its status follows from its indicators and the goals below it: the worst of them, unless said otherwise.
    #[serde(default = "worst")]
    #[garde(skip)]
    pub attainment_rule: Rule,
}

fn worst() -> Rule {
    Rule::Worst
}

/// Any part of it, to be different.
pub type GoalPatch = Merge<GoalContent>;

#[derive(Debug, thiserror::Error)]
pub enum GoalError {
    #[error("there is no such goal")]
    NotFound,
    #[error("the goal was closed on {on}")]
    AlreadyClosed { on: Date },
    #[error("the goal is open")]
    NotClosed,
    #[error("a closed goal is not changed")]
    Closed { on: Date },
    #[error("no goal level has the key {0}")]
    UnknownLevel(String),
    #[error("the parent is not there")]
    UnknownParent,
    #[error("the parent is closed")]
    ParentClosed,
    #[error("the parent lies below the goal itself")]
    Cycle,
    #[error("there is no such edition")]
    UnknownEdition,
    #[error("something hangs on the goal")]
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

impl GoalContent {
    /// Things of other services that the goal points at.
    pub fn links(&self) -> Vec<Link> {
        let mut links = vec![Link::to(UNIT, self.accountable_unit_id, "/accountable_unit_id")];
        links.extend(Link::each(
            UNIT,
            self.responsible_unit_ids.iter().copied(),
            "/responsible_unit_ids",
        ));
        links.extend(Link::each(
            UNIT,
            self.consulted_unit_ids.iter().copied(),
            "/consulted_unit_ids",
        ));
        links.extend(Link::each(THEME, self.theme_ids.iter().copied(), "/theme_ids"));
        links
    }

    fn tidy(self) -> Self {
        Self {
            title: self.title.tidy(),
            description: said_or_none(self.description),
            ..self
        }
    }
}

impl Goal {
    /// A new goal.
    pub fn set(content: GoalContent, at: Timestamp) -> Self {
        Self {
            id: GoalId::fresh(),
            version: 1,
            content: content.tidy(),
            status: Status::Open,
            judgement: None,
            created_at: at,
        }
    }

    pub fn is_open(&self) -> bool {
        self.status == Status::Open
    }

    /// The goal with other contents. A closed one stays as it is until it is reopened.
    pub fn rewritten(self, content: GoalContent) -> Result<Self, GoalError> {
        self.must_be_open()?;
        Ok(Self {
            content: content.tidy(),
            version: self.version + 1,
            ..self
        })
    }

    pub(super) fn must_be_open(&self) -> Result<(), GoalError> {
        match self.status {
            Status::Closed { on, .. } => Err(GoalError::Closed { on }),
            Status::Open => Ok(()),
        }
    }

    pub fn closed(self, on: Date, reason: Option<String>) -> Result<Self, GoalError> {
        match self.status {
            Status::Closed { on, .. } => Err(GoalError::AlreadyClosed { on }),
            Status::Open => Ok(Self {
                status: Status::Closed { on, reason },
                version: self.version + 1,
                ..self
            }),
        }
    }

    pub fn reopened(self) -> Result<Self, GoalError> {
        match self.status {
            Status::Open => Err(GoalError::NotClosed),
            Status::Closed { .. } => Ok(Self {
                status: Status::Open,
                version: self.version + 1,
                ..self
            }),
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use jiff::civil::date;
    use platform::values::Language;
    use serde_json::{Value, json};

    use super::*;
    use crate::example;

    pub fn a_goal(n: u128, parent: Option<u128>) -> Goal {
        let content: GoalContent = serde_json::from_value(json!({
            "title": {"fi": format!(" Tavoite {n}")},
            "description": {"fi": " "},
            "level": "spearhead",
            "parent_id": parent.map(Uuid::from_u128),
            "accountable_unit_id": Uuid::from_u128(7),
            "period": {"from": "2026-01-01"},
        }))
        .unwrap();
        Goal {
            id: id(n),
            ..Goal::set(content, Timestamp::UNIX_EPOCH)
        }
    }

    pub fn id(n: u128) -> GoalId {
        GoalId(Uuid::from_u128(n))
    }

    #[test]
    fn a_closed_goal_is_neither_closed_again_nor_changed() {
        let closed = a_goal(1, None).closed(date(2026, 11, 22), None).unwrap();
        assert_eq!(closed.version, 2);
        assert!(matches!(
            closed.clone().closed(date(2026, 12, 1), None),
            Err(GoalError::AlreadyClosed { .. })
        ));
        let content = closed.content.clone();
        assert!(matches!(
            closed.clone().rewritten(content),
            Err(GoalError::Closed { .. })
        ));
        assert!(closed.reopened().unwrap().is_open());
    }

    #[test]
    fn an_open_goal_is_not_reopened() {
        assert!(matches!(a_goal(1, None).reopened(), Err(GoalError::NotClosed)));
    }

    #[test]
    fn texts_are_kept_tidy_and_a_blank_one_is_none() {
        let goal = a_goal(1, None);
        assert_eq!(goal.content.title, Text::in_one(Language::Fi, "Tavoite 1"));
        assert_eq!(goal.content.description, None);
    }

    #[test]
    fn a_new_goal_keeps_its_rules() {
        let faults = |change: Value| {
            let valid = json!({
                "title": {"fi": "Kasvu"}, "level": "goal", "accountable_unit_id": Uuid::from_u128(7),
                "period": {"from": "2026-01-01", "to": "2027-12-31"},
            });
            let judged = example::read::<GoalContent>(valid, change).validate();
            judged.map_or_else(|r| r.to_string(), |()| String::new())
        };
        let unit = Uuid::from_u128(7);
        assert_eq!(faults(json!({})), "");
        for (change, word) in [
            (json!({"title": {"fi": " "}}), "at least one language"),
            (json!({"title": {"fi": "x".repeat(301)}}), "at most 300"),
            (json!({"level": "Spear head"}), "bad_key"),
            (
                json!({"period": {"from": "2027-01-01", "to": "2026-12-31"}}),
                "ends before it begins",
            ),
            (json!({"period": {"from": "1026-01-01"}}), "between the years"),
            (json!({"responsible_unit_ids": [unit, unit]}), "repeated"),
        ] {
            let told = faults(change);
            assert!(told.contains(word), "{told}");
        }
    }
}
