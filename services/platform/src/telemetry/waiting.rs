//! What waits in a service's database, counted across tenants by the roles that may count there.

use diesel::{
    QueryableByName,
    sql_types::{BigInt, Double},
};
use diesel_async::RunQueryDsl as _;

use crate::{
    db::{Db, DbError, DbResult, Purpose, SystemTx},
    events::Lane,
};

#[derive(QueryableByName)]
struct Waiting {
    #[diesel(sql_type = BigInt)]
    rows: i64,
    #[diesel(sql_type = Double)]
    age: f64,
}

/// Rows of a lane, and for how many seconds the oldest has waited.
pub(crate) async fn outbox(db: &Db, lane: Lane) -> DbResult<(i64, f64)> {
    // The lane is one of ours, nothing to inject.
    let sql = format!(
        "SELECT count(*) AS rows,
                coalesce(extract(epoch FROM clock_timestamp() - min(recorded_at)), 0)::float8 AS age
         FROM outbox WHERE lane = '{}'",
        lane.code()
    );
    let waiting = ask(db, Purpose::Outbox, &sql).await?;
    Ok((waiting.rows, waiting.age))
}

/// Events that wait for somebody.
pub(crate) async fn dead_letters(db: &Db) -> DbResult<i64> {
    let sql = "SELECT count(*) AS rows, 0::float8 AS age FROM dead_letters WHERE state = 'waiting'";
    Ok(ask(db, Purpose::Jobs, sql).await?.rows)
}

/// Rows of journals that no seal covers.
pub(crate) async fn unsealed(db: &Db) -> DbResult<i64> {
    let sql = "SELECT coalesce(sum(h.position - coalesce(s.last, 0)), 0)::bigint AS rows, 0::float8 AS age
         FROM journal_heads h
         LEFT JOIN LATERAL (SELECT last FROM journal_seals s WHERE s.tenant_id = h.tenant_id ORDER BY s.first DESC LIMIT 1) s
           ON true";
    Ok(ask(db, Purpose::Jobs, sql).await?.rows)
}

/// Months from the next on for which the journal is laid.
pub(crate) async fn months_ahead(db: &Db) -> DbResult<i64> {
    let sql = r"SELECT count(*) AS rows, 0::float8 AS age
         FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
         WHERE i.inhparent = 'journal'::regclass AND c.relname ~ '^journal_\d{4}_\d{2}$'
           AND c.relname > 'journal_' || to_char(clock_timestamp(), 'YYYY_MM')";
    Ok(ask(db, Purpose::Jobs, sql).await?.rows)
}

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
