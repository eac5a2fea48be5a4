//! Where a tenant's days end.

use diesel::{
    OptionalExtension as _, QueryableByName,
    sql_types::{BigInt, Text, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl as _;
use jiff::civil::Date;

use crate::{
    clock::Clock,
    db::{DbResult, TenantTx, statement},
};

/// Until the tenant's own was heard of.
const DEFAULT: &str = "Europe/Helsinki";

/// Keeps what an event told, unless something newer is known.
pub async fn keep_zone(tx: &mut TenantTx, version: i64, time_zone: &str) -> DbResult<()> {
    statement(
        "INSERT INTO known_zones AS k (tenant_id, version, time_zone) VALUES ($1, $2, $3)
         ON CONFLICT (tenant_id) DO UPDATE SET version = excluded.version, time_zone = excluded.time_zone
         WHERE k.version < excluded.version",
    )
    .bind::<SqlUuid, _>(tx.tenant_id())
    .bind::<BigInt, _>(version)
    .bind::<Text, _>(time_zone)
    .execute(tx)
    .await?;
    Ok(())
}

#[derive(QueryableByName)]
struct Zone {
    #[diesel(sql_type = Text)]
    time_zone: String,
}

/// The tenant's time zone.
async fn time_zone(tx: &mut TenantTx) -> DbResult<String> {
    let kept: Option<Zone> = statement("SELECT time_zone FROM known_zones WHERE tenant_id = $1")
        .bind::<SqlUuid, _>(tx.tenant_id())
        .get_result(tx)
        .await
        .optional()?;
    let told = kept.map(|zone| zone.time_zone).filter(|zone| !zone.is_empty());
    Ok(told.unwrap_or_else(|| DEFAULT.to_owned()))
}

impl Clock {
    /// Today, where the tenant lives.
    pub async fn today_of(&self, tx: &mut TenantTx) -> DbResult<Date> {
        Ok(self.today(&time_zone(tx).await?))
    }
}
