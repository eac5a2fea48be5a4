//! How plans are kept. Kind 3: the sign-up role alone.

use diesel::{
    AsChangeset, BoolExpressionMethods as _, ExpressionMethods as _, Insertable, JoinOnDsl as _,
    NullableExpressionMethods as _, OptionalExtension as _, QueryDsl as _, Queryable, Selectable,
    SelectableHelper as _,
};
use diesel_async::RunQueryDsl as _;
use platform::{
    db::{DbResult, Page, Rows, SystemTx, one_row},
    keyset,
    usage::Stock,
};
use uuid::Uuid;

use super::model::{PEOPLE, Plan, PlanContent, PlanId};
use crate::{
    kept::{json, read, sort_key},
    schema::{plans, subscriptions},
};

/// How people are counted for usage: members, and those who were invited and may still come.
pub const STOCK: Stock = Stock {
    kind: PEOPLE.kind,
    count: "SELECT (SELECT count(*) FROM memberships WHERE tenant_id = $1 AND NOT ended)
                 + (SELECT count(*) FROM invitations WHERE tenant_id = $1 AND state = 'open'
                    AND expires_at > clock_timestamp()) AS amount",
};

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = plans, treat_none_as_null = true)]
struct Row {
    id: Uuid,
    version: i64,
    name: serde_json::Value,
    name_sort: String,
    people: Option<i64>,
    projects: Option<i64>,
    storage_bytes: Option<i64>,
    calls_per_minute: Option<i64>,
    offered: bool,
    created_at: jiff_diesel::Timestamp,
    changed_at: jiff_diesel::Timestamp,
    changed_by: Uuid,
}

impl From<Row> for Plan {
    fn from(row: Row) -> Self {
        Self {
            id: PlanId(row.id),
            version: row.version,
            content: PlanContent {
                name: read(row.name),
                people: row.people,
                projects: row.projects,
                storage_bytes: row.storage_bytes,
                calls_per_minute: row.calls_per_minute,
                offered: row.offered,
            },
            created_at: row.created_at.to_jiff(),
            changed_at: row.changed_at.to_jiff(),
            changed_by: row.changed_by,
        }
    }
}

impl From<&Plan> for Row {
    fn from(plan: &Plan) -> Self {
        let content = &plan.content;
        Self {
            id: plan.id.0,
            version: plan.version,
            name: json(&content.name),
            name_sort: sort_key(&content.name),
            people: content.people,
            projects: content.projects,
            storage_bytes: content.storage_bytes,
            calls_per_minute: content.calls_per_minute,
            offered: content.offered,
            created_at: plan.created_at.into(),
            changed_at: plan.changed_at.into(),
            changed_by: plan.changed_by,
        }
    }
}

pub async fn page(tx: &mut SystemTx, page: &Page) -> DbResult<Rows<Plan>> {
    let query = plans::table.select(Row::as_select()).into_boxed();
    let query = keyset!(query, page, plans::id, {
        "name" => plans::name_sort => String,
        "created_at" => plans::created_at => jiff_diesel::Timestamp,
    });
    let rows: Vec<Row> = query.load(tx).await?;
    let rows = page.cut(rows, |row, sort| match sort {
        "name" => (row.name_sort.clone(), row.id),
        _ => (row.created_at.to_jiff().to_string(), row.id),
    });
    Ok(rows.map(Plan::from))
}

pub async fn find(tx: &mut SystemTx, id: PlanId) -> DbResult<Option<Plan>> {
    let row = plans::table.find(id.0).select(Row::as_select()).first(tx).await;
    Ok(row.optional()?.map(Plan::from))
}

/// The plan, held against concurrent change until the transaction ends.
pub async fn lock(tx: &mut SystemTx, id: PlanId) -> DbResult<Option<Plan>> {
    let row = plans::table
        .find(id.0)
        .select(Row::as_select())
        .for_update()
        .first(tx)
        .await;
    Ok(row.optional()?.map(Plan::from))
}

pub async fn insert(tx: &mut SystemTx, plan: &Plan) -> DbResult<()> {
    diesel::insert_into(plans::table)
        .values(Row::from(plan))
        .execute(tx)
        .await?;
    Ok(())
}

pub async fn update(tx: &mut SystemTx, plan: &Plan) -> DbResult<()> {
    let changed = diesel::update(plans::table.find(plan.id.0))
        .set(Row::from(plan))
        .execute(tx)
        .await?;
    one_row(changed)
}

/// Subscriptions whose organisations were told of an earlier version of their plan.
pub async fn behind(tx: &mut SystemTx, most: i64) -> DbResult<Vec<Uuid>> {
    let joined = subscriptions::table.inner_join(plans::table.on(subscriptions::plan_id.eq(plans::id.nullable())));
    let behind = subscriptions::plan_version
        .is_null()
        .or(subscriptions::plan_version.lt(plans::version.nullable()));
    let ids = joined
        .filter(behind)
        .filter(subscriptions::organisation_id.is_not_null())
        .order(subscriptions::id)
        .limit(most)
        .select(subscriptions::id);
    Ok(ids.load(tx).await?)
}
