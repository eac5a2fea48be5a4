//! Asking a service for its journal's latest state of each aggregate, tombstones included: what a read model is rebuilt
//! from. Over HTTP, page by page, tenant by tenant.

use actix_web::{
    get,
    web::{Data, Query},
};
use contracts::envelope::v1::Envelope;
use diesel::{
    QueryableByName,
    sql_types::{BigInt, Binary, Bool, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl as _;
use prost::Message as _;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    auth::{InternalCaller, TenantScope},
    db::{Db, DbResult, Purpose, SystemTx, TenantTx, statement},
    http::Problem,
};

const PAGE: i64 = 500;

/// Which aggregates of which tenant, after which one.
#[derive(Debug, Deserialize, Serialize)]
pub struct Wanted {
    pub tenant_id: Uuid,
    #[serde(default)]
    pub after: Option<Uuid>,
}

/// A page of latest states: envelopes in base64, and where the next page begins.
#[derive(Debug, Deserialize, Serialize)]
pub struct Latest {
    /// How far the journal reached when the page was read.
    pub head: i64,
    pub envelopes: Vec<String>,
    pub next: Option<Uuid>,
}

/// The tenants that have a journal here.
#[derive(Debug, Deserialize, Serialize)]
pub struct Tenants {
    pub tenants: Vec<Uuid>,
}

#[derive(QueryableByName)]
struct Row {
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
    #[diesel(sql_type = Text)]
    trace: String,
}

#[derive(QueryableByName)]
struct TenantRow {
    #[diesel(sql_type = SqlUuid)]
    tenant_id: Uuid,
}

/// The latest state of each aggregate of a tenant.
pub async fn latest(db: &Db, wanted: &Wanted) -> DbResult<Latest> {
    use base64::{Engine as _, engine::general_purpose::STANDARD};
    let scope = TenantScope::proven(wanted.tenant_id);
    let service = db.service();
    db.snapshot(&scope, async |tx| {
        let head = super::journal::head(tx).await?;
        let mut rows = page(tx, wanted.after.unwrap_or_default()).await?;
        let full = i64::try_from(rows.len()).unwrap_or(i64::MAX) == PAGE;
        if full && let Some(last) = rows.last().map(|r| r.aggregate_id) {
            // Two aggregates may share an id: the last one's rows come together, on the next page.
            rows.retain(|r| r.aggregate_id != last);
        }
        let next = rows.last().filter(|_| full).map(|r| r.aggregate_id);
        let envelopes = rows
            .into_iter()
            .map(|row| STANDARD.encode(envelope(service, wanted.tenant_id, row).encode_to_vec()))
            .collect();
        Ok(Latest { head, envelopes, next })
    })
    .await
}

/// The journal's owner of every tenant it has.
pub async fn tenants(db: &Db) -> DbResult<Vec<Uuid>> {
    let rows: Vec<TenantRow> = db
        .system(Purpose::Jobs, async |tx: &mut SystemTx| {
            Ok::<_, crate::db::DbError>(
                statement("SELECT tenant_id FROM journal_heads ORDER BY tenant_id")
                    .load(tx)
                    .await?,
            )
        })
        .await?;
    Ok(rows.into_iter().map(|r| r.tenant_id).collect())
}

async fn page(tx: &mut TenantTx, after: Uuid) -> DbResult<Vec<Row>> {
    Ok(statement(
        "SELECT DISTINCT ON (aggregate_id, aggregate) position, recorded_at, aggregate, aggregate_id, version, event, state,
                deleted, actor_id, trace
         FROM journal WHERE tenant_id = $1 AND aggregate_id > $2
         ORDER BY aggregate_id, aggregate, version DESC LIMIT $3",
    )
    .bind::<SqlUuid, _>(tx.tenant_id())
    .bind::<SqlUuid, _>(after)
    .bind::<BigInt, _>(PAGE)
    .load(tx)
    .await?)
}

fn envelope(service: &str, tenant_id: Uuid, row: Row) -> Envelope {
    Envelope {
        tenant_id: tenant_id.to_string(),
        source: service.to_owned(),
        aggregate: row.aggregate,
        aggregate_id: row.aggregate_id.to_string(),
        version: row.version,
        event: row.event,
        position: row.position,
        recorded_at: row.recorded_at.to_jiff().to_string(),
        actor_id: row.actor_id.map(|id| id.to_string()).unwrap_or_default(),
        deleted: row.deleted,
        state: row.state,
        traceparent: row.trace,
    }
}

/// Which services answer for their journals here: one alone, or all of them in the suite.
#[derive(Clone, Default)]
pub struct Journals(pub std::collections::HashMap<&'static str, Db>);

#[derive(Debug, Deserialize)]
struct OfService {
    service: String,
}

#[get("/internal/v1/journal/{service}/latest")]
async fn serve_latest(
    _caller: InternalCaller,
    of: actix_web::web::Path<OfService>,
    wanted: Query<Wanted>,
    journals: Data<Journals>,
) -> Result<actix_web::web::Json<Latest>, Problem> {
    let db = journals
        .0
        .get(of.service.as_str())
        .ok_or_else(Problem::no_such_address)?;
    Ok(actix_web::web::Json(latest(db, &wanted).await?))
}

#[get("/internal/v1/journal/{service}/tenants")]
async fn serve_tenants(
    _caller: InternalCaller,
    of: actix_web::web::Path<OfService>,
    journals: Data<Journals>,
) -> Result<actix_web::web::Json<Tenants>, Problem> {
    let db = journals
        .0
        .get(of.service.as_str())
        .ok_or_else(Problem::no_such_address)?;
    Ok(actix_web::web::Json(Tenants {
        tenants: tenants(db).await?,
    }))
}

#[derive(Debug, Deserialize)]
struct OfTenant {
    tenant_id: Uuid,
}

/// How far a tenant's journal reaches.
#[derive(Debug, Deserialize, Serialize)]
pub struct HeadAnswer {
    pub head: i64,
}

#[get("/internal/v1/journal/{service}/head")]
async fn serve_head(
    _caller: InternalCaller,
    of: actix_web::web::Path<OfService>,
    tenant: Query<OfTenant>,
    journals: Data<Journals>,
) -> Result<actix_web::web::Json<HeadAnswer>, Problem> {
    let db = journals
        .0
        .get(of.service.as_str())
        .ok_or_else(Problem::no_such_address)?;
    let scope = TenantScope::proven(tenant.tenant_id);
    let head = db.tenant(&scope, async |tx| super::journal::head(tx).await).await?;
    Ok(actix_web::web::Json(HeadAnswer { head }))
}

/// The internal addresses by which journals are read.
pub fn routes(config: &mut actix_web::web::ServiceConfig) {
    config.service(serve_latest).service(serve_tenants).service(serve_head);
}
