//! A tenant's whole journal in one service, newest first.

use diesel::{ExpressionMethods as _, QueryDsl as _, Queryable, Selectable, SelectableHelper as _};
use diesel_async::RunQueryDsl as _;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::difference::name;
use crate::{
    db::{DbResult, Page, Rows, TenantTx, page::SortKey as _},
    http::{Cell, Filter, Tabular},
    values::Text,
};

diesel::table! {
    journal (tenant_id, position, recorded_at) {
        tenant_id -> Uuid,
        position -> Int8,
        recorded_at -> Timestamptz,
        aggregate -> Text,
        aggregate_id -> Uuid,
        version -> Int8,
        event -> Text,
        deleted -> Bool,
        actor_id -> Nullable<Uuid>,
        reason -> Nullable<Text>,
        restores -> Nullable<Int8>,
        state -> Binary,
    }
}

/// One change, as the journal lists it. What it made of what stands in the history of the thing.
#[derive(Debug, Serialize, ToSchema)]
pub struct JournalEntry {
    /// Counts the changes of the organisation in this service, without gaps.
    pub position: i64,
    #[schema(value_type = String, format = DateTime)]
    pub recorded_at: Timestamp,
    /// The kind of thing: `goal`.
    pub aggregate: String,
    pub aggregate_id: Uuid,
    /// What the thing was called after the change; null for what has no name, or a personal one.
    pub name: Option<Text>,
    /// Version of the thing after the change.
    pub version: i64,
    /// What happened to it: `created`, `closed`.
    pub event: String,
    pub deleted: bool,
    pub actor_id: Option<Uuid>,
    pub reason: Option<String>,
    /// The version whose content it brought back, where it did.
    pub restored_version: Option<i64>,
}

/// What the journal can be narrowed to.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct JournalFilter {
    pub aggregate: Option<String>,
    pub aggregate_id: Option<Uuid>,
    pub event: Option<String>,
    pub actor_id: Option<Uuid>,
    /// Changes of this moment and later.
    #[param(value_type = Option<String>, format = DateTime)]
    pub recorded_from: Option<Timestamp>,
    /// Changes before this moment.
    #[param(value_type = Option<String>, format = DateTime)]
    pub recorded_before: Option<Timestamp>,
}

impl Filter for JournalFilter {
    const SORTS: &'static [&'static str] = &["-position"];
}

impl Tabular for JournalEntry {
    const COLUMNS: &'static [&'static str] = &[
        "position",
        "recorded_at",
        "aggregate",
        "aggregate_id",
        "name_fi",
        "name_sv",
        "name_en",
        "version",
        "event",
        "deleted",
        "actor_id",
        "reason",
        "restored_version",
    ];

    fn cells(&self) -> Vec<Cell> {
        let mut cells = vec![
            self.position.into(),
            self.recorded_at.into(),
            self.aggregate.as_str().into(),
            self.aggregate_id.into(),
        ];
        cells.extend(Cell::languages(self.name.as_ref()));
        cells.extend([
            self.version.into(),
            self.event.as_str().into(),
            self.deleted.into(),
            Cell::maybe(self.actor_id),
            Cell::maybe(self.reason.as_ref()),
            Cell::from(self.restored_version),
        ]);
        cells
    }
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = journal)]
struct Row {
    position: i64,
    recorded_at: jiff_diesel::Timestamp,
    aggregate: String,
    aggregate_id: Uuid,
    version: i64,
    event: String,
    deleted: bool,
    actor_id: Option<Uuid>,
    reason: Option<String>,
    restores: Option<i64>,
    state: Vec<u8>,
}

impl Row {
    fn told_by(self, service: &str) -> JournalEntry {
        let message = contracts::message_of(service, &self.aggregate);
        JournalEntry {
            position: self.position,
            recorded_at: self.recorded_at.to_jiff(),
            name: message.and_then(|message| name(&message, &self.state)),
            aggregate: self.aggregate,
            aggregate_id: self.aggregate_id,
            version: self.version,
            event: self.event,
            deleted: self.deleted,
            actor_id: self.actor_id,
            reason: self.reason,
            restored_version: self.restores,
        }
    }
}

/// A page of the journal. A position is given once, so that it alone says where the next page begins.
pub(super) async fn page(
    tx: &mut TenantTx,
    service: &str,
    filter: &JournalFilter,
    page: &Page,
) -> DbResult<Rows<JournalEntry>> {
    let mut query = journal::table
        .filter(journal::tenant_id.eq(tx.tenant_id()))
        .select(Row::as_select())
        .limit(page.fetch())
        .into_boxed();
    if let Some(aggregate) = &filter.aggregate {
        query = query.filter(journal::aggregate.eq(aggregate.clone()));
    }
    if let Some(id) = filter.aggregate_id {
        query = query.filter(journal::aggregate_id.eq(id));
    }
    if let Some(event) = &filter.event {
        query = query.filter(journal::event.eq(event.clone()));
    }
    if let Some(person) = filter.actor_id {
        query = query.filter(journal::actor_id.eq(person));
    }
    if let Some(from) = filter.recorded_from {
        query = query.filter(journal::recorded_at.ge(jiff_diesel::Timestamp::from(from)));
    }
    if let Some(before) = filter.recorded_before {
        query = query.filter(journal::recorded_at.lt(jiff_diesel::Timestamp::from(before)));
    }
    let after = page.key::<i64>()?.map(|(position, _)| position);
    query = match (after, page.descending) {
        (None, true) => query.order(journal::position.desc()),
        (None, false) => query.order(journal::position.asc()),
        (Some(last), true) => query.filter(journal::position.lt(last)).order(journal::position.desc()),
        (Some(last), false) => query.filter(journal::position.gt(last)).order(journal::position.asc()),
    };
    let rows: Vec<Row> = query.load(tx).await?;
    let rows = page.cut(rows, |row, _| (row.position.write(), row.aggregate_id));
    Ok(rows.map(|row| row.told_by(service)))
}
