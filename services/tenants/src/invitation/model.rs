//! What is true of an invitation.

use jiff::{SignedDuration, Timestamp};
use platform::{
    db::DbError,
    http::Stale,
    usage::PlanLimit,
    values::{Language, Text},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    mail::MailError,
    membership::{MembershipError, Roles},
    person::{Person, PersonError, PersonId, password::HashingError},
    session::SessionError,
};

platform::id_type!(
    /// Names an invitation.
    InvitationId
);

/// How long its link opens.
const OPEN: SignedDuration = SignedDuration::from_hours(24 * 14);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = InvitationState)]
pub enum State {
    Open,
    Accepted,
    Withdrawn,
    /// Open for too long.
    Expired,
}

impl State {
    pub fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Accepted => "accepted",
            Self::Withdrawn => "withdrawn",
            Self::Expired => "expired",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Open, Self::Accepted, Self::Withdrawn]
            .into_iter()
            .find(|s| s.code() == code)
    }
}

#[derive(Clone, Debug)]
pub struct Invitation {
    pub id: InvitationId,
    pub version: i64,
    pub person_id: PersonId,
    pub email: String,
    pub name: String,
    pub language: Language,
    pub roles: Roles,
    pub title: Text,
    /// Never `Expired`: time does that.
    pub state: State,
    pub expires_at: Timestamp,
    pub created_at: Timestamp,
}

impl Invitation {
    pub fn new(person: &Person, name: String, language: Language, roles: Roles, title: Text, now: Timestamp) -> Self {
        Self {
            id: InvitationId::fresh(),
            version: 1,
            person_id: person.id,
            email: person.email.as_str().to_owned(),
            name,
            language,
            roles,
            title,
            state: State::Open,
            expires_at: now + OPEN,
            created_at: now,
        }
    }

    pub fn state_at(&self, now: Timestamp) -> State {
        if self.state == State::Open && self.expires_at <= now {
            State::Expired
        } else {
            self.state
        }
    }

    pub fn accept(self, now: Timestamp) -> Result<Self, InvitationError> {
        self.close(State::Accepted, now)
    }

    /// An expired one can be withdrawn too, which makes room for another.
    pub fn withdraw(self) -> Result<Self, InvitationError> {
        match self.state {
            State::Open | State::Expired => Ok(Self {
                version: self.version + 1,
                state: State::Withdrawn,
                ..self
            }),
            State::Accepted | State::Withdrawn => Err(InvitationError::NotOpen),
        }
    }

    /// The person is erased: the row stays for its history, and tells of nobody.
    #[must_use]
    pub fn erased(self) -> Self {
        let state = match self.state {
            State::Open | State::Expired => State::Withdrawn,
            closed @ (State::Accepted | State::Withdrawn) => closed,
        };
        Self {
            version: self.version + 1,
            email: String::new(),
            name: String::new(),
            language: Language::default(),
            title: Text::default(),
            state,
            ..self
        }
    }

    fn close(self, state: State, now: Timestamp) -> Result<Self, InvitationError> {
        match self.state_at(now) {
            State::Open => Ok(Self {
                version: self.version + 1,
                state,
                ..self
            }),
            State::Accepted | State::Withdrawn | State::Expired => Err(InvitationError::BadLink),
        }
    }
}

#[derive(Debug, thiserror::Error)]
pub enum InvitationError {
    #[error("there is no such invitation")]
    NotFound,
    #[error("the link is not valid, was used, or is too old")]
    BadLink,
    #[error("the invitation is not open")]
    NotOpen,
    #[error("the person was invited already")]
    AlreadyInvited,
    #[error("the person is a member already")]
    AlreadyMember,
    #[error(transparent)]
    Plan(#[from] PlanLimit),
    #[error("the password is against the rules")]
    Password(crate::person::password::Fault),
    #[error(transparent)]
    Hashing(#[from] HashingError),
    #[error(transparent)]
    Person(#[from] PersonError),
    #[error(transparent)]
    Membership(#[from] MembershipError),
    #[error(transparent)]
    Session(#[from] SessionError),
    #[error(transparent)]
    Mail(#[from] MailError),
    #[error(transparent)]
    Stale(#[from] Stale),
    #[error(transparent)]
    Db(DbError),
}

impl From<DbError> for InvitationError {
    fn from(error: DbError) -> Self {
        match error {
            // Two invitations of one person at the same moment.
            DbError::Taken { constraint } if constraint == "invitations_open_once" => Self::AlreadyInvited,
            other => Self::Db(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::person::{Email, model::NewPerson};

    fn invitation() -> Invitation {
        let now = Timestamp::UNIX_EPOCH;
        let new = NewPerson {
            email: Email::new("a@b.example"),
            name: "A".into(),
            language: Language::Fi,
        };
        Invitation::new(
            &new.at(now),
            "A".into(),
            Language::Fi,
            Roles::first(),
            Text::default(),
            now,
        )
    }

    #[test]
    fn a_link_opens_for_fourteen_days_and_once() {
        let days = |d: i64| Timestamp::UNIX_EPOCH + SignedDuration::from_hours(24 * d);
        assert!(matches!(invitation().accept(days(14)), Err(InvitationError::BadLink)));
        let accepted = invitation().accept(days(13)).unwrap();
        assert!(matches!(accepted.accept(days(13)), Err(InvitationError::BadLink)));
    }

    #[test]
    fn a_withdrawn_invitation_opens_nothing() {
        let withdrawn = invitation().withdraw().unwrap();
        assert!(matches!(
            withdrawn.clone().accept(Timestamp::UNIX_EPOCH),
            Err(InvitationError::BadLink)
        ));
        assert!(matches!(withdrawn.withdraw(), Err(InvitationError::NotOpen)));
    }
}
