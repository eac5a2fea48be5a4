//! Sends what waits in the outbox, and deletes a row only when it was taken over.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use async_trait::async_trait;
use contracts::envelope::v1::Envelope;
use diesel::{
    QueryableByName,
    sql_types::{Array, BigInt, Binary, Bool, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncConnection as _, AsyncPgConnection, RunQueryDsl as _, SimpleAsyncConnection as _};
use futures::StreamExt as _;
use tracing::{Span, debug, field::Empty, info, info_span, warn};
use uuid::Uuid;

use super::{Lane, outbox::CHANNEL};
use crate::{
    db::{Db, DbResult, Purpose, SystemTx, statement},
    lifecycle::{Lifecycle, Stopping},
    telemetry::figures,
    trace::Trace,
};

/// How many tenants get their turn in one round.
const TENANTS: i64 = 500;
/// How many times as many waiting rows as it claims a round looks at: other relays hold some of them.
const WINDOW: i64 = 4;
/// The relay looks by itself this often, in case a wake-up was lost.
const POLL: Duration = Duration::from_millis(250);

/// Takes events over: a broker, or the handlers of this process.
#[async_trait]
pub trait Delivery: Send + Sync {
    /// Says for each event, in order, whether it was taken over for good.
    async fn deliver(&self, lane: Lane, batch: &[Envelope]) -> Vec<bool>;

    /// How long to rest after a round, so that an import leaves others time.
    fn rests(&self, lane: Lane, worked: Duration) -> Duration {
        match lane {
            Lane::Live => Duration::ZERO,
            Lane::Bulk => worked,
        }
    }
}

/// One service's relay.
pub struct Relay {
    db: Db,
    delivery: Arc<dyn Delivery>,
    /// Of each lane, the tenant whose turn came last: where there are more than one round can serve, the next round goes
    /// on behind it.
    last: Mutex<HashMap<&'static str, Uuid>>,
}

#[derive(QueryableByName)]
struct Tenant {
    #[diesel(sql_type = SqlUuid)]
    tenant_id: Uuid,
}

#[derive(QueryableByName)]
struct Waiting {
    #[diesel(sql_type = SqlUuid)]
    tenant_id: Uuid,
    #[diesel(sql_type = BigInt)]
    position: i64,
    #[diesel(sql_type = Timestamptz)]
    recorded_at: jiff_diesel::Timestamp,
    #[diesel(sql_type = Text)]
    aggregate: String,
    #[diesel(sql_type = SqlUuid)]
    aggregate_id: Uuid,
    #[diesel(sql_type = BigInt)]
    version: i64,
    #[diesel(sql_type = Text)]
    event: String,
    #[diesel(sql_type = Binary)]
    state: Vec<u8>,
    #[diesel(sql_type = Bool)]
    deleted: bool,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    actor_id: Option<Uuid>,
    #[diesel(sql_type = Text)]
    trace: String,
    #[diesel(sql_type = Integer)]
    attempts: i32,
}

impl Relay {
    pub fn new(db: Db, delivery: Arc<dyn Delivery>) -> Self {
        Self {
            db,
            delivery,
            last: Mutex::default(),
        }
    }

    /// Runs until the process stops: one loop for each lane.
    pub fn run(self, owner_of_wake: Option<String>, life: &Lifecycle) {
        let relay = Arc::new(self);
        for lane in Lane::ALL {
            let relay = relay.clone();
            let stop = life.stopping();
            life.spawn("relay", async move { relay.work(lane, &stop).await });
        }
        if let Some(url) = owner_of_wake {
            let (db, stop) = (relay.db.clone(), life.stopping());
            life.spawn("outbox listener", async move { listen(&db, &url, &stop).await });
        }
    }

    async fn work(&self, lane: Lane, stop: &Stopping) {
        let mut told = false;
        while !stop.now() {
            let began = Instant::now();
            match self.round(lane).await {
                Ok(sent) if sent > 0 => {
                    told = false;
                    stop.within(self.delivery.rests(lane, began.elapsed())).await;
                    continue;
                }
                Ok(_) => told = false,
                Err(cause) => {
                    if !told {
                        warn!(service = self.db.service(), "the outbox cannot be read: {cause}");
                        told = true;
                    }
                    if stop.within(Duration::from_secs(1)).await {
                        break;
                    }
                }
            }
            tokio::select! {
                // Every commit tells all lanes: what comes close upon it goes with it.
                () = self.db.wake().news_here() => tokio::time::sleep(lane.gathers()).await,
                () = tokio::time::sleep(POLL) => {}
                () = stop.wait() => {}
            }
        }
    }

    /// Claims a batch, delivers it, deletes what was taken over. Returns how many were.
    pub async fn round(&self, lane: Lane) -> DbResult<usize> {
        self.db
            .system(Purpose::Outbox, async |tx: &mut SystemTx| {
                let tenants = self.turns(tx, lane).await?;
                let waiting = claim(tx, lane, &tenants).await?;
                if waiting.is_empty() {
                    return Ok(0);
                }
                let (batch, steps): (Vec<Envelope>, Vec<Span>) = waiting.iter().map(|w| self.envelope(w)).unzip();
                let taken = self.delivery.deliver(lane, &batch).await;
                self.tell(lane, &batch, &steps, &taken);
                let (sent, kept): (Vec<_>, Vec<_>) = waiting
                    .iter()
                    .zip(taken.into_iter().chain(std::iter::repeat(false)))
                    .partition(|(_, taken)| *taken);
                forget(tx, &keys(&sent)).await?;
                if !kept.is_empty() {
                    put_off(tx, &keys(&kept)).await?;
                }
                figures::relayed(self.db.service(), lane.code(), sent.len(), kept.len());
                debug!(
                    service = self.db.service(),
                    sent = sent.len(),
                    kept = kept.len(),
                    "outbox round"
                );
                Ok(sent.len())
            })
            .await
    }

    /// The tenants whose turn it is.
    async fn turns(&self, tx: &mut SystemTx, lane: Lane) -> DbResult<Vec<Uuid>> {
        let last = {
            let last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
            last.get(lane.code()).copied().unwrap_or_default()
        };
        let mut tenants = waiting_tenants(tx, lane, last).await?;
        if tenants.is_empty() && !last.is_nil() {
            tenants = waiting_tenants(tx, lane, Uuid::nil()).await?;
        }
        let full = i64::try_from(tenants.len()).is_ok_and(|many| many == TENANTS);
        let next = tenants.last().copied().filter(|_| full).unwrap_or_default();
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        last.insert(lane.code(), next);
        Ok(tenants)
    }

    /// One line for each event that was handed over, so that a trace can be followed. An import would drown all else.
    fn tell(&self, lane: Lane, batch: &[Envelope], steps: &[Span], taken: &[bool]) {
        for ((envelope, step), taken) in batch.iter().zip(steps).zip(taken) {
            if !taken {
                step.record("otel.status_code", "ERROR");
                continue;
            }
            let service = self.db.service();
            let Envelope { aggregate, event, .. } = envelope;
            step.in_scope(|| match lane {
                Lane::Live => info!("sent {service}.{aggregate}.{event}"),
                Lane::Bulk => debug!("sent {service}.{aggregate}.{event}"),
            });
        }
    }

    /// The event as it travels, and the step of its trace that sending it is: it ends when it was taken over.
    fn envelope(&self, waiting: &Waiting) -> (Envelope, Span) {
        let service = self.db.service();
        let span = info_span!(
            parent: None,
            "sending",
            otel.kind = "producer",
            otel.name = %format_args!("send {service}.{}.{}", waiting.aggregate, waiting.event),
            otel.status_code = Empty,
            trace_id = Empty,
            service,
            tenant = %waiting.tenant_id,
        );
        let trace = Trace::of(&span, Trace::parse(&waiting.trace).as_ref());
        let envelope = Envelope {
            tenant_id: waiting.tenant_id.to_string(),
            source: self.db.service().to_owned(),
            aggregate: waiting.aggregate.clone(),
            aggregate_id: waiting.aggregate_id.to_string(),
            version: waiting.version,
            event: waiting.event.clone(),
            position: waiting.position,
            recorded_at: waiting.recorded_at.to_jiff().to_string(),
            actor_id: waiting.actor_id.map(|id| id.to_string()).unwrap_or_default(),
            deleted: waiting.deleted,
            state: waiting.state.clone(),
            traceparent: trace.header(),
        };
        (envelope, span)
    }
}

fn keys(rows: &[(&Waiting, bool)]) -> (Vec<Uuid>, Vec<i64>, i32) {
    let tenants = rows.iter().map(|(w, _)| w.tenant_id).collect();
    let positions = rows.iter().map(|(w, _)| w.position).collect();
    let attempts = rows.iter().map(|(w, _)| w.attempts).max().unwrap_or(0);
    (tenants, positions, attempts)
}

/// Who has something waiting, without reading what: the index is jumped along from tenant to tenant.
async fn waiting_tenants(tx: &mut SystemTx, lane: Lane, after: Uuid) -> DbResult<Vec<Uuid>> {
    let rows: Vec<Tenant> = statement(
        "WITH RECURSIVE tenants AS (
             (SELECT tenant_id FROM outbox WHERE lane = $1 AND tenant_id > $2 ORDER BY tenant_id LIMIT 1)
             UNION ALL
             SELECT (SELECT o.tenant_id FROM outbox o WHERE o.lane = $1 AND o.tenant_id > t.tenant_id
                     ORDER BY o.tenant_id LIMIT 1)
             FROM tenants t WHERE t.tenant_id IS NOT NULL
         )
         SELECT tenant_id FROM tenants WHERE tenant_id IS NOT NULL LIMIT $3",
    )
    .bind::<Text, _>(lane.code())
    .bind::<SqlUuid, _>(after)
    .bind::<BigInt, _>(TENANTS)
    .load(tx)
    .await?;
    Ok(rows.into_iter().map(|row| row.tenant_id).collect())
}

/// Tenants in turn, however much each has waiting: the oldest row of each before the second of any.
///
/// Whose turn it is stands in a subquery that is sorted, and each row in one that is locked: neither can be taken apart, so
/// rows are looked up by their keys, whatever the planner believes of the outbox.
async fn claim(tx: &mut SystemTx, lane: Lane, tenants: &[Uuid]) -> DbResult<Vec<Waiting>> {
    let Some(each) = i64::try_from(tenants.len())
        .ok()
        .and_then(|many| (WINDOW * lane.claims()).checked_div(many))
    else {
        return Ok(Vec::new());
    };
    let rows = statement(
        "SELECT o.*
         FROM (SELECT t.tenant_id, turns.position
               FROM unnest($2) AS t (tenant_id)
               CROSS JOIN LATERAL (
                   SELECT early.position, row_number() OVER (ORDER BY early.position) AS turn
                   FROM (SELECT w.position FROM outbox w
                         WHERE w.lane = $1 AND w.tenant_id = t.tenant_id AND w.not_before <= clock_timestamp()
                         ORDER BY w.position LIMIT $3) AS early
               ) AS turns
               ORDER BY turns.turn, t.tenant_id) AS next
         CROSS JOIN LATERAL (
             SELECT o.tenant_id, o.position, o.recorded_at, o.aggregate, o.aggregate_id, o.version, o.event, o.state,
                    o.deleted, o.actor_id, o.trace, o.attempts
             FROM outbox o WHERE o.tenant_id = next.tenant_id AND o.position = next.position FOR UPDATE SKIP LOCKED
         ) AS o
         LIMIT $4",
    )
    .bind::<Text, _>(lane.code())
    .bind::<Array<SqlUuid>, _>(tenants)
    .bind::<BigInt, _>(each)
    .bind::<BigInt, _>(lane.claims())
    .load(tx)
    .await?;
    Ok(rows)
}

async fn forget(tx: &mut SystemTx, (tenants, positions, _): &(Vec<Uuid>, Vec<i64>, i32)) -> DbResult<()> {
    statement("SELECT outbox_forget($1, $2)")
        .bind::<Array<SqlUuid>, _>(tenants)
        .bind::<Array<BigInt>, _>(positions)
        .execute(tx)
        .await?;
    Ok(())
}

/// What was not taken over waits a little longer each time, at most half a minute.
async fn put_off(tx: &mut SystemTx, (tenants, positions, attempts): &(Vec<Uuid>, Vec<i64>, i32)) -> DbResult<()> {
    let seconds = f64::from(2_i32.saturating_pow((*attempts).clamp(0, 7).unsigned_abs())) * 0.1;
    statement("SELECT outbox_put_off($1, $2, make_interval(secs => least($3, 30)))")
        .bind::<Array<SqlUuid>, _>(tenants)
        .bind::<Array<BigInt>, _>(positions)
        .bind::<diesel::sql_types::Double, _>(seconds)
        .execute(tx)
        .await?;
    Ok(())
}

/// Passes wake-ups of other processes on. Losing them costs a poll's wait and nothing else.
async fn listen(db: &Db, url: &str, stop: &Stopping) {
    while !stop.now() {
        let lost = async {
            let mut connection = AsyncPgConnection::establish(url).await.ok()?;
            connection
                .batch_execute(&format!("LISTEN {CHANNEL}_{}", db.service()))
                .await
                .ok()?;
            let mut news = std::pin::pin!(connection.notifications_stream());
            while let Some(Ok(_)) = news.next().await {
                db.wake().after_commit_elsewhere();
            }
            Some(())
        };
        tokio::select! {
            _ = lost => {}
            () = stop.wait() => break,
        }
        if stop.within(Duration::from_secs(1)).await {
            break;
        }
    }
}

/// Tells relays in other processes that there is news: many commits, one notification.
pub fn tell_others(db: &Db, life: &Lifecycle) {
    let (db, stop) = (db.clone(), life.stopping());
    life.spawn("outbox notifier", async move {
        loop {
            tokio::select! {
                () = db.wake().news_to_tell() => {}
                () = stop.wait() => break,
            }
            let sql = format!("NOTIFY {CHANNEL}_{}", db.service());
            if let Err(cause) = db.batch(&sql).await {
                debug!("the relay was not woken, it will look by itself: {cause}");
            }
            // Coalesces: what commits meanwhile shares the next notification.
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    });
}
