//! How units are kept.

use std::collections::HashSet;

use diesel::{
    AsChangeset, BoolExpressionMethods as _, ExpressionMethods as _, Insertable, OptionalExtension as _, QueryDsl as _,
    Queryable, Selectable, SelectableHelper as _,
};
use diesel_async::RunQueryDsl as _;
use jiff::civil::Date;
use platform::{
    db::{DbResult, Kept, Page, Rows, TenantTx},
    fetch_names,
    http::{Names, NamesAsked},
    keyset,
    values::Text,
};
use uuid::Uuid;

use super::model::{Kind, Unit, UnitId};
use crate::{
    kept::{day, json, read, search_text, sort_key, to_day},
    schema::{organisations, units},
};

diesel::define_sql_function! {
    /// Where one text lies in another: 0 when it does not.
    fn strpos(text: diesel::sql_types::Text, part: diesel::sql_types::Text) -> diesel::sql_types::Integer;
}

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = units, treat_none_as_null = true)]
struct Row {
    tenant_id: Uuid,
    id: Uuid,
    version: i64,
    name: serde_json::Value,
    name_sort: String,
    search_text: String,
    names: serde_json::Value,
    short_name: Option<String>,
    kind: String,
    parent_id: Option<Uuid>,
    valid_from: Option<jiff_diesel::Date>,
    valid_to: Option<jiff_diesel::Date>,
    merged_into: Option<Uuid>,
    created_at: jiff_diesel::Timestamp,
}

impl From<Row> for Unit {
    fn from(row: Row) -> Self {
        Self {
            id: UnitId(row.id),
            version: row.version,
            name: read(row.name),
            names: read(row.names),
            short_name: row.short_name,
            kind: Kind::from_code(&row.kind).unwrap_or(Kind::Other),
            parent_id: row.parent_id.map(UnitId),
            valid_from: day(row.valid_from),
            valid_to: day(row.valid_to),
            merged_into: row.merged_into.map(UnitId),
            created_at: row.created_at.to_jiff(),
        }
    }
}

impl Row {
    fn of(tenant_id: Uuid, unit: &Unit) -> Self {
        Self {
            tenant_id,
            id: unit.id.0,
            version: unit.version,
            name: json(&unit.name),
            name_sort: sort_key(&unit.name),
            search_text: search_text(&unit.name, &[unit.short_name.as_deref().unwrap_or_default()]),
            names: json(&unit.names),
            short_name: unit.short_name.clone(),
            kind: unit.kind.code().to_owned(),
            parent_id: unit.parent_id.map(|id| id.0),
            valid_from: to_day(unit.valid_from),
            valid_to: to_day(unit.valid_to),
            merged_into: unit.merged_into.map(|id| id.0),
            created_at: unit.created_at.into(),
        }
    }
}

/// What the list is narrowed by.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub kind: Option<Kind>,
    pub parent_id: Option<Uuid>,
    /// There on this day.
    pub on: Option<Date>,
    /// In lower case.
    pub words: Option<String>,
}
/// What they are called.
pub async fn names(tx: &mut TenantTx, asked: &NamesAsked) -> DbResult<Names> {
    Ok(
        fetch_names!(tx, asked, units::table.filter(units::tenant_id.eq(tx.tenant_id())), (units::id, units::name => Kept<Text>) by units::name_sort),
    )
}

pub async fn page(tx: &mut TenantTx, wanted: &Wanted, page: &Page) -> DbResult<Rows<Unit>> {
    let tenant_id = tx.tenant_id();
    let mut query = units::table
        .filter(units::tenant_id.eq(tenant_id))
        .select(Row::as_select())
        .into_boxed();
    if let Some(kind) = wanted.kind {
        query = query.filter(units::kind.eq(kind.code()));
    }
    if let Some(parent_id) = wanted.parent_id {
        query = query.filter(units::parent_id.eq(parent_id));
    }
    if let Some(on) = wanted.on.map(jiff_diesel::Date::from) {
        query = query.filter(units::valid_from.is_null().or(units::valid_from.le(on)));
        query = query.filter(units::valid_to.is_null().or(units::valid_to.ge(on)));
    }
    if let Some(words) = wanted.words.clone() {
        query = query.filter(strpos(units::search_text, words).gt(0));
    }
    let query = keyset!(query, page, units::id, {
        "name" => units::name_sort => String,
        "created_at" => units::created_at => jiff_diesel::Timestamp,
    });
    let rows: Vec<Row> = query.load(tx).await?;
    let rows = page.cut(rows, |row, sort| match sort {
        "created_at" => (row.created_at.to_jiff().to_string(), row.id),
        _ => (row.name_sort.clone(), row.id),
    });
    Ok(rows.map(Unit::from))
}

pub async fn find(tx: &mut TenantTx, id: UnitId) -> DbResult<Option<Unit>> {
    let own = units::table
        .filter(units::tenant_id.eq(tx.tenant_id()))
        .filter(units::id.eq(id.0));
    Ok(own.select(Row::as_select()).first(tx).await.optional()?.map(Unit::from))
}

/// The unit, held against concurrent change until the transaction ends.
pub async fn lock(tx: &mut TenantTx, id: UnitId) -> DbResult<Option<Unit>> {
    let own = units::table
        .filter(units::tenant_id.eq(tx.tenant_id()))
        .filter(units::id.eq(id.0));
    Ok(own
        .select(Row::as_select())
        .for_update()
        .first(tx)
        .await
        .optional()?
        .map(Unit::from))
}

/// Makes those who change the shape of the tree take turns: two moves that are fine alone can close a circle together.
pub async fn lock_tree(tx: &mut TenantTx) -> DbResult<()> {
    let own = organisations::table.filter(organisations::tenant_id.eq(tx.tenant_id()));
    let _: Option<Uuid> = own.select(organisations::id).for_update().first(tx).await.optional()?;
    Ok(())
}

/// Whether a unit is another one or lies below it.
pub async fn lies_within(tx: &mut TenantTx, id: UnitId, root: UnitId) -> DbResult<bool> {
    let mut seen = HashSet::new();
    let mut next = Some(id.0);
    while let Some(here) = next {
        if here == root.0 {
            return Ok(true);
        }
        if !seen.insert(here) {
            break;
        }
        let own = units::table
            .filter(units::tenant_id.eq(tx.tenant_id()))
            .filter(units::id.eq(here));
        next = own
            .select(units::parent_id)
            .first::<Option<Uuid>>(tx)
            .await
            .optional()?
            .flatten();
    }
    Ok(false)
}

/// A unit and those that it lies below, the nearest first.
pub async fn upwards(tx: &mut TenantTx, id: UnitId) -> DbResult<Vec<Unit>> {
    let mut units: Vec<Unit> = Vec::new();
    let mut next = Some(id);
    while let Some(here) = next.filter(|here| units.iter().all(|unit| unit.id != *here)) {
        let Some(unit) = find(tx, here).await? else { break };
        next = unit.parent_id;
        units.push(unit);
    }
    Ok(units)
}

/// The units directly below one, held until the transaction ends.
pub async fn lock_children(tx: &mut TenantTx, id: UnitId) -> DbResult<Vec<Unit>> {
    let own = units::table
        .filter(units::tenant_id.eq(tx.tenant_id()))
        .filter(units::parent_id.eq(id.0));
    let rows: Vec<Row> = own
        .order(units::id)
        .select(Row::as_select())
        .for_update()
        .load(tx)
        .await?;
    Ok(rows.into_iter().map(Unit::from).collect())
}

/// Whether a unit has others below it or that went up in it.
pub async fn is_needed(tx: &mut TenantTx, id: UnitId) -> DbResult<bool> {
    let own = units::table.filter(units::tenant_id.eq(tx.tenant_id()));
    let needed = own.filter(units::parent_id.eq(id.0).or(units::merged_into.eq(id.0)));
    let one: Option<Uuid> = needed.select(units::id).first(tx).await.optional()?;
    Ok(one.is_some())
}

pub async fn insert(tx: &mut TenantTx, unit: &Unit) -> DbResult<()> {
    diesel::insert_into(units::table)
        .values(Row::of(tx.tenant_id(), unit))
        .execute(tx)
        .await?;
    Ok(())
}

pub async fn update(tx: &mut TenantTx, unit: &Unit) -> DbResult<()> {
    let own = units::table
        .filter(units::tenant_id.eq(tx.tenant_id()))
        .filter(units::id.eq(unit.id.0));
    diesel::update(own)
        .set(Row::of(tx.tenant_id(), unit))
        .execute(tx)
        .await?;
    Ok(())
}

pub async fn delete(tx: &mut TenantTx, id: UnitId) -> DbResult<()> {
    let own = units::table
        .filter(units::tenant_id.eq(tx.tenant_id()))
        .filter(units::id.eq(id.0));
    diesel::delete(own).execute(tx).await?;
    Ok(())
}
