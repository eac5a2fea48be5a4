//! What was revoked before it ends by itself, as this process knows it: sessions, and grants between tenants.
//!
//! The process asks `tenants` twice a second. Each answer is a lease of one second, counted from the moment of asking:
//! until then the process goes by what it knows without a thought, because whoever revokes waits for it. A process whose
//! lease is over (it slept, or `tenants` is slow) waits for the next answer before it judges anybody. If asking fails, it
//! goes on by what it knew for ten seconds; after that it changes nothing and reads nothing across tenants, and still
//! serves a tenant its own rows.

use std::{
    collections::HashMap,
    sync::{Arc, RwLock},
    time::Duration,
};

use actix_web::{FromRequest, HttpMessage as _, HttpRequest, dev::Payload, web::Data};
use jiff::Timestamp;
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};
use tokio::{
    sync::watch,
    time::{Instant, timeout},
};
use tracing::{info, warn};
use url::Url;
use uuid::Uuid;

use super::{Auth, internal::HEADER};
use crate::{clock::Clock, http::Problem, ids, lifecycle::Lifecycle};

/// How long an answer holds, from the moment of asking.
pub const LEASE: Duration = Duration::from_secs(1);
/// How often to ask: an answer has half a lease to come.
const PERIOD: Duration = Duration::from_millis(400);
/// How long one question may take.
const PATIENCE: Duration = Duration::from_secs(3);
/// Older knowledge is good for nothing but a tenant's own rows.
const TOO_OLD: Duration = Duration::from_secs(10);

/// What can be revoked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum What {
    /// A session, as its access tokens call it.
    Session,
    /// A sharing agreement between two tenants.
    Grant,
    /// An API key, as the tokens in its place call it.
    Key,
}

impl What {
    pub fn code(self) -> &'static str {
        match self {
            Self::Session => "session",
            Self::Grant => "grant",
            Self::Key => "key",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Session, Self::Grant, Self::Key]
            .into_iter()
            .find(|what| what.code() == code)
    }
}

/// One thing that is refused from now on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Revocation {
    pub what: What,
    pub id: Uuid,
    /// Until when it could still be alive.
    pub until: Timestamp,
}

/// What `tenants` answers: the epoch reached, and what was revoked since the one asked after.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Revoked {
    pub epoch: i64,
    #[serde(default)]
    pub sessions: Vec<RevokedSession>,
    #[serde(default)]
    pub grants: Vec<RevokedGrant>,
    #[serde(default)]
    pub keys: Vec<RevokedKey>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RevokedSession {
    pub session_id: Uuid,
    /// Until when a token of the session could still be alive.
    pub until: Timestamp,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RevokedGrant {
    pub grant_id: Uuid,
    /// Until when the event that says so could still be on its way.
    pub until: Timestamp,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RevokedKey {
    pub key_id: Uuid,
    /// Until when something could still be done in the key's name.
    pub until: Timestamp,
}

impl Revoked {
    pub fn of_epoch(epoch: i64) -> Self {
        Self {
            epoch,
            ..Self::default()
        }
    }

    pub fn add(&mut self, revocation: Revocation) {
        let Revocation { what, id, until } = revocation;
        match what {
            What::Session => self.sessions.push(RevokedSession { session_id: id, until }),
            What::Grant => self.grants.push(RevokedGrant { grant_id: id, until }),
            What::Key => self.keys.push(RevokedKey { key_id: id, until }),
        }
    }

    fn each(&self) -> impl Iterator<Item = Revocation> {
        let sessions = self.sessions.iter().map(|session| Revocation {
            what: What::Session,
            id: session.session_id,
            until: session.until,
        });
        let grants = self.grants.iter().map(|grant| Revocation {
            what: What::Grant,
            id: grant.grant_id,
            until: grant.until,
        });
        let keys = self.keys.iter().map(|key| Revocation {
            what: What::Key,
            id: key.key_id,
            until: key.until,
        });
        sessions.chain(grants).chain(keys)
    }
}

/// A running process that goes by revocations, and how far it has got.
#[derive(Clone, Debug)]
pub struct Instance {
    pub id: Uuid,
    /// For people who look: `goals`.
    pub service: String,
    pub epoch: i64,
}

/// The revocations this process knows of.
#[derive(Clone)]
pub struct Revocations {
    instance_id: Uuid,
    known: Arc<RwLock<Known>>,
    standing: Arc<watch::Sender<Standing>>,
}

#[derive(Default)]
struct Known {
    epoch: i64,
    refused: HashMap<(What, Uuid), Timestamp>,
}

/// How old the knowledge is, and whether asking works.
#[derive(Clone, Copy, Debug, Default)]
struct Standing {
    /// When the last question was asked that was answered.
    asked: Option<Instant>,
    failing: bool,
}

impl Standing {
    fn within(&self, limit: Duration) -> bool {
        self.asked.is_some_and(|asked| asked.elapsed() <= limit)
    }
}

impl Default for Revocations {
    fn default() -> Self {
        Self {
            instance_id: ids::fresh(),
            known: Arc::default(),
            standing: Arc::new(watch::channel(Standing::default()).0),
        }
    }
}

/// It is not known here what was revoked lately.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("what was revoked in the last ten seconds is not known here")]
pub struct RevocationsUnknown;

impl From<RevocationsUnknown> for Problem {
    fn from(_: RevocationsUnknown) -> Self {
        Self::not_for_the_moment("revocations_unknown").detail(
            "For the moment it is not known here whether somebody's access was taken back, so nothing is changed and \
             nothing of other organisations is shown. Your own organisation's records can be read. Try again in a moment.",
        )
    }
}

impl Revocations {
    /// Which of the processes this is: it need not be told what it revoked itself.
    pub fn instance_id(&self) -> Uuid {
        self.instance_id
    }

    /// Whether whoever acts by this name no longer may: a session, or an API key, as access tokens call them.
    pub fn is_revoked(&self, access_id: Uuid) -> bool {
        self.refuses(What::Session, access_id) || self.refuses(What::Key, access_id)
    }

    /// Whether a sharing agreement was revoked. Ask by way of `across_tenants`, which knows how far this can be trusted.
    pub fn is_grant_revoked(&self, agreement_id: Uuid) -> bool {
        self.refuses(What::Grant, agreement_id)
    }

    fn refuses(&self, what: What, id: Uuid) -> bool {
        // A poisoned lock knows nothing, so everything is refused.
        self.known
            .read()
            .map_or(true, |known| known.refused.contains_key(&(what, id)))
    }

    /// Takes in what was revoked; what can no longer be alive is forgotten.
    pub fn learn(&self, revoked: &Revoked, now: Timestamp) {
        let Ok(mut known) = self.known.write() else { return };
        known.epoch = known.epoch.max(revoked.epoch);
        known
            .refused
            .extend(revoked.each().map(|one| ((one.what, one.id), one.until)));
        known.refused.retain(|_, until| *until > now);
    }

    /// Takes in one that this very process has just made.
    pub fn learn_one(&self, revocation: Revocation) {
        if let Ok(mut known) = self.known.write() {
            known.refused.insert((revocation.what, revocation.id), revocation.until);
        }
    }

    /// Waits for the answer under way if the lease is over: somebody may have been told meanwhile that it is.
    pub async fn catch_up(&self) {
        if self.standing.borrow().within(LEASE) {
            return;
        }
        let mut standing = self.standing.subscribe();
        let known = standing.wait_for(|standing| standing.failing || standing.within(LEASE));
        drop(timeout(PATIENCE, known).await);
    }

    /// Whether what is known here is fresh enough for a change, and for reading what other tenants gave.
    pub fn must_be_known(&self) -> Result<(), RevocationsUnknown> {
        if self.standing.borrow().within(TOO_OLD) {
            Ok(())
        } else {
            Err(RevocationsUnknown)
        }
    }

    /// The right to read along sharing agreements now. Handlers take `AcrossTenants` as an argument; jobs ask here,
    /// again before each thing they read.
    pub async fn across_tenants(&self) -> Result<AcrossTenants, RevocationsUnknown> {
        self.catch_up().await;
        self.must_be_known()?;
        Ok(AcrossTenants {
            revocations: self.clone(),
        })
    }

    fn epoch(&self) -> i64 {
        self.known.read().map_or(0, |known| known.epoch)
    }

    /// Renews the lease until the process stops.
    pub fn renew(&self, asking: Asking, life: &Lifecycle) {
        let known = self.clone();
        let stop = life.stopping();
        life.spawn("revocations", async move {
            loop {
                let (epoch, asked) = (known.epoch(), Instant::now());
                let answer = asking.ask(known.instance_id, epoch).await;
                let failing = known.standing.borrow().failing;
                match answer {
                    Ok(revoked) => {
                        known.learn(&revoked, asking.clock.now());
                        known.standing.send_replace(Standing {
                            asked: Some(asked),
                            failing: false,
                        });
                        if failing {
                            info!("revocations are known again");
                        }
                        // Whoever revoked this waits to hear that it has come, and a lease that is over waits for none.
                        if (known.epoch() > epoch || asked.elapsed() > LEASE) && !stop.now() {
                            continue;
                        }
                    }
                    Err(cause) => {
                        known.standing.send_modify(|standing| standing.failing = true);
                        if !failing {
                            warn!("revocations cannot be renewed: {cause:#}");
                        }
                    }
                }
                if stop.within(PERIOD).await {
                    break;
                }
            }
        });
    }
}

/// How a process asks.
pub struct Asking {
    pub tenants: Url,
    pub client: reqwest::Client,
    pub secret: SecretString,
    pub clock: Clock,
    /// The services in this process.
    pub service: String,
}

impl Asking {
    async fn ask(&self, instance_id: Uuid, epoch: i64) -> anyhow::Result<Revoked> {
        let mut address = self.tenants.join("/internal/v1/revocations")?;
        address
            .query_pairs_mut()
            .append_pair("after", &epoch.to_string())
            .append_pair("instance", &instance_id.to_string())
            .append_pair("service", &self.service);
        Ok(self
            .client
            .get(address)
            .header(HEADER, self.secret.expose_secret())
            .timeout(PATIENCE)
            .send()
            .await?
            .error_for_status()?
            .json()
            .await?)
    }
}

/// Proof that this process knew what was revoked when a request (or a job's step) began: an argument of every handler
/// that reads what other tenants gave. 503 where it does not.
#[derive(Clone)]
pub struct AcrossTenants {
    revocations: Revocations,
}

impl AcrossTenants {
    /// Whether an agreement may still be read along. Ask when the rows are there, not before: what is revoked while they
    /// are read is left out.
    pub fn holds(&self, agreement_id: Uuid) -> bool {
        !self.revocations.is_grant_revoked(agreement_id)
    }

    /// Whether it is still known what was revoked: to be asked at the end of what takes long.
    pub fn still_known(&self) -> Result<(), RevocationsUnknown> {
        self.revocations.must_be_known()
    }
}

/// Left in a request whose route reads what other tenants gave.
struct ReadAcross;

pub(crate) fn reads_across(request: &HttpRequest) -> bool {
    request.extensions().contains::<ReadAcross>()
}

impl FromRequest for AcrossTenants {
    type Error = Problem;
    type Future = std::pin::Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        request.extensions_mut().insert(ReadAcross);
        let auth = request.app_data::<Data<Auth>>().cloned();
        Box::pin(async move {
            let auth = auth.ok_or_else(|| Problem::internal("no authentication is wired"))?;
            Ok(auth.revocations.across_tenants().await?)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn session(id: u128) -> Revocation {
        Revocation {
            what: What::Session,
            id: Uuid::from_u128(id),
            until: Timestamp::MAX,
        }
    }

    /// As if the last question had been asked so long ago.
    fn answered(revocations: &Revocations, ago: Duration) {
        revocations.standing.send_replace(Standing {
            asked: Instant::now().checked_sub(ago),
            failing: false,
        });
    }

    #[test]
    fn a_grant_is_no_session_though_they_had_one_id() {
        let revocations = Revocations::default();
        let mut revoked = Revoked::of_epoch(7);
        revoked.add(session(1));
        revoked.add(Revocation {
            what: What::Grant,
            ..session(2)
        });
        revocations.learn(&revoked, Timestamp::UNIX_EPOCH);
        assert!(revocations.is_revoked(Uuid::from_u128(1)) && !revocations.is_revoked(Uuid::from_u128(2)));
        assert!(revocations.is_grant_revoked(Uuid::from_u128(2)) && !revocations.is_grant_revoked(Uuid::from_u128(1)));
        assert_eq!(revocations.epoch(), 7);
    }

    #[test]
    fn an_answer_of_yesterdays_version_knows_no_grants_and_is_read() {
        let revoked: Revoked = serde_json::from_str(r#"{"epoch": 3, "sessions": []}"#).unwrap();
        assert_eq!((revoked.epoch, revoked.grants.len()), (3, 0));
    }

    #[test]
    fn what_is_known_is_good_for_ten_seconds_and_no_longer() {
        let revocations = Revocations::default();
        assert_eq!(revocations.must_be_known(), Err(RevocationsUnknown));
        answered(&revocations, Duration::from_secs(9));
        assert_eq!(revocations.must_be_known(), Ok(()));
        answered(&revocations, Duration::from_secs(11));
        assert_eq!(revocations.must_be_known(), Err(RevocationsUnknown));
    }

    #[tokio::test]
    async fn whose_lease_is_over_waits_for_the_answer_under_way() {
        let revocations = Revocations::default();
        answered(&revocations, LEASE * 2);
        let asker = revocations.clone();
        let mut judging = std::pin::pin!(asker.catch_up());
        assert!(futures::poll!(&mut judging).is_pending());
        // An answer to a question of long ago is none.
        answered(&revocations, LEASE * 2);
        assert!(futures::poll!(&mut judging).is_pending());
        answered(&revocations, Duration::ZERO);
        assert!(futures::poll!(&mut judging).is_ready());
    }

    #[tokio::test]
    async fn nobody_waits_for_an_answer_that_does_not_come() {
        let revocations = Revocations::default();
        answered(&revocations, LEASE * 2);
        revocations.standing.send_modify(|standing| standing.failing = true);
        assert!(futures::poll!(std::pin::pin!(revocations.catch_up())).is_ready());
    }
}
