//! How contributions are kept: under the tenant that contributes.

use std::collections::HashMap;

use diesel::{ExpressionMethods as _, OptionalExtension as _, QueryDsl as _, dsl::sum, upsert::excluded};
use diesel_async::RunQueryDsl as _;
use platform::db::{DbResult, SystemTx, TenantTx, take_turns};
use rust_decimal::Decimal;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::{holding::Holding, measure::Measure, model::Part};
use crate::{
    agreement::Dataset,
    schema::{contributions, holdings},
};

/// Lets changes of one tenant take turns in one copy: a thing and what hangs on it may arrive at once, and neither would
/// see the other.
pub async fn turn(tx: &mut TenantTx, generation: i32) -> DbResult<()> {
    let name = format!("reporting/contributions/{}/{generation}", tx.tenant_id());
    take_turns(tx, name).await
}

/// What a thing adds now, in place of what it added before. Most changes of a thing change nothing of that.
pub async fn replace(
    tx: &mut TenantTx,
    generation: i32,
    dataset: Dataset,
    subject_id: Uuid,
    parts: &[Part],
) -> DbResult<()> {
    let before = contributions::table
        .filter(contributions::tenant_id.eq(tx.tenant_id()))
        .filter(contributions::generation.eq(generation))
        .filter(contributions::dataset.eq(dataset))
        .filter(contributions::subject_id.eq(subject_id));
    let known: Vec<Known> = before
        .order(contributions::position)
        .select((
            contributions::measure,
            contributions::from_year,
            contributions::to_year,
            contributions::value,
        ))
        .load(tx)
        .await?;
    let now: Vec<Known> = parts.iter().map(as_known).collect();
    if known.iter().map(written).eq(now.iter().map(written)) {
        return Ok(());
    }
    diesel::delete(before).execute(tx).await?;
    let rows: Vec<_> = (0_i32..)
        .zip(now)
        .map(|(position, (measure, from_year, to_year, value))| {
            (
                contributions::tenant_id.eq(tx.tenant_id()),
                contributions::generation.eq(generation),
                contributions::dataset.eq(dataset),
                contributions::subject_id.eq(subject_id),
                contributions::position.eq(position),
                contributions::measure.eq(measure),
                contributions::from_year.eq(from_year),
                contributions::to_year.eq(to_year),
                contributions::value.eq(value),
            )
        })
        .collect();
    if !rows.is_empty() {
        diesel::insert_into(contributions::table)
            .values(rows)
            .execute(tx)
            .await?;
    }
    Ok(())
}

type Known = (Measure, i32, i32, Decimal);

fn as_known(part: &Part) -> Known {
    (
        part.measure,
        i32::from(part.from_year),
        i32::from(part.to_year),
        part.value,
    )
}

/// To the last nought: a copy's fingerprint tells 1.0 and 1.00 apart.
fn written((measure, from_year, to_year, value): &Known) -> (Measure, i32, i32, String) {
    (*measure, *from_year, *to_year, value.to_string())
}

/// What a copy holds of one tenant: how many parts, and one hash over them.
pub async fn fingerprint(tx: &mut TenantTx, generation: i32) -> DbResult<(usize, String)> {
    type Content = (Dataset, Uuid, i32, Measure, i32, i32, Decimal);
    let rows: Vec<Content> = contributions::table
        .filter(contributions::tenant_id.eq(tx.tenant_id()))
        .filter(contributions::generation.eq(generation))
        .order((
            contributions::dataset.asc(),
            contributions::subject_id.asc(),
            contributions::position.asc(),
        ))
        .select((
            contributions::dataset,
            contributions::subject_id,
            contributions::position,
            contributions::measure,
            contributions::from_year,
            contributions::to_year,
            contributions::value,
        ))
        .load(tx)
        .await?;
    let mut hash = Sha256::new();
    for row in &rows {
        hash.update(format!("{row:?}\n"));
    }
    Ok((rows.len(), hex::encode(hash.finalize())))
}

/// Throws one tenant's part of a copy away.
pub async fn drop_copy(tx: &mut TenantTx, generation: i32) -> DbResult<()> {
    let old = contributions::table
        .filter(contributions::tenant_id.eq(tx.tenant_id()))
        .filter(contributions::generation.eq(generation));
    diesel::delete(old).execute(tx).await?;
    Ok(())
}

/// Keeps which holding the tenant counts with, unless something newer is known.
pub async fn keep_holding_if_newer(tx: &mut TenantTx, version: i64, holding: &Holding) -> DbResult<()> {
    let told = diesel::insert_into(holdings::table)
        .values((
            holdings::tenant_id.eq(tx.tenant_id()),
            holdings::version.eq(version),
            holdings::kind.eq(&holding.kind),
            holdings::holding.eq(&holding.holding),
            holdings::members.eq(holding.members),
        ))
        .on_conflict(holdings::tenant_id)
        .do_update()
        .set((
            holdings::version.eq(excluded(holdings::version)),
            holdings::kind.eq(excluded(holdings::kind)),
            holdings::holding.eq(excluded(holdings::holding)),
            holdings::members.eq(excluded(holdings::members)),
        ));
    let newer = diesel::query_dsl::methods::FilterDsl::filter(told, holdings::version.lt(excluded(holdings::version)));
    newer.execute(tx).await?;
    Ok(())
}

/// What the tenant is to figures over many.
pub async fn holding(tx: &mut TenantTx) -> DbResult<Option<Holding>> {
    let found: Option<(String, String, i32)> = holdings::table
        .filter(holdings::tenant_id.eq(tx.tenant_id()))
        .select((holdings::kind, holdings::holding, holdings::members))
        .first(tx)
        .await
        .optional()?;
    Ok(found.map(|(kind, holding, members)| Holding { kind, holding, members }))
}

/// Across tenants, by the aggregator: which holding each of these counts with.
pub async fn holdings_of(tx: &mut SystemTx, owners: &[Uuid]) -> DbResult<HashMap<Uuid, String>> {
    let found: Vec<(Uuid, String)> = holdings::table
        .filter(holdings::tenant_id.eq_any(owners))
        .select((holdings::tenant_id, holdings::holding))
        .load(tx)
        .await?;
    Ok(found.into_iter().collect())
}

/// Across tenants, by the aggregator: what each of these contributes to a measure in a year.
pub async fn values_of(
    tx: &mut SystemTx,
    generation: i32,
    measure: Measure,
    year: i16,
    owners: &[Uuid],
) -> DbResult<HashMap<Uuid, Decimal>> {
    let found: Vec<(Uuid, Option<Decimal>)> = contributions::table
        .filter(contributions::tenant_id.eq_any(owners))
        .filter(contributions::generation.eq(generation))
        .filter(contributions::measure.eq(measure))
        .filter(contributions::from_year.le(i32::from(year)))
        .filter(contributions::to_year.ge(i32::from(year)))
        .group_by(contributions::tenant_id)
        .select((contributions::tenant_id, sum(contributions::value)))
        .load(tx)
        .await?;
    let known = |(owner, value): (Uuid, Option<Decimal>)| (owner, value.unwrap_or_default());
    Ok(found.into_iter().map(known).collect())
}
