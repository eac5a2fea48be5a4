//! Migrations: two at once, one that fails in the middle, one that others are in the way of, and roles that may not.

use std::time::{Duration, Instant};

use diesel_async::{AsyncConnection as _, AsyncPgConnection, SimpleAsyncConnection as _};
use diesel_migrations::{EmbeddedMigrations, embed_migrations};
use platform::db::migrate;
use tokio::{runtime::Handle, task::JoinHandle};

use crate::support::{Ground, count, execute};

/// The second of them fails in its third statement.
const BREAKS: EmbeddedMigrations = embed_migrations!("tests/foundation/breaks");
/// The same, mended; and an index that is made while others write.
const MENDED: EmbeddedMigrations = embed_migrations!("tests/foundation/mended");

/// Begins, on a thread of its own.
fn migrating(ground: &Ground, migrations: EmbeddedMigrations) -> JoinHandle<anyhow::Result<usize>> {
    let (owner, here) = (ground.url("probe_owner"), Handle::current());
    tokio::task::spawn_blocking(move || here.block_on(migrate::run(&owner, "probe", migrations)))
}

async fn migrated(ground: &Ground, migrations: EmbeddedMigrations) -> anyhow::Result<usize> {
    migrating(ground, migrations).await.unwrap()
}

async fn tables(ground: &Ground, named: &str) -> i64 {
    let asked = "SELECT count(*) FROM pg_class WHERE relnamespace = 'probe'::regnamespace AND relname = ";
    count(&ground.administrator(), &format!("{asked}'{named}'")).await
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_that_migrate_at_once_one_does_it_and_the_other_finds_it_done() {
    let ground = Ground::laid().await;
    let (one, other) = tokio::join!(migrated(&ground, MENDED), migrated(&ground, MENDED));
    let (one, other) = (one.unwrap(), other.unwrap());
    assert!(one.min(other) == 0 && one.max(other) > 3, "{one} and {other}");
    assert_eq!(tables(&ground, "kinds_by_name").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_migration_that_fails_halfway_leaves_nothing_and_mended_goes_on_from_there() {
    let ground = Ground::laid().await;
    let told = format!("{:#}", migrated(&ground, BREAKS).await.unwrap_err());
    for what in [
        "2026-11-22-000102_colours",
        "has left nothing behind",
        "run it again",
        "\"shapes\" does not exist",
    ] {
        assert!(told.contains(what), "{what}: {told}");
    }
    assert_eq!(
        (tables(&ground, "kinds").await, tables(&ground, "colours").await),
        (1, 0)
    );
    let columns = "SELECT count(*) FROM pg_attribute WHERE attrelid = 'probe.kinds'::regclass AND attname = 'colour'";
    assert_eq!(count(&ground.administrator(), columns).await, 0);
    // As it failed, it fails again, and nothing has changed.
    assert!(migrated(&ground, BREAKS).await.is_err());
    assert_eq!(migrated(&ground, MENDED).await.unwrap(), 2);
    assert_eq!(
        (
            tables(&ground, "colours").await,
            count(&ground.administrator(), columns).await
        ),
        (1, 1)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_index_that_was_left_half_made_is_made_anew() {
    let ground = Ground::laid().await;
    assert!(migrated(&ground, BREAKS).await.is_err());
    // As a migration that was killed leaves it.
    execute(
        &ground.administrator(),
        "CREATE INDEX kinds_by_name ON probe.kinds (tenant_id, name); ALTER INDEX probe.kinds_by_name OWNER TO probe_owner;
         UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'probe.kinds_by_name'::regclass",
    )
    .await;
    migrated(&ground, MENDED).await.unwrap();
    let valid = "SELECT count(*) FROM pg_index WHERE indexrelid = 'probe.kinds_by_name'::regclass AND indisvalid";
    assert_eq!(count(&ground.administrator(), valid).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_migration_waits_for_whoever_works_with_its_table_and_lets_others_pass_meanwhile() {
    let ground = Ground::laid().await;
    assert!(migrated(&ground, BREAKS).await.is_err());
    let mut holder = AsyncPgConnection::establish(&ground.administrator()).await.unwrap();
    holder
        .batch_execute("BEGIN; SELECT count(*) FROM probe.kinds")
        .await
        .unwrap();
    let migrating = migrating(&ground, MENDED);
    // Everybody who comes while it stands in line stands behind it, and for no longer than it is patient.
    let (began, mut longest) = (Instant::now(), Duration::ZERO);
    while began.elapsed() < Duration::from_secs(6) {
        let asked = Instant::now();
        count(&ground.administrator(), "SELECT count(*) FROM probe.kinds").await;
        longest = longest.max(asked.elapsed());
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert!(!migrating.is_finished());
    assert!(
        longest > Duration::from_millis(500),
        "nobody stood in line: {longest:?}"
    );
    assert!(longest < Duration::from_secs(4), "{longest:?}");
    holder.batch_execute("COMMIT").await.unwrap();
    assert_eq!(migrating.await.unwrap().unwrap(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_does_not_own_the_schema_migrates_nothing_and_is_told_who_does() {
    let ground = Ground::laid().await;
    for stranger in [ground.url("probe_app"), ground.administrator()] {
        let told = migrate::run(&stranger, "probe", MENDED).await.unwrap_err().to_string();
        assert!(
            told.contains("`probe_owner` does. Let SAMVERKA_PROBE_OWNER_URL name"),
            "{told}"
        );
    }
    let told = migrate::run(&ground.url("probe_owner"), "nowhere", MENDED)
        .await
        .unwrap_err()
        .to_string();
    assert!(told.contains("no schema `nowhere`: run `suite provision`"), "{told}");
    assert_eq!(tables(&ground, "kinds").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_away_is_told_with_its_place_and_without_the_password() {
    let nowhere = "postgres://probe_owner:secret@127.0.0.1:1/samverka";
    let told = format!("{:#}", migrate::run(nowhere, "probe", MENDED).await.unwrap_err());
    assert!(
        told.contains("the owner of probe (probe_owner at 127.0.0.1:1/samverka)"),
        "{told}"
    );
    assert!(!told.contains("secret"), "{told}");
}
