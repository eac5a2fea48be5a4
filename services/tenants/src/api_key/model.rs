//! What is true of an API key.

use ipnet::IpNet;
use jiff::{Timestamp, ToSpan as _, civil::Date};
use platform::{
    auth::{ActingKey, PREFIX},
    db::DbError,
    http::Stale,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Scope;
use crate::{
    keys::KeyError,
    person::{PersonError, PersonId},
    secret,
};

platform::id_type!(
    /// Names an API key.
    ApiKeyId of "api_key"
);

/// How many keys of an organisation may be good at once: more than that, nobody looks after.
pub const MOST: i64 = 100;
/// From how many networks one may be used.
pub const MOST_NETWORKS: usize = 20;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ApiKeyState)]
pub enum State {
    Active,
    /// Its last day is over.
    Ended,
    Revoked,
}

impl State {
    pub fn code(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Ended => "ended",
            Self::Revoked => "revoked",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiKey {
    pub id: ApiKeyId,
    pub version: i64,
    pub name: String,
    pub scopes: Vec<Scope>,
    /// From where it may be used; none at all: from anywhere.
    pub networks: Vec<IpNet>,
    /// In whose name it acts.
    pub made_by: PersonId,
    pub created_at: Timestamp,
    /// The last day on which it opens anything.
    pub ends_on: Date,
    pub revoked_at: Option<Timestamp>,
    pub last_used_on: Option<Date>,
}

/// What somebody wants of a key.
#[derive(Clone, Debug)]
pub struct NewKey {
    pub name: String,
    pub scopes: Vec<Scope>,
    pub networks: Vec<IpNet>,
    pub ends_on: Date,
}

impl NewKey {
    /// A key lasts a year at most, so that none is forgotten.
    pub fn of(self, made_by: PersonId, today: Date, now: Timestamp) -> Result<ApiKey, ApiKeyError> {
        if self.ends_on < today {
            return Err(ApiKeyError::EndsInThePast);
        }
        if today.checked_add(1.year()).is_ok_and(|latest| self.ends_on > latest) {
            return Err(ApiKeyError::EndsTooLate);
        }
        let scopes = Scope::tidy(&self.scopes);
        if scopes.is_empty() {
            return Err(ApiKeyError::NoScope);
        }
        if self.networks.len() > MOST_NETWORKS {
            return Err(ApiKeyError::TooManyNetworks);
        }
        Ok(ApiKey {
            id: ApiKeyId::fresh(),
            version: 1,
            name: self.name,
            scopes,
            networks: self.networks,
            made_by,
            created_at: now,
            ends_on: self.ends_on,
            revoked_at: None,
            last_used_on: None,
        })
    }
}

impl ApiKey {
    pub fn state_on(&self, today: Date) -> State {
        if self.revoked_at.is_some() {
            State::Revoked
        } else if self.ends_on < today {
            State::Ended
        } else {
            State::Active
        }
    }

    /// One that ended by itself can be revoked too: then nobody wonders.
    pub fn revoke(self, now: Timestamp) -> Result<Self, ApiKeyError> {
        if self.revoked_at.is_some() {
            return Err(ApiKeyError::AlreadyRevoked);
        }
        Ok(Self {
            version: self.version + 1,
            revoked_at: Some(now),
            ..self
        })
    }

    /// The secret of a key: what it is, which one, and 32 random bytes. Nothing that a double click does not take whole.
    pub fn secret(&self) -> String {
        format!("{PREFIX}{}_{}", self.id.0.simple(), secret::fresh_hex())
    }

    /// As access tokens carry it.
    pub fn acting(&self) -> ActingKey {
        ActingKey {
            id: self.id.0,
            scopes: self.scopes.iter().map(|scope| scope.code().to_owned()).collect(),
            networks: self.networks.clone(),
        }
    }
}

#[derive(Debug, thiserror::Error)]
pub enum ApiKeyError {
    #[error("there is no such key")]
    NotFound,
    #[error("what was shown is no key that opens anything")]
    OpensNothing,
    #[error("the key was revoked already")]
    AlreadyRevoked,
    #[error("the last day is over already")]
    EndsInThePast,
    #[error("a key lasts a year at most")]
    EndsTooLate,
    #[error("a key without a scope can do nothing")]
    NoScope,
    #[error("too many networks")]
    TooManyNetworks,
    #[error("the organisation has as many keys as anybody may have")]
    TooMany,
    #[error(transparent)]
    Person(#[from] PersonError),
    #[error(transparent)]
    Signing(#[from] KeyError),
    #[error(transparent)]
    Stale(#[from] Stale),
    #[error(transparent)]
    Db(#[from] DbError),
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use uuid::Uuid;

    const TODAY: Date = date(2026, 11, 30);

    fn wanted(ends_on: Date) -> NewKey {
        NewKey {
            name: "Power BI".to_owned(),
            scopes: vec![Scope::ProjectsRead, Scope::GoalsRead, Scope::ProjectsRead],
            networks: Vec::new(),
            ends_on,
        }
    }

    fn made(ends_on: Date) -> Result<ApiKey, ApiKeyError> {
        wanted(ends_on).of(PersonId(Uuid::from_u128(1)), TODAY, Timestamp::UNIX_EPOCH)
    }

    #[test]
    fn a_key_lasts_a_year_at_most_and_ends_no_earlier_than_today() {
        assert!(made(TODAY).is_ok() && made(date(2027, 11, 30)).is_ok());
        assert!(matches!(made(date(2027, 12, 1)), Err(ApiKeyError::EndsTooLate)));
        assert!(matches!(made(date(2026, 11, 29)), Err(ApiKeyError::EndsInThePast)));
    }

    #[test]
    fn a_scope_that_was_chosen_twice_is_there_once() {
        assert_eq!(made(TODAY).unwrap().scopes, [Scope::GoalsRead, Scope::ProjectsRead]);
        let none = NewKey {
            scopes: Vec::new(),
            ..wanted(TODAY)
        };
        let none = none.of(PersonId(Uuid::from_u128(1)), TODAY, Timestamp::UNIX_EPOCH);
        assert!(matches!(none, Err(ApiKeyError::NoScope)));
    }

    #[test]
    fn a_key_is_good_through_its_last_day_and_never_after_it_was_revoked() {
        let key = made(TODAY).unwrap();
        assert_eq!(key.state_on(TODAY), State::Active);
        assert_eq!(key.state_on(date(2026, 12, 1)), State::Ended);
        let revoked = key.revoke(Timestamp::UNIX_EPOCH).unwrap();
        assert_eq!(revoked.state_on(TODAY), State::Revoked);
        let twice = revoked.revoke(Timestamp::UNIX_EPOCH);
        assert!(matches!(twice, Err(ApiKeyError::AlreadyRevoked)));
    }

    #[test]
    fn a_secret_tells_what_it_is_and_of_which_key() {
        let key = made(TODAY).unwrap();
        let (one, other) = (key.secret(), key.secret());
        assert!(one.starts_with(&format!("smk_{}_", key.id.0.simple())));
        assert_ne!(one, other);
        assert!(one.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'_') && one.len() < 200);
    }
}
