//! Receives what processes export by OTLP over HTTP, as a collector does, and keeps it.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    sync::{Arc, Mutex},
    time::Duration,
};

use actix_web::{
    App, HttpResponse, HttpServer,
    web::{self, Bytes, Data},
};
use opentelemetry_proto::tonic::{
    collector::{
        logs::v1::ExportLogsServiceRequest, metrics::v1::ExportMetricsServiceRequest,
        trace::v1::ExportTraceServiceRequest,
    },
    common::v1::{AnyValue, KeyValue, any_value::Value},
    resource::v1::Resource,
};
use prost::Message as _;

/// A span as it came.
#[derive(Clone, Debug)]
pub struct Span {
    /// Of which program.
    pub program: String,
    pub name: String,
    pub trace_id: String,
    pub id: String,
    /// Empty at the beginning of a trace.
    pub parent_id: String,
    pub attributes: BTreeMap<String, String>,
}

#[derive(Default)]
struct Received {
    spans: Vec<Span>,
    /// By name: the labels of each point.
    metrics: BTreeMap<String, Vec<BTreeMap<String, String>>>,
    /// Body, trace, labels.
    logs: Vec<(String, String, BTreeMap<String, String>)>,
    /// Everything as text, to look for what must not be there.
    all: String,
}

/// A receiver at an address of its own.
#[derive(Clone)]
pub struct Collector {
    pub endpoint: String,
    received: Arc<Mutex<Received>>,
}

impl Collector {
    /// Called within a runtime: it answers from a task of its own. Port 0 is a free one.
    pub fn at(port: u16) -> Self {
        let received = Arc::<Mutex<Received>>::default();
        let kept = Data::from(received.clone());
        let server = HttpServer::new(move || {
            App::new()
                .app_data(kept.clone())
                .app_data(web::PayloadConfig::new(64 * 1024 * 1024))
                .route("/v1/traces", web::post().to(traces))
                .route("/v1/metrics", web::post().to(metrics))
                .route("/v1/logs", web::post().to(logs))
        })
        .workers(1)
        .disable_signals()
        .bind(("127.0.0.1", port))
        .unwrap();
        let address = server.addrs()[0];
        tokio::spawn(server.run());
        Self {
            endpoint: format!("http://{address}"),
            received,
        }
    }

    /// The address of one that takes calls and never answers.
    pub async fn deaf() -> String {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move {
            let mut calls = Vec::new();
            while let Ok((call, _)) = listener.accept().await {
                calls.push(call);
            }
        });
        format!("http://{address}")
    }

    /// The spans of a trace so far.
    pub fn trace(&self, trace_id: &str) -> Vec<Span> {
        let received = self.received.lock().unwrap();
        received
            .spans
            .iter()
            .filter(|span| span.trace_id == trace_id)
            .cloned()
            .collect()
    }

    pub fn metrics(&self) -> BTreeMap<String, Vec<BTreeMap<String, String>>> {
        self.received.lock().unwrap().metrics.clone()
    }

    /// What was logged in a trace so far.
    pub fn logs(&self, trace_id: &str) -> Vec<String> {
        let received = self.received.lock().unwrap();
        let ours = received.logs.iter().filter(|(_, trace, _)| trace == trace_id);
        ours.map(|(body, ..)| body.clone()).collect()
    }

    /// Whether a text was received anywhere, and where.
    pub fn holds(&self, text: &str) -> Option<String> {
        let received = self.received.lock().unwrap();
        received.all.lines().find(|line| line.contains(text)).map(str::to_owned)
    }

    /// Waits until what has come is as hoped, for half a minute.
    pub async fn until<T>(&self, what: &str, hoped: impl Fn(&Self) -> Result<T, String>) -> T {
        let mut last = String::new();
        for _ in 0..300 {
            match hoped(self) {
                Ok(found) => return found,
                Err(still) => last = still,
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("{what} did not come to the collector: {last}");
    }
}

async fn traces(body: Bytes, kept: Data<Mutex<Received>>) -> HttpResponse {
    let Ok(request) = ExportTraceServiceRequest::decode(body) else {
        return HttpResponse::BadRequest().finish();
    };
    let mut kept = kept.lock().unwrap();
    for of_resource in request.resource_spans {
        let program = program(of_resource.resource.as_ref());
        for span in of_resource.scope_spans.into_iter().flat_map(|scope| scope.spans) {
            writeln!(
                kept.all,
                "span {program} {} {:?} {:?}",
                span.name, span.attributes, span.events
            )
            .unwrap();
            kept.spans.push(Span {
                program: program.clone(),
                name: span.name,
                trace_id: hex::encode(span.trace_id),
                id: hex::encode(span.span_id),
                parent_id: hex::encode(span.parent_span_id),
                attributes: labels(&span.attributes),
            });
        }
    }
    taken()
}

async fn metrics(body: Bytes, kept: Data<Mutex<Received>>) -> HttpResponse {
    use opentelemetry_proto::tonic::metrics::v1::metric::Data as Points;
    let Ok(request) = ExportMetricsServiceRequest::decode(body) else {
        return HttpResponse::BadRequest().finish();
    };
    let mut kept = kept.lock().unwrap();
    let scopes = request.resource_metrics.into_iter().flat_map(|r| r.scope_metrics);
    for metric in scopes.flat_map(|scope| scope.metrics) {
        let points: Vec<Vec<KeyValue>> = match metric.data {
            Some(Points::Gauge(gauge)) => gauge.data_points.into_iter().map(|p| p.attributes).collect(),
            Some(Points::Sum(sum)) => sum.data_points.into_iter().map(|p| p.attributes).collect(),
            Some(Points::Histogram(all)) => all.data_points.into_iter().map(|p| p.attributes).collect(),
            _ => Vec::new(),
        };
        writeln!(kept.all, "metric {} {points:?}", metric.name).unwrap();
        let known = kept.metrics.entry(metric.name).or_default();
        known.extend(points.iter().map(|point| labels(point)));
    }
    taken()
}

async fn logs(body: Bytes, kept: Data<Mutex<Received>>) -> HttpResponse {
    let Ok(request) = ExportLogsServiceRequest::decode(body) else {
        return HttpResponse::BadRequest().finish();
    };
    let mut kept = kept.lock().unwrap();
    let scopes = request.resource_logs.into_iter().flat_map(|r| r.scope_logs);
    for record in scopes.flat_map(|scope| scope.log_records) {
        let body = record.body.as_ref().map(text).unwrap_or_default();
        let labels = labels(&record.attributes);
        writeln!(kept.all, "log {body} {labels:?}").unwrap();
        kept.logs.push((body, hex::encode(record.trace_id), labels));
    }
    taken()
}

/// An empty message is what success looks like.
fn taken() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("application/x-protobuf")
        .body(Vec::new())
}

fn program(resource: Option<&Resource>) -> String {
    let labels = resource
        .map(|resource| labels(&resource.attributes))
        .unwrap_or_default();
    labels.get("service.name").cloned().unwrap_or_default()
}

fn labels(attributes: &[KeyValue]) -> BTreeMap<String, String> {
    let all = attributes.iter();
    all.map(|label| (label.key.clone(), label.value.as_ref().map(text).unwrap_or_default()))
        .collect()
}

fn text(value: &AnyValue) -> String {
    match &value.value {
        Some(Value::StringValue(text)) => text.clone(),
        Some(Value::IntValue(number)) => number.to_string(),
        Some(Value::DoubleValue(number)) => number.to_string(),
        Some(Value::BoolValue(yes)) => yes.to_string(),
        other => format!("{other:?}"),
    }
}
