//! How imports are kept.

use std::collections::HashMap;

use diesel::{dsl::auto_type, prelude::*};
use diesel_async::RunQueryDsl;
use jiff_diesel::{Timestamp, ToDiesel};
use platform::{
    auth::{Rights, TenantScope},
    db::{Db, DbResult, Kept, Page, Rows, TenantTx, one_row},
    fetch_page,
    http::{FieldFault, Line},
    ids, jobs,
};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::{
    Import, ImportId,
    columns::{Column, Field},
    model::{KEPT, State, Tally},
};
use crate::schema::{
    value_import_faults as faults, value_import_lines as lines, value_import_places as places, value_imports as imports,
};

/// What imports can be listed by.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ImportFilter {
    pub state: Option<State>,
}

/// What the faults of an import can be listed by.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct FaultFilter {
    /// Of cells that were to say this.
    pub field: Option<Field>,
}

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineFault {
    pub line: i32,
    /// Absent: with the whole of it.
    pub field: Option<Field>,
    pub code: String,
    pub detail: String,
}

/// So many lines go into one statement: it has a parameter for each of their columns.
const AT_A_TIME: usize = 5_000;

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

#[derive(Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = lines, check_for_backend(diesel::pg::Pg))]
struct LineRow {
    tenant_id: Uuid,
    import_id: Uuid,
    line: i32,
    cells: Kept<Vec<String>>,
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

impl LineRow {
    #[auto_type(no_type_alias)]
    fn of(tx: &TenantTx) -> _ {
        let tenant: Uuid = tx.tenant_id();
        lines::table.filter(lines::tenant_id.eq(tenant))
    }
}

impl FaultRow {
    #[auto_type(no_type_alias)]
    fn of(tx: &TenantTx) -> _ {
        let tenant: Uuid = tx.tenant_id();
        faults::table.filter(faults::tenant_id.eq(tenant))
    }
}

pub async fn insert(tx: &mut TenantTx, import: &Import, table: &[Line]) -> DbResult<()> {
    let row = Row::from_import(tx.tenant_id(), import);
    diesel::insert_into(imports::table).values(&row).execute(tx).await?;
    for some in table.chunks(AT_A_TIME) {
        let rows: Vec<LineRow> = some
            .iter()
            .map(|line| LineRow {
                tenant_id: tx.tenant_id(),
                import_id: import.id.0,
                line: line.number,
                cells: Kept(line.cells.clone()),
            })
            .collect();
        diesel::insert_into(lines::table).values(&rows).execute(tx).await?;
    }
    Ok(())
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

/// The next lines behind one, as they stand in the file.
pub async fn lines_behind(tx: &mut TenantTx, import: &Import, many: i64) -> DbResult<Vec<Line>> {
    let query = LineRow::of(tx)
        .filter(lines::import_id.eq(import.id.0))
        .filter(lines::line.gt(import.reached))
        .order(lines::line)
        .limit(many)
        .select(LineRow::as_select());
    let rows: Vec<LineRow> = query.load(tx).await?;
    let read = |row: LineRow| Line {
        number: row.line,
        cells: row.cells.0,
    };
    Ok(rows.into_iter().map(read).collect())
}

/// The lines are not needed any more; what was wrong with them stays.
pub async fn forget_lines(tx: &mut TenantTx, id: ImportId) -> DbResult<()> {
    let target = LineRow::of(tx).filter(lines::import_id.eq(id.0));
    diesel::delete(target).execute(tx).await?;
    forget_places(tx, id).await
}

async fn forget_places(tx: &mut TenantTx, id: ImportId) -> DbResult<()> {
    let tenant = tx.tenant_id();
    let target = places::table
        .filter(places::tenant_id.eq(tenant))
        .filter(places::import_id.eq(id.0));
    diesel::delete(target).execute(tx).await?;
    Ok(())
}

pub async fn forget_faults(tx: &mut TenantTx, id: ImportId) -> DbResult<()> {
    let target = FaultRow::of(tx).filter(faults::import_id.eq(id.0));
    diesel::delete(target).execute(tx).await?;
    Ok(())
}

/// What a check found: the next looks with new eyes.
pub async fn forget_findings(tx: &mut TenantTx, id: ImportId) -> DbResult<()> {
    forget_faults(tx, id).await?;
    forget_places(tx, id).await
}

/// Which line speaks first of each of these places. Those that nobody spoke of are noted as spoken of here.
pub async fn first_at(tx: &mut TenantTx, id: ImportId, spoken: &[(String, i32)]) -> DbResult<HashMap<String, i32>> {
    let tenant = tx.tenant_id();
    let rows: Vec<_> = spoken
        .iter()
        .map(|(place, line)| {
            (
                places::tenant_id.eq(tenant),
                places::import_id.eq(id.0),
                places::place.eq(place),
                places::line.eq(*line),
            )
        })
        .collect();
    diesel::insert_into(places::table)
        .values(&rows)
        .on_conflict_do_nothing()
        .execute(tx)
        .await?;
    let all: Vec<&String> = spoken.iter().map(|(place, _)| place).collect();
    let query = places::table
        .filter(places::tenant_id.eq(tenant))
        .filter(places::import_id.eq(id.0))
        .filter(places::place.eq_any(all))
        .select((places::place, places::line));
    let found: Vec<(String, i32)> = query.load(tx).await?;
    Ok(found.into_iter().collect())
}

pub async fn insert_faults(tx: &mut TenantTx, id: ImportId, found: &[LineFault]) -> DbResult<()> {
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
pub async fn faults_page(
    tx: &mut TenantTx,
    id: ImportId,
    filter: &FaultFilter,
    page: &Page,
) -> DbResult<Rows<LineFault>> {
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

impl LineFault {
    /// A fault of a value, by the column that it came from.
    pub fn of(line: i32, fault: &FieldFault) -> Self {
        let part = fault.pointer.split('/').nth(1).unwrap_or_default();
        let field = match part {
            "indicator_id" => Some(Field::Indicator),
            "period" => Some(Field::Period),
            "unit_id" => Some(Field::Unit),
            "dimensions" => Some(Field::Dimensions),
            "value" => Some(Field::Value),
            "numerator" => Some(Field::Numerator),
            "denominator" => Some(Field::Denominator),
            "level" => Some(Field::Level),
            "evidence" => Some(Field::Evidence),
            "status" => Some(Field::Status),
            "provenance" => Some(Field::Provenance),
            "no_change" => Some(Field::NoChange),
            _ => None,
        };
        Self {
            line,
            field,
            code: fault.code.clone(),
            detail: fault.detail.clone(),
        }
    }
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
