//! Which copies there are. No row at all: copy 0 serves.

use std::{future::Future, pin::Pin};

use diesel::{ExpressionMethods as _, OptionalExtension as _, QueryDsl as _, dsl::max};
use diesel_async::RunQueryDsl as _;
use jiff_diesel::ToDiesel as _;
use platform::db::{DbResult, SystemTx, TenantTx};

use crate::schema::generations;

/// The copy that serves.
pub async fn current(tx: &mut TenantTx) -> DbResult<i32> {
    let serving: Option<i32> = generations::table
        .filter(generations::state.eq("current"))
        .select(generations::number)
        .first(tx)
        .await
        .optional()?;
    Ok(serving.unwrap_or(0))
}

/// The copy that serves, for what acts across tenants.
pub async fn serving(tx: &mut SystemTx) -> DbResult<i32> {
    let serving: Option<i32> = generations::table
        .filter(generations::state.eq("current"))
        .select(generations::number)
        .first(tx)
        .await
        .optional()?;
    Ok(serving.unwrap_or(0))
}

/// The copies that events go into.
pub fn live(tx: &mut TenantTx) -> Pin<Box<dyn Future<Output = DbResult<Vec<i32>>> + Send + '_>> {
    Box::pin(async move {
        let kept: Vec<(i32, String)> = generations::table
            .filter(generations::state.ne("retired"))
            .order(generations::number.asc())
            .select((generations::number, generations::state))
            .load(tx)
            .await?;
        let mut numbers: Vec<i32> = kept.iter().map(|(number, _)| *number).collect();
        if !kept.iter().any(|(_, state)| state == "current") && !numbers.contains(&0) {
            numbers.insert(0, 0);
        }
        Ok(numbers)
    })
}

/// Every copy that was given up.
pub async fn retired(tx: &mut SystemTx) -> DbResult<Vec<i32>> {
    let retired = generations::table
        .filter(generations::state.eq("retired"))
        .select(generations::number);
    Ok(retired.load(tx).await?)
}

/// Begins a copy. One that somebody else was filling is given up: its filler finds out when it wants to swap.
pub async fn begin(tx: &mut SystemTx) -> DbResult<i32> {
    let last: Option<i32> = generations::table.select(max(generations::number)).first(tx).await?;
    if last.is_none() {
        diesel::insert_into(generations::table)
            .values((generations::number.eq(0), generations::state.eq("current")))
            .execute(tx)
            .await?;
    }
    diesel::update(generations::table.filter(generations::state.eq("filling")))
        .set(generations::state.eq("retired"))
        .execute(tx)
        .await?;
    let fresh = last.unwrap_or(0) + 1;
    diesel::insert_into(generations::table)
        .values((generations::number.eq(fresh), generations::state.eq("filling")))
        .execute(tx)
        .await?;
    Ok(fresh)
}

/// Makes the filled copy the serving one. False when it was given up meanwhile.
pub async fn swap(tx: &mut SystemTx, filled: i32, now: jiff::Timestamp) -> DbResult<bool> {
    let waiting: Option<i32> = generations::table
        .filter(generations::number.eq(filled))
        .filter(generations::state.eq("filling"))
        .select(generations::number)
        .for_update()
        .first(tx)
        .await
        .optional()?;
    if waiting.is_none() {
        return Ok(false);
    }
    for (from, to) in [("current", "retired"), ("filling", "current")] {
        diesel::update(generations::table.filter(generations::state.eq(from)))
            .set((generations::state.eq(to), generations::decided_at.eq(now.to_diesel())))
            .execute(tx)
            .await?;
    }
    Ok(true)
}

/// Gives a copy up that was being filled.
pub async fn give_up(tx: &mut SystemTx, filled: i32, now: jiff::Timestamp) -> DbResult<()> {
    let filling = generations::table
        .filter(generations::number.eq(filled))
        .filter(generations::state.eq("filling"));
    diesel::update(filling)
        .set((
            generations::state.eq("retired"),
            generations::decided_at.eq(now.to_diesel()),
        ))
        .execute(tx)
        .await?;
    Ok(())
}
