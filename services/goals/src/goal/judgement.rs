//! What people hold of a goal, beside what its indicators say: they see what is not measured, and say why.

use garde::Validate;
use jiff::Timestamp;
use platform::codes;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Goal, GoalError, model::Status};
use crate::checks::line;

codes! {
    /// How people find that a goal is doing. Whoever cannot tell does not judge.
    pub enum Verdict as GoalVerdict {
        OnTrack = "on_track",
        Watch = "watch",
        Off = "off",
    }
}

/// A judgement as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = GoalJudgement)]
pub struct Judgement {
    pub status: Verdict,
    pub reasons: String,
    /// Who judged.
    pub by: Uuid,
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

/// A judgement as it is passed.
#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"status": "watch", "reasons": "Two of the five exchanges wait for their partners."}))]
pub struct Judging {
    #[garde(skip)]
    pub status: Verdict,
    #[garde(custom(line(5_000)))]
    pub reasons: String,
}

impl Goal {
    /// The goal with what somebody holds of it now. What was held before stays in the journal.
    pub fn judged(self, judging: &Judging, by: Uuid, at: Timestamp) -> Result<Self, GoalError> {
        match self.status {
            Status::Closed { on, .. } => Err(GoalError::Closed { on }),
            Status::Open => Ok(Self {
                judgement: Some(Judgement {
                    status: judging.status,
                    reasons: judging.reasons.trim().to_owned(),
                    by,
                    at,
                }),
                version: self.version + 1,
                ..self
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::goal::model::tests::a_goal;

    fn judging(reasons: &str) -> Judging {
        Judging {
            status: Verdict::Watch,
            reasons: reasons.to_owned(),
        }
    }

    #[test]
    fn a_judgement_says_who_when_and_why() {
        let person = Uuid::from_u128(5);
        let goal = a_goal(1, None)
            .judged(&judging(" Partners wait. "), person, Timestamp::UNIX_EPOCH)
            .unwrap();
        let judgement = goal.judgement.unwrap();
        assert_eq!((goal.version, judgement.reasons.as_str()), (2, "Partners wait."));
        assert_eq!((judgement.by, judgement.at), (person, Timestamp::UNIX_EPOCH));
    }

    #[test]
    fn a_judgement_without_reasons_is_none() {
        assert!(judging("  ").validate().is_err());
        assert!(judging("Seen.").validate().is_ok());
    }

    #[test]
    fn a_closed_goal_is_not_judged() {
        let closed = a_goal(1, None).closed(date(2026, 11, 22), None).unwrap();
        let judged = closed.judged(&judging("x"), Uuid::nil(), Timestamp::UNIX_EPOCH);
        assert!(matches!(judged, Err(GoalError::Closed { .. })));
    }
}
