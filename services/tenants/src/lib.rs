#![doc = include_str!("../README.md")]

use std::{sync::Arc, time::Duration};

use actix_web::web::Data;
use anyhow::Context as _;
use async_trait::async_trait;
use diesel_migrations::{EmbeddedMigrations, embed_migrations};
use platform::{
    Configured, Context, Part, Service,
    auth::{PermissionRow, Revocation, Revocations},
    cache::Cache,
    clock::Clock,
    config::{MasterKey, Settings},
    db::Db,
    events::refill::Journals,
    jobs::every,
    lifecycle::Lifecycle,
    mail::Mailer,
    outward::{Courier, Outside},
};
use tracing::error;
use utoipa_actix_web::service_config::ServiceConfig;

pub mod api_key;
pub mod completeness_letter;
mod config;
pub mod dead_letters;
mod description;
pub mod erasure;
pub mod exports;
pub mod geography;
pub mod invitation;
mod jobs;
pub mod journal;
mod kept;
pub mod keys;
mod lists;
pub mod mail;
mod matrix;
pub mod membership;
pub mod operations;
pub mod organisation;
mod permissions;
pub mod person;
pub mod plan;
pub mod probe;
pub mod revocation;
pub mod saved_view;
mod schema;
pub mod second_factor;
mod secret;
pub mod session;
pub mod sharing;
pub mod statement_letter;
pub mod subscription;
pub mod taxonomy;
pub mod theme;
pub mod throttle;
pub mod unit;
pub mod webhook;

pub use permissions::permissions;

/// What every handler has at hand.
#[derive(Clone)]
pub struct App {
    pub db: Db,
    pub clock: Clock,
    pub cache: Cache,
    pub master: MasterKey,
    pub hasher: person::password::Hasher,
    pub gate: throttle::Gate,
    pub keys: keys::Keys,
    pub matrix: Arc<[PermissionRow]>,
    /// Where erasures are noted outside the database.
    erasures: erasure::note::Notes,
    revocations: Revocations,
    /// Where webhooks may lead.
    outside: Outside,
    public_url: Arc<str>,
}

impl App {
    /// The address of a page, as letters tell it.
    fn page(&self, path: &str) -> String {
        format!("{}{path}", self.public_url.trim_end_matches('/'))
    }

    /// A secret link that people get by mail.
    fn link(&self, page: &str, token: &str) -> String {
        self.page(&format!("{page}?token={token}"))
    }

    /// Refuses from now on what a transaction that has committed revoked: here at once, and, when this returns, in every
    /// process of every service.
    async fn refuse(&self, revoked: &[Revocation]) {
        for revocation in revoked {
            self.revocations.learn_one(*revocation);
        }
        if !revoked.is_empty() {
            revocation::commands::spread(self).await;
        }
    }
}

const MIGRATIONS: EmbeddedMigrations = embed_migrations!("../../migrations/tenants");

/// The service, with the permission matrix of every service in the process.
pub struct Tenants {
    pub matrix: Vec<PermissionRow>,
}

impl Tenants {
    /// In a process of its own it knows its own permissions only.
    pub fn alone() -> Self {
        Self { matrix: permissions() }
    }
}

impl Service for Tenants {
    fn name(&self) -> &'static str {
        "tenants"
    }

    fn migrations(&self) -> EmbeddedMigrations {
        MIGRATIONS
    }

    fn permissions(&self) -> Vec<PermissionRow> {
        permissions()
    }

    fn routes(&self, config: &mut ServiceConfig<'_>) {
        routes(config);
    }

    fn configure(&self, settings: &mut Settings) -> Box<dyn Configured> {
        Box::new(Ready {
            config: config::Config::read(settings),
            matrix: self.matrix.as_slice().into(),
        })
    }
}

struct Ready {
    config: config::Config,
    matrix: Arc<[PermissionRow]>,
}

#[async_trait]
impl Configured for Ready {
    async fn build(self: Box<Self>, context: &Context) -> anyhow::Result<Part> {
        let db = Db::connect("tenants", &self.config.database).await?;
        let app = App {
            keys: keys::Keys::new(db.clone(), context.secrets.master_key.clone()),
            db: db.clone(),
            clock: context.clock.clone(),
            cache: context.cache_for("tenants")?,
            master: context.secrets.master_key.clone(),
            hasher: person::password::Hasher::new().context("trying to hash a password")?,
            gate: throttle::Gate::default(),
            matrix: self.matrix,
            erasures: erasure::note::Notes::new(self.config.erasures, context.secrets.master_key.clone()),
            revocations: context.auth.revocations.clone(),
            outside: self.config.outside,
            public_url: context.http.public_url.as_str().into(),
        };
        app.keys
            .make_first(app.clock.now())
            .await
            .context("making the first signing key")?;
        erasure::commands::repeat(&app)
            .await
            .context("erasing again whom a restored database brought back")?;
        if let Some(operator) = &self.config.operator {
            person::commands::ensure_operator(&app, operator)
                .await
                .context("making the first operator")?;
        }
        let journals = Journals::new(
            context.client.clone(),
            context.secrets.internal.clone(),
            context.peers.clone(),
        );
        let mailer = Mailer::new(&self.config.mail).context("reading the mail settings")?;
        let consumer = completeness_letter::events::heard(&app, statement_letter::events::consumer(&app));
        let (data, working) = (Data::new(app.clone()), app);
        let plain = data.clone();
        Ok(Part {
            name: "tenants",
            db,
            database: self.config.database,
            routes: Arc::new(move |config| {
                config.app_data(data.clone());
                routes(config);
            }),
            plain: Some(Arc::new(move |config| {
                config.app_data(plain.clone());
                plain_routes(config);
            })),
            consumer: Some(consumer),
            stocks: &[plan::store::STOCK],
            jobs: Box::new(move |life| {
                tell_webhooks(&working, journals, life);
                work(working, mailer, life);
            }),
        })
    }
}

/// Every documented address of this service.
fn routes(config: &mut ServiceConfig<'_>) {
    session::routes::routes(config);
    // Before the people: `me` is no id.
    second_factor::routes::routes(config);
    erasure::routes::routes(config);
    person::routes::routes(config);
    membership::routes::routes(config);
    invitation::routes::routes(config);
    subscription::routes::routes(config);
    organisation::routes::routes(config);
    unit::routes::routes(config);
    taxonomy::routes::routes(config);
    theme::routes::routes(config);
    sharing::routes::routes(config);
    saved_view::routes::routes(config);
    geography::routes::routes(config);
    mail::routes::routes(config);
    api_key::routes::routes(config);
    webhook::routes::routes(config);
    matrix::routes(config);
    probe::routes(config);
    keys::routes::routes(config);
    plan::routes::routes(config);
    operations::add(config);
    journal::add(config);
    dead_letters::add(config);
    exports::add(config);
}

/// Keys, revocations, the description: addresses that are no part of the API.
fn plain_routes(config: &mut actix_web::web::ServiceConfig) {
    keys::routes::plain(config);
    api_key::routes::plain(config);
    revocation::routes::plain(config);
    description::plain(config);
}

/// Hears what happens in all services, and tells those who are to be told.
fn tell_webhooks(app: &App, journals: Journals, life: &Lifecycle) {
    let courier = match Courier::new(app.outside) {
        Ok(courier) => courier,
        Err(cause) => {
            error!("webhooks are told nothing, because no secure connection can be made here: {cause}");
            return;
        }
    };
    let (hearing, sending) = (app.clone(), app.clone());
    every(life, "webhooks hearing", Duration::from_secs(1), move || {
        let (app, journals) = (hearing.clone(), journals.clone());
        async move { webhook::feed::feed(&app, &journals).await }
    });
    let stop = life.stopping();
    life.spawn(
        "webhooks sending",
        webhook::sending::keep_sending(sending, courier, stop),
    );
}

/// What is done by the clock.
fn work(app: App, mailer: Mailer, life: &Lifecycle) {
    let (app, mailer) = (Arc::new(app), Arc::new(mailer));
    let sending = app.clone();
    every(life, "mail", Duration::from_millis(500), move || {
        let (app, mailer) = (sending.clone(), mailer.clone());
        async move { Ok(mail::commands::send_due(&app, &mailer).await?) }
    });
    let watching = app.clone();
    every(life, "key age", Duration::from_secs(30), move || {
        let app = watching.clone();
        async move { Ok(app.keys.tell_age(app.clock.now()).await?) }
    });
    let telling = app.clone();
    every(life, "plans", Duration::from_secs(2), move || {
        let app = telling.clone();
        async move { Ok(plan::commands::tell_changed(&app).await?) }
    });
    every(life, "tidying", Duration::from_mins(10), move || {
        let app = app.clone();
        async move { jobs::tidy(&app).await }
    });
}
