//! Start-up refuses a database that the program does not fit, and says what to do about it.

use anyhow::{Context as _, bail, ensure};
use diesel::{
    QueryableByName,
    sql_types::{Bool, Nullable, Text},
};
use diesel_async::{AsyncConnection as _, AsyncPgConnection, RunQueryDsl as _, SimpleAsyncConnection as _};
use diesel_migrations::EmbeddedMigrations;
use url::Url;

use super::migrate::{FOUNDATION, named};

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = Text)]
    role: String,
    #[diesel(sql_type = Nullable<Text>)]
    works_in: Option<String>,
    #[diesel(sql_type = Bool)]
    there: bool,
    #[diesel(sql_type = Bool)]
    told: bool,
    #[diesel(sql_type = Bool)]
    writes: bool,
}

#[derive(QueryableByName)]
struct Version {
    #[diesel(sql_type = Text)]
    version: String,
}

impl Found {
    /// Why it is not the role that serves.
    fn fault(&self, service: &str) -> Option<String> {
        match self.works_in.as_deref() {
            Some(schema) if schema == service => (!self.writes).then(|| "may not write there".to_owned()),
            Some(schema) => Some(format!("works in the schema `{schema}`")),
            None => Some("works in no schema that is there".to_owned()),
        }
    }
}

const QUESTION: &str = "
    SELECT current_user::text AS role, current_schema()::text AS works_in,
           to_regnamespace($1) IS NOT NULL AS there,
           EXISTS (SELECT 1 FROM pg_class c WHERE c.relnamespace = to_regnamespace($1)
                   AND c.relname = '__diesel_schema_migrations' AND has_table_privilege(c.oid, 'SELECT')) AS told,
           NOT EXISTS (SELECT 1 FROM pg_class c WHERE c.relnamespace = to_regnamespace($1)
                       AND c.relname = 'outbox' AND NOT has_table_privilege(c.oid, 'INSERT')) AS writes";

/// A connection of its own, as somebody. What fails is told with the place, and without the password.
pub(crate) async fn connect(url: &str, whom: &str) -> anyhow::Result<AsyncPgConnection> {
    AsyncPgConnection::establish(url).await.with_context(|| {
        format!(
            "connecting to PostgreSQL as {whom} ({}). Is it there, and are name and password right?",
            shown(url)
        )
    })
}

/// What an administrator does by hand, all of it or nothing: how many rows each statement touched. Nobody who serves may.
#[expect(clippy::disallowed_methods, reason = "an administrator's work, past the tenants")]
pub async fn by_hand(url: &str, statements: &[String]) -> anyhow::Result<Vec<usize>> {
    let mut connection = connect(url, "an administrator").await?;
    connection.batch_execute("SET row_security = off; BEGIN").await?;
    let mut touched = Vec::with_capacity(statements.len());
    for statement in statements {
        touched.push(diesel::sql_query(statement).execute(&mut connection).await?);
    }
    connection.batch_execute("COMMIT").await?;
    Ok(touched)
}

/// Role, place and database of a URL.
fn shown(url: &str) -> String {
    Url::parse(url).map_or_else(
        |_| "by what is no URL: postgres://role:password@host:5432/database".to_owned(),
        |url| {
            let host = url.host_str().unwrap_or("no host");
            let port = url.port().unwrap_or(5432);
            format!("{} at {host}:{port}{}", url.username(), url.path())
        },
    )
}

/// What is said where provisioning never was.
pub(super) fn no_schema(service: &str) -> String {
    format!("the database has no schema `{service}`: run `suite provision` as its administrator, then `suite migrate`")
}

/// Refuses a schema that is not there or older than the program, before anything is served from it. One that is newer is
/// welcome: it was migrated while this version goes on serving.
#[expect(clippy::disallowed_methods, reason = "asks the catalogue, which has no tenants")]
pub async fn refuse_behind(app_url: &str, service: &str, own: &EmbeddedMigrations) -> anyhow::Result<()> {
    let mut connection = connect(app_url, &format!("the serving role of {service}")).await?;
    let found: Found = diesel::sql_query(QUESTION)
        .bind::<Text, _>(service)
        .get_result(&mut connection)
        .await?;
    ensure!(found.there, "{}", no_schema(service));
    if let Some(fault) = found.fault(service) {
        bail!(
            "the serving role of {service} is `{}`, which {fault}: let SAMVERKA_{}_APP_URL name the role that `suite provision` made \
             for it, `{service}_app`",
            found.role,
            service.to_uppercase()
        );
    }
    let mut wanted = named(&FOUNDATION)?;
    wanted.extend(named(own)?);
    if found.told {
        let versions: Vec<Version> =
            diesel::sql_query(format!("SELECT version FROM {service}.__diesel_schema_migrations"))
                .load(&mut connection)
                .await?;
        for Version { version } in versions {
            wanted.remove(&version);
        }
    }
    if wanted.is_empty() {
        return Ok(());
    }
    let missing: Vec<String> = wanted.into_values().collect();
    let those = if found.told {
        missing.join(", ")
    } else {
        "how many is not told".to_owned()
    };
    bail!(
        "the schema `{service}` is older than this program, which wants migrations that have not run there ({those}). Run \
         `suite migrate`, or `{service} migrate`, and start this again"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_shown_without_its_password() {
        assert_eq!(
            shown("postgres://goals_app:secret@db.example:6432/samverka"),
            "goals_app at db.example:6432/samverka"
        );
        assert!(!shown("goals_app:secret").contains("secret"));
    }
}
