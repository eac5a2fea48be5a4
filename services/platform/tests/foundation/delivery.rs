use std::{process::Command, sync::Arc, time::Duration};

use contracts::envelope::v1::Text;
use platform::{
    db::{Db, TenantTx},
    events::{AmqpConsumer, AmqpDelivery, Consumer, Delivery, Failure, Handled, InProcess, Received, Relay},
    lifecycle::Lifecycle,
};
use secrecy::SecretString;

use crate::support::{Broker, Probe, insert, scope};

/// Copies the name into a thing of its own: done twice, it would show.
async fn copy(tx: &mut TenantTx, event: Received<Text>) -> Handled {
    use diesel_async::RunQueryDsl as _;

    let name = event.state.en.unwrap_or_default();
    if name == "poison" {
        return Err(Failure::reject(anyhow::anyhow!("poison")));
    }
    diesel::sql_query("INSERT INTO things (tenant_id, id, name) VALUES ($1, gen_random_uuid(), $2)")
        .bind::<diesel::sql_types::Uuid, _>(tx.tenant_id())
        .bind::<diesel::sql_types::Text, _>(format!("copy of {name}"))
        .execute(tx)
        .await
        .map_err(platform::db::DbError::from)?;
    Ok(())
}

fn consumer(db: &Db) -> Consumer {
    Consumer::new(db.clone()).on("probe", "thing", copy)
}

async fn until(what: &str, mut done: impl AsyncFnMut() -> bool) {
    for _ in 0..1200 {
        if done().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("not within a minute: {what}");
}

async fn settled(probe: &Probe) -> bool {
    probe.count("SELECT count(*) FROM probe.outbox").await == 0
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_is_taken_in_once_and_poison_is_parked_while_the_rest_goes_on() {
    let probe = Probe::start(8).await;
    let life = Lifecycle::default();
    let delivery = InProcess::default();
    delivery.add(consumer(&probe.db));
    Relay::new(probe.db.clone(), Arc::new(delivery)).run(None, &life);
    for name in ["a", "poison", "b"] {
        probe
            .db
            .tenant(&scope(1), async |tx| insert(tx, name).await)
            .await
            .unwrap();
    }
    until("the outbox is empty", async || settled(&probe).await).await;
    life.stop().await;
    assert_eq!(
        probe
            .count("SELECT count(*) FROM probe.things WHERE name LIKE 'copy of %'")
            .await,
        2
    );
    assert_eq!(probe.count("SELECT count(*) FROM probe.dead_letters").await, 1);
    assert_eq!(
        probe
            .count("SELECT contiguous AS count FROM probe.inbox_progress")
            .await,
        3
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_of_a_tenant_is_taken_in_together_and_poison_among_it_parks_nothing_else() {
    let probe = Probe::start(8).await;
    for (tenant, names) in [(1, ["a", "poison", "b"]), (2, ["c", "d", "e"])] {
        for name in names {
            let of = scope(tenant);
            let made = probe.db.tenant(&of, async |tx| insert(tx, name).await);
            made.await.unwrap();
        }
    }
    let delivery = InProcess::default();
    delivery.add(consumer(&probe.db));
    let relay = Relay::new(probe.db.clone(), Arc::new(delivery));
    while relay.round(platform::events::Lane::Live).await.unwrap() > 0 {}
    assert!(settled(&probe).await);
    let copies = async |what: &str, names: &str| {
        let of = format!("SELECT {what} AS count FROM probe.things WHERE name IN ({names})");
        probe.count(&of).await
    };
    assert_eq!(copies("count(*)", "'copy of a', 'copy of b'").await, 2);
    assert_eq!(probe.count("SELECT count(*) FROM probe.dead_letters").await, 1);
    let others = "'copy of c', 'copy of d', 'copy of e'";
    assert_eq!(copies("count(*)", others).await, 3);
    assert_eq!(
        copies("count(DISTINCT xmin::text)", others).await,
        1,
        "one commit for all of them"
    );
}

/// Delivers everything a second time.
struct Twice(Consumer);

#[async_trait::async_trait]
impl Delivery for Twice {
    async fn deliver(&self, _: platform::events::Lane, batch: &[contracts::envelope::v1::Envelope]) -> Vec<bool> {
        for envelope in batch.iter().chain(batch) {
            self.0.receive(envelope).await;
        }
        vec![true; batch.len()]
    }
}

/// Delivers in handfuls that come early, overlap, and hold some twice.
struct Jumbled(InProcess);

#[async_trait::async_trait]
impl Delivery for Jumbled {
    async fn deliver(&self, lane: platform::events::Lane, batch: &[contracts::envelope::v1::Envelope]) -> Vec<bool> {
        for places in [&[4, 2, 4][..], &[2, 4], &[1, 0, 1, 2], &[5, 3, 0], &[0, 1, 2, 3, 4, 5]] {
            let handful: Vec<_> = places.iter().filter_map(|place| batch.get(*place).cloned()).collect();
            assert_eq!(self.0.deliver(lane, &handful).await, vec![true; places.len()]);
        }
        vec![true; batch.len()]
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn handfuls_that_come_early_or_overlap_are_taken_in_once() {
    let probe = Probe::start(8).await;
    for name in ["a", "b", "c", "d", "e", "f"] {
        let of = scope(1);
        let made = probe.db.tenant(&of, async |tx| insert(tx, name).await);
        made.await.unwrap();
    }
    let delivery = InProcess::default();
    delivery.add(consumer(&probe.db));
    let relay = Relay::new(probe.db.clone(), Arc::new(Jumbled(delivery)));
    assert_eq!(relay.round(platform::events::Lane::Live).await.unwrap(), 6);
    let copies = "SELECT count(*) FROM probe.things WHERE name LIKE 'copy of %'";
    assert_eq!(probe.count(copies).await, 6);
    let different = copies.replace('*', "DISTINCT name");
    assert_eq!(probe.count(&different).await, 6);
    let reached = "SELECT contiguous AS count FROM probe.inbox_progress";
    assert_eq!(probe.count(reached).await, 6);
    assert_eq!(
        probe.count("SELECT count(*) FROM probe.inbox").await,
        0,
        "all of it has closed up"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_delivered_again_changes_nothing() {
    let probe = Probe::start(8).await;
    let consumer = consumer(&probe.db);
    probe
        .db
        .tenant(&scope(1), async |tx| insert(tx, "a").await)
        .await
        .unwrap();
    let relay = Relay::new(probe.db.clone(), Arc::new(Twice(consumer)));
    assert_eq!(relay.round(platform::events::Lane::Live).await.unwrap(), 1);
    assert_eq!(
        probe
            .count("SELECT count(*) FROM probe.things WHERE name = 'copy of a'")
            .await,
        1
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broker_killed_and_back_loses_nothing_and_repeats_nothing() {
    let url = SecretString::from(std::env::var("SAMVERKA_TEST_AMQP_URL").expect("a broker: `dev/servers test`"));
    let control = std::env::var("SAMVERKA_TEST_RABBIT_CTL").expect("a broker: `dev/servers test`");
    // What an earlier run left behind belongs to a database that is gone.
    for queue in ["probe.probe", "probe.probe.bulk", "probe.dead"] {
        drop(
            Command::new(&control)
                .args(["ctl", "delete_queue", "-p", "samverka", queue])
                .output(),
        );
    }
    let probe = Probe::start(8).await;
    let life = Lifecycle::default();
    let delivery = AmqpDelivery::new(url.clone(), "probe", &["probe"]);
    Relay::new(probe.db.clone(), Arc::new(delivery)).run(None, &life);
    let write = async |from: usize, to: usize| {
        for n in from..to {
            probe
                .db
                .tenant(&scope(1 + n as u128 % 3), async |tx| insert(tx, &n.to_string()).await)
                .await
                .unwrap();
        }
    };
    write(0, 100).await;
    // The listener starts for the first time when all has been sent: its queue must have waited for it.
    until("the first hundred are sent", async || settled(&probe).await).await;
    AmqpConsumer::new(url, consumer(&probe.db)).run(&life);
    until("the first hundred are there", async || {
        probe
            .count("SELECT count(*) FROM probe.things WHERE name LIKE 'copy of %'")
            .await
            >= 50
    })
    .await;
    assert!(Command::new(&control).arg("kill").status().unwrap().success());
    write(100, 200).await;
    assert!(Command::new(&control).arg("start").status().unwrap().success());
    write(200, 300).await;
    until("all three hundred were copied", async || {
        settled(&probe).await
            && probe
                .count("SELECT count(*) FROM probe.things WHERE name LIKE 'copy of %'")
                .await
                >= 300
    })
    .await;
    life.stop().await;
    assert_eq!(
        probe
            .count("SELECT count(*) FROM probe.things WHERE name LIKE 'copy of %'")
            .await,
        300
    );
    assert_eq!(
        probe
            .count("SELECT count(DISTINCT name) FROM probe.things WHERE name LIKE 'copy of %'")
            .await,
        300
    );
    assert_eq!(probe.count("SELECT count(*) FROM probe.dead_letters").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_travels_in_parcels_and_poison_in_one_of_them_parks_nothing_else() {
    let broker = Broker::of_our_own();
    let url = SecretString::from(broker.url.clone());
    let probe = Probe::start(8).await;
    let whose = scope(1);
    let imported = probe.db.tenant(&whose, async |tx| {
        for n in 0..300 {
            insert(tx, if n == 120 { "poison" } else { "line" }).await?;
        }
        Ok::<_, platform::db::DbError>(())
    });
    imported.await.unwrap();
    let life = Lifecycle::default();
    let delivery = AmqpDelivery::new(url.clone(), "probe", &["probe"]);
    Relay::new(probe.db.clone(), Arc::new(delivery)).run(None, &life);
    AmqpConsumer::new(url, consumer(&probe.db)).run(&life);
    let reached = "SELECT coalesce(max(contiguous), 0) AS count FROM probe.inbox_progress";
    until("everything is taken in", async || probe.count(reached).await == 300).await;
    life.stop().await;
    let copies = "SELECT count(*) FROM probe.things WHERE name = 'copy of line'";
    assert_eq!(probe.count(copies).await, 299);
    assert_eq!(probe.count("SELECT count(*) FROM probe.dead_letters").await, 1);
    let commits = copies.replace('*', "DISTINCT xmin::text");
    assert_eq!(
        probe.count(&commits).await,
        5 + 49,
        "five whole parcels, and the sixth event by event"
    );
}

/// As long as the database is away: longer than the broker would go on delivering what is handed back each time.
const OUTAGE: Duration = Duration::from_secs(14);

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_was_away_for_long_finds_every_event_still_there() {
    let broker = Broker::of_our_own();
    let url = SecretString::from(broker.url.clone());
    let probe = Probe::start(8).await;
    let sending = Lifecycle::default();
    let delivery = AmqpDelivery::new(url.clone(), "probe", &["probe"]);
    Relay::new(probe.db.clone(), Arc::new(delivery)).run(None, &sending);
    for n in 0..30_u128 {
        let whose = scope(1 + n % 3);
        let written = probe.db.tenant(&whose, async |tx| insert(tx, &n.to_string()).await);
        written.await.unwrap();
    }
    until("all are with the broker", async || settled(&probe).await).await;
    sending.stop().await;

    probe.shut().await;
    let life = Lifecycle::default();
    AmqpConsumer::new(url, consumer(&probe.db)).run(&life);
    tokio::time::sleep(OUTAGE).await;
    probe.open().await;

    let copies = "SELECT count(DISTINCT name) FROM probe.things WHERE name LIKE 'copy of %'";
    until("all thirty were copied", async || probe.count(copies).await == 30).await;
    life.stop().await;
    assert_eq!(probe.count(&copies.replace("DISTINCT ", "")).await, 30);
    assert_eq!(probe.count("SELECT count(*) FROM probe.dead_letters").await, 0);
}
