//! Little of many goals: how they hang together, and what is counted.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use platform::{
    db::{DbResult, Kept, TenantTx},
    http::Ids,
    values::Text,
};
use uuid::Uuid;

use super::Row;
use crate::{
    goal::{
        GoalId,
        attainment::{Outline, Rule},
    },
    goal_link::coverage::Placed,
    schema::goals,
};

/// What of a goal decides how it is doing.
#[derive(Queryable, Selectable)]
#[diesel(table_name = goals, check_for_backend(diesel::pg::Pg))]
struct Outlined {
    id: Uuid,
    parent_id: Option<Uuid>,
    status: String,
    attainment_rule: Rule,
}

impl From<Outlined> for Outline {
    fn from(row: Outlined) -> Self {
        Self {
            id: GoalId(row.id),
            parent_id: row.parent_id.map(GoalId),
            open: row.status == "open",
            rule: row.attainment_rule,
        }
    }
}

/// How every goal of the tenant stands to the others, by title: what decides how they are doing.
pub async fn outlines(tx: &mut TenantTx) -> DbResult<Vec<Outline>> {
    let query = Row::of(tx)
        .order((goals::title_sort, goals::id))
        .select(Outlined::as_select());
    let rows: Vec<Outlined> = query.load(tx).await?;
    Ok(rows.into_iter().map(Outline::from).collect())
}

/// The same of one goal and of those right below it.
pub async fn outlines_around(tx: &mut TenantTx, id: GoalId) -> DbResult<Vec<Outline>> {
    let query = Row::of(tx)
        .filter(goals::id.eq(id.0).or(goals::parent_id.eq(id.0)))
        .order((goals::title_sort, goals::id))
        .select(Outlined::as_select());
    let rows: Vec<Outlined> = query.load(tx).await?;
    Ok(rows.into_iter().map(Outline::from).collect())
}

/// Every goal by title, as far as the coverage matrix asks for it.
pub async fn placed(tx: &mut TenantTx) -> DbResult<Vec<Placed>> {
    type Told = (Uuid, Option<Uuid>, String, String, Kept<Text>, Uuid);
    let query = Row::of(tx).order((goals::title_sort, goals::id)).select((
        goals::id,
        goals::parent_id,
        goals::level,
        goals::status,
        goals::title,
        goals::accountable_unit_id,
    ));
    let rows: Vec<Told> = query.load(tx).await?;
    let placed = |(id, parent_id, level, status, title, unit): Told| Placed {
        id: GoalId(id),
        parent_id: parent_id.map(GoalId),
        level,
        open: status == "open",
        title: title.0,
        accountable_unit_id: unit,
    };
    Ok(rows.into_iter().map(placed).collect())
}

/// Level and status of every goal, or of some, by title.
pub async fn levels_and_statuses(tx: &mut TenantTx, some: Option<&Ids>) -> DbResult<Vec<(GoalId, String, String)>> {
    let mut query = Row::of(tx)
        .order((goals::title_sort, goals::id))
        .select((goals::id, goals::level, goals::status))
        .into_boxed();
    if let Some(ids) = some {
        query = query.filter(goals::id.eq_any(ids.0.clone()));
    }
    let rows: Vec<(Uuid, String, String)> = query.load(tx).await?;
    let goal = |(id, level, status)| (GoalId(id), level, status);
    Ok(rows.into_iter().map(goal).collect())
}
