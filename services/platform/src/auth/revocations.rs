//! Sessions that were ended before their tokens expire, renewed from `tenants` every second.

use std::{
    collections::HashMap,
    sync::{Arc, RwLock},
    time::Duration,
};

use jiff::Timestamp;
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};
use tracing::warn;
use url::Url;
use uuid::Uuid;

use super::internal::HEADER;
use crate::{clock::Clock, lifecycle::Lifecycle};

/// What `tenants` answers: the epoch reached, and what was revoked since the one asked after.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Revoked {
    pub epoch: i64,
    pub sessions: Vec<RevokedSession>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RevokedSession {
    pub session_id: Uuid,
    /// Until when a token of the session could still be alive.
    pub until: Timestamp,
}

/// The revocations this process knows of.
#[derive(Clone, Default)]
pub struct Revocations {
    inner: Arc<RwLock<Known>>,
}

#[derive(Default)]
struct Known {
    epoch: i64,
    sessions: HashMap<Uuid, Timestamp>,
}

impl Revocations {
    pub fn is_revoked(&self, session_id: Uuid) -> bool {
        self.inner
            .read()
            .is_ok_and(|known| known.sessions.contains_key(&session_id))
    }

    /// Takes in what was revoked; what can no longer be alive is forgotten.
    pub fn learn(&self, revoked: Revoked, now: Timestamp) {
        let Ok(mut known) = self.inner.write() else { return };
        known.epoch = known.epoch.max(revoked.epoch);
        known
            .sessions
            .extend(revoked.sessions.into_iter().map(|s| (s.session_id, s.until)));
        known.sessions.retain(|_, until| *until > now);
    }

    /// Takes in one that this very process has just made.
    pub fn learn_one(&self, session_id: Uuid, until: Timestamp) {
        if let Ok(mut known) = self.inner.write() {
            known.sessions.insert(session_id, until);
        }
    }

    fn epoch(&self) -> i64 {
        self.inner.read().map_or(0, |known| known.epoch)
    }

    /// Renews the epoch every second until the process stops.
    pub fn renew(&self, tenants: Url, client: reqwest::Client, secret: SecretString, clock: Clock, life: &Lifecycle) {
        let known = self.clone();
        let stop = life.stopping();
        life.spawn("revocations", async move {
            let mut told = false;
            loop {
                match known.ask(&tenants, &client, &secret, &clock).await {
                    Ok(()) => told = false,
                    Err(cause) if !told => {
                        told = true;
                        warn!("revocations cannot be renewed: {cause:#}");
                    }
                    Err(_) => {}
                }
                if stop.within(Duration::from_secs(1)).await {
                    break;
                }
            }
        });
    }

    async fn ask(
        &self,
        tenants: &Url,
        client: &reqwest::Client,
        secret: &SecretString,
        clock: &Clock,
    ) -> anyhow::Result<()> {
        let mut address = tenants.join("/internal/v1/revocations")?;
        address
            .query_pairs_mut()
            .append_pair("after", &self.epoch().to_string());
        let revoked: Revoked = client
            .get(address)
            .header(HEADER, secret.expose_secret())
            .timeout(Duration::from_secs(3))
            .send()
            .await?
            .error_for_status()?
            .json()
            .await?;
        self.learn(revoked, clock.now());
        Ok(())
    }
}
