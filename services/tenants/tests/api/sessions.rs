use jiff::SignedDuration;
use kit::Suite;
use serde_json::{Value, json};

const PASSWORD: &str = "correct horse battery staple";

#[tokio::test(flavor = "multi_thread")]
async fn unknown_and_known_addresses_get_the_same_answer() {
    let suite = Suite::start().await;
    let known = json!({"email": "operator@example.org", "password": "not the password"});
    let unknown = json!({"email": "nobody@example.org", "password": "not the password"});
    let one = suite
        .visitor()
        .post("/api/v1/sessions", known)
        .await
        .assert_problem(401, "wrong_credentials");
    let other = suite
        .visitor()
        .post("/api/v1/sessions", unknown)
        .await
        .assert_problem(401, "wrong_credentials");
    assert_eq!(one.json["detail"], other.json["detail"]);
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_is_shut_out_after_ten_failures_and_comes_back_in_time() {
    let suite = Suite::start().await;
    let wrong = json!({"email": "operator@example.org", "password": "not the password"});
    let right = json!({"email": "operator@example.org", "password": "a password for operators"});
    for _ in 0..10 {
        suite
            .visitor()
            .post("/api/v1/sessions", wrong.clone())
            .await
            .assert_problem(401, "wrong_credentials");
    }
    let refused = suite.visitor().post("/api/v1/sessions", right.clone()).await;
    let refused = refused.assert_problem(429, "too_many_attempts");
    let seconds: i64 = refused.headers["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1..=901).contains(&seconds), "{seconds}");
    suite.advance(SignedDuration::from_mins(16));
    suite.visitor().post("/api/v1/sessions", right).await.created();
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_lists_organisations_and_acts_for_one_of_them() {
    let suite = Suite::start().await;
    let tenant = suite.tenant("Teuva").await;
    let me = tenant.admin.get("/api/v1/people/me").await.ok();
    let session = suite
        .visitor()
        .post(
            "/api/v1/sessions",
            json!({"email": me.json["email"], "password": PASSWORD}),
        )
        .await
        .created();
    assert_eq!(session.json["organisations"][0]["id"], tenant.id.to_string());
    assert_eq!(session.json["organisations"][0]["roles"][0]["role"], "admin");
    assert_eq!(session.json["operator"], false);
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_acts_for_an_organisation_that_one_does_not_belong_to() {
    let suite = Suite::start().await;
    let (one, other) = (suite.tenant("Teuva").await, suite.tenant("Isojoki").await);
    let answer = suite
        .visitor()
        .with_access_token(one.admin.session.as_ref().unwrap())
        .post("/api/v1/sessions/access-tokens", json!({"organisation_id": other.id}))
        .await;
    answer.assert_problem(404, "organisation_not_found");
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_ended_session_is_refused_on_the_next_request() {
    let suite = Suite::start().await;
    let tenant = suite.tenant("Teuva").await;
    let sessions = tenant.admin.get("/api/v1/sessions").await.ok().items();
    assert_eq!(sessions.len(), 1);
    assert_eq!(sessions[0]["current"], true);
    let path = format!("/api/v1/sessions/{}", sessions[0]["id"].as_str().unwrap());
    tenant
        .admin
        .send(tenant.admin.request(reqwest::Method::DELETE, &path))
        .await
        .gone();
    tenant
        .admin
        .get("/api/v1/units")
        .await
        .assert_problem(401, "revoked_token");
    let renewed = suite
        .visitor()
        .with_access_token(tenant.admin.session.as_ref().unwrap())
        .post("/api/v1/sessions/access-tokens", json!({"organisation_id": tenant.id}))
        .await;
    renewed.assert_problem(401, "session_over");
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_elses_session_cannot_be_ended() {
    let suite = Suite::start().await;
    let (one, other) = (suite.tenant("Teuva").await, suite.tenant("Isojoki").await);
    let sessions = other.admin.get("/api/v1/sessions").await.ok().items();
    let path = format!("/api/v1/sessions/{}", sessions[0]["id"].as_str().unwrap());
    one.admin
        .send(one.admin.request(reqwest::Method::DELETE, &path))
        .await
        .assert_problem(404, "session_not_found");
    other.admin.get("/api/v1/units").await.ok();
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_nobody_uses_is_over_after_twelve_hours() {
    let suite = Suite::start().await;
    let tenant = suite.tenant("Teuva").await;
    suite.advance(SignedDuration::from_hours(13));
    tenant
        .admin
        .get("/api/v1/units")
        .await
        .assert_problem(401, "expired_token");
    let session = tenant.admin.session.as_ref().unwrap();
    let asked = suite.visitor().with_access_token(session).get("/api/v1/sessions").await;
    asked.assert_problem(401, "session_over");
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_is_needed_and_nonsense_is_none() {
    let suite = Suite::start().await;
    suite
        .visitor()
        .get("/api/v1/units")
        .await
        .assert_problem(401, "no_token");
    suite
        .visitor()
        .with_access_token("x.y.z")
        .get("/api/v1/units")
        .await
        .assert_problem(401, "bad_token");
    suite
        .visitor()
        .with_access_token("nonsense")
        .get("/api/v1/sessions")
        .await
        .assert_problem(401, "session_over");
    let body: Value = json!({"email": "a@b.example", "password": "x", "colour": "red"});
    suite
        .visitor()
        .post("/api/v1/sessions", body)
        .await
        .assert_fault("/colour", "unknown_field");
    suite.stop().await;
}
