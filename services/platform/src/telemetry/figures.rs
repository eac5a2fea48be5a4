//! What is counted and measured. Never a tenant among the labels: there are too many, and it is nobody's business.

use std::{
    sync::{LazyLock, OnceLock},
    time::{Duration, SystemTime},
};

use opentelemetry::{
    KeyValue, global,
    metrics::{Counter, Gauge, Histogram},
};

static BEGUN: OnceLock<()> = OnceLock::new();

/// From now on somebody wants to know.
pub(super) fn begin() {
    BEGUN.get_or_init(|| ());
}

/// Whether anybody wants to know.
pub fn are_wanted() -> bool {
    BEGUN.get().is_some()
}

pub(super) struct Figures {
    requests: Histogram<f64>,
    sent: Counter<u64>,
    kept: Counter<u64>,
    taken_in: Counter<u64>,
    lag: Histogram<f64>,
    pub(super) outbox_rows: Gauge<u64>,
    pub(super) outbox_age: Gauge<f64>,
    pub(super) dead_letters: Gauge<u64>,
    pub(super) unsealed: Gauge<u64>,
    pub(super) partitions_ahead: Gauge<u64>,
    key_age: Gauge<f64>,
    sealed: Histogram<f64>,
    pub(super) pool_used: Gauge<u64>,
    pub(super) pool_idle: Gauge<u64>,
    pub(super) pool_waiting: Gauge<u64>,
}

/// Seconds, from what a cache answers to what a person gives up on.
const SECONDS: [f64; 14] = [
    0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0,
];

pub(super) static FIGURES: LazyLock<Figures> = LazyLock::new(|| {
    let meter = global::meter("samverka");
    let seconds = |name: &'static str, what: &'static str| {
        let histogram = meter.f64_histogram(name).with_unit("s").with_description(what);
        histogram.with_boundaries(SECONDS.to_vec()).build()
    };
    let count = |name: &'static str, what: &'static str| meter.u64_counter(name).with_description(what).build();
    let level = |name: &'static str, what: &'static str| meter.u64_gauge(name).with_description(what).build();
    let age = |name: &'static str, what: &'static str| {
        let gauge = meter.f64_gauge(name).with_unit("s").with_description(what);
        gauge.build()
    };
    Figures {
        requests: seconds("http.server.request.duration", "How long requests took, by route."),
        sent: count("samverka.events.sent", "Events that were handed over, by lane."),
        kept: count(
            "samverka.events.kept",
            "Events that could not be handed over and wait for another try.",
        ),
        taken_in: count(
            "samverka.events.received",
            "Deliveries, by source and by what became of them.",
        ),
        lag: seconds(
            "samverka.events.lag",
            "From the commit of a change until a reader had taken it in.",
        ),
        outbox_rows: level("samverka.outbox.rows", "Changes that are still to be sent."),
        outbox_age: age("samverka.outbox.age", "How long the oldest of them has waited."),
        dead_letters: level(
            "samverka.dead_letters",
            "Events that were rejected and wait for a person.",
        ),
        unsealed: level("samverka.journal.unsealed", "Rows of journals that no seal covers yet."),
        partitions_ahead: level(
            "samverka.journal.partitions_ahead",
            "Whole months for which the journal has a partition, from the next one on.",
        ),
        key_age: age(
            "samverka.signing_key.age",
            "Since when the newest key may sign access tokens.",
        ),
        sealed: seconds(
            "samverka.journal.seal_delay",
            "From the commit of the oldest row of a seal until it was laid.",
        ),
        pool_used: level("samverka.db.connections.used", "Connections in use, by pool."),
        pool_idle: level("samverka.db.connections.idle", "Connections at rest, by pool."),
        pool_waiting: level(
            "samverka.db.connections.waiting",
            "Those who wait for a connection, by pool.",
        ),
    }
});

/// A request was answered.
pub fn answered(method: &str, route: Option<&str>, status: u16, took: Duration) {
    if are_wanted() {
        // What no route answers is one line, whatever was asked for.
        let route = route.unwrap_or("none").to_owned();
        // A method is whatever somebody sends, and each would be a series of its own.
        let known = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
        let method = known.iter().find(|known| **known == method).copied();
        let labels = [
            KeyValue::new("http.request.method", method.unwrap_or("_OTHER")),
            KeyValue::new("http.route", route),
            KeyValue::new("http.response.status_code", i64::from(status)),
        ];
        FIGURES.requests.record(took.as_secs_f64(), &labels);
    }
}

/// A relay's round.
pub fn relayed(service: &'static str, lane: &'static str, sent: usize, kept: usize) {
    if are_wanted() {
        let labels = [KeyValue::new("service", service), KeyValue::new("lane", lane)];
        FIGURES.sent.add(sent as u64, &labels);
        FIGURES.kept.add(kept as u64, &labels);
    }
}

/// Since when the newest key may sign.
pub fn signing_key_age(age: Duration) {
    if are_wanted() {
        FIGURES.key_age.record(age.as_secs_f64(), &[]);
    }
}

/// A seal was laid over rows, the oldest of which had waited for so long.
pub fn sealed(service: &'static str, waited: Duration) {
    if are_wanted() {
        FIGURES
            .sealed
            .record(waited.as_secs_f64(), &[KeyValue::new("service", service)]);
    }
}

/// A delivery, and how long after its change it was settled.
pub fn received(service: &'static str, source: &str, became: &'static str, recorded_at: &str) {
    if are_wanted() {
        let source = KeyValue::new("source", source.to_owned());
        let labels = [
            KeyValue::new("service", service),
            source,
            KeyValue::new("outcome", became),
        ];
        FIGURES.taken_in.add(1, &labels);
        let recorded = recorded_at.parse::<jiff::Timestamp>().ok().map(SystemTime::from);
        if let Some(lag) = recorded.and_then(|at| SystemTime::now().duration_since(at).ok()) {
            let [service, source, _] = labels;
            FIGURES.lag.record(lag.as_secs_f64(), &[service, source]);
        }
    }
}
