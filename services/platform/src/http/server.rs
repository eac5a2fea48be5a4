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
    http::{
        Method,
        header::{HeaderName, HeaderValue},
    },
    middleware::{Compress, Next, from_fn},
    web,
};
use anyhow::Context as _;
use tracing::{Instrument as _, info, info_span};
use utoipa::openapi::OpenApi;
use utoipa_actix_web::{AppExt as _, service_config::ServiceConfig};

use super::{Problem, health, openapi::describe};
use crate::{db::Db, limits, trace::Trace};

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
        let known = Arc::new(KnownPaths::of(&self.openapi()));
        let server = self.clone();
        let http = HttpServer::new(move || {
            let known = known.clone();
            let (app, _) = App::new()
                .into_utoipa_app()
                .map(|app| app.app_data(readiness.clone()).configure(health::routes))
                .configure(|config| server.routes.iter().for_each(|add| add(config)))
                .split_for_parts();
            let app = server
                .plain
                .iter()
                .fold(app, |app, add| app.configure(|config| add(config)));
            app.default_service(web::to(move |request: HttpRequest| {
                let problem = known.problem_for(&request);
                async move { Err::<&'static str, Problem>(problem) }
            }))
            .wrap(Compress::default())
            .wrap(from_fn(around))
        })
        .workers(workers)
        .client_request_timeout(Duration::from_secs(15))
        .client_disconnect_timeout(Duration::from_secs(5))
        .keep_alive(Duration::from_secs(75))
        .shutdown_timeout(20)
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

/// The documented addresses: what is asked with a method they do not have is 405, not 404.
struct KnownPaths(Vec<(Vec<String>, Vec<Method>)>);

impl KnownPaths {
    fn of(document: &OpenApi) -> Self {
        let paths = serde_json::to_value(&document.paths).unwrap_or_default();
        let known = paths.as_object().into_iter().flatten().map(|(path, operations)| {
            let methods = operations.as_object().into_iter().flatten();
            let methods = methods
                .filter_map(|(m, _)| Method::from_bytes(m.to_uppercase().as_bytes()).ok())
                .collect();
            (path.split('/').map(str::to_owned).collect(), methods)
        });
        Self(known.collect())
    }

    fn problem_for(&self, request: &HttpRequest) -> Problem {
        let asked: Vec<&str> = request.path().split('/').collect();
        let fits = |path: &[String]| {
            path.len() == asked.len()
                && path
                    .iter()
                    .zip(&asked)
                    .all(|(known, part)| known.starts_with('{') || known == part)
        };
        let mut methods: Vec<Method> = Vec::new();
        for method in self.0.iter().filter(|(path, _)| fits(path)).flat_map(|(_, own)| own) {
            if !methods.contains(method) {
                methods.push(method.clone());
            }
        }
        if methods.is_empty() || methods.contains(request.method()) {
            Problem::no_such_address()
        } else {
            Problem::method_not_allowed(&methods)
        }
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
    let trace = Trace::from_parent(parent.as_deref());
    let id = trace.id();
    let quiet = matches!(request.path(), "/healthz" | "/readyz") || request.path().starts_with("/internal/");
    let span = info_span!("request", trace_id = %id, method = %request.method(), path = %request.path());
    request.extensions_mut().insert(trace.clone());
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
