//! What a policy said at one time: its newest edition, and those before it.

use jiff::{Timestamp, civil::Date};
use platform::values::{Period, Text};

use super::{
    Policy, PolicyError,
    model::Section,
    steps::{Status, Step},
};

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
    use super::{
        Status::{Adopted, Draft, InForce},
        *,
    };
    use crate::policy::model::tests::{a_policy, step, walked};

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
}
