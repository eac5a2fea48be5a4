//! Where the tenant's days end.

use diesel::{prelude::*, query_dsl::methods::FilterDsl, upsert::excluded};
use diesel_async::RunQueryDsl;
use platform::db::{DbResult, TenantTx};

use crate::schema::organisations;

/// Until the organisation was heard of.
const DEFAULT: &str = "Europe/Helsinki";

/// Keeps what an event told, unless something newer is known.
pub async fn keep(tx: &mut TenantTx, version: i64, time_zone: &str) -> DbResult<()> {
    let tenant = organisations::tenant_id.eq(tx.tenant_id());
    let told = (
        tenant,
        organisations::version.eq(version),
        organisations::time_zone.eq(time_zone),
    );
    let newer = diesel::insert_into(organisations::table)
        .values(told)
        .on_conflict(organisations::tenant_id)
        .do_update()
        .set((
            organisations::version.eq(excluded(organisations::version)),
            organisations::time_zone.eq(excluded(organisations::time_zone)),
        ));
    let newer = FilterDsl::filter(newer, organisations::version.lt(excluded(organisations::version)));
    newer.execute(tx).await?;
    Ok(())
}

/// The tenant's time zone.
pub async fn time_zone(tx: &mut TenantTx) -> DbResult<String> {
    let kept: Option<String> = QueryDsl::filter(organisations::table, organisations::tenant_id.eq(tx.tenant_id()))
        .select(organisations::time_zone)
        .first(tx)
        .await
        .optional()?;
    Ok(kept
        .filter(|zone| !zone.is_empty())
        .unwrap_or_else(|| DEFAULT.to_owned()))
}
