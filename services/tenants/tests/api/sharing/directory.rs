use kit::{Client, Suite};
use serde_json::{Value, json};

use super::two;

const DIRECTORY: &str = "/api/v1/organisations/directory";

async fn found(client: &Client, query: &str) -> Vec<String> {
    let items = client.get(&format!("{DIRECTORY}?{query}")).await.ok().items();
    let name = |item: &Value| item["name"]["en"].as_str().unwrap().to_owned();
    items.iter().map(name).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_finds_with_whom_to_share() {
    let suite = Suite::start().await;
    let (owner, viewer) = two(&suite).await;
    suite.organisation("Kuntaliitto", "association", "FI").await;
    suite.organisation("Umeå", "municipality", "SE").await;
    let admin = &owner.admin;
    assert_eq!(found(admin, "").await, ["Kuntaliitto", "Suupohja", "Umeå"]);
    assert_eq!(found(admin, "kind=association").await, ["Kuntaliitto"]);
    assert_eq!(found(admin, "country=SE").await, ["Umeå"]);
    assert_eq!(found(admin, "q=SUU").await, ["Suupohja"]);
    // Name, kind and country, and nothing else.
    let first = admin.get(&format!("{DIRECTORY}?q=suu")).await.ok().items().remove(0);
    assert_eq!(
        first,
        json!({"id": viewer.id, "name": {"en": "Suupohja"}, "kind": "sub_region", "country": "FI"})
    );
    owner
        .planner()
        .await
        .get(DIRECTORY)
        .await
        .assert_problem(403, "not_allowed");
    suite.operator().await.get(DIRECTORY).await.expect(403);
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_name_is_found_and_one_that_has_ended_is_not() {
    let suite = Suite::start().await;
    let (owner, viewer) = two(&suite).await;
    let own = viewer.admin.get("/api/v1/organisations/current").await.ok().json;
    let path = "/api/v1/organisations/current";
    let renamed = viewer
        .admin
        .patch(path, &own["version"], json!({"name": {"en": "South coast"}}))
        .await
        .ok()
        .json;
    assert_eq!(found(&owner.admin, "q=south").await, ["South coast"]);
    viewer
        .admin
        .patch(path, &renamed["version"], json!({"valid_to": "2020-12-31"}))
        .await
        .ok();
    assert!(found(&owner.admin, "").await.is_empty());
    suite.stop().await;
}
