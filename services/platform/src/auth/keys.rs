//! The keys that `tenants` publishes, kept here and fetched again when a token names one that is new.

use std::{sync::Arc, time::Duration};

use jiff::{SignedDuration, Timestamp};
use jsonwebtoken::jwk::JwkSet;
use moka::sync::Cache;
use sha2::{Digest as _, Sha256};
use tokio::sync::{Mutex, RwLock};
use url::Url;

use super::token::{Claims, LIFETIME, TokenError, key_id, verify};
use crate::clock::Clock;

/// How often an unknown key may make us ask again: a flood of forged tokens must not become a flood of requests.
const PATIENCE: SignedDuration = SignedDuration::from_millis(500);

/// How many tokens are remembered as genuine.
const REMEMBERED: u64 = 10_000;

/// Keys by which tokens are checked.
#[derive(Clone)]
pub struct PublishedKeys {
    address: Url,
    client: reqwest::Client,
    clock: Clock,
    known: Arc<RwLock<JwkSet>>,
    /// What tokens say whose signature was checked, by the hash of the token. Checking one takes as long as reading a row.
    genuine: Cache<[u8; 32], Claims>,
    asked: Arc<Mutex<Option<Timestamp>>>,
}

/// Why a token could not be checked.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    #[error(transparent)]
    Token(#[from] TokenError),
    #[error("the published keys cannot be fetched")]
    Away(#[source] reqwest::Error),
}

impl PublishedKeys {
    pub fn new(tenants: &Url, client: reqwest::Client, clock: Clock) -> Result<Self, url::ParseError> {
        Ok(Self {
            address: tenants.join("/.well-known/jwks.json")?,
            client,
            clock,
            known: Arc::new(RwLock::new(JwkSet { keys: Vec::new() })),
            genuine: Cache::builder()
                .max_capacity(REMEMBERED)
                .time_to_live(LIFETIME.unsigned_abs())
                .build(),
            asked: Arc::default(),
        })
    }

    /// Checks a token, fetching the keys first when its own is not among those known.
    pub async fn check(&self, token: &str) -> Result<Claims, CheckError> {
        let (hash, now) = (Sha256::digest(token).into(), self.clock.now());
        if let Some(claims) = self.genuine.get(&hash) {
            return Ok(claims.in_time(now)?);
        }
        let kid = key_id(token).ok_or(TokenError::UnknownKey)?;
        if self.known.read().await.find(&kid).is_none() {
            self.fetch(&kid).await?;
        }
        let claims = verify(token, &*self.known.read().await, now)?;
        self.genuine.insert(hash, claims.clone());
        Ok(claims)
    }

    async fn fetch(&self, kid: &str) -> Result<(), CheckError> {
        // One at a time: whoever waited finds the key there.
        let mut asked = self.asked.lock().await;
        if self.known.read().await.find(kid).is_some() {
            return Ok(());
        }
        let now = self.clock.now();
        if asked.is_some_and(|before| before + PATIENCE > now && before <= now) {
            return Ok(());
        }
        let answer = self
            .client
            .get(self.address.clone())
            .timeout(Duration::from_secs(3))
            .send()
            .await
            .and_then(reqwest::Response::error_for_status)
            .map_err(CheckError::Away)?;
        *self.known.write().await = answer.json().await.map_err(CheckError::Away)?;
        *asked = Some(now);
        Ok(())
    }
}
