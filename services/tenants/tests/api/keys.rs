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
    let rotate = || async {
        let address = format!("{}/internal/v1/keys/rotate", suite.base);
        let secret = "an internal secret for tests";
        reqwest::Client::new()
            .post(address)
            .header("x-samverka-internal", secret)
            .send()
            .await
            .unwrap()
    };
    assert_eq!(rotate().await.status(), 200);
    assert_eq!(published(&suite).await.len(), 2);
    tenant.admin.get("/api/v1/units").await.ok();
    suite.advance(SignedDuration::from_secs(90));
    tenant.admin.get("/api/v1/units").await.ok();
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
    for (method, path) in [
        ("POST", "/internal/v1/keys/rotate"),
        ("GET", "/internal/v1/revocations?after=0"),
    ] {
        let method = method.parse().unwrap();
        let answer = reqwest::Client::new()
            .request(method, format!("{}{path}", suite.base))
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), 404, "{path}");
    }
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
