//! Delivery by RabbitMQ: a topic exchange, quorum queues, confirms with time-outs, dead letters.
//!
//! Connections are rebuilt by our own loops rather than by the library's recovery: one way to come back, whatever broke
//! (broker killed, stopped, channel closed by a fault), and nothing that waits for ever.

mod parcel;
mod workers;

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::{Context as _, anyhow};
use async_trait::async_trait;
use contracts::envelope::v1::Envelope;
use futures::{StreamExt as _, future::join_all};
use lapin::{
    Channel, Confirmation, Connection, ConnectionProperties, ExchangeKind,
    options::{
        BasicConsumeOptions, BasicPublishOptions, BasicQosOptions, ConfirmSelectOptions, ExchangeDeclareOptions,
        QueueBindOptions, QueueDeclareOptions,
    },
    types::{AMQPValue, FieldTable, LongString},
    uri::AMQPUri,
};
use secrecy::{ExposeSecret as _, SecretString};
use tokio::sync::Mutex;
use tracing::{info, warn};

use self::{
    parcel::{Packed, pack},
    workers::{Duty, Workers},
};
use super::{Consumer, Delivery, Lane, pace::Pace};
use crate::lifecycle::{Lifecycle, Stopping};

const EXCHANGE: &str = "samverka.events";
const DEAD_EXCHANGE: &str = "samverka.dead";
/// A confirm in flight when the broker dies never comes.
const CONFIRM_WITHIN: Duration = Duration::from_secs(5);
const CONNECT_WITHIN: Duration = Duration::from_secs(5);
/// The largest frame, in bytes. An event is smaller; what is larger comes in several. The client holds 64 of them ready for
/// each connection: of the broker's own 128 KiB that was half of what a process took (measured).
const FRAME: u32 = 16 * 1024;
/// How many deliveries a consumer holds unacknowledged: events of the live lane, and parcels of the bulk lane.
const fn prefetch(lane: Lane) -> u16 {
    match lane {
        Lane::Live => 64,
        Lane::Bulk => 8,
    }
}
/// How long a consumer may take to be ready: a queue that has lost its leader answers nothing at all.
const READY_WITHIN: Duration = Duration::from_secs(15);
/// How many deliveries the broker makes. A consumer's crash counts as one, so the limit is high.
const DELIVERIES: i32 = 50;

/// So that whoever looks at the broker can follow a trace too.
fn headers_of(event: &Envelope) -> FieldTable {
    let mut headers = FieldTable::default();
    let trace = AMQPValue::LongString(event.traceparent.as_str().into());
    headers.insert("traceparent".into(), trace);
    headers
}

async fn connect(url: &SecretString, name: &str) -> anyhow::Result<Connection> {
    let properties = ConnectionProperties::default().with_connection_name(LongString::from(name));
    let mut uri: AMQPUri = url
        .expose_secret()
        .parse()
        .map_err(|_fault| anyhow!("the broker's URL cannot be read"))?;
    uri.query.frame_max.get_or_insert(FRAME);
    let place = format!(
        "{}:{}, virtual host {}",
        uri.authority.host, uri.authority.port, uri.vhost
    );
    tokio::time::timeout(CONNECT_WITHIN, Connection::connect_uri(uri, properties))
        .await
        .map_err(|late| anyhow!(late).context(format!("the broker at {place} did not answer")))?
        .with_context(|| format!("connecting to the broker at {place}"))
}

async fn declare_exchanges(channel: &Channel) -> lapin::Result<()> {
    let durable = ExchangeDeclareOptions {
        durable: true,
        ..ExchangeDeclareOptions::default()
    };
    channel
        .exchange_declare(EXCHANGE.into(), ExchangeKind::Topic, durable, FieldTable::default())
        .await?;
    channel
        .exchange_declare(
            DEAD_EXCHANGE.into(),
            ExchangeKind::Topic,
            durable,
            FieldTable::default(),
        )
        .await
}

/// Publishes to the broker.
pub struct AmqpDelivery {
    url: SecretString,
    service: &'static str,
    /// Whose queues must be there before anything is sent: what no queue asks for is confirmed and gone.
    listeners: &'static [&'static str],
    open: Mutex<Option<(Connection, Channel)>>,
    pace: Pace,
}

impl AmqpDelivery {
    pub fn new(url: SecretString, service: &'static str, listeners: &'static [&'static str]) -> Self {
        Self {
            url,
            service,
            listeners,
            open: Mutex::new(None),
            pace: Pace::default(),
        }
    }

    async fn channel(&self) -> anyhow::Result<Channel> {
        let mut open = self.open.lock().await;
        if let Some((connection, channel)) = open.as_ref()
            && connection.status().connected()
            && channel.status().connected()
        {
            return Ok(channel.clone());
        }
        let connection = connect(&self.url, &format!("{} relay", self.service)).await?;
        let channel = connection.create_channel().await?;
        channel.confirm_select(ConfirmSelectOptions::default()).await?;
        declare_exchanges(&channel).await?;
        for listener in self.listeners {
            for lane in Lane::ALL {
                declare_queue(&channel, listener, self.service, lane).await?;
            }
        }
        *open = Some((connection, channel.clone()));
        Ok(channel)
    }

    async fn publish(&self, lane: Lane, batch: &[Envelope]) -> anyhow::Result<Vec<bool>> {
        let channel = self.channel().await?;
        let now = Instant::now();
        let lanes: Vec<(Lane, &Envelope)> = batch
            .iter()
            .map(|event| (self.pace.lane(lane, &event.tenant_id, now), event))
            .collect();
        let mut sent = Vec::new();
        for Packed {
            places,
            key,
            body,
            properties,
        } in pack(&lanes)
        {
            // Not mandatory: what nobody listens to is kept by the journal alone.
            let how = BasicPublishOptions::default();
            let confirm = channel
                .basic_publish(EXCHANGE.into(), key.into(), how, &body, properties)
                .await?;
            sent.push(async move { (places, tokio::time::timeout(CONFIRM_WITHIN, confirm).await) });
        }
        let mut taken = vec![false; batch.len()];
        for (places, answer) in join_all(sent).await {
            let confirmed = matches!(answer, Ok(Ok(Confirmation::Ack(_))));
            for place in places {
                if let Some(taken) = taken.get_mut(place) {
                    *taken = confirmed;
                }
            }
        }
        Ok(taken)
    }
}

#[async_trait]
impl Delivery for AmqpDelivery {
    async fn deliver(&self, lane: Lane, batch: &[Envelope]) -> Vec<bool> {
        let published = tokio::time::timeout(CONFIRM_WITHIN * 2, self.publish(lane, batch)).await;
        let answer = match published {
            Ok(Ok(taken)) if taken.iter().all(|t| *t) => return taken,
            Ok(Ok(taken)) => taken,
            Ok(Err(cause)) => {
                warn!("events could not be published, and wait in the outbox: {cause:#}");
                vec![false; batch.len()]
            }
            Err(_) => {
                warn!("the broker did not take events over in time");
                vec![false; batch.len()]
            }
        };
        // Whatever went wrong, the next round begins on a fresh connection.
        self.open.lock().await.take();
        answer
    }
}

/// Takes events of other services from the broker to this service's handlers.
pub struct AmqpConsumer {
    url: SecretString,
    consumer: Consumer,
}

impl AmqpConsumer {
    pub fn new(url: SecretString, consumer: Consumer) -> Self {
        Self { url, consumer }
    }

    /// Runs until the process stops: a queue for each source and lane.
    pub fn run(self, life: &Lifecycle) {
        let shared = Arc::new(self);
        for source in shared.consumer.sources() {
            for lane in Lane::ALL {
                let (this, stop) = (shared.clone(), life.stopping());
                life.spawn("consumer", async move { this.supervise(source, lane, &stop).await });
            }
        }
    }

    async fn supervise(&self, source: &'static str, lane: Lane, stop: &Stopping) {
        while !stop.now() {
            if let Err(cause) = self.session(source, lane, stop).await {
                warn!("consuming {source} was interrupted, and is tried again: {cause:#}");
            }
            if stop.within(Duration::from_millis(500)).await {
                break;
            }
        }
    }

    /// One connection's life.
    async fn session(&self, source: &str, lane: Lane, stop: &Stopping) -> anyhow::Result<()> {
        let (connection, mut messages) = tokio::time::timeout(READY_WITHIN, self.subscribe(source, lane))
            .await
            .context("the broker did not let us consume in time")??;
        let workers = Workers::of(&Duty {
            consumer: self.consumer.clone(),
            lane,
            stop: stop.clone(),
        });
        let ended = loop {
            tokio::select! {
                message = messages.next() => match message {
                    Some(Ok(message)) => if let Err(cause) = workers.hand(message).await { break Err(cause) },
                    Some(Err(cause)) => break Err(cause.into()),
                    None => break Err(anyhow!("the broker ended the subscription")),
                },
                () = stop.wait() => break Ok(()),
            }
        };
        match ended {
            Ok(()) => workers.finish().await,
            Err(_) => workers.abort(),
        }
        // Whatever ended it: what a connection holds unacknowledged is delivered to nobody else.
        drop(tokio::time::timeout(CONNECT_WITHIN, connection.close(200, "goodbye".into())).await);
        ended
    }

    async fn subscribe(&self, source: &str, lane: Lane) -> anyhow::Result<(Connection, lapin::Consumer)> {
        let service = self.consumer.db().service();
        let connection = connect(&self.url, &format!("{service} consumer")).await?;
        let channel = connection.create_channel().await?;
        declare_exchanges(&channel).await?;
        let queue = declare_queue(&channel, service, source, lane).await?;
        channel.basic_qos(prefetch(lane), BasicQosOptions::default()).await?;
        let messages = channel
            .basic_consume(
                queue.as_str().into(),
                "".into(),
                BasicConsumeOptions::default(),
                FieldTable::default(),
            )
            .await?;
        info!("{service} consumes {queue}");
        Ok((connection, messages))
    }
}

async fn declare_queue(channel: &Channel, service: &str, source: &str, lane: Lane) -> lapin::Result<String> {
    let durable = QueueDeclareOptions {
        durable: true,
        ..QueueDeclareOptions::default()
    };
    let dead = format!("{service}.dead");
    let mut quorum = FieldTable::default();
    quorum.insert("x-queue-type".into(), AMQPValue::LongString("quorum".into()));
    channel
        .queue_declare(dead.as_str().into(), durable, quorum.clone())
        .await?;
    bind(channel, &dead, DEAD_EXCHANGE, &dead).await?;
    // Poison is told by the handler.
    quorum.insert("x-delivery-limit".into(), AMQPValue::LongInt(DELIVERIES));
    quorum.insert(
        "x-dead-letter-exchange".into(),
        AMQPValue::LongString(DEAD_EXCHANGE.into()),
    );
    quorum.insert(
        "x-dead-letter-routing-key".into(),
        AMQPValue::LongString(dead.as_str().into()),
    );
    quorum.insert(
        "x-dead-letter-strategy".into(),
        AMQPValue::LongString("at-least-once".into()),
    );
    quorum.insert("x-overflow".into(), AMQPValue::LongString("reject-publish".into()));
    let (name, binding) = match lane {
        Lane::Live => (format!("{service}.{source}"), format!("{source}.#")),
        Lane::Bulk => (format!("{service}.{source}.bulk"), format!("bulk.{source}.#")),
    };
    channel.queue_declare(name.as_str().into(), durable, quorum).await?;
    bind(channel, &name, EXCHANGE, &binding).await?;
    Ok(name)
}

async fn bind(channel: &Channel, queue: &str, exchange: &str, key: &str) -> lapin::Result<()> {
    let (options, none) = (QueueBindOptions::default(), FieldTable::default());
    channel
        .queue_bind(queue.into(), exchange.into(), key.into(), options, none)
        .await
}
