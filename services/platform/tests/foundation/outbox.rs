//! The outbox is mostly empty, and much was in it: what PostgreSQL knows of it is always of another moment.

use std::{sync::Arc, time::Duration};

use platform::events::{InProcess, Lane, Relay};

use crate::support::{Probe, execute};

const TENANTS: usize = 4;
const EACH: usize = 1_000;
/// Of a round.
const BATCH: usize = 500;

/// How many entries of the key's index were read by now.
async fn entries_read(probe: &Probe) -> i64 {
    let read = "SELECT idx_tup_read AS count FROM pg_stat_user_indexes WHERE indexrelname = 'outbox_pkey'";
    probe.count(read).await
}

#[tokio::test(flavor = "multi_thread")]
async fn each_row_is_looked_up_by_its_key_whatever_is_known_of_the_outbox() {
    let probe = Probe::start(1).await;
    execute(&probe.administrator, "VACUUM ANALYZE probe.outbox").await;
    let relay = Relay::new(probe.db.clone(), Arc::new(InProcess::default()));
    // What is planned now serves for as long as nobody looks anew.
    probe.single_change(9).await;
    assert_eq!(relay.round(Lane::Live).await.unwrap(), 1);
    let before = entries_read(&probe).await;
    probe.backlog(TENANTS, EACH).await;
    let rounds = TENANTS * EACH / BATCH;
    for _ in 0..rounds {
        assert_eq!(relay.round(Lane::Live).await.unwrap(), BATCH);
    }
    // A connection tells what it read with the first transaction that ends a second later.
    tokio::time::sleep(Duration::from_millis(1_100)).await;
    assert_eq!(relay.round(Lane::Live).await.unwrap(), 0);
    let read = entries_read(&probe).await - before;
    let sought = i64::try_from(TENANTS * EACH * 2).unwrap();
    // Once to send it and once to forget it.
    assert!((sought..sought + sought / 10).contains(&read), "{read} for {sought}");
}
