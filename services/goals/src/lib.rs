#![doc = include_str!("../README.md")]

use std::{sync::Arc, time::Duration};

use actix_web::web::Data;
use async_trait::async_trait;
use diesel_migrations::{EmbeddedMigrations, embed_migrations};
use platform::{
    Configured, Context, Part, Service,
    auth::PermissionRow,
    clock::Clock,
    config::{Database, Settings},
    db::Db,
    events::Consumer,
    jobs, known,
    usage::{Stock, files_of},
};
use utoipa_actix_web::service_config::ServiceConfig;

pub mod assignment;
pub mod checks;
pub mod dead_letters;
pub mod exports;
pub mod goal;
pub mod goal_link;
pub mod import;
pub mod indicator;
pub mod journal;
pub mod level;
pub mod operations;
pub mod permissions;
pub mod policy;
pub mod round;
pub mod statement;
pub mod threshold;
pub mod value;

#[cfg(test)]
mod example;
mod quantity;
mod schema;
mod span;

/// What the routes of this service work with.
#[derive(Clone)]
pub struct App {
    pub db: Db,
    pub clock: Clock,
    pub attained: goal::attainment::Kept,
    /// What serves the goals, as it was worked out last.
    pub covered: goal_link::Kept,
}

/// The service, for whoever runs it.
pub struct Goals;

struct Config {
    database: Database,
}

const MIGRATIONS: EmbeddedMigrations = embed_migrations!("../../migrations/goals");

/// How often it is asked whether an import waits.
const IMPORTS: Duration = Duration::from_secs(1);

/// How often statements are looked at whose day has come.
const OVERDUE: Duration = Duration::from_mins(10);

impl Service for Goals {
    fn name(&self) -> &'static str {
        "goals"
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
            database: Database::read(settings, "goals"),
        })
    }
}

#[async_trait]
impl Configured for Config {
    async fn build(self: Box<Self>, context: &Context) -> anyhow::Result<Part> {
        let db = Db::connect("goals", &self.database).await?;
        let app = App {
            db: db.clone(),
            clock: context.clock.clone(),
            attained: goal::attainment::Kept::default(),
            covered: goal_link::Kept::default(),
        };
        let data = Data::new(app.clone());
        let revocations = context.auth.revocations.clone();
        Ok(Part {
            name: "goals",
            consumer: Some(files_of(
                goal_link::of_projects(known::of_tenants(Consumer::new(db.clone()))),
                "projects",
            )),
            stocks: &[Stock::FILES],
            database: self.database,
            routes: Arc::new(move |config| {
                config.app_data(data.clone());
                routes(config);
            }),
            plain: None,
            jobs: Box::new(move |life| {
                let (of_imports, stop) = (app.clone(), life.stopping());
                jobs::every(life, "imports", IMPORTS, move || {
                    let (app, revocations, stop) = (of_imports.clone(), revocations.clone(), stop.clone());
                    async move { import::work::work(&app, &revocations, &stop).await }
                });
                jobs::every(life, "overdue statements", OVERDUE, move || {
                    let app = app.clone();
                    async move { Ok(statement::commands::escalate(&app).await?) }
                });
            }),
            db,
        })
    }
}

/// Every address of the service.
fn routes(config: &mut ServiceConfig<'_>) {
    level::routes::add(config);
    threshold::routes::add(config);
    policy::routes::add(config);
    policy::restoring::add(config);
    policy::attachments::add(config);
    goal::routes::add(config);
    goal::restoring::add(config);
    goal::bulk::add(config);
    goal::attachments::add(config);
    goal_link::routes::add(config);
    goal_link::restoring::add(config);
    assignment::routes::add(config);
    assignment::restoring::add(config);
    indicator::routes::add(config);
    indicator::restoring::add(config);
    value::routes::add(config);
    import::routes::add(config);
    round::routes::add(config);
    statement::routes::add(config);
    statement::attachments::add(config);
    journal::add(config);
    operations::add(config);
    dead_letters::add(config);
    exports::add(config);
}

/// The rows of the permission matrix that are this service's.
pub fn permissions() -> Vec<PermissionRow> {
    permissions::rows()
}
