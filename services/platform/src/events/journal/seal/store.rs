//! The journal's rows and its links, as they are kept.

use diesel::{
    QueryableByName,
    sql_types::{BigInt, Binary, Bool, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl as _;
use jiff::Timestamp;
use uuid::Uuid;

use super::{
    chain::{Link, SealedRow},
    verify::SealedHead,
};
use crate::{
    auth::TenantScope,
    db::{Db, DbError, DbResult, Purpose, SystemTx, TenantTx, statement},
};

/// Rows of a link, at most.
pub(super) const ROWS: i64 = 1_000;
/// Links that are read at once.
pub(super) const LINKS: i64 = 200;

#[derive(QueryableByName)]
struct TenantRow {
    #[diesel(sql_type = SqlUuid)]
    tenant_id: Uuid,
}

#[derive(QueryableByName)]
struct JournalRow {
    #[diesel(sql_type = BigInt)]
    position: i64,
    #[diesel(sql_type = Timestamptz)]
    recorded_at: jiff_diesel::Timestamp,
    #[diesel(sql_type = Text)]
    aggregate: String,
    #[diesel(sql_type = SqlUuid)]
    aggregate_id: Uuid,
    #[diesel(sql_type = BigInt)]
    version: i64,
    #[diesel(sql_type = Text)]
    event: String,
    #[diesel(sql_type = Binary)]
    state: Vec<u8>,
    #[diesel(sql_type = Bool)]
    deleted: bool,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    actor_id: Option<Uuid>,
    #[diesel(sql_type = Nullable<Text>)]
    reason: Option<String>,
    #[diesel(sql_type = Nullable<BigInt>)]
    restores: Option<i64>,
    #[diesel(sql_type = Text)]
    trace: String,
}

#[derive(QueryableByName)]
struct LinkRow {
    #[diesel(sql_type = BigInt)]
    first: i64,
    #[diesel(sql_type = BigInt)]
    last: i64,
    #[diesel(sql_type = Binary)]
    hash: Vec<u8>,
    #[diesel(sql_type = Timestamptz)]
    sealed_at: jiff_diesel::Timestamp,
    #[diesel(sql_type = Binary)]
    signature: Vec<u8>,
}

#[derive(QueryableByName)]
struct Moment {
    #[diesel(sql_type = Timestamptz)]
    now: jiff_diesel::Timestamp,
}

#[derive(QueryableByName)]
struct Reach {
    #[diesel(sql_type = BigInt)]
    head: i64,
    #[diesel(sql_type = BigInt)]
    newest: i64,
}

impl From<JournalRow> for SealedRow {
    fn from(row: JournalRow) -> Self {
        Self {
            position: row.position,
            recorded_at: row.recorded_at.to_jiff(),
            aggregate: row.aggregate,
            aggregate_id: row.aggregate_id,
            version: row.version,
            event: row.event,
            state: row.state,
            deleted: row.deleted,
            actor_id: row.actor_id,
            reason: row.reason,
            restores: row.restores,
            trace: row.trace,
        }
    }
}

impl From<LinkRow> for Link {
    fn from(row: LinkRow) -> Self {
        Self {
            first: row.first,
            last: row.last,
            // The table takes no hash of another length.
            hash: row.hash.try_into().unwrap_or_default(),
            sealed_at: row.sealed_at.to_jiff(),
            signature: row.signature,
        }
    }
}

/// The tenants whose journal has grown since it was sealed.
pub(super) async fn grown(db: &Db) -> DbResult<Vec<TenantScope>> {
    let rows: Vec<TenantRow> = db
        .system(Purpose::Jobs, async |tx: &mut SystemTx| {
            Ok::<_, DbError>(
                statement(
                    "SELECT h.tenant_id FROM journal_heads h
                     WHERE h.position > coalesce((SELECT s.last FROM journal_seals s WHERE s.tenant_id = h.tenant_id
                                                  ORDER BY s.first DESC LIMIT 1), 0)
                     ORDER BY h.tenant_id",
                )
                .load(tx)
                .await?,
            )
        })
        .await?;
    Ok(rows.into_iter().map(|row| TenantScope::proven(row.tenant_id)).collect())
}

/// The last link of the tenant's chain.
pub(super) async fn last(tx: &mut TenantTx) -> DbResult<Option<Link>> {
    let rows: Vec<LinkRow> = statement(
        "SELECT first, last, hash, sealed_at, signature FROM journal_seals WHERE tenant_id = $1
         ORDER BY first DESC LIMIT 1",
    )
    .bind::<SqlUuid, _>(tx.tenant_id())
    .load(tx)
    .await?;
    Ok(rows.into_iter().next().map(Link::from))
}

/// Links that begin after a position.
pub(super) async fn links(tx: &mut TenantTx, after: i64) -> DbResult<Vec<Link>> {
    let rows: Vec<LinkRow> = statement(
        "SELECT first, last, hash, sealed_at, signature FROM journal_seals WHERE tenant_id = $1 AND first > $2
         ORDER BY first LIMIT $3",
    )
    .bind::<SqlUuid, _>(tx.tenant_id())
    .bind::<BigInt, _>(after)
    .bind::<BigInt, _>(LINKS)
    .load(tx)
    .await?;
    Ok(rows.into_iter().map(Link::from).collect())
}

/// Rows from one position to another; the first thousand of them.
pub(super) async fn rows(tx: &mut TenantTx, from: i64, to: i64) -> DbResult<Vec<SealedRow>> {
    let rows: Vec<JournalRow> = statement(
        "SELECT position, recorded_at, aggregate, aggregate_id, version, event, state, deleted, actor_id, reason,
                restores, trace
         FROM journal WHERE tenant_id = $1 AND position BETWEEN $2 AND $3 ORDER BY position, recorded_at LIMIT $4",
    )
    .bind::<SqlUuid, _>(tx.tenant_id())
    .bind::<BigInt, _>(from)
    .bind::<BigInt, _>(to)
    .bind::<BigInt, _>(ROWS)
    .load(tx)
    .await?;
    Ok(rows.into_iter().map(SealedRow::from).collect())
}

/// How far the journal should reach, and how far it does.
pub(super) async fn reach(tx: &mut TenantTx) -> DbResult<(i64, i64)> {
    let reach: Reach = statement(
        "SELECT coalesce((SELECT position FROM journal_heads WHERE tenant_id = $1), 0) AS head,
                coalesce((SELECT position FROM journal WHERE tenant_id = $1 ORDER BY position DESC LIMIT 1), 0) AS newest",
    )
    .bind::<SqlUuid, _>(tx.tenant_id())
    .get_result(tx)
    .await?;
    Ok((reach.head, reach.newest))
}

/// The database's clock.
pub(super) async fn now(tx: &mut TenantTx) -> DbResult<Timestamp> {
    let moment: Moment = statement("SELECT clock_timestamp() AS now").get_result(tx).await?;
    Ok(moment.now.to_jiff())
}

/// Whether a head is part of the tenant's chain.
pub(super) async fn holds(tx: &mut TenantTx, head: &SealedHead) -> DbResult<bool> {
    let rows: Vec<LinkRow> = statement(
        "SELECT first, last, hash, sealed_at, signature FROM journal_seals WHERE tenant_id = $1 AND last = $2",
    )
    .bind::<SqlUuid, _>(tx.tenant_id())
    .bind::<BigInt, _>(head.position)
    .load(tx)
    .await?;
    Ok(rows
        .into_iter()
        .any(|row| SealedHead::of(&row.into()).hash == head.hash))
}

/// Adds a link. False when there is one for these rows already.
pub(super) async fn insert(tx: &mut TenantTx, link: &Link) -> DbResult<bool> {
    let added = statement(
        "INSERT INTO journal_seals (tenant_id, first, last, hash, sealed_at, signature)
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
    )
    .bind::<SqlUuid, _>(tx.tenant_id())
    .bind::<BigInt, _>(link.first)
    .bind::<BigInt, _>(link.last)
    .bind::<Binary, _>(link.hash.to_vec())
    .bind::<Timestamptz, _>(jiff_diesel::Timestamp::from(link.sealed_at))
    .bind::<Binary, _>(link.signature.clone())
    .execute(tx)
    .await?;
    Ok(added == 1)
}
