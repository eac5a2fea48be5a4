//! What a process tells of itself: logs always; with an address for it, traces, metrics and logs by OTLP.
//!
//! The standard settings switch it on (`OTEL_EXPORTER_OTLP_ENDPOINT` and its kin). Without them nothing is made ready, and
//! what is counted or spanned costs a look at a switch. Exporting is done by threads of its own from queues that drop what
//! they cannot hold: a collector that is away, or that never answers, makes nobody wait.

mod carrier;
mod exports;
pub mod figures;
pub mod prometheus;
pub(crate) mod waiting;
mod watch;

use std::io::IsTerminal as _;

use anyhow::Context as _;
use tracing::{Metadata, Subscriber};
use tracing_subscriber::{
    EnvFilter, Layer, filter::filter_fn, fmt, layer::SubscriberExt as _, registry::LookupSpan,
    util::SubscriberInitExt as _,
};

use crate::config::Settings;
use exports::Exports;
pub use watch::keep_watch;

/// What a process exports, until `stop`.
#[must_use = "what waits to be exported is lost unless `stop` is called"]
#[derive(Default)]
pub struct Telemetry {
    exports: Option<Exports>,
}

/// Spans of ours, and not of the libraries that we use.
const OURS: [&str; 7] = [
    "platform",
    "tenants",
    "goals",
    "projects",
    "reporting",
    "portal",
    "suite",
];

/// Starts logging, and exporting where the settings ask for it. Twice is harmless.
pub fn start(settings: &Settings, program: &str) -> anyhow::Result<Telemetry> {
    let exports = Exports::wanted(settings, program).context("the settings of OpenTelemetry cannot be used")?;
    let registry = tracing_subscriber::registry()
        .with(
            exports
                .as_ref()
                .and_then(Exports::spans)
                .map(|layer| layer.with_filter(filter_fn(is_span_of_ours))),
        )
        .with(
            exports
                .as_ref()
                .and_then(Exports::logs)
                .map(|layer| layer.with_filter(told(settings))),
        );
    let lines = if std::io::stderr().is_terminal() {
        fmt::layer()
            .with_writer(std::io::stderr)
            .with_filter(told(settings))
            .boxed()
    } else {
        json().with_filter(told(settings)).boxed()
    };
    if registry.with(lines).try_init().is_err() {
        tracing::debug!("logging was started before");
    }
    Ok(Telemetry { exports })
}

/// A line of JSON for each event.
fn json<S>() -> impl Layer<S>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    fmt::layer()
        .json()
        .flatten_event(true)
        .with_current_span(true)
        .with_writer(std::io::stderr)
}

/// What is worth a line.
fn told(settings: &Settings) -> EnvFilter {
    let filter = settings.optional("SAMVERKA_LOG").unwrap_or_else(|| "info".to_owned());
    EnvFilter::try_new(filter).unwrap_or_else(|_| EnvFilter::new("info"))
}

fn is_span_of_ours(metadata: &Metadata<'_>) -> bool {
    let part = metadata.target().split("::").next().unwrap_or_default();
    metadata.is_span() && *metadata.level() <= tracing::Level::INFO && OURS.contains(&part)
}

impl Telemetry {
    /// Hands over what waits, for a few seconds at most.
    pub async fn stop(self) {
        if let Some(exports) = self.exports {
            exports.stop().await;
        }
    }
}
