//! Migrations: the platform's first, then the service's, as the owner, one at a time.

use std::collections::BTreeSet;

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
    let versions = |source: &EmbeddedMigrations| -> anyhow::Result<BTreeSet<String>> {
        let migrations = MigrationSource::<Pg>::migrations(source).map_err(|cause| anyhow!("{cause}"))?;
        Ok(migrations.iter().map(|m| m.name().version().to_string()).collect())
    };
    let twins: Vec<String> = versions(&FOUNDATION)?.intersection(&versions(own)?).cloned().collect();
    ensure!(
        twins.is_empty(),
        "{service} and the platform both have a migration of the version {}: give the newer one another",
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
