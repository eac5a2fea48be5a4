//! The same figures at `/metrics`, for those who come and fetch them.

use std::{
    fmt::{Display, Write as _},
    sync::{Arc, LazyLock, Weak},
    time::Duration,
};

use actix_web::{HttpResponse, Responder, get};
use opentelemetry::KeyValue;
use opentelemetry_sdk::{
    error::OTelSdkResult,
    metrics::{
        InstrumentKind, ManualReader, Pipeline, Temporality,
        data::{AggregatedMetrics, Metric, MetricData, ResourceMetrics, ScopeMetrics},
        reader::MetricReader,
    },
};

use crate::config::Settings;

/// Whether `SAMVERKA_PROMETHEUS=on`.
pub(super) fn is_wanted(settings: &Settings) -> bool {
    settings
        .optional("SAMVERKA_PROMETHEUS")
        .is_some_and(|wanted| wanted == "on")
}

/// Read by whoever asks, as often as they ask.
#[derive(Clone, Debug)]
struct Shown(Arc<ManualReader>);

static SHOWN: LazyLock<Shown> = LazyLock::new(|| Shown(Arc::new(ManualReader::builder().build())));

pub(super) fn reader() -> impl MetricReader {
    SHOWN.clone()
}

impl MetricReader for Shown {
    fn register_pipeline(&self, pipeline: Weak<Pipeline>) {
        self.0.register_pipeline(pipeline);
    }

    fn collect(&self, into: &mut ResourceMetrics) -> OTelSdkResult {
        self.0.collect(into)
    }

    fn force_flush(&self) -> OTelSdkResult {
        self.0.force_flush()
    }

    fn shutdown_with_timeout(&self, timeout: Duration) -> OTelSdkResult {
        self.0.shutdown_with_timeout(timeout)
    }

    fn temporality(&self, kind: InstrumentKind) -> Temporality {
        self.0.temporality(kind)
    }
}

/// Laid on the port where health is asked for, and nowhere else.
#[get("/metrics")]
pub(crate) async fn metrics() -> impl Responder {
    let mut all = ResourceMetrics::default();
    if SHOWN.collect(&mut all).is_err() {
        return HttpResponse::NotFound()
            .content_type("text/plain")
            .body("SAMVERKA_PROMETHEUS is not on\n");
    }
    let metrics = all.scope_metrics().flat_map(ScopeMetrics::metrics);
    let told: String = metrics.map(|metric| text(metric).unwrap_or_default()).collect();
    HttpResponse::Ok()
        .content_type("text/plain; version=0.0.4; charset=utf-8")
        .body(told)
}

/// One metric in Prometheus' words: `samverka_outbox_age_seconds{service="goals"} 0.2`.
fn text(metric: &Metric) -> Result<String, std::fmt::Error> {
    let unit = if metric.unit() == "s" { "_seconds" } else { "" };
    let name = format!("{}{unit}", metric.name().replace('.', "_"));
    let mut out = String::new();
    writeln!(out, "# HELP {name} {}", metric.description())?;
    match metric.data() {
        AggregatedMetrics::F64(data) => points(&mut out, &name, data)?,
        AggregatedMetrics::U64(data) => points(&mut out, &name, data)?,
        AggregatedMetrics::I64(data) => points(&mut out, &name, data)?,
    }
    Ok(out)
}

fn points<T: Display + Copy>(out: &mut String, name: &str, data: &MetricData<T>) -> std::fmt::Result {
    match data {
        MetricData::Gauge(gauge) => {
            writeln!(out, "# TYPE {name} gauge")?;
            for point in gauge.data_points() {
                writeln!(out, "{name}{} {}", labels(point.attributes(), None), point.value())?;
            }
        }
        MetricData::Sum(sum) => {
            writeln!(out, "# TYPE {name}_total counter")?;
            for point in sum.data_points() {
                writeln!(
                    out,
                    "{name}_total{} {}",
                    labels(point.attributes(), None),
                    point.value()
                )?;
            }
        }
        MetricData::Histogram(histogram) => {
            writeln!(out, "# TYPE {name} histogram")?;
            for point in histogram.data_points() {
                let bounds = point.bounds().map(|b| b.to_string()).chain(["+Inf".to_owned()]);
                let mut below = 0;
                for (bound, count) in bounds.zip(point.bucket_counts()) {
                    below += count;
                    writeln!(out, "{name}_bucket{} {below}", labels(point.attributes(), Some(&bound)))?;
                }
                let labels = labels(point.attributes(), None);
                writeln!(out, "{name}_sum{labels} {}", point.sum())?;
                writeln!(out, "{name}_count{labels} {}", point.count())?;
            }
        }
        MetricData::ExponentialHistogram(_) => {}
    }
    Ok(())
}

fn labels<'a>(attributes: impl Iterator<Item = &'a KeyValue>, bound: Option<&str>) -> String {
    let mut all: Vec<String> = attributes
        .map(|label| {
            let value = label
                .value
                .as_str()
                .replace('\\', "\\\\")
                .replace('"', "\\\"")
                .replace('\n', "\\n");
            format!("{}=\"{value}\"", label.key.as_str().replace('.', "_"))
        })
        .collect();
    all.extend(bound.map(|bound| format!("le=\"{bound}\"")));
    if all.is_empty() {
        String::new()
    } else {
        format!("{{{}}}", all.join(","))
    }
}
