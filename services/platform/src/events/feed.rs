//! What has happened since, asked for over HTTP: for whoever wants to hear of some tenants' changes and must not miss one.
//!
//! Journals are numbered without gaps, so a position says exactly what was heard of. Only those who ask cost anything: a
//! queue would bring every change of everybody, for the few that somebody waits for.

use std::collections::HashMap;

use actix_web::{
    get,
    web::{Data, Json, Path, Query, ServiceConfig},
};
use diesel::{
    QueryableByName,
    sql_types::{Array, BigInt, Bool, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl as _;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    rebuild,
    refill::{Away, Journals},
};
use crate::{
    auth::{InternalCaller, TenantScope},
    db::{Db, DbError, DbResult, Purpose, SystemTx, TenantTx, statement},
    http::{Ids, Problem},
};

/// How many tenants are asked after at once, and how many changes are told at once.
const TENANTS: usize = 100;
const CHANGES: i64 = 500;

/// A change, without what it made of the thing.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Happened {
    pub position: i64,
    pub recorded_at: Timestamp,
    pub aggregate: String,
    pub aggregate_id: Uuid,
    pub version: i64,
    pub event: String,
    pub deleted: bool,
}

/// Changes in their order, and up to where they reach.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Since {
    pub reached: i64,
    pub changes: Vec<Happened>,
}

/// From where on to tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Point {
    /// After this position of the journal.
    Position(i64),
    /// From this moment on, by the database's clock.
    Moment(Timestamp),
}

#[derive(Debug, Serialize, Deserialize)]
struct Heads {
    heads: HashMap<Uuid, i64>,
}

#[derive(Debug, Deserialize)]
struct AskedHeads {
    ids: Ids,
}

#[derive(Debug, Deserialize)]
struct AskedSince {
    tenant_id: Uuid,
    after: Option<i64>,
    moment: Option<Timestamp>,
}

#[derive(QueryableByName)]
struct HeadRow {
    #[diesel(sql_type = SqlUuid)]
    tenant_id: Uuid,
    #[diesel(sql_type = BigInt)]
    position: i64,
}

#[derive(QueryableByName)]
struct PositionRow {
    #[diesel(sql_type = BigInt)]
    position: i64,
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
    #[diesel(sql_type = Bool)]
    deleted: bool,
}

async fn heads(db: &Db, tenants: Vec<Uuid>) -> DbResult<HashMap<Uuid, i64>> {
    let rows: Vec<HeadRow> = db
        .system(Purpose::Jobs, async |tx: &mut SystemTx| {
            let asked = statement("SELECT tenant_id, position FROM journal_heads WHERE tenant_id = ANY($1)");
            Ok::<_, DbError>(asked.bind::<Array<SqlUuid>, _>(tenants).load(tx).await?)
        })
        .await?;
    Ok(rows.into_iter().map(|row| (row.tenant_id, row.position)).collect())
}

async fn since(tx: &mut TenantTx, from: Point) -> DbResult<Since> {
    let after = match from {
        Point::Position(after) => after,
        Point::Moment(moment) => before(tx, moment).await?,
    };
    let rows: Vec<Row> = statement(
        "SELECT position, recorded_at, aggregate, aggregate_id, version, event, deleted FROM journal
         WHERE tenant_id = $1 AND position > $2 ORDER BY position LIMIT $3",
    )
    .bind::<SqlUuid, _>(tx.tenant_id())
    .bind::<BigInt, _>(after)
    .bind::<BigInt, _>(CHANGES)
    .load(tx)
    .await?;
    Ok(Since {
        reached: rows.last().map_or(after, |row| row.position),
        changes: rows.into_iter().map(happened).collect(),
    })
}

/// The last position before a moment.
async fn before(tx: &mut TenantTx, moment: Timestamp) -> DbResult<i64> {
    let rows: Vec<PositionRow> = statement(
        "SELECT position FROM journal WHERE tenant_id = $1 AND recorded_at < $2 ORDER BY position DESC LIMIT 1",
    )
    .bind::<SqlUuid, _>(tx.tenant_id())
    .bind::<Timestamptz, _>(jiff_diesel::Timestamp::from(moment))
    .load(tx)
    .await?;
    Ok(rows.as_slice().first().map_or(0, |row| row.position))
}

fn happened(row: Row) -> Happened {
    Happened {
        position: row.position,
        recorded_at: row.recorded_at.to_jiff(),
        aggregate: row.aggregate,
        aggregate_id: row.aggregate_id,
        version: row.version,
        event: row.event,
        deleted: row.deleted,
    }
}

impl Journals {
    /// How far the journals of some tenants reach at a service. Who has none there is left out.
    pub async fn heads(&self, service: &'static str, tenants: &[Uuid]) -> Result<HashMap<Uuid, i64>, Away> {
        let mut all = HashMap::with_capacity(tenants.len());
        for some in tenants.chunks(TENANTS) {
            let ids: Vec<String> = some.iter().map(Uuid::to_string).collect();
            let answer: Heads = self.ask(service, "heads", &[("ids", ids.join(","))]).await?;
            all.extend(answer.heads);
        }
        Ok(all)
    }

    /// What happened at a service to a tenant's things since, a page of it.
    pub async fn since(&self, service: &'static str, tenant_id: Uuid, from: Point) -> Result<Since, Away> {
        let from = match from {
            Point::Position(after) => ("after", after.to_string()),
            Point::Moment(moment) => ("moment", moment.to_string()),
        };
        let tenant = ("tenant_id", tenant_id.to_string());
        self.ask(service, "since", &[tenant, from]).await
    }
}

#[get("/internal/v1/journal/{service}/heads")]
async fn serve_heads(
    _caller: InternalCaller,
    of: Path<String>,
    asked: Query<AskedHeads>,
    journals: Data<rebuild::Journals>,
) -> Result<Json<Heads>, Problem> {
    let db = journals.0.get(of.as_str()).ok_or_else(Problem::no_such_address)?;
    let heads = heads(db, asked.into_inner().ids.0).await?;
    Ok(Json(Heads { heads }))
}

#[get("/internal/v1/journal/{service}/since")]
async fn serve_since(
    _caller: InternalCaller,
    of: Path<String>,
    asked: Query<AskedSince>,
    journals: Data<rebuild::Journals>,
) -> Result<Json<Since>, Problem> {
    let db = journals.0.get(of.as_str()).ok_or_else(Problem::no_such_address)?;
    let from = match asked.moment {
        Some(moment) if asked.after.is_none() => Point::Moment(moment),
        _ => Point::Position(asked.after.unwrap_or_default()),
    };
    let scope = TenantScope::proven(asked.tenant_id);
    Ok(Json(db.tenant(&scope, async |tx| since(tx, from).await).await?))
}

/// The internal addresses by which it is told what has happened.
pub fn routes(config: &mut ServiceConfig) {
    config.service(serve_heads).service(serve_since);
}
