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
    usage::Stock,
};
use utoipa_actix_web::service_config::ServiceConfig;

pub mod activity;
pub mod application;
pub mod dead_letters;
pub mod exports;
pub mod journal;
mod known;
pub mod membership;
pub mod network;
pub mod operations;
pub mod partner;
pub mod permissions;
pub mod programme;
pub mod project;
pub mod rules;
mod schema;

/// The name of the service: of its schema, its events, its settings.
pub const NAME: &str = "projects";

const MIGRATIONS: EmbeddedMigrations = embed_migrations!("../../migrations/projects");

/// What the routes of this service work with.
pub struct App {
    pub db: Db,
    pub clock: Clock,
}

/// The map of the service.
pub struct Projects;

impl Service for Projects {
    fn name(&self) -> &'static str {
        NAME
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
        Box::new(Config {
            database: Database::read(settings, NAME),
        })
    }
}

/// The settings of this service.
struct Config {
    database: Database,
}

#[async_trait]
impl Configured for Config {
    async fn build(self: Box<Self>, context: &Context) -> anyhow::Result<Part> {
        let db = Db::connect(NAME, &self.database).await?;
        let app = Data::new(App {
            db: db.clone(),
            clock: context.clock.clone(),
        });
        Ok(Part {
            name: NAME,
            consumer: Some(known::consumer(&db)),
            stocks: &[project::store::STOCK, Stock::FILES],
            db,
            database: self.database,
            routes: Arc::new(move |config| {
                config.app_data(app.clone());
                routes(config);
            }),
            plain: None,
            jobs: Box::new(|_| {}),
        })
    }
}

/// Everything that is answered here.
pub fn routes(config: &mut ServiceConfig<'_>) {
    programme::routes::routes(config);
    project::routes::routes(config);
    project::restoring::add(config);
    project::bulk::add(config);
    project::attachments::add(config);
    application::routes::routes(config);
    application::attachments::add(config);
    partner::routes::routes(config);
    partner::restoring::add(config);
    partner::attachments::add(config);
    network::routes::routes(config);
    network::restoring::add(config);
    network::attachments::add(config);
    membership::routes::routes(config);
    membership::restoring::add(config);
    activity::routes::routes(config);
    activity::restoring::add(config);
    activity::bulk::add(config);
    activity::attachments::add(config);
    journal::add(config);
    operations::add(config);
    dead_letters::add(config);
    exports::add(config);
}

/// This service's rows of the permission matrix.
pub fn permissions() -> Vec<PermissionRow> {
    permissions::rows()
}
