//! Migrations: the platform's first, then the service's, as the owner, one at a time.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use anyhow::{Context as _, anyhow, ensure};
use diesel::{
    QueryableByName,
    migration::{Migration, MigrationSource},
    pg::Pg,
    sql_types::{Bool, Nullable, Text},
};
use diesel_async::{AsyncMigrationHarness, AsyncPgConnection, RunQueryDsl as _, SimpleAsyncConnection as _};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness as _, embed_migrations};
use tracing::{info, warn};

use super::place::connect;

/// What every service's schema begins with.
pub const FOUNDATION: EmbeddedMigrations = embed_migrations!("../../migrations/platform");

/// How long a migration waits for a table that somebody works with. Whoever comes after it waits behind it, so it gives up
/// before they do, lets them pass, and tries again.
const PATIENCE: &str = "2s";
/// How often it tries.
const TRIES: u32 = 30;
/// How long another process that migrates the same schema may take.
const TURN: Duration = Duration::from_mins(15);
/// How long until it is tried again.
const AGAIN: Duration = Duration::from_secs(1);

#[derive(QueryableByName)]
struct Owned {
    #[diesel(sql_type = Text)]
    role: String,
    #[diesel(sql_type = Nullable<Text>)]
    owner: Option<String>,
}

#[derive(QueryableByName)]
struct Turn {
    #[diesel(sql_type = Bool)]
    ours: bool,
}

#[derive(QueryableByName)]
struct Index {
    #[diesel(sql_type = Text)]
    name: String,
}

/// The migrations of a source by their version.
pub(super) fn named(source: &EmbeddedMigrations) -> anyhow::Result<BTreeMap<String, String>> {
    let migrations = MigrationSource::<Pg>::migrations(source).map_err(|cause| anyhow!("{cause}"))?;
    let names = migrations
        .iter()
        .map(|m| (m.name().version().to_string(), m.name().to_string()));
    Ok(names.collect())
}

/// The platform's migrations and a service's run in one schema, which knows them by their version alone: of two with the same,
/// the second would be taken for done.
fn refuse_twins(service: &str, own: &EmbeddedMigrations) -> anyhow::Result<()> {
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
/// A migration that fails has left nothing behind, those before it stand, and running it again goes on from there. One that
/// runs outside a transaction (`metadata.toml`) is a single statement; what it leaves half made is taken away by the next run.
///
/// Needs the multi-thread runtime: diesel's harness blocks in place.
pub async fn run(owner_url: &str, service: &str, own: EmbeddedMigrations) -> anyhow::Result<usize> {
    refuse_twins(service, &own)?;
    let mut connection = connect(owner_url, &format!("the owner of {service}")).await?;
    refuse_strangers(&mut connection, service).await?;
    take_turn(&mut connection, service).await?;
    drop_half_made(&mut connection, service).await?;
    let mut ran = 0;
    for source in [FOUNDATION, own] {
        let mut harness = AsyncMigrationHarness::new(connection);
        let pending = harness.pending_migrations(source);
        connection = harness.into_inner();
        for migration in pending.map_err(|cause| anyhow!("{cause}"))? {
            connection = carry_out(connection, service, &*migration).await?;
            ran += 1;
        }
    }
    info!("{service}: {ran} migrations ran");
    Ok(ran)
}

/// Tables belong to whoever makes them: to the schema's owner, whom row security binds too, and to nobody else.
#[expect(clippy::disallowed_methods, reason = "asks the catalogue, which has no tenants")]
async fn refuse_strangers(connection: &mut AsyncPgConnection, service: &str) -> anyhow::Result<()> {
    let asked = "SELECT current_user::text AS role,
                        (SELECT pg_get_userbyid(nspowner)::text FROM pg_namespace WHERE nspname = $1) AS owner";
    let found: Owned = diesel::sql_query(asked)
        .bind::<Text, _>(service)
        .get_result(connection)
        .await?;
    let owner = found.owner.with_context(|| super::place::no_schema(service))?;
    ensure!(
        found.role == owner,
        "`{}` does not own the schema `{service}`; `{owner}` does. Let SAMVERKA_{}_OWNER_URL name that role.",
        found.role,
        service.to_uppercase()
    );
    Ok(())
}

/// Waits for another process that migrates the same schema. It asks now and then, rather than standing in line: whoever stands
/// in line is in a transaction, and an index that is made while others write waits for every transaction to end.
#[expect(clippy::disallowed_methods, reason = "touches no table")]
async fn take_turn(connection: &mut AsyncPgConnection, service: &str) -> anyhow::Result<()> {
    connection
        .batch_execute(&format!("SET search_path TO {service}"))
        .await?;
    let asked = format!("SELECT pg_try_advisory_lock(hashtextextended('samverka/migrate/{service}', 0)) AS ours");
    let began = Instant::now();
    loop {
        let turn: Turn = diesel::sql_query(&asked).get_result(connection).await?;
        if turn.ours {
            return Ok(());
        }
        ensure!(
            began.elapsed() < TURN,
            "another process has been migrating {service} for {} minutes: nothing was changed here. See what it does \
             (pg_stat_activity), and run this again when it has ended",
            TURN.as_secs() / 60
        );
        info!("{service} is being migrated by another process; waiting for it");
        tokio::time::sleep(AGAIN).await;
    }
}

/// Takes away what a migration outside a transaction left when it failed: an index that is there and good for nothing.
#[expect(clippy::disallowed_methods, reason = "asks the catalogue, which has no tenants")]
async fn drop_half_made(connection: &mut AsyncPgConnection, service: &str) -> anyhow::Result<()> {
    let asked = "SELECT format('%I.%I', n.nspname, c.relname) AS name
                 FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
                 WHERE n.nspname = $1 AND c.relkind = 'i' AND NOT i.indisvalid";
    let left: Vec<Index> = diesel::sql_query(asked)
        .bind::<Text, _>(service)
        .load(connection)
        .await?;
    for Index { name } in left {
        warn!("taking away the index {name}, which an earlier migration left half made");
        connection.batch_execute(&format!("DROP INDEX {name}")).await?;
    }
    Ok(())
}

/// Runs one migration. Where somebody works with the table it wants, it lets them pass and tries again.
async fn carry_out(
    mut connection: AsyncPgConnection,
    service: &str,
    migration: &dyn Migration<Pg>,
) -> anyhow::Result<AsyncPgConnection> {
    // What runs outside a transaction holds nobody up while it waits.
    let patience = if migration.metadata().run_in_transaction() {
        PATIENCE
    } else {
        "0"
    };
    connection
        .batch_execute(&format!("SET lock_timeout = '{patience}'"))
        .await?;
    for nth in 1.. {
        let mut harness = AsyncMigrationHarness::new(connection);
        let done = harness.run_migration(migration).map(drop);
        connection = harness.into_inner();
        let Err(cause) = done else { break };
        let cause = cause.to_string();
        if !cause.contains("lock timeout") || nth == TRIES {
            return Err(anyhow!(cause)).with_context(|| {
                format!(
                    "migrating {service} ended before {}: that migration has left nothing behind, those before it stand. \
                     Mend what is said below, and run it again",
                    migration.name()
                )
            });
        }
        info!(
            "{} waits for others to end what they do; trying again",
            migration.name()
        );
        tokio::time::sleep(AGAIN).await;
    }
    Ok(connection)
}
