use kit::Suite;
use serde_json::{Value, json};

fn areas() -> Value {
    json!({"items": [
        {"country": "FI", "kind": "sub_region", "code": "144", "name": {"fi": "Suupohja"}, "valid_from": "1994-01-01"},
        {"country": "FI", "kind": "municipality", "code": "232", "name": {"fi": "Kauhajoki"}, "parent_code": "144",
         "valid_from": "1868-01-01"},
        {"country": "FI", "kind": "municipality", "code": "175", "name": {"fi": "Jurva"}, "parent_code": "144",
         "valid_from": "1868-01-01", "valid_to": "2008-12-31", "merged_into": "301"},
    ]})
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_import_twice_changes_nothing() {
    let suite = Suite::start().await;
    let operator = suite.operator().await;
    let first = operator.post("/api/v1/geography/imports", areas()).await.ok();
    assert_eq!(first.json, json!({"created": 3, "changed": 0, "unchanged": 0}));
    let second = operator.post("/api/v1/geography/imports", areas()).await.ok();
    assert_eq!(second.json, json!({"created": 0, "changed": 0, "unchanged": 3}));
    let tenant = suite.tenant("Teuva").await;
    let below = tenant
        .admin
        .get("/api/v1/geography?parent_code=144&on=2026-01-01")
        .await
        .ok()
        .items();
    assert_eq!(below.len(), 1);
    assert_eq!(below[0]["code"], "232");
    tenant
        .admin
        .post("/api/v1/geography/imports", areas())
        .await
        .assert_problem(403, "operators_only");
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn with_a_fault_anywhere_nothing_is_imported() {
    let suite = Suite::start().await;
    let operator = suite.operator().await;
    let mut bad = areas();
    bad["items"][2]["valid_to"] = json!("1800-01-01");
    operator
        .post("/api/v1/geography/imports", bad)
        .await
        .assert_fault("/items/2/valid_to", "reversed");
    assert!(operator.get("/api/v1/geography").await.ok().items().is_empty());
    suite.stop().await;
}
