//! One tenant's thousands make no other tenant wait: counted in the order of delivery, never in time.

use std::{
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use contracts::envelope::v1::Text;
use platform::{
    db::{Db, TenantTx},
    events::{AmqpConsumer, AmqpDelivery, Consumer, Handled, InProcess, Lane, Received, Relay},
    lifecycle::Lifecycle,
};
use secrecy::SecretString;
use uuid::Uuid;

use crate::support::{Broker, Probe, insert, scope};

/// A round's batch.
const BATCH: usize = 500;

/// Whose events were delivered, in that order. Each test is a process of its own.
static DELIVERED: Mutex<Vec<Uuid>> = Mutex::new(Vec::new());

async fn note(tx: &mut TenantTx, _: Received<Text>) -> Handled {
    // As long as a handler takes that writes a row.
    tokio::time::sleep(Duration::from_millis(4)).await;
    DELIVERED.lock().unwrap().push(tx.tenant_id());
    Ok(())
}

fn consumer(db: &Db) -> Consumer {
    Consumer::new(db.clone()).on("probe", "thing", note)
}

fn delivered() -> usize {
    DELIVERED.lock().unwrap().len()
}

/// The place in the order of delivery at which a tenant came first.
async fn place_of(tenant: u128) -> usize {
    for _ in 0..3000 {
        let place = DELIVERED
            .lock()
            .unwrap()
            .iter()
            .position(|one| *one == Uuid::from_u128(tenant));
        if let Some(place) = place {
            return place;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("never delivered, though {} were", delivered());
}

async fn at_least(many: usize) {
    for _ in 0..3000 {
        if delivered() >= many {
            return;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("only {} of {many} were delivered", delivered());
}

impl Probe {
    /// So many tenants with so many changes waiting each, every one made by a transaction of its own.
    pub async fn backlog(&self, tenants: usize, many: usize) {
        crate::support::execute(
            &self.administrator,
            &format!(
                "CREATE TEMPORARY TABLE tenants AS
                     SELECT ('00000000-0000-0000-0000-' || lpad(to_hex(n), 12, '0'))::uuid AS id
                     FROM generate_series(1, {tenants}) n;
                 INSERT INTO probe.journal_heads (tenant_id, position) SELECT id, {many} FROM tenants;
                 INSERT INTO probe.outbox (tenant_id, position, lane, recorded_at, aggregate, aggregate_id, version, event,
                                           state, deleted, trace)
                 SELECT id, n, 'live', clock_timestamp(), 'thing', gen_random_uuid(), 1, 'created', '', false, ''
                 FROM tenants, generate_series(1, {many}) n"
            ),
        )
        .await;
    }

    pub async fn single_change(&self, tenant: u128) {
        self.db
            .tenant(&scope(tenant), async |tx| insert(tx, "the only one").await)
            .await
            .unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn thousands_of_one_tenant_delay_anothers_single_change_by_a_batch_or_two() {
    let probe = Probe::start(8).await;
    probe.backlog(1, 20_000).await;
    let life = Lifecycle::default();
    let delivery = InProcess::default();
    delivery.add(consumer(&probe.db));
    Relay::new(probe.db.clone(), Arc::new(delivery)).run(None, &life);
    at_least(10).await;
    let before = delivered();
    probe.single_change(2).await;
    let place = place_of(2).await;
    life.stop().await;
    assert!(place < before + 3 * BATCH, "{place}, when {before} were through before");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_in_one_transaction_goes_by_a_lane_of_its_own() {
    let probe = Probe::start(8).await;
    let write = async |many: usize| {
        probe
            .db
            .tenant(&scope(1), async |tx| {
                for _ in 0..many {
                    insert(tx, "imported").await?;
                }
                Ok::<_, platform::db::DbError>(())
            })
            .await
            .unwrap();
    };
    write(200).await;
    write(201).await;
    let in_lane = "SELECT count(*) FROM probe.outbox WHERE lane = ";
    assert_eq!(probe.count(&format!("{in_lane}'live'")).await, 200);
    assert_eq!(probe.count(&format!("{in_lane}'bulk'")).await, 201);
    let relay = Relay::new(probe.db.clone(), Arc::new(InProcess::default()));
    assert_eq!(relay.round(Lane::Live).await.unwrap(), 200);
    assert_eq!(probe.count(&format!("{in_lane}'bulk'")).await, 201);
    for sent in [100, 100, 1] {
        assert_eq!(relay.round(Lane::Bulk).await.unwrap(), sent);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_of_more_tenants_than_a_round_serves_gets_its_turn() {
    let probe = Probe::start(8).await;
    probe.backlog(700, 3).await;
    let relay = Relay::new(probe.db.clone(), Arc::new(InProcess::default()));
    for left in [1_600, 1_100] {
        relay.round(Lane::Live).await.unwrap();
        assert_eq!(probe.count("SELECT count(*) FROM probe.outbox").await, left);
    }
    let waiting = "SELECT count(*) FROM (SELECT tenant_id FROM probe.outbox GROUP BY 1 HAVING count(*) = 3) waiting";
    assert_eq!(probe.count(waiting).await, 0, "somebody has had no turn");
}

#[tokio::test(flavor = "multi_thread")]
async fn thousands_of_one_tenant_in_the_brokers_queue_are_no_queue_for_others() {
    let broker = Broker::of_our_own();
    let probe = Probe::start(8).await;
    probe.backlog(1, 5_000).await;
    let life = Lifecycle::default();
    let began = Instant::now();
    let url = SecretString::from(broker.url.clone());
    Relay::new(
        probe.db.clone(),
        Arc::new(AmqpDelivery::new(url.clone(), "probe", &["probe"])),
    )
    .run(None, &life);
    AmqpConsumer::new(url, consumer(&probe.db)).run(&life);
    // All of them are with the broker, and few are handled.
    for _ in 0..3000 {
        if probe.count("SELECT count(*) FROM probe.outbox").await == 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    // What goes by the lane of changes at once and then by the second; the other lane takes as many turns meanwhile.
    let by_lane = BATCH + usize::try_from(250 * began.elapsed().as_secs()).unwrap();
    let before = delivered();
    probe.single_change(2).await;
    let place = place_of(2).await;
    life.stop().await;
    assert!(
        before < 2_000,
        "{before} were handled before the last was sent: this shows nothing"
    );
    let at_most = before + 2 * by_lane + 2 * BATCH;
    assert!(
        place < at_most,
        "{place} of {at_most}, when {before} were through before"
    );
}
