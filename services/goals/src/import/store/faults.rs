//! What is wrong with the lines of a table.

use diesel::{dsl::auto_type, prelude::*};
use diesel_async::RunQueryDsl;
use platform::{
    db::{DbResult, Page, Rows, TenantTx},
    fetch_page, ids,
};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::{
    super::{ImportId, columns::Field, fault::LineFault},
    lines::AT_A_TIME,
};
use crate::schema::value_import_faults as faults;

/// What the faults of an import can be listed by.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct FaultFilter {
    /// Of cells that were to say this.
    pub field: Option<Field>,
}

#[derive(Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = faults, check_for_backend(diesel::pg::Pg))]
struct FaultRow {
    tenant_id: Uuid,
    id: Uuid,
    import_id: Uuid,
    line: i32,
    field: Option<Field>,
    code: String,
    detail: String,
}

impl FaultRow {
    #[auto_type(no_type_alias)]
    fn of(tx: &TenantTx) -> _ {
        let tenant: Uuid = tx.tenant_id();
        faults::table.filter(faults::tenant_id.eq(tenant))
    }
}

pub async fn forget(tx: &mut TenantTx, id: ImportId) -> DbResult<()> {
    let target = FaultRow::of(tx).filter(faults::import_id.eq(id.0));
    diesel::delete(target).execute(tx).await?;
    Ok(())
}

pub async fn insert(tx: &mut TenantTx, id: ImportId, found: &[LineFault]) -> DbResult<()> {
    let rows: Vec<FaultRow> = found
        .iter()
        .map(|fault| FaultRow {
            tenant_id: tx.tenant_id(),
            id: ids::fresh(),
            import_id: id.0,
            line: fault.line,
            field: fault.field,
            code: fault.code.clone(),
            detail: fault.detail.clone(),
        })
        .collect();
    for some in rows.chunks(AT_A_TIME) {
        diesel::insert_into(faults::table).values(some).execute(tx).await?;
    }
    Ok(())
}

/// A page of what is wrong with the lines of an import.
pub async fn page(tx: &mut TenantTx, id: ImportId, filter: &FaultFilter, page: &Page) -> DbResult<Rows<LineFault>> {
    let mut query = FaultRow::of(tx)
        .filter(faults::import_id.eq(id.0))
        .select(FaultRow::as_select())
        .into_boxed();
    if let Some(field) = filter.field {
        query = query.filter(faults::field.eq(field));
    }
    let rows = fetch_page!(tx, query, page, FaultRow of faults by { "line" => line: i32 });
    Ok(rows.map(|row| LineFault {
        line: row.line,
        field: row.field,
        code: row.code,
        detail: row.detail,
    }))
}
