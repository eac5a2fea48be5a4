//! How statements are kept.

use std::collections::HashMap;

use diesel::{dsl::auto_type, prelude::*};
use diesel_async::RunQueryDsl;
use jiff_diesel::{Date, Timestamp, ToDiesel as _};
use platform::{
    db::{DbResult, Kept, Page, Rows, TenantTx, one_row},
    fetch_page,
    values::Text,
};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::{
    Statement, StatementId,
    model::{Escalation, Reminder, StatementContent, Status},
};
use crate::{
    round::{self, RoundId},
    schema::statements,
};

/// What statements can be listed by.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct StatementFilter {
    pub year: Option<i32>,
    pub round_id: Option<Uuid>,
    pub unit_id: Option<Uuid>,
    pub owner_id: Option<Uuid>,
    pub status: Option<Status>,
    pub escalation: Option<Escalation>,
}

#[derive(Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = statements, primary_key(tenant_id, id), treat_none_as_null = true)]
#[diesel(check_for_backend(diesel::pg::Pg))]
struct Row {
    tenant_id: Uuid,
    id: Uuid,
    version: i64,
    round_id: Uuid,
    year: i32,
    unit_id: Uuid,
    text: Option<Kept<Text>>,
    plan_reference: Option<String>,
    status: Status,
    submitted_on: Option<Date>,
    owner_id: Option<Uuid>,
    reminders: Kept<Vec<Reminder>>,
    escalation: Escalation,
    created_at: Timestamp,
}

impl Row {
    #[auto_type(no_type_alias)]
    fn of(tx: &TenantTx) -> _ {
        let tenant: Uuid = tx.tenant_id();
        statements::table.filter(statements::tenant_id.eq(tenant))
    }

    fn from_statement(tenant_id: Uuid, statement: &Statement) -> Self {
        let content = statement.content.clone();
        Self {
            tenant_id,
            id: statement.id.0,
            version: statement.version,
            round_id: statement.round_id.0,
            year: statement.year,
            unit_id: statement.unit_id,
            text: content.text.map(Kept),
            plan_reference: content.plan_reference,
            status: statement.status,
            submitted_on: statement.submitted_on.map(Date::from),
            owner_id: content.owner_id,
            reminders: Kept(statement.reminders.clone()),
            escalation: statement.escalation,
            created_at: statement.created_at.to_diesel(),
        }
    }

    fn read(self, due: &HashMap<RoundId, jiff::civil::Date>) -> Statement {
        let round_id = RoundId(self.round_id);
        Statement {
            id: StatementId(self.id),
            version: self.version,
            round_id,
            year: self.year,
            unit_id: self.unit_id,
            // The foreign key sees to it that the round is there.
            due_on: due.get(&round_id).copied().unwrap_or_default(),
            content: StatementContent {
                text: self.text.map(|t| t.0),
                plan_reference: self.plan_reference,
                owner_id: self.owner_id,
            },
            status: self.status,
            submitted_on: self.submitted_on.map(Date::to_jiff),
            reminders: self.reminders.0,
            escalation: self.escalation,
            created_at: self.created_at.to_jiff(),
        }
    }
}

async fn whole(tx: &mut TenantTx, rows: Vec<Row>) -> DbResult<Vec<Statement>> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let mut rounds: Vec<RoundId> = rows.iter().map(|r| RoundId(r.round_id)).collect();
    rounds.dedup();
    let due = round::store::due_dates(tx, &rounds).await?;
    Ok(rows.into_iter().map(|row| row.read(&due)).collect())
}

pub async fn find(tx: &mut TenantTx, id: StatementId) -> DbResult<Option<Statement>> {
    let row = Row::of(tx)
        .filter(statements::id.eq(id.0))
        .select(Row::as_select())
        .first(tx)
        .await
        .optional()?;
    Ok(whole(tx, row.into_iter().collect()).await?.pop())
}

/// The statement, held against concurrent change until the transaction ends.
pub async fn lock(tx: &mut TenantTx, id: StatementId) -> DbResult<Option<Statement>> {
    let query = Row::of(tx)
        .filter(statements::id.eq(id.0))
        .select(Row::as_select())
        .for_update();
    let row = query.first(tx).await.optional()?;
    Ok(whole(tx, row.into_iter().collect()).await?.pop())
}

/// All statements of a round, held.
pub async fn lock_of_round(tx: &mut TenantTx, round: RoundId) -> DbResult<Vec<Statement>> {
    let query = Row::of(tx)
        .filter(statements::round_id.eq(round.0))
        .order(statements::id);
    let rows: Vec<Row> = query.select(Row::as_select()).for_update().load(tx).await?;
    whole(tx, rows).await
}

/// Missing statements of these rounds that were not escalated, held.
pub async fn lock_not_escalated(tx: &mut TenantTx, rounds: &[RoundId]) -> DbResult<Vec<Statement>> {
    if rounds.is_empty() {
        return Ok(Vec::new());
    }
    let rounds: Vec<Uuid> = rounds.iter().map(|r| r.0).collect();
    let query = Row::of(tx)
        .filter(statements::round_id.eq_any(rounds))
        .filter(statements::submitted_on.is_null())
        .filter(statements::escalation.ne(Escalation::Escalated))
        .order(statements::id);
    let rows: Vec<Row> = query.select(Row::as_select()).for_update().load(tx).await?;
    whole(tx, rows).await
}

/// Every statement of a year.
pub async fn of_year(tx: &mut TenantTx, year: i32) -> DbResult<Vec<Statement>> {
    let query = Row::of(tx).filter(statements::year.eq(year)).order(statements::id);
    let rows: Vec<Row> = query.select(Row::as_select()).load(tx).await?;
    whole(tx, rows).await
}

/// The units that owe a statement in each of these rounds.
pub async fn units_of(tx: &mut TenantTx, rounds: &[Uuid]) -> DbResult<HashMap<Uuid, Vec<Uuid>>> {
    let query = Row::of(tx)
        .filter(statements::round_id.eq_any(rounds.to_vec()))
        .order(statements::id);
    let rows: Vec<(Uuid, Uuid)> = query
        .select((statements::round_id, statements::unit_id))
        .load(tx)
        .await?;
    let mut units: HashMap<Uuid, Vec<Uuid>> = HashMap::new();
    for (round, unit) in rows {
        units.entry(round).or_default().push(unit);
    }
    Ok(units)
}

pub async fn page(tx: &mut TenantTx, filter: &StatementFilter, page: &Page) -> DbResult<Rows<Statement>> {
    let mut query = Row::of(tx).select(Row::as_select()).into_boxed();
    if let Some(year) = filter.year {
        query = query.filter(statements::year.eq(year));
    }
    if let Some(id) = filter.round_id {
        query = query.filter(statements::round_id.eq(id));
    }
    if let Some(id) = filter.unit_id {
        query = query.filter(statements::unit_id.eq(id));
    }
    if let Some(id) = filter.owner_id {
        query = query.filter(statements::owner_id.eq(id));
    }
    if let Some(status) = filter.status {
        query = query.filter(statements::status.eq(status));
    }
    if let Some(escalation) = filter.escalation {
        query = query.filter(statements::escalation.eq(escalation));
    }
    let Rows { rows, next } = fetch_page!(tx, query, page, Row of statements by {
        "year" => year: i32,
        "created_at" => created_at: Timestamp,
    });
    Ok(Rows {
        rows: whole(tx, rows).await?,
        next,
    })
}

pub async fn insert(tx: &mut TenantTx, all: &[Statement]) -> DbResult<()> {
    let tenant = tx.tenant_id();
    for some in all.chunks(500) {
        let rows: Vec<Row> = some.iter().map(|s| Row::from_statement(tenant, s)).collect();
        diesel::insert_into(statements::table).values(rows).execute(tx).await?;
    }
    Ok(())
}

pub async fn update(tx: &mut TenantTx, statement: &Statement) -> DbResult<()> {
    let row = Row::from_statement(tx.tenant_id(), statement);
    let target = Row::of(tx)
        .filter(statements::id.eq(statement.id.0))
        .filter(statements::version.eq(statement.version - 1));
    one_row(diesel::update(target).set(&row).execute(tx).await?)
}
