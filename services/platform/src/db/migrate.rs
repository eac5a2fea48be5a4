//! Migrations: the platform's first, then the service's, as the owner, one at a time.

use std::collections::BTreeMap;

use anyhow::{Context as _, anyhow, ensure};
use diesel::{
    migration::{Migration as _, MigrationSource},
    pg::Pg,
};
use diesel_async::{AsyncConnection as _, AsyncMigrationHarness, AsyncPgConnection, SimpleAsyncConnection as _};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness as _, embed_migrations};
use tracing::info;

/// What every service's schema begins with.
pub const FOUNDATION: EmbeddedMigrations = embed_migrations!("../../migrations/platform");

/// The platform's migrations and a service's run in one schema, which knows them by their version alone: of two with the same,
/// the second would be taken for done.
fn refuse_twins(service: &str, own: &EmbeddedMigrations) -> anyhow::Result<()> {
    let named = |source: &EmbeddedMigrations| -> anyhow::Result<BTreeMap<String, String>> {
        let migrations = MigrationSource::<Pg>::migrations(source).map_err(|cause| anyhow!("{cause}"))?;
        let names = migrations
            .iter()
            .map(|m| (m.name().version().to_string(), m.name().to_string()));
        Ok(names.collect())
    };
    let platforms = named(&FOUNDATION)?;
    let own = named(own)?.into_iter();
    let is_twin = |(version, name): &(String, String)| platforms.get(version).is_some_and(|other| other != name);
    let twins: Vec<String> = own.filter(is_twin).map(|(_, name)| name).collect();
    ensure!(
        twins.is_empty(),
        "{service} has migrations of versions that the platform's have too: give the newer ones others. {}",
        twins.join(", ")
    );
    Ok(())
}

/// Brings one service's schema up to date. Two at once take turns. Returns how many migrations ran.
///
/// Needs the multi-thread runtime: diesel's harness blocks in place.
pub async fn run(owner_url: &str, service: &str, own: EmbeddedMigrations) -> anyhow::Result<usize> {
    refuse_twins(service, &own)?;
    let mut connection = AsyncPgConnection::establish(owner_url)
        .await
        .with_context(|| format!("connecting as the owner of {service}"))?;
    connection
        .batch_execute(&format!(
            "SET search_path TO {service}; SET lock_timeout = '10s';
             SELECT pg_advisory_lock(hashtextextended('samverka/migrate/{service}', 0))"
        ))
        .await
        .context("waiting for another migration")?;
    let mut harness = AsyncMigrationHarness::new(connection);
    let mut ran = 0;
    for source in [FOUNDATION, own] {
        let versions = harness
            .run_pending_migrations(source)
            .map_err(|cause| anyhow!("{cause}"))
            .with_context(|| format!("migrating {service}"))?;
        ran += versions.len();
    }
    info!("{service}: {ran} migrations ran");
    Ok(ran)
}
