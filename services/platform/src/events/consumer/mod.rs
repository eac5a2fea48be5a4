//! Taking events in: once each, in the transaction that they cause.

mod inbox;
mod parked;
mod together;

use std::{collections::HashMap, future::Future, pin::Pin, sync::Arc};

use contracts::envelope::v1::Envelope;
use jiff::Timestamp;
use prost::Message;
use tracing::{Instrument as _, Span, error, field::Empty, info, info_span, warn};
use uuid::Uuid;

use crate::{
    auth::TenantScope,
    db::{Db, DbError, DbResult, TenantTx},
    telemetry::figures,
    trace::Trace,
};

use inbox::first_time;
pub use inbox::{progress, taken_in};
pub(super) use together::{TOGETHER, by_tenant};

/// An event as a handler gets it.
#[derive(Clone, Debug)]
pub struct Received<M> {
    /// The whole aggregate after the change.
    pub state: M,
    pub aggregate_id: Uuid,
    /// Version after the change: keep what is newer.
    pub version: i64,
    /// What happened, for those who must not care.
    pub event: String,
    pub deleted: bool,
    pub position: i64,
    pub actor_id: Option<Uuid>,
    /// When it happened, by its owner's clock.
    pub recorded_at: Option<Timestamp>,
    /// Which copy of a read model this is for: the one that serves, or one that is being rebuilt.
    pub generation: i32,
}

/// What should become of a failure.
#[derive(Debug)]
pub enum Failure {
    /// The weather: try again later.
    Retry(anyhow::Error),
    /// A message that will never make sense: park it, go on.
    Reject(anyhow::Error),
}

impl Failure {
    pub fn retry(cause: impl Into<anyhow::Error>) -> Self {
        Self::Retry(cause.into())
    }

    pub fn reject(cause: impl Into<anyhow::Error>) -> Self {
        Self::Reject(cause.into())
    }
}

/// Database errors retry, unless the data itself breaks a rule.
impl From<DbError> for Failure {
    fn from(cause: DbError) -> Self {
        match cause {
            DbError::Rule { .. } | DbError::Taken { .. } | DbError::Missing { .. } => Self::reject(cause),
            weather => Self::retry(weather),
        }
    }
}

pub type Handled = Result<(), Failure>;

/// What became of one delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Done, known already, not for us, or parked: never deliver it again.
    Done,
    /// Deliver it again later.
    Again,
}

type Boxed<'a> = Pin<Box<dyn Future<Output = Handled> + Send + 'a>>;
type Handler = Arc<dyn for<'a> Fn(&'a mut TenantTx, &'a Envelope, i32) -> Boxed<'a> + Send + Sync>;

/// An `async fn(&mut TenantTx, Received<M>) -> Handled`.
pub trait Handle<'a, M>: Send + Sync {
    type Future: Future<Output = Handled> + Send + 'a;
    fn handle(&self, tx: &'a mut TenantTx, event: Received<M>) -> Self::Future;
}

impl<'a, M, F, Fut> Handle<'a, M> for F
where
    F: Fn(&'a mut TenantTx, Received<M>) -> Fut + Send + Sync,
    Fut: Future<Output = Handled> + Send + 'a,
{
    type Future = Fut;
    fn handle(&self, tx: &'a mut TenantTx, event: Received<M>) -> Fut {
        self(tx, event)
    }
}

/// Tells which copies of the read model are kept: the serving one, and perhaps one that is being filled. Asked in the
/// transaction of each delivery, because another process may have begun a rebuild.
pub type Generations = for<'a> fn(&'a mut TenantTx) -> Pin<Box<dyn Future<Output = DbResult<Vec<i32>>> + Send + 'a>>;

#[derive(Clone, Copy)]
enum Kept {
    One(i32),
    Asked(Generations),
}

/// One service's handlers, by source and aggregate.
#[derive(Clone)]
pub struct Consumer {
    db: Db,
    handlers: HashMap<(&'static str, &'static str), Handler>,
    kept: Kept,
}

/// An event, and the step of its trace that taking it in is.
struct Step<'a> {
    envelope: &'a Envelope,
    trace: Trace,
    span: Span,
}

impl Consumer {
    pub fn new(db: Db) -> Self {
        Self {
            db,
            handlers: HashMap::new(),
            kept: Kept::One(0),
        }
    }

    pub fn db(&self) -> &Db {
        &self.db
    }

    /// The same handlers for another copy of the read model.
    #[must_use]
    pub fn of_generation(mut self, generation: i32) -> Self {
        self.kept = Kept::One(generation);
        self
    }

    /// Hands every delivery to each copy of the read model that is kept at that moment.
    #[must_use]
    pub fn of_generations(mut self, generations: Generations) -> Self {
        self.kept = Kept::Asked(generations);
        self
    }

    /// Hands the events of one kind of aggregate to a handler.
    #[must_use]
    pub fn on<M, H>(mut self, source: &'static str, aggregate: &'static str, handler: H) -> Self
    where
        M: Message + Default + 'static,
        H: for<'a> Handle<'a, M> + 'static,
    {
        let handler: Handler = Arc::new(move |tx, envelope, generation| match open::<M>(envelope, generation) {
            Ok(event) => Box::pin(handler.handle(tx, event)),
            Err(cause) => Box::pin(async move { Err(Failure::reject(cause)) }),
        });
        self.handlers.insert((source, aggregate), handler);
        self
    }

    /// The services this one listens to.
    pub fn sources(&self) -> Vec<&'static str> {
        let mut sources: Vec<_> = self.handlers.keys().map(|(source, _)| *source).collect();
        sources.sort_unstable();
        sources.dedup();
        sources
    }

    /// Takes one event in. Whatever it changes, and the note that it was seen, are one transaction.
    pub async fn receive(&self, envelope: &Envelope) -> Outcome {
        let step = self.step(envelope);
        let taken = self.take_in(&step).instrument(step.span.clone());
        step.trace.clone().scope(taken).await
    }

    fn step<'a>(&self, envelope: &'a Envelope) -> Step<'a> {
        let event = format!("{}.{}.{}", envelope.source, envelope.aggregate, envelope.event);
        let span = info_span!(
            parent: None,
            "event",
            otel.kind = "consumer",
            otel.name = %format_args!("receive {event}"),
            trace_id = Empty,
            service = self.db.service(),
            tenant = %envelope.tenant_id,
            event,
        );
        let trace = Trace::of(&span, Trace::parse(&envelope.traceparent).as_ref());
        Step { envelope, trace, span }
    }

    async fn take_in(&self, step: &Step<'_>) -> Outcome {
        let envelope = step.envelope;
        let Ok(tenant_id) = envelope.tenant_id.parse::<Uuid>() else {
            error!("an event without a tenant was dropped");
            return Outcome::Done;
        };
        let scope = TenantScope::proven(tenant_id);
        let (outcome, became) = match self.handle(&scope, std::slice::from_ref(step)).await {
            Ok(()) => {
                self.tell(envelope);
                (Outcome::Done, "done")
            }
            Err(Failure::Retry(cause)) => {
                warn!("an event will be tried again: {cause:#}");
                (Outcome::Again, "again")
            }
            Err(Failure::Reject(cause)) => match self.park(&scope, envelope, &format!("{cause:#}")).await {
                Outcome::Done => (Outcome::Done, "parked"),
                Outcome::Again => (Outcome::Again, "again"),
            },
        };
        figures::received(self.db.service(), &envelope.source, became, &envelope.recorded_at);
        outcome
    }

    /// One line for each event that something was done with, so that a trace can be followed.
    fn tell(&self, envelope: &Envelope) {
        let (source, aggregate) = (envelope.source.as_str(), envelope.aggregate.as_str());
        if self.handlers.contains_key(&(source, aggregate)) {
            info!("{} took in {source}.{aggregate}.{}", self.db.service(), envelope.event);
        }
    }

    async fn handle(&self, scope: &TenantScope, events: &[Step<'_>]) -> Handled {
        self.db
            .tenant(scope, async |tx| {
                let generations = self.generations(tx).await?;
                self.handle_in(tx, events, &generations).await
            })
            .await
    }

    /// Takes events of one source in, in their order: what each changes here, and the note that it was seen.
    async fn handle_in(&self, tx: &mut TenantTx, events: &[Step<'_>], generations: &[i32]) -> Handled {
        let Some(source) = events.first().map(|step| step.envelope.source.as_str()) else {
            return Ok(());
        };
        let positions: Vec<i64> = events.iter().map(|step| step.envelope.position).collect();
        let mut fresh = Vec::with_capacity(generations.len());
        for generation in generations {
            fresh.push((*generation, first_time(tx, *generation, source, &positions).await?));
        }
        for step in events {
            let envelope = step.envelope;
            let handler = self
                .handlers
                .get(&(envelope.source.as_str(), envelope.aggregate.as_str()));
            for (generation, fresh) in &mut fresh {
                // What came twice is in there once.
                if fresh.remove(&envelope.position)
                    && let Some(handler) = handler
                {
                    // What the event changes here: a read model, a reference, a thing that it causes.
                    let (trace_id, service) = (step.trace.id(), self.db.service());
                    let span = info_span!(parent: &step.span, "handle", trace_id, service, generation = *generation);
                    let work = handler(tx, envelope, *generation).instrument(span);
                    step.trace.clone().scope(work).await?;
                }
            }
        }
        Ok(())
    }

    async fn generations(&self, tx: &mut TenantTx) -> DbResult<Vec<i32>> {
        match self.kept {
            Kept::One(generation) => Ok(vec![generation]),
            Kept::Asked(generations) => generations(tx).await,
        }
    }

    /// Hands states that were asked for, not delivered, to the handlers of one copy. What a handler rejects is told and
    /// left out, as its event was when it came.
    pub async fn replay(&self, scope: &TenantScope, generation: i32, envelopes: &[Envelope]) -> anyhow::Result<()> {
        if self.apply(scope, generation, envelopes).await.is_ok() {
            return Ok(());
        }
        // One of them broke the transaction of all: each for itself.
        for envelope in envelopes {
            match self.apply(scope, generation, std::slice::from_ref(envelope)).await {
                Ok(()) => {}
                Err(Failure::Reject(cause)) => error!("a state was left out of generation {generation}: {cause:#}"),
                Err(Failure::Retry(cause)) => return Err(cause),
            }
        }
        Ok(())
    }

    /// Hands an event that was parked to the handlers of every copy that is kept, in the caller's transaction: the inbox
    /// has noted it already.
    pub(super) async fn handle_again(&self, tx: &mut TenantTx, envelope: &Envelope) -> Handled {
        let handler = self
            .handlers
            .get(&(envelope.source.as_str(), envelope.aggregate.as_str()));
        for generation in self.generations(tx).await? {
            if let Some(handler) = handler {
                handler(tx, envelope, generation).await?;
            }
        }
        Ok(())
    }

    async fn apply(&self, scope: &TenantScope, generation: i32, envelopes: &[Envelope]) -> Handled {
        self.db
            .tenant(scope, async |tx| {
                for envelope in envelopes {
                    if let Some(handler) = self
                        .handlers
                        .get(&(envelope.source.as_str(), envelope.aggregate.as_str()))
                    {
                        handler(tx, envelope, generation).await?;
                    }
                }
                Ok(())
            })
            .await
    }
}

fn open<M: Message + Default>(envelope: &Envelope, generation: i32) -> anyhow::Result<Received<M>> {
    Ok(Received {
        state: M::decode(envelope.state.as_slice())?,
        aggregate_id: envelope.aggregate_id.parse()?,
        version: envelope.version,
        event: envelope.event.clone(),
        deleted: envelope.deleted,
        position: envelope.position,
        actor_id: envelope.actor_id.parse().ok(),
        recorded_at: envelope.recorded_at.parse().ok(),
        generation,
    })
}
