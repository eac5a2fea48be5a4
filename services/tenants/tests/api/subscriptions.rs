use jiff::SignedDuration;
use kit::Suite;
use serde_json::json;

use crate::support::{request, requested};

#[tokio::test(flavor = "multi_thread")]
async fn a_request_becomes_an_organisation_on_trial() {
    let suite = Suite::start().await;
    let operator = suite.operator().await;
    let asked = requested(&suite, "Teuva", "846", "FI").await;
    assert_eq!(asked["status"], "requested");
    let path = format!("/api/v1/subscriptions/{}", asked["id"].as_str().unwrap());
    let approved = operator
        .act(
            &format!("{path}/approve"),
            &asked["version"],
            json!({"note": "Welcome."}),
        )
        .await
        .ok();
    assert_eq!(approved.json["status"], "trial");
    assert!(
        approved.json["accept_url"]
            .as_str()
            .unwrap()
            .contains("/invitation?token=")
    );
    let again = operator.get(&path).await.ok();
    assert!(again.json.get("accept_url").is_none(), "the link is told once");
    assert_eq!(again.json["steps"][1]["note"], "Welcome.");
    operator
        .act(&format!("{path}/approve"), &again.json["version"], json!({}))
        .await
        .assert_problem(409, "wrong_status");
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_taken_until_its_request_is_rejected() {
    let suite = Suite::start().await;
    let operator = suite.operator().await;
    let asked = requested(&suite, "Teuva", "846", "FI").await;
    let repeated = suite
        .visitor()
        .post("/api/v1/subscriptions", request("Teuva", "846", "FI"))
        .await;
    repeated.assert_problem(409, "code_taken");
    let path = format!("/api/v1/subscriptions/{}/reject", asked["id"].as_str().unwrap());
    operator
        .act(&path, &asked["version"], json!({"reason": "Wrong contact."}))
        .await
        .ok();
    let mail = suite.mailbox.newest_to("admin.846@example.org").await;
    assert!(mail.text.contains("Samverka"), "{}", mail.text);
    requested(&suite, "Teuva", "846", "FI").await;
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_association_decides_on_its_own_country() {
    let suite = Suite::start().await;
    let association = suite.organisation("Kuntaliitto", "association", "FI").await;
    let analyst = association.person("analyst").await;
    let finnish = requested(&suite, "Teuva", "846", "FI").await;
    let swedish = requested(&suite, "Upplands Vasby", "0114", "SE").await;
    let seen = analyst.get("/api/v1/subscriptions?status=requested").await.ok().items();
    assert_eq!(seen.len(), 1, "{seen:?}");
    assert_eq!(seen[0]["id"], finnish["id"]);
    let hidden = format!("/api/v1/subscriptions/{}", swedish["id"].as_str().unwrap());
    analyst.get(&hidden).await.assert_problem(404, "subscription_not_found");
    let path = format!("/api/v1/subscriptions/{}/approve", finnish["id"].as_str().unwrap());
    analyst.act(&path, &finnish["version"], json!({})).await.ok();
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_municipality_sees_no_requests_but_its_own_subscription() {
    let suite = Suite::start().await;
    let tenant = suite.tenant("Teuva").await;
    tenant
        .admin
        .get("/api/v1/subscriptions")
        .await
        .assert_problem(403, "not_allowed");
    let own = tenant.admin.get("/api/v1/subscriptions/current").await.ok();
    assert_eq!(own.json["organisation_id"], tenant.id.to_string());
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_read_only_tenant_reads_and_does_not_write() {
    let suite = Suite::start().await;
    let tenant = suite.tenant("Teuva").await;
    let operator = suite.operator().await;
    let own = tenant.admin.get("/api/v1/subscriptions/current").await.ok();
    let path = format!("/api/v1/subscriptions/{}", own.id());
    let unit = json!({"name": {"fi": "Lautakunta"}, "kind": "committee"});
    let read_only = operator
        .act(&format!("{path}/make-read-only"), &own.json["version"], json!({}))
        .await
        .ok();
    tenant
        .admin
        .get("/api/v1/units")
        .await
        .assert_problem(401, "revoked_token");
    tenant.admin.renew().await;
    tenant.admin.get("/api/v1/units").await.ok();
    tenant.admin.get("/api/v1/units?format=csv").await.ok();
    tenant
        .admin
        .post("/api/v1/units", unit.clone())
        .await
        .assert_problem(403, "read_only");
    operator
        .act(&format!("{path}/activate"), &read_only.json["version"], json!({}))
        .await
        .ok();
    tenant.admin.renew().await;
    tenant.admin.post("/api/v1/units", unit).await.created();
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trial_that_ran_out_is_read_only() {
    let suite = Suite::start().await;
    let tenant = suite.tenant("Teuva").await;
    let email = tenant.admin.get("/api/v1/people/me").await.ok().json["email"]
        .as_str()
        .unwrap()
        .to_owned();
    suite.advance(SignedDuration::from_hours(24 * 92));
    let later = suite
        .visitor()
        .signed_in(&email, "correct horse battery staple", Some(tenant.id))
        .await;
    let own = later.get("/api/v1/organisations/current").await.ok();
    assert_eq!(own.json["state"], "read_only");
    let unit = json!({"name": {"fi": "Lautakunta"}, "kind": "committee"});
    later.post("/api/v1/units", unit).await.assert_problem(403, "read_only");
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_fault_of_a_request_has_its_place() {
    let suite = Suite::start().await;
    let mut bad = request("Teuva", "846", "FI");
    bad["organisation"]["code"] = json!("84 6");
    suite
        .visitor()
        .post("/api/v1/subscriptions", bad.clone())
        .await
        .assert_fault("/organisation/code", "bad_code");
    bad["organisation"]["code"] = json!("846");
    bad["contact"]["email"] = json!("nowhere");
    suite
        .visitor()
        .post("/api/v1/subscriptions", bad.clone())
        .await
        .expect(422);
    bad["contact"]["email"] = json!("a@b.example");
    bad["organisation"]["name"] = json!({});
    suite
        .visitor()
        .post("/api/v1/subscriptions", bad.clone())
        .await
        .assert_fault("/organisation/name", "required");
    bad["organisation"]["country"] = json!("NO");
    suite
        .visitor()
        .post("/api/v1/subscriptions", bad)
        .await
        .assert_fault("/organisation/country", "not_a_choice");
    suite.stop().await;
}
