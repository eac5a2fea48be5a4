use std::time::Duration;

use diesel_async::RunQueryDsl as _;
use platform::db::{DbError, DbResult, Once, Purpose, TenantTx};

use crate::support::{Probe, all, execute, insert, scope};

#[tokio::test(flavor = "multi_thread")]
async fn a_tenant_sees_its_own_rows_even_through_a_query_that_names_nobody() {
    let probe = Probe::start(4).await;
    for tenant in [1, 2] {
        probe
            .db
            .tenant(&scope(tenant), async |tx| insert(tx, &format!("of {tenant}")).await)
            .await
            .unwrap();
    }
    let seen = probe.db.tenant(&scope(1), async |tx| all(tx).await).await.unwrap();
    assert_eq!(seen.iter().map(|t| t.name.as_str()).collect::<Vec<_>>(), ["of 1"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_transaction_that_is_dropped_half_way_hands_its_tenant_to_nobody() {
    let probe = Probe::start(1).await;
    for round in 0..50_u64 {
        let first = scope(1);
        let work = probe.db.tenant(&first, async |tx| -> DbResult<()> {
            insert(tx, "never kept").await?;
            tokio::time::sleep(Duration::from_secs(5)).await;
            Ok(())
        });
        drop(tokio::time::timeout(Duration::from_micros(300 * round), work).await);
        let seen = probe.db.tenant(&scope(2), async |tx| all(tx).await).await.unwrap();
        assert!(
            seen.is_empty(),
            "round {round}: the next user sat inside the first tenant's transaction"
        );
    }
    assert_eq!(probe.count("SELECT count(*) FROM probe.things").await, 0);
    assert_eq!(
        probe.count("SELECT count(*) FROM pg_stat_activity WHERE usename = 'probe_app' AND datname = current_database() AND state LIKE 'idle in%'").await,
        0
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_failed_inside_is_never_reported_as_done() {
    let probe = Probe::start(2).await;
    let outcome = probe
        .db
        .tenant(&scope(1), async |tx| -> DbResult<()> {
            insert(tx, "lost").await?;
            // Somebody swallows a failure: PostgreSQL would turn the commit into a silent rollback.
            let failed = diesel::sql_query("SELECT 1 / 0").execute(tx).await;
            assert!(failed.is_err());
            Ok(())
        })
        .await;
    assert!(outcome.is_err());
    assert_eq!(probe.count("SELECT count(*) FROM probe.things").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn positions_of_a_journal_have_no_gaps_however_many_write_at_once() {
    let probe = Probe::start(8).await;
    let writers = (0..8).map(|_| async {
        for n in 0..25 {
            let fails = n % 5 == 4;
            let outcome: DbResult<()> = probe
                .db
                .tenant(&scope(1), async |tx| {
                    insert(tx, "x").await?;
                    if fails { Err(DbError::Cursor) } else { Ok(()) }
                })
                .await;
            assert_eq!(outcome.is_err(), fails);
        }
    });
    futures::future::join_all(writers).await;
    assert_eq!(probe.count("SELECT count(*) FROM probe.things").await, 160);
    assert_eq!(
        probe.count("SELECT max(position) AS count FROM probe.journal").await,
        160
    );
    assert_eq!(
        probe.count("SELECT count(DISTINCT position) FROM probe.journal").await,
        160
    );
    assert_eq!(probe.count("SELECT count(*) FROM probe.outbox").await, 160);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_serving_role_may_add_to_the_journal_and_nothing_else() {
    let probe = Probe::start(2).await;
    probe
        .db
        .tenant(&scope(1), async |tx| insert(tx, "x").await)
        .await
        .unwrap();
    for forbidden in [
        "UPDATE journal SET event = 'other'",
        "DELETE FROM journal",
        "TRUNCATE journal",
        "SELECT * FROM journal_default",
        "SELECT * FROM outbox",
        "DELETE FROM outbox",
        "SELECT journal_partitions(30)",
        "SET ROLE probe_owner",
        "SET ROLE probe_signin",
        "ALTER TABLE things DISABLE ROW LEVEL SECURITY",
    ] {
        let outcome: DbResult<usize> = probe
            .db
            .tenant(&scope(1), async |tx| {
                Ok(diesel::sql_query(forbidden).execute(tx).await?)
            })
            .await;
        assert!(outcome.is_err(), "the serving role may `{forbidden}`");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_outbox_role_sees_every_outbox_and_no_other_table() {
    let probe = Probe::start(2).await;
    probe
        .db
        .tenant(&scope(1), async |tx| insert(tx, "x").await)
        .await
        .unwrap();
    let ask = async |sql: &'static str| -> DbResult<usize> {
        probe
            .db
            .system(Purpose::Outbox, async |tx| {
                Ok(diesel::sql_query(sql).execute(tx).await?)
            })
            .await
    };
    assert_eq!(ask("SELECT * FROM outbox").await.unwrap(), 1);
    for forbidden in [
        "SELECT * FROM things",
        "SELECT * FROM journal",
        "INSERT INTO outbox DEFAULT VALUES",
    ] {
        assert!(ask(forbidden).await.is_err(), "the outbox role may `{forbidden}`");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_of_another_tenant_cannot_be_written() {
    let probe = Probe::start(2).await;
    let outcome: DbResult<usize> = probe
        .db
        .tenant(&scope(1), async |tx| {
            let sql = "INSERT INTO things (tenant_id, id, name) VALUES (gen_random_uuid(), gen_random_uuid(), 'x')";
            Ok(diesel::sql_query(sql).execute(tx).await?)
        })
        .await;
    assert!(outcome.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_the_server_ended_is_weather_and_the_next_request_works() {
    let probe = Probe::start(2).await;
    let outcome: DbResult<Vec<_>> = probe
        .db
        .tenant(&scope(1), async |tx: &mut TenantTx| {
            all(tx).await?;
            execute(
                &probe.administrator,
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'probe_app' AND datname = current_database()",
            )
            .await;
            all(tx).await
        })
        .await;
    assert!(outcome.as_ref().is_err_and(DbError::is_weather), "{outcome:?}");
    probe.db.tenant(&scope(1), async |tx| all(tx).await).await.unwrap();
}

fn once(key: &str, body: &str) -> Once {
    Once::for_test(uuid::Uuid::from_u128(5), "POST /things", key, body)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_repeated_request_gets_the_first_answer_and_does_nothing() {
    let probe = Probe::start(4).await;
    let ask = async |once: Once| probe.db.once(&scope(1), &once, async |tx| insert(tx, "x").await).await;
    let first = ask(once("k", "body")).await.unwrap();
    assert_eq!(ask(once("k", "body")).await.unwrap(), first);
    assert_eq!(probe.count("SELECT count(*) FROM probe.things").await, 1);
    assert!(ask(once("k", "another body")).await.is_err());
    assert_ne!(ask(once("k2", "body")).await.unwrap(), first);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_at_once_with_the_same_key_do_the_work_once() {
    let probe = Probe::start(8).await;
    let asks = (0..8).map(|_| async {
        let once = once("k", "body");
        probe.db.once(&scope(1), &once, async |tx| insert(tx, "x").await).await
    });
    let answers = futures::future::join_all(asks).await;
    assert!(answers.iter().any(Result::is_ok));
    assert_eq!(probe.count("SELECT count(*) FROM probe.things").await, 1);
}
