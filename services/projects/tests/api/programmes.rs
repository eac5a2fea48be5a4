use serde_json::json;

use crate::support::{text, town};

#[tokio::test(flavor = "multi_thread")]
async fn the_same_list_twice_changes_nothing_and_a_corrected_one_changes_what_it_says() {
    let town = town().await;
    let operator = town.suite.operator().await;
    let item = |code: &str, verified: bool| {
        json!({"code": code, "code_verified": verified, "name": {"en": code}, "kind": "interreg",
               "period": {"from": "2021-01-01", "to": "2027-12-31"}, "who": "EU"})
    };
    let import = async |verified: bool| {
        let items = json!({"items": [item("2021TC16RFIR001", true), item("2021TC16FFIR001", verified)]});
        operator.post("/api/v1/programmes/imports", items).await.ok().json
    };
    assert_eq!(import(false).await, json!({"added": 2, "changed": 0, "unchanged": 0}));
    assert_eq!(import(false).await, json!({"added": 0, "changed": 0, "unchanged": 2}));
    assert_eq!(import(true).await, json!({"added": 0, "changed": 1, "unchanged": 1}));
    let list = town
        .planner
        .get("/api/v1/programmes?kind=interreg&sort=code")
        .await
        .ok();
    let codes: Vec<_> = list.items().iter().map(|p| text(&p["code"])).collect();
    assert_eq!(codes, ["2021TC16FFIR001", "2021TC16RFIR001"]);
    let id = text(&list.items()[0]["id"]);
    operator.get(&format!("/api/v1/programmes/{id}")).await.ok();
    let project = town
        .planner
        .post("/api/v1/projects", town.project(json!({"programme_id": id})))
        .await
        .created();
    assert_eq!(project.json["programme"]["code"], "2021TC16FFIR001");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_operators_fill_the_register() {
    let town = town().await;
    town.planner
        .post("/api/v1/programmes/imports", json!({"items": []}))
        .await
        .assert_problem(403, "operators_only");
    town.suite
        .visitor()
        .get("/api/v1/programmes")
        .await
        .assert_problem(401, "no_token");
}
