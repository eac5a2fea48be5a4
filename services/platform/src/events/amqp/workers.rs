//! What the broker delivers, on its way into the database: settled when it is there.

use std::{
    collections::hash_map::DefaultHasher,
    hash::{Hash as _, Hasher as _},
    time::{Duration, Instant},
};

use anyhow::Context as _;
use contracts::envelope::v1::Envelope;
use lapin::{
    message::Delivery as Message,
    options::{BasicAckOptions, BasicNackOptions},
    types::AMQPValue,
};
use tokio::sync::mpsc;
use tracing::warn;

use super::{parcel::unpack, prefetch};
use crate::{
    events::{
        Consumer, Lane, Outcome,
        consumer::{TOGETHER, by_tenant},
    },
    lifecycle::Stopping,
};

/// Events of one tenant are handled one after another, different tenants side by side.
const WORKERS: usize = 4;
/// The weather rarely changes within a millisecond.
const PAUSE: Duration = Duration::from_millis(200);
/// After so many deliveries an event is parked where an operator sees it, before the broker gives up on it.
const TRIES: i64 = 40;

/// What the workers of one queue do.
#[derive(Clone)]
pub(super) struct Duty {
    pub(super) consumer: Consumer,
    pub(super) lane: Lane,
    pub(super) stop: Stopping,
}

/// A message, and the events of one tenant that it brought.
struct Arrived {
    message: Message,
    events: Vec<Envelope>,
}

impl Arrived {
    fn of(&self) -> &str {
        self.events.first().map_or("", |event| &event.tenant_id)
    }
}

/// Handles messages of one queue side by side, those of one tenant in turn.
pub(super) struct Workers {
    senders: Vec<mpsc::Sender<Arrived>>,
    tasks: Vec<tokio::task::JoinHandle<()>>,
}

impl Workers {
    pub(super) fn of(duty: &Duty) -> Self {
        let (senders, tasks) = (0..WORKERS).map(|_| worker(duty.clone())).unzip();
        Self { senders, tasks }
    }

    pub(super) async fn hand(&self, message: Message) -> anyhow::Result<()> {
        let Some(events) = unpack(&message) else {
            // Neither an event nor a parcel: to the dead letters, as it is.
            message
                .nack(BasicNackOptions {
                    requeue: false,
                    ..BasicNackOptions::default()
                })
                .await?;
            return Ok(());
        };
        let mut hasher = DefaultHasher::new();
        let arrived = Arrived { message, events };
        arrived.of().hash(&mut hasher);
        let nth = usize::try_from(hasher.finish() % WORKERS as u64).unwrap_or(0);
        let worker = self.senders.get(nth).context("no worker")?;
        worker.send(arrived).await.context("the worker is gone")
    }

    /// What they hold is delivered again to those of the next connection; two at once would lose a tenant's order.
    pub(super) fn abort(self) {
        for task in self.tasks {
            task.abort();
        }
    }

    pub(super) async fn finish(self) {
        drop(self.senders);
        for task in self.tasks {
            drop(task.await);
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the session that spawns the worker waits for it"
)]
fn worker(duty: Duty) -> (mpsc::Sender<Arrived>, tokio::task::JoinHandle<()>) {
    let (sender, mut messages) = mpsc::channel::<Arrived>(usize::from(prefetch(duty.lane)));
    let task = tokio::spawn(async move {
        let mut held = Vec::new();
        while messages.recv_many(&mut held, TOGETHER).await > 0 {
            for arrived in by_tenant(held.drain(..), Arrived::of) {
                for handful in handfuls(&arrived) {
                    duty.take_in(handful).await;
                }
            }
        }
    });
    (sender, task)
}

/// Whole messages, and no more events than are taken in together: a parcel brings as many by itself.
fn handfuls(mut arrived: &[Arrived]) -> Vec<&[Arrived]> {
    let mut handfuls = Vec::new();
    while !arrived.is_empty() {
        let mut events = 0;
        let fitting = arrived.iter().take_while(|one| {
            events += one.events.len();
            events <= TOGETHER
        });
        let (now, later) = arrived.split_at(fitting.count().max(1));
        handfuls.push(now);
        arrived = later;
    }
    handfuls
}

impl Duty {
    /// Messages of one tenant, in their order; then a rest, if it is to be.
    async fn take_in(&self, arrived: &[Arrived]) {
        let Self { consumer, lane, stop } = self;
        let lateness = consumer.db().lateness();
        let began = Instant::now();
        let events: Vec<&Envelope> = arrived.iter().flat_map(|one| &one.events).collect();
        let together = consumer.receive_together(&events).await;
        for Arrived { message, events } in arrived {
            let mut outcome = Outcome::Done;
            for event in events.iter().filter(|_| !together) {
                // What was taken in before another failed is known when the parcel comes again.
                if take_in(consumer, event, tried(message), stop).await == Outcome::Again {
                    outcome = Outcome::Again;
                }
            }
            settle(message, outcome).await;
        }
        lateness.heard(*lane, events);
        stop.within(lateness.rest(*lane, began.elapsed(), Instant::now())).await;
    }
}

async fn settle(message: &Message, outcome: Outcome) {
    let settled = match outcome {
        Outcome::Done => message.ack(BasicAckOptions::default()).await,
        Outcome::Again => {
            message
                .nack(BasicNackOptions {
                    requeue: true,
                    ..BasicNackOptions::default()
                })
                .await
        }
    };
    if let Err(cause) = settled {
        // The connection is gone; the broker will deliver again, and the inbox knows what was done.
        warn!("a delivery could not be settled: {cause}");
    }
}

/// Takes an event in. While the database is away it is kept in hand: each time it were handed back would count as a
/// delivery, and an outage of ten seconds would end among the dead letters of the broker.
async fn take_in(consumer: &Consumer, envelope: &Envelope, tried: i64, stop: &Stopping) -> Outcome {
    loop {
        if consumer.receive(envelope).await == Outcome::Done {
            return Outcome::Done;
        }
        if stop.within(PAUSE).await {
            return Outcome::Again;
        }
        if consumer.db().ping().await.is_ok() {
            break;
        }
        while consumer.db().ping().await.is_err() {
            if stop.within(PAUSE).await {
                return Outcome::Again;
            }
        }
    }
    if tried < TRIES {
        return Outcome::Again;
    }
    consumer.give_up(envelope, tried).await
}

/// How often the broker has delivered a message before.
fn tried(message: &Message) -> i64 {
    let headers = message.properties.headers().as_ref();
    let count = headers.and_then(|headers| headers.inner().get("x-delivery-count"));
    match count {
        Some(AMQPValue::LongLongInt(count)) => *count,
        Some(AMQPValue::LongInt(count)) => i64::from(*count),
        Some(AMQPValue::ShortInt(count)) => i64::from(*count),
        Some(AMQPValue::ShortShortInt(count)) => i64::from(*count),
        _ => 0,
    }
}
