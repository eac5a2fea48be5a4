//! What is true of a policy.

use garde::Validate;
use jiff::{Timestamp, civil::Date};
use platform::{
    auth::OutOfReach,
    db::DbError,
    http::{Merge, Problem, Stale},
    known::{Link, THEME, Unknown},
    values::{Period, Text, in_order, said, within_if_said},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    checks::{self, day, distinct, each_once, said_or_none, tidy, words},
    codes::codes,
};

platform::id_type!(
    /// Names a policy.
    PolicyId
);

codes!(
    /// What it is called where it is decided.
    pub enum Kind {
        Strategy = "strategy",
        Policy = "policy",
        Programme = "programme",
        Plan = "plan",
        Guideline = "guideline",
    }
);

codes!(
    /// How far an edition has come.
    pub enum Status {
        Draft = "draft",
        Consultation = "consultation",
        Revised = "revised",
        Proposed = "proposed",
        Adopted = "adopted",
        InForce = "in_force",
        Superseded = "superseded",
        Expired = "expired",
    }
);

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
    #[garde(custom(words(100)))]
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

/// A step in the life of an edition.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PolicyStep, example = json!({
    "to": "adopted", "on": "2010-04-06", "decided_by": "Municipal council", "case_number": "KS/2009:167"
}))]
pub struct Step {
    #[garde(skip)]
    pub to: Status,
    #[schema(value_type = String, format = Date)]
    #[garde(custom(day))]
    pub on: Date,
    /// The body or office that decided.
    #[serde(default)]
    #[garde(custom(words(300)))]
    pub decided_by: Option<String>,
    #[serde(default)]
    #[garde(custom(words(100)))]
    pub case_number: Option<String>,
    #[serde(default)]
    #[garde(custom(words(2_000)))]
    pub note: Option<String>,
}

/// What a policy said at one edition.
#[derive(Clone, Debug, PartialEq)]
pub struct Edition {
    pub edition: i32,
    pub title: Text,
    pub case_number: Option<String>,
    pub period: Period,
    pub vision: Option<Text>,
    pub sections: Vec<Section>,
    pub status: Status,
    pub steps: Vec<Step>,
    pub opened_at: Timestamp,
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

impl Status {
    /// Whether an edition stands: decided, and nothing has taken its place.
    pub fn stands(self) -> bool {
        matches!(self, Self::Adopted | Self::InForce)
    }

    /// Whether the words may still change.
    pub fn is_in_writing(self) -> bool {
        matches!(self, Self::Draft | Self::Consultation | Self::Revised)
    }

    /// Whether a step leads there. Consultation may be left out, or held again; a proposal may be sent back.
    fn leads_to(self, to: Self) -> bool {
        use Status::{Adopted, Consultation, Draft, Expired, InForce, Proposed, Revised, Superseded};
        match self {
            Draft => matches!(to, Consultation | Revised | Proposed | Adopted),
            Consultation => matches!(to, Revised | Proposed | Adopted),
            Revised => matches!(to, Consultation | Proposed | Adopted),
            Proposed => matches!(to, Revised | Adopted),
            Adopted => matches!(to, InForce | Superseded | Expired),
            InForce => matches!(to, Superseded | Expired),
            Superseded | Expired => false,
        }
    }
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

impl Step {
    fn tidy(self) -> Self {
        Self {
            decided_by: tidy(self.decided_by),
            case_number: tidy(self.case_number),
            note: tidy(self.note),
            ..self
        }
    }
}

impl Edition {
    /// Something took its place.
    #[must_use]
    pub fn superseded(mut self, on: Date) -> Self {
        self.steps.push(Step {
            to: Status::Superseded,
            on,
            decided_by: None,
            case_number: None,
            note: None,
        });
        Self {
            status: Status::Superseded,
            ..self
        }
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

    /// The newest edition by itself.
    pub fn newest(&self) -> Edition {
        let content = self.content.clone();
        Edition {
            edition: self.edition,
            title: content.title,
            case_number: content.case_number,
            period: content.period,
            vision: content.vision,
            sections: content.sections,
            status: self.status,
            steps: self.steps.clone(),
            opened_at: self.opened_at,
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

    /// The policy a step further.
    pub fn stepped(mut self, step: Step) -> Result<Self, PolicyError> {
        let (from, step) = (self.status, step.tidy());
        if !from.leads_to(step.to) {
            return Err(PolicyError::NoSuchStep { from, to: step.to });
        }
        if let Some(last) = self.steps.last().map(|s| s.on).filter(|last| step.on < *last) {
            return Err(PolicyError::BeforeLastStep { last });
        }
        if step.to == Status::Adopted && step.decided_by.is_none() {
            return Err(PolicyError::NobodyDecided);
        }
        let standing = match step.to {
            // An edition that is adopted beside one in force stands from the day it comes into force.
            Status::Adopted => self.standing_edition.or(Some(self.edition)),
            Status::InForce => Some(self.edition),
            Status::Superseded | Status::Expired => self.standing_edition.filter(|e| *e != self.edition),
            _ => self.standing_edition,
        };
        let to = step.to;
        self.steps.push(step);
        Ok(Self {
            status: to,
            standing_edition: standing,
            version: self.version + 1,
            ..self
        })
    }

    /// The next edition, as a draft with the words of the last.
    pub fn next_edition(self, at: Timestamp) -> Result<Self, PolicyError> {
        if self.status.is_in_writing() || self.status == Status::Proposed {
            return Err(PolicyError::EditionOpen(self.status));
        }
        Ok(Self {
            edition: self.edition + 1,
            status: Status::Draft,
            steps: Vec::new(),
            opened_at: at,
            version: self.version + 1,
            ..self
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use serde_json::json;

    fn content(change: serde_json::Value) -> PolicyContent {
        let mut body = json!({
            "kind": "policy", "title": {"sv": "Policy för internationella kontakter"},
            "period": {"from": "2010-01-01", "to": "2012-12-31"},
        });
        body.as_object_mut()
            .unwrap()
            .extend(change.as_object().unwrap().clone());
        serde_json::from_value(body).unwrap()
    }

    fn a_policy() -> Policy {
        Policy::drafted(content(json!({})), Timestamp::UNIX_EPOCH)
    }

    fn step(to: Status, day: i8) -> Step {
        let decided_by = Some("Kommunfullmäktige".to_owned());
        Step {
            to,
            on: date(2010, 4, day),
            decided_by,
            case_number: Some("KS/2009:167".to_owned()),
            note: None,
        }
    }

    fn walked(steps: &[Status]) -> Result<Policy, PolicyError> {
        steps
            .iter()
            .try_fold(a_policy(), |policy, to| policy.stepped(step(*to, 6)))
    }

    use Status::{Adopted, Consultation, Draft, Expired, InForce, Proposed, Revised, Superseded};

    #[test]
    fn the_whole_way_from_draft_to_superseded() {
        let policy = walked(&[Consultation, Revised, Proposed, Adopted, InForce, Superseded]).unwrap();
        assert_eq!((policy.status, policy.version, policy.steps.len()), (Superseded, 7, 6));
        assert_eq!(policy.standing_edition, None);
        assert!(walked(&[Consultation, Revised, Proposed, Adopted, InForce, Expired]).is_ok());
    }

    #[test]
    fn a_consultation_may_be_left_out_or_held_again_and_a_proposal_sent_back() {
        assert!(walked(&[Proposed, Adopted]).is_ok());
        assert!(walked(&[Adopted, InForce]).is_ok());
        assert!(
            walked(&[
                Consultation,
                Revised,
                Consultation,
                Revised,
                Proposed,
                Revised,
                Proposed
            ])
            .is_ok()
        );
    }

    #[test]
    fn no_step_leads_back_from_a_decision_or_past_it() {
        for steps in [
            vec![Draft],
            vec![InForce],
            vec![Superseded],
            vec![Consultation, Draft],
            vec![Adopted, Draft],
            vec![Adopted, Adopted],
            vec![Adopted, InForce, Adopted],
            vec![Adopted, Expired, InForce],
            vec![Proposed, Consultation],
        ] {
            assert!(
                matches!(walked(&steps), Err(PolicyError::NoSuchStep { .. })),
                "{steps:?}"
            );
        }
    }

    #[test]
    fn a_step_is_not_dated_before_the_one_it_follows() {
        let policy = a_policy().stepped(step(Proposed, 6)).unwrap();
        assert!(matches!(
            policy.clone().stepped(step(Adopted, 5)),
            Err(PolicyError::BeforeLastStep { .. })
        ));
        assert!(policy.stepped(step(Adopted, 6)).is_ok());
    }

    #[test]
    fn somebody_adopts_it() {
        let nobody = Step {
            decided_by: Some(" ".to_owned()),
            ..step(Adopted, 6)
        };
        assert!(matches!(a_policy().stepped(nobody), Err(PolicyError::NobodyDecided)));
    }

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
    fn the_next_edition_begins_as_a_draft_with_the_same_words() {
        assert!(matches!(
            a_policy().next_edition(Timestamp::UNIX_EPOCH),
            Err(PolicyError::EditionOpen(Draft))
        ));
        let next = walked(&[Adopted, InForce])
            .unwrap()
            .next_edition(Timestamp::UNIX_EPOCH)
            .unwrap();
        assert_eq!((next.edition, next.status, next.steps.len()), (2, Draft, 0));
        assert_eq!((next.standing_edition, next.content), (Some(1), a_policy().content));
    }

    #[test]
    fn an_edition_stands_from_the_day_it_comes_into_force() {
        let next = walked(&[Adopted, InForce])
            .unwrap()
            .next_edition(Timestamp::UNIX_EPOCH)
            .unwrap();
        let adopted = next.stepped(step(Adopted, 7)).unwrap();
        assert_eq!(adopted.standing_edition, Some(1));
        assert_eq!(adopted.stepped(step(InForce, 8)).unwrap().standing_edition, Some(2));
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
