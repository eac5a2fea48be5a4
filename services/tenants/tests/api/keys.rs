use jiff::SignedDuration;
use kit::Suite;
use serde_json::{Value, json};

async fn published(suite: &Suite) -> Vec<Value> {
    let keys: Value = reqwest::get(format!("{}/.well-known/jwks.json", suite.base))
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    keys["keys"].as_array().unwrap().clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_rotate_without_signing_anybody_out() {
    let suite = Suite::start().await;
    let tenant = suite.tenant("Teuva").await;
    let before = tenant.admin.access_token().unwrap();
    let operator = suite.operator().await;
    let rotated = operator.post("/api/v1/signing-keys/rotations", json!({})).await.ok();
    let states = |answer: &Value| -> Vec<Value> {
        answer["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|k| k["state"].clone())
            .collect()
    };
    assert_eq!(states(&rotated.json), ["coming", "signing"]);
    tenant
        .admin
        .post("/api/v1/signing-keys/rotations", json!({}))
        .await
        .assert_problem(403, "operators_only");
    assert_eq!(published(&suite).await.len(), 2);
    tenant.admin.get("/api/v1/units").await.ok();
    suite.advance(SignedDuration::from_secs(90));
    tenant.admin.get("/api/v1/units").await.ok();
    let listed = operator.get("/api/v1/signing-keys").await.ok();
    assert_eq!(states(&listed.json), ["signing", "going"]);
    tenant.admin.renew().await;
    let after = tenant.admin.access_token().unwrap();
    assert_ne!(before.split('.').next(), after.split('.').next(), "another key signs");
    tenant.admin.get("/api/v1/units").await.ok();
    suite
        .visitor()
        .with_access_token(&before)
        .get("/api/v1/units")
        .await
        .ok();
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn internal_addresses_are_not_there_for_others() {
    let suite = Suite::start().await;
    let address = format!("{}/internal/v1/revocations?after=0", suite.base);
    let answer = reqwest::get(address).await.unwrap();
    assert_eq!(answer.status(), 404);
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_description_is_served() {
    let suite = Suite::start().await;
    let answer = reqwest::get(format!("{}/api/openapi.json", suite.base)).await.unwrap();
    assert_eq!(answer.headers()["content-type"], "application/json");
    let description: Value = answer.json().await.unwrap();
    assert_ne!(description, json!({}), "it is generated and checked in");
    suite.stop().await;
}
