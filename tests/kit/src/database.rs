//! A fresh database for each test, cloned from a template that is migrated once per set of migrations.

use std::{collections::BTreeMap, env, fs, path::Path};

use diesel::{
    QueryableByName,
    sql_types::{BigInt, Text},
};
use diesel_async::{AsyncConnection as _, AsyncPgConnection, RunQueryDsl as _, SimpleAsyncConnection as _};
use platform::{
    config::Settings,
    db::provision::{self, Login},
};
use sha2::{Digest as _, Sha256};
use url::Url;
use uuid::Uuid;

use crate::Wire;

pub const SERVICES: [&str; 4] = ["tenants", "goals", "projects", "reporting"];

/// So many databases of tests that are over are let gather before they are dropped.
const AT_ONCE: usize = 12;

/// A database of one test.
pub struct Database {
    administrator: Url,
    name: String,
    wire: Option<Wire>,
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

#[derive(QueryableByName)]
struct Name {
    #[diesel(sql_type = Text)]
    name: String,
}

#[derive(QueryableByName)]
struct Held {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = BigInt)]
    count: i64,
    #[diesel(sql_type = Text)]
    hash: String,
}

impl Database {
    /// Clones the template, making it first if these migrations have none yet.
    pub async fn fresh() -> Self {
        let administrator = administrator();
        let template = template(&administrator).await;
        sweep(&administrator).await;
        let name = name();
        execute(&administrator, &format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
        Self {
            administrator,
            name,
            wire: None,
        }
    }

    /// A database without anything in it.
    pub async fn empty() -> Self {
        let administrator = administrator();
        let name = name();
        execute(&administrator, &format!("CREATE DATABASE {name}")).await;
        Self {
            administrator,
            name,
            wire: None,
        }
    }

    /// The same; the services reach it by a wire that the test holds in its hand.
    pub async fn over_a_wire() -> Self {
        let database = Self::fresh().await;
        let wire = Wire::to(&database.administrator).await;
        Self {
            wire: Some(wire),
            ..database
        }
    }

    /// The wire between the services and the server.
    pub fn wire(&self) -> &Wire {
        self.wire.as_ref().expect("made by `over_a_wire`")
    }

    /// From now on the server remarks on the wire how it carried out each statement of a login: its plan and what came
    /// of it, as JSON. For connections that are still to be opened.
    pub async fn explain_what_is_asked_by(&self, login: &str) {
        let settings = [
            ("session_preload_libraries", "auto_explain"),
            ("auto_explain.log_min_duration", "0"),
            ("auto_explain.log_analyze", "on"),
            ("auto_explain.log_timing", "off"),
            ("auto_explain.log_verbose", "on"),
            ("auto_explain.log_format", "json"),
            ("auto_explain.log_level", "notice"),
            // What a function asks for is asked for too.
            ("auto_explain.log_nested_statements", "on"),
        ];
        let set = settings
            .map(|(setting, value)| format!("ALTER ROLE {login} IN DATABASE {} SET {setting} = '{value}'", self.name));
        self.execute(&format!("LOAD 'auto_explain'; {}", set.join("; "))).await;
    }

    /// The URL of a role in this database.
    pub fn url(&self, role: &str) -> String {
        let mut url = self.administrator.clone();
        url.set_path(&self.name);
        if let Some(wire) = &self.wire {
            wire.lead(&mut url);
        }
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

    /// Waits until it counts so many.
    pub async fn until(&self, sql: &str, count: i64) {
        for _ in 0..400 {
            if self.count(sql).await == count {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        panic!("not {count}: {sql}");
    }

    /// Runs a statement as the administrator.
    pub async fn execute(&self, sql: &str) {
        self.connect().await.batch_execute(sql).await.unwrap();
    }

    /// What every table of every service holds: how many rows, and one hash over them. Seals are left out: they are laid
    /// by the clock, whatever anybody asks.
    pub async fn fingerprint(&self) -> BTreeMap<String, (i64, String)> {
        let mut connection = self.connect().await;
        let tables: Vec<Name> = diesel::sql_query(format!(
            "SELECT format('%I.%I', n.nspname, c.relname) AS name
             FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE n.nspname IN ({}) AND c.relkind IN ('r', 'p') AND NOT c.relispartition
               AND c.relname NOT IN ('journal_seals', 'revocation_leases')",
            SERVICES.map(|s| format!("'{s}'")).join(", ")
        ))
        .load(&mut connection)
        .await
        .unwrap();
        let each: Vec<String> = tables
            .iter()
            .map(|Name { name }| {
                format!(
                    "SELECT '{name}' AS name, count(*) AS count, md5(coalesce(string_agg(t::text, '' ORDER BY t::text), '')) \
                     AS hash FROM {name} t"
                )
            })
            .collect();
        let held: Vec<Held> = diesel::sql_query(each.join(" UNION ALL "))
            .load(&mut connection)
            .await
            .unwrap();
        held.into_iter().map(|h| (h.name, (h.count, h.hash))).collect()
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

/// A name that tells whose test it is.
fn name() -> String {
    format!("t_{}_{}", std::process::id(), Uuid::now_v7().simple())
}

/// Drops what tests before this one left, a good many at a time: a run makes hundreds of databases, and they fill a disk.
async fn sweep(administrator: &Url) {
    let mut connection = AsyncPgConnection::establish(administrator.as_str()).await.unwrap();
    let left: Vec<Name> = diesel::sql_query("SELECT datname::text AS name FROM pg_database WHERE datname LIKE 't\\_%'")
        .load(&mut connection)
        .await
        .unwrap();
    let left = left.into_iter().filter(|left| is_over(&left.name));
    let left: Vec<String> = left.map(|left| left.name).collect();
    if left.len() < AT_ONCE {
        return;
    }
    for name in left {
        // Another test may be dropping it as well.
        let drop = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
        std::mem::drop(connection.batch_execute(&drop).await);
    }
}

/// The process is gone whose test made the database.
fn is_over(name: &str) -> bool {
    let process = name.split('_').nth(1).and_then(|id| id.parse::<u32>().ok());
    process.is_some_and(|id| !Path::new(&format!("/proc/{id}")).exists())
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
        wire: None,
    };
    let logins = SERVICES.map(|service| Login {
        service,
        owner: password(&format!("{service}_owner")),
        app: password(&format!("{service}_app")),
        relay: password(&format!("{service}_relay")),
    });
    provision::run(&database.administrator(), &logins).await.unwrap();
    let settings = Settings::from_values(database.settings());
    ::suite::migrate(settings).await.unwrap();
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
