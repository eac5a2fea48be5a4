//! Looks from time to time at what waits: outbox, dead letters, seals, connections.

use std::time::Duration;

use diesel::{
    QueryableByName,
    sql_types::{BigInt, Double},
};
use diesel_async::RunQueryDsl as _;
use opentelemetry::KeyValue;

use super::figures::{self, FIGURES};
use crate::{
    db::{Db, DbError, DbResult, Purpose, SystemTx},
    jobs,
    lifecycle::Lifecycle,
};

const PERIOD: Duration = Duration::from_secs(10);

#[derive(QueryableByName)]
struct Waiting {
    #[diesel(sql_type = BigInt)]
    rows: i64,
    #[diesel(sql_type = Double)]
    age: f64,
}

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
        let waiting = ask(db, Purpose::Outbox, &outbox(lane.code())).await?;
        FIGURES.outbox_rows.record(waiting.rows.unsigned_abs(), &labels);
        FIGURES.outbox_age.record(waiting.age, &labels);
    }
    let labels = [service];
    let letters = ask(db, Purpose::Jobs, DEAD_LETTERS).await?;
    FIGURES.dead_letters.record(letters.rows.unsigned_abs(), &labels);
    let unsealed = ask(db, Purpose::Jobs, UNSEALED).await?;
    FIGURES.unsealed.record(unsealed.rows.unsigned_abs(), &labels);
    Ok(())
}

/// The lane is one of ours, nothing to inject.
fn outbox(lane: &str) -> String {
    format!(
        "SELECT count(*) AS rows,
                coalesce(extract(epoch FROM clock_timestamp() - min(recorded_at)), 0)::float8 AS age
         FROM outbox WHERE lane = '{lane}'"
    )
}

const DEAD_LETTERS: &str = "SELECT count(*) AS rows, 0::float8 AS age FROM dead_letters WHERE state = 'waiting'";

const UNSEALED: &str = "SELECT coalesce(sum(h.position - coalesce(s.last, 0)), 0)::bigint AS rows, 0::float8 AS age
     FROM journal_heads h
     LEFT JOIN LATERAL (SELECT last FROM journal_seals s WHERE s.tenant_id = h.tenant_id ORDER BY s.first DESC LIMIT 1) s
       ON true";

#[expect(
    clippy::disallowed_methods,
    reason = "across tenants, by the roles that may count there"
)]
async fn ask(db: &Db, purpose: Purpose, sql: &str) -> DbResult<Waiting> {
    db.system(purpose, async |tx: &mut SystemTx| {
        Ok::<_, DbError>(diesel::sql_query(sql).get_result(tx).await?)
    })
    .await
}
