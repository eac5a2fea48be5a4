//! How goal links are kept.

use std::collections::HashMap;

use diesel::{dsl::auto_type, prelude::*};
use diesel_async::RunQueryDsl;
use jiff_diesel::{Timestamp, ToDiesel as _};
use platform::{
    db::{DbResult, Page, Rows, TenantTx, one_row},
    fetch_page,
    known::{self, Known},
};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::{
    ACTIVITY, GoalLink, GoalLinkId, NETWORK, PROJECT,
    model::{GoalLinkContent, TargetKind},
};
use crate::{goal::GoalId, schema::goal_links};

/// What goal links can be listed by.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct GoalLinkFilter {
    pub goal_id: Option<Uuid>,
    pub target_kind: Option<TargetKind>,
    pub target_id: Option<Uuid>,
}

/// A link with what is known of its target.
#[derive(Clone, Debug)]
pub struct Marked {
    pub link: GoalLink,
    pub target: Option<Known>,
}

#[derive(Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = goal_links, primary_key(tenant_id, id), treat_none_as_null = true)]
#[diesel(check_for_backend(diesel::pg::Pg))]
struct Row {
    tenant_id: Uuid,
    id: Uuid,
    version: i64,
    goal_id: Uuid,
    target_kind: TargetKind,
    target_id: Uuid,
    strength: i32,
    note: Option<String>,
    created_at: Timestamp,
}

impl Row {
    #[auto_type(no_type_alias)]
    fn of(tx: &TenantTx) -> _ {
        let tenant: Uuid = tx.tenant_id();
        goal_links::table.filter(goal_links::tenant_id.eq(tenant))
    }

    fn from_link(tenant_id: Uuid, link: &GoalLink) -> Self {
        let content = link.content.clone();
        Self {
            tenant_id,
            id: link.id.0,
            version: link.version,
            goal_id: content.goal_id.0,
            target_kind: content.target_kind,
            target_id: content.target_id,
            strength: content.strength,
            note: content.note,
            created_at: link.created_at.to_diesel(),
        }
    }
}

impl From<Row> for GoalLink {
    fn from(row: Row) -> Self {
        Self {
            id: GoalLinkId(row.id),
            version: row.version,
            content: GoalLinkContent {
                goal_id: GoalId(row.goal_id),
                target_kind: row.target_kind,
                target_id: row.target_id,
                strength: row.strength,
                note: row.note,
            },
            created_at: row.created_at.to_jiff(),
        }
    }
}

pub async fn find(tx: &mut TenantTx, id: GoalLinkId) -> DbResult<Option<Marked>> {
    let query = Row::of(tx).filter(goal_links::id.eq(id.0)).select(Row::as_select());
    let row: Option<Row> = query.first(tx).await.optional()?;
    let links = row.into_iter().map(GoalLink::from).collect();
    Ok(marked(tx, links).await?.pop())
}

/// The link, held against concurrent change until the transaction ends.
pub async fn lock(tx: &mut TenantTx, id: GoalLinkId) -> DbResult<Option<GoalLink>> {
    let query = Row::of(tx)
        .filter(goal_links::id.eq(id.0))
        .select(Row::as_select())
        .for_update();
    let row: Option<Row> = query.first(tx).await.optional()?;
    Ok(row.map(GoalLink::from))
}

/// Every link of the tenant.
pub async fn all(tx: &mut TenantTx) -> DbResult<Vec<Marked>> {
    let query = Row::of(tx)
        .order((goal_links::created_at, goal_links::id))
        .select(Row::as_select());
    let rows: Vec<Row> = query.load(tx).await?;
    marked(tx, rows.into_iter().map(GoalLink::from).collect()).await
}

pub async fn page(tx: &mut TenantTx, filter: &GoalLinkFilter, page: &Page) -> DbResult<Rows<Marked>> {
    let mut query = Row::of(tx).select(Row::as_select()).into_boxed();
    if let Some(id) = filter.goal_id {
        query = query.filter(goal_links::goal_id.eq(id));
    }
    if let Some(kind) = filter.target_kind {
        query = query.filter(goal_links::target_kind.eq(kind));
    }
    if let Some(id) = filter.target_id {
        query = query.filter(goal_links::target_id.eq(id));
    }
    let Rows { rows, next } = fetch_page!(tx, query, page, Row of goal_links by {
        "created_at" => created_at: Timestamp,
    });
    let rows = marked(tx, rows.into_iter().map(GoalLink::from).collect()).await?;
    Ok(Rows { rows, next })
}

/// The links, each with what was heard of its target.
pub async fn marked(tx: &mut TenantTx, links: Vec<GoalLink>) -> DbResult<Vec<Marked>> {
    let mut heard: HashMap<(&'static str, Uuid), Known> = HashMap::new();
    for kind in [PROJECT, NETWORK, ACTIVITY] {
        let of_kind = links.iter().filter(|l| l.content.target_kind.code() == kind);
        let ids: Vec<Uuid> = of_kind.map(|l| l.content.target_id).collect();
        if !ids.is_empty() {
            let found = known::find(tx, kind, &ids).await?;
            heard.extend(found.into_iter().map(|thing| ((thing.kind, thing.id), thing)));
        }
    }
    let target = |link: &GoalLink| {
        let content = &link.content;
        heard.get(&(content.target_kind.code(), content.target_id)).cloned()
    };
    Ok(links
        .into_iter()
        .map(|link| Marked {
            target: target(&link),
            link,
        })
        .collect())
}

pub async fn insert(tx: &mut TenantTx, link: &GoalLink) -> DbResult<()> {
    let row = Row::from_link(tx.tenant_id(), link);
    diesel::insert_into(goal_links::table).values(&row).execute(tx).await?;
    Ok(())
}

pub async fn update(tx: &mut TenantTx, link: &GoalLink) -> DbResult<()> {
    let row = Row::from_link(tx.tenant_id(), link);
    let target = Row::of(tx)
        .filter(goal_links::id.eq(link.id.0))
        .filter(goal_links::version.eq(link.version - 1));
    one_row(diesel::update(target).set(&row).execute(tx).await?)
}

pub async fn delete(tx: &mut TenantTx, id: GoalLinkId) -> DbResult<()> {
    let target = Row::of(tx).filter(goal_links::id.eq(id.0));
    one_row(diesel::delete(target).execute(tx).await?)
}
