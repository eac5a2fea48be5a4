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
use diesel_async::{AsyncConnection as _, AsyncPgConnection, RunQueryDsl as _, SimpleAsyncConnection as _};
use platform::{
    Process, Service, ServiceRole,
    auth::{Access, Grant, Principal, Revocation, Revoked, Role, TenantScope, What, token::Claims},
    clock::Clock,
    config::{Database, Settings},
    db::{Db, DbError},
    events::journal::{self, Change},
};
use prost::Message;
use serde_json::Value;
use sources::{Known, Source, signer};
use uuid::Uuid;

pub use self::client::{Client, figure, figures};

pub const INTERNAL_SECRET: &str = "an internal secret for tests";
const SERVICES: [&str; 4] = ["tenants", "goals", "projects", "reporting"];
const KEY: [u8; 32] = [7; 32];

#[derive(diesel::QueryableByName)]
struct Count {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    count: i64,
}

/// Reporting, running, with one tenant.
pub struct World {
    pub base: String,
    pub tenant: Uuid,
    pub clock: Clock,
    pub database: String,
    /// What it was started with.
    pub settings: Vec<(String, String)>,
    sources: HashMap<&'static str, Db>,
    revoked: Known,
    versions: Mutex<HashMap<(Uuid, Uuid), i64>>,
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
        let revoked: Known = Arc::new(Mutex::new(Some(Revoked::default())));
        let source = |name| Source {
            name,
            opened: opened.clone(),
            revoked: revoked.clone(),
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
            revoked,
            versions: Mutex::default(),
            process: Some(process),
        }
    }

    /// Somebody with a role in any tenant, who proved just now to be who it is.
    pub fn proven_person_of(&self, tenant: Uuid, role: Role) -> Client {
        let mut principal = self.principal(tenant, Uuid::now_v7(), vec![Grant { role, unit_id: None }]);
        principal.proven_at = Some(self.clock.now());
        self.client_of(&principal)
    }

    fn client_of(&self, principal: &Principal) -> Client {
        let token = signer().sign(&Claims::new(principal, self.clock.now())).unwrap();
        Client {
            base: self.base.clone(),
            token,
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
            key: None,
            cpm: None,
            iat: now,
            exp: now + 300,
        })
    }

    fn scope_of(&self, tenant: Uuid) -> TenantScope {
        self.principal(tenant, Uuid::nil(), Vec::new()).scope.unwrap()
    }

    /// Somebody with roles in the tenant.
    pub fn person(&self, role: Role, unit_id: Option<Uuid>) -> Client {
        self.person_of(self.tenant, role, unit_id)
    }

    /// Somebody with a role in any tenant.
    pub fn person_of(&self, tenant: Uuid, role: Role, unit_id: Option<Uuid>) -> Client {
        let principal = self.principal(tenant, Uuid::now_v7(), vec![Grant { role, unit_id }]);
        self.client_of(&principal)
    }

    pub fn planner(&self) -> Client {
        self.person(Role::Planner, None)
    }

    /// Something happened at a service: its journal and outbox know it, and reporting will hear of it.
    pub async fn tell(&self, source: &str, aggregate: &'static str, id: Uuid, state: &impl Message) {
        self.change(self.tenant, source, aggregate, id, state, false).await;
    }

    /// The same at another tenant.
    pub async fn tell_of(&self, tenant: Uuid, source: &str, aggregate: &'static str, id: Uuid, state: &impl Message) {
        self.change(tenant, source, aggregate, id, state, false).await;
    }

    /// Something was deleted at another tenant.
    pub async fn untell_of(&self, tenant: Uuid, source: &str, aggregate: &'static str, id: Uuid, state: &impl Message) {
        self.change(tenant, source, aggregate, id, state, true).await;
    }

    /// A version of something is told of, whichever was told of before: as late, or once more.
    pub async fn tell_version(
        &self,
        tenant: Uuid,
        source: &str,
        aggregate: &'static str,
        (id, version): (Uuid, i64),
        state: &impl Message,
    ) {
        self.append(tenant, source, Change::new(aggregate, id, version, "changed", state))
            .await;
    }

    /// Waits until everything that was told has been taken in, and carried to those who may see it by name.
    pub async fn settle(&self) {
        let waiting = "SELECT (SELECT count(*) FROM tenants.outbox) + (SELECT count(*) FROM goals.outbox)
            + (SELECT count(*) FROM projects.outbox) + (SELECT count(*) FROM reporting.sharing_changes)
            + (SELECT count(*) FROM reporting.sharing_fills) AS count";
        for _ in 0..500 {
            if self.count(waiting).await == 0 {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("what was told was not taken in within ten seconds");
    }

    /// What a query as the administrator counts.
    pub async fn count(&self, sql: &str) -> i64 {
        let mut connection = AsyncPgConnection::establish(&self.database).await.unwrap();
        let row: Count = diesel::sql_query(sql).get_result(&mut connection).await.unwrap();
        row.count
    }

    /// Something was deleted.
    pub async fn untell(&self, source: &str, aggregate: &'static str, id: Uuid, state: &impl Message) {
        self.change(self.tenant, source, aggregate, id, state, true).await;
    }

    async fn change(
        &self,
        tenant: Uuid,
        source: &str,
        aggregate: &'static str,
        id: Uuid,
        state: &impl Message,
        gone: bool,
    ) {
        let version = {
            let mut versions = self.versions.lock().unwrap();
            let version = versions.entry((tenant, id)).or_default();
            *version += 1;
            *version
        };
        let change = Change::new(aggregate, id, version, "changed", state);
        let change = if gone { change.deleted() } else { change };
        self.append(tenant, source, change).await;
    }

    async fn append(&self, tenant: Uuid, source: &str, change: Change) {
        self.sources[source]
            .tenant(&self.scope_of(tenant), async |tx| {
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

    /// `tenants` says that an agreement was revoked; no event of it is on its way.
    pub fn revoke_grant(&self, id: Uuid) {
        let mut revoked = Revoked::of_epoch(1);
        revoked.add(Revocation {
            what: What::Grant,
            id,
            until: jiff::Timestamp::MAX,
        });
        *self.revoked.lock().unwrap() = Some(revoked);
    }

    /// Nobody says any more what was revoked.
    pub fn lose_tenants(&self) {
        *self.revoked.lock().unwrap() = None;
    }

    /// The database of reporting, as the service opens it.
    pub async fn reporting(&self) -> Db {
        let mut settings = Settings::from_values(self.settings.clone());
        let database = Database::read(&mut settings, "reporting");
        Db::connect("reporting", &database).await.unwrap()
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
