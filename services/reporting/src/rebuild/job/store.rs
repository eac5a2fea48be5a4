//! Rebuilds as they are kept. Kind 2: they are of all organisations and of none.

use diesel::{
    BoolExpressionMethods as _, ExpressionMethods as _, Insertable, OptionalExtension as _, QueryDsl as _, Queryable,
    Selectable, SelectableHelper as _,
};
use diesel_async::RunQueryDsl as _;
use jiff::Timestamp;
use jiff_diesel::ToDiesel as _;
use platform::{
    db::{DbResult, Kept, Page, Rows, SystemTx, one_row},
    fetch_page,
};
use uuid::Uuid;

use super::model::{Job, RebuildId, State};
use crate::{rebuild::Difference, schema::rebuilds};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = rebuilds, check_for_backend(diesel::pg::Pg))]
struct Row {
    id: Uuid,
    state: State,
    accept: bool,
    asked_at: jiff_diesel::Timestamp,
    asked_by: Uuid,
    began_at: Option<jiff_diesel::Timestamp>,
    finished_at: Option<jiff_diesel::Timestamp>,
    organisations: i64,
    filled: i64,
    states: i64,
    generation: Option<i32>,
    differences: Kept<Vec<Difference>>,
    failure: Option<String>,
}

impl From<Row> for Job {
    fn from(row: Row) -> Self {
        let moment = |at: Option<jiff_diesel::Timestamp>| at.map(jiff_diesel::Timestamp::to_jiff);
        Self {
            id: RebuildId(row.id),
            state: row.state,
            accept: row.accept,
            asked_at: row.asked_at.to_jiff(),
            asked_by: row.asked_by,
            began_at: moment(row.began_at),
            finished_at: moment(row.finished_at),
            organisations: row.organisations,
            filled: row.filled,
            states: row.states,
            generation: row.generation,
            differences: row.differences.0,
            failure: row.failure,
        }
    }
}

pub async fn page(tx: &mut SystemTx, page: &Page) -> DbResult<Rows<Job>> {
    let query = rebuilds::table.select(Row::as_select()).into_boxed();
    let rows = fetch_page!(tx, query, page, Row of rebuilds by { "asked_at" => asked_at: jiff_diesel::Timestamp });
    Ok(rows.map(Job::from))
}

pub async fn find(tx: &mut SystemTx, id: RebuildId) -> DbResult<Option<Job>> {
    let row: Option<Row> = rebuilds::table
        .find(id.0)
        .select(Row::as_select())
        .first(tx)
        .await
        .optional()?;
    Ok(row.map(Job::from))
}

/// Notes one that was asked for. Refused by the database while another is under way.
pub async fn insert(tx: &mut SystemTx, accept: bool, by: Uuid, now: Timestamp) -> DbResult<Job> {
    let row = Row {
        id: platform::ids::fresh(),
        state: State::Asked,
        accept,
        asked_at: now.to_diesel(),
        asked_by: by,
        began_at: None,
        finished_at: None,
        organisations: 0,
        filled: 0,
        states: 0,
        generation: None,
        differences: Kept(Vec::new()),
        failure: None,
    };
    let kept: Row = diesel::insert_into(rebuilds::table)
        .values(row)
        .returning(Row::as_returning())
        .get_result(tx)
        .await?;
    Ok(kept.into())
}

/// Takes the one that waits, for a while. One that somebody worked on who is gone is given up.
pub async fn take(tx: &mut SystemTx, now: Timestamp, until: Timestamp) -> DbResult<Option<Job>> {
    let (now, until) = (now.to_diesel(), until.to_diesel());
    let gone = rebuilds::state.eq(State::Running).and(rebuilds::taken_until.lt(now));
    diesel::update(rebuilds::table.filter(gone))
        .set((
            rebuilds::state.eq(State::Failed),
            rebuilds::finished_at.eq(now),
            rebuilds::failure.eq("the process that worked on it is gone: ask again"),
        ))
        .execute(tx)
        .await?;
    let taken: Option<Row> = diesel::update(rebuilds::table.filter(rebuilds::state.eq(State::Asked)))
        .set((
            rebuilds::state.eq(State::Running),
            rebuilds::began_at.eq(now),
            rebuilds::taken_until.eq(until),
        ))
        .returning(Row::as_returning())
        .get_result(tx)
        .await
        .optional()?;
    Ok(taken.map(Job::from))
}

/// How far it is.
#[derive(Clone, Copy, Debug, Default)]
pub struct Reached {
    pub organisations: i64,
    pub filled: i64,
}

/// Notes how far it is, and puts off when it is given up.
pub async fn note(tx: &mut SystemTx, id: RebuildId, reached: Reached, until: Timestamp) -> DbResult<()> {
    let own = rebuilds::table.find(id.0).filter(rebuilds::state.eq(State::Running));
    let noted = diesel::update(own)
        .set((
            rebuilds::organisations.eq(reached.organisations),
            rebuilds::filled.eq(reached.filled),
            rebuilds::taken_until.eq(until.to_diesel()),
        ))
        .execute(tx)
        .await?;
    one_row(noted)
}

/// What became of it.
#[derive(Clone, Debug, Default)]
pub struct Ended {
    pub generation: Option<i32>,
    pub states: i64,
    pub differences: Vec<Difference>,
    pub failure: Option<String>,
}

pub async fn end(tx: &mut SystemTx, id: RebuildId, reached: Reached, ended: Ended, now: Timestamp) -> DbResult<()> {
    let own = rebuilds::table.find(id.0).filter(rebuilds::state.eq(State::Running));
    let state = if ended.failure.is_none() {
        State::Done
    } else {
        State::Failed
    };
    let noted = diesel::update(own)
        .set((
            rebuilds::state.eq(state),
            rebuilds::finished_at.eq(now.to_diesel()),
            rebuilds::organisations.eq(reached.organisations),
            rebuilds::filled.eq(reached.filled),
            rebuilds::states.eq(ended.states),
            rebuilds::generation.eq(ended.generation),
            rebuilds::differences.eq(Kept(ended.differences)),
            rebuilds::failure.eq(ended.failure),
        ))
        .execute(tx)
        .await?;
    one_row(noted)
}
