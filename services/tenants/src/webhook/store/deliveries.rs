//! What is told to webhooks.

use diesel::{
    AsChangeset, ExpressionMethods as _, Insertable, OptionalExtension as _, QueryDsl as _, Queryable, Selectable,
    SelectableHelper as _, dsl::min,
};
use diesel_async::RunQueryDsl as _;
use jiff::Timestamp;
use platform::{
    db::{DbResult, Page, Rows, SystemTx, TenantTx, one_row},
    keyset,
};
use uuid::Uuid;

use super::super::{
    Kind, WebhookId,
    delivery::{Delivery, DeliveryId, Fault, State},
};
use crate::schema::webhook_deliveries;

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = webhook_deliveries, treat_none_as_null = true)]
struct Row {
    tenant_id: Uuid,
    id: Uuid,
    webhook_id: Uuid,
    service: String,
    position: i64,
    kind: Kind,
    event: String,
    thing_id: Uuid,
    thing_version: i64,
    deleted: bool,
    happened_at: jiff_diesel::Timestamp,
    state: State,
    attempts: i32,
    not_before: jiff_diesel::Timestamp,
    tried_at: Option<jiff_diesel::Timestamp>,
    status: Option<i32>,
    fault: Option<Fault>,
    created_at: jiff_diesel::Timestamp,
}

impl From<Row> for Delivery {
    fn from(row: Row) -> Self {
        Self {
            id: DeliveryId(row.id),
            webhook_id: WebhookId(row.webhook_id),
            kind: row.kind,
            event: row.event,
            thing_id: row.thing_id,
            thing_version: row.thing_version,
            deleted: row.deleted,
            position: row.position,
            happened_at: row.happened_at.to_jiff(),
            state: row.state,
            attempts: row.attempts,
            not_before: row.not_before.to_jiff(),
            tried_at: row.tried_at.map(jiff_diesel::Timestamp::to_jiff),
            status: row.status,
            fault: row.fault,
            created_at: row.created_at.to_jiff(),
        }
    }
}

impl Row {
    fn of(tenant_id: Uuid, delivery: &Delivery) -> Self {
        Self {
            tenant_id,
            id: delivery.id.0,
            webhook_id: delivery.webhook_id.0,
            service: delivery.kind.service().to_owned(),
            position: delivery.position,
            kind: delivery.kind,
            event: delivery.event.clone(),
            thing_id: delivery.thing_id,
            thing_version: delivery.thing_version,
            deleted: delivery.deleted,
            happened_at: delivery.happened_at.into(),
            state: delivery.state,
            attempts: delivery.attempts,
            not_before: delivery.not_before.into(),
            tried_at: delivery.tried_at.map(Into::into),
            status: delivery.status,
            fault: delivery.fault,
            created_at: delivery.created_at.into(),
        }
    }
}

pub async fn page(tx: &mut TenantTx, of: WebhookId, state: Option<State>, page: &Page) -> DbResult<Rows<Delivery>> {
    let mut query = webhook_deliveries::table
        .filter(webhook_deliveries::tenant_id.eq(tx.tenant_id()))
        .filter(webhook_deliveries::webhook_id.eq(of.0))
        .select(Row::as_select())
        .into_boxed();
    if let Some(state) = state {
        query = query.filter(webhook_deliveries::state.eq(state));
    }
    let query = keyset!(query, page, webhook_deliveries::id, {
        "created_at" => webhook_deliveries::created_at => jiff_diesel::Timestamp,
    });
    let rows: Vec<Row> = query.load(tx).await?;
    let rows = page.cut(rows, |row, _| (row.created_at.to_jiff().to_string(), row.id));
    Ok(rows.map(Delivery::from))
}

/// A delivery of the tenant that a purpose has entered, held until the transaction ends.
pub async fn lock(tx: &mut SystemTx, tenant_id: Uuid, of: WebhookId, id: DeliveryId) -> DbResult<Option<Delivery>> {
    let own = webhook_deliveries::table
        .filter(webhook_deliveries::tenant_id.eq(tenant_id))
        .filter(webhook_deliveries::webhook_id.eq(of.0))
        .filter(webhook_deliveries::id.eq(id.0));
    let row: Option<Row> = own.select(Row::as_select()).for_update().first(tx).await.optional()?;
    Ok(row.map(Delivery::from))
}

/// Notes what is to be told. What is there already was noted by another process, and stays as it is.
pub async fn insert(tx: &mut SystemTx, tenant_id: Uuid, deliveries: &[Delivery]) -> DbResult<()> {
    let rows: Vec<Row> = deliveries.iter().map(|one| Row::of(tenant_id, one)).collect();
    if rows.is_empty() {
        return Ok(());
    }
    diesel::insert_into(webhook_deliveries::table)
        .values(rows)
        .on_conflict_do_nothing()
        .execute(tx)
        .await?;
    Ok(())
}

pub async fn update(tx: &mut SystemTx, tenant_id: Uuid, delivery: &Delivery) -> DbResult<()> {
    let own = webhook_deliveries::table
        .filter(webhook_deliveries::tenant_id.eq(tenant_id))
        .filter(webhook_deliveries::id.eq(delivery.id.0));
    one_row(
        diesel::update(own)
            .set(Row::of(tenant_id, delivery))
            .execute(tx)
            .await?,
    )
}

/// Those of a webhook that are due, the one that has waited longest first.
pub async fn due(
    tx: &mut SystemTx,
    tenant_id: Uuid,
    of: WebhookId,
    now: Timestamp,
    most: i64,
) -> DbResult<Vec<Delivery>> {
    let waiting = webhook_deliveries::table
        .filter(webhook_deliveries::tenant_id.eq(tenant_id))
        .filter(webhook_deliveries::webhook_id.eq(of.0))
        .filter(webhook_deliveries::state.eq("waiting"))
        .filter(webhook_deliveries::not_before.le(jiff_diesel::Timestamp::from(now)));
    let rows: Vec<Row> = waiting
        .order((webhook_deliveries::not_before, webhook_deliveries::id))
        .limit(most)
        .select(Row::as_select())
        .load(tx)
        .await?;
    Ok(rows.into_iter().map(Delivery::from).collect())
}

/// When the next one of a webhook is due.
pub async fn next_due(tx: &mut SystemTx, tenant_id: Uuid, of: WebhookId) -> DbResult<Option<Timestamp>> {
    let waiting = webhook_deliveries::table
        .filter(webhook_deliveries::tenant_id.eq(tenant_id))
        .filter(webhook_deliveries::webhook_id.eq(of.0))
        .filter(webhook_deliveries::state.eq("waiting"));
    let next: Option<jiff_diesel::Timestamp> = waiting.select(min(webhook_deliveries::not_before)).first(tx).await?;
    Ok(next.map(jiff_diesel::Timestamp::to_jiff))
}

/// The receiver is back: nothing waits for its pause any more.
pub async fn hasten(tx: &mut SystemTx, tenant_id: Uuid, of: WebhookId, now: Timestamp) -> DbResult<()> {
    let now = jiff_diesel::Timestamp::from(now);
    let waiting = webhook_deliveries::table
        .filter(webhook_deliveries::tenant_id.eq(tenant_id))
        .filter(webhook_deliveries::webhook_id.eq(of.0))
        .filter(webhook_deliveries::state.eq("waiting"))
        .filter(webhook_deliveries::not_before.gt(now));
    diesel::update(waiting)
        .set(webhook_deliveries::not_before.eq(now))
        .execute(tx)
        .await?;
    Ok(())
}

pub async fn forget_of(tx: &mut SystemTx, tenant_id: Uuid, of: WebhookId) -> DbResult<()> {
    let own = webhook_deliveries::table
        .filter(webhook_deliveries::tenant_id.eq(tenant_id))
        .filter(webhook_deliveries::webhook_id.eq(of.0));
    diesel::delete(own).execute(tx).await?;
    Ok(())
}

/// What nobody asks after any more.
pub async fn forget_old(tx: &mut SystemTx, tenant_id: Uuid, before: Timestamp) -> DbResult<()> {
    let old = webhook_deliveries::table
        .filter(webhook_deliveries::tenant_id.eq(tenant_id))
        .filter(webhook_deliveries::created_at.lt(jiff_diesel::Timestamp::from(before)));
    diesel::delete(old).execute(tx).await?;
    Ok(())
}
