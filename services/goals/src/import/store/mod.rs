//! How imports are kept: themselves here, their lines and what is wrong with them each in a file of its own.

pub mod faults;
pub mod lines;

use diesel::{dsl::auto_type, prelude::*};
use diesel_async::RunQueryDsl;
use jiff_diesel::{Timestamp, ToDiesel};
use platform::{
    auth::{Rights, TenantScope},
    db::{Db, DbResult, Kept, Page, Rows, TenantTx, one_row},
    fetch_page,
    http::Line,
    jobs,
};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::{
    Import, ImportId,
    columns::Column,
    model::{KEPT, State, Tally},
};
use crate::schema::value_imports as imports;

/// What imports can be listed by.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ImportFilter {
    pub state: Option<State>,
}

#[derive(Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = imports, primary_key(tenant_id, id), treat_none_as_null = true)]
#[diesel(check_for_backend(diesel::pg::Pg))]
struct Row {
    tenant_id: Uuid,
    id: Uuid,
    version: i64,
    person_id: Uuid,
    session_id: Uuid,
    rights: Kept<serde_json::Value>,
    name: String,
    fields: Kept<Vec<Column>>,
    state: State,
    lines: i32,
    done: i32,
    reached: i32,
    tally: Kept<Tally>,
    leave_out_faulty: bool,
    failure: Option<String>,
    uploaded_at: Timestamp,
    finished_at: Option<Timestamp>,
}

impl Row {
    #[auto_type(no_type_alias)]
    fn of(tx: &TenantTx) -> _ {
        let tenant: Uuid = tx.tenant_id();
        imports::table.filter(imports::tenant_id.eq(tenant))
    }

    fn from_import(tenant_id: Uuid, import: &Import) -> Self {
        Self {
            tenant_id,
            id: import.id.0,
            version: import.version,
            person_id: import.person_id,
            session_id: import.session_id,
            rights: Kept(serde_json::to_value(&import.rights).unwrap_or_default()),
            name: import.name.clone(),
            fields: Kept(import.columns.clone()),
            state: import.state,
            lines: import.lines,
            done: import.done,
            reached: import.reached,
            tally: Kept(import.tally),
            leave_out_faulty: import.leave_out_faulty,
            failure: import.failure.clone(),
            uploaded_at: import.uploaded_at.to_diesel(),
            finished_at: import.finished_at.map(ToDiesel::to_diesel),
        }
    }

    fn read(self) -> Import {
        Import {
            id: ImportId(self.id),
            version: self.version,
            person_id: self.person_id,
            session_id: self.session_id,
            rights: serde_json::from_value::<Rights>(self.rights.0).ok(),
            name: self.name,
            columns: self.fields.0,
            state: self.state,
            lines: self.lines,
            done: self.done,
            reached: self.reached,
            tally: self.tally.0,
            leave_out_faulty: self.leave_out_faulty,
            failure: self.failure,
            uploaded_at: self.uploaded_at.to_jiff(),
            finished_at: self.finished_at.map(Timestamp::to_jiff),
        }
    }
}

pub async fn insert(tx: &mut TenantTx, import: &Import, table: &[Line]) -> DbResult<()> {
    let row = Row::from_import(tx.tenant_id(), import);
    diesel::insert_into(imports::table).values(&row).execute(tx).await?;
    lines::insert(tx, import.id, table).await
}

/// How many imports a person has.
pub async fn count(tx: &mut TenantTx, person_id: Uuid) -> DbResult<i64> {
    let query = Row::of(tx).filter(imports::person_id.eq(person_id)).count();
    Ok(query.get_result(tx).await?)
}

/// One of a person's own imports.
pub async fn find(tx: &mut TenantTx, id: ImportId, person_id: Uuid) -> DbResult<Option<Import>> {
    let query = Row::of(tx)
        .filter(imports::id.eq(id.0))
        .filter(imports::person_id.eq(person_id))
        .select(Row::as_select());
    let row: Option<Row> = query.first(tx).await.optional()?;
    Ok(row.map(Row::read))
}

/// The same, held against concurrent change until the transaction ends.
pub async fn lock(tx: &mut TenantTx, id: ImportId, person_id: Uuid) -> DbResult<Option<Import>> {
    let query = Row::of(tx)
        .filter(imports::id.eq(id.0))
        .filter(imports::person_id.eq(person_id))
        .select(Row::as_select())
        .for_update();
    let row: Option<Row> = query.first(tx).await.optional()?;
    Ok(row.map(Row::read))
}

/// The import, for who works on it, unless somebody else has it in hand.
pub async fn take(tx: &mut TenantTx, id: ImportId) -> DbResult<Option<Import>> {
    let query = Row::of(tx)
        .filter(imports::id.eq(id.0))
        .select(Row::as_select())
        .for_update()
        .skip_locked();
    let row: Option<Row> = query.first(tx).await.optional()?;
    Ok(row.map(Row::read))
}

/// A page of a person's own imports.
pub async fn page(tx: &mut TenantTx, person_id: Uuid, filter: &ImportFilter, page: &Page) -> DbResult<Rows<Import>> {
    let mut query = Row::of(tx)
        .filter(imports::person_id.eq(person_id))
        .select(Row::as_select())
        .into_boxed();
    if let Some(state) = filter.state {
        query = query.filter(imports::state.eq(state));
    }
    let rows = fetch_page!(tx, query, page, Row of imports by { "uploaded_at" => uploaded_at: Timestamp });
    Ok(rows.map(Row::read))
}

pub async fn update(tx: &mut TenantTx, import: &Import) -> DbResult<()> {
    let row = Row::from_import(tx.tenant_id(), import);
    let target = Row::of(tx).filter(imports::id.eq(import.id.0));
    one_row(diesel::update(target).set(&row).execute(tx).await?)
}

/// With its lines and faults.
pub async fn delete(tx: &mut TenantTx, id: ImportId) -> DbResult<()> {
    let target = Row::of(tx).filter(imports::id.eq(id.0));
    one_row(diesel::delete(target).execute(tx).await?)
}

/// What a check found: the next looks with new eyes.
pub async fn forget_findings(tx: &mut TenantTx, id: ImportId) -> DbResult<()> {
    faults::forget(tx, id).await?;
    lines::forget_places(tx, id).await
}

/// The oldest import of each tenant that somebody should go on with.
pub async fn under_way(db: &Db) -> DbResult<Vec<(TenantScope, Uuid)>> {
    let query = "SELECT DISTINCT ON (tenant_id) tenant_id, id FROM value_imports
                 WHERE state IN ('checking', 'applying') ORDER BY tenant_id, id LIMIT 1000";
    jobs::tenants_with(db, query).await
}

/// Imports whose time is over.
pub async fn over(db: &Db, now: jiff::Timestamp) -> DbResult<Vec<(TenantScope, Uuid)>> {
    jobs::tenants_with_older(
        db,
        "SELECT tenant_id, id FROM value_imports WHERE uploaded_at <= $1 LIMIT 100",
        now - KEPT,
    )
    .await
}
