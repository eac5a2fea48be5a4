//! How signing keys are kept. Kind 3: the sign-in role alone.

use diesel::{ExpressionMethods as _, Insertable, QueryDsl as _, Queryable, Selectable, SelectableHelper as _};
use diesel_async::RunQueryDsl as _;
use platform::db::{DbResult, SystemTx};

use super::model::Key;
use crate::schema::signing_keys;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = signing_keys)]
struct Row {
    generation: i64,
    kid: String,
    secret: Vec<u8>,
    created_at: jiff_diesel::Timestamp,
    signs_from: jiff_diesel::Timestamp,
}

pub async fn all(tx: &mut SystemTx) -> DbResult<Vec<Key>> {
    let rows: Vec<Row> = signing_keys::table
        .order(signing_keys::generation)
        .select(Row::as_select())
        .load(tx)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| Key {
            generation: row.generation,
            kid: row.kid,
            secret: row.secret,
            created_at: row.created_at.to_jiff(),
            signs_from: row.signs_from.to_jiff(),
        })
        .collect())
}

/// Unless another process made this generation first.
pub async fn insert(tx: &mut SystemTx, key: &Key) -> DbResult<()> {
    let row = Row {
        generation: key.generation,
        kid: key.kid.clone(),
        secret: key.secret.clone(),
        created_at: key.created_at.into(),
        signs_from: key.signs_from.into(),
    };
    diesel::insert_into(signing_keys::table)
        .values(row)
        .on_conflict(signing_keys::generation)
        .do_nothing()
        .execute(tx)
        .await?;
    Ok(())
}

pub async fn forget_before(tx: &mut SystemTx, generation: i64) -> DbResult<()> {
    diesel::delete(signing_keys::table.filter(signing_keys::generation.lt(generation)))
        .execute(tx)
        .await?;
    Ok(())
}
