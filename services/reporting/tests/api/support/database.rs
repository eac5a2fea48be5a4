//! A database of its own for each test.

use std::{env, fs, path::Path};

use diesel_async::{AsyncConnection as _, AsyncPgConnection, RunQueryDsl as _, SimpleAsyncConnection as _};
use platform::{
    Service as _,
    db::{
        migrate::FOUNDATION,
        provision::{self, Login},
    },
};
use sha2::{Digest as _, Sha256};
use url::Url;
use uuid::Uuid;

use super::SERVICES;

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
pub async fn fresh() -> (String, Vec<(String, String)>) {
    let administrator = env::var("SAMVERKA_TEST_PG_URL").expect("SAMVERKA_TEST_PG_URL: `eval \"$(dev/servers test)\"`");
    let administrator = Url::parse(&administrator).unwrap();
    let template = template(&administrator).await;
    // Named as the test kit names its own, which drops what tests left that are over.
    let name = format!("t_{}_{}", std::process::id(), Uuid::now_v7().simple());
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
        for folder in folders {
            hash.update(fs::read(folder.join("up.sql")).unwrap());
        }
    }
    hash.update(fs::read(root.join("../services/platform/src/db/provision.rs")).unwrap());
    hex::encode(&hash.finalize()[..8])
}
