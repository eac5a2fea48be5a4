//! The services that reporting listens to, as far as it can tell: a journal, a relay, and the keys that tokens are checked by.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use actix_web::{HttpResponse, web};
use async_trait::async_trait;
use diesel_migrations::EmbeddedMigrations;
use platform::{
    Configured, Context, Part, Service,
    auth::{PermissionRow, Revoked, token::Signer},
    config::{Database, Settings},
    db::{Db, migrate::FOUNDATION},
};
use serde_json::json;

use super::KEY;

/// A service that has a journal and nothing else.
pub struct Source {
    pub name: &'static str,
    pub opened: Arc<Mutex<HashMap<&'static str, Db>>>,
}

struct ConfiguredSource {
    name: &'static str,
    database: Database,
    opened: Arc<Mutex<HashMap<&'static str, Db>>>,
}

impl Service for Source {
    fn name(&self) -> &'static str {
        self.name
    }

    fn migrations(&self) -> EmbeddedMigrations {
        FOUNDATION
    }

    fn permissions(&self) -> Vec<PermissionRow> {
        Vec::new()
    }

    fn routes(&self, _: &mut utoipa_actix_web::service_config::ServiceConfig<'_>) {}

    fn configure(&self, settings: &mut Settings) -> Box<dyn Configured> {
        let database = Database::read(settings, self.name);
        Box::new(ConfiguredSource {
            name: self.name,
            database,
            opened: self.opened.clone(),
        })
    }
}

#[async_trait]
impl Configured for ConfiguredSource {
    async fn build(self: Box<Self>, _: &Context) -> anyhow::Result<Part> {
        let db = Db::connect(self.name, &self.database).await?;
        self.opened.lock().unwrap().insert(self.name, db.clone());
        Ok(Part {
            name: self.name,
            db,
            database: self.database,
            routes: Arc::new(|_| {}),
            plain: Some(Arc::new(published))
                .filter(|_| self.name == "tenants")
                .map(|p| p as _),
            consumer: None,
            jobs: Box::new(|_| {}),
        })
    }
}

/// What tokens are checked by.
fn published(config: &mut web::ServiceConfig) {
    config
        .route(
            "/.well-known/jwks.json",
            web::get().to(async || HttpResponse::Ok().json(json!({"keys": [signer().public()]}))),
        )
        .route(
            "/internal/v1/revocations",
            web::get().to(async || HttpResponse::Ok().json(Revoked::default())),
        );
}

pub fn signer() -> Signer {
    Signer::new("test", &KEY).unwrap()
}
