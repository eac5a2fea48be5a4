//! What is true of a subscription.

use jiff::{Timestamp, ToSpan as _, civil::Date};
use platform::{
    db::DbError,
    http::Stale,
    values::{Language, Text},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    invitation::InvitationError,
    mail::MailError,
    organisation::{Country, Kind, OrganisationError, State},
    person::PersonError,
    plan::PlanId,
    throttle::CountError,
};

platform::id_type!(
    /// Names a subscription.
    SubscriptionId
);

/// How long one may try.
const TRIAL_DAYS: i32 = 90;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = SubscriptionStatus)]
pub enum Status {
    Requested,
    Trial,
    Active,
    ReadOnly,
    Rejected,
}

impl Status {
    const ALL: [(Self, &'static str); 5] = [
        (Self::Requested, "requested"),
        (Self::Trial, "trial"),
        (Self::Active, "active"),
        (Self::ReadOnly, "read_only"),
        (Self::Rejected, "rejected"),
    ];

    pub fn code(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(status, _)| *status == self)
            .map_or("requested", |(_, code)| code)
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|(_, known)| *known == code)
            .map(|(status, _)| *status)
    }
}

/// One step in a subscription's life.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = SubscriptionStep)]
pub struct Step {
    pub to: Status,
    pub at: Timestamp,
    /// Absent: whoever asked.
    pub by: Option<Uuid>,
    pub note: Option<String>,
    /// The first administrator was invited once more: the status stayed as it was.
    #[serde(default)]
    pub invited_again: bool,
    /// The organisation was moved to another plan, or to none: the status stayed as it was.
    #[serde(default)]
    pub moved_to_plan: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    pub name: String,
    pub email: String,
    pub language: Language,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscription {
    pub id: SubscriptionId,
    pub version: i64,
    pub status: Status,
    pub kind: Kind,
    pub name: Text,
    pub code: String,
    pub country: Country,
    pub contact: Contact,
    pub message: Option<String>,
    pub organisation_id: Option<Uuid>,
    pub trial_until: Option<Date>,
    pub steps: Vec<Step>,
    pub requested_at: Timestamp,
    /// The plan that its organisation has; absent: no limits.
    pub plan_id: Option<PlanId>,
}

/// A request to become a tenant.
#[derive(Clone, Debug)]
pub struct Request {
    pub kind: Kind,
    pub name: Text,
    pub code: String,
    pub country: Country,
    pub contact: Contact,
    pub message: Option<String>,
}

impl Request {
    pub fn at(self, now: Timestamp) -> Subscription {
        Subscription {
            id: SubscriptionId::fresh(),
            version: 1,
            status: Status::Requested,
            kind: self.kind,
            name: self.name,
            code: self.code,
            country: self.country,
            contact: self.contact,
            message: self.message,
            organisation_id: None,
            trial_until: None,
            steps: vec![Step {
                to: Status::Requested,
                at: now,
                by: None,
                note: None,
                invited_again: false,
                moved_to_plan: false,
            }],
            requested_at: now,
            plan_id: None,
        }
    }
}

/// Who takes a step, when and why.
#[derive(Clone, Debug)]
pub struct Decision {
    pub by: Uuid,
    pub at: Timestamp,
    pub note: Option<String>,
}

impl Subscription {
    /// On trial, as a new organisation.
    pub fn approve(self, decision: Decision, today: Date) -> Result<Self, SubscriptionError> {
        self.in_status(&[Status::Requested])?;
        let until = today.checked_add(TRIAL_DAYS.days()).unwrap_or(today);
        let approved = self.step(Status::Trial, decision);
        Ok(Self {
            organisation_id: Some(platform::ids::fresh()),
            trial_until: Some(until),
            ..approved
        })
    }

    pub fn reject(self, decision: Decision) -> Result<Self, SubscriptionError> {
        self.in_status(&[Status::Requested])?;
        Ok(self.step(Status::Rejected, decision))
    }

    pub fn activate(self, decision: Decision) -> Result<Self, SubscriptionError> {
        self.in_status(&[Status::Trial, Status::ReadOnly])?;
        Ok(Self {
            trial_until: None,
            ..self.step(Status::Active, decision)
        })
    }

    pub fn make_read_only(self, decision: Decision) -> Result<Self, SubscriptionError> {
        self.in_status(&[Status::Trial, Status::Active])?;
        Ok(self.step(Status::ReadOnly, decision))
    }

    /// The same, with one more step: whoever was to administer the organisation is asked once more.
    pub fn invite_again(self, decision: Decision) -> Result<Self, SubscriptionError> {
        self.in_status(&[Status::Trial, Status::Active, Status::ReadOnly])?;
        let status = self.status;
        let mut asked = self.step(status, decision);
        if let Some(step) = asked.steps.last_mut() {
            step.invited_again = true;
        }
        Ok(asked)
    }

    /// The same, with another plan or none.
    pub fn move_to_plan(self, plan_id: Option<PlanId>, decision: Decision) -> Result<Self, SubscriptionError> {
        self.in_status(&[Status::Trial, Status::Active, Status::ReadOnly])?;
        let status = self.status;
        let mut moved = self.step(status, decision);
        if let Some(step) = moved.steps.last_mut() {
            step.moved_to_plan = true;
        }
        Ok(Self { plan_id, ..moved })
    }

    /// What the organisation is then, once there is one.
    pub fn state(&self) -> Option<State> {
        match self.status {
            Status::Requested | Status::Rejected => None,
            Status::Trial => Some(State::Trial),
            Status::Active => Some(State::Active),
            Status::ReadOnly => Some(State::ReadOnly),
        }
    }

    fn in_status(&self, allowed: &[Status]) -> Result<(), SubscriptionError> {
        if allowed.contains(&self.status) {
            Ok(())
        } else {
            Err(SubscriptionError::WrongStatus { status: self.status })
        }
    }

    fn step(mut self, to: Status, decision: Decision) -> Self {
        self.steps.push(Step {
            to,
            at: decision.at,
            by: Some(decision.by),
            note: decision.note,
            invited_again: false,
            moved_to_plan: false,
        });
        Self {
            version: self.version + 1,
            status: to,
            ..self
        }
    }
}

/// Who may decide: an operator on everything, an association on its own country, but not on associations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decider {
    Operator,
    AssociationOf(Country),
}

impl Decider {
    pub fn sees(self, subscription: &Subscription) -> bool {
        match self {
            Self::Operator => true,
            Self::AssociationOf(country) => subscription.country == country && subscription.kind != Kind::Association,
        }
    }
}

#[derive(Debug, thiserror::Error)]
pub enum SubscriptionError {
    #[error("there is no such subscription")]
    NotFound,
    #[error("an organisation with this code has asked already")]
    CodeTaken,
    #[error("this cannot be done to a subscription that is {}", status.code())]
    WrongStatus { status: Status },
    #[error("the association decides on requests only")]
    OperatorsOnly,
    #[error("there is no such plan that is offered")]
    NoSuchPlan,
    #[error("the organisation has accepted its first invitation")]
    InvitationAccepted,
    #[error(transparent)]
    Count(#[from] CountError),
    #[error(transparent)]
    Organisation(#[from] OrganisationError),
    #[error(transparent)]
    Invitation(#[from] InvitationError),
    #[error(transparent)]
    Person(#[from] PersonError),
    #[error(transparent)]
    Mail(#[from] MailError),
    #[error(transparent)]
    Stale(#[from] Stale),
    #[error(transparent)]
    Db(DbError),
}

impl From<DbError> for SubscriptionError {
    fn from(error: DbError) -> Self {
        match error {
            DbError::Taken { constraint } if constraint == "subscriptions_code_once" => Self::CodeTaken,
            other => Self::Db(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn request() -> Subscription {
        Request {
            kind: Kind::Municipality,
            name: Text::in_one(Language::Fi, "Teuva"),
            code: "846".to_owned(),
            country: Country::Finland,
            contact: Contact {
                name: "A".into(),
                email: "a@b.example".into(),
                language: Language::Fi,
            },
            message: None,
        }
        .at(Timestamp::UNIX_EPOCH)
    }

    fn decision() -> Decision {
        Decision {
            by: Uuid::from_u128(1),
            at: Timestamp::UNIX_EPOCH,
            note: None,
        }
    }

    #[test]
    fn an_approved_request_is_on_trial_for_ninety_days() {
        let approved = request().approve(decision(), date(2026, 11, 22)).unwrap();
        assert_eq!(
            (approved.status, approved.trial_until),
            (Status::Trial, Some(date(2027, 2, 20)))
        );
        assert!(approved.organisation_id.is_some());
        assert_eq!(approved.steps.len(), 2);
        assert!(matches!(
            approved.approve(decision(), date(2026, 11, 23)),
            Err(SubscriptionError::WrongStatus { .. })
        ));
    }

    #[test]
    fn what_was_rejected_stays_rejected() {
        let rejected = request().reject(decision()).unwrap();
        assert!(rejected.clone().approve(decision(), date(2026, 11, 22)).is_err());
        assert!(rejected.activate(decision()).is_err());
    }

    #[test]
    fn who_was_approved_can_be_invited_again_and_nobody_else() {
        assert!(request().invite_again(decision()).is_err());
        assert!(request().reject(decision()).unwrap().invite_again(decision()).is_err());
        let trial = request().approve(decision(), date(2026, 11, 22)).unwrap();
        let again = trial.clone().invite_again(decision()).unwrap();
        assert_eq!((again.status, again.version), (Status::Trial, trial.version + 1));
        let told: Vec<_> = again.steps.iter().map(|s| (s.to, s.invited_again)).collect();
        assert_eq!(
            told,
            [
                (Status::Requested, false),
                (Status::Trial, false),
                (Status::Trial, true)
            ]
        );
    }

    #[test]
    fn whoever_was_approved_can_be_moved_to_a_plan_and_off_it() {
        let plan = Some(PlanId::fresh());
        assert!(request().move_to_plan(plan, decision()).is_err());
        let trial = request().approve(decision(), date(2026, 11, 22)).unwrap();
        let moved = trial.move_to_plan(plan, decision()).unwrap();
        assert_eq!((moved.status, moved.plan_id), (Status::Trial, plan));
        assert!(moved.steps.last().unwrap().moved_to_plan);
        assert_eq!(moved.move_to_plan(None, decision()).unwrap().plan_id, None);
    }

    #[test]
    fn a_read_only_tenant_can_become_active_again() {
        let trial = request().approve(decision(), date(2026, 11, 22)).unwrap();
        let read_only = trial.activate(decision()).unwrap().make_read_only(decision()).unwrap();
        assert_eq!(read_only.state(), Some(State::ReadOnly));
        assert_eq!(read_only.activate(decision()).unwrap().state(), Some(State::Active));
    }

    #[test]
    fn an_association_decides_on_its_own_country_and_never_on_associations() {
        let finnish = Decider::AssociationOf(Country::Finland);
        assert!(finnish.sees(&request()));
        assert!(!Decider::AssociationOf(Country::Sweden).sees(&request()));
        assert!(!finnish.sees(&Subscription {
            kind: Kind::Association,
            ..request()
        }));
        assert!(Decider::Operator.sees(&Subscription {
            kind: Kind::Association,
            ..request()
        }));
    }
}
