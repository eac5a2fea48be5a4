use kit::{Client, Suite};
use serde_json::{Value, json};

use crate::support::patch;

async fn taxonomy(client: &Client, key: &str) -> Value {
    client
        .post("/api/v1/taxonomies", json!({"key": key, "name": {"fi": "Teemat"}}))
        .await
        .created()
        .json
}

async fn theme(client: &Client, taxonomy: &Value, code: &str, parent: Option<&Value>) -> Value {
    let parent_id = parent.map(|p| p["id"].clone());
    let body = json!({"taxonomy_id": taxonomy["id"], "parent_id": parent_id, "code": code, "name": {"fi": code}});
    client.post("/api/v1/themes", body).await.created().json
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shared_taxonomy_is_adopted_with_its_themes_and_its_source() {
    let suite = Suite::start().await;
    let association = suite.organisation("Kuntaliitto", "association", "FI").await;
    let tenant = suite.tenant("Teuva").await;
    let own = taxonomy(&association.admin, "kv").await;
    let top = theme(&association.admin, &own, "A", None).await;
    theme(&association.admin, &own, "A1", Some(&top)).await;
    let path = format!("/api/v1/taxonomies/{}", own["id"].as_str().unwrap());
    let shared = association
        .admin
        .patch(&path, &own["version"], json!({"shared": true}))
        .await
        .ok();
    let offered = tenant.admin.get("/api/v1/taxonomies/shared").await.ok().items();
    assert_eq!(offered[0]["themes"].as_array().unwrap().len(), 2);
    let adopt = json!({"shared_id": own["id"]});
    let adopted = tenant
        .admin
        .post("/api/v1/taxonomies/adopt", adopt.clone())
        .await
        .created();
    assert_eq!(adopted.json["source"]["version"], shared.json["version"]);
    assert_ne!(adopted.json["id"], own["id"]);
    let themes = tenant.admin.get("/api/v1/themes?sort=code").await.ok().items();
    assert_eq!(themes[1]["parent_id"], themes[0]["id"]);
    tenant
        .admin
        .post("/api/v1/taxonomies/adopt", adopt.clone())
        .await
        .expect(409);
    let again = patch(&association.admin, &path, json!({"shared": false})).await.ok();
    assert_eq!(again.json["shared"], false);
    assert!(
        tenant
            .admin
            .get("/api/v1/taxonomies/shared")
            .await
            .ok()
            .items()
            .is_empty()
    );
    let other = suite.tenant("Isojoki").await;
    other
        .admin
        .post("/api/v1/taxonomies/adopt", adopt)
        .await
        .assert_fault("/shared_id", "unknown_taxonomy");
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_an_association_shares() {
    let suite = Suite::start().await;
    let tenant = suite.tenant("Teuva").await;
    let own = taxonomy(&tenant.admin, "kv").await;
    let path = format!("/api/v1/taxonomies/{}", own["id"].as_str().unwrap());
    let shared = tenant
        .admin
        .patch(&path, &own["version"], json!({"shared": true}))
        .await;
    shared.assert_problem(409, "not_an_association");
    let unchanged = tenant.admin.get(&path).await.ok();
    assert_eq!(
        (&unchanged.json["shared"], &unchanged.json["version"]),
        (&json!(false), &json!(1))
    );
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_and_codes_are_given_once() {
    let suite = Suite::start().await;
    let tenant = suite.tenant("Teuva").await;
    let own = taxonomy(&tenant.admin, "kv").await;
    let again = json!({"key": "kv", "name": {"fi": "Teemat"}});
    tenant
        .admin
        .post("/api/v1/taxonomies", again)
        .await
        .assert_problem(409, "key_taken");
    let top = theme(&tenant.admin, &own, "A", None).await;
    let same = json!({"taxonomy_id": own["id"], "code": "A", "name": {"fi": "A"}});
    tenant
        .admin
        .post("/api/v1/themes", same)
        .await
        .assert_problem(409, "code_taken");
    let low = theme(&tenant.admin, &own, "A1", Some(&top)).await;
    let path = |thing: &Value| format!("/api/v1/themes/{}", thing["id"].as_str().unwrap());
    patch(&tenant.admin, &path(&top), json!({"parent_id": low["id"]}))
        .await
        .assert_fault("/parent_id", "cycle");
    tenant
        .admin
        .delete(&path(&top), &top["version"])
        .await
        .assert_problem(409, "has_children");
    let taxonomy_path = format!("/api/v1/taxonomies/{}", own["id"].as_str().unwrap());
    tenant
        .admin
        .delete(&taxonomy_path, &own["version"])
        .await
        .assert_problem(409, "has_themes");
    tenant.admin.delete(&path(&low), &low["version"]).await.gone();
    tenant.admin.delete(&path(&top), &top["version"]).await.gone();
    tenant.admin.delete(&taxonomy_path, &own["version"]).await.gone();
    tenant.admin.get(&format!("{}/history", path(&top))).await.ok();
    tenant.admin.get(&format!("{taxonomy_path}/history")).await.ok();
    suite.stop().await;
}
