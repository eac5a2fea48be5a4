//! How assignments are kept.

use diesel::{dsl::auto_type, prelude::*};
use diesel_async::RunQueryDsl;
use jiff_diesel::{Date, Timestamp, ToDiesel as _};
use platform::{
    db::{
        DbResult, Kept, Page, Rows, TenantTx, one_row,
        search::{searchable, sort_key, sought, strpos},
    },
    fetch_page,
    values::Text,
};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::{
    Assignment, AssignmentId,
    model::{AssignmentContent, Status},
};
use crate::{goal::GoalId, policy::PolicyId, schema::assignments};

/// What assignments can be listed by.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AssignmentFilter {
    pub unit_id: Option<Uuid>,
    pub goal_id: Option<Uuid>,
    pub policy_id: Option<Uuid>,
    /// `open` or `done`.
    pub status: Option<String>,
    /// Words of title or note.
    pub q: Option<String>,
}

#[derive(Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = assignments, primary_key(tenant_id, id), treat_none_as_null = true)]
#[diesel(check_for_backend(diesel::pg::Pg))]
struct Row {
    tenant_id: Uuid,
    id: Uuid,
    version: i64,
    title: Kept<Text>,
    title_sort: String,
    goal_id: Option<Uuid>,
    policy_id: Option<Uuid>,
    unit_id: Uuid,
    due_on: Option<Date>,
    due_sort: Date,
    status: String,
    done_on: Option<Date>,
    note: Option<String>,
    search_text: String,
    created_at: Timestamp,
}

/// Where what is due on no day in particular stands: last.
const NO_DAY: jiff::civil::Date = jiff::civil::date(9999, 12, 31);

impl Row {
    #[auto_type(no_type_alias)]
    fn of(tx: &TenantTx) -> _ {
        let tenant: Uuid = tx.tenant_id();
        assignments::table.filter(assignments::tenant_id.eq(tenant))
    }

    fn from_assignment(tenant_id: Uuid, assignment: &Assignment) -> Self {
        let content = assignment.content.clone();
        let (status, done_on) = match assignment.status {
            Status::Open => ("open", None),
            Status::Done { on } => ("done", Some(on.to_diesel())),
        };
        Self {
            tenant_id,
            id: assignment.id.0,
            version: assignment.version,
            title_sort: sort_key(&content.title),
            search_text: searchable([&content.title], &content.note),
            title: Kept(content.title),
            goal_id: content.goal_id.map(Uuid::from),
            policy_id: content.policy_id.map(Uuid::from),
            unit_id: content.unit_id,
            due_on: content.due_on.map(Date::from),
            due_sort: content.due_on.unwrap_or(NO_DAY).to_diesel(),
            status: status.to_owned(),
            done_on,
            note: content.note,
            created_at: assignment.created_at.to_diesel(),
        }
    }
}

impl From<Row> for Assignment {
    fn from(row: Row) -> Self {
        Self {
            id: AssignmentId(row.id),
            version: row.version,
            content: AssignmentContent {
                title: row.title.0,
                goal_id: row.goal_id.map(GoalId),
                policy_id: row.policy_id.map(PolicyId),
                unit_id: row.unit_id,
                due_on: row.due_on.map(Date::to_jiff),
                note: row.note,
            },
            status: row.done_on.map_or(Status::Open, |on| Status::Done { on: on.to_jiff() }),
            created_at: row.created_at.to_jiff(),
        }
    }
}

pub async fn find(tx: &mut TenantTx, id: AssignmentId) -> DbResult<Option<Assignment>> {
    let query = Row::of(tx).filter(assignments::id.eq(id.0)).select(Row::as_select());
    let row: Option<Row> = query.first(tx).await.optional()?;
    Ok(row.map(Assignment::from))
}

/// The assignment, held against concurrent change until the transaction ends.
pub async fn lock(tx: &mut TenantTx, id: AssignmentId) -> DbResult<Option<Assignment>> {
    let query = Row::of(tx)
        .filter(assignments::id.eq(id.0))
        .select(Row::as_select())
        .for_update();
    let row: Option<Row> = query.first(tx).await.optional()?;
    Ok(row.map(Assignment::from))
}

pub async fn page(tx: &mut TenantTx, filter: &AssignmentFilter, page: &Page) -> DbResult<Rows<Assignment>> {
    let mut query = Row::of(tx).select(Row::as_select()).into_boxed();
    if let Some(id) = filter.unit_id {
        query = query.filter(assignments::unit_id.eq(id));
    }
    if let Some(id) = filter.goal_id {
        query = query.filter(assignments::goal_id.eq(id));
    }
    if let Some(id) = filter.policy_id {
        query = query.filter(assignments::policy_id.eq(id));
    }
    if let Some(status) = &filter.status {
        query = query.filter(assignments::status.eq(status.clone()));
    }
    if let Some(q) = sought(filter.q.as_deref()) {
        query = query.filter(strpos(assignments::search_text, q).gt(0));
    }
    let rows = fetch_page!(tx, query, page, Row of assignments by {
        "due_on" => due_sort: Date,
        "title" => title_sort: String,
        "created_at" => created_at: Timestamp,
    });
    Ok(rows.map(Assignment::from))
}

pub async fn insert(tx: &mut TenantTx, assignment: &Assignment) -> DbResult<()> {
    let row = Row::from_assignment(tx.tenant_id(), assignment);
    diesel::insert_into(assignments::table).values(&row).execute(tx).await?;
    Ok(())
}

pub async fn update(tx: &mut TenantTx, assignment: &Assignment) -> DbResult<()> {
    let row = Row::from_assignment(tx.tenant_id(), assignment);
    let target = Row::of(tx)
        .filter(assignments::id.eq(assignment.id.0))
        .filter(assignments::version.eq(assignment.version - 1));
    one_row(diesel::update(target).set(&row).execute(tx).await?)
}

pub async fn delete(tx: &mut TenantTx, id: AssignmentId) -> DbResult<()> {
    let target = Row::of(tx).filter(assignments::id.eq(id.0));
    one_row(diesel::delete(target).execute(tx).await?)
}
