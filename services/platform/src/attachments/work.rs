//! What a crash, or a store that was away, left behind: bytes of removed attachments, and bytes that nothing names.

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use futures::{StreamExt as _, TryStreamExt as _};
use tracing::{error, info, warn};
use uuid::Uuid;

use super::{Attachments, bytes::Store, commands::clear, store};
use crate::{
    auth::TenantScope,
    clock::Clock,
    db::{Db, Purpose, SystemTx},
    http::Chain,
    lifecycle::{Lifecycle, Stopping},
};

/// How often it is asked what was removed, and how much of it is taken at once.
const ASK: Duration = Duration::from_secs(5);
const AT_ONCE: i64 = 100;
/// After so many that could not be taken away, the store is left alone for a moment. They come last when it is asked again.
const MOST_FAILURES: u32 = 5;
/// So many that lie there are asked for at a time.
const AT_A_TIME: usize = 500;

/// Tidies up after a service until the process stops.
pub(crate) fn keep_tidy(attachments: &Attachments, db: &Db, life: &Lifecycle) {
    let Ok(bytes) = attachments.of(db.service()) else {
        return;
    };
    let worker = Worker {
        bytes,
        db: db.clone(),
        stop: life.stopping(),
        clock: attachments.clock.clone(),
        not_yet_noted: attachments.not_yet_noted,
        swept_every: attachments.swept_every,
    };
    life.spawn("attachments", worker.work());
}

struct Worker {
    bytes: Store,
    db: Db,
    stop: Stopping,
    clock: Clock,
    /// How long bytes may lie before something has to name them.
    not_yet_noted: Duration,
    /// How often they are held against what names them.
    swept_every: Duration,
}

type Lying = (Uuid, Uuid);

impl Worker {
    async fn work(self) {
        if let Err(cause) = self.bytes.can_be_written().await {
            error!(
                "attachments cannot be kept, and uploads will be refused: {}",
                Chain(cause)
            );
        }
        let mut swept: Option<Instant> = None;
        loop {
            if let Err(cause) = self.clear_removed().await {
                warn!("bytes of removed attachments stay for now: {cause:#}");
            }
            if swept.is_none_or(|at| at.elapsed() > self.swept_every) {
                swept = Some(Instant::now());
                if let Err(cause) = self.sweep().await {
                    warn!("bytes that nothing names stay for now: {cause:#}");
                }
            }
            if self.stop.within(ASK.min(self.swept_every)).await {
                break;
            }
        }
    }

    async fn clear_removed(&self) -> anyhow::Result<()> {
        let mut failures = 0;
        for (tenant_id, id) in store::removed(&self.db, AT_ONCE).await? {
            if self.stop.now() || failures == MOST_FAILURES {
                break;
            }
            let scope = TenantScope::proven(tenant_id);
            // Who asked for the removal does the same at this moment: either finds nothing left to do.
            if !clear(&self.bytes, &self.db, &scope, id).await {
                failures += 1;
                let now = self.clock.now();
                self.db
                    .tenant(&scope, async |tx| store::put_off(tx, id, now).await)
                    .await?;
            }
        }
        Ok(())
    }

    /// Bytes without a row: somebody died between the two. One process does it at a time.
    async fn sweep(&self) -> anyhow::Result<()> {
        self.db
            .system(Purpose::Jobs, async |tx| {
                if !store::gains_the_broom(tx, self.db.service()).await? {
                    return Ok(());
                }
                let (count, unnamed) = self.unnamed(tx).await?;
                if is_suspicious(unnamed.len(), count) {
                    error!(
                        "{} of {count} attachments in the store are named by no row: this looks like another database's \
                         store, or another store's database. None is removed.",
                        unnamed.len()
                    );
                    return Ok(());
                }
                self.remove(tx, &unnamed).await
            })
            .await
    }

    /// How much lies there for a while, and what of it nothing names.
    async fn unnamed(&self, tx: &mut SystemTx) -> anyhow::Result<(usize, Vec<Lying>)> {
        let (mut count, mut unnamed) = (0, Vec::new());
        let mut lying = self.bytes.lying(self.not_yet_noted).try_chunks(AT_A_TIME);
        while let Some(found) = lying.next().await {
            let found = found?;
            count += found.len();
            let mut of_tenants: HashMap<Uuid, Vec<Uuid>> = HashMap::new();
            for (tenant_id, id) in found {
                of_tenants.entry(tenant_id).or_default().push(id);
            }
            for (tenant_id, ids) in of_tenants {
                let scope = TenantScope::proven(tenant_id);
                let named = self.db.tenant(&scope, async |tx| store::named(tx, &ids).await).await?;
                unnamed.extend(
                    ids.into_iter()
                        .filter(|id| !named.contains(id))
                        .map(|id| (tenant_id, id)),
                );
            }
            store::gains_the_broom(tx, self.db.service()).await?;
        }
        Ok((count, unnamed))
    }

    async fn remove(&self, tx: &mut SystemTx, unnamed: &[Lying]) -> anyhow::Result<()> {
        for (tenant_id, id) in unnamed {
            if self.stop.now() {
                break;
            }
            self.bytes.remove(*tenant_id, *id).await?;
            info!(attachment.id = %id, "removed bytes that nothing names");
            store::gains_the_broom(tx, self.db.service()).await?;
        }
        Ok(())
    }
}

/// More than crashes leave behind: a database that was restored from long ago, or is not the one of this store, must not
/// empty it.
fn is_suspicious(unnamed: usize, lying: usize) -> bool {
    unnamed > 100 && unnamed * 5 > lying
}
