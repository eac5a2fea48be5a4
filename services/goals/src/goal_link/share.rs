//! Which goals projects serve by their own plans: each names its goals with shares. Kept as their events tell.

use diesel::{dsl::auto_type, prelude::*};
use diesel_async::RunQueryDsl;
use platform::db::{DbResult, TenantTx};
use uuid::Uuid;

use crate::{goal::GoalId, schema::known_shares};

/// A project that names a goal.
#[derive(Clone, Copy, Debug)]
pub struct Share {
    pub project_id: Uuid,
    pub goal_id: GoalId,
}

#[auto_type(no_type_alias)]
fn of(tx: &TenantTx) -> _ {
    let tenant: Uuid = tx.tenant_id();
    known_shares::table.filter(known_shares::tenant_id.eq(tenant))
}

/// Every share of the tenant.
pub async fn all(tx: &mut TenantTx) -> DbResult<Vec<Share>> {
    let query = of(tx).select((known_shares::project_id, known_shares::goal_id));
    let rows: Vec<(Uuid, Uuid)> = query.load(tx).await?;
    let share = |(project_id, goal_id)| Share {
        project_id,
        goal_id: GoalId(goal_id),
    };
    Ok(rows.into_iter().map(share).collect())
}

/// The goals that a project names now.
pub async fn keep(tx: &mut TenantTx, project: Uuid, goals: &[Uuid]) -> DbResult<()> {
    let before = of(tx).filter(known_shares::project_id.eq(project));
    diesel::delete(before).execute(tx).await?;
    let row = |goal: &Uuid| {
        (
            known_shares::tenant_id.eq(tx.tenant_id()),
            known_shares::project_id.eq(project),
            known_shares::goal_id.eq(*goal),
        )
    };
    let rows: Vec<_> = goals.iter().map(row).collect();
    diesel::insert_into(known_shares::table)
        .values(&rows)
        .on_conflict_do_nothing()
        .execute(tx)
        .await?;
    Ok(())
}
