//! How it is kept which steps of asking were written for.

use std::collections::HashSet;

use diesel::Insertable;
use diesel_async::RunQueryDsl as _;
use jiff::Timestamp;
use platform::db::{DbResult, TenantTx};
use uuid::Uuid;

use super::model::Statement;
use crate::schema::statement_letters;

#[derive(Insertable)]
#[diesel(table_name = statement_letters)]
struct Row<'a> {
    tenant_id: Uuid,
    statement_id: Uuid,
    reached: &'a str,
    recorded_at: jiff_diesel::Timestamp,
}

/// Notes every step that a statement has reached, and tells which were not noted before. Two deliveries at once take
/// turns by the primary key: what one has noted is not new to the other.
pub async fn note(tx: &mut TenantTx, statement: &Statement, now: Timestamp) -> DbResult<HashSet<String>> {
    let tenant_id = tx.tenant_id();
    let rows: Vec<Row<'_>> = statement
        .reached
        .iter()
        .map(|reached| Row {
            tenant_id,
            statement_id: statement.id,
            reached: &reached.key,
            recorded_at: now.into(),
        })
        .collect();
    if rows.is_empty() {
        return Ok(HashSet::new());
    }
    let fresh: Vec<String> = diesel::insert_into(statement_letters::table)
        .values(rows)
        .on_conflict_do_nothing()
        .returning(statement_letters::reached)
        .get_results(tx)
        .await?;
    Ok(fresh.into_iter().collect())
}
