//! What a crash, or a store that was away, left behind: bytes of removed attachments, and bytes that nothing names.

use std::time::{Duration, Instant};

use futures::StreamExt as _;
use tracing::{info, warn};

use super::{Attachments, bytes::Store, commands::clear, store};
use crate::{
    auth::TenantScope,
    db::Db,
    lifecycle::{Lifecycle, Stopping},
};

/// How often it is asked what was removed, and how much of it is taken at once.
const ASK: Duration = Duration::from_secs(5);
const AT_ONCE: i64 = 100;

/// Tidies up after a service until the process stops.
pub(crate) fn keep_tidy(attachments: &Attachments, db: &Db, life: &Lifecycle) {
    let Ok(bytes) = attachments.of(db.service()) else {
        return;
    };
    let worker = Worker {
        bytes,
        db: db.clone(),
        stop: life.stopping(),
        not_yet_noted: attachments.not_yet_noted,
    };
    life.spawn("attachments", worker.work());
}

struct Worker {
    bytes: Store,
    db: Db,
    stop: Stopping,
    /// How long bytes may lie before something has to name them; and as often they are held against what names them.
    not_yet_noted: Duration,
}

impl Worker {
    async fn work(self) {
        let mut swept: Option<Instant> = None;
        loop {
            if let Err(cause) = self.clear_removed().await {
                warn!("bytes of removed attachments stay for now: {cause:#}");
            }
            if swept.is_none_or(|at| at.elapsed() > self.not_yet_noted) {
                swept = Some(Instant::now());
                if let Err(cause) = self.sweep().await {
                    warn!("bytes that nothing names stay for now: {cause:#}");
                }
            }
            if self.stop.within(ASK.min(self.not_yet_noted)).await {
                break;
            }
        }
    }

    async fn clear_removed(&self) -> anyhow::Result<()> {
        for (tenant_id, id) in store::removed(&self.db, AT_ONCE).await? {
            if self.stop.now() {
                break;
            }
            let scope = TenantScope::proven(tenant_id);
            // Who asked for the removal does the same at this moment: either finds nothing left to do.
            if !clear(&self.bytes, &self.db, &scope, id).await {
                break;
            }
        }
        Ok(())
    }

    /// Bytes without a row: somebody died between the two.
    async fn sweep(&self) -> anyhow::Result<()> {
        let mut lying = self.bytes.lying(self.not_yet_noted);
        while let Some(found) = lying.next().await {
            let (tenant_id, id) = found?;
            if self.stop.now() {
                break;
            }
            let named = self
                .db
                .tenant(&TenantScope::proven(tenant_id), async |tx| {
                    store::is_named(tx, id).await
                })
                .await?;
            if !named {
                self.bytes.remove(tenant_id, id).await?;
                info!(attachment.id = %id, "removed bytes that nothing names");
            }
        }
        Ok(())
    }
}
