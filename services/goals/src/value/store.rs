//! How values are kept.

use std::collections::{BTreeMap, HashMap};

use diesel::{
    dsl::{auto_type, sql},
    prelude::*,
    sql_types::{Array, Bool, Text, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl;
use jiff_diesel::{Date, Timestamp, ToDiesel as _};
use platform::{
    db::{DbResult, Kept, Page, Rows, TenantTx, one_row},
    fetch_page,
};
use rust_decimal::Decimal;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::{
    Value, ValueId,
    correction::Replaced,
    measured::Measured,
    model::{Status, Sureness, ValueContent},
};
use crate::{
    indicator::{Indicator, IndicatorId},
    quantity::Quantity,
    schema::{indicator_goals, indicator_values},
    span::{Frequency, Span},
};

/// What values can be listed by.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ValueFilter {
    pub indicator_id: Option<Uuid>,
    /// Values of indicators of this goal.
    pub goal_id: Option<Uuid>,
    pub period: Option<Span>,
    pub unit_id: Option<Uuid>,
    pub status: Option<Status>,
}

#[derive(Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = indicator_values, primary_key(tenant_id, id), treat_none_as_null = true)]
#[diesel(check_for_backend(diesel::pg::Pg))]
struct Row {
    tenant_id: Uuid,
    id: Uuid,
    version: i64,
    indicator_id: Uuid,
    period: Span,
    period_from: Date,
    period_to: Date,
    unit_id: Option<Uuid>,
    dimensions: Kept<BTreeMap<String, String>>,
    place: String,
    value: Option<Decimal>,
    numerator: Option<Decimal>,
    denominator: Option<Decimal>,
    level: Option<i32>,
    evidence: Option<String>,
    status: Status,
    provenance: Option<String>,
    no_change: bool,
    replaces: Kept<Vec<Replaced>>,
    recorded_at: Timestamp,
    created_at: Timestamp,
}

impl Row {
    #[auto_type(no_type_alias)]
    fn of(tx: &TenantTx) -> _ {
        let tenant: Uuid = tx.tenant_id();
        indicator_values::table.filter(indicator_values::tenant_id.eq(tenant))
    }

    fn from_value(tenant_id: Uuid, value: &Value) -> Self {
        let content = &value.content;
        Self {
            tenant_id,
            id: value.id.0,
            version: value.version,
            indicator_id: content.indicator_id.0,
            period: content.period,
            period_from: content.period.from().to_diesel(),
            period_to: content.period.to().to_diesel(),
            unit_id: content.unit_id,
            dimensions: Kept(content.dimensions.clone()),
            place: content.place(),
            value: content.value.map(|q| q.0),
            numerator: content.numerator.map(|q| q.0),
            denominator: content.denominator.map(|q| q.0),
            level: content.level,
            evidence: content.evidence.clone(),
            status: value.status,
            provenance: content.provenance.clone(),
            no_change: content.no_change,
            replaces: Kept(value.replaces.clone()),
            recorded_at: value.recorded_at.to_diesel(),
            created_at: value.created_at.to_diesel(),
        }
    }

    fn read(self) -> Value {
        let sureness = if self.status == Status::Preliminary {
            Sureness::Preliminary
        } else {
            Sureness::Final
        };
        let content = ValueContent {
            indicator_id: IndicatorId(self.indicator_id),
            period: self.period,
            unit_id: self.unit_id,
            dimensions: self.dimensions.0,
            value: None,
            numerator: None,
            denominator: None,
            level: None,
            evidence: None,
            status: Some(sureness),
            provenance: self.provenance,
            no_change: self.no_change,
        };
        let measured = Measured {
            value: self.value.map(Quantity),
            numerator: self.numerator.map(Quantity),
            denominator: self.denominator.map(Quantity),
            level: self.level,
            evidence: self.evidence,
        };
        Value {
            id: ValueId(self.id),
            version: self.version,
            content: content.with(measured),
            status: self.status,
            replaces: self.replaces.0,
            recorded_at: self.recorded_at.to_jiff(),
            created_at: self.created_at.to_jiff(),
        }
    }
}

pub async fn find(tx: &mut TenantTx, id: ValueId) -> DbResult<Option<Value>> {
    let query = Row::of(tx)
        .filter(indicator_values::id.eq(id.0))
        .select(Row::as_select());
    let row: Option<Row> = query.first(tx).await.optional()?;
    Ok(row.map(Row::read))
}

/// The value, held against concurrent change until the transaction ends.
pub async fn lock(tx: &mut TenantTx, id: ValueId) -> DbResult<Option<Value>> {
    let query = Row::of(tx)
        .filter(indicator_values::id.eq(id.0))
        .select(Row::as_select())
        .for_update();
    let row: Option<Row> = query.first(tx).await.optional()?;
    Ok(row.map(Row::read))
}

/// Every value of an indicator.
pub async fn of_indicator(tx: &mut TenantTx, id: IndicatorId) -> DbResult<Vec<Value>> {
    let query = Row::of(tx)
        .filter(indicator_values::indicator_id.eq(id.0))
        .select(Row::as_select());
    let rows: Vec<Row> = query.load(tx).await?;
    Ok(rows.into_iter().map(Row::read).collect())
}

/// The values of the indicators that may say how things stand on a day: those of the running period and of the one
/// before, however long these are. What is measured once counts for ever.
pub async fn that_count(tx: &mut TenantTx, indicators: &[Indicator], on: jiff::civil::Date) -> DbResult<Vec<Value>> {
    let year_before = Span::year(on.year() - 1).from();
    let (once, again): (Vec<&Indicator>, Vec<&Indicator>) =
        indicators.iter().partition(|i| i.content.frequency == Frequency::Once);
    let ids = |of: Vec<&Indicator>| -> Vec<Uuid> { of.iter().map(|i| i.id.0).collect() };
    let lately = indicator_values::indicator_id
        .eq_any(ids(again))
        .and(indicator_values::period_to.ge(year_before.to_diesel()));
    let query = Row::of(tx)
        .filter(lately.or(indicator_values::indicator_id.eq_any(ids(once))))
        .select(Row::as_select());
    let rows: Vec<Row> = query.load(tx).await?;
    Ok(rows.into_iter().map(Row::read).collect())
}

/// What stood last at the same place before this period.
pub async fn latest_before(tx: &mut TenantTx, content: &ValueContent) -> DbResult<Option<Value>> {
    let query = Row::of(tx)
        .filter(indicator_values::indicator_id.eq(content.indicator_id.0))
        .filter(indicator_values::place.eq(content.place()))
        .filter(indicator_values::period_from.lt(content.period.from().to_diesel()))
        .order(indicator_values::period_from.desc())
        .select(Row::as_select());
    let row: Option<Row> = query.first(tx).await.optional()?;
    Ok(row.map(Row::read))
}

/// The values that indicators have in a period, each of the whole unit or, without one, of the whole organisation.
pub async fn standing_at(
    tx: &mut TenantTx,
    indicators: &[Indicator],
    period: Span,
    unit_id: Option<Uuid>,
) -> DbResult<HashMap<IndicatorId, Value>> {
    let ids: Vec<Uuid> = indicators.iter().map(|indicator| indicator.id.0).collect();
    let query = Row::of(tx)
        .filter(indicator_values::indicator_id.eq_any(ids))
        .filter(indicator_values::period.eq(period))
        .filter(indicator_values::place.eq(unit_id.map_or_else(String::new, |id| id.to_string())))
        .select(Row::as_select());
    let rows: Vec<Row> = query.load(tx).await?;
    let values = rows.into_iter().map(Row::read);
    Ok(values.map(|value| (value.content.indicator_id, value)).collect())
}

pub async fn page(tx: &mut TenantTx, filter: &ValueFilter, page: &Page) -> DbResult<Rows<Value>> {
    let mut query = Row::of(tx).select(Row::as_select()).into_boxed();
    if let Some(id) = filter.indicator_id {
        query = query.filter(indicator_values::indicator_id.eq(id));
    }
    if let Some(id) = filter.goal_id {
        let tied = indicator_goals::table
            .filter(indicator_goals::tenant_id.eq(tx.tenant_id()))
            .filter(indicator_goals::goal_id.eq(id));
        query = query.filter(indicator_values::indicator_id.eq_any(tied.select(indicator_goals::indicator_id)));
    }
    if let Some(period) = filter.period {
        query = query.filter(indicator_values::period.eq(period));
    }
    if let Some(id) = filter.unit_id {
        query = query.filter(indicator_values::unit_id.eq(id));
    }
    if let Some(status) = filter.status {
        query = query.filter(indicator_values::status.eq(status));
    }
    let rows = fetch_page!(tx, query, page, Row of indicator_values by {
        "period" => period_from: Date,
        "recorded_at" => recorded_at: Timestamp,
    });
    Ok(rows.map(Row::read))
}

/// The values that stand at the places of these, held against concurrent change until the transaction ends.
pub async fn lock_at(
    tx: &mut TenantTx,
    contents: &[&ValueContent],
) -> DbResult<HashMap<(IndicatorId, Span, String), Value>> {
    let indicators: Vec<Uuid> = contents.iter().map(|c| c.indicator_id.0).collect();
    let periods: Vec<Span> = contents.iter().map(|c| c.period).collect();
    let places: Vec<String> = contents.iter().map(|c| c.place()).collect();
    // Each is looked up by its key: three lists one beside the other would mean every indicator at every place in every
    // period, for which all values of the tenant are read.
    let asked = sql::<Bool>("(indicator_id, period, place) IN (SELECT * FROM unnest(")
        .bind::<Array<SqlUuid>, _>(indicators)
        .sql(", ")
        .bind::<Array<Text>, _>(periods)
        .sql(", ")
        .bind::<Array<Text>, _>(places)
        .sql("))");
    let query = Row::of(tx)
        .filter(asked)
        .order(indicator_values::id)
        .select(Row::as_select())
        .for_update();
    let rows: Vec<Row> = query.load(tx).await?;
    let values = rows.into_iter().map(Row::read);
    Ok(values
        .map(|v| ((v.content.indicator_id, v.content.period, v.content.place()), v))
        .collect())
}

/// Keeps many new values with one statement.
pub async fn insert_all<'a>(tx: &mut TenantTx, values: impl Iterator<Item = &'a Value>) -> DbResult<()> {
    let rows: Vec<Row> = values.map(|value| Row::from_value(tx.tenant_id(), value)).collect();
    if !rows.is_empty() {
        diesel::insert_into(indicator_values::table)
            .values(&rows)
            .execute(tx)
            .await?;
    }
    Ok(())
}

pub async fn insert(tx: &mut TenantTx, value: &Value) -> DbResult<()> {
    let row = Row::from_value(tx.tenant_id(), value);
    diesel::insert_into(indicator_values::table)
        .values(&row)
        .execute(tx)
        .await?;
    Ok(())
}

pub async fn update(tx: &mut TenantTx, value: &Value) -> DbResult<()> {
    let row = Row::from_value(tx.tenant_id(), value);
    let target = Row::of(tx)
        .filter(indicator_values::id.eq(value.id.0))
        .filter(indicator_values::version.eq(value.version - 1));
    one_row(diesel::update(target).set(&row).execute(tx).await?)
}

pub async fn delete(tx: &mut TenantTx, id: ValueId) -> DbResult<()> {
    let target = Row::of(tx).filter(indicator_values::id.eq(id.0));
    one_row(diesel::delete(target).execute(tx).await?)
}
