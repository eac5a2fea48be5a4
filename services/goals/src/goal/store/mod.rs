//! How goals are kept.

mod beside;
mod outline;
pub mod tree;

use std::collections::HashMap;

use diesel::{dsl::auto_type, prelude::*};
use diesel_async::RunQueryDsl;
use jiff_diesel::{Date, Timestamp, ToDiesel as _};
use platform::{
    db::{
        DbResult, Kept, Page, Rows, TenantTx, one_row,
        search::{searchable, sort_key, sought, strpos},
        take_turns,
    },
    fetch_names, fetch_page,
    http::{Names, NamesAsked},
    values::{Period, Text},
};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use self::beside::{Beside, CONSULTED, RESPONSIBLE, attach, detach};
pub use self::outline::{levels_and_statuses, outlines, outlines_around, placed};
use super::{
    Goal, GoalId,
    attainment::Rule,
    judgement::{Judgement, Verdict},
    model::{GoalContent, Kind, OfPolicy, Status},
    tree::Parents,
};
use crate::{
    policy::PolicyId,
    schema::{assignments, goal_links, goal_themes, goal_units, goals, indicator_goals},
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
    kind: Option<Kind>,
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
    attainment_rule: Rule,
    judgement_status: Option<Verdict>,
    judgement_reasons: Option<String>,
    judged_by: Option<Uuid>,
    judged_at: Option<Timestamp>,
}

impl Row {
    #[auto_type(no_type_alias)]
    fn of(tx: &TenantTx) -> _ {
        let tenant: Uuid = tx.tenant_id();
        goals::table.filter(goals::tenant_id.eq(tenant))
    }

    fn from_goal(tenant_id: Uuid, goal: &Goal) -> Self {
        let (content, judgement) = (&goal.content, goal.judgement.as_ref());
        let (status, closed_on, closed_reason) = match &goal.status {
            Status::Open => ("open", None, None),
            Status::Closed { on, reason } => ("closed", Some(on.to_diesel()), reason.clone()),
        };
        Self {
            tenant_id,
            id: goal.id.0,
            version: goal.version,
            title_sort: sort_key(&content.title),
            search_text: searchable([&content.title].into_iter().chain(&content.description), []),
            title: Kept(content.title.clone()),
            description: content.description.clone().map(Kept),
            level: content.level.clone(),
            kind: content.kind,
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
            attainment_rule: content.attainment_rule,
            judgement_status: judgement.map(|j| j.status),
            judgement_reasons: judgement.map(|j| j.reasons.clone()),
            judged_by: judgement.map(|j| j.by),
            judged_at: judgement.map(|j| j.at.to_diesel()),
        }
    }

    fn read(self, beside: &mut Beside) -> Goal {
        let status = match self.closed_on {
            None => Status::Open,
            Some(on) => Status::Closed {
                on: on.to_jiff(),
                reason: self.closed_reason,
            },
        };
        let judgement = self
            .judgement_status
            .zip(self.judgement_reasons)
            .zip(self.judged_by.zip(self.judged_at))
            .map(|((status, reasons), (by, at))| Judgement {
                status,
                reasons,
                by,
                at: at.to_jiff(),
            });
        let policy = self.policy_id.map(|id| OfPolicy {
            id: PolicyId(id),
            edition: self.policy_edition,
        });
        Goal {
            id: GoalId(self.id),
            version: self.version,
            content: GoalContent {
                title: self.title.0,
                description: self.description.map(|d| d.0),
                level: self.level,
                kind: self.kind,
                parent_id: self.parent_id.map(GoalId),
                policy,
                accountable_unit_id: self.accountable_unit_id,
                responsible_unit_ids: beside.units(self.id, RESPONSIBLE),
                consulted_unit_ids: beside.units(self.id, CONSULTED),
                period: Period {
                    from: self.period_from.to_jiff(),
                    to: self.period_to.map(Date::to_jiff),
                },
                cross_cutting: self.cross_cutting,
                to_be_measured: self.to_be_measured,
                theme_ids: beside.themes(self.id),
                attainment_rule: self.attainment_rule,
            },
            status,
            judgement,
            created_at: self.created_at.to_jiff(),
        }
    }
}

async fn whole(tx: &mut TenantTx, rows: Vec<Row>) -> DbResult<Vec<Goal>> {
    let mut beside = Beside::of(tx, rows.iter().map(|row| row.id).collect()).await?;
    Ok(rows.into_iter().map(|row| row.read(&mut beside)).collect())
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

/// Lets changes of the tenant's tree take turns: two moves at once could tie a ring that neither sees.
pub async fn hold_tree(tx: &mut TenantTx) -> DbResult<()> {
    let name = format!("goals/tree/{}", tx.tenant_id());
    take_turns(tx, name).await
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

/// What they are called.
pub async fn names(tx: &mut TenantTx, asked: &NamesAsked) -> DbResult<Names> {
    Ok(fetch_names!(tx, asked, Row::of(tx), (goals::id, goals::title => Kept<Text>) by goals::title_sort))
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
    if let Some(q) = sought(filter.q.as_deref()) {
        query = query.filter(strpos(goals::search_text, q).gt(0));
    }
    let Rows { rows, next } = fetch_page!(tx, query, page, Row of goals by {
        "title" => title_sort: String,
        "created_at" => created_at: Timestamp,
        "period_from" => period_from: Date,
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
    one_row(diesel::update(target).set(&row).execute(tx).await?)?;
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
    let tied = goal_links::table
        .filter(goal_links::tenant_id.eq(tenant))
        .filter(goal_links::goal_id.eq(id.0))
        .select(goal_links::id);
    let tied: Option<Uuid> = tied.first(tx).await.optional()?;
    Ok(below.or(measured).or(assigned).or(tied).is_some())
}

pub async fn delete(tx: &mut TenantTx, id: GoalId) -> DbResult<()> {
    detach(tx, id).await?;
    let target = Row::of(tx).filter(goals::id.eq(id.0));
    one_row(diesel::delete(target).execute(tx).await?)
}
