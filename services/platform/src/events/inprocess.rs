//! Delivery within one process: the relay hands events straight to the handlers.

use std::{
    sync::{Arc, RwLock},
    time::{Duration, Instant},
};

use async_trait::async_trait;
use contracts::envelope::v1::Envelope;
use futures::{StreamExt as _, future::join_all, stream};

use super::{
    Consumer, Delivery, Lane, Outcome,
    consumer::{TOGETHER, by_tenant},
    lateness::Lateness,
};

/// How many tenants' events are handed over side by side.
const SIDE_BY_SIDE: usize = 4;

/// Knows every consumer of this process. An event is taken over when each of them has taken it in.
#[derive(Clone, Default)]
pub struct InProcess {
    consumers: Arc<RwLock<Vec<Consumer>>>,
    lateness: Lateness,
}

impl InProcess {
    pub fn add(&self, consumer: Consumer) {
        if let Ok(mut consumers) = self.consumers.write() {
            consumers.push(consumer);
        }
    }

    fn listening_to(&self, source: &str) -> Vec<Consumer> {
        self.consumers.read().map_or_else(
            |_| Vec::new(),
            |all| all.iter().filter(|c| c.sources().contains(&source)).cloned().collect(),
        )
    }
}

#[async_trait]
impl Delivery for InProcess {
    async fn deliver(&self, lane: Lane, batch: &[Envelope]) -> Vec<bool> {
        let Some(first) = batch.first() else { return Vec::new() };
        let consumers = self.listening_to(&first.source);
        let numbered = by_tenant(batch.iter().enumerate(), |(_, envelope)| &envelope.tenant_id);
        let turns: Vec<_> = numbered
            .into_iter()
            .map(|events| hand_over(&consumers, events))
            .collect();
        let done: Vec<Vec<(usize, bool)>> = stream::iter(turns).buffer_unordered(SIDE_BY_SIDE).collect().await;
        self.lateness.heard(lane, batch);
        for consumer in &consumers {
            consumer.db().lateness().heard(lane, batch);
        }
        let mut taken = vec![false; batch.len()];
        for (place, done) in done.into_iter().flatten() {
            if let Some(taken) = taken.get_mut(place) {
                *taken = done;
            }
        }
        taken
    }

    fn rests(&self, lane: Lane, worked: Duration) -> Duration {
        self.lateness.rest(lane, worked, Instant::now())
    }
}

/// One tenant's events, in their order, to everybody who listens.
async fn hand_over(consumers: &[Consumer], events: Vec<(usize, &Envelope)>) -> Vec<(usize, bool)> {
    let mut taken = Vec::with_capacity(events.len());
    for events in events.chunks(TOGETHER) {
        let envelopes: Vec<&Envelope> = events.iter().map(|(_, envelope)| *envelope).collect();
        let outcomes = join_all(consumers.iter().map(|consumer| receive(consumer, &envelopes))).await;
        for (nth, (place, _)) in events.iter().enumerate() {
            let done = |of: &Vec<Outcome>| of.get(nth) == Some(&Outcome::Done);
            taken.push((*place, outcomes.iter().all(done)));
        }
    }
    taken
}

async fn receive(consumer: &Consumer, envelopes: &[&Envelope]) -> Vec<Outcome> {
    if consumer.receive_together(envelopes).await {
        return vec![Outcome::Done; envelopes.len()];
    }
    let mut outcomes = Vec::with_capacity(envelopes.len());
    for envelope in envelopes {
        // A repeat is harmless: who has taken it in already says so at once.
        outcomes.push(consumer.receive(envelope).await);
    }
    outcomes
}
