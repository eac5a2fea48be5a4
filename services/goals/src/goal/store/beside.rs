//! What stands beside a goal's own row: units that work for it or are asked, and themes.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use platform::db::{DbResult, TenantTx};
use uuid::Uuid;

use crate::{
    goal::{Goal, GoalId},
    schema::{goal_themes, goal_units},
};

#[derive(Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = goal_units, check_for_backend(diesel::pg::Pg))]
struct UnitRow {
    tenant_id: Uuid,
    goal_id: Uuid,
    part: String,
    unit_id: Uuid,
    position: i32,
}

#[derive(Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = goal_themes, check_for_backend(diesel::pg::Pg))]
struct ThemeRow {
    tenant_id: Uuid,
    goal_id: Uuid,
    theme_id: Uuid,
    position: i32,
}

pub(super) const RESPONSIBLE: &str = "responsible";
pub(super) const CONSULTED: &str = "consulted";

/// What stands beside a page of goals.
#[derive(Default)]
pub(super) struct Beside {
    units: HashMap<(Uuid, &'static str), Vec<Uuid>>,
    themes: HashMap<Uuid, Vec<Uuid>>,
}

impl Beside {
    pub(super) async fn of(tx: &mut TenantTx, ids: Vec<Uuid>) -> DbResult<Self> {
        let mut beside = Self::default();
        if ids.is_empty() {
            return Ok(beside);
        }
        let units: Vec<UnitRow> = goal_units::table
            .filter(goal_units::tenant_id.eq(tx.tenant_id()))
            .filter(goal_units::goal_id.eq_any(&ids))
            .order((goal_units::goal_id, goal_units::position))
            .select(UnitRow::as_select())
            .load(tx)
            .await?;
        for row in units {
            let part = if row.part == RESPONSIBLE {
                RESPONSIBLE
            } else {
                CONSULTED
            };
            beside.units.entry((row.goal_id, part)).or_default().push(row.unit_id);
        }
        let themes: Vec<ThemeRow> = goal_themes::table
            .filter(goal_themes::tenant_id.eq(tx.tenant_id()))
            .filter(goal_themes::goal_id.eq_any(&ids))
            .order((goal_themes::goal_id, goal_themes::position))
            .select(ThemeRow::as_select())
            .load(tx)
            .await?;
        for row in themes {
            beside.themes.entry(row.goal_id).or_default().push(row.theme_id);
        }
        Ok(beside)
    }

    pub(super) fn units(&mut self, goal: Uuid, part: &'static str) -> Vec<Uuid> {
        self.units.remove(&(goal, part)).unwrap_or_default()
    }

    pub(super) fn themes(&mut self, goal: Uuid) -> Vec<Uuid> {
        self.themes.remove(&goal).unwrap_or_default()
    }
}

pub(super) async fn attach(tx: &mut TenantTx, goal: &Goal) -> DbResult<()> {
    let (tenant_id, goal_id) = (tx.tenant_id(), goal.id.0);
    let units = [
        (RESPONSIBLE, &goal.content.responsible_unit_ids),
        (CONSULTED, &goal.content.consulted_unit_ids),
    ];
    let units: Vec<UnitRow> = units
        .into_iter()
        .flat_map(|(part, ids)| (0..).zip(ids).map(move |(position, id)| (part, position, *id)))
        .map(|(part, position, unit_id)| UnitRow {
            tenant_id,
            goal_id,
            part: part.to_owned(),
            unit_id,
            position,
        })
        .collect();
    if !units.is_empty() {
        diesel::insert_into(goal_units::table).values(units).execute(tx).await?;
    }
    let themes: Vec<ThemeRow> = (0..)
        .zip(&goal.content.theme_ids)
        .map(|(position, theme_id)| ThemeRow {
            tenant_id,
            goal_id,
            theme_id: *theme_id,
            position,
        })
        .collect();
    if !themes.is_empty() {
        diesel::insert_into(goal_themes::table)
            .values(themes)
            .execute(tx)
            .await?;
    }
    Ok(())
}

pub(super) async fn detach(tx: &mut TenantTx, id: GoalId) -> DbResult<()> {
    let units = goal_units::table
        .filter(goal_units::tenant_id.eq(tx.tenant_id()))
        .filter(goal_units::goal_id.eq(id.0));
    diesel::delete(units).execute(tx).await?;
    let themes = goal_themes::table
        .filter(goal_themes::tenant_id.eq(tx.tenant_id()))
        .filter(goal_themes::goal_id.eq(id.0));
    diesel::delete(themes).execute(tx).await?;
    Ok(())
}
