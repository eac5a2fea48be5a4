//! Reporting with the journals of the services it listens to: real tables, relays and addresses, only without the services'
//! own rules. What a test tells is told in the contract's messages.

mod client;
mod database;
mod sources;

use std::{
    collections::HashMap,
    net::TcpListener,
    sync::{Arc, Mutex},
    time::Duration,
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use diesel_async::{AsyncConnection as _, AsyncPgConnection, SimpleAsyncConnection as _};
use platform::{
    Process, Service, ServiceRole,
    auth::{Access, Grant, Principal, Role, TenantScope, token::Claims},
    clock::Clock,
    config::Settings,
    db::{Db, DbError},
    events::journal::{self, Change},
};
use prost::Message;
use serde_json::Value;
use sources::{Source, signer};
use uuid::Uuid;

pub use self::client::{Client, figure, figures};

pub const INTERNAL_SECRET: &str = "an internal secret for tests";
const SERVICES: [&str; 4] = ["tenants", "goals", "projects", "reporting"];
const KEY: [u8; 32] = [7; 32];

/// Reporting, running, with one tenant.
pub struct World {
    pub base: String,
    pub tenant: Uuid,
    pub clock: Clock,
    pub database: String,
    /// What it was started with.
    pub settings: Vec<(String, String)>,
    sources: HashMap<&'static str, Db>,
    versions: Mutex<HashMap<Uuid, i64>>,
    process: Option<Process>,
}

impl World {
    pub async fn start() -> Self {
        let (database, mut settings) = database::fresh().await;
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        for (name, value) in [
            ("SAMVERKA_HTTP_ADDRESS", format!("127.0.0.1:{port}")),
            ("SAMVERKA_INTERNAL_SECRET", INTERNAL_SECRET.to_owned()),
            ("SAMVERKA_MASTER_KEY", STANDARD.encode(KEY)),
            ("SAMVERKA_DB_CONNECTIONS", "6".to_owned()),
        ] {
            settings.push((name.to_owned(), value));
        }
        let opened = Arc::new(Mutex::new(HashMap::new()));
        let source = |name| Source {
            name,
            opened: opened.clone(),
        };
        let (tenants, goals, projects) = (source("tenants"), source("goals"), source("projects"));
        let clock = Clock::default();
        let services: [&dyn Service; 4] = [&tenants, &goals, &projects, &reporting::Reporting];
        let process = Process::start(
            Settings::from_values(settings.clone()),
            ServiceRole::Both,
            clock.clone(),
            &services,
            Vec::new(),
        )
        .await
        .unwrap();
        let sources = opened.lock().unwrap().clone();
        Self {
            base: format!("http://127.0.0.1:{port}"),
            tenant: Uuid::now_v7(),
            clock,
            database,
            settings,
            sources,
            versions: Mutex::default(),
            process: Some(process),
        }
    }

    fn principal(&self, tenant: Uuid, person: Uuid, grants: Vec<Grant>) -> Principal {
        let now = self.clock.now().as_second();
        Principal::from(Claims {
            iss: "samverka".into(),
            sub: person,
            sid: Uuid::now_v7(),
            tid: Some(tenant),
            grants,
            access: Access::Full,
            auth_time: None,
            iat: now,
            exp: now + 300,
        })
    }

    pub fn scope(&self) -> TenantScope {
        self.principal(self.tenant, Uuid::nil(), Vec::new()).scope.unwrap()
    }

    /// Somebody with roles in the tenant.
    pub fn person(&self, role: Role, unit_id: Option<Uuid>) -> Client {
        self.person_of(self.tenant, role, unit_id)
    }

    /// Somebody with a role in any tenant.
    pub fn person_of(&self, tenant: Uuid, role: Role, unit_id: Option<Uuid>) -> Client {
        let principal = self.principal(tenant, Uuid::now_v7(), vec![Grant { role, unit_id }]);
        let token = signer().sign(&Claims::new(&principal, self.clock.now())).unwrap();
        Client {
            base: self.base.clone(),
            token,
        }
    }

    pub fn planner(&self) -> Client {
        self.person(Role::Planner, None)
    }

    /// Something happened at a service: its journal and outbox know it, and reporting will hear of it.
    pub async fn tell(&self, source: &str, aggregate: &'static str, id: Uuid, state: &impl Message) {
        self.change(source, aggregate, id, state, false).await;
    }

    /// Something was deleted.
    pub async fn untell(&self, source: &str, aggregate: &'static str, id: Uuid, state: &impl Message) {
        self.change(source, aggregate, id, state, true).await;
    }

    async fn change(&self, source: &str, aggregate: &'static str, id: Uuid, state: &impl Message, gone: bool) {
        let version = {
            let mut versions = self.versions.lock().unwrap();
            let version = versions.entry(id).or_default();
            *version += 1;
            *version
        };
        let change = Change::new(aggregate, id, version, "changed", state);
        let change = if gone { change.deleted() } else { change };
        self.sources[source]
            .tenant(&self.scope(), async |tx| {
                journal::append(tx, change);
                Ok::<_, DbError>(())
            })
            .await
            .unwrap();
    }

    /// Waits until a list of the registers has as many rows as it should.
    pub async fn listed(&self, register: &str, rows: usize) -> Vec<Value> {
        let planner = self.planner();
        for _ in 0..250 {
            let items = planner.get(&format!("/api/v1/registers/{register}")).await.ok().items();
            if items.len() == rows {
                return items;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("{register} never had {rows} rows");
    }

    /// Runs statements as the administrator.
    pub async fn sql(&self, sql: &str) -> Result<(), diesel::result::Error> {
        let mut connection = AsyncPgConnection::establish(&self.database).await.unwrap();
        connection.batch_execute(sql).await
    }

    pub async fn stop(mut self) {
        if let Some(process) = self.process.take() {
            process.stop().await;
        }
    }
}
