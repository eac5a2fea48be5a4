//! The three signals and where they go.

use std::{sync::Arc, time::Duration};

use opentelemetry::{global, trace::TracerProvider as _};
use opentelemetry_appender_tracing::layer::OpenTelemetryTracingBridge;
use opentelemetry_http::HttpClient;
use opentelemetry_otlp::{LogExporter, MetricExporter, SpanExporter, WithHttpConfig as _};
use opentelemetry_sdk::{
    Resource,
    logs::{SdkLogger, SdkLoggerProvider},
    metrics::{MeterProviderBuilder, PeriodicReader, SdkMeterProvider},
    trace::{SdkTracer, SdkTracerProvider},
};
use tracing::warn;
use tracing_opentelemetry::OpenTelemetryLayer;
use tracing_subscriber::Registry;

use super::{carrier::Carrier, figures, prometheus};
use crate::config::Settings;

/// How long the end of a process may wait for a collector.
const LAST_WORDS: Duration = Duration::from_secs(3);

#[derive(Clone, Copy)]
enum Signal {
    Traces,
    Metrics,
    Logs,
}

impl Signal {
    fn code(self) -> &'static str {
        match self {
            Self::Traces => "TRACES",
            Self::Metrics => "METRICS",
            Self::Logs => "LOGS",
        }
    }

    /// Whether the standard settings say where it goes, and do not switch it off.
    fn is_wanted(self, settings: &Settings) -> bool {
        let code = self.code();
        let off = settings
            .optional(&format!("OTEL_{code}_EXPORTER"))
            .is_some_and(|e| e == "none");
        let somewhere = [
            "OTEL_EXPORTER_OTLP_ENDPOINT",
            &format!("OTEL_EXPORTER_OTLP_{code}_ENDPOINT"),
        ]
        .iter()
        .any(|name| settings.optional(name).is_some());
        somewhere && !off
    }
}

pub(super) struct Exports {
    traces: Option<SdkTracerProvider>,
    metrics: Option<SdkMeterProvider>,
    logs: Option<SdkLoggerProvider>,
}

impl Exports {
    /// What the settings ask for; nothing, when they ask for nothing. Addresses, headers, intervals and sampling are read
    /// by the exporters themselves, from the environment and by their standard names.
    pub(super) fn wanted(settings: &Settings, program: &str) -> anyhow::Result<Option<Self>> {
        let disabled = settings
            .optional("OTEL_SDK_DISABLED")
            .is_some_and(|d| d.eq_ignore_ascii_case("true"));
        let wanted = |signal: Signal| !disabled && signal.is_wanted(settings);
        let asked_for = [Signal::Traces, Signal::Metrics, Signal::Logs].map(wanted);
        let shown = prometheus::is_wanted(settings) && !disabled;
        if !asked_for.contains(&true) && !shown {
            return Ok(None);
        }
        let patience = settings
            .optional("OTEL_EXPORTER_OTLP_TIMEOUT")
            .and_then(|ms| ms.parse().ok());
        let carrier: Arc<dyn HttpClient> = Arc::new(Carrier::new(Duration::from_millis(patience.unwrap_or(10_000)))?);
        let resource = resource(settings, program);
        let [traces, metrics, logs] = asked_for;
        let exports = Self {
            traces: traces.then(|| tracer_provider(&carrier, &resource)).transpose()?,
            logs: logs.then(|| logger_provider(&carrier, &resource)).transpose()?,
            metrics: (metrics || shown)
                .then(|| meter_provider(metrics.then_some(&carrier), shown, &resource))
                .transpose()?,
        };
        if let Some(provider) = &exports.metrics {
            global::set_meter_provider(provider.clone());
            figures::begin();
        }
        Ok(Some(exports))
    }

    pub(super) fn spans(&self) -> Option<OpenTelemetryLayer<Registry, SdkTracer>> {
        let tracer = self.traces.as_ref()?.tracer("samverka");
        let layer = tracing_opentelemetry::layer().with_tracer(tracer);
        // Where in the code and on which thread a span was is nobody's question; what is logged goes by its own way.
        Some(
            layer
                .with_location(false)
                .with_threads(false)
                .with_target(false)
                .with_tracked_inactivity(false),
        )
    }

    pub(super) fn logs(&self) -> Option<OpenTelemetryTracingBridge<SdkLoggerProvider, SdkLogger>> {
        self.logs.as_ref().map(OpenTelemetryTracingBridge::new)
    }

    /// Hands over what waits. Each signal has a thread for it, so that one that hangs costs the others nothing; a process
    /// that ends does not wait for threads.
    pub(super) async fn stop(self) {
        let (told, mut done) = tokio::sync::mpsc::channel::<()>(3);
        let Self { traces, metrics, logs } = self;
        let last = move |end: Box<dyn FnOnce() + Send>| {
            let told = told.clone();
            std::thread::spawn(move || {
                end();
                drop(told);
            });
        };
        last(Box::new(move || {
            drop(traces.map(|t| t.shutdown_with_timeout(LAST_WORDS)));
        }));
        last(Box::new(move || {
            drop(logs.map(|l| l.shutdown_with_timeout(LAST_WORDS)));
        }));
        last(Box::new(move || {
            drop(metrics.map(|m| m.shutdown_with_timeout(LAST_WORDS)));
        }));
        drop(last);
        if tokio::time::timeout(LAST_WORDS, done.recv()).await.is_err() {
            warn!("the collector did not take over in time what was still to be told");
        }
    }
}

/// Who tells: `OTEL_SERVICE_NAME` and `OTEL_RESOURCE_ATTRIBUTES` go before what the program knows of itself.
fn resource(settings: &Settings, program: &str) -> Resource {
    let name = settings
        .optional("OTEL_SERVICE_NAME")
        .unwrap_or_else(|| program.to_owned());
    Resource::builder()
        .with_attribute(opentelemetry::KeyValue::new("service.namespace", "samverka"))
        .with_attribute(opentelemetry::KeyValue::new(
            "service.version",
            env!("CARGO_PKG_VERSION"),
        ))
        .with_service_name(name)
        .build()
}

fn tracer_provider(carrier: &Arc<dyn HttpClient>, resource: &Resource) -> anyhow::Result<SdkTracerProvider> {
    let exporter = SpanExporter::builder()
        .with_http()
        .with_shared_http_client(carrier.clone())
        .build()?;
    Ok(SdkTracerProvider::builder()
        .with_batch_exporter(exporter)
        .with_resource(resource.clone())
        .build())
}

fn logger_provider(carrier: &Arc<dyn HttpClient>, resource: &Resource) -> anyhow::Result<SdkLoggerProvider> {
    let exporter = LogExporter::builder()
        .with_http()
        .with_shared_http_client(carrier.clone())
        .build()?;
    Ok(SdkLoggerProvider::builder()
        .with_batch_exporter(exporter)
        .with_resource(resource.clone())
        .build())
}

fn meter_provider(
    carrier: Option<&Arc<dyn HttpClient>>,
    shown: bool,
    resource: &Resource,
) -> anyhow::Result<SdkMeterProvider> {
    let mut provider: MeterProviderBuilder = SdkMeterProvider::builder().with_resource(resource.clone());
    if let Some(carrier) = carrier {
        let exporter = MetricExporter::builder()
            .with_http()
            .with_shared_http_client(carrier.clone())
            .build()?;
        provider = provider.with_reader(PeriodicReader::builder(exporter).build());
    }
    if shown {
        provider = provider.with_reader(prometheus::reader());
    }
    Ok(provider.build())
}
