//! Seals: a chain of hashes over each tenant's journal, every link signed with a key that the database never sees.
//!
//! A link covers the rows since the one before, as they are kept: personal fields as ciphertext, so that erasing a person
//! leaves the chain whole. Who changes or deletes a row breaks a hash; who writes the chain anew lacks the key; who cuts
//! the tail, links and all, is betrayed by the heads that were noted outside the database.

mod chain;
mod store;
mod verify;

use std::{path::PathBuf, sync::Arc, time::Duration};

use serde::Serialize;
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
};

/// How often what is new is sealed.
const PERIOD: Duration = Duration::from_secs(10);

/// Seals journals, and notes outside the database how far it came.
#[derive(Clone)]
pub struct Sealer {
    key: SealKey,
    /// Where heads are noted, a line each.
    heads: Option<Arc<PathBuf>>,
}

/// A head as it is noted outside the database.
#[derive(Serialize)]
struct Noted<'a> {
    service: &'a str,
    tenant_id: Uuid,
    #[serde(flatten)]
    head: SealedHead,
}

impl Sealer {
    pub fn new(key: SealKey, heads: Option<PathBuf>) -> Self {
        Self {
            key,
            heads: heads.map(Arc::new),
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
                    let last = store::last(tx).await?;
                    let from = last.as_ref().map_or(1, |link| link.last + 1);
                    let rows = store::rows(tx, from, i64::MAX).await?;
                    if rows.iter().zip(from..).any(|(row, position)| row.position != position) {
                        // Sealing it would make the hole part of the truth; verifying tells where it is.
                        error!("the journal of {} has a hole at or after {from}", scope.tenant_id());
                        return Ok(None);
                    }
                    let Some(link) = self.key.link(db.service(), scope.tenant_id(), last.as_ref(), &rows, store::now(tx).await?)
                    else {
                        return Ok(None);
                    };
                    // Another process may have been faster.
                    Ok::<_, crate::db::DbError>(store::insert(tx, &link).await?.then_some(link))
                })
                .await?;
            let Some(link) = made else { return Ok(()) };
            self.note(db.service(), scope.tenant_id(), SealedHead::of(&link)).await;
        }
    }

    /// A head that cannot be noted is told: the next one covers it.
    async fn note(&self, service: &str, tenant_id: Uuid, head: SealedHead) {
        let Some(path) = &self.heads else { return };
        let noted = Noted {
            service,
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
            warn!("the head of a journal could not be noted in {}: {cause}", path.display());
        }
    }
}
