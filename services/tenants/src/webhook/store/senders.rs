//! Secrets, turns, and how far each webhook has heard. Kind 3: the webhooks' role alone.

use diesel::{
    ExpressionMethods as _, NullableExpressionMethods as _, OptionalExtension as _, QueryDsl as _, Queryable,
    Selectable, SelectableHelper as _, dsl::count_star,
};
use diesel_async::RunQueryDsl as _;
use jiff::{SignedDuration, Timestamp};
use platform::{
    config::MasterKey,
    db::{DbResult, SystemTx},
    events::feed::Point,
    personal::SealError,
};
use uuid::Uuid;

use super::super::{
    WebhookId,
    model::BOTH,
    secret::{Secret, Secrets},
};
use crate::schema::{webhook_cursors, webhook_senders};

/// While one process sends to a webhook, others leave it alone: longer than a turn can take.
const LEASE: SignedDuration = SignedDuration::from_mins(3);
/// How many webhooks of one tenant are sent to at once: a tenant whose receivers are slow holds not everybody up.
const AT_ONCE: i64 = 2;

/// A webhook that is due, leased to this process.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = webhook_senders)]
pub struct Turn {
    pub webhook_id: Uuid,
    pub tenant_id: Uuid,
    secret: Vec<u8>,
    former_secret: Option<Vec<u8>>,
    former_until: Option<jiff_diesel::Timestamp>,
}

impl Turn {
    /// The secrets that are good now.
    pub fn secrets(&self, master: &MasterKey, now: Timestamp) -> Result<Secrets, SealError> {
        let of = WebhookId(self.webhook_id);
        let mut secrets = vec![Secret::read(master, of, &self.secret)?];
        let good = self.former_until.is_some_and(|until| until.to_jiff() > now);
        if let Some(former) = self.former_secret.as_ref().filter(|_| good) {
            secrets.push(Secret::read(master, of, former)?);
        }
        Ok(Secrets(secrets))
    }
}

pub async fn insert(tx: &mut SystemTx, tenant_id: Uuid, id: WebhookId, secret: &[u8]) -> DbResult<()> {
    diesel::insert_into(webhook_senders::table)
        .values((
            webhook_senders::webhook_id.eq(id.0),
            webhook_senders::tenant_id.eq(tenant_id),
            webhook_senders::secret.eq(secret),
        ))
        .execute(tx)
        .await?;
    Ok(())
}

/// Gives a webhook another secret. The one before is good for a day more.
pub async fn replace_secret(tx: &mut SystemTx, id: WebhookId, secret: &[u8], now: Timestamp) -> DbResult<Timestamp> {
    let until = now + BOTH;
    diesel::update(webhook_senders::table.find(id.0))
        .set((
            webhook_senders::former_secret.eq(webhook_senders::secret.nullable()),
            webhook_senders::former_until.eq(Some(jiff_diesel::Timestamp::from(until))),
            webhook_senders::secret.eq(secret),
        ))
        .execute(tx)
        .await?;
    Ok(until)
}

/// Says that something waits for a webhook.
pub async fn is_due(tx: &mut SystemTx, id: WebhookId, at: Timestamp) -> DbResult<()> {
    let at = jiff_diesel::Timestamp::from(at);
    diesel::update(webhook_senders::table.find(id.0))
        .set(webhook_senders::due_at.eq(Some(at)))
        .execute(tx)
        .await?;
    Ok(())
}

/// The same of something new: now, or, where the receiver is left alone because it fails, soon.
pub async fn has_news(tx: &mut SystemTx, id: WebhookId, now: Timestamp, soon: SignedDuration) -> DbResult<()> {
    let own = webhook_senders::table.filter(webhook_senders::webhook_id.eq(id.0));
    let (now, soon) = (
        jiff_diesel::Timestamp::from(now),
        jiff_diesel::Timestamp::from(now + soon),
    );
    diesel::update(own.filter(webhook_senders::due_at.is_null()))
        .set(webhook_senders::due_at.eq(Some(now)))
        .execute(tx)
        .await?;
    diesel::update(own.filter(webhook_senders::due_at.gt(soon)))
        .set(webhook_senders::due_at.eq(Some(soon)))
        .execute(tx)
        .await?;
    Ok(())
}

/// The webhook that is due and was served longest ago, leased.
pub async fn claim(tx: &mut SystemTx, now: Timestamp) -> DbResult<Option<Turn>> {
    let at = jiff_diesel::Timestamp::from(now);
    let others = diesel::alias!(webhook_senders as others);
    let busy = others
        .filter(others.field(webhook_senders::tenant_id).eq(webhook_senders::tenant_id))
        .filter(others.field(webhook_senders::leased_until).gt(at))
        .select(count_star())
        .single_value();
    let due = webhook_senders::table
        .filter(webhook_senders::due_at.le(at))
        .filter(webhook_senders::leased_until.le(at))
        .filter(busy.lt(AT_ONCE));
    let turn: Option<Turn> = due
        .order((webhook_senders::served_at, webhook_senders::webhook_id))
        .select(Turn::as_select())
        .for_update()
        .skip_locked()
        .first(tx)
        .await
        .optional()?;
    let Some(turn) = turn else { return Ok(None) };
    diesel::update(webhook_senders::table.find(turn.webhook_id))
        .set((
            webhook_senders::leased_until.eq(jiff_diesel::Timestamp::from(now + LEASE)),
            webhook_senders::served_at.eq(at),
        ))
        .execute(tx)
        .await?;
    Ok(Some(turn))
}

/// Gives the turn to the next one.
pub async fn release(tx: &mut SystemTx, id: Uuid, due_at: Option<Timestamp>) -> DbResult<()> {
    diesel::update(webhook_senders::table.find(id))
        .set((
            webhook_senders::due_at.eq(due_at.map(jiff_diesel::Timestamp::from)),
            webhook_senders::leased_until.eq(jiff_diesel::Timestamp::from(Timestamp::UNIX_EPOCH)),
        ))
        .execute(tx)
        .await?;
    Ok(())
}

/// Tenants that have webhooks.
pub async fn tenants(tx: &mut SystemTx) -> DbResult<Vec<Uuid>> {
    Ok(webhook_senders::table
        .select(webhook_senders::tenant_id)
        .distinct()
        .load(tx)
        .await?)
}

pub async fn forget(tx: &mut SystemTx, id: WebhookId) -> DbResult<()> {
    stop_hearing(tx, id).await?;
    diesel::delete(webhook_senders::table.find(id.0)).execute(tx).await?;
    Ok(())
}

/// How far a webhook has heard of one service.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = webhook_cursors)]
pub struct Cursor {
    pub webhook_id: Uuid,
    pub service: String,
    pub tenant_id: Uuid,
    pub position: Option<i64>,
    pub since: jiff_diesel::Timestamp,
}

impl Cursor {
    /// From where on to ask.
    pub fn point(&self) -> Point {
        self.position
            .map_or_else(|| Point::Moment(self.since.to_jiff()), Point::Position)
    }
}

/// Everybody's who is told of something.
pub async fn cursors(tx: &mut SystemTx) -> DbResult<Vec<Cursor>> {
    Ok(webhook_cursors::table
        .order(webhook_cursors::webhook_id)
        .select(Cursor::as_select())
        .load(tx)
        .await?)
}

/// The same one, held until the transaction ends, unless it has moved or is gone.
pub async fn lock_cursor(tx: &mut SystemTx, cursor: &Cursor) -> DbResult<bool> {
    let held: Option<Option<i64>> = webhook_cursors::table
        .find((cursor.webhook_id, &cursor.service))
        .select(webhook_cursors::position)
        .for_update()
        .first(tx)
        .await
        .optional()?;
    Ok(held == Some(cursor.position))
}

pub async fn move_cursor(tx: &mut SystemTx, cursor: &Cursor, reached: i64) -> DbResult<()> {
    diesel::update(webhook_cursors::table.find((cursor.webhook_id, &cursor.service)))
        .set(webhook_cursors::position.eq(Some(reached)))
        .execute(tx)
        .await?;
    Ok(())
}

/// Lets a webhook hear of these services from now on, and of no others. What it hears already goes on where it is.
pub async fn hear(tx: &mut SystemTx, tenant_id: Uuid, id: WebhookId, services: &[&str]) -> DbResult<()> {
    let own = webhook_cursors::table.filter(webhook_cursors::webhook_id.eq(id.0));
    diesel::delete(own.filter(webhook_cursors::service.ne_all(services)))
        .execute(tx)
        .await?;
    for service in services {
        diesel::insert_into(webhook_cursors::table)
            .values((
                webhook_cursors::webhook_id.eq(id.0),
                webhook_cursors::service.eq(*service),
                webhook_cursors::tenant_id.eq(tenant_id),
            ))
            .on_conflict_do_nothing()
            .execute(tx)
            .await?;
    }
    Ok(())
}

/// It is told nothing more.
pub async fn stop_hearing(tx: &mut SystemTx, id: WebhookId) -> DbResult<()> {
    let own = webhook_cursors::table.filter(webhook_cursors::webhook_id.eq(id.0));
    diesel::delete(own).execute(tx).await?;
    Ok(())
}
