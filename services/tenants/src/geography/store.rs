//! How areas are kept. Kind 2: no tenant, written by the catalogue's role alone.

use std::collections::HashMap;

use diesel::{
    AsChangeset, BoolExpressionMethods as _, ExpressionMethods as _, Insertable, QueryDsl as _, Queryable, Selectable,
    SelectableHelper as _,
};
use diesel_async::RunQueryDsl as _;
use jiff::civil::Date;
use platform::{
    db::{DbResult, Page, Rows, SystemTx},
    keyset,
};
use uuid::Uuid;

use super::model::{Area, Kind};
use crate::{
    kept::{day, json, read, sort_key, to_day},
    organisation::Country,
    schema::geography,
};

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = geography, treat_none_as_null = true)]
struct Row {
    id: Uuid,
    country: String,
    kind: String,
    code: String,
    name: serde_json::Value,
    name_sort: String,
    parent_code: Option<String>,
    valid_from: jiff_diesel::Date,
    valid_to: Option<jiff_diesel::Date>,
    merged_into: Option<String>,
}

impl From<Row> for Area {
    fn from(row: Row) -> Self {
        Self {
            country: Country::from_code(&row.country).unwrap_or(Country::Finland),
            kind: Kind::from_code(&row.kind).unwrap_or(Kind::Country),
            code: row.code,
            name: read(row.name),
            parent_code: row.parent_code,
            valid_from: row.valid_from.to_jiff(),
            valid_to: day(row.valid_to),
            merged_into: row.merged_into,
        }
    }
}

impl From<&Area> for Row {
    fn from(area: &Area) -> Self {
        Self {
            id: area.id(),
            country: area.country.code().to_owned(),
            kind: area.kind.code().to_owned(),
            code: area.code.clone(),
            name: json(&area.name),
            name_sort: sort_key(&area.name),
            parent_code: area.parent_code.clone(),
            valid_from: area.valid_from.into(),
            valid_to: to_day(area.valid_to),
            merged_into: area.merged_into.clone(),
        }
    }
}

/// What the list is narrowed by.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub country: Option<Country>,
    pub kind: Option<Kind>,
    pub code: Option<String>,
    pub parent_code: Option<String>,
    /// There on this day.
    pub on: Option<Date>,
}

pub async fn page(tx: &mut SystemTx, wanted: &Wanted, page: &Page) -> DbResult<Rows<Area>> {
    let mut query = geography::table.select(Row::as_select()).into_boxed();
    if let Some(country) = wanted.country {
        query = query.filter(geography::country.eq(country.code()));
    }
    if let Some(kind) = wanted.kind {
        query = query.filter(geography::kind.eq(kind.code()));
    }
    if let Some(code) = wanted.code.clone() {
        query = query.filter(geography::code.eq(code));
    }
    if let Some(code) = wanted.parent_code.clone() {
        query = query.filter(geography::parent_code.eq(code));
    }
    if let Some(on) = wanted.on.map(jiff_diesel::Date::from) {
        query = query.filter(geography::valid_from.le(on));
        query = query.filter(geography::valid_to.is_null().or(geography::valid_to.ge(on)));
    }
    let query = keyset!(query, page, geography::id, {
        "code" => geography::code => String,
        "name" => geography::name_sort => String,
    });
    let rows: Vec<Row> = query.load(tx).await?;
    let rows = page.cut(rows, |row, sort| match sort {
        "name" => (row.name_sort.clone(), row.id),
        _ => (row.code.clone(), row.id),
    });
    Ok(rows.map(Area::from))
}

/// Those of the areas that are known already, by id.
pub async fn known(tx: &mut SystemTx, ids: &[Uuid]) -> DbResult<HashMap<Uuid, Area>> {
    let rows: Vec<Row> = geography::table
        .filter(geography::id.eq_any(ids))
        .select(Row::as_select())
        .load(tx)
        .await?;
    Ok(rows.into_iter().map(|row| (row.id, Area::from(row))).collect())
}

pub async fn insert(tx: &mut SystemTx, areas: &[Area]) -> DbResult<()> {
    // PostgreSQL takes 65 535 values in one statement.
    for some in areas.chunks(1_000) {
        let rows: Vec<Row> = some.iter().map(Row::from).collect();
        diesel::insert_into(geography::table)
            .values(rows)
            .on_conflict_do_nothing()
            .execute(tx)
            .await?;
    }
    Ok(())
}

pub async fn update(tx: &mut SystemTx, area: &Area) -> DbResult<()> {
    diesel::update(geography::table.find(area.id()))
        .set(Row::from(area))
        .execute(tx)
        .await?;
    Ok(())
}
