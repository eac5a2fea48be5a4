//! Files that a tenant has in other services: they count towards one limit of all.

use contracts::envelope::v1 as wire;
use diesel::{
    QueryableByName,
    sql_types::{BigInt, Bool, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl as _;

use crate::{
    db::{DbError, DbResult, TenantTx, statement},
    events::{Consumer, Handled, Received},
};

/// Listens to what another service tells of its files.
pub fn files_of(consumer: Consumer, source: &'static str) -> Consumer {
    consumer.on::<wire::Attachment, _>(source, "attachment", file)
}

async fn file(tx: &mut TenantTx, event: Received<wire::Attachment>) -> Handled {
    statement(
        "INSERT INTO known_files AS k (tenant_id, id, version, bytes, gone) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (tenant_id, id) DO UPDATE
         SET version = excluded.version, bytes = excluded.bytes, gone = excluded.gone
         WHERE k.version < excluded.version",
    )
    .bind::<SqlUuid, _>(tx.tenant_id())
    .bind::<SqlUuid, _>(event.aggregate_id)
    .bind::<BigInt, _>(event.version)
    .bind::<BigInt, _>(event.state.bytes)
    .bind::<Bool, _>(event.deleted)
    .execute(tx)
    .await
    .map_err(DbError::from)?;
    Ok(())
}

#[derive(QueryableByName)]
struct Sum {
    #[diesel(sql_type = BigInt)]
    bytes: i64,
}

/// How much the tenant's files in other services come to.
pub(crate) async fn bytes_elsewhere(tx: &mut TenantTx) -> DbResult<i64> {
    let sum: Sum =
        statement("SELECT coalesce(sum(bytes), 0)::bigint AS bytes FROM known_files WHERE tenant_id = $1 AND NOT gone")
            .bind::<SqlUuid, _>(tx.tenant_id())
            .get_result(tx)
            .await?;
    Ok(sum.bytes)
}
