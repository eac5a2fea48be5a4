//! Exports, as they are kept.

use diesel::{
    ExpressionMethods as _, OptionalExtension as _, QueryDsl as _, Queryable, Selectable, SelectableHelper as _,
    dsl::{auto_type, sql},
    sql_types::{Nullable, Timestamptz},
};
use diesel_async::RunQueryDsl as _;
use jiff::Timestamp;
use jiff_diesel::ToDiesel as _;
use uuid::Uuid;

use super::model::{Claimed, Export, ExportFilter, ExportFormat, ExportState, KEPT};
use crate::{
    auth::{Rights, TenantScope},
    db::{Db, DbError, DbResult, Page, Rows, TenantTx},
    fetch_page, jobs,
};

diesel::table! {
    exports (tenant_id, id) {
        tenant_id -> Uuid,
        id -> Uuid,
        version -> Int8,
        person_id -> Uuid,
        session_id -> Uuid,
        standing -> Jsonb,
        list -> Text,
        format -> Text,
        state -> Text,
        rows -> Int8,
        bytes -> Nullable<Int8>,
        failure -> Nullable<Text>,
        attempt -> Int4,
        taken_until -> Nullable<Timestamptz>,
        asked_at -> Timestamptz,
        finished_at -> Nullable<Timestamptz>,
    }
}

/// For how long a worker takes an export before somebody else may.
const TAKEN: &str = "clock_timestamp() + interval '60 seconds'";

#[derive(Queryable, Selectable)]
#[diesel(table_name = exports)]
struct Row {
    id: Uuid,
    list: String,
    format: ExportFormat,
    state: ExportState,
    rows: i64,
    bytes: Option<i64>,
    failure: Option<String>,
    asked_at: jiff_diesel::Timestamp,
    finished_at: Option<jiff_diesel::Timestamp>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = exports)]
struct Taken {
    version: i64,
    attempt: i32,
    person_id: Uuid,
    session_id: Uuid,
    standing: serde_json::Value,
    list: String,
    format: ExportFormat,
}

/// An export's own words for what it is, without the address of the service that has it.
fn export(row: Row, service: &str) -> Export {
    let finished_at = row.finished_at.map(jiff_diesel::Timestamp::to_jiff);
    let done = row.state == ExportState::Done;
    Export {
        id: row.id,
        list: row.list,
        format: row.format,
        state: row.state,
        rows: row.rows,
        bytes: row.bytes,
        failure: row.failure,
        asked_at: row.asked_at.to_jiff(),
        finished_at,
        expires_at: finished_at.filter(|_| done).map(|at| at + KEPT),
        address: format!("/api/v1/exports/{service}/{}", row.id),
    }
}

#[auto_type(no_type_alias)]
fn of(tx: &TenantTx) -> _ {
    let tenant: Uuid = tx.tenant_id();
    exports::table.filter(exports::tenant_id.eq(tenant))
}

/// What somebody asks for.
pub(super) struct Asked<'a> {
    pub id: Uuid,
    pub person_id: Uuid,
    pub session_id: Uuid,
    pub standing: &'a Rights,
    pub list: &'a str,
    pub format: ExportFormat,
    pub at: Timestamp,
}

pub(super) async fn insert(tx: &mut TenantTx, asked: &Asked<'_>) -> DbResult<()> {
    let standing = serde_json::to_value(asked.standing)
        .map_err(|cause| DbError::Other(diesel::result::Error::SerializationError(Box::new(cause))))?;
    diesel::insert_into(exports::table)
        .values((
            exports::tenant_id.eq(tx.tenant_id()),
            exports::id.eq(asked.id),
            exports::version.eq(1_i64),
            exports::person_id.eq(asked.person_id),
            exports::session_id.eq(asked.session_id),
            exports::standing.eq(standing),
            exports::list.eq(asked.list),
            exports::format.eq(asked.format),
            exports::state.eq(ExportState::Waiting),
            exports::asked_at.eq(asked.at.to_diesel()),
        ))
        .execute(tx)
        .await?;
    Ok(())
}

/// What a person has under way, the oldest first.
pub(super) async fn under_way(tx: &mut TenantTx, service: &str, person_id: Uuid) -> DbResult<Vec<Export>> {
    let rows: Vec<Row> = of(tx)
        .filter(exports::person_id.eq(person_id))
        .filter(exports::state.eq_any([ExportState::Waiting, ExportState::Running]))
        .order(exports::id.asc())
        .select(Row::as_select())
        .load(tx)
        .await?;
    Ok(rows.into_iter().map(|row| export(row, service)).collect())
}

/// A page of a person's own exports, without those that are over.
pub(super) async fn page(
    tx: &mut TenantTx,
    service: &str,
    (person_id, now): (Uuid, Timestamp),
    filter: &ExportFilter,
    page: &Page,
) -> DbResult<Rows<Export>> {
    use diesel::BoolExpressionMethods as _;
    let since = (now - KEPT).to_diesel();
    let kept = exports::finished_at.is_null().or(exports::finished_at.gt(since));
    let mut query = of(tx)
        .filter(exports::person_id.eq(person_id))
        .filter(kept)
        .select(Row::as_select())
        .into_boxed();
    if let Some(state) = filter.state {
        query = query.filter(exports::state.eq(state));
    }
    let rows = fetch_page!(tx, query, page, Row of exports by { "asked_at" => asked_at: jiff_diesel::Timestamp });
    Ok(rows.map(|row| export(row, service)))
}

/// One of a person's own exports; what is over is there no more.
pub(super) async fn find(
    tx: &mut TenantTx,
    service: &str,
    (person_id, now): (Uuid, Timestamp),
    id: Uuid,
) -> DbResult<Option<Export>> {
    let row: Option<Row> = of(tx)
        .filter(exports::id.eq(id))
        .filter(exports::person_id.eq(person_id))
        .select(Row::as_select())
        .first(tx)
        .await
        .optional()?;
    let is_kept = |export: &Export| export.finished_at.is_none_or(|at| now < at + KEPT);
    Ok(row.map(|row| export(row, service)).filter(is_kept))
}

/// Takes an export on, unless somebody else has. From then on the attempt's number tells whether it is still ours.
pub(super) async fn claim(tx: &mut TenantTx, id: Uuid) -> DbResult<Option<Claimed>> {
    use diesel::BoolExpressionMethods as _;
    let lapsed = exports::taken_until.lt(sql::<Nullable<Timestamptz>>("clock_timestamp()"));
    let free = exports::state
        .eq(ExportState::Waiting)
        .or(exports::state.eq(ExportState::Running).and(lapsed));
    let taken: Option<Taken> = diesel::update(of(tx).filter(exports::id.eq(id)).filter(free))
        .set((
            exports::state.eq(ExportState::Running),
            exports::attempt.eq(exports::attempt + 1),
            exports::rows.eq(0_i64),
            exports::taken_until.eq(sql::<Nullable<Timestamptz>>(TAKEN)),
        ))
        .returning(Taken::as_returning())
        .get_result(tx)
        .await
        .optional()?;
    Ok(taken.map(|taken| Claimed {
        id,
        version: taken.version,
        attempt: taken.attempt,
        person_id: taken.person_id,
        session_id: taken.session_id,
        standing: serde_json::from_value(taken.standing).ok(),
        list: taken.list,
        format: taken.format,
    }))
}

/// The export, while it is still this attempt's.
#[auto_type(no_type_alias)]
fn ours(tx: &TenantTx, id: Uuid, attempt: i32) -> _ {
    let tenant: Uuid = tx.tenant_id();
    exports::table
        .filter(exports::tenant_id.eq(tenant))
        .filter(exports::id.eq(id))
        .filter(exports::attempt.eq(attempt))
        .filter(exports::state.eq("running"))
}

/// Says how far it is, and goes on holding it. False when it was deleted or taken over.
pub(super) async fn progress(tx: &mut TenantTx, claimed: &Claimed, rows: i64) -> DbResult<bool> {
    let target = ours(tx, claimed.id, claimed.attempt);
    let told = diesel::update(target)
        .set((
            exports::rows.eq(rows),
            exports::taken_until.eq(sql::<Nullable<Timestamptz>>(TAKEN)),
        ))
        .execute(tx)
        .await?;
    Ok(told == 1)
}

/// Lets go of it, so that somebody else takes it on at once.
pub(super) async fn release(tx: &mut TenantTx, claimed: &Claimed) -> DbResult<()> {
    let target = ours(tx, claimed.id, claimed.attempt);
    diesel::update(target)
        .set((
            exports::state.eq(ExportState::Waiting),
            exports::taken_until.eq(None::<jiff_diesel::Timestamp>),
        ))
        .execute(tx)
        .await?;
    Ok(())
}

/// Lets it wait for better weather, longer each time: it counts as taken until then.
pub(super) async fn put_off(tx: &mut TenantTx, claimed: &Claimed) -> DbResult<()> {
    let until = "clock_timestamp() + least(attempt, 10) * interval '30 seconds'";
    let target = ours(tx, claimed.id, claimed.attempt);
    diesel::update(target)
        .set(exports::taken_until.eq(sql::<Nullable<Timestamptz>>(until)))
        .execute(tx)
        .await?;
    Ok(())
}

/// How an export ended.
pub(super) struct End<'a> {
    pub rows: i64,
    pub bytes: Option<i64>,
    pub failure: Option<&'a str>,
    pub at: Timestamp,
}

/// Notes the end. False when it was deleted or taken over.
pub(super) async fn finish(tx: &mut TenantTx, claimed: &Claimed, end: &End<'_>) -> DbResult<bool> {
    let state = match end.failure {
        None => ExportState::Done,
        Some(_) => ExportState::Failed,
    };
    let target = ours(tx, claimed.id, claimed.attempt);
    let ended = diesel::update(target)
        .set((
            exports::version.eq(claimed.version + 1),
            exports::state.eq(state),
            exports::rows.eq(end.rows),
            exports::bytes.eq(end.bytes),
            exports::failure.eq(end.failure),
            exports::taken_until.eq(None::<jiff_diesel::Timestamp>),
            exports::finished_at.eq(Some(end.at.to_diesel())),
        ))
        .execute(tx)
        .await?;
    Ok(ended == 1)
}

/// Deletes it; gives the version that it had, and what it was.
pub(super) async fn delete(tx: &mut TenantTx, id: Uuid) -> DbResult<Option<(i64, String, ExportFormat)>> {
    let was = diesel::delete(of(tx).filter(exports::id.eq(id)))
        .returning((exports::version, exports::list, exports::format))
        .get_result(tx)
        .await
        .optional()?;
    Ok(was)
}

pub(super) async fn exists(tx: &mut TenantTx, id: Uuid) -> DbResult<bool> {
    let found: Option<Uuid> = of(tx)
        .filter(exports::id.eq(id))
        .select(exports::id)
        .first(tx)
        .await
        .optional()?;
    Ok(found.is_some())
}

/// The oldest export of each tenant that nobody writes.
pub(super) async fn waiting(db: &Db) -> DbResult<Vec<(TenantScope, Uuid)>> {
    let query = "SELECT DISTINCT ON (tenant_id) tenant_id, id FROM exports
                 WHERE state IN ('waiting', 'running') AND (state = 'waiting' OR taken_until < clock_timestamp())
                 ORDER BY tenant_id, id LIMIT 1000";
    jobs::tenants_with(db, query).await
}

/// Exports whose time is over.
pub(super) async fn over(db: &Db, now: Timestamp) -> DbResult<Vec<(TenantScope, Uuid)>> {
    let query = "SELECT tenant_id, id FROM exports WHERE finished_at <= $1 LIMIT 100";
    jobs::tenants_with_older(db, query, now - KEPT).await
}
