//! What is true of a session.

use jiff::{SignedDuration, Timestamp};
use platform::db::DbError;
use uuid::Uuid;

use crate::{
    keys::KeyError,
    person::{PersonError, PersonId, password::HashingError},
    second_factor::SecondFactorError,
    throttle::{CountError, TooMany},
};

platform::id_type!(
    /// Names a session to its owner.
    SessionId
);

const IDLE: SignedDuration = SignedDuration::from_hours(12);
const LONGEST: SignedDuration = SignedDuration::from_hours(24 * 30);
/// How exactly it is kept when a session was last used.
const NOTED: SignedDuration = SignedDuration::from_mins(1);

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    pub id: SessionId,
    /// What access tokens call it. Replaced when roles change, so that older tokens die and the session lives on.
    pub access_id: Uuid,
    pub person_id: PersonId,
    pub created_at: Timestamp,
    pub last_seen_at: Timestamp,
    pub expires_at: Timestamp,
    pub device: String,
    /// When the second factor was last proven, or, of whoever has none, the password.
    pub proven_at: Option<Timestamp>,
}

impl Session {
    pub fn open(person_id: PersonId, device: &str, now: Timestamp) -> Self {
        Self {
            id: SessionId::fresh(),
            access_id: platform::ids::fresh(),
            person_id,
            created_at: now,
            last_seen_at: now,
            expires_at: now + LONGEST,
            device: device.chars().filter(|c| !c.is_control()).take(200).collect(),
            proven_at: Some(now),
        }
    }

    /// When it ends if nobody uses it.
    pub fn ends_at(&self) -> Timestamp {
        self.expires_at.min(self.last_seen_at + IDLE)
    }

    pub fn is_alive(&self, now: Timestamp) -> bool {
        now < self.ends_at()
    }

    /// Whether who this is was proven no longer ago than that.
    pub fn proved_within(&self, limit: SignedDuration, now: Timestamp) -> bool {
        self.proven_at.is_some_and(|at| now < at + limit)
    }

    /// Whether the time of its last use should be written down again.
    pub fn wants_noting(&self, now: Timestamp) -> bool {
        self.last_seen_at + NOTED <= now
    }
}

/// Whoever has proven the password and still owes a code. It is good for that alone: nothing else is opened by it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Challenge {
    pub person_id: PersonId,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
}

/// How long a code is waited for.
const PATIENCE: SignedDuration = SignedDuration::from_mins(5);

impl Challenge {
    pub fn new(person_id: PersonId, now: Timestamp) -> Self {
        Self {
            person_id,
            created_at: now,
            expires_at: now + PATIENCE,
        }
    }
}

/// What somebody brings to prove once more to be who one is.
#[derive(Clone, Debug)]
pub enum Proof {
    Code(String),
    Password(String),
}

#[derive(Debug, thiserror::Error)]
pub enum SessionError {
    #[error("address and password do not go together")]
    WrongCredentials,
    #[error("the code is not right")]
    WrongCode,
    #[error("the password is not right")]
    WrongPassword,
    #[error("the challenge is over or never was")]
    ChallengeOver,
    #[error("whoever has a second factor proves it by a code")]
    CodeNeeded,
    #[error("whoever has no second factor proves it by the password")]
    PasswordNeeded,
    #[error("the session is over or never was")]
    Over,
    #[error("there is no such session")]
    NotFound,
    #[error("there is no such organisation for this person")]
    NoSuchOrganisation,
    #[error(transparent)]
    TooMany(#[from] TooMany),
    #[error(transparent)]
    Hashing(#[from] HashingError),
    #[error(transparent)]
    SecondFactor(SecondFactorError),
    #[error(transparent)]
    Person(#[from] PersonError),
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<SecondFactorError> for SessionError {
    fn from(error: SecondFactorError) -> Self {
        match error {
            SecondFactorError::Db(cause) => Self::Db(cause),
            SecondFactorError::TooMany(too_many) => Self::TooMany(too_many),
            other => Self::SecondFactor(other),
        }
    }
}

impl From<CountError> for SessionError {
    fn from(error: CountError) -> Self {
        match error {
            CountError::TooMany(too_many) => Self::TooMany(too_many),
            CountError::Db(cause) => Self::Db(cause),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn session() -> Session {
        Session::open(
            PersonId(Uuid::from_u128(1)),
            "Firefox\n on Linux",
            Timestamp::UNIX_EPOCH,
        )
    }

    #[test]
    fn a_session_that_nobody_uses_ends_after_twelve_hours() {
        let hours = |h: i64| Timestamp::UNIX_EPOCH + SignedDuration::from_hours(h);
        assert!(session().is_alive(hours(11)));
        assert!(!session().is_alive(hours(12)));
    }

    #[test]
    fn a_session_in_use_ends_after_thirty_days() {
        let day = |d: i64| Timestamp::UNIX_EPOCH + SignedDuration::from_hours(24 * d);
        let used = |d| Session {
            last_seen_at: day(d),
            ..session()
        };
        assert!(used(29).is_alive(day(29)));
        assert!(!used(30).is_alive(day(30)));
    }

    #[test]
    fn a_proof_grows_old_and_one_that_nobody_remembers_is_none() {
        let limit = SignedDuration::from_mins(15);
        let minutes = |m: i64| Timestamp::UNIX_EPOCH + SignedDuration::from_mins(m);
        assert!(session().proved_within(limit, minutes(14)));
        assert!(!session().proved_within(limit, minutes(15)));
        let forgotten = Session {
            proven_at: None,
            ..session()
        };
        assert!(!forgotten.proved_within(limit, minutes(0)));
    }

    #[test]
    fn a_device_is_one_plain_line() {
        assert_eq!(session().device, "Firefox on Linux");
    }
}
