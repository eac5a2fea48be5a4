//! What is true of a policy.

use garde::Validate;
use jiff::{Timestamp, civil::Date};
use platform::{
    auth::OutOfReach,
    codes,
    db::DbError,
    http::{Merge, Problem, Stale},
    known::{Link, THEME, Unknown},
    values::{Period, Text, in_order, plain, said, said_or_none, tidy, within_if_said},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::steps::{Status, Step};
use crate::checks::{self, distinct, each_once};

platform::id_type!(
    /// Names a policy.
    PolicyId of "policy"
);

codes! {
    /// What it is called where it is decided.
    pub enum Kind as PolicyKind {
        Strategy = "strategy",
        Policy = "policy",
        Programme = "programme",
        Plan = "plan",
        Guideline = "guideline",
    }
}

/// A policy with its newest edition.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Policy {
    pub id: PolicyId,
    pub version: i64,
    pub content: PolicyContent,
    /// Number of the newest edition.
    pub edition: i32,
    /// The edition that is adopted or in force, if one is.
    pub standing_edition: Option<i32>,
    pub status: Status,
    /// Steps of the newest edition, oldest first.
    pub steps: Vec<Step>,
    pub opened_at: Timestamp,
    pub created_at: Timestamp,
}

/// What people say about a policy.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "kind": "policy", "title": {"sv": "Policy för internationella kontakter"}, "case_number": "KS/2009:167",
    "period": {"from": "2010-01-01", "to": "2012-12-31"},
    "sections": [{"key": "goal", "heading": {"sv": "Mål"}, "body": {"sv": "Varje nämnd beskriver varje år …"}}]
}))]
pub struct PolicyContent {
    #[garde(skip)]
    pub kind: Kind,
    #[garde(custom(said(300)))]
    pub title: Text,
    #[serde(default)]
    #[garde(inner(custom(plain(100))))]
    pub case_number: Option<String>,
    #[garde(custom(in_order))]
    pub period: Period,
    #[serde(default)]
    #[garde(custom(within_if_said(5_000)))]
    pub vision: Option<Text>,
    #[serde(default)]
    #[garde(length(max = 100), dive, custom(distinct(|s: &Section| &s.key)))]
    pub sections: Vec<Section>,
    #[serde(default)]
    #[garde(skip)]
    pub supersedes: Option<Supersedes>,
    #[serde(default)]
    #[garde(custom(each_once))]
    pub theme_ids: Vec<Uuid>,
}

/// Any part of it, to be different.
pub type PolicyPatch = Merge<PolicyContent>;

/// A part of the document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Section {
    #[garde(custom(checks::key))]
    pub key: String,
    #[garde(custom(said(300)))]
    pub heading: Text,
    #[serde(default)]
    #[garde(custom(platform::values::within(50_000)))]
    pub body: Text,
}

/// The policy that this one takes the place of when it comes into force.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Supersedes {
    pub policy_id: PolicyId,
}

#[derive(Debug, thiserror::Error)]
pub enum PolicyError {
    #[error("there is no such policy")]
    NotFound,
    #[error("there is no such edition")]
    EditionNotFound,
    #[error("the words of the edition stand")]
    Fixed(Status),
    #[error("the newest edition is not decided")]
    EditionOpen(Status),
    #[error("no step leads from {from:?} to {to:?}")]
    NoSuchStep { from: Status, to: Status },
    #[error("the step is dated before the last one, {last}")]
    BeforeLastStep { last: Date },
    #[error("nobody is said to have decided it")]
    NobodyDecided,
    #[error("the superseded policy is not there")]
    UnknownSuperseded,
    #[error("a policy does not supersede itself")]
    SupersedesItself,
    #[error("something hangs on the policy, or it was decided")]
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

impl PolicyContent {
    pub fn links(&self) -> Vec<Link> {
        Link::each(THEME, self.theme_ids.iter().copied(), "/theme_ids")
    }

    fn tidy(self) -> Self {
        let section = |s: Section| Section {
            heading: s.heading.tidy(),
            body: s.body.tidy(),
            ..s
        };
        Self {
            title: self.title.tidy(),
            case_number: tidy(self.case_number),
            vision: said_or_none(self.vision),
            sections: self.sections.into_iter().map(section).collect(),
            ..self
        }
    }

    /// Whether the words of the document are the same; themes may change beside them.
    fn says_the_same(&self, other: &Self) -> bool {
        let without = |content: &Self| Self {
            theme_ids: Vec::new(),
            ..content.clone()
        };
        without(self) == without(other)
    }
}

impl Policy {
    pub fn drafted(content: PolicyContent, at: Timestamp) -> Self {
        Self {
            id: PolicyId::fresh(),
            version: 1,
            content: content.tidy(),
            edition: 1,
            standing_edition: None,
            status: Status::Draft,
            steps: Vec::new(),
            opened_at: at,
            created_at: at,
        }
    }

    /// The policy with other words, as long as it is in writing. Its themes may change at any time.
    pub fn rewritten(self, content: PolicyContent) -> Result<Self, PolicyError> {
        let content = content.tidy();
        if !self.status.is_in_writing() && !content.says_the_same(&self.content) {
            return Err(PolicyError::Fixed(self.status));
        }
        if content.supersedes.is_some_and(|s| s.policy_id == self.id) {
            return Err(PolicyError::SupersedesItself);
        }
        Ok(Self {
            content,
            version: self.version + 1,
            ..self
        })
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use jiff::civil::date;
    use serde_json::json;

    use super::*;
    use crate::example;

    pub fn content(change: serde_json::Value) -> PolicyContent {
        let valid = json!({
            "kind": "policy", "title": {"sv": "Policy för internationella kontakter"},
            "period": {"from": "2010-01-01", "to": "2012-12-31"},
        });
        example::read(valid, change)
    }

    pub fn a_policy() -> Policy {
        Policy::drafted(content(json!({})), Timestamp::UNIX_EPOCH)
    }

    pub fn step(to: Status, day: i8) -> Step {
        let decided_by = Some("Kommunfullmäktige".to_owned());
        Step {
            to,
            on: date(2010, 4, day),
            decided_by,
            case_number: Some("KS/2009:167".to_owned()),
            note: None,
        }
    }

    pub fn walked(steps: &[Status]) -> Result<Policy, PolicyError> {
        steps
            .iter()
            .try_fold(a_policy(), |policy, to| policy.stepped(step(*to, 6)))
    }

    use Status::{Consultation, Proposed};

    #[test]
    fn once_proposed_its_words_stand_but_its_themes_may_change() {
        let policy = walked(&[Proposed]).unwrap();
        let other = content(json!({"title": {"sv": "Annan policy"}}));
        assert!(matches!(
            policy.clone().rewritten(other),
            Err(PolicyError::Fixed(Proposed))
        ));
        let themed = content(json!({"theme_ids": [Uuid::from_u128(1)]}));
        assert_eq!(policy.rewritten(themed).unwrap().content.theme_ids.len(), 1);
        assert!(
            walked(&[Consultation])
                .unwrap()
                .rewritten(content(json!({"case_number": "KS 1"})))
                .is_ok()
        );
    }

    #[test]
    fn a_policy_does_not_supersede_itself() {
        let policy = a_policy();
        let itself = content(json!({"supersedes": {"policy_id": policy.id}}));
        assert!(matches!(policy.rewritten(itself), Err(PolicyError::SupersedesItself)));
    }

    #[test]
    fn two_sections_do_not_share_a_key() {
        let section = json!({"key": "goal", "heading": {"sv": "Mål"}});
        assert!(content(json!({"sections": [section]})).validate().is_ok());
        let told = content(json!({"sections": [section, section]}))
            .validate()
            .unwrap_err()
            .to_string();
        assert!(told.contains("repeated"), "{told}");
    }
}
