//! Looks from time to time at what waits: outbox, dead letters, seals, connections.

use std::time::Duration;

use opentelemetry::KeyValue;

use super::{
    figures::{self, FIGURES},
    waiting,
};
use crate::{
    db::{Db, DbResult},
    jobs,
    lifecycle::Lifecycle,
};

const PERIOD: Duration = Duration::from_secs(10);

/// Keeps the figures current while the process runs, if anybody wants them. What lies in tables is asked by those who work
/// on it, not by everybody who serves.
pub fn keep_watch(db: &Db, works: bool, life: &Lifecycle) {
    if !figures::are_wanted() {
        return;
    }
    let db = db.clone();
    jobs::every(life, "watch", PERIOD, move || {
        let db = db.clone();
        async move {
            pools(&db);
            if works {
                look(&db).await?;
            }
            Ok(())
        }
    });
}

fn pools(db: &Db) {
    for (pool, status) in db.pools() {
        let labels = [KeyValue::new("service", db.service()), KeyValue::new("pool", pool)];
        let used = status.size.saturating_sub(status.available);
        FIGURES.pool_used.record(used as u64, &labels);
        FIGURES.pool_idle.record(status.available as u64, &labels);
        FIGURES.pool_waiting.record(status.waiting as u64, &labels);
    }
}

async fn look(db: &Db) -> DbResult<()> {
    let service = KeyValue::new("service", db.service());
    for lane in crate::events::Lane::ALL {
        let labels = [service.clone(), KeyValue::new("lane", lane.code())];
        let (rows, age) = waiting::outbox(db, lane).await?;
        FIGURES.outbox_rows.record(rows.unsigned_abs(), &labels);
        FIGURES.outbox_age.record(age, &labels);
    }
    let labels = [service];
    let letters = waiting::dead_letters(db).await?;
    FIGURES.dead_letters.record(letters.unsigned_abs(), &labels);
    let unsealed = waiting::unsealed(db).await?;
    FIGURES.unsealed.record(unsealed.unsigned_abs(), &labels);
    let ahead = waiting::months_ahead(db).await?;
    FIGURES.partitions_ahead.record(ahead.unsigned_abs(), &labels);
    Ok(())
}
