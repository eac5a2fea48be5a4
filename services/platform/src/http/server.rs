//! One HTTP server: trace, log line, limits, health, and an orderly end.

use std::{
    net::SocketAddr,
    sync::{
        Arc, RwLock,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use actix_web::{
    App, Error, HttpMessage as _, HttpRequest, HttpServer,
    body::MessageBody,
    dev::{ServerHandle, ServiceRequest, ServiceResponse},
    http::header::{HeaderName, HeaderValue},
    middleware::{Compress, Next, from_fn},
    web,
};
use anyhow::Context as _;
use tracing::{Instrument as _, Span, debug_span, field::Empty, info, info_span};
use utoipa::openapi::OpenApi;
use utoipa_actix_web::{AppExt as _, scope, service_config::ServiceConfig};

use super::{
    Problem,
    addresses::{Addresses, unanswered},
    health,
    openapi::describe,
};
use crate::{
    db::Db,
    lifecycle::ANSWERS,
    limits,
    telemetry::{figures, prometheus},
    trace::{self, Trace},
};

/// What has to answer before traffic may come.
#[derive(Clone, Default)]
pub struct Readiness {
    databases: Arc<RwLock<Vec<Db>>>,
    draining: Arc<AtomicBool>,
}

impl Readiness {
    pub fn needs(&self, db: &Db) {
        if let Ok(mut databases) = self.databases.write() {
            databases.push(db.clone());
        }
    }

    /// From now on unready: the balancer looks elsewhere while we finish.
    pub fn drain(&self) {
        self.draining.store(true, Ordering::Relaxed);
    }

    pub async fn check(&self) -> Result<(), String> {
        if self.draining.load(Ordering::Relaxed) {
            return Err("stopping".to_owned());
        }
        let databases = self.databases.read().map(|d| d.clone()).unwrap_or_default();
        for db in databases {
            db.ping()
                .await
                .map_err(|cause| format!("the database of {}: {cause}", db.service()))?;
        }
        Ok(())
    }
}

/// Adds documented routes and their data.
pub type Routes = Arc<dyn Fn(&mut ServiceConfig<'_>) + Send + Sync>;
/// Adds what the description does not show: internal addresses, pages.
pub type PlainRoutes = Arc<dyn Fn(&mut web::ServiceConfig) + Send + Sync>;

/// A server being put together.
#[derive(Clone, Default)]
pub struct Server {
    pub readiness: Readiness,
    routes: Vec<Routes>,
    plain: Vec<PlainRoutes>,
}

/// A server that runs.
pub struct Running {
    pub address: SocketAddr,
    pub readiness: Readiness,
    handle: ServerHandle,
    served: tokio::task::JoinHandle<std::io::Result<()>>,
}

impl Server {
    /// For those who look after the process: its health and what it counts, on a port that is nobody else's business.
    pub fn of_health(readiness: &Readiness) -> Self {
        Self {
            readiness: readiness.clone(),
            ..Self::default()
        }
        .plain(Arc::new(|config| {
            config.service(prometheus::metrics);
        }))
    }

    #[must_use]
    pub fn routes(mut self, routes: Routes) -> Self {
        self.routes.push(routes);
        self
    }

    #[must_use]
    pub fn plain(mut self, plain: PlainRoutes) -> Self {
        self.plain.push(plain);
        self
    }

    /// The description of all documented routes.
    pub fn openapi(&self) -> OpenApi {
        describe(|config| self.routes.iter().for_each(|add| add(config)))
    }

    /// Listens and serves until `Running::stop`.
    #[expect(clippy::disallowed_methods, reason = "`Running::stop` waits for the task")]
    pub fn start(self, address: SocketAddr, workers: usize) -> anyhow::Result<Running> {
        let readiness = web::Data::new(self.readiness.clone());
        let known: Vec<Arc<Addresses>> = self
            .routes
            .iter()
            .map(|add| Arc::new(Addresses::of(&describe(|config| add(config)))))
            .collect();
        let server = self.clone();
        let http = HttpServer::new(move || {
            let known = known.clone();
            let (app, _) = App::new()
                .into_utoipa_app()
                .map(|app| app.app_data(readiness.clone()).configure(health::routes))
                .configure(|config| {
                    for (add, addresses) in server.routes.iter().zip(&known) {
                        let own = scope::scope("").guard(addresses.clone().guard());
                        config.service(own.configure(|config| add(config)));
                    }
                })
                .split_for_parts();
            let app = server
                .plain
                .iter()
                .fold(app, |app, add| app.configure(|config| add(config)));
            app.default_service(web::to(move |request: HttpRequest| {
                let problem = unanswered(&known, &request);
                async move { Err::<&'static str, Problem>(problem) }
            }))
            .wrap(Compress::default())
            .wrap(from_fn(around))
        })
        .workers(workers)
        // A compressed answer goes out in pieces. Held back until the one before was acknowledged, the last came 40 ms late
        // (measured).
        .tcp_nodelay(true)
        .client_request_timeout(Duration::from_secs(15))
        .client_disconnect_timeout(Duration::from_secs(5))
        .keep_alive(Duration::from_secs(75))
        .shutdown_timeout(ANSWERS.as_secs())
        .disable_signals()
        .bind(address)
        .with_context(|| format!("listening on {address}"))?;
        let address = *http.addrs().first().context("listening on no address")?;
        let server = http.run();
        let handle = server.handle();
        info!("listening on http://{address}");
        Ok(Running {
            address,
            readiness: self.readiness,
            handle,
            served: tokio::spawn(server),
        })
    }
}

impl Running {
    /// Unready first, then no new connections, then the open requests to their end.
    pub async fn stop(self) {
        self.readiness.drain();
        self.handle.stop(true).await;
        drop(self.served.await);
    }
}

/// Nobody follows who asks again and again whether one lives.
fn span_of(request: &ServiceRequest, quiet: bool) -> Span {
    let (method, path) = (request.method(), request.path());
    if quiet {
        return debug_span!("request", trace_id = Empty, %method, path);
    }
    info_span!(
        "request",
        otel.kind = "server",
        otel.status_code = Empty,
        http.route = Empty,
        http.response.status_code = Empty,
        trace_id = Empty,
        %method,
        path,
    )
}

/// What is known of a request when it was answered: which route it was, and how it went.
fn note(span: &Span, answer: &ServiceResponse<impl MessageBody>, took: Duration) {
    let (method, status) = (answer.request().method().as_str(), answer.status());
    let route = answer.request().match_pattern();
    figures::answered(method, route.as_deref(), status.as_u16(), took);
    span.record("http.response.status_code", status.as_u16());
    if let Some(route) = route {
        trace::rename(span, format!("{method} {route}"));
        span.record("http.route", route);
    }
    if status.is_server_error() {
        span.record("otel.status_code", "ERROR");
    }
}

/// Around every request: its trace, its log line, its id in the answer.
async fn around(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let parent = request
        .headers()
        .get("traceparent")
        .and_then(|v| v.to_str().ok())
        .map(str::to_owned);
    let quiet =
        matches!(request.path(), "/healthz" | "/readyz" | "/metrics") || request.path().starts_with("/internal/");
    let span = span_of(&request, quiet);
    let trace = Trace::of(&span, parent.as_deref().and_then(Trace::parse).as_ref());
    let id = trace.id();
    request.extensions_mut().insert(trace.clone());
    let step = span.clone();
    let handled = async move {
        let began = std::time::Instant::now();
        let mut answer = next.call(request).await?;
        if let Ok(id) = HeaderValue::from_str(&id) {
            answer.headers_mut().insert(HeaderName::from_static("x-request-id"), id);
        }
        let request = answer.request().clone();
        limits::tell(&request, answer.headers_mut());
        if !quiet {
            let took = began.elapsed();
            note(&step, &answer, took);
            info!(
                status = answer.status().as_u16(),
                ms = took.as_secs_f64() * 1000.0,
                "answered"
            );
        }
        Ok(answer)
    };
    trace.scope(handled.instrument(span)).await
}
