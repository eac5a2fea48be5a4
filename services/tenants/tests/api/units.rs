use kit::{Client, Suite};
use serde_json::{Value, json};

use crate::support::patch;

async fn unit(client: &Client, name: &str, parent_id: Option<&str>) -> Value {
    let body = json!({"name": {"sv": name}, "kind": "committee", "parent_id": parent_id, "valid_from": "2000-01-01"});
    client.post("/api/v1/units", body).await.created().json
}

fn path(unit: &Value) -> String {
    format!("/api/v1/units/{}", unit["id"].as_str().unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_repeated_request_makes_one_unit() {
    let suite = Suite::start().await;
    let tenant = suite.tenant("Teuva").await;
    let body = json!({"name": {"fi": "Valtuusto"}, "kind": "council"});
    let one = tenant
        .admin
        .post_once("/api/v1/units", "key-1", body.clone())
        .await
        .created();
    let again = tenant.admin.post_once("/api/v1/units", "key-1", body).await.created();
    assert_eq!(one.id(), again.id());
    assert_eq!(tenant.admin.get("/api/v1/units").await.ok().items().len(), 1);
    let other = json!({"name": {"fi": "Hallitus"}, "kind": "board"});
    tenant
        .admin
        .post_once("/api/v1/units", "key-1", other)
        .await
        .assert_problem(422, "key_reused");
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_renamed_unit_keeps_its_old_name_with_its_days() {
    let suite = Suite::start().await;
    let tenant = suite.tenant("Teuva").await;
    let made = unit(&tenant.admin, "Utbildningsnämnden", None).await;
    let body = json!({"name": {"sv": "Bildningsnämnden"}, "from": "2026-01-01"});
    let renamed = tenant
        .admin
        .act(&format!("{}/rename", path(&made)), &made["version"], body.clone())
        .await
        .ok();
    assert_eq!(renamed.json["names"][0]["to"], "2025-12-31");
    assert_eq!(renamed.json["name"]["sv"], "Bildningsnämnden");
    let again = tenant
        .admin
        .act(&format!("{}/rename", path(&made)), &renamed.json["version"], body)
        .await;
    again.assert_fault("/from", "reversed");
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_unit_lies_below_itself() {
    let suite = Suite::start().await;
    let tenant = suite.tenant("Teuva").await;
    let top = unit(&tenant.admin, "A", None).await;
    let middle = unit(&tenant.admin, "B", top["id"].as_str()).await;
    let low = unit(&tenant.admin, "C", middle["id"].as_str()).await;
    let under = json!({"parent_id": low["id"]});
    patch(&tenant.admin, &path(&top), under.clone())
        .await
        .assert_fault("/parent_id", "cycle");
    patch(&tenant.admin, &path(&low), under)
        .await
        .assert_fault("/parent_id", "cycle");
    let nowhere = json!({"parent_id": "019aab3c-0000-7000-8000-000000000001"});
    patch(&tenant.admin, &path(&low), nowhere)
        .await
        .assert_fault("/parent_id", "unknown_unit");
    patch(&tenant.admin, &path(&low), json!({"parent_id": top["id"]}))
        .await
        .ok();
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_merged_unit_hands_its_branch_over() {
    let suite = Suite::start().await;
    let tenant = suite.tenant("Teuva").await;
    let (old, new) = (
        unit(&tenant.admin, "A", None).await,
        unit(&tenant.admin, "B", None).await,
    );
    let child = unit(&tenant.admin, "C", old["id"].as_str()).await;
    let merge = format!("{}/merge", path(&old));
    let own_branch = json!({"into": child["id"], "on": "2027-01-01"});
    tenant
        .admin
        .act(&merge, &old["version"], own_branch)
        .await
        .assert_fault("/into", "own_branch");
    let body = json!({"into": new["id"], "on": "2027-01-01"});
    let merged = tenant.admin.act(&merge, &old["version"], body).await.ok();
    assert_eq!(
        (&merged.json["valid_to"], &merged.json["merged_into"]),
        (&json!("2026-12-31"), &new["id"])
    );
    let moved = tenant.admin.get(&path(&child)).await.ok();
    assert_eq!(moved.json["parent_id"], new["id"]);
    let there = tenant.admin.get("/api/v1/units?on=2027-06-01").await.ok().items();
    assert!(there.iter().all(|u| u["id"] != old["id"]), "{there:?}");
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_unit_that_is_needed_is_not_deleted() {
    let suite = Suite::start().await;
    let tenant = suite.tenant("Teuva").await;
    let top = unit(&tenant.admin, "A", None).await;
    let low = unit(&tenant.admin, "B", top["id"].as_str()).await;
    tenant.person_of("contributor", low["id"].as_str()).await;
    tenant
        .admin
        .delete(&path(&top), &top["version"])
        .await
        .assert_problem(409, "has_children");
    tenant
        .admin
        .delete(&path(&low), &low["version"])
        .await
        .assert_problem(409, "in_use");
    let free = unit(&tenant.admin, "C", None).await;
    tenant.admin.delete(&path(&free), &free["version"]).await.gone();
    tenant
        .admin
        .get(&path(&free))
        .await
        .assert_problem(404, "unit_not_found");
    let history = tenant.admin.get(&format!("{}/history", path(&free))).await.ok().items();
    assert_eq!(history[0]["deleted"], true);
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn units_are_paged_sorted_searched_and_a_file() {
    let suite = Suite::start().await;
    let tenant = suite.tenant("Teuva").await;
    for name in ["Cecilia", "Adam", "Bertil"] {
        unit(&tenant.admin, name, None).await;
    }
    let first = tenant.admin.get("/api/v1/units?limit=2&sort=name").await.ok();
    let next = first.json["next"].as_str().unwrap();
    let second = tenant
        .admin
        .get(&format!("/api/v1/units?limit=2&sort=name&after={next}"))
        .await
        .ok();
    let names: Vec<_> = first
        .items()
        .into_iter()
        .chain(second.items())
        .map(|u| u["name"]["sv"].clone())
        .collect();
    assert_eq!(names, ["Adam", "Bertil", "Cecilia"]);
    assert_eq!(tenant.admin.get("/api/v1/units?q=BERT").await.ok().items().len(), 1);
    assert_eq!(
        tenant.admin.get("/api/v1/units?kind=school").await.ok().items().len(),
        0
    );
    tenant
        .admin
        .get("/api/v1/units?colour=red")
        .await
        .assert_fault("?colour", "unknown_parameter");
    assert!(
        tenant
            .admin
            .get("/api/v1/units?format=csv")
            .await
            .ok()
            .text()
            .starts_with("id,name_fi,name_sv")
    );
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn units_of_others_are_not_there() {
    let suite = Suite::start().await;
    let (one, other) = (suite.tenant("Teuva").await, suite.tenant("Isojoki").await);
    let foreign = unit(&other.admin, "A", None).await;
    one.admin
        .get(&path(&foreign))
        .await
        .assert_problem(404, "unit_not_found");
    one.admin
        .delete(&path(&foreign), &foreign["version"])
        .await
        .assert_problem(404, "unit_not_found");
    let body = json!({"name": {"fi": "B"}, "kind": "unit", "parent_id": foreign["id"]});
    one.admin
        .post("/api/v1/units", body)
        .await
        .assert_fault("/parent_id", "unknown_unit");
    one.reader()
        .await
        .post("/api/v1/units", json!({"name": {"fi": "B"}, "kind": "unit"}))
        .await
        .assert_problem(403, "not_allowed");
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn units_are_named_by_one_request() {
    let suite = Suite::start().await;
    let tenant = suite.tenant("Teuva").await;
    let (b, a) = (
        unit(&tenant.admin, "Byggnadsnämnden", None).await,
        unit(&tenant.admin, "Arbetsnämnden", None).await,
    );
    let names = tenant.admin.get("/api/v1/units/names").await.ok().items();
    let ids: Vec<_> = names.iter().map(|named| &named["id"]).collect();
    assert_eq!(ids, [&a["id"], &b["id"]]);
    let one = format!("/api/v1/units/names?ids={}", b["id"].as_str().unwrap());
    let one = tenant.admin.get(&one).await.ok().items();
    assert_eq!(one[0]["name"]["sv"], "Byggnadsnämnden");
    suite.stop().await;
}
