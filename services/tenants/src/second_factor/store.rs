//! How second factors and recovery codes are kept. Kind 3: the sign-in role alone.

use diesel::{
    AsChangeset, ExpressionMethods as _, Insertable, OptionalExtension as _, QueryDsl as _, Queryable, Selectable,
    SelectableHelper as _,
};
use diesel_async::RunQueryDsl as _;
use jiff::Timestamp;
use platform::db::{DbResult, SystemTx};
use uuid::Uuid;

use super::{
    model::SecondFactor,
    recovery::{Kept, RecoveryCode},
};
use crate::{
    person::PersonId,
    schema::{recovery_codes, second_factors},
};

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = second_factors, primary_key(person_id), treat_none_as_null = true)]
struct Row {
    person_id: Uuid,
    secret: Vec<u8>,
    last_step: i64,
    created_at: jiff_diesel::Timestamp,
    confirmed_at: Option<jiff_diesel::Timestamp>,
}

impl From<Row> for SecondFactor {
    fn from(row: Row) -> Self {
        Self {
            person_id: PersonId(row.person_id),
            secret: row.secret,
            last_step: row.last_step,
            created_at: row.created_at.to_jiff(),
            confirmed_at: row.confirmed_at.map(jiff_diesel::Timestamp::to_jiff),
        }
    }
}

impl From<&SecondFactor> for Row {
    fn from(factor: &SecondFactor) -> Self {
        Self {
            person_id: factor.person_id.0,
            secret: factor.secret.clone(),
            last_step: factor.last_step,
            created_at: factor.created_at.into(),
            confirmed_at: factor.confirmed_at.map(Into::into),
        }
    }
}

pub async fn find(tx: &mut SystemTx, person_id: PersonId) -> DbResult<Option<SecondFactor>> {
    let row: Option<Row> = second_factors::table
        .find(person_id.0)
        .select(Row::as_select())
        .first(tx)
        .await
        .optional()?;
    Ok(row.map(SecondFactor::from))
}

/// The second factor, held until the transaction ends: of two who bring the same code, one is too late.
pub async fn lock(tx: &mut SystemTx, person_id: PersonId) -> DbResult<Option<SecondFactor>> {
    let row: Option<Row> = second_factors::table
        .find(person_id.0)
        .select(Row::as_select())
        .for_update()
        .first(tx)
        .await
        .optional()?;
    Ok(row.map(SecondFactor::from))
}

/// Keeps a fresh one, in place of one that was never confirmed.
pub async fn insert(tx: &mut SystemTx, factor: &SecondFactor) -> DbResult<()> {
    diesel::insert_into(second_factors::table)
        .values(Row::from(factor))
        .on_conflict(second_factors::person_id)
        .do_update()
        .set(Row::from(factor))
        .execute(tx)
        .await?;
    Ok(())
}

pub async fn update(tx: &mut SystemTx, factor: &SecondFactor) -> DbResult<()> {
    diesel::update(second_factors::table.find(factor.person_id.0))
        .set(Row::from(factor))
        .execute(tx)
        .await?;
    Ok(())
}

/// Forgets the second factor with its recovery codes.
pub async fn delete(tx: &mut SystemTx, person_id: PersonId) -> DbResult<()> {
    diesel::delete(recovery_codes::table.filter(recovery_codes::person_id.eq(person_id.0)))
        .execute(tx)
        .await?;
    diesel::delete(second_factors::table.find(person_id.0))
        .execute(tx)
        .await?;
    Ok(())
}

/// Keeps new recovery codes in place of those there were.
pub async fn replace_codes(
    tx: &mut SystemTx,
    person_id: PersonId,
    codes: &[RecoveryCode],
    now: Timestamp,
) -> DbResult<()> {
    diesel::delete(recovery_codes::table.filter(recovery_codes::person_id.eq(person_id.0)))
        .execute(tx)
        .await?;
    let rows: Vec<_> = codes
        .iter()
        .map(|code| {
            (
                recovery_codes::person_id.eq(person_id.0),
                recovery_codes::code_hash.eq(code.hash(person_id)),
                recovery_codes::created_at.eq(jiff_diesel::Timestamp::from(now)),
            )
        })
        .collect();
    diesel::insert_into(recovery_codes::table)
        .values(rows)
        .execute(tx)
        .await?;
    Ok(())
}

/// Uses a recovery code up. False when there is no such code, or it was used.
pub async fn use_code(tx: &mut SystemTx, person_id: PersonId, code: &RecoveryCode, now: Timestamp) -> DbResult<bool> {
    let unused = recovery_codes::table
        .find((person_id.0, code.hash(person_id)))
        .filter(recovery_codes::used_at.is_null());
    let used = diesel::update(unused)
        .set(recovery_codes::used_at.eq(jiff_diesel::Timestamp::from(now)))
        .execute(tx)
        .await?;
    Ok(used == 1)
}

/// What became of a person's recovery codes, those used first in the order of their use.
pub async fn codes(tx: &mut SystemTx, person_id: PersonId) -> DbResult<Vec<Kept>> {
    let rows: Vec<(jiff_diesel::Timestamp, Option<jiff_diesel::Timestamp>)> = recovery_codes::table
        .filter(recovery_codes::person_id.eq(person_id.0))
        .order(recovery_codes::used_at)
        .select((recovery_codes::created_at, recovery_codes::used_at))
        .load(tx)
        .await?;
    let kept = rows.into_iter().map(|(created_at, used_at)| Kept {
        created_at: created_at.to_jiff(),
        used_at: used_at.map(jiff_diesel::Timestamp::to_jiff),
    });
    Ok(kept.collect())
}
