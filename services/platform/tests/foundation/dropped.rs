//! Work that is dropped half-way, wherever half-way is: nobody inherits its tenant or its transaction.

use std::{
    future::Future,
    pin::{Pin, pin},
    task::{Context, Poll},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use diesel_async::RunQueryDsl as _;
use platform::db::{AtRest, DbError};

use crate::support::{Probe, all, insert, scope};

/// As many points at which work is dropped.
const TIMES: usize = 1_000;

/// Polls a future so often, then gives it up.
struct UpTo<F> {
    work: F,
    polls: u64,
}

impl<F: Future + Unpin> Future for UpTo<F> {
    type Output = Option<F::Output>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        if self.polls == 0 {
            return Poll::Ready(None);
        }
        self.polls -= 1;
        Pin::new(&mut self.work).poll(context).map(Some)
    }
}

/// A row of numbers that a seed tells (Knuth's multiplier): the same again when a failure has to be seen again.
struct Draw(u64);

impl Draw {
    fn seeded() -> Self {
        let seed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().subsec_nanos();
        println!("seed {seed}");
        Self(u64::from(seed))
    }

    fn below(&mut self, most: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_work_dropped_at_a_thousand_points_no_connection_carries_anything() {
    let probe = Probe::start(2).await;
    let mut draw = Draw::seeded();
    let mut dropped = 0;
    for nth in 0..TIMES {
        let whose = scope(1 + nth as u128 % 3);
        let work = probe.db.tenant(&whose, async |tx| {
            insert(tx, "one").await?;
            diesel::sql_query("SELECT pg_sleep(0.0002)").execute(tx).await?;
            insert(tx, "two").await?;
            Ok::<_, DbError>(())
        });
        let polls = draw.below(16);
        let work = pin!(work);
        match (UpTo { work, polls }).await {
            None => dropped += 1,
            Some(done) => done.unwrap(),
        }
        // Whoever comes next sits in a transaction of its own, and sees its own.
        if nth % 10 == 0 {
            let seen = probe.db.tenant(&scope(9), async |tx| all(tx).await).await.unwrap();
            assert!(seen.is_empty(), "{nth}: {seen:?}");
        }
    }
    assert!(
        dropped > TIMES / 4 && dropped < TIMES,
        "{dropped} of {TIMES} were dropped"
    );
    assert_eq!(probe.db.at_rest(2).await.unwrap(), vec![AtRest::default(); 2]);
    // What was thrown away is closed on the other side as well, soon.
    let open = "SELECT count(*) FROM pg_stat_activity
                WHERE usename = 'probe_app' AND datname = current_database() AND xact_start IS NOT NULL";
    for _ in 0..100 {
        if probe.count(open).await == 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(probe.count(open).await, 0);
    let whole = "SELECT count(*) FROM (SELECT tenant_id FROM probe.things GROUP BY tenant_id
                 HAVING count(*) FILTER (WHERE name = 'one') <> count(*) FILTER (WHERE name = 'two')) halves";
    assert_eq!(probe.count(whole).await, 0, "half of a transaction was kept");
    // Both connections still serve, side by side.
    let both = [scope(1), scope(2)].map(|whose| {
        let db = probe.db.clone();
        async move { db.tenant(&whose, async |tx| all(tx).await).await.map(drop) }
    });
    for done in futures::future::join_all(both).await {
        done.unwrap();
    }
}
