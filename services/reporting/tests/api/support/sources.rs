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
    http::PlainRoutes,
};
use serde_json::json;

use super::KEY;

/// A service that has a journal and nothing else.
pub struct Source {
    pub name: &'static str,
    pub opened: Arc<Mutex<HashMap<&'static str, Db>>>,
    pub revoked: Known,
}

/// What `tenants` says was revoked; nothing when it is away.
pub type Known = Arc<Mutex<Option<Revoked>>>;

struct ConfiguredSource {
    name: &'static str,
    database: Database,
    opened: Arc<Mutex<HashMap<&'static str, Db>>>,
    revoked: Known,
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
            revoked: self.revoked.clone(),
        })
    }
}

#[async_trait]
impl Configured for ConfiguredSource {
    async fn build(self: Box<Self>, _: &Context) -> anyhow::Result<Part> {
        let db = Db::connect(self.name, &self.database).await?;
        self.opened.lock().unwrap().insert(self.name, db.clone());
        let revoked = self.revoked.clone();
        let plain: PlainRoutes = Arc::new(move |config| published(config, &revoked));
        Ok(Part {
            name: self.name,
            db,
            database: self.database,
            routes: Arc::new(|_| {}),
            plain: Some(plain).filter(|_| self.name == "tenants"),
            consumer: None,
            stocks: &[],
            jobs: Box::new(|_| {}),
        })
    }
}

/// What tokens are checked by.
fn published(config: &mut web::ServiceConfig, revoked: &Known) {
    let revoked = revoked.clone();
    let answer = move || {
        let revoked = revoked.lock().unwrap().clone();
        async move {
            revoked.map_or_else(
                || HttpResponse::ServiceUnavailable().finish(),
                |r| HttpResponse::Ok().json(r),
            )
        }
    };
    config
        .route(
            "/.well-known/jwks.json",
            web::get().to(async || HttpResponse::Ok().json(json!({"keys": [signer().public()]}))),
        )
        .route("/internal/v1/revocations", web::get().to(answer));
}

pub fn signer() -> Signer {
    Signer::new("test", &KEY).unwrap()
}
