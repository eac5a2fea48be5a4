//! Nobody asks so much that others wait: the limits, as anybody sees them from outside.

use std::process::Command;

use kit::{Answer, Apart, Client, OPERATOR_EMAIL, OPERATOR_PASSWORD, Suite, Tenant, free_port};
use platform::auth::SignedDuration;

/// The `r` and the `t` of a policy in `RateLimit`.
fn standing(answer: &Answer, policy: &str) -> (u32, u32) {
    let all = answer.headers["ratelimit"].to_str().unwrap();
    let own = all
        .split(", ")
        .find_map(|item| item.strip_prefix(&format!("\"{policy}\";r=")))
        .unwrap_or_else(|| panic!("no {policy} in {all}"));
    let (remaining, seconds) = own.split_once(";t=").unwrap();
    (remaining.parse().unwrap(), seconds.parse().unwrap())
}

/// Asks until refused: how often that went well.
async fn exhaust(client: &Client) -> u32 {
    for asked in 0..1000 {
        let answer = client.get("/api/v1/units").await;
        if answer.status == 429 {
            let refused = answer.assert_problem(429, "rate_limited");
            assert!(refused.headers["retry-after"].to_str().unwrap().parse::<u32>().unwrap() > 0);
            assert!(refused.headers.contains_key("ratelimit-policy"));
            return asked;
        }
        answer.ok();
    }
    panic!("never refused");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_headers_tell_the_truth_and_after_a_minute_all_is_there_again() {
    let suite = Suite::start_with(&[("SAMVERKA_LIMIT_CALLER", "30"), ("SAMVERKA_LIMIT_TENANT", "100")]).await;
    let tenant = suite.tenant("Counted").await;
    let reader = tenant.reader().await;
    let first = reader.get("/api/v1/units").await.ok();
    assert_eq!(
        first.headers["ratelimit-policy"],
        "\"caller\";q=30;w=60, \"tenant\";q=100;w=60"
    );
    let (left, full_in) = standing(&first, "caller");
    assert!(left <= 29 && full_in >= 2, "{left} {full_in}");
    let more = exhaust(&reader).await;
    // What dripped in meanwhile comes on top.
    assert!(
        (left..left + 6).contains(&more),
        "{left} were left and {more} went well"
    );
    suite.advance(SignedDuration::from_secs(10));
    assert!((5..9).contains(&exhaust(&reader).await), "five in ten seconds");
    suite.advance(SignedDuration::from_secs(60));
    reader.renew().await;
    let (left, _) = standing(&reader.get("/api/v1/units").await.ok(), "caller");
    assert_eq!(left, 29);
    // A clock that was set back fills nothing and shuts nobody out.
    suite.advance(SignedDuration::from_secs(-60));
    reader.renew().await;
    let (left, _) = standing(&reader.get("/api/v1/units").await.ok(), "caller");
    assert_eq!(left, 28);
    // Signing in, health and what services ask each other are no part of it.
    let visitor = suite.visitor().get("/api/v1/units").await;
    assert!(!visitor.headers.contains_key("ratelimit"));
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tenant_at_its_limit_takes_nothing_from_another_and_a_caller_nothing_from_colleagues() {
    let suite = Suite::start_with(&[("SAMVERKA_LIMIT_CALLER", "40"), ("SAMVERKA_LIMIT_TENANT", "60")]).await;
    let (busy, quiet) = (suite.tenant("Busy").await, suite.tenant("Quiet").await);
    let (one, colleague, third) = (busy.reader().await, busy.reader().await, busy.reader().await);
    exhaust(&one).await;
    colleague.get("/api/v1/units").await.ok();
    exhaust(&colleague).await;
    let refused = third.get("/api/v1/units").await.assert_problem(429, "rate_limited");
    assert!(
        refused.json["detail"]
            .as_str()
            .unwrap()
            .starts_with("Your organisation has")
    );
    let (left, _) = standing(&quiet.admin.get("/api/v1/units").await.ok(), "tenant");
    assert!(left > 30, "{left}");
    suite.stop().await;
}

/// A Redis of one test alone: it may be killed.
struct Redis {
    port: u16,
    process: std::process::Child,
}

impl Redis {
    fn start(port: u16) -> Self {
        let started = Command::new("redis-server")
            .args(["--port", &port.to_string(), "--save", "", "--appendonly", "no"])
            .args(["--bind", "127.0.0.1", "--loglevel", "warning"])
            .spawn();
        let redis = Self {
            port,
            process: started.expect("redis-server, as `dev/servers` has installed it"),
        };
        for _ in 0..200 {
            if std::net::TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return redis;
            }
            std::thread::sleep(std::time::Duration::from_millis(25));
        }
        panic!("Redis does not listen");
    }

    fn kill(self) -> u16 {
        self.port
    }
}

/// A test that fails leaves none behind either.
impl Drop for Redis {
    fn drop(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

/// Asks until Redis, which has come back empty, is asked again: a second after it failed, and the first question to
/// it fails once more. A bucket of the process's own would not be that full.
async fn full_again(apart: &Apart, client: &Client) {
    for _ in 0..20 {
        apart.clock.advance(SignedDuration::from_secs(2));
        let (left, _) = standing(&client.get("/api/v1/units").await.ok(), "caller");
        if left >= 37 {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("Redis is not asked again");
}

#[tokio::test(flavor = "multi_thread")]
async fn replicas_share_a_limit_by_redis_and_go_by_their_own_while_it_is_away() {
    let port = free_port();
    let redis = Redis::start(port);
    let apart = Apart::prepare(&[
        ("SAMVERKA_EVENTS", "amqp"),
        ("SAMVERKA_AMQP_URL", "amqp://127.0.0.1:1"),
        ("SAMVERKA_CACHE", "redis"),
        ("SAMVERKA_REDIS_URL", &format!("redis://127.0.0.1:{port}")),
        ("SAMVERKA_LIMIT_CALLER", "40"),
        ("SAMVERKA_LIMIT_TENANT", "0"),
    ])
    .await;
    let first = apart.serve("tenants", None).await;
    let second = apart.serve("tenants", Some(&first)).await;
    let operator = first.visitor().signed_in(OPERATOR_EMAIL, OPERATOR_PASSWORD, None).await;
    let tenant = Tenant::sign_up(&first.visitor(), &operator, "Shared").await;
    let here = tenant.reader().await;
    let there = second.as_seen_by(&here);
    let (left, _) = standing(&here.get("/api/v1/units").await.ok(), "caller");
    let (left_there, _) = standing(&there.get("/api/v1/units").await.ok(), "caller");
    assert!(left_there <= left, "{left_there} of {left}");
    exhaust(&here).await;
    there.get("/api/v1/units").await.assert_problem(429, "rate_limited");

    let port = redis.kill();
    // Nobody is shut out, and each process goes by its own.
    assert!(exhaust(&here).await >= 39);
    assert!(exhaust(&there).await >= 39);

    let redis = Redis::start(port);
    full_again(&apart, &here).await;
    full_again(&apart, &there).await;
    exhaust(&here).await;
    there.get("/api/v1/units").await.assert_problem(429, "rate_limited");
    redis.kill();
    second.stop().await;
    first.stop().await;
}
