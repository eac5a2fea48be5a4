//! The lines of a table, while they are not entered, and which of them speaks first of what.

use std::collections::HashMap;

use diesel::{dsl::auto_type, prelude::*};
use diesel_async::RunQueryDsl;
use platform::{
    db::{DbResult, Kept, TenantTx},
    http::Line,
};
use uuid::Uuid;

use super::super::{Import, ImportId};
use crate::schema::{value_import_lines as lines, value_import_places as places};

/// So many lines go into one statement: it has a parameter for each of their columns.
pub(super) const AT_A_TIME: usize = 5_000;

#[derive(Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = lines, check_for_backend(diesel::pg::Pg))]
struct LineRow {
    tenant_id: Uuid,
    import_id: Uuid,
    line: i32,
    cells: Kept<Vec<String>>,
}

impl LineRow {
    #[auto_type(no_type_alias)]
    fn of(tx: &TenantTx) -> _ {
        let tenant: Uuid = tx.tenant_id();
        lines::table.filter(lines::tenant_id.eq(tenant))
    }
}

/// A whole table.
pub(super) async fn insert(tx: &mut TenantTx, id: ImportId, table: &[Line]) -> DbResult<()> {
    for some in table.chunks(AT_A_TIME) {
        let rows: Vec<LineRow> = some
            .iter()
            .map(|line| LineRow {
                tenant_id: tx.tenant_id(),
                import_id: id.0,
                line: line.number,
                cells: Kept(line.cells.clone()),
            })
            .collect();
        diesel::insert_into(lines::table).values(&rows).execute(tx).await?;
    }
    Ok(())
}

/// The next lines behind one, as they stand in the file.
pub async fn behind(tx: &mut TenantTx, import: &Import, many: i64) -> DbResult<Vec<Line>> {
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
pub async fn forget(tx: &mut TenantTx, id: ImportId) -> DbResult<()> {
    let target = LineRow::of(tx).filter(lines::import_id.eq(id.0));
    diesel::delete(target).execute(tx).await?;
    forget_places(tx, id).await
}

pub(super) async fn forget_places(tx: &mut TenantTx, id: ImportId) -> DbResult<()> {
    let tenant = tx.tenant_id();
    let target = places::table
        .filter(places::tenant_id.eq(tenant))
        .filter(places::import_id.eq(id.0));
    diesel::delete(target).execute(tx).await?;
    Ok(())
}

/// Which line speaks first of each of these places. Those that nobody spoke of are noted as spoken of here. One statement
/// finds both: a query for what was there already would read every place of the import where the planner does not know
/// yet how many there are.
pub async fn first_at(tx: &mut TenantTx, id: ImportId, spoken: &[(String, i32)]) -> DbResult<HashMap<String, i32>> {
    if spoken.is_empty() {
        return Ok(HashMap::new());
    }
    let tenant = tx.tenant_id();
    let mut first: HashMap<&str, i32> = HashMap::new();
    for (place, line) in spoken {
        first.entry(place).or_insert(*line);
    }
    let rows: Vec<_> = first
        .into_iter()
        .map(|(place, line)| {
            (
                places::tenant_id.eq(tenant),
                places::import_id.eq(id.0),
                places::place.eq(place),
                places::line.eq(line),
            )
        })
        .collect();
    // What is there stays as it is: it is written again only because that lets it be told.
    let found: Vec<(String, i32)> = diesel::insert_into(places::table)
        .values(&rows)
        .on_conflict((places::tenant_id, places::import_id, places::place))
        .do_update()
        .set(places::line.eq(places::line))
        .returning((places::place, places::line))
        .get_results(tx)
        .await?;
    Ok(found.into_iter().collect())
}
