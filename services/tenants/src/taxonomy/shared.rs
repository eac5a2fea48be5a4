//! Published taxonomies: a global table, written by the catalogue's role, read by everybody.

use diesel::{
    AsChangeset, ExpressionMethods as _, Insertable, OptionalExtension as _, QueryDsl as _, Queryable, Selectable,
    SelectableHelper as _,
};
use diesel_async::RunQueryDsl as _;
use jiff::Timestamp;
use platform::{
    db::{DbResult, Page, Rows, SystemTx, TenantTx},
    keyset,
    values::Text,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    kept::{json, read},
    organisation::Country,
    schema::shared_taxonomies,
};

/// A theme of a published taxonomy: its place in the tree by code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SharedTheme {
    pub code: String,
    pub parent_code: Option<String>,
    pub name: Text,
    pub description: Text,
}

/// A taxonomy as it was published.
#[derive(Clone, Debug)]
pub struct Shared {
    /// Of the taxonomy at its owner.
    pub id: Uuid,
    pub version: i64,
    pub organisation_name: Text,
    pub country: Country,
    pub key: String,
    pub name: Text,
    pub themes: Vec<SharedTheme>,
    pub withdrawn: bool,
    pub published_at: Timestamp,
}

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = shared_taxonomies)]
struct Row {
    id: Uuid,
    version: i64,
    organisation_name: serde_json::Value,
    country: String,
    key: String,
    name: serde_json::Value,
    themes: serde_json::Value,
    withdrawn: bool,
    published_at: jiff_diesel::Timestamp,
}

impl From<Row> for Shared {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            version: row.version,
            organisation_name: read(row.organisation_name),
            country: Country::from_code(&row.country).unwrap_or(Country::Finland),
            key: row.key,
            name: read(row.name),
            themes: read(row.themes),
            withdrawn: row.withdrawn,
            published_at: row.published_at.to_jiff(),
        }
    }
}

impl From<&Shared> for Row {
    fn from(shared: &Shared) -> Self {
        Self {
            id: shared.id,
            version: shared.version,
            organisation_name: json(&shared.organisation_name),
            country: shared.country.code().to_owned(),
            key: shared.key.clone(),
            name: json(&shared.name),
            themes: json(&shared.themes),
            withdrawn: shared.withdrawn,
            published_at: shared.published_at.into(),
        }
    }
}

pub async fn publish(tx: &mut SystemTx, shared: &Shared) -> DbResult<()> {
    diesel::insert_into(shared_taxonomies::table)
        .values(Row::from(shared))
        .on_conflict(shared_taxonomies::id)
        .do_update()
        .set(Row::from(shared))
        .execute(tx)
        .await?;
    Ok(())
}

/// Nobody can adopt it any more; who has keeps it.
pub async fn withdraw(tx: &mut SystemTx, id: Uuid) -> DbResult<()> {
    diesel::update(shared_taxonomies::table.find(id))
        .set(shared_taxonomies::withdrawn.eq(true))
        .execute(tx)
        .await?;
    Ok(())
}

pub async fn find(tx: &mut TenantTx, id: Uuid) -> DbResult<Option<Shared>> {
    let there = shared_taxonomies::table
        .find(id)
        .filter(shared_taxonomies::withdrawn.eq(false));
    Ok(there
        .select(Row::as_select())
        .first(tx)
        .await
        .optional()?
        .map(Shared::from))
}

pub async fn page(tx: &mut TenantTx, page: &Page) -> DbResult<Rows<Shared>> {
    let there = shared_taxonomies::table.filter(shared_taxonomies::withdrawn.eq(false));
    let query = keyset!(there.select(Row::as_select()).into_boxed(), page, shared_taxonomies::id, {
        "key" => shared_taxonomies::key => String,
    });
    let rows: Vec<Row> = query.load(tx).await?;
    Ok(page.cut(rows, |row, _| (row.key.clone(), row.id)).map(Shared::from))
}
