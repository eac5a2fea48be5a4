//! What is true of a session.

use jiff::{SignedDuration, Timestamp};
use platform::db::DbError;
use uuid::Uuid;

use crate::{
    keys::KeyError,
    person::{PersonError, PersonId, password::HashingError},
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
        }
    }

    /// When it ends if nobody uses it.
    pub fn ends_at(&self) -> Timestamp {
        self.expires_at.min(self.last_seen_at + IDLE)
    }

    pub fn is_alive(&self, now: Timestamp) -> bool {
        now < self.ends_at()
    }

    /// Whether the time of its last use should be written down again.
    pub fn wants_noting(&self, now: Timestamp) -> bool {
        self.last_seen_at + NOTED <= now
    }
}

#[derive(Debug, thiserror::Error)]
pub enum SessionError {
    #[error("address and password do not go together")]
    WrongCredentials,
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
    Person(#[from] PersonError),
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error(transparent)]
    Db(#[from] DbError),
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
    fn a_device_is_one_plain_line() {
        assert_eq!(session().device, "Firefox on Linux");
    }
}
