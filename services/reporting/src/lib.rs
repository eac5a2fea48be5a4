#![doc = include_str!("../README.md")]

use std::sync::Arc;

use actix_web::web::Data;
use async_trait::async_trait;
use diesel_migrations::{EmbeddedMigrations, embed_migrations};
use platform::{
    Configured, Context, Part, Service,
    auth::PermissionRow,
    clock::Clock,
    config::{Database, Settings},
    db::Db,
    events::refill::Journals,
};
use release::Disclosure;
use utoipa_actix_web::service_config::ServiceConfig;

use dashboard::{KeptBoards, goals::Goals};

pub mod agreement;
pub mod contribution;
pub mod dashboard;
pub mod dead_letters;
pub mod exports;
pub mod followup;
pub mod journal;
pub mod operations;
pub mod permissions;
pub mod rebuild;
pub mod register;
pub mod release;
pub mod search;
pub mod sharing;

mod schema;

/// What the routes of this service work with.
#[derive(Clone)]
pub struct App {
    pub db: Db,
    pub clock: Clock,
    /// The other services' journals: a report is locked at positions of them.
    pub journals: Journals,
    /// How goals are doing is told by who keeps them.
    pub goals: Goals,
    /// What the registers told of the boards last.
    pub boards: KeptBoards,
    /// By which figures over many organisations are judged.
    pub disclosure: Disclosure,
}

/// The service, for whoever runs it.
pub struct Reporting;

struct Config {
    database: Database,
}

impl Service for Reporting {
    fn name(&self) -> &'static str {
        "reporting"
    }

    fn migrations(&self) -> EmbeddedMigrations {
        const MIGRATIONS: EmbeddedMigrations = embed_migrations!("../../migrations/reporting");
        MIGRATIONS
    }

    fn permissions(&self) -> Vec<PermissionRow> {
        permissions()
    }

    fn routes(&self, config: &mut ServiceConfig<'_>) {
        routes(config);
    }

    fn configure(&self, settings: &mut Settings) -> Box<dyn Configured> {
        Box::new(Config {
            database: Database::read(settings, "reporting"),
        })
    }
}

#[async_trait]
impl Configured for Config {
    async fn build(self: Box<Self>, context: &Context) -> anyhow::Result<Part> {
        let db = Db::connect("reporting", &self.database).await?;
        let rebuild = rebuild_of(&db, context);
        let app = App {
            db: db.clone(),
            clock: context.clock.clone(),
            journals: rebuild.journals.clone(),
            goals: Goals::new(context.client.clone(), context.peers.goals.clone()),
            boards: KeptBoards::default(),
            disclosure: Disclosure::of(&context.secrets.master_key),
        };
        let copier = sharing::Copier {
            db: db.clone(),
            clock: context.clock.clone(),
        };
        let data = Data::new(app);
        Ok(Part {
            name: "reporting",
            consumer: Some(rebuild.consumer.clone()),
            stocks: &[],
            database: self.database,
            routes: Arc::new(move |config| {
                config.app_data(data.clone());
                routes(config);
            }),
            plain: Some(rebuild::plain(rebuild.clone())),
            jobs: Box::new(move |life| {
                copier.run(life);
                rebuild::job::keep_working(rebuild, life);
            }),
            db,
        })
    }
}

/// What makes the registers of a database anew.
pub fn rebuild_of(db: &Db, context: &Context) -> rebuild::Rebuild {
    rebuild::Rebuild {
        db: db.clone(),
        consumer: register::events::consumer(db),
        journals: Journals::new(
            context.client.clone(),
            context.secrets.internal.clone(),
            context.peers.clone(),
        ),
        clock: context.clock.clone(),
    }
}

/// Every address of the service.
fn routes(config: &mut ServiceConfig<'_>) {
    register::routes::routes(config);
    search::routes(config);
    followup::routes::routes(config);
    dashboard::routes::routes(config);
    release::routes::add(config);
    sharing::routes::add(config);
    journal::add(config);
    operations::add(config);
    rebuild::job::routes::routes(config);
    dead_letters::add(config);
    exports::add(config);
}

/// The rows of the permission matrix that are this service's.
pub fn permissions() -> Vec<PermissionRow> {
    permissions::rows()
}
