//! How themes are kept.

use std::collections::HashSet;

use diesel::{
    AsChangeset, ExpressionMethods as _, Insertable, OptionalExtension as _, QueryDsl as _, Queryable, Selectable,
    SelectableHelper as _,
};
use diesel_async::RunQueryDsl as _;
use platform::{
    db::{DbResult, Kept, Page, Rows, SystemTx, TenantTx},
    fetch_names,
    http::{Names, NamesAsked},
    keyset,
    values::Text,
};
use uuid::Uuid;

use super::model::{Theme, ThemeId};
use crate::{
    kept::{json, read, search_text, sort_key},
    schema::themes,
    taxonomy::TaxonomyId,
    unit::store::strpos,
};

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = themes, treat_none_as_null = true)]
struct Row {
    tenant_id: Uuid,
    id: Uuid,
    version: i64,
    taxonomy_id: Uuid,
    parent_id: Option<Uuid>,
    code: String,
    name: serde_json::Value,
    name_sort: String,
    search_text: String,
    description: serde_json::Value,
    created_at: jiff_diesel::Timestamp,
}

impl From<Row> for Theme {
    fn from(row: Row) -> Self {
        Self {
            id: ThemeId(row.id),
            version: row.version,
            taxonomy_id: TaxonomyId(row.taxonomy_id),
            parent_id: row.parent_id.map(ThemeId),
            code: row.code,
            name: read(row.name),
            description: read(row.description),
            created_at: row.created_at.to_jiff(),
        }
    }
}

impl Row {
    fn of(tenant_id: Uuid, theme: &Theme) -> Self {
        Self {
            tenant_id,
            id: theme.id.0,
            version: theme.version,
            taxonomy_id: theme.taxonomy_id.0,
            parent_id: theme.parent_id.map(|id| id.0),
            code: theme.code.clone(),
            name: json(&theme.name),
            name_sort: sort_key(&theme.name),
            search_text: search_text(&theme.name, &[&theme.code]),
            description: json(&theme.description),
            created_at: theme.created_at.into(),
        }
    }
}

/// What the list is narrowed by.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub taxonomy_id: Option<Uuid>,
    pub parent_id: Option<Uuid>,
    /// In lower case.
    pub words: Option<String>,
}
/// What they are called.
pub async fn names(tx: &mut TenantTx, asked: &NamesAsked) -> DbResult<Names> {
    Ok(
        fetch_names!(tx, asked, themes::table.filter(themes::tenant_id.eq(tx.tenant_id())), (themes::id, themes::name => Kept<Text>) by themes::name_sort),
    )
}

pub async fn page(tx: &mut TenantTx, wanted: &Wanted, page: &Page) -> DbResult<Rows<Theme>> {
    let mut query = themes::table
        .filter(themes::tenant_id.eq(tx.tenant_id()))
        .select(Row::as_select())
        .into_boxed();
    if let Some(taxonomy_id) = wanted.taxonomy_id {
        query = query.filter(themes::taxonomy_id.eq(taxonomy_id));
    }
    if let Some(parent_id) = wanted.parent_id {
        query = query.filter(themes::parent_id.eq(parent_id));
    }
    if let Some(words) = wanted.words.clone() {
        query = query.filter(strpos(themes::search_text, words).gt(0));
    }
    let query = keyset!(query, page, themes::id, {
        "code" => themes::code => String,
        "name" => themes::name_sort => String,
        "created_at" => themes::created_at => jiff_diesel::Timestamp,
    });
    let rows: Vec<Row> = query.load(tx).await?;
    let rows = page.cut(rows, |row, sort| match sort {
        "name" => (row.name_sort.clone(), row.id),
        "created_at" => (row.created_at.to_jiff().to_string(), row.id),
        _ => (row.code.clone(), row.id),
    });
    Ok(rows.map(Theme::from))
}

pub async fn find(tx: &mut TenantTx, id: ThemeId) -> DbResult<Option<Theme>> {
    let own = themes::table
        .filter(themes::tenant_id.eq(tx.tenant_id()))
        .filter(themes::id.eq(id.0));
    Ok(own
        .select(Row::as_select())
        .first(tx)
        .await
        .optional()?
        .map(Theme::from))
}

pub async fn lock(tx: &mut TenantTx, id: ThemeId) -> DbResult<Option<Theme>> {
    let own = themes::table
        .filter(themes::tenant_id.eq(tx.tenant_id()))
        .filter(themes::id.eq(id.0));
    Ok(own
        .select(Row::as_select())
        .for_update()
        .first(tx)
        .await
        .optional()?
        .map(Theme::from))
}

/// Whether a theme is another one or lies below it.
pub async fn lies_within(tx: &mut TenantTx, id: ThemeId, root: ThemeId) -> DbResult<bool> {
    let mut seen = HashSet::new();
    let mut next = Some(id.0);
    while let Some(here) = next {
        if here == root.0 {
            return Ok(true);
        }
        if !seen.insert(here) {
            break;
        }
        let own = themes::table
            .filter(themes::tenant_id.eq(tx.tenant_id()))
            .filter(themes::id.eq(here));
        next = own
            .select(themes::parent_id)
            .first::<Option<Uuid>>(tx)
            .await
            .optional()?
            .flatten();
    }
    Ok(false)
}

pub async fn has_children(tx: &mut TenantTx, id: ThemeId) -> DbResult<bool> {
    let own = themes::table
        .filter(themes::tenant_id.eq(tx.tenant_id()))
        .filter(themes::parent_id.eq(id.0));
    let one: Option<Uuid> = own.select(themes::id).first(tx).await.optional()?;
    Ok(one.is_some())
}

/// Whether a taxonomy holds any theme.
pub async fn exist_in(tx: &mut TenantTx, id: TaxonomyId) -> DbResult<bool> {
    let own = themes::table
        .filter(themes::tenant_id.eq(tx.tenant_id()))
        .filter(themes::taxonomy_id.eq(id.0));
    let one: Option<Uuid> = own.select(themes::id).first(tx).await.optional()?;
    Ok(one.is_some())
}

/// Every theme of a taxonomy of a tenant that a purpose has entered.
pub async fn all_entered(tx: &mut SystemTx, tenant_id: Uuid, id: TaxonomyId) -> DbResult<Vec<Theme>> {
    let own = themes::table
        .filter(themes::tenant_id.eq(tenant_id))
        .filter(themes::taxonomy_id.eq(id.0));
    let rows: Vec<Row> = own.order(themes::code).select(Row::as_select()).load(tx).await?;
    Ok(rows.into_iter().map(Theme::from).collect())
}

pub async fn insert(tx: &mut TenantTx, theme: &Theme) -> DbResult<()> {
    diesel::insert_into(themes::table)
        .values(Row::of(tx.tenant_id(), theme))
        .execute(tx)
        .await?;
    Ok(())
}

pub async fn update(tx: &mut TenantTx, theme: &Theme) -> DbResult<()> {
    let own = themes::table
        .filter(themes::tenant_id.eq(tx.tenant_id()))
        .filter(themes::id.eq(theme.id.0));
    diesel::update(own)
        .set(Row::of(tx.tenant_id(), theme))
        .execute(tx)
        .await?;
    Ok(())
}

pub async fn delete(tx: &mut TenantTx, id: ThemeId) -> DbResult<()> {
    let own = themes::table
        .filter(themes::tenant_id.eq(tx.tenant_id()))
        .filter(themes::id.eq(id.0));
    diesel::delete(own).execute(tx).await?;
    Ok(())
}
