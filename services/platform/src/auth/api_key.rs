//! API keys: `Authorization: Bearer smk_…` at every service.
//!
//! Only `tenants` knows keys. A service that is shown one asks there for the access token that stands in its place, once
//! in five minutes, and from then on goes by that token as by anybody's: signed, short, and refused at once when what it
//! stands for is revoked. Such tokens never leave the services.

use std::{net::IpAddr, time::Duration};

use ipnet::IpNet;
use moka::sync::Cache;
use reqwest::StatusCode;
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use url::Url;
use uuid::Uuid;

use super::{
    Act, Permission, PublishedKeys,
    internal::HEADER,
    keys::CheckError,
    token::{Claims, LIFETIME},
};
use crate::{clock::Clock, http::Problem};

/// What every key begins with, so that one that leaked is known for what it is.
pub const PREFIX: &str = "smk_";

/// Where services ask what stands in a key's place.
pub const OPENING: &str = "/internal/v1/api-keys/open";

/// How long one question may take.
const PATIENCE: Duration = Duration::from_secs(3);
/// How many keys are remembered, and for how long that one opens nothing: a program that goes on with a revoked key must
/// not become a flood of questions.
const REMEMBERED: u64 = 10_000;
const SHUT: Duration = Duration::from_secs(2);
/// No key is longer, nor has any other sign.
const LONGEST: usize = 200;

/// The key that acts in its maker's name: what it was made for, and from where it may come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActingKey {
    pub id: Uuid,
    /// `projects:read`, `goals:write`
    pub scopes: Vec<String>,
    /// None at all: from anywhere.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub networks: Vec<IpNet>,
}

impl ActingKey {
    /// Whether the key was made for this, as far as its maker may do it at all. What asks for a fresh proof of who one is,
    /// no key can do.
    pub(super) fn may<P: Permission>(&self) -> Result<(), Problem> {
        if P::PROVEN_WITHIN.is_some() {
            return Err(not_for_keys());
        }
        let wanted = scope_of(P::NAME, P::ACT);
        if self.scopes.contains(&wanted) {
            return Ok(());
        }
        Err(Problem::forbidden("beyond_scope").detail(format!(
            "This API key was not made for this: it would need the scope {wanted}. An administrator can make another key."
        )))
    }

    fn comes_from(&self, origin: Option<IpAddr>) -> Result<(), Problem> {
        let here = |address: IpAddr| self.networks.iter().any(|network| network.contains(&address));
        if self.networks.is_empty() || origin.is_some_and(here) {
            return Ok(());
        }
        Err(Problem::forbidden("network_not_allowed")
            .detail("This API key may be used from certain networks only, and the request came from another."))
    }
}

/// The scope that a permission is of: `goals.close`, which writes, is of `goals:write`.
fn scope_of(permission: &str, act: Act) -> String {
    let resource = permission.split('.').next().unwrap_or_default();
    let act = match act {
        Act::Read => "read",
        Act::Write => "write",
    };
    format!("{resource}:{act}")
}

/// 403: for people, whatever scopes a key has.
pub(super) fn not_for_keys() -> Problem {
    Problem::forbidden("not_for_keys")
        .detail("This is for people who sign in: an API key can do it with no scope whatever.")
}

pub(super) fn bad_key() -> Problem {
    Problem::unauthorized("bad_api_key")
        .detail("The API key opens nothing: it was revoked, its time is over, or it never was one.")
}

/// Whether a bearer's token is a key, and no access token.
pub(super) fn is_one(token: &str) -> bool {
    token.starts_with(PREFIX)
}

/// The question to `tenants`.
#[derive(Serialize, Deserialize)]
pub struct OpenKey {
    pub key: String,
}

/// The answer: what stands in the key's place.
#[derive(Serialize, Deserialize)]
pub struct OpenedKey {
    pub access_token: String,
}

/// What stands in the place of keys, as this process knows it.
#[derive(Clone)]
pub struct ApiKeys {
    address: Url,
    client: reqwest::Client,
    secret: SecretString,
    clock: Clock,
    /// By the hash of the key: nobody finds keys in a process's memory.
    open: Cache<[u8; 32], Claims>,
    shut: Cache<[u8; 32], ()>,
}

impl ApiKeys {
    pub fn new(
        tenants: &Url,
        client: reqwest::Client,
        secret: SecretString,
        clock: Clock,
    ) -> Result<Self, url::ParseError> {
        Ok(Self {
            address: tenants.join(OPENING)?,
            client,
            secret,
            clock,
            open: Cache::builder()
                .max_capacity(REMEMBERED)
                .time_to_live(LIFETIME.unsigned_abs())
                .build(),
            shut: Cache::builder().max_capacity(REMEMBERED).time_to_live(SHUT).build(),
        })
    }

    /// What stands in a key's place now; asked for anew where what is known was revoked.
    pub(super) async fn claims(
        &self,
        key: &str,
        (keys, revoked): (&PublishedKeys, impl Fn(Uuid) -> bool),
        origin: Option<IpAddr>,
    ) -> Result<Claims, Problem> {
        let hash: [u8; 32] = Sha256::digest(key).into();
        let known = self
            .open
            .get(&hash)
            .and_then(|claims| claims.in_time(self.clock.now()).ok())
            .filter(|claims| !revoked(claims.sid));
        let claims = match known {
            Some(claims) => claims,
            None => self.ask(key, hash, keys).await?,
        };
        match &claims.key {
            Some(key) => key.comes_from(origin)?,
            None => return Err(Problem::internal("what stands in a key's place names no key")),
        }
        Ok(claims)
    }

    async fn ask(&self, key: &str, hash: [u8; 32], keys: &PublishedKeys) -> Result<Claims, Problem> {
        let well_formed = key.len() <= LONGEST && key.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'_');
        if !well_formed || self.shut.contains_key(&hash) {
            return Err(bad_key());
        }
        let asked = self.client.post(self.address.clone()).timeout(PATIENCE);
        let answer = asked
            .header(HEADER, self.secret.expose_secret())
            .json(&OpenKey { key: key.to_owned() })
            .send()
            .await
            .map_err(Problem::unavailable)?;
        if answer.status() == StatusCode::UNAUTHORIZED {
            self.shut.insert(hash, ());
            return Err(bad_key());
        }
        let answer = answer.error_for_status().map_err(Problem::unavailable)?;
        let opened: OpenedKey = answer.json().await.map_err(Problem::unavailable)?;
        let claims = keys.check(&opened.access_token).await.map_err(|cause| match cause {
            CheckError::Token(cause) => Problem::internal(cause),
            CheckError::Away(cause) => Problem::unavailable(cause),
        })?;
        self.open.insert(hash, claims.clone());
        Ok(claims)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    crate::permission!(
        /// Closing what is open.
        pub CloseThings = "things.close", Write { Admin: Any }
    );
    crate::permission!(
        /// Seeing what is there.
        pub ReadThings = "things.read", Read { Admin: Any }
    );
    crate::permission!(
        /// Giving things away.
        pub GiveThings = "things.give", Write, proven within 15 { Admin: Any }
    );

    fn key(scopes: &[&str], networks: &[&str]) -> ActingKey {
        ActingKey {
            id: Uuid::from_u128(1),
            scopes: scopes.iter().map(|&scope| scope.to_owned()).collect(),
            networks: networks.iter().map(|network| network.parse().unwrap()).collect(),
        }
    }

    fn refusal(outcome: Result<(), Problem>) -> String {
        outcome.unwrap_err().code().to_owned()
    }

    #[test]
    fn a_key_may_do_what_its_scopes_say_and_nothing_else() {
        let reads = key(&["things:read", "others:write"], &[]);
        assert!(reads.may::<ReadThings>().is_ok());
        assert_eq!(refusal(reads.may::<CloseThings>()), "beyond_scope");
        let writes = key(&["things:write"], &[]);
        assert!(writes.may::<CloseThings>().is_ok());
        assert_eq!(refusal(writes.may::<ReadThings>()), "beyond_scope");
    }

    #[test]
    fn what_asks_for_a_fresh_proof_no_key_can_do() {
        let writes = key(&["things:write", "things:read"], &[]);
        assert_eq!(refusal(writes.may::<GiveThings>()), "not_for_keys");
    }

    #[test]
    fn a_key_that_is_bound_to_networks_is_refused_from_elsewhere() {
        let bound = key(&[], &["192.0.2.0/24", "2001:db8::/32"]);
        let from = |address: &str| bound.comes_from(address.parse().ok());
        assert!(from("192.0.2.77").is_ok() && from("2001:db8::7").is_ok());
        assert_eq!(refusal(from("198.51.100.1")), "network_not_allowed");
        assert_eq!(refusal(from("nowhere")), "network_not_allowed");
        assert!(key(&[], &[]).comes_from(None).is_ok());
    }
}
