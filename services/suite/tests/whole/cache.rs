//! The cache holds nothing that may be lost, so nobody misses it while it is away.

use kit::Suite;
use serde_json::json;
use uuid::Uuid;

/// How often a password may be wrong before its address is shut out: told by the answers to attempts.
async fn attempts_until_shut_out(redis: &str) -> usize {
    let suite = Suite::start_with(&[("SAMVERKA_CACHE", "redis"), ("SAMVERKA_REDIS_URL", redis)]).await;
    let tenant = suite.tenant("Cached").await;
    tenant.unit("Unit", None).await;
    // Nobody else's: whoever shares the cache would share what is remembered of an address.
    let email = format!("{}@example.org", Uuid::now_v7().simple());
    let attempt = json!({"email": email, "password": "not the password"});
    let mut failures = 0;
    loop {
        let answer = suite.visitor().post("/api/v1/sessions", attempt.clone()).await;
        if answer.status == 429 {
            let again = suite.visitor().post("/api/v1/sessions", attempt).await;
            assert!(
                again
                    .assert_problem(429, "too_many_attempts")
                    .headers
                    .contains_key("retry-after")
            );
            break;
        }
        answer.assert_problem(401, "wrong_credentials");
        failures += 1;
        assert!(failures < 50, "never shut out");
    }
    suite.stop().await;
    failures
}

#[tokio::test(flavor = "multi_thread")]
async fn whether_the_cache_answers_or_is_away_the_suite_does_the_same() {
    let redis = std::env::var("SAMVERKA_TEST_REDIS_URL").expect("a Redis: `dev/servers test`");
    let nobody = format!("redis://127.0.0.1:{}", kit::free_port());
    assert_eq!(attempts_until_shut_out(&redis).await, 10);
    assert_eq!(attempts_until_shut_out(&nobody).await, 10);
}
