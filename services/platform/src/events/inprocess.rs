//! Delivery within one process: the relay hands events straight to the handlers.

use std::sync::{Arc, RwLock};

use async_trait::async_trait;
use contracts::envelope::v1::Envelope;
use futures::future::join_all;

use super::{Consumer, Delivery, Lane, Outcome};

/// Knows every consumer of this process. An event is taken over when each of them has taken it in.
#[derive(Clone, Default)]
pub struct InProcess {
    consumers: Arc<RwLock<Vec<Consumer>>>,
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
    async fn deliver(&self, _lane: Lane, batch: &[Envelope]) -> Vec<bool> {
        let Some(first) = batch.first() else { return Vec::new() };
        let consumers = self.listening_to(&first.source);
        let mut taken = Vec::with_capacity(batch.len());
        for envelope in batch {
            // A repeat is harmless: who has taken it in already says so at once.
            let outcomes = join_all(consumers.iter().map(|c| c.receive(envelope))).await;
            taken.push(outcomes.iter().all(|o| *o == Outcome::Done));
        }
        taken
    }
}
