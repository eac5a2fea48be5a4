//! How indicators are kept.

use std::collections::HashMap;

use diesel::{dsl::auto_type, prelude::*};
use diesel_async::RunQueryDsl;
use jiff_diesel::{Timestamp, ToDiesel as _};
use platform::{
    db::{
        DbResult, Kept, Page, Rows, TenantTx, one_row,
        search::{searchable, sort_key, sought, strpos},
    },
    fetch_names, fetch_page,
    http::{Names, NamesAsked},
    values::Text,
};
use rust_decimal::Decimal;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::{
    Indicator, IndicatorId, Kind,
    model::{Dimension, Direction, IndicatorContent, PeriodValue, ScaleLevel},
};
use crate::{
    goal::GoalId,
    quantity::Quantity,
    schema::{indicator_goals, indicator_values, indicators},
    span::{Frequency, Span},
};

/// What indicators can be listed by.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct IndicatorFilter {
    pub goal_id: Option<Uuid>,
    pub owner_unit_id: Option<Uuid>,
    pub kind: Option<Kind>,
    /// Words of the name.
    pub q: Option<String>,
}

#[derive(Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = indicators, primary_key(tenant_id, id), treat_none_as_null = true)]
#[diesel(check_for_backend(diesel::pg::Pg))]
struct Row {
    tenant_id: Uuid,
    id: Uuid,
    version: i64,
    name: Kept<Text>,
    name_sort: String,
    unit_of_measure: Kept<Text>,
    direction: Direction,
    kind: Kind,
    numerator: Option<Kept<Text>>,
    denominator: Option<Kept<Text>>,
    factor: Option<Decimal>,
    decimals: i32,
    frequency: Frequency,
    owner_unit_id: Uuid,
    source: Option<Kept<Text>>,
    method: Option<Kept<Text>>,
    method_version: i32,
    scale: Kept<Vec<ScaleLevel>>,
    dimensions: Kept<Vec<Dimension>>,
    baseline: Option<Kept<PeriodValue>>,
    targets: Kept<Vec<PeriodValue>>,
    search_text: String,
    created_at: Timestamp,
}

#[derive(Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = indicator_goals, check_for_backend(diesel::pg::Pg))]
struct GoalRow {
    tenant_id: Uuid,
    indicator_id: Uuid,
    goal_id: Uuid,
    position: i32,
}

impl Row {
    #[auto_type(no_type_alias)]
    fn of(tx: &TenantTx) -> _ {
        let tenant: Uuid = tx.tenant_id();
        indicators::table.filter(indicators::tenant_id.eq(tenant))
    }

    fn from_indicator(tenant_id: Uuid, indicator: &Indicator) -> Self {
        let content = indicator.content.clone();
        Self {
            tenant_id,
            id: indicator.id.0,
            version: indicator.version,
            name_sort: sort_key(&content.name),
            search_text: searchable([&content.name], []),
            name: Kept(content.name),
            unit_of_measure: Kept(content.unit_of_measure),
            direction: content.direction,
            kind: content.kind,
            numerator: content.numerator.map(Kept),
            denominator: content.denominator.map(Kept),
            factor: content.factor.map(|f| f.0),
            decimals: content.decimals,
            frequency: content.frequency,
            owner_unit_id: content.owner_unit_id,
            source: content.source.map(Kept),
            method: content.method.map(Kept),
            method_version: content.method_version,
            scale: Kept(content.scale),
            dimensions: Kept(content.dimensions),
            baseline: content.baseline.map(Kept),
            targets: Kept(content.targets),
            created_at: indicator.created_at.to_diesel(),
        }
    }

    fn read(self, goals: &mut HashMap<Uuid, Vec<GoalId>>) -> Indicator {
        Indicator {
            id: IndicatorId(self.id),
            version: self.version,
            content: IndicatorContent {
                name: self.name.0,
                goal_ids: goals.remove(&self.id).unwrap_or_default(),
                unit_of_measure: self.unit_of_measure.0,
                direction: self.direction,
                kind: self.kind,
                numerator: self.numerator.map(|t| t.0),
                denominator: self.denominator.map(|t| t.0),
                factor: self.factor.map(Quantity),
                decimals: self.decimals,
                frequency: self.frequency,
                owner_unit_id: self.owner_unit_id,
                source: self.source.map(|t| t.0),
                method: self.method.map(|t| t.0),
                method_version: self.method_version,
                scale: self.scale.0,
                dimensions: self.dimensions.0,
                baseline: self.baseline.map(|b| b.0),
                targets: self.targets.0,
            },
            created_at: self.created_at.to_jiff(),
        }
    }
}

async fn whole(tx: &mut TenantTx, rows: Vec<Row>) -> DbResult<Vec<Indicator>> {
    let ids: Vec<Uuid> = rows.iter().map(|r| r.id).collect();
    let mut goals: HashMap<Uuid, Vec<GoalId>> = HashMap::new();
    if !ids.is_empty() {
        let tied: Vec<GoalRow> = indicator_goals::table
            .filter(indicator_goals::tenant_id.eq(tx.tenant_id()))
            .filter(indicator_goals::indicator_id.eq_any(ids))
            .order((indicator_goals::indicator_id, indicator_goals::position))
            .select(GoalRow::as_select())
            .load(tx)
            .await?;
        for row in tied {
            goals.entry(row.indicator_id).or_default().push(GoalId(row.goal_id));
        }
    }
    Ok(rows.into_iter().map(|row| row.read(&mut goals)).collect())
}

pub async fn find(tx: &mut TenantTx, id: IndicatorId) -> DbResult<Option<Indicator>> {
    let row = Row::of(tx)
        .filter(indicators::id.eq(id.0))
        .select(Row::as_select())
        .first(tx)
        .await
        .optional()?;
    Ok(whole(tx, row.into_iter().collect()).await?.pop())
}

/// The indicator, held against concurrent change until the transaction ends.
pub async fn lock(tx: &mut TenantTx, id: IndicatorId) -> DbResult<Option<Indicator>> {
    let query = Row::of(tx)
        .filter(indicators::id.eq(id.0))
        .select(Row::as_select())
        .for_update();
    let row = query.first(tx).await.optional()?;
    Ok(whole(tx, row.into_iter().collect()).await?.pop())
}

/// The indicator, held against changes of what its values mean while one of them is entered.
pub async fn hold(tx: &mut TenantTx, id: IndicatorId) -> DbResult<Option<Indicator>> {
    let query = Row::of(tx)
        .filter(indicators::id.eq(id.0))
        .select(Row::as_select())
        .for_share();
    let row = query.first(tx).await.optional()?;
    Ok(whole(tx, row.into_iter().collect()).await?.pop())
}

/// Those of the indicators that are there, held like one of them.
pub async fn hold_all(tx: &mut TenantTx, ids: Vec<IndicatorId>) -> DbResult<HashMap<IndicatorId, Indicator>> {
    let ids: Vec<Uuid> = ids.into_iter().map(Uuid::from).collect();
    let query = Row::of(tx)
        .filter(indicators::id.eq_any(ids))
        .order(indicators::id)
        .select(Row::as_select())
        .for_share();
    let rows: Vec<Row> = query.load(tx).await?;
    let held = whole(tx, rows).await?;
    Ok(held.into_iter().map(|indicator| (indicator.id, indicator)).collect())
}

/// What every indicator is called.
pub async fn all_names(tx: &mut TenantTx) -> DbResult<Vec<(Uuid, Text)>> {
    let query = Row::of(tx).select((indicators::id, indicators::name));
    let rows: Vec<(Uuid, Kept<Text>)> = query.load(tx).await?;
    Ok(rows.into_iter().map(|(id, name)| (id, name.0)).collect())
}

/// The indicators that verify any of these goals, by name.
pub async fn of_goals(tx: &mut TenantTx, goals: Vec<Uuid>) -> DbResult<Vec<Indicator>> {
    let tied = indicator_goals::table
        .filter(indicator_goals::tenant_id.eq(tx.tenant_id()))
        .filter(indicator_goals::goal_id.eq_any(goals))
        .select(indicator_goals::indicator_id);
    let ids: Vec<Uuid> = tied.load(tx).await?;
    let query = Row::of(tx)
        .filter(indicators::id.eq_any(ids))
        .order((indicators::name_sort, indicators::id))
        .select(Row::as_select());
    let rows: Vec<Row> = query.load(tx).await?;
    whole(tx, rows).await
}

pub async fn has_values(tx: &mut TenantTx, id: IndicatorId) -> DbResult<bool> {
    let one: Option<Uuid> = indicator_values::table
        .filter(indicator_values::tenant_id.eq(tx.tenant_id()))
        .filter(indicator_values::indicator_id.eq(id.0))
        .select(indicator_values::id)
        .first(tx)
        .await
        .optional()?;
    Ok(one.is_some())
}

/// The first indicators by name that are measured in such periods.
pub async fn measured_in(tx: &mut TenantTx, period: Span, many: i64) -> DbResult<Vec<Indicator>> {
    let frequencies = [
        Frequency::Year,
        Frequency::HalfYear,
        Frequency::Quarter,
        Frequency::Month,
        Frequency::Once,
    ];
    let frequencies = frequencies.into_iter().filter(|frequency| period.fits(*frequency));
    let query = Row::of(tx)
        .filter(indicators::frequency.eq_any(frequencies.collect::<Vec<_>>()))
        .order((indicators::name_sort, indicators::id))
        .limit(many)
        .select(Row::as_select());
    let rows: Vec<Row> = query.load(tx).await?;
    whole(tx, rows).await
}

/// What they are called.
pub async fn names(tx: &mut TenantTx, asked: &NamesAsked) -> DbResult<Names> {
    Ok(fetch_names!(tx, asked, Row::of(tx), (indicators::id, indicators::name => Kept<Text>) by indicators::name_sort))
}

pub async fn page(tx: &mut TenantTx, filter: &IndicatorFilter, page: &Page) -> DbResult<Rows<Indicator>> {
    let mut query = Row::of(tx).select(Row::as_select()).into_boxed();
    if let Some(id) = filter.goal_id {
        let tied = indicator_goals::table
            .filter(indicator_goals::tenant_id.eq(tx.tenant_id()))
            .filter(indicator_goals::goal_id.eq(id));
        query = query.filter(indicators::id.eq_any(tied.select(indicator_goals::indicator_id)));
    }
    if let Some(id) = filter.owner_unit_id {
        query = query.filter(indicators::owner_unit_id.eq(id));
    }
    if let Some(kind) = filter.kind {
        query = query.filter(indicators::kind.eq(kind));
    }
    if let Some(q) = sought(filter.q.as_deref()) {
        query = query.filter(strpos(indicators::search_text, q).gt(0));
    }
    let Rows { rows, next } = fetch_page!(tx, query, page, Row of indicators by {
        "name" => name_sort: String,
        "created_at" => created_at: Timestamp,
    });
    Ok(Rows {
        rows: whole(tx, rows).await?,
        next,
    })
}

pub async fn insert(tx: &mut TenantTx, indicator: &Indicator) -> DbResult<()> {
    let row = Row::from_indicator(tx.tenant_id(), indicator);
    diesel::insert_into(indicators::table).values(&row).execute(tx).await?;
    attach(tx, indicator).await
}

pub async fn update(tx: &mut TenantTx, indicator: &Indicator) -> DbResult<()> {
    let row = Row::from_indicator(tx.tenant_id(), indicator);
    let target = Row::of(tx)
        .filter(indicators::id.eq(indicator.id.0))
        .filter(indicators::version.eq(indicator.version - 1));
    one_row(diesel::update(target).set(&row).execute(tx).await?)?;
    detach(tx, indicator.id).await?;
    attach(tx, indicator).await
}

pub async fn delete(tx: &mut TenantTx, id: IndicatorId) -> DbResult<()> {
    detach(tx, id).await?;
    let target = Row::of(tx).filter(indicators::id.eq(id.0));
    one_row(diesel::delete(target).execute(tx).await?)
}

async fn attach(tx: &mut TenantTx, indicator: &Indicator) -> DbResult<()> {
    let (tenant_id, indicator_id) = (tx.tenant_id(), indicator.id.0);
    let goals: Vec<GoalRow> = (0..)
        .zip(&indicator.content.goal_ids)
        .map(|(position, goal_id)| GoalRow {
            tenant_id,
            indicator_id,
            goal_id: goal_id.0,
            position,
        })
        .collect();
    if !goals.is_empty() {
        diesel::insert_into(indicator_goals::table)
            .values(goals)
            .execute(tx)
            .await?;
    }
    Ok(())
}

async fn detach(tx: &mut TenantTx, id: IndicatorId) -> DbResult<()> {
    let target = indicator_goals::table
        .filter(indicator_goals::tenant_id.eq(tx.tenant_id()))
        .filter(indicator_goals::indicator_id.eq(id.0));
    diesel::delete(target).execute(tx).await?;
    Ok(())
}
