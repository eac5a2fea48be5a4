//! How goal thresholds are kept: one row for each tenant that set its own.

use diesel::{dsl::auto_type, prelude::*};
use diesel_async::RunQueryDsl;
use platform::db::{DbResult, TenantTx, one_row};
use rust_decimal::Decimal;
use uuid::Uuid;

use super::Thresholds;
use crate::{quantity::Quantity, schema::goal_thresholds};

#[auto_type(no_type_alias)]
fn of(tx: &TenantTx) -> _ {
    let tenant: Uuid = tx.tenant_id();
    goal_thresholds::table.filter(goal_thresholds::tenant_id.eq(tenant))
}

/// The tenant's thresholds; the usual ones when it has set none.
pub async fn current(tx: &mut TenantTx) -> DbResult<Thresholds> {
    let row: Option<(i64, Decimal, Decimal)> = of(tx)
        .select((
            goal_thresholds::version,
            goal_thresholds::on_track,
            goal_thresholds::watch,
        ))
        .first(tx)
        .await
        .optional()?;
    Ok(
        row.map_or_else(Thresholds::default, |(version, on_track, watch)| Thresholds {
            version,
            on_track: Quantity(on_track),
            watch: Quantity(watch),
        }),
    )
}

/// Keeps the thresholds that follow those of the version before. Two first ones at once: the second finds it taken.
pub async fn keep(tx: &mut TenantTx, thresholds: Thresholds) -> DbResult<()> {
    let tenant = goal_thresholds::tenant_id.eq(tx.tenant_id());
    let kept = (
        goal_thresholds::version.eq(thresholds.version),
        goal_thresholds::on_track.eq(thresholds.on_track.0),
        goal_thresholds::watch.eq(thresholds.watch.0),
    );
    if thresholds.version == 1 {
        diesel::insert_into(goal_thresholds::table)
            .values((tenant, kept.0, kept.1, kept.2))
            .execute(tx)
            .await?;
        return Ok(());
    }
    let target = of(tx).filter(goal_thresholds::version.eq(thresholds.version - 1));
    one_row(diesel::update(target).set(kept).execute(tx).await?)
}
