//! How taxonomies are kept.

use diesel::{
    AsChangeset, ExpressionMethods as _, Insertable, OptionalExtension as _, QueryDsl as _, Queryable, Selectable,
    SelectableHelper as _,
};
use diesel_async::RunQueryDsl as _;
use platform::{
    db::{DbResult, Page, Rows, SystemTx, TenantTx},
    keyset,
};
use uuid::Uuid;

use super::model::{Source, Taxonomy, TaxonomyId};
use crate::{
    kept::{json, read, sort_key},
    schema::taxonomies,
};

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = taxonomies, treat_none_as_null = true)]
struct Row {
    tenant_id: Uuid,
    id: Uuid,
    version: i64,
    key: String,
    name: serde_json::Value,
    name_sort: String,
    shared: bool,
    source: Option<serde_json::Value>,
    source_id: Option<Uuid>,
    created_at: jiff_diesel::Timestamp,
}

impl From<Row> for Taxonomy {
    fn from(row: Row) -> Self {
        Self {
            id: TaxonomyId(row.id),
            version: row.version,
            key: row.key,
            name: read(row.name),
            shared: row.shared,
            source: row.source.map(read::<Source>),
            created_at: row.created_at.to_jiff(),
        }
    }
}

impl Row {
    fn of(tenant_id: Uuid, t: &Taxonomy) -> Self {
        Self {
            tenant_id,
            id: t.id.0,
            version: t.version,
            key: t.key.clone(),
            name: json(&t.name),
            name_sort: sort_key(&t.name),
            shared: t.shared,
            source: t.source.as_ref().map(json),
            source_id: t.source.as_ref().map(|s| s.taxonomy_id),
            created_at: t.created_at.into(),
        }
    }
}

pub async fn page(tx: &mut TenantTx, page: &Page) -> DbResult<Rows<Taxonomy>> {
    let own = taxonomies::table.filter(taxonomies::tenant_id.eq(tx.tenant_id()));
    let query = keyset!(own.select(Row::as_select()).into_boxed(), page, taxonomies::id, {
        "name" => taxonomies::name_sort => String,
        "key" => taxonomies::key => String,
        "created_at" => taxonomies::created_at => jiff_diesel::Timestamp,
    });
    let rows: Vec<Row> = query.load(tx).await?;
    let rows = page.cut(rows, |row, sort| match sort {
        "key" => (row.key.clone(), row.id),
        "created_at" => (row.created_at.to_jiff().to_string(), row.id),
        _ => (row.name_sort.clone(), row.id),
    });
    Ok(rows.map(Taxonomy::from))
}

pub async fn find(tx: &mut TenantTx, id: TaxonomyId) -> DbResult<Option<Taxonomy>> {
    let own = taxonomies::table
        .filter(taxonomies::tenant_id.eq(tx.tenant_id()))
        .filter(taxonomies::id.eq(id.0));
    Ok(own
        .select(Row::as_select())
        .first(tx)
        .await
        .optional()?
        .map(Taxonomy::from))
}

pub async fn lock(tx: &mut TenantTx, id: TaxonomyId) -> DbResult<Option<Taxonomy>> {
    let own = taxonomies::table
        .filter(taxonomies::tenant_id.eq(tx.tenant_id()))
        .filter(taxonomies::id.eq(id.0));
    Ok(own
        .select(Row::as_select())
        .for_update()
        .first(tx)
        .await
        .optional()?
        .map(Taxonomy::from))
}

pub async fn insert(tx: &mut TenantTx, taxonomy: &Taxonomy) -> DbResult<()> {
    diesel::insert_into(taxonomies::table)
        .values(Row::of(tx.tenant_id(), taxonomy))
        .execute(tx)
        .await?;
    Ok(())
}

pub async fn delete(tx: &mut TenantTx, id: TaxonomyId) -> DbResult<()> {
    let own = taxonomies::table
        .filter(taxonomies::tenant_id.eq(tx.tenant_id()))
        .filter(taxonomies::id.eq(id.0));
    diesel::delete(own).execute(tx).await?;
    Ok(())
}

/// The taxonomy of a tenant that a purpose has entered, held until the transaction ends.
pub async fn lock_entered(tx: &mut SystemTx, tenant_id: Uuid, id: TaxonomyId) -> DbResult<Option<Taxonomy>> {
    let own = taxonomies::table
        .filter(taxonomies::tenant_id.eq(tenant_id))
        .filter(taxonomies::id.eq(id.0));
    Ok(own
        .select(Row::as_select())
        .for_update()
        .first(tx)
        .await
        .optional()?
        .map(Taxonomy::from))
}

pub async fn update_entered(tx: &mut SystemTx, tenant_id: Uuid, taxonomy: &Taxonomy) -> DbResult<()> {
    let own = taxonomies::table
        .filter(taxonomies::tenant_id.eq(tenant_id))
        .filter(taxonomies::id.eq(taxonomy.id.0));
    diesel::update(own)
        .set(Row::of(tenant_id, taxonomy))
        .execute(tx)
        .await?;
    Ok(())
}
