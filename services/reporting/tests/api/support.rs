//! Reporting with the journals of the services it listens to: real tables, relays and addresses, only without the services'
//! own rules. What a test tells is told in the contract's messages.

use std::{
    collections::HashMap,
    env, fs,
    net::TcpListener,
    path::Path,
    sync::{Arc, Mutex},
    time::Duration,
};

use actix_web::{HttpResponse, web};
use async_trait::async_trait;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use diesel_async::{AsyncConnection as _, AsyncPgConnection, RunQueryDsl as _, SimpleAsyncConnection as _};
use diesel_migrations::EmbeddedMigrations;
use platform::{
    Configured, Context, Part, Process, Service, ServiceRole,
    auth::{
        Access, Grant, PermissionRow, Principal, Revoked, Role, TenantScope,
        token::{Claims, Signer},
    },
    clock::Clock,
    config::{Database, Settings},
    db::{
        Db, DbError,
        migrate::FOUNDATION,
        provision::{self, Login},
    },
    events::journal::{self, Change},
};
use prost::Message;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use url::Url;
use uuid::Uuid;

pub const INTERNAL_SECRET: &str = "an internal secret for tests";
const SERVICES: [&str; 4] = ["tenants", "goals", "projects", "reporting"];
const KEY: [u8; 32] = [7; 32];

/// A service that has a journal and nothing else.
struct Source {
    name: &'static str,
    opened: Arc<Mutex<HashMap<&'static str, Db>>>,
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

fn signer() -> Signer {
    Signer::new("test", &KEY).unwrap()
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
    versions: Mutex<HashMap<Uuid, i64>>,
    process: Option<Process>,
}

fn password(role: &str) -> String {
    hex::encode(&Sha256::digest(format!("samverka test {role}"))[..12])
}

fn url_of(administrator: &Url, database: &str, role: &str) -> String {
    let mut url = administrator.clone();
    url.set_path(database);
    url.set_username(role).unwrap();
    url.set_password(Some(&password(role))).unwrap();
    url.to_string()
}

/// A database of its own, cloned from a template that is migrated once for each set of migrations.
async fn fresh_database() -> (String, Vec<(String, String)>) {
    let administrator = env::var("SAMVERKA_TEST_PG_URL").expect("SAMVERKA_TEST_PG_URL: `eval \"$(dev/servers test)\"`");
    let administrator = Url::parse(&administrator).unwrap();
    let template = template(&administrator).await;
    let name = format!("t_{}", Uuid::now_v7().simple());
    let mut connection = AsyncPgConnection::establish(administrator.as_str()).await.unwrap();
    connection
        .batch_execute(&format!("CREATE DATABASE {name} TEMPLATE {template}"))
        .await
        .unwrap();
    let mut settings = Vec::new();
    for service in SERVICES {
        for role in ["owner", "app", "relay"] {
            let setting = format!("SAMVERKA_{}_{}_URL", service.to_uppercase(), role.to_uppercase());
            settings.push((setting, url_of(&administrator, &name, &format!("{service}_{role}"))));
        }
    }
    (of_database(&administrator, &name), settings)
}

fn of_database(administrator: &Url, name: &str) -> String {
    let mut own = administrator.clone();
    own.set_path(name);
    own.to_string()
}

async fn template(administrator: &Url) -> String {
    let name = format!("reporting_{}", migrations_hash());
    let mut guard = AsyncPgConnection::establish(administrator.as_str()).await.unwrap();
    // Roles belong to the whole cluster: whoever makes them, here or in another crate's tests, takes a turn.
    guard.batch_execute("SELECT pg_advisory_lock(4711)").await.unwrap();
    let there = diesel::sql_query(format!("SELECT 1 AS one FROM pg_database WHERE datname = '{name}'"));
    if there.execute(&mut guard).await.unwrap() == 0 {
        let making = format!("making_{}", Uuid::now_v7().simple());
        guard.batch_execute(&format!("CREATE DATABASE {making}")).await.unwrap();
        migrate(administrator, &making).await;
        guard
            .batch_execute(&format!("ALTER DATABASE {making} RENAME TO {name}"))
            .await
            .unwrap();
    }
    guard.batch_execute("SELECT pg_advisory_unlock(4711)").await.unwrap();
    name
}

async fn migrate(administrator: &Url, name: &str) {
    let logins = SERVICES.map(|service| Login {
        service,
        owner: password(&format!("{service}_owner")),
        app: password(&format!("{service}_app")),
        relay: password(&format!("{service}_relay")),
    });
    provision::run(&of_database(administrator, name), &logins)
        .await
        .unwrap();
    for service in SERVICES {
        let migrations = if service == "reporting" {
            reporting::Reporting.migrations()
        } else {
            FOUNDATION
        };
        let owner = url_of(administrator, name, &format!("{service}_owner"));
        platform::db::migrate::run(&owner, service, migrations).await.unwrap();
    }
}

fn migrations_hash() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations");
    let mut hash = Sha256::new();
    for service in ["platform", "reporting"] {
        let mut folders: Vec<_> = fs::read_dir(root.join(service))
            .unwrap()
            .map(|f| f.unwrap().path())
            .collect();
        folders.sort();
        folders
            .iter()
            .for_each(|folder| hash.update(fs::read(folder.join("up.sql")).unwrap()));
    }
    hash.update(fs::read(root.join("../services/platform/src/db/provision.rs")).unwrap());
    hex::encode(&hash.finalize()[..8])
}

impl World {
    pub async fn start() -> Self {
        let (database, mut settings) = fresh_database().await;
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

/// Somebody at the API.
pub struct Client {
    base: String,
    token: String,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub body: Vec<u8>,
    pub json: Value,
}

impl Client {
    pub async fn send(&self, method: Method, path: &str, version: Option<i64>, body: Option<Value>) -> Answer {
        let mut request = reqwest::Client::new()
            .request(method, format!("{}{path}", self.base))
            .bearer_auth(&self.token);
        if let Some(version) = version {
            request = request.header("if-match", format!("\"{version}\""));
        }
        if let Some(body) = body {
            request = request.json(&body);
        }
        let answer = request.send().await.unwrap();
        let status = answer.status();
        let body = answer.bytes().await.unwrap().to_vec();
        let json = serde_json::from_slice(&body).unwrap_or(Value::Null);
        Answer { status, body, json }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, None, None).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(Method::POST, path, None, Some(body)).await
    }

    pub async fn act(&self, path: &str, version: i64) -> Answer {
        self.send(Method::POST, path, Some(version), None).await
    }

    pub async fn patch(&self, path: &str, version: i64, body: Value) -> Answer {
        self.send(Method::PATCH, path, Some(version), Some(body)).await
    }

    pub async fn delete(&self, path: &str, version: i64) -> Answer {
        self.send(Method::DELETE, path, Some(version), None).await
    }

    /// A draft of the year, of the whole group or a unit.
    pub async fn draft(&self, year: i16, unit: Option<Uuid>, language: &str) -> Value {
        let body = json!({"kind": "yearly_followup", "year": year, "unit_id": unit, "language": language});
        self.post("/api/v1/reports", body).await.expect(201).json
    }
}

impl Answer {
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}", String::from_utf8_lossy(&self.body));
        self
    }

    #[track_caller]
    pub fn ok(self) -> Self {
        self.expect(200)
    }

    #[track_caller]
    pub fn problem(self, status: u16, code: &str) -> Self {
        let answer = self.expect(status);
        assert_eq!(answer.json["code"], code, "{}", answer.json);
        answer
    }

    pub fn items(&self) -> Vec<Value> {
        self.json["items"].as_array().expect("a list").clone()
    }
}

/// A report's figure by its key.
pub fn figure<'a>(report: &'a Value, key: &str) -> &'a Value {
    figures(report)
        .into_iter()
        .find(|f| f["key"] == key)
        .unwrap_or_else(|| panic!("no figure {key}: {report}"))
}

pub fn figures(report: &Value) -> Vec<&Value> {
    report["parts"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|p| p["figures"].as_array().unwrap())
        .collect()
}
