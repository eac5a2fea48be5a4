//! How saved views are kept.

use diesel::{
    AsChangeset, BoolExpressionMethods as _, ExpressionMethods as _, Insertable, OptionalExtension as _,
    PgExpressionMethods as _, QueryDsl as _, Queryable, Selectable, SelectableHelper as _,
};
use diesel_async::RunQueryDsl as _;
use platform::{
    db::{
        DbResult, Page, Rows, SystemTx, TenantTx,
        search::{sought, strpos},
    },
    keyset,
};
use uuid::Uuid;

use super::model::{Name, Query, SavedView, SavedViewId, ViewedList};
use crate::{person::PersonId, schema::saved_views};

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = saved_views, treat_none_as_null = true)]
struct Row {
    tenant_id: Uuid,
    id: Uuid,
    version: i64,
    owner_id: Option<Uuid>,
    list: ViewedList,
    name: String,
    name_sort: String,
    query: String,
    shared: bool,
    created_at: jiff_diesel::Timestamp,
}

impl From<Row> for SavedView {
    fn from(row: Row) -> Self {
        Self {
            id: SavedViewId(row.id),
            version: row.version,
            owner_id: row.owner_id.map(PersonId),
            list: row.list,
            name: Name::kept(row.name),
            query: Query::kept(row.query),
            shared: row.shared,
            created_at: row.created_at.to_jiff(),
        }
    }
}

impl Row {
    fn of(tenant_id: Uuid, view: &SavedView) -> Self {
        Self {
            tenant_id,
            id: view.id.0,
            version: view.version,
            owner_id: view.owner_id.map(|id| id.0),
            list: view.list,
            name: view.name.as_str().to_owned(),
            name_sort: view.name.as_str().to_lowercase(),
            query: view.query.as_str().to_owned(),
            shared: view.shared,
            created_at: view.created_at.into(),
        }
    }
}

/// What views are narrowed to.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub list: Option<ViewedList>,
    /// Words of the name.
    pub q: Option<String>,
    /// Absent: one's own and those that others share.
    pub own: Option<bool>,
}

/// Those that somebody sees: one's own, and what colleagues share.
pub async fn page(tx: &mut TenantTx, person_id: Uuid, wanted: &Wanted, page: &Page) -> DbResult<Rows<SavedView>> {
    let seen = saved_views::shared
        .eq(true)
        .or(saved_views::owner_id.eq(Some(person_id)));
    let mut query = saved_views::table
        .filter(saved_views::tenant_id.eq(tx.tenant_id()))
        .filter(seen)
        .select(Row::as_select())
        .into_boxed();
    if let Some(list) = wanted.list {
        query = query.filter(saved_views::list.eq(list));
    }
    query = match wanted.own {
        Some(true) => query.filter(saved_views::owner_id.eq(Some(person_id))),
        Some(false) => query.filter(saved_views::owner_id.is_distinct_from(Some(person_id))),
        None => query,
    };
    if let Some(words) = sought(wanted.q.as_deref()) {
        query = query.filter(strpos(saved_views::name_sort, words).gt(0));
    }
    let query = keyset!(query, page, saved_views::id, {
        "name" => saved_views::name_sort => String,
        "created_at" => saved_views::created_at => jiff_diesel::Timestamp,
    });
    let rows: Vec<Row> = query.load(tx).await?;
    let rows = page.cut(rows, |row, sort| match sort {
        "created_at" => (row.created_at.to_jiff().to_string(), row.id),
        _ => (row.name_sort.clone(), row.id),
    });
    Ok(rows.map(SavedView::from))
}

/// Whoever asks: the caller says whether it is to be seen.
pub async fn find(tx: &mut TenantTx, id: SavedViewId) -> DbResult<Option<SavedView>> {
    let own = saved_views::table
        .filter(saved_views::tenant_id.eq(tx.tenant_id()))
        .filter(saved_views::id.eq(id.0));
    Ok(own
        .select(Row::as_select())
        .first(tx)
        .await
        .optional()?
        .map(SavedView::from))
}

/// A view of the tenant that a purpose has entered, held until the transaction ends.
pub async fn lock(tx: &mut SystemTx, tenant_id: Uuid, id: SavedViewId) -> DbResult<Option<SavedView>> {
    let own = saved_views::table
        .filter(saved_views::tenant_id.eq(tenant_id))
        .filter(saved_views::id.eq(id.0));
    Ok(own
        .select(Row::as_select())
        .for_update()
        .first(tx)
        .await
        .optional()?
        .map(SavedView::from))
}

/// All of a person's, held until the transaction ends.
pub async fn lock_of_person(tx: &mut SystemTx, tenant_id: Uuid, person_id: PersonId) -> DbResult<Vec<SavedView>> {
    let own = saved_views::table
        .filter(saved_views::tenant_id.eq(tenant_id))
        .filter(saved_views::owner_id.eq(Some(person_id.0)));
    let rows: Vec<Row> = own
        .order(saved_views::id)
        .select(Row::as_select())
        .for_update()
        .load(tx)
        .await?;
    Ok(rows.into_iter().map(SavedView::from).collect())
}

/// How many a person has.
pub async fn count_of(tx: &mut SystemTx, tenant_id: Uuid, person_id: PersonId) -> DbResult<i64> {
    let own = saved_views::table
        .filter(saved_views::tenant_id.eq(tenant_id))
        .filter(saved_views::owner_id.eq(Some(person_id.0)));
    Ok(own.count().get_result(tx).await?)
}

pub async fn insert(tx: &mut SystemTx, tenant_id: Uuid, view: &SavedView) -> DbResult<()> {
    diesel::insert_into(saved_views::table)
        .values(Row::of(tenant_id, view))
        .execute(tx)
        .await?;
    Ok(())
}

pub async fn update(tx: &mut SystemTx, tenant_id: Uuid, view: &SavedView) -> DbResult<()> {
    let own = saved_views::table
        .filter(saved_views::tenant_id.eq(tenant_id))
        .filter(saved_views::id.eq(view.id.0));
    diesel::update(own).set(Row::of(tenant_id, view)).execute(tx).await?;
    Ok(())
}

pub async fn delete(tx: &mut SystemTx, tenant_id: Uuid, id: SavedViewId) -> DbResult<()> {
    let own = saved_views::table
        .filter(saved_views::tenant_id.eq(tenant_id))
        .filter(saved_views::id.eq(id.0));
    diesel::delete(own).execute(tx).await?;
    Ok(())
}
