//! How goals are kept.

use std::collections::HashMap;

use diesel::{dsl::auto_type, prelude::*};
use diesel_async::RunQueryDsl;
use jiff_diesel::{Date, Timestamp, ToDiesel as _};
use platform::{
    db::{DbResult, Page, Rows, TenantTx, page::SortKey as _},
    keyset,
    values::{Period, Text},
};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::{
    Goal, GoalId,
    model::{GoalContent, Kind, OfPolicy, Parents, Status},
};
use crate::{
    kept::{self, Kept, read_code},
    policy::PolicyId,
    schema::{assignments, goal_themes, goal_units, goals, indicator_goals},
};

/// What goals can be listed by.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct GoalFilter {
    pub parent_id: Option<Uuid>,
    pub level: Option<String>,
    /// Accountable, responsible or consulted.
    pub unit_id: Option<Uuid>,
    pub accountable_unit_id: Option<Uuid>,
    pub theme_id: Option<Uuid>,
    pub policy_id: Option<Uuid>,
    pub cross_cutting: Option<bool>,
    pub to_be_measured: Option<bool>,
    /// `open` or `closed`.
    pub status: Option<String>,
    /// Words of title or description.
    pub q: Option<String>,
}

#[derive(Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = goals, primary_key(tenant_id, id), treat_none_as_null = true, check_for_backend(diesel::pg::Pg))]
struct Row {
    tenant_id: Uuid,
    id: Uuid,
    version: i64,
    title: Kept<Text>,
    title_sort: String,
    description: Option<Kept<Text>>,
    level: String,
    kind: Option<String>,
    parent_id: Option<Uuid>,
    policy_id: Option<Uuid>,
    policy_edition: Option<i32>,
    accountable_unit_id: Uuid,
    period_from: Date,
    period_to: Option<Date>,
    cross_cutting: bool,
    to_be_measured: bool,
    status: String,
    closed_on: Option<Date>,
    closed_reason: Option<String>,
    search_text: String,
    created_at: Timestamp,
}

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

const RESPONSIBLE: &str = "responsible";
const CONSULTED: &str = "consulted";

impl Row {
    #[auto_type(no_type_alias)]
    fn of(tx: &TenantTx) -> _ {
        let tenant: Uuid = tx.tenant_id();
        goals::table.filter(goals::tenant_id.eq(tenant))
    }

    fn from_goal(tenant_id: Uuid, goal: &Goal) -> Self {
        let content = &goal.content;
        let (status, closed_on, closed_reason) = match &goal.status {
            Status::Open => ("open", None, None),
            Status::Closed { on, reason } => ("closed", Some(on.to_diesel()), reason.clone()),
        };
        Self {
            tenant_id,
            id: goal.id.0,
            version: goal.version,
            title_sort: kept::sort_key(&content.title),
            search_text: kept::searchable([&content.title].into_iter().chain(&content.description)),
            title: Kept(content.title.clone()),
            description: content.description.clone().map(Kept),
            level: content.level.clone(),
            kind: content.kind.map(|k| k.code().to_owned()),
            parent_id: content.parent_id.map(Uuid::from),
            policy_id: content.policy.map(|p| p.id.0),
            policy_edition: content.policy.and_then(|p| p.edition),
            accountable_unit_id: content.accountable_unit_id,
            period_from: content.period.from.to_diesel(),
            period_to: content.period.to.map(Date::from),
            cross_cutting: content.cross_cutting,
            to_be_measured: content.to_be_measured,
            status: status.to_owned(),
            closed_on,
            closed_reason,
            created_at: goal.created_at.to_diesel(),
        }
    }

    fn read(self, around: &mut Around) -> DbResult<Goal> {
        let kind = self.kind.map(|k| read_code("kind", &k, Kind::from_code)).transpose()?;
        let status = match self.closed_on {
            None => Status::Open,
            Some(on) => Status::Closed {
                on: on.to_jiff(),
                reason: self.closed_reason,
            },
        };
        let policy = self.policy_id.map(|id| OfPolicy {
            id: PolicyId(id),
            edition: self.policy_edition,
        });
        Ok(Goal {
            id: GoalId(self.id),
            version: self.version,
            content: GoalContent {
                title: self.title.0,
                description: self.description.map(|d| d.0),
                level: self.level,
                kind,
                parent_id: self.parent_id.map(GoalId),
                policy,
                accountable_unit_id: self.accountable_unit_id,
                responsible_unit_ids: around.units.remove(&(self.id, RESPONSIBLE)).unwrap_or_default(),
                consulted_unit_ids: around.units.remove(&(self.id, CONSULTED)).unwrap_or_default(),
                period: Period {
                    from: self.period_from.to_jiff(),
                    to: self.period_to.map(Date::to_jiff),
                },
                cross_cutting: self.cross_cutting,
                to_be_measured: self.to_be_measured,
                theme_ids: around.themes.remove(&self.id).unwrap_or_default(),
            },
            status,
            created_at: self.created_at.to_jiff(),
        })
    }
}

/// What hangs on a page of goals.
#[derive(Default)]
struct Around {
    units: HashMap<(Uuid, &'static str), Vec<Uuid>>,
    themes: HashMap<Uuid, Vec<Uuid>>,
}

async fn around(tx: &mut TenantTx, rows: &[Row]) -> DbResult<Around> {
    let ids: Vec<Uuid> = rows.iter().map(|r| r.id).collect();
    let mut around = Around::default();
    if ids.is_empty() {
        return Ok(around);
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
        around.units.entry((row.goal_id, part)).or_default().push(row.unit_id);
    }
    let themes: Vec<ThemeRow> = goal_themes::table
        .filter(goal_themes::tenant_id.eq(tx.tenant_id()))
        .filter(goal_themes::goal_id.eq_any(&ids))
        .order((goal_themes::goal_id, goal_themes::position))
        .select(ThemeRow::as_select())
        .load(tx)
        .await?;
    for row in themes {
        around.themes.entry(row.goal_id).or_default().push(row.theme_id);
    }
    Ok(around)
}

async fn whole(tx: &mut TenantTx, rows: Vec<Row>) -> DbResult<Vec<Goal>> {
    let mut around = around(tx, &rows).await?;
    rows.into_iter().map(|row| row.read(&mut around)).collect()
}

pub async fn find(tx: &mut TenantTx, id: GoalId) -> DbResult<Option<Goal>> {
    let row = Row::of(tx)
        .filter(goals::id.eq(id.0))
        .select(Row::as_select())
        .first(tx)
        .await
        .optional()?;
    Ok(whole(tx, row.into_iter().collect()).await?.pop())
}

/// The goal, held against concurrent change until the transaction ends.
pub async fn lock(tx: &mut TenantTx, id: GoalId) -> DbResult<Option<Goal>> {
    let query = Row::of(tx)
        .filter(goals::id.eq(id.0))
        .select(Row::as_select())
        .for_update();
    let row = query.first(tx).await.optional()?;
    Ok(whole(tx, row.into_iter().collect()).await?.pop())
}

#[derive(QueryableByName)]
struct Held {
    #[diesel(sql_type = diesel::sql_types::Bool)]
    #[expect(dead_code, reason = "read so that the statement returns a row")]
    held: bool,
}

/// Lets changes of the tenant's tree take turns: two moves at once could tie a ring that neither sees.
#[expect(clippy::disallowed_methods, reason = "an advisory lock")]
pub async fn hold_tree(tx: &mut TenantTx) -> DbResult<()> {
    let name = format!("goals/tree/{}", tx.tenant_id());
    let sql = "SELECT pg_advisory_xact_lock(hashtextextended($1, 0)) IS NOT NULL AS held";
    let _: Held = diesel::sql_query(sql)
        .bind::<diesel::sql_types::Text, _>(name)
        .get_result(tx)
        .await?;
    Ok(())
}

/// How the tenant's whole tree hangs together.
pub async fn parents(tx: &mut TenantTx) -> DbResult<Parents> {
    let rows: Vec<(Uuid, Option<Uuid>)> = Row::of(tx).select((goals::id, goals::parent_id)).load(tx).await?;
    Ok(rows
        .into_iter()
        .map(|(id, parent)| (GoalId(id), parent.map(GoalId)))
        .collect())
}

/// Those of the goals that are there, each with whether it is open.
pub async fn open_ones(tx: &mut TenantTx, ids: &[GoalId]) -> DbResult<HashMap<GoalId, bool>> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let query = Row::of(tx)
        .filter(goals::id.eq_any(ids))
        .select((goals::id, goals::status));
    let rows: Vec<(Uuid, String)> = query.load(tx).await?;
    Ok(rows
        .into_iter()
        .map(|(id, status)| (GoalId(id), status == "open"))
        .collect())
}

/// Whether any goal stands at this level.
pub async fn level_is_used(tx: &mut TenantTx, level: &str) -> DbResult<bool> {
    let query = Row::of(tx).filter(goals::level.eq(level.to_owned())).select(goals::id);
    let one: Option<Uuid> = query.first(tx).await.optional()?;
    Ok(one.is_some())
}

/// Every goal of the tenant, by title.
pub async fn all(tx: &mut TenantTx) -> DbResult<Vec<Goal>> {
    let query = Row::of(tx)
        .order((goals::title_sort, goals::id))
        .select(Row::as_select());
    let rows: Vec<Row> = query.load(tx).await?;
    whole(tx, rows).await
}

pub async fn page(tx: &mut TenantTx, filter: &GoalFilter, page: &Page) -> DbResult<Rows<Goal>> {
    let tenant = tx.tenant_id();
    let mut query = Row::of(tx).select(Row::as_select()).into_boxed();
    if let Some(id) = filter.parent_id {
        query = query.filter(goals::parent_id.eq(id));
    }
    if let Some(level) = &filter.level {
        query = query.filter(goals::level.eq(level.clone()));
    }
    if let Some(id) = filter.accountable_unit_id {
        query = query.filter(goals::accountable_unit_id.eq(id));
    }
    if let Some(id) = filter.unit_id {
        let with = goal_units::table
            .filter(goal_units::tenant_id.eq(tenant))
            .filter(goal_units::unit_id.eq(id));
        let with = with.select(goal_units::goal_id);
        query = query.filter(goals::accountable_unit_id.eq(id).or(goals::id.eq_any(with)));
    }
    if let Some(id) = filter.theme_id {
        let with = goal_themes::table
            .filter(goal_themes::tenant_id.eq(tenant))
            .filter(goal_themes::theme_id.eq(id));
        query = query.filter(goals::id.eq_any(with.select(goal_themes::goal_id)));
    }
    if let Some(id) = filter.policy_id {
        query = query.filter(goals::policy_id.eq(id));
    }
    if let Some(yes) = filter.cross_cutting {
        query = query.filter(goals::cross_cutting.eq(yes));
    }
    if let Some(yes) = filter.to_be_measured {
        query = query.filter(goals::to_be_measured.eq(yes));
    }
    if let Some(status) = &filter.status {
        query = query.filter(goals::status.eq(status.clone()));
    }
    if let Some(q) = &filter.q {
        query = query.filter(kept::strpos(goals::search_text, kept::sought(q)).gt(0));
    }
    let query = keyset!(query, page, goals::id, {
        "title" => goals::title_sort => String,
        "created_at" => goals::created_at => Timestamp,
        "period_from" => goals::period_from => Date,
    });
    let rows: Vec<Row> = query.load(tx).await?;
    let Rows { rows, next } = page.cut(rows, |row, sort| {
        let key = match sort {
            "created_at" => row.created_at.write(),
            "period_from" => row.period_from.write(),
            _ => row.title_sort.clone(),
        };
        (key, row.id)
    });
    Ok(Rows {
        rows: whole(tx, rows).await?,
        next,
    })
}

pub async fn insert(tx: &mut TenantTx, goal: &Goal) -> DbResult<()> {
    let row = Row::from_goal(tx.tenant_id(), goal);
    diesel::insert_into(goals::table).values(&row).execute(tx).await?;
    attach(tx, goal).await
}

pub async fn update(tx: &mut TenantTx, goal: &Goal) -> DbResult<()> {
    let row = Row::from_goal(tx.tenant_id(), goal);
    let target = Row::of(tx)
        .filter(goals::id.eq(goal.id.0))
        .filter(goals::version.eq(goal.version - 1));
    kept::one(diesel::update(target).set(&row).execute(tx).await?)?;
    detach(tx, goal.id).await?;
    attach(tx, goal).await
}

/// Whether anything hangs on the goal.
pub async fn is_used(tx: &mut TenantTx, id: GoalId) -> DbResult<bool> {
    let tenant = tx.tenant_id();
    let below = Row::of(tx).filter(goals::parent_id.eq(id.0)).select(goals::id);
    let below: Option<Uuid> = below.first(tx).await.optional()?;
    let measured = indicator_goals::table
        .filter(indicator_goals::tenant_id.eq(tenant))
        .filter(indicator_goals::goal_id.eq(id.0))
        .select(indicator_goals::indicator_id);
    let measured: Option<Uuid> = measured.first(tx).await.optional()?;
    let assigned = assignments::table
        .filter(assignments::tenant_id.eq(tenant))
        .filter(assignments::goal_id.eq(id.0))
        .select(assignments::id);
    let assigned: Option<Uuid> = assigned.first(tx).await.optional()?;
    Ok(below.or(measured).or(assigned).is_some())
}

pub async fn delete(tx: &mut TenantTx, id: GoalId) -> DbResult<()> {
    detach(tx, id).await?;
    let target = Row::of(tx).filter(goals::id.eq(id.0));
    kept::one(diesel::delete(target).execute(tx).await?)
}

async fn attach(tx: &mut TenantTx, goal: &Goal) -> DbResult<()> {
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

async fn detach(tx: &mut TenantTx, id: GoalId) -> DbResult<()> {
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
