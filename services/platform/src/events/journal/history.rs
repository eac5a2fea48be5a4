//! The journal of one thing, newest first, with what each change made of what.

use diesel::{
    QueryableByName,
    sql_types::{BigInt, Binary, Bool, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl as _;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::difference::{Difference, differences};
use crate::db::{DbResult, TenantTx, statement};

/// The most steps that a history shows.
const STEPS: usize = 200;

/// One step in the life of an aggregate, as its history shows it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct HistoryEntry {
    pub position: i64,
    pub version: i64,
    /// What happened: "created", "closed".
    pub event: String,
    #[schema(value_type = String, format = DateTime)]
    pub recorded_at: Timestamp,
    pub actor_id: Option<Uuid>,
    pub reason: Option<String>,
    /// The version whose content it brought back, where it did.
    pub restored_version: Option<i64>,
    pub deleted: bool,
    /// What is different from the version before. Personal fields are left out.
    pub changes: Vec<Difference>,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = BigInt)]
    position: i64,
    #[diesel(sql_type = BigInt)]
    version: i64,
    #[diesel(sql_type = Text)]
    event: String,
    #[diesel(sql_type = Timestamptz)]
    recorded_at: jiff_diesel::Timestamp,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    actor_id: Option<Uuid>,
    #[diesel(sql_type = Nullable<Text>)]
    reason: Option<String>,
    #[diesel(sql_type = Nullable<BigInt>)]
    restores: Option<i64>,
    #[diesel(sql_type = Bool)]
    deleted: bool,
    #[diesel(sql_type = Binary)]
    state: Vec<u8>,
}

/// The newest two hundred steps of one aggregate of a service, newest first.
pub async fn history(tx: &mut TenantTx, service: &str, aggregate: &str, id: Uuid) -> DbResult<Vec<HistoryEntry>> {
    let rows: Vec<Row> = statement(
        "SELECT position, version, event, recorded_at, actor_id, reason, restores, deleted, state FROM journal
         WHERE tenant_id = $1 AND aggregate = $2 AND aggregate_id = $3 ORDER BY version DESC, position DESC LIMIT $4",
    )
    .bind::<SqlUuid, _>(tx.tenant_id())
    .bind::<Text, _>(aggregate)
    .bind::<SqlUuid, _>(id)
    // One more, for the last step shown to be compared with.
    .bind::<BigInt, _>(i64::try_from(STEPS + 1).unwrap_or(i64::MAX))
    .load(tx)
    .await?;
    let message = contracts::message_of(service, aggregate);
    let before = rows.iter().skip(1).map(|row| Some(row.state.as_slice())).chain([None]);
    let changes: Vec<Vec<Difference>> = rows
        .iter()
        .zip(before)
        .map(|(row, before)| match &message {
            Some(message) => differences(message, before, &row.state),
            None => Vec::new(),
        })
        .collect();
    Ok(rows
        .into_iter()
        .zip(changes)
        .take(STEPS)
        .map(|(row, changes)| HistoryEntry {
            position: row.position,
            version: row.version,
            event: row.event,
            recorded_at: row.recorded_at.to_jiff(),
            actor_id: row.actor_id,
            reason: row.reason,
            restored_version: row.restores,
            deleted: row.deleted,
            changes,
        })
        .collect())
}
