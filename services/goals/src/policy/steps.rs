//! How far an edition has come, and what leads from there to where.

use garde::Validate;
use jiff::civil::Date;
use platform::{
    codes,
    values::{plain, tidy},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Policy, PolicyError};
use crate::checks::day;

codes! {
    /// How far an edition has come.
    pub enum Status as PolicyStatus {
        Draft = "draft",
        Consultation = "consultation",
        Revised = "revised",
        Proposed = "proposed",
        Adopted = "adopted",
        InForce = "in_force",
        Superseded = "superseded",
        Expired = "expired",
    }
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
    #[garde(inner(custom(plain(300))))]
    pub decided_by: Option<String>,
    #[serde(default)]
    #[garde(inner(custom(plain(100))))]
    pub case_number: Option<String>,
    #[serde(default)]
    #[garde(inner(custom(plain(2_000))))]
    pub note: Option<String>,
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

    /// Where a step can lead from here. Consultation may be left out, or held again; a proposal may be sent back.
    pub fn next(self) -> &'static [Self] {
        use Status::{Adopted, Consultation, Draft, Expired, InForce, Proposed, Revised, Superseded};
        match self {
            Draft => &[Consultation, Revised, Proposed, Adopted],
            Consultation => &[Revised, Proposed, Adopted],
            Revised => &[Consultation, Proposed, Adopted],
            Proposed => &[Revised, Adopted],
            Adopted => &[InForce, Superseded, Expired],
            InForce => &[Superseded, Expired],
            Superseded | Expired => &[],
        }
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

impl Policy {
    /// The policy a step further.
    pub fn stepped(mut self, step: Step) -> Result<Self, PolicyError> {
        let (from, step) = (self.status, step.tidy());
        if !from.next().contains(&step.to) {
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
}

#[cfg(test)]
mod tests {
    use super::{
        Status::{Adopted, Consultation, Draft, Expired, InForce, Proposed, Revised, Superseded},
        *,
    };
    use crate::policy::model::tests::{a_policy, step, walked};

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
}
