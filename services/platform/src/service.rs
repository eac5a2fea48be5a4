//! A service: what it needs to run, and the three ways to run it: `serve`, `work`, `migrate`.

use std::{path::PathBuf, sync::Arc, time::Instant};

use actix_web::web::Data;
use anyhow::{bail, ensure};
use async_trait::async_trait;
use diesel_migrations::EmbeddedMigrations;
use secrecy::ExposeSecret as _;
use tracing::info;

use crate::{
    attachments::{self, Attachments},
    auth::{ApiKeys, Asking, Auth, InternalSecret, PermissionRow, PublishedKeys, Revocations},
    cache::Cache,
    clock::Clock,
    config::{self, CacheKind, Database, EventsKind, Http, Peers, Secrets, Settings},
    db::{self, Db},
    events::{
        AmqpConsumer, AmqpDelivery, Consumer, Delivery, InProcess, Relay,
        dead_letters::DeadLetters,
        feed,
        journal::seal::{SealKey, Sealer},
        rebuild::{self, Journals},
        tell_others,
    },
    exports::{self, Exports, Place},
    files::Folder,
    http::{PlainRoutes, Routes, Running, Server},
    jobs,
    lifecycle::{self, Lifecycle},
    limits::Limits,
    telemetry,
    usage::{Stock, keep_measuring, routes::Counted},
};

/// Which halves of a service a process runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Answers requests.
    Serve,
    /// Relay, consumers, jobs.
    Work,
    /// All of it in one process.
    Both,
}

impl Role {
    pub fn serves(self) -> bool {
        self != Self::Work
    }

    pub fn works(self) -> bool {
        self != Self::Serve
    }
}

/// What the services of a process share.
#[derive(Clone)]
pub struct Context {
    pub role: Role,
    pub http: Http,
    pub peers: Peers,
    pub secrets: Secrets,
    pub clock: Clock,
    pub auth: Auth,
    /// Seals the journals of the services here.
    pub sealer: Sealer,
    /// For asking other services.
    pub client: reqwest::Client,
    pub life: Lifecycle,
    pub events: EventsKind,
    pub cache: CacheKind,
    /// Where files lie. Absent: too long a list is refused.
    pub files: Option<Folder>,
    /// Where what people attach lies, and how much is taken.
    pub attachments: config::Attachments,
    /// The handlers of this process, when events stay in it.
    in_process: InProcess,
}

impl Context {
    /// Reads what all services need. Faults are collected in `settings`.
    pub fn read(settings: &mut Settings, role: Role, clock: Clock) -> anyhow::Result<Self> {
        let http = Http::read(settings);
        let peers = Peers::read(settings);
        let secrets = Secrets::read(settings);
        let client = reqwest::Client::builder()
            .connect_timeout(std::time::Duration::from_secs(2))
            .timeout(std::time::Duration::from_secs(15))
            .build()?;
        let keys = PublishedKeys::new(&peers.tenants, client.clone(), clock.clone())?;
        let secret = secrets.internal.clone();
        let api_keys = ApiKeys::new(&peers.tenants, client.clone(), secret, clock.clone())?;
        let cache = CacheKind::read(settings);
        let heads = settings.optional("SAMVERKA_SEAL_HEADS").map(PathBuf::from);
        Ok(Self {
            role,
            sealer: Sealer::new(SealKey::of(&secrets.master_key), heads),
            auth: Auth {
                keys,
                api_keys,
                revocations: Revocations::default(),
                limits: Limits::new(config::Limits::read(settings), &cache, clock.clone())?,
                clock: clock.clone(),
            },
            events: EventsKind::read(settings),
            files: settings.optional("SAMVERKA_FILES").map(Folder::at),
            attachments: config::Attachments::read(settings),
            cache,
            life: Lifecycle::default(),
            in_process: InProcess::default(),
            http,
            peers,
            secrets,
            clock,
            client,
        })
    }

    /// A service's cache.
    pub fn cache_for(&self, service: &'static str) -> anyhow::Result<Cache> {
        Cache::open(service, &self.cache)
    }
}

/// A service wired up in this process.
pub struct Part {
    pub name: &'static str,
    pub db: Db,
    pub database: Database,
    pub routes: Routes,
    /// Addresses that are not part of the API: internal ones.
    pub plain: Option<PlainRoutes>,
    pub consumer: Option<Consumer>,
    /// What it can count of a tenant, for usage and for plans.
    pub stocks: &'static [Stock],
    pub jobs: Box<dyn FnOnce(&Lifecycle) + Send>,
}

/// The map of a service: ten lines in its `lib.rs`.
#[async_trait]
pub trait Service: Send + Sync {
    fn name(&self) -> &'static str;
    fn migrations(&self) -> EmbeddedMigrations;
    fn permissions(&self) -> Vec<PermissionRow>;
    /// Adds the documented routes, without their data: from these the description of the API is generated.
    fn routes(&self, config: &mut utoipa_actix_web::service_config::ServiceConfig<'_>);
    /// Reads its sections; `Context` has read the shared ones. Faults go into `settings`.
    fn configure(&self, settings: &mut Settings) -> Box<dyn Configured>;
}

/// A service whose settings were read without fault.
#[async_trait]
pub trait Configured: Send {
    async fn build(self: Box<Self>, context: &Context) -> anyhow::Result<Part>;
}

/// A process that runs.
pub struct Process {
    pub context: Context,
    pub running: Running,
    /// Where health has a port of its own.
    health: Option<Running>,
}

impl Process {
    /// Starts services in this process. `extra` adds pages.
    pub async fn start(
        mut settings: Settings,
        role: Role,
        clock: Clock,
        services: &[&dyn Service],
        extra: Vec<PlainRoutes>,
    ) -> anyhow::Result<Self> {
        let context = Context::read(&mut settings, role, clock)?;
        let configured: Vec<_> = services.iter().map(|s| s.configure(&mut settings)).collect();
        let asked: Vec<_> = services.iter().map(|s| (*s, serving_url(*s, &settings))).collect();
        settings.finish(())?;
        for (service, url) in asked {
            db::place::refuse_behind(&url, service.name(), &service.migrations()).await?;
        }
        let mut parts = Vec::new();
        for service in configured {
            let part = service.build(&context).await?;
            for source in part.consumer.iter().flat_map(Consumer::sources) {
                let known = contracts::listeners(source).contains(&part.name);
                ensure!(
                    known,
                    "{} listens to {source}, and contracts::listeners does not say so",
                    part.name
                );
            }
            parts.push(part);
        }
        let exports = exports_of(&context, &parts);
        let attachments = Attachments::new(&context.attachments, context.clock.clone())?;
        let server = wire(&context, &parts, (&exports, &attachments), extra);
        let health = Server::of_health(&server.readiness);
        // Listening comes before the background: services ask each other over HTTP.
        let (running, health) = match (role, context.http.health_address) {
            (Role::Work, Some(address)) => (health.start(address, 1)?, None),
            (_, Some(address)) => {
                let running = server.start(context.http.address, context.http.workers)?;
                (running, Some(health.start(address, 1)?))
            }
            (_, None) => (server.start(context.http.address, context.http.workers)?, None),
        };
        let asking = Asking {
            tenants: context.peers.tenants.clone(),
            client: context.client.clone(),
            secret: context.secrets.internal.clone(),
            clock: context.clock.clone(),
            service: parts.iter().map(|part| part.name).collect::<Vec<_>>().join(" "),
        };
        context.auth.revocations.renew(asking, &context.life);
        background(&context, parts, (&exports, &attachments));
        Ok(Self {
            context,
            running,
            health,
        })
    }

    /// Unready, drained, stopped.
    pub async fn stop(self) {
        let began = Instant::now();
        self.running.stop().await;
        let left = lifecycle::GRACE.saturating_sub(began.elapsed());
        self.context.life.stop_within(left).await;
        if let Some(health) = self.health {
            health.stop().await;
        }
    }

    /// Runs until told to stop.
    pub async fn run(self) {
        lifecycle::signal().await;
        info!("stopping");
        self.stop().await;
    }
}

fn wire(
    context: &Context,
    parts: &[Part],
    (exports, attachments): (&Exports, &Attachments),
    extra: Vec<PlainRoutes>,
) -> Server {
    let mut server = Server::default();
    for part in parts {
        server.readiness.needs(&part.db);
        if context.role.serves() {
            server = server.routes(part.routes.clone());
            server = part.plain.iter().cloned().fold(server, Server::plain);
        }
    }
    if !context.role.serves() {
        return server;
    }
    let (shared, exports) = (shared(context, parts), Data::new(exports.clone()));
    let attachments = Data::new(attachments.clone());
    let secret = Data::new(InternalSecret(context.secrets.internal.clone()));
    let server = server.plain(Arc::new(move |config| {
        config
            .app_data(secret.clone())
            .app_data(exports.clone())
            .app_data(attachments.clone());
        shared(config);
        rebuild::routes(config);
        feed::routes(config);
    }));
    extra.into_iter().fold(server, Server::plain)
}

/// What routes find besides the data of their own service.
fn shared(context: &Context, parts: &[Part]) -> PlainRoutes {
    let mut journals = Journals::default();
    let mut letters = DeadLetters::default();
    let mut counted = Counted::default();
    for part in parts {
        journals.0.insert(part.name, part.db.clone());
        counted.by(part.name, part.db.clone(), part.stocks);
        letters
            .0
            .extend(part.consumer.clone().map(|consumer| (part.name, consumer)));
    }
    let auth = Data::new(context.auth.clone());
    let journals = Data::new(journals);
    let sealer = Data::new(context.sealer.clone());
    let letters = Data::new(letters);
    let counted = Data::new(counted);
    Arc::new(move |config| {
        config
            .app_data(auth.clone())
            .app_data(journals.clone())
            .app_data(sealer.clone())
            .app_data(letters.clone())
            .app_data(counted.clone());
    })
}

/// The lists of these services as files.
fn exports_of(context: &Context, parts: &[Part]) -> Exports {
    let places = parts
        .iter()
        .map(|part| (part.name, Place::new(part.db.clone(), part.routes.clone())));
    let shared = shared(context, parts);
    Exports::new(places.collect(), context.files.clone(), context.auth.clone(), shared)
}

fn background(context: &Context, parts: Vec<Part>, (exports, attachments): (&Exports, &Attachments)) {
    for part in &parts {
        telemetry::keep_watch(&part.db, context.role.works(), &context.life);
    }
    // One service of a process writes down the calls of all: the one that tells of them.
    if let Some(first) = parts.first().filter(|_| context.role.serves()) {
        context.auth.limits.keep_counting(&first.db, &context.life);
    }
    if !context.role.works() {
        for part in &parts {
            tell_others(&part.db, &context.life);
        }
        return;
    }
    let in_process = context.in_process.clone();
    for part in &parts {
        if let Some(consumer) = &part.consumer {
            match &context.events {
                EventsKind::InProcess => in_process.add(consumer.clone()),
                EventsKind::Amqp(amqp) => AmqpConsumer::new(amqp.url.clone(), consumer.clone()).run(&context.life),
            }
        }
    }
    for part in parts {
        let delivery: Arc<dyn Delivery> = match &context.events {
            EventsKind::InProcess => Arc::new(in_process.clone()),
            EventsKind::Amqp(amqp) => {
                let listeners = contracts::listeners(part.name);
                Arc::new(AmqpDelivery::new(amqp.url.clone(), part.name, listeners))
            }
        };
        // Only in another process than the one that serves does the relay need to be told from outside.
        let listen = (context.role == Role::Work).then(|| part.database.relay.expose_secret().to_owned());
        Relay::new(part.db.clone(), delivery).run(listen, &context.life);
        jobs::housekeeping(&part.db, &context.life);
        let counting = (&context.clock, context.auth.limits.counted_every());
        keep_measuring(&part.db, part.stocks, counting, &context.life);
        exports::keep_working(exports, part.name, &context.life);
        attachments::keep_tidy(attachments, &part.db, &context.life);
        context.sealer.keep_sealing(&part.db, &context.life);
        (part.jobs)(&context.life);
    }
}

/// Where a service's schema is looked at before it starts. Its absence is told by the service's own section.
fn serving_url(service: &dyn Service, settings: &Settings) -> String {
    let name = format!("SAMVERKA_{}_APP_URL", service.name().to_uppercase());
    settings.optional(&name).unwrap_or_default()
}

/// Runs the migrations of services, one after another. Nothing is begun before all that it takes is known.
pub async fn migrate(services: &[&dyn Service], mut settings: Settings) -> anyhow::Result<()> {
    let urls: Vec<String> = services
        .iter()
        .map(|service| {
            let name = format!("SAMVERKA_{}_OWNER_URL", service.name().to_uppercase());
            settings.required(&name, "the database URL of the schema's owner")
        })
        .collect();
    let urls = settings.finish(urls)?;
    for (service, url) in services.iter().zip(urls) {
        db::migrate::run(&url, service.name(), service.migrations()).await?;
    }
    Ok(())
}

/// `main` of a service's own binary.
pub async fn main(service: &dyn Service) -> anyhow::Result<()> {
    let settings = Settings::from_environment();
    let told = telemetry::start(&settings, service.name())?;
    let role = match std::env::args().nth(1).as_deref() {
        Some("serve") => Role::Serve,
        Some("work") => Role::Work,
        Some("migrate") => return migrate(&[service], settings).await,
        _ => bail!("say one of: serve, work, migrate"),
    };
    Process::start(settings, role, Clock::default(), &[service], Vec::new())
        .await?
        .run()
        .await;
    told.stop().await;
    Ok(())
}
