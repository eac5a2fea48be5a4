//! What has come in already: of each source, up to a position and here and there beyond it.

use std::collections::{HashMap, HashSet};

use diesel::{
    QueryableByName,
    sql_types::{Array, BigInt, Integer, Text, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl as _;

use crate::db::{DbResult, TenantTx, statement};

#[derive(QueryableByName)]
struct Fresh {
    #[diesel(sql_type = Array<BigInt>)]
    fresh: Vec<i64>,
}

/// Notes that events of one source have come. Which of them are new here, by position.
pub(super) async fn first_time(
    tx: &mut TenantTx,
    generation: i32,
    source: &str,
    positions: &[i64],
) -> DbResult<HashSet<i64>> {
    let row: Fresh = statement("SELECT inbox_receive_all($1, $2, $3) AS fresh")
        .bind::<Integer, _>(generation)
        .bind::<Text, _>(source)
        .bind::<Array<BigInt>, _>(positions)
        .get_result(tx)
        .await?;
    Ok(row.fresh.into_iter().collect())
}

#[derive(QueryableByName)]
struct Counted {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// How many events were taken into a copy, of all sources together, a letter that was settled counted once more: another and
/// higher number whenever what was made of them may have changed.
pub async fn taken_in(tx: &mut TenantTx, generation: i32) -> DbResult<i64> {
    let counted: Counted = statement(
        "SELECT (SELECT coalesce(sum(contiguous), 0) FROM inbox_progress WHERE tenant_id = $1 AND generation = $2)::bigint
             + (SELECT count(*) FROM inbox WHERE tenant_id = $1 AND generation = $2)
             + (SELECT count(*) FROM dead_letters WHERE tenant_id = $1 AND settled_at IS NOT NULL) AS count",
    )
    .bind::<SqlUuid, _>(tx.tenant_id())
    .bind::<Integer, _>(generation)
    .get_result(tx)
    .await?;
    Ok(counted.count)
}

#[derive(QueryableByName)]
struct Reached {
    #[diesel(sql_type = Text)]
    source: String,
    #[diesel(sql_type = BigInt)]
    contiguous: i64,
}

/// Up to which position of each source everything has been taken in.
pub async fn progress(tx: &mut TenantTx, generation: i32) -> DbResult<HashMap<String, i64>> {
    let rows: Vec<Reached> =
        statement("SELECT source, contiguous FROM inbox_progress WHERE tenant_id = $1 AND generation = $2")
            .bind::<SqlUuid, _>(tx.tenant_id())
            .bind::<Integer, _>(generation)
            .load(tx)
            .await?;
    Ok(rows.into_iter().map(|r| (r.source, r.contiguous)).collect())
}
