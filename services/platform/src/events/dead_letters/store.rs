//! Parked events, as they are kept.

use contracts::envelope::v1::Envelope;
use diesel::{
    ExpressionMethods as _, OptionalExtension as _, QueryDsl as _, Queryable, QueryableByName, Selectable,
    SelectableHelper as _,
    sql_types::{Binary, Text, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl as _;
use prost::Message as _;
use uuid::Uuid;

use super::model::{DeadLetter, DeadLetterFilter, DeadLetterState};
use crate::{
    db::{Db, DbError, DbResult, Page, Purpose, Rows, SystemTx, TenantTx, one_row, statement},
    fetch_page,
};

diesel::table! {
    dead_letters (tenant_id, id) {
        tenant_id -> Uuid,
        id -> Uuid,
        source -> Text,
        position -> Int8,
        aggregate -> Text,
        aggregate_id -> Uuid,
        cause -> Text,
        parked_at -> Timestamptz,
        state -> Text,
        settled_at -> Nullable<Timestamptz>,
        settled_by -> Nullable<Uuid>,
        reason -> Nullable<Text>,
    }
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = dead_letters)]
struct Row {
    tenant_id: Uuid,
    id: Uuid,
    source: String,
    position: i64,
    aggregate: String,
    aggregate_id: Uuid,
    cause: String,
    parked_at: jiff_diesel::Timestamp,
    state: DeadLetterState,
    settled_at: Option<jiff_diesel::Timestamp>,
    settled_by: Option<Uuid>,
    reason: Option<String>,
}

impl From<Row> for DeadLetter {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            tenant_id: row.tenant_id,
            source: row.source,
            position: row.position,
            aggregate: row.aggregate,
            aggregate_id: row.aggregate_id,
            cause: row.cause,
            parked_at: row.parked_at.to_jiff(),
            state: row.state,
            settled_at: row.settled_at.map(jiff_diesel::Timestamp::to_jiff),
            settled_by: row.settled_by,
            reason: row.reason,
        }
    }
}

/// Dead letters of every tenant, oldest first. The jobs' role sees where they came from, never what they say.
pub(super) async fn page(db: &Db, filter: &DeadLetterFilter, page: &Page) -> DbResult<Rows<DeadLetter>> {
    let rows = db
        .system(Purpose::Jobs, async |tx: &mut SystemTx| {
            let mut query = dead_letters::table.select(Row::as_select()).into_boxed();
            if let Some(id) = filter.id {
                query = query.filter(dead_letters::id.eq(id));
            }
            if let Some(state) = filter.state {
                query = query.filter(dead_letters::state.eq(state));
            }
            if let Some(tenant_id) = filter.tenant_id {
                query = query.filter(dead_letters::tenant_id.eq(tenant_id));
            }
            if let Some(source) = &filter.source {
                query = query.filter(dead_letters::source.eq(source.clone()));
            }
            Ok::<_, DbError>(fetch_page!(tx, query, page, Row of dead_letters by {
                "parked_at" => parked_at: jiff_diesel::Timestamp,
            }))
        })
        .await?;
    Ok(rows.map(DeadLetter::from))
}

/// Whose dead letter an id names.
pub(super) async fn tenant_of(db: &Db, id: Uuid) -> DbResult<Option<Uuid>> {
    db.system(Purpose::Jobs, async |tx: &mut SystemTx| {
        let of = dead_letters::table.filter(dead_letters::id.eq(id));
        Ok(of.select(dead_letters::tenant_id).first(tx).await.optional()?)
    })
    .await
}

/// The dead letter, held against being settled twice.
pub(super) async fn lock(tx: &mut TenantTx, id: Uuid) -> DbResult<Option<DeadLetter>> {
    let row: Option<Row> = dead_letters::table
        .filter(dead_letters::tenant_id.eq(tx.tenant_id()))
        .filter(dead_letters::id.eq(id))
        .select(Row::as_select())
        .for_update()
        .first(tx)
        .await
        .optional()?;
    Ok(row.map(DeadLetter::from))
}

#[derive(QueryableByName)]
struct Kept {
    #[diesel(sql_type = Binary)]
    envelope: Vec<u8>,
}

/// What the event says.
pub(super) async fn envelope(tx: &mut TenantTx, id: Uuid) -> DbResult<Envelope> {
    let kept: Kept = statement("SELECT envelope FROM dead_letters WHERE tenant_id = $1 AND id = $2")
        .bind::<SqlUuid, _>(tx.tenant_id())
        .bind::<SqlUuid, _>(id)
        .get_result(tx)
        .await?;
    // It was decoded once before it was parked.
    Ok(Envelope::decode(kept.envelope.as_slice()).unwrap_or_default())
}

/// Notes what became of it. What it said is needed no more.
pub(super) async fn settle(
    tx: &mut TenantTx,
    id: Uuid,
    state: DeadLetterState,
    by: Uuid,
    reason: Option<&str>,
) -> DbResult<()> {
    let changed = statement(
        "UPDATE dead_letters SET state = $3, settled_at = clock_timestamp(), settled_by = $4, reason = $5, envelope = ''
         WHERE tenant_id = $1 AND id = $2 AND state = 'waiting'",
    )
    .bind::<SqlUuid, _>(tx.tenant_id())
    .bind::<SqlUuid, _>(id)
    .bind::<Text, _>(state.code())
    .bind::<SqlUuid, _>(by)
    .bind::<diesel::sql_types::Nullable<Text>, _>(reason)
    .execute(tx)
    .await?;
    one_row(changed)
}

/// Notes why it was rejected this time.
pub(super) async fn note_cause(tx: &mut TenantTx, id: Uuid, cause: &str) -> DbResult<()> {
    let of = dead_letters::table
        .filter(dead_letters::tenant_id.eq(tx.tenant_id()))
        .filter(dead_letters::id.eq(id));
    one_row(
        diesel::update(of)
            .set(dead_letters::cause.eq(cause))
            .execute(tx)
            .await?,
    )
}
