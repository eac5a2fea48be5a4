//! How rounds are kept. The units that owe are those of the round's statements.

use std::collections::HashMap;

use diesel::{dsl::auto_type, prelude::*};
use diesel_async::RunQueryDsl;
use jiff_diesel::{Date, Timestamp, ToDiesel as _};
use platform::{
    db::{DbResult, Page, Rows, TenantTx, one_row},
    fetch_page,
};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::{Round, RoundId, model::State};
use crate::{schema::statement_rounds, statement};

/// What rounds can be listed by.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct RoundFilter {
    pub year: Option<i32>,
    /// `open` or `locked`.
    pub state: Option<String>,
}

#[derive(Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = statement_rounds, primary_key(tenant_id, id), treat_none_as_null = true)]
#[diesel(check_for_backend(diesel::pg::Pg))]
struct Row {
    tenant_id: Uuid,
    id: Uuid,
    version: i64,
    year: i32,
    due_on: Date,
    state: String,
    locked_on: Option<Date>,
    reminders: i32,
    created_at: Timestamp,
}

impl Row {
    #[auto_type(no_type_alias)]
    fn of(tx: &TenantTx) -> _ {
        let tenant: Uuid = tx.tenant_id();
        statement_rounds::table.filter(statement_rounds::tenant_id.eq(tenant))
    }

    fn from_round(tenant_id: Uuid, round: &Round) -> Self {
        let (state, locked_on) = match round.state {
            State::Open => ("open", None),
            State::Locked { on } => ("locked", Some(on.to_diesel())),
        };
        Self {
            tenant_id,
            id: round.id.0,
            version: round.version,
            year: round.year,
            due_on: round.due_on.to_diesel(),
            state: state.to_owned(),
            locked_on,
            reminders: round.reminders,
            created_at: round.created_at.to_diesel(),
        }
    }

    fn read(self, units: &mut HashMap<Uuid, Vec<Uuid>>) -> Round {
        Round {
            id: RoundId(self.id),
            version: self.version,
            year: self.year,
            due_on: self.due_on.to_jiff(),
            unit_ids: units.remove(&self.id).unwrap_or_default(),
            state: self
                .locked_on
                .map_or(State::Open, |on| State::Locked { on: on.to_jiff() }),
            reminders: self.reminders,
            created_at: self.created_at.to_jiff(),
        }
    }
}

async fn whole(tx: &mut TenantTx, rows: Vec<Row>) -> DbResult<Vec<Round>> {
    let ids: Vec<Uuid> = rows.iter().map(|r| r.id).collect();
    let mut units = if ids.is_empty() {
        HashMap::new()
    } else {
        statement::store::units_of(tx, &ids).await?
    };
    Ok(rows.into_iter().map(|row| row.read(&mut units)).collect())
}

pub async fn find(tx: &mut TenantTx, id: RoundId) -> DbResult<Option<Round>> {
    let row = Row::of(tx)
        .filter(statement_rounds::id.eq(id.0))
        .select(Row::as_select())
        .first(tx)
        .await
        .optional()?;
    Ok(whole(tx, row.into_iter().collect()).await?.pop())
}

/// The round, held against concurrent change until the transaction ends.
pub async fn lock(tx: &mut TenantTx, id: RoundId) -> DbResult<Option<Round>> {
    let query = Row::of(tx)
        .filter(statement_rounds::id.eq(id.0))
        .select(Row::as_select())
        .for_update();
    let row = query.first(tx).await.optional()?;
    Ok(whole(tx, row.into_iter().collect()).await?.pop())
}

/// The round of a year; the newest when no year is said.
pub async fn of_year(tx: &mut TenantTx, year: Option<i32>) -> DbResult<Option<Round>> {
    let mut query = Row::of(tx)
        .select(Row::as_select())
        .order(statement_rounds::year.desc())
        .into_boxed();
    if let Some(year) = year {
        query = query.filter(statement_rounds::year.eq(year));
    }
    let row = query.first(tx).await.optional()?;
    Ok(whole(tx, row.into_iter().collect()).await?.pop())
}

/// The day by which each round is to be answered.
pub async fn due_dates(tx: &mut TenantTx, ids: &[RoundId]) -> DbResult<HashMap<RoundId, jiff::civil::Date>> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let query = Row::of(tx).filter(statement_rounds::id.eq_any(ids));
    let rows: Vec<(Uuid, Date)> = query
        .select((statement_rounds::id, statement_rounds::due_on))
        .load(tx)
        .await?;
    Ok(rows.into_iter().map(|(id, due)| (RoundId(id), due.to_jiff())).collect())
}

/// Open rounds whose day has passed.
pub async fn open_and_due_before(tx: &mut TenantTx, today: jiff::civil::Date) -> DbResult<Vec<RoundId>> {
    let query = Row::of(tx)
        .filter(statement_rounds::state.eq("open"))
        .filter(statement_rounds::due_on.lt(today.to_diesel()))
        .select(statement_rounds::id);
    let ids: Vec<Uuid> = query.load(tx).await?;
    Ok(ids.into_iter().map(RoundId).collect())
}

pub async fn page(tx: &mut TenantTx, filter: &RoundFilter, page: &Page) -> DbResult<Rows<Round>> {
    let mut query = Row::of(tx).select(Row::as_select()).into_boxed();
    if let Some(year) = filter.year {
        query = query.filter(statement_rounds::year.eq(year));
    }
    if let Some(state) = &filter.state {
        query = query.filter(statement_rounds::state.eq(state.clone()));
    }
    let Rows { rows, next } = fetch_page!(tx, query, page, Row of statement_rounds by {
        "year" => year: i32,
        "due_on" => due_on: Date,
    });
    Ok(Rows {
        rows: whole(tx, rows).await?,
        next,
    })
}

pub async fn insert(tx: &mut TenantTx, round: &Round) -> DbResult<()> {
    let row = Row::from_round(tx.tenant_id(), round);
    diesel::insert_into(statement_rounds::table)
        .values(&row)
        .execute(tx)
        .await?;
    Ok(())
}

pub async fn update(tx: &mut TenantTx, round: &Round) -> DbResult<()> {
    let row = Row::from_round(tx.tenant_id(), round);
    let target = Row::of(tx)
        .filter(statement_rounds::id.eq(round.id.0))
        .filter(statement_rounds::version.eq(round.version - 1));
    one_row(diesel::update(target).set(&row).execute(tx).await?)
}
