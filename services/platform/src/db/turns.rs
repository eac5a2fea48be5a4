//! Turns at something that is no row to lock.

use diesel::{
    QueryableByName,
    pg::Pg,
    sql_types::{Bool, Text},
};
use diesel_async::{AsyncConnectionCore, RunQueryDsl as _};

use super::{DbResult, statement};

#[derive(QueryableByName)]
struct Held {
    #[diesel(sql_type = Bool)]
    #[expect(dead_code, reason = "read so that the statement returns a row")]
    held: bool,
}

/// Waits for whoever else has taken this turn, and keeps it until the transaction ends. The name begins with the service:
/// `goals/tree/<tenant>`.
pub async fn take_turns<Tx>(tx: &mut Tx, name: String) -> DbResult<()>
where
    Tx: AsyncConnectionCore<Backend = Pg> + Send,
{
    let sql = "SELECT pg_advisory_xact_lock(hashtextextended($1, 0)) IS NOT NULL AS held";
    let _: Held = statement(sql).bind::<Text, _>(name).get_result(tx).await?;
    Ok(())
}

#[derive(QueryableByName)]
struct Gained {
    #[diesel(sql_type = Bool)]
    gained: bool,
}

/// Takes this turn until the transaction ends, unless somebody else has it. Whoever has it gains it again.
pub(crate) async fn gains_turn<Tx>(tx: &mut Tx, name: String) -> DbResult<bool>
where
    Tx: AsyncConnectionCore<Backend = Pg> + Send,
{
    let sql = "SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS gained";
    let turn: Gained = statement(sql).bind::<Text, _>(name).get_result(tx).await?;
    Ok(turn.gained)
}
