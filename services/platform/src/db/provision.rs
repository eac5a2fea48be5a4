//! Roles and schemas of a fresh database: what an administrator does once, before the first migration.
//!
//! Per service: `<service>_owner` migrates, `<service>_app` serves, `<service>_relay` logs in for what has no tenant
//! yet and becomes one narrow role per purpose (`<service>_outbox`, `tenants_signin`, …).

use anyhow::Context as _;
use diesel_async::{AsyncConnection as _, AsyncPgConnection, SimpleAsyncConnection as _};

use super::Purpose;

/// The passwords of one service's three login roles.
#[derive(Clone, Debug)]
pub struct Login {
    pub service: &'static str,
    pub owner: String,
    pub app: String,
    pub relay: String,
}

/// Makes schemas and roles, or brings them in order. Repeating it changes nothing but the passwords.
pub async fn run(administrator_url: &str, logins: &[Login]) -> anyhow::Result<()> {
    let mut connection = AsyncPgConnection::establish(administrator_url)
        .await
        .context("connecting as the administrator of the database")?;
    for login in logins {
        connection
            .batch_execute(&statements(login))
            .await
            .with_context(|| format!("making the roles of {}", login.service))?;
    }
    Ok(())
}

fn statements(login: &Login) -> String {
    let service = login.service;
    let narrow = Purpose::ALL.map(|purpose| format!("{service}_{}", purpose.role()));
    let mut sql = vec!["BEGIN; SELECT pg_advisory_xact_lock(hashtextextended('samverka/provision', 0));".to_owned()];
    sql.push(role(&format!("{service}_owner"), "LOGIN INHERIT", Some(&login.owner)));
    sql.push(role(&format!("{service}_app"), "LOGIN INHERIT", Some(&login.app)));
    sql.push(role(&format!("{service}_relay"), "LOGIN NOINHERIT", Some(&login.relay)));
    sql.extend(narrow.iter().map(|narrow| role(narrow, "NOLOGIN", None)));
    sql.push(format!(
        "CREATE SCHEMA IF NOT EXISTS {service} AUTHORIZATION {service}_owner;
         REVOKE ALL ON SCHEMA {service} FROM PUBLIC;
         GRANT USAGE ON SCHEMA {service} TO {service}_app, {service}_relay;
         ALTER ROLE {service}_owner SET search_path TO {service};
         ALTER ROLE {service}_app SET search_path TO {service};
         ALTER ROLE {service}_relay SET search_path TO {service};"
    ));
    let for_the_relay =
        |narrow: &String| format!("GRANT USAGE ON SCHEMA {service} TO {narrow}; GRANT {narrow} TO {service}_relay;");
    sql.extend(narrow.iter().map(for_the_relay));
    sql.push("COMMIT;".to_owned());
    sql.concat()
}

fn role(name: &str, attributes: &str, password: Option<&str>) -> String {
    let password = password.map_or(String::new(), |p| format!("PASSWORD '{}'", p.replace('\'', "''")));
    format!(
        "DO $do$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '{name}') THEN
             CREATE ROLE {name}; END IF; END $do$;
         ALTER ROLE {name} NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION {attributes} {password};"
    )
}
