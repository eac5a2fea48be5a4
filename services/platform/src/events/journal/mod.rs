//! The journal: every change, with the whole aggregate after it.
//!
//! `append` notes a change; the transaction writes all of them with its last statement before commit, because the head of
//! the tenant's journal is locked by it: positions have no gaps, and the lock is held no longer than the commit takes.
//!
//! `history` reads it thing by thing, with what each change made of what; `list` reads a tenant's whole journal; `seal`
//! lays a chain of signed hashes over it, so that nobody changes it in silence.

use diesel::{
    QueryableByName,
    sql_types::{Array, BigInt, Binary, Bool, Nullable, Text, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl as _;
use prost::Message;
use uuid::Uuid;

mod difference;
mod history;
mod kept;
mod list;
mod routes;
pub mod seal;

pub use difference::Difference;
pub use history::{HistoryEntry, history};
pub(crate) use kept::{at, newest, what_became, written};
pub use list::{JournalEntry, JournalFilter};
pub use routes::{
    JournalTenants, ReadJournal, Verifying, journal_of, list_of, tenants_of, verify_for_operator, verify_of,
};

use super::Lane;
use crate::{
    db::{DbResult, SystemTx, TenantTx, statement},
    ids::Identity,
    rewriting::Told,
    trace,
};

/// From how many changes on a transaction counts as bulk.
const BULK: usize = 200;

/// What became of one aggregate.
#[derive(Clone, Debug)]
pub struct Change {
    pub aggregate: &'static str,
    pub id: Uuid,
    /// Version after the change.
    pub version: i64,
    /// Past tense: "closed".
    pub event: &'static str,
    pub state: Vec<u8>,
    pub deleted: bool,
    pub reason: Option<String>,
    pub actor: Option<Uuid>,
    /// The version whose content it brought back.
    pub restores: Option<i64>,
}

/// Why a change was made, in the words of who made it.
pub type Reason = Option<String>;

impl Change {
    pub fn new(
        aggregate: &'static str,
        id: impl Into<Uuid>,
        version: i64,
        event: &'static str,
        state: &impl Message,
    ) -> Self {
        Self {
            aggregate,
            id: id.into(),
            version,
            event,
            state: state.encode_to_vec(),
            deleted: false,
            reason: None,
            actor: None,
            restores: None,
        }
    }

    /// A change of what a thing says, told as it came about.
    pub fn rewritten<I: Identity>(id: I, version: i64, told: &Told, state: &impl Message) -> Self {
        Self {
            restores: told.restores(),
            ..Self::of(id, version, told.event(), state).because(told.reason())
        }
    }

    /// A change of the thing that an id names.
    pub fn of<I: Identity>(id: I, version: i64, event: &'static str, state: &impl Message) -> Self {
        Self::new(I::AGGREGATE, id, version, event, state)
    }

    /// Marks the end of the aggregate. The tombstone stays, so that a late change raises nobody from the dead.
    #[must_use]
    pub fn deleted(mut self) -> Self {
        self.deleted = true;
        self
    }

    #[must_use]
    pub fn because(mut self, reason: Reason) -> Self {
        self.reason = reason;
        self
    }

    #[must_use]
    pub fn by(mut self, person: Uuid) -> Self {
        self.actor = Some(person);
        self
    }
}

/// Where changes may be noted.
pub trait Notes {
    fn take_note(&mut self, change: Change);
}

impl Notes for TenantTx {
    fn take_note(&mut self, change: Change) {
        self.note(change);
    }
}

impl Notes for SystemTx {
    fn take_note(&mut self, change: Change) {
        self.note(change);
    }
}

/// Notes a change for journal and outbox. No change, no news.
pub fn append(tx: &mut impl Notes, change: Change) {
    tx.take_note(change);
}

#[derive(QueryableByName)]
struct Head {
    #[diesel(sql_type = BigInt)]
    #[expect(dead_code, reason = "read so that the statement returns a row")]
    position: i64,
}

/// The last statement of a transaction.
pub(crate) async fn write(tx: &mut crate::db::Open, changes: Vec<Change>, bulk: bool) -> DbResult<()> {
    let lane = if bulk || changes.len() > BULK {
        Lane::Bulk
    } else {
        Lane::Live
    };
    let mut columns = Columns::default();
    for change in changes {
        columns.push(change);
    }
    let _: Head = statement("SELECT journal_append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) AS position")
        .bind::<Array<Text>, _>(columns.aggregates)
        .bind::<Array<SqlUuid>, _>(columns.ids)
        .bind::<Array<BigInt>, _>(columns.versions)
        .bind::<Array<Text>, _>(columns.events)
        .bind::<Array<Binary>, _>(columns.states)
        .bind::<Array<Bool>, _>(columns.deletions)
        .bind::<Array<Nullable<Text>>, _>(columns.reasons)
        .bind::<Array<Nullable<SqlUuid>>, _>(columns.actors)
        .bind::<Array<Nullable<BigInt>>, _>(columns.restored)
        .bind::<Text, _>(trace::current().header())
        .bind::<Text, _>(lane.code())
        .get_result(tx)
        .await?;
    Ok(())
}

#[derive(Default)]
struct Columns {
    aggregates: Vec<&'static str>,
    ids: Vec<Uuid>,
    versions: Vec<i64>,
    events: Vec<&'static str>,
    states: Vec<Vec<u8>>,
    deletions: Vec<bool>,
    reasons: Vec<Option<String>>,
    actors: Vec<Option<Uuid>>,
    restored: Vec<Option<i64>>,
}

impl Columns {
    fn push(&mut self, change: Change) {
        self.aggregates.push(change.aggregate);
        self.ids.push(change.id);
        self.versions.push(change.version);
        self.events.push(change.event);
        self.states.push(change.state);
        self.deletions.push(change.deleted);
        self.reasons.push(change.reason);
        self.actors.push(change.actor);
        self.restored.push(change.restores);
    }
}

#[derive(QueryableByName)]
struct PositionRow {
    #[diesel(sql_type = BigInt)]
    position: i64,
}

/// How far the tenant's journal reaches at this moment.
pub async fn head(tx: &mut TenantTx) -> DbResult<i64> {
    let rows: Vec<PositionRow> = statement("SELECT position FROM journal_heads WHERE tenant_id = $1")
        .bind::<SqlUuid, _>(tx.tenant_id())
        .load(tx)
        .await?;
    Ok(rows.as_slice().first().map_or(0, |r| r.position))
}
