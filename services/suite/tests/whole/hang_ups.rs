//! Clients that hang up in the middle of a request leave nothing behind: not their tenant, not their transaction, and no
//! hole in the pool.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use kit::{Suite, Tenant};
use serde_json::json;
use tokio::{io::AsyncWriteExt as _, net::TcpStream};

const TIMES: u64 = 1_000;

/// Sends a request that writes and hangs up after so many microseconds, without waiting for the answer.
async fn hang_up(suite: &Suite, tenant: &Tenant, after: u64) {
    let address = suite.base.strip_prefix("http://").unwrap();
    let body = json!({"name": "Half", "kind": "municipality", "country": "EE"}).to_string();
    let request = format!(
        "POST /api/v1/partners HTTP/1.1\r\nhost: {address}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\
         authorization: Bearer {}\r\n\r\n{body}",
        body.len(),
        tenant.admin.access_token().unwrap()
    );
    let mut wire = TcpStream::connect(address).await.unwrap();
    wire.write_all(request.as_bytes()).await.unwrap();
    tokio::time::sleep(Duration::from_micros(after)).await;
    // Not a goodbye: the line is dead.
    wire.set_zero_linger().unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_clients_that_hang_up_leave_nothing_in_a_pool_of_two() {
    let suite = Suite::start_with(&[("SAMVERKA_DB_CONNECTIONS", "2")]).await;
    let tenants = [suite.tenant("One").await, suite.tenant("Other").await];
    for tenant in &tenants {
        let own = json!({"name": tenant.name, "kind": "municipality", "country": "EE"});
        tenant.admin.post("/api/v1/partners", own).await.created();
    }
    let seed = u64::from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().subsec_nanos());
    println!("seed {seed}");
    let mut drawn = seed;
    for nth in 0..TIMES {
        drawn = drawn
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let tenant = &tenants[usize::from(nth % 2 == 0)];
        hang_up(&suite, tenant, (drawn >> 33) % 6_000).await;
    }
    suite.settle().await;
    let open = "SELECT count(*) FROM pg_stat_activity
                WHERE usename = 'projects_app' AND datname = current_database() AND xact_start IS NOT NULL";
    for _ in 0..100 {
        if suite.database.count(open).await == 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(suite.database.count(open).await, 0, "a transaction was left open");
    // Both tenants at once, more often than there are connections: each sees its own.
    for _ in 0..10 {
        let (one, other) = tokio::join!(
            tenants[0].admin.get("/api/v1/partners?limit=200"),
            tenants[1].admin.get("/api/v1/partners?limit=200"),
        );
        for (answer, theirs) in [(one.ok(), "Other"), (other.ok(), "One")] {
            assert!(
                answer.items().iter().all(|partner| partner["name"] != theirs),
                "{}",
                answer.json
            );
        }
    }
    suite.stop().await;
}
