//! Seals: a chain of hashes over each tenant's journal, every link signed with a key that the database never sees.
//!
//! A link covers the rows since the one before, as they are kept: personal fields as ciphertext, so that erasing a person
//! leaves the chain whole. Who changes or deletes a row breaks a hash; who writes the chain anew lacks the key; who cuts
//! the tail, links and all, is betrayed by the heads that were noted outside the database.

mod chain;
mod store;
mod verify;

use std::{
    collections::HashMap,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use serde::{Deserialize, Serialize};
use tokio::io::AsyncWriteExt as _;
use tracing::{error, warn};
use uuid::Uuid;

pub use chain::SealKey;
pub use verify::{KnownHead, SealFault, SealedHead, Verification};

use crate::{
    auth::TenantScope,
    db::{Db, DbResult},
    jobs,
    lifecycle::Lifecycle,
    telemetry::figures,
};

/// How often what is new is sealed.
const PERIOD: Duration = Duration::from_secs(10);

/// Seals journals, and notes outside the database how far it came.
#[derive(Clone)]
pub struct Sealer {
    key: SealKey,
    /// Where heads are noted, a line each.
    file: Option<Arc<PathBuf>>,
    /// The last head of each journal that this process knows of.
    heads: Arc<Mutex<Heads>>,
}

/// By service and tenant.
type Heads = HashMap<(String, Uuid), SealedHead>;

/// A head as it is noted outside the database.
#[derive(Serialize, Deserialize)]
struct Noted {
    service: String,
    tenant_id: Uuid,
    #[serde(flatten)]
    head: SealedHead,
}

impl Sealer {
    /// Knows the heads that were noted in a file, and goes on noting them there.
    pub fn new(key: SealKey, file: Option<PathBuf>) -> Self {
        let noted = file.as_ref().and_then(|path| std::fs::read_to_string(path).ok());
        let mut heads = Heads::new();
        // A line that was cut short by a full disk says nothing.
        for noted in noted.iter().flat_map(|text| text.lines()).filter_map(read) {
            let head = heads
                .entry((noted.service, noted.tenant_id))
                .or_insert_with(|| noted.head.clone());
            if head.position < noted.head.position {
                *head = noted.head;
            }
        }
        Self {
            key,
            file: file.map(Arc::new),
            heads: Arc::new(Mutex::new(heads)),
        }
    }

    /// Seals every tenant's journal from time to time, until the process stops.
    pub fn keep_sealing(&self, db: &Db, life: &Lifecycle) {
        let (sealer, db) = (self.clone(), db.clone());
        jobs::every(life, "seals", PERIOD, move || {
            let (sealer, db) = (sealer.clone(), db.clone());
            async move {
                for scope in store::grown(&db).await? {
                    sealer.seal(&db, &scope).await?;
                }
                Ok(())
            }
        });
    }

    /// Seals what a tenant's journal holds beyond its last link.
    pub async fn seal(&self, db: &Db, scope: &TenantScope) -> DbResult<()> {
        loop {
            let made = db
                .tenant(scope, async |tx| {
                    if let Some(known) = self.known(db.service(), scope)
                        && !store::holds(tx, &known).await?
                    {
                        // Sealing anew would cover up whoever took the chain away; verifying tells of it.
                        error!("the seals of {} have lost {}", scope.tenant_id(), known.position);
                        return Ok(None);
                    }
                    let last = store::last(tx).await?;
                    let from = last.as_ref().map_or(1, |link| link.last + 1);
                    let rows = store::rows(tx, from, i64::MAX).await?;
                    if rows.iter().zip(from..).any(|(row, position)| row.position != position) {
                        // Sealing it would make the hole part of the truth; verifying tells where it is.
                        error!("the journal of {} has a hole at or after {from}", scope.tenant_id());
                        return Ok(None);
                    }
                    let Some(link) = self.key.link(
                        db.service(),
                        scope.tenant_id(),
                        last.as_ref(),
                        &rows,
                        store::now(tx).await?,
                    ) else {
                        return Ok(None);
                    };
                    let waited = rows.first().map(|row| link.sealed_at.duration_since(row.recorded_at));
                    // Another process may have been faster.
                    let added = store::insert(tx, &link).await?;
                    Ok::<_, crate::db::DbError>(added.then_some((link, waited.unwrap_or_default())))
                })
                .await?;
            let Some((link, waited)) = made else { return Ok(()) };
            figures::sealed(db.service(), waited.unsigned_abs());
            self.note(db.service(), scope.tenant_id(), SealedHead::of(&link)).await;
        }
    }

    /// The last position that a seal of a tenant's journal covers.
    pub async fn reaches(&self, db: &Db, scope: &TenantScope) -> DbResult<i64> {
        let last = db.tenant(scope, async |tx| store::last(tx).await).await?;
        Ok(last.map_or(0, |link| link.last))
    }

    /// The last head of a journal that this process knows of.
    fn known(&self, service: &str, scope: &TenantScope) -> Option<SealedHead> {
        let heads = self.heads.lock().unwrap_or_else(PoisonError::into_inner);
        heads.get(&(service.to_owned(), scope.tenant_id())).cloned()
    }

    /// A head that cannot be written down is told: the next one covers it.
    async fn note(&self, service: &str, tenant_id: Uuid, head: SealedHead) {
        {
            let mut heads = self.heads.lock().unwrap_or_else(PoisonError::into_inner);
            heads.insert((service.to_owned(), tenant_id), head.clone());
        }
        let Some(path) = &self.file else { return };
        let noted = Noted {
            service: service.to_owned(),
            tenant_id,
            head,
        };
        let line = serde_json::to_string(&noted).unwrap_or_default() + "\n";
        let written = async {
            let mut options = tokio::fs::OpenOptions::new();
            let mut file = options.create(true).append(true).open(path.as_path()).await?;
            file.write_all(line.as_bytes()).await?;
            file.sync_data().await
        };
        if let Err(cause) = written.await {
            warn!(
                "the head of a journal could not be noted in {}: {cause}",
                path.display()
            );
        }
    }
}

fn read(line: &str) -> Option<Noted> {
    serde_json::from_str(line).ok()
}
