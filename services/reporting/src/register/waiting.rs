//! What of the registers somebody still has to do something about, found by its facets: whoever opens the start page reads no
//! register whole for it.

use std::collections::BTreeSet;

use diesel::{
    ExpressionMethods as _, NullableExpressionMethods as _, OptionalExtension as _, QueryDsl as _,
    SelectableHelper as _,
    dsl::{exists, not},
};
use diesel_async::RunQueryDsl as _;
use jiff::{Timestamp, civil::Date};
use jiff_diesel::ToDiesel as _;
use platform::db::{DbResult, TenantTx};
use uuid::Uuid;

use super::{
    entry::{Entry, Record, Register},
    goals::{Indicator, IndicatorValue},
    projects::{Application, Project},
    store::{Row, dated_entry, entry, of},
};
use crate::schema::register_entries as entries;

/// Every entry of a register that stands at one of these.
pub async fn standing_at<R: Record>(tx: &mut TenantTx, generation: i32, states: &[&str]) -> DbResult<Vec<Entry<R>>> {
    let rows: Vec<Row> = of(tx.tenant_id(), generation, R::REGISTER.code())
        .filter(entries::status.eq_any(states))
        .select(Row::as_select())
        .order((entries::title_sort.asc(), entries::id.asc()))
        .load(tx)
        .await?;
    Ok(rows.iter().filter_map(entry).collect())
}

/// The same, each with when its owner changed it last.
pub async fn dated_at<R: Record>(
    tx: &mut TenantTx,
    generation: i32,
    states: &[&str],
) -> DbResult<Vec<(Entry<R>, Option<Timestamp>)>> {
    let at = of(tx.tenant_id(), generation, R::REGISTER.code()).filter(entries::status.eq_any(states));
    let rows: Vec<(Row, Option<jiff_diesel::Timestamp>)> = at
        .select((Row::as_select(), entries::changed_at))
        .order((entries::title_sort.asc(), entries::id.asc()))
        .load(tx)
        .await?;
    Ok(rows.into_iter().filter_map(dated_entry).collect())
}

/// The same of those that stand at none of these.
pub async fn dated_elsewhere<R: Record>(
    tx: &mut TenantTx,
    generation: i32,
    states: &[&str],
) -> DbResult<Vec<(Entry<R>, Option<Timestamp>)>> {
    let elsewhere = of(tx.tenant_id(), generation, R::REGISTER.code()).filter(entries::status.ne_all(states));
    let rows: Vec<(Row, Option<jiff_diesel::Timestamp>)> = elsewhere
        .select((Row::as_select(), entries::changed_at))
        .order((entries::title_sort.asc(), entries::id.asc()))
        .load(tx)
        .await?;
    Ok(rows.into_iter().filter_map(dated_entry).collect())
}

/// Some entries by their ids, by title.
pub async fn some<R: Record>(tx: &mut TenantTx, generation: i32, ids: Vec<Uuid>) -> DbResult<Vec<Entry<R>>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<Row> = of(tx.tenant_id(), generation, R::REGISTER.code())
        .filter(entries::id.eq_any(ids))
        .select(Row::as_select())
        .order((entries::title_sort.asc(), entries::id.asc()))
        .load(tx)
        .await?;
    Ok(rows.iter().filter_map(entry).collect())
}

/// The applications at some states, and the projects that they are of.
pub async fn applications_at(
    tx: &mut TenantTx,
    generation: i32,
    states: &[&str],
) -> DbResult<(Vec<Entry<Application>>, Vec<Entry<Project>>)> {
    let applications: Vec<Entry<Application>> = standing_at(tx, generation, states).await?;
    let projects = applications
        .iter()
        .map(|application| application.body.project_id)
        .collect();
    let projects = some(tx, generation, projects).await?;
    Ok((applications, projects))
}

/// Indicators without a value of a period that reaches to this day or beyond it.
pub async fn without_value_since(tx: &mut TenantTx, generation: i32, day: Date) -> DbResult<Vec<Entry<Indicator>>> {
    let (values, tenant) = (diesel::alias!(entries as values), tx.tenant_id());
    let fresh = values
        .filter(values.field(entries::tenant_id).eq(tenant))
        .filter(values.field(entries::generation).eq(generation))
        .filter(values.field(entries::register).eq(IndicatorValue::REGISTER.code()))
        .filter(values.field(entries::gone).eq(false))
        .filter(values.field(entries::parent_id).eq(entries::id.nullable()))
        .filter(values.field(entries::ends_on).ge(day.to_diesel()));
    let rows: Vec<Row> = of(tenant, generation, Indicator::REGISTER.code())
        .filter(not(exists(fresh)))
        .select(Row::as_select())
        .order((entries::title_sort.asc(), entries::id.asc()))
        .load(tx)
        .await?;
    Ok(rows.iter().filter_map(entry).collect())
}

/// Those of these registers that have any entry.
pub async fn begun(tx: &mut TenantTx, generation: i32, registers: &[Register]) -> DbResult<BTreeSet<String>> {
    let mut begun = BTreeSet::new();
    for register in registers {
        let entry = of(tx.tenant_id(), generation, register.code()).select(entries::id);
        let entry: Option<Uuid> = entry.first(tx).await.optional()?;
        begun.extend(entry.map(|_| register.code().to_owned()));
    }
    Ok(begun)
}
