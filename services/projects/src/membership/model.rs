//! What is true of a membership in a network.

use garde::Validate;
use jiff::{Timestamp, civil::Date};
use platform::{
    auth::OutOfReach,
    db::DbError,
    http::{Faults, Problem, Stale},
    id_type,
    known::Unknown,
    values::{Money, Text, plain, said_or_none, tidy, within_if_said},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{network::NetworkId, rules::not_negative};

id_type!(
    /// Names a membership in a network.
    MembershipId of "network_membership"
);

/// What people say about a membership.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = NetworkMembershipContent, example = json!({
    "network_id": "019aaaaa-0000-7000-8000-000000000003", "outside_organisation": "Savo education consortium",
    "since": "2010-01-01", "seats": 1, "fee": {"amount": "2500.00", "currency": "EUR"}, "hours": 80,
    "attends": {"en": "Coordinator of mobility"}
}))]
pub struct MembershipContent {
    #[garde(skip)]
    pub network_id: NetworkId,
    /// The unit that answers for it; or else `outside_organisation`.
    #[serde(default)]
    #[garde(skip)]
    pub accountable_unit_id: Option<Uuid>,
    /// An organisation outside that is the contact; or else `accountable_unit_id`.
    #[serde(default)]
    #[garde(inner(custom(plain(200))))]
    pub outside_organisation: Option<String>,
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    #[garde(skip)]
    pub since: Option<Date>,
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    #[garde(skip)]
    pub until: Option<Date>,
    /// Seats in its boards and groups.
    #[serde(default)]
    #[garde(inner(range(min = 0, max = 10_000)))]
    pub seats: Option<i32>,
    /// A year's fee.
    #[serde(default)]
    #[garde(inner(custom(not_negative)))]
    pub fee: Option<Money>,
    /// Hours of work a year.
    #[serde(default)]
    #[garde(inner(range(min = 0, max = 1_000_000)))]
    pub hours: Option<i32>,
    /// Who attends, by role.
    #[serde(default)]
    #[garde(custom(within_if_said(500)))]
    pub attends: Option<Text>,
}

/// A membership in a network.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Membership {
    pub id: MembershipId,
    pub version: i64,
    pub created_at: Timestamp,
    pub content: MembershipContent,
}

#[derive(Debug, thiserror::Error)]
pub enum MembershipError {
    #[error("there is no such membership")]
    NotFound,
    #[error("the membership is not as it should be: {0}")]
    Broken(#[from] Faults),
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

impl MembershipContent {
    /// Trimmed, with blank fields left out, and every rule that can be told from the membership alone.
    pub fn tidy(mut self) -> Result<Self, MembershipError> {
        self.outside_organisation = tidy(self.outside_organisation);
        self.attends = said_or_none(self.attends);
        let mut faults = Faults::default();
        match (self.accountable_unit_id, &self.outside_organisation) {
            (None, None) => {
                faults.add(
                    "/accountable_unit_id",
                    "required",
                    "Say which unit, or which organisation outside, answers for it.",
                );
            }
            (Some(_), Some(_)) => {
                faults.add(
                    "/outside_organisation",
                    "two_accountable",
                    "Either a unit or an organisation outside answers for it, not both.",
                );
            }
            _ => {}
        }
        let in_order = self
            .since
            .is_none_or(|since| self.until.is_none_or(|until| since <= until));
        faults.unless(in_order, "/until", "reversed", "It ends before it begins.");
        Ok(faults.none_or(self)?)
    }
}

impl Membership {
    pub fn new(content: MembershipContent, at: Timestamp) -> Self {
        Self {
            id: MembershipId::fresh(),
            version: 1,
            created_at: at,
            content,
        }
    }

    /// The next version, saying something else.
    #[must_use]
    pub fn says(self, content: MembershipContent) -> Self {
        Self {
            version: self.version + 1,
            content,
            ..self
        }
    }

    /// Whether it holds on a day.
    pub fn holds(&self, today: Date) -> bool {
        self.content.since.is_none_or(|since| since <= today) && self.content.until.is_none_or(|until| until >= today)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn content() -> MembershipContent {
        MembershipContent {
            network_id: NetworkId::fresh(),
            accountable_unit_id: Some(Uuid::from_u128(1)),
            outside_organisation: None,
            since: Some(date(2010, 1, 1)),
            until: None,
            seats: None,
            fee: None,
            hours: None,
            attends: None,
        }
    }

    fn code(content: MembershipContent) -> String {
        match content.tidy().unwrap_err() {
            MembershipError::Broken(faults) => faults.to_string(),
            other => other.to_string(),
        }
    }

    #[test]
    fn a_unit_or_an_organisation_outside_answers_for_it_and_never_both() {
        assert!(content().tidy().is_ok());
        let outside = Some("Savo education consortium".to_owned());
        let by_outside = MembershipContent {
            accountable_unit_id: None,
            outside_organisation: outside.clone(),
            ..content()
        };
        assert!(by_outside.tidy().is_ok());
        assert_eq!(
            code(MembershipContent {
                outside_organisation: outside,
                ..content()
            }),
            "/outside_organisation two_accountable"
        );
        assert_eq!(
            code(MembershipContent {
                accountable_unit_id: None,
                ..content()
            }),
            "/accountable_unit_id required"
        );
    }

    #[test]
    fn a_blank_organisation_answers_for_nothing() {
        let blank = MembershipContent {
            accountable_unit_id: None,
            outside_organisation: Some("  ".to_owned()),
            ..content()
        };
        assert_eq!(code(blank), "/accountable_unit_id required");
    }

    #[test]
    fn a_membership_does_not_end_before_it_begins() {
        assert_eq!(
            code(MembershipContent {
                until: Some(date(2009, 12, 31)),
                ..content()
            }),
            "/until reversed"
        );
        assert!(
            MembershipContent {
                until: Some(date(2010, 1, 1)),
                ..content()
            }
            .tidy()
            .is_ok()
        );
    }

    #[test]
    fn a_membership_holds_from_its_first_to_its_last_day() {
        let ended = MembershipContent {
            until: Some(date(2020, 12, 31)),
            ..content()
        };
        let membership = Membership::new(ended, Timestamp::UNIX_EPOCH);
        assert!(membership.holds(date(2010, 1, 1)) && membership.holds(date(2020, 12, 31)));
        assert!(!membership.holds(date(2009, 12, 31)) && !membership.holds(date(2021, 1, 1)));
    }

    #[test]
    fn seats_and_hours_are_nought_or_more() {
        assert!(
            MembershipContent {
                seats: Some(-1),
                ..content()
            }
            .validate()
            .is_err()
        );
        assert!(
            MembershipContent {
                hours: Some(-1),
                ..content()
            }
            .validate()
            .is_err()
        );
        assert!(
            MembershipContent {
                seats: Some(0),
                hours: Some(80),
                ..content()
            }
            .validate()
            .is_ok()
        );
    }
}
