//! A fresh database for each test, cloned from a template that is migrated once per set of migrations.

use std::{env, fs, path::Path};

use diesel::{QueryableByName, sql_types::BigInt};
use diesel_async::{AsyncConnection as _, AsyncPgConnection, RunQueryDsl as _, SimpleAsyncConnection as _};
use platform::{
    config::Settings,
    db::provision::{self, Login},
};
use sha2::{Digest as _, Sha256};
use url::Url;
use uuid::Uuid;

pub const SERVICES: [&str; 4] = ["tenants", "goals", "projects", "reporting"];

/// A database of one test.
pub struct Database {
    administrator: Url,
    name: String,
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

impl Database {
    /// Clones the template, making it first if these migrations have none yet.
    pub async fn fresh() -> Self {
        let administrator = administrator();
        let template = template(&administrator).await;
        let name = format!("t_{}", Uuid::now_v7().simple());
        execute(&administrator, &format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
        Self { administrator, name }
    }

    /// The URL of a role in this database.
    pub fn url(&self, role: &str) -> String {
        let mut url = self.administrator.clone();
        url.set_path(&self.name);
        url.set_username(role).unwrap();
        url.set_password(Some(&password(role))).unwrap();
        url.to_string()
    }

    /// The administrator's URL of this database: looks past row security.
    pub fn administrator(&self) -> String {
        let mut url = self.administrator.clone();
        url.set_path(&self.name);
        url.to_string()
    }

    /// A connection of the administrator.
    pub async fn connect(&self) -> AsyncPgConnection {
        AsyncPgConnection::establish(&self.administrator()).await.unwrap()
    }

    /// Counts rows as the administrator: `SELECT count(*) …`.
    pub async fn count(&self, sql: &str) -> i64 {
        let mut connection = self.connect().await;
        let row: Count = diesel::sql_query(sql).get_result(&mut connection).await.unwrap();
        row.count
    }

    /// Runs a statement as the administrator.
    pub async fn execute(&self, sql: &str) {
        self.connect().await.batch_execute(sql).await.unwrap();
    }

    /// The three URLs of each service, as settings.
    pub fn settings(&self) -> Vec<(String, String)> {
        let mut settings = Vec::new();
        for service in SERVICES {
            for role in ["owner", "app", "relay"] {
                let name = format!("SAMVERKA_{}_{}_URL", service.to_uppercase(), role.to_uppercase());
                settings.push((name, self.url(&format!("{service}_{role}"))));
            }
        }
        settings
    }
}

fn administrator() -> Url {
    let url = env::var("SAMVERKA_TEST_PG_URL").expect(
        "SAMVERKA_TEST_PG_URL is missing: run the tests with `make test`, or `eval \"$(dev/servers test)\"` first",
    );
    Url::parse(&url).unwrap()
}

/// Passwords on a test cluster that only this machine reaches.
fn password(role: &str) -> String {
    hex::encode(&Sha256::digest(format!("samverka test {role}"))[..12])
}

async fn execute(administrator: &Url, sql: &str) {
    let mut connection = AsyncPgConnection::establish(administrator.as_str()).await.unwrap();
    connection.batch_execute(sql).await.unwrap();
}

/// The name of the migrated template. Tests run as many processes: one makes it, the others wait.
async fn template(administrator: &Url) -> String {
    let name = format!("template_{}", migrations_hash());
    let mut guard = AsyncPgConnection::establish(administrator.as_str()).await.unwrap();
    let exists = format!("SELECT count(*) AS count FROM pg_database WHERE datname = '{name}'");
    let there: Count = diesel::sql_query(&exists).get_result(&mut guard).await.unwrap();
    if there.count == 1 {
        return name;
    }
    guard.batch_execute("SELECT pg_advisory_lock(4711)").await.unwrap();
    let there: Count = diesel::sql_query(&exists).get_result(&mut guard).await.unwrap();
    if there.count == 0 {
        let making = format!("making_{}", Uuid::now_v7().simple());
        guard.batch_execute(&format!("CREATE DATABASE {making}")).await.unwrap();
        migrate(administrator, &making).await;
        // Renamed only when complete: a test run that was killed leaves no half-made template.
        guard
            .batch_execute(&format!("ALTER DATABASE {making} RENAME TO {name}"))
            .await
            .unwrap();
    }
    guard.batch_execute("SELECT pg_advisory_unlock(4711)").await.unwrap();
    name
}

async fn migrate(administrator: &Url, name: &str) {
    let database = Database {
        administrator: administrator.clone(),
        name: name.to_owned(),
    };
    let logins = SERVICES.map(|service| Login {
        service,
        owner: password(&format!("{service}_owner")),
        app: password(&format!("{service}_app")),
        relay: password(&format!("{service}_relay")),
    });
    provision::run(&database.administrator(), &logins).await.unwrap();
    let mut settings = Settings::from_values(database.settings());
    ::suite::migrate(&mut settings).await.unwrap();
}

fn migrations_hash() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations");
    let mut files = Vec::new();
    collect(&root, &mut files);
    files.sort();
    let mut hash = Sha256::new();
    for file in files {
        hash.update(file.strip_prefix(&root).unwrap().to_string_lossy().as_bytes());
        hash.update(fs::read(&file).unwrap());
    }
    hash.update(fs::read(root.join("../services/platform/src/db/provision.rs")).unwrap());
    hex::encode(&hash.finalize()[..8])
}

fn collect(folder: &Path, files: &mut Vec<std::path::PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else {
            files.push(path);
        }
    }
}
