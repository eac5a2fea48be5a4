//! Keys that sign access tokens. A new key is published before it signs, and an old one stays published until its last
//! token is dead, so that rotating signs nobody out.

pub mod model;
pub mod routes;
mod store;

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use platform::{
    auth::token::{Claims, Signer, TokenError},
    config::MasterKey,
    db::{Db, DbError, Purpose},
    personal::{SealError, decrypt, encrypt},
    telemetry::figures,
};
use rand::Rng as _;
use tokio::sync::RwLock;

pub use model::Key;
use model::signing;

/// How long a process goes by what it read: much shorter than a key is published ahead.
const REMEMBERED: SignedDuration = SignedDuration::from_secs(5);

#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    #[error("no key may sign")]
    None,
    #[error("a key cannot be used")]
    Token(#[from] TokenError),
    #[error("a key cannot be unwrapped")]
    Seal(#[from] SealError),
    #[error("a key is damaged")]
    Damaged,
    #[error(transparent)]
    Db(#[from] DbError),
}

/// The signing keys, as this process knows them.
#[derive(Clone)]
pub struct Keys {
    db: Db,
    master: MasterKey,
    known: Arc<RwLock<Option<Read>>>,
}

/// What was read of them, and when.
type Read = (Timestamp, Vec<Key>);

impl Keys {
    pub fn new(db: Db, master: MasterKey) -> Self {
        Self {
            db,
            master,
            known: Arc::default(),
        }
    }

    /// Makes the very first key. Several processes may start at once: one of them makes it.
    pub async fn make_first(&self, now: Timestamp) -> Result<(), KeyError> {
        if self.read().await?.is_empty() {
            self.insert(1, now, now).await?;
        }
        Ok(())
    }

    /// A new key: published now, signing a little later. Of two who rotate at once, one does.
    pub async fn rotate(&self, now: Timestamp) -> Result<Vec<Key>, KeyError> {
        let newest = self.read().await?.iter().map(|key| key.generation).max().unwrap_or(0);
        self.insert(newest + 1, now, now + model::AHEAD).await?;
        self.read().await
    }

    /// Rotates when the newest key is old, and forgets keys whose tokens are long dead.
    pub async fn keep_fresh(&self, now: Timestamp) -> Result<(), KeyError> {
        let all = self.read().await?;
        if all
            .iter()
            .map(|key| key.created_at)
            .max()
            .is_none_or(|newest| newest + model::LIFE < now)
        {
            self.rotate(now).await?;
        }
        let alive = model::published(&all, now).map(|key| key.generation).min().unwrap_or(0);
        self.db
            .system(Purpose::SignIn, async |tx| store::forget_before(tx, alive).await)
            .await?;
        Ok(())
    }

    /// Tells whoever watches since when the newest key may sign.
    pub async fn tell_age(&self, now: Timestamp) -> Result<(), KeyError> {
        let keys = self.read().await?;
        if let Some(key) = signing(&keys, now) {
            figures::signing_key_age(now.duration_since(key.signs_from).unsigned_abs());
        }
        Ok(())
    }

    pub async fn read(&self) -> Result<Vec<Key>, KeyError> {
        Ok(self.db.system(Purpose::SignIn, async |tx| store::all(tx).await).await?)
    }

    pub async fn sign(&self, claims: &Claims, now: Timestamp) -> Result<String, KeyError> {
        let key = self.current(now).await?;
        Ok(self.signer(&key)?.sign(claims)?)
    }

    /// What others check tokens with.
    pub fn signer(&self, key: &Key) -> Result<Signer, KeyError> {
        let secret = decrypt(self.master.bytes(), key.kid.as_bytes(), &key.secret)?;
        let secret = <[u8; 32]>::try_from(secret).map_err(|_wrong_length| KeyError::Damaged)?;
        Ok(Signer::new(&key.kid, &secret)?)
    }

    async fn current(&self, now: Timestamp) -> Result<Key, KeyError> {
        if let Some((read_at, keys)) = &*self.known.read().await
            && *read_at <= now
            && now < *read_at + REMEMBERED
        {
            return signing(keys, now).cloned().ok_or(KeyError::None);
        }
        let keys = self.read().await?;
        let current = signing(&keys, now).cloned().ok_or(KeyError::None);
        *self.known.write().await = Some((now, keys));
        current
    }

    async fn insert(&self, generation: i64, now: Timestamp, signs_from: Timestamp) -> Result<(), KeyError> {
        let mut secret = [0; 32];
        rand::rng().fill_bytes(&mut secret);
        // The id is not the generation alone: a restored backup must not make another key of the same name.
        let kid = format!("{generation}-{}", now.as_second());
        let secret = encrypt(self.master.bytes(), kid.as_bytes(), &secret)?;
        let key = Key {
            generation,
            kid,
            secret,
            created_at: now,
            signs_from,
        };
        self.db
            .system(Purpose::SignIn, async |tx| store::insert(tx, &key).await)
            .await?;
        Ok(())
    }
}
