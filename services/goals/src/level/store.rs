//! How goal levels are kept: one row for each tenant that named its own.

use diesel::{dsl::auto_type, prelude::*};
use diesel_async::RunQueryDsl;
use platform::db::{DbResult, Kept, TenantTx, one_row};
use uuid::Uuid;

use super::{GoalLevels, model::Level};
use crate::schema::goal_levels;

#[auto_type(no_type_alias)]
fn of(tx: &TenantTx) -> _ {
    let tenant: Uuid = tx.tenant_id();
    goal_levels::table.filter(goal_levels::tenant_id.eq(tenant))
}

/// The tenant's levels; the usual ones when it has named none.
pub async fn current(tx: &mut TenantTx) -> DbResult<GoalLevels> {
    let row: Option<(i64, Kept<Vec<Level>>)> = of(tx)
        .select((goal_levels::version, goal_levels::levels))
        .first(tx)
        .await
        .optional()?;
    Ok(row.map_or_else(GoalLevels::default, |(version, levels)| GoalLevels {
        version,
        levels: levels.0,
    }))
}

/// Keeps the levels that follow those of the version before. Two first ones at once: the second finds it taken.
pub async fn keep(tx: &mut TenantTx, levels: &GoalLevels) -> DbResult<()> {
    let tenant = goal_levels::tenant_id.eq(tx.tenant_id());
    let kept = (
        goal_levels::version.eq(levels.version),
        goal_levels::levels.eq(Kept(levels.levels.clone())),
    );
    if levels.version == 1 {
        diesel::insert_into(goal_levels::table)
            .values((tenant, kept.0, kept.1))
            .execute(tx)
            .await?;
        return Ok(());
    }
    let target = of(tx).filter(goal_levels::version.eq(levels.version - 1));
    one_row(diesel::update(target).set(kept).execute(tx).await?)
}
