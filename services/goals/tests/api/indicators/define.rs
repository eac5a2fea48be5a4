use serde_json::json;

use crate::support::{items, town, value_of};

#[tokio::test(flavor = "multi_thread")]
async fn an_indicator_with_values_keeps_what_they_mean() {
    let town = town().await;
    let indicator = town.share().await;
    assert_eq!(indicator.json["factor"], "100");
    let address = format!("/api/v1/indicators/{}", indicator.id());
    let renamed = town
        .planner
        .patch(&address, &json!(1), json!({"name": {"en": "Pupils abroad"}}))
        .await
        .ok();
    assert_eq!(
        renamed.json["name"],
        json!({"sv": "Elever i utbyte", "en": "Pupils abroad"})
    );
    town.planner
        .post("/api/v1/indicator-values", value_of(&indicator, &town.school, "1", "2"))
        .await
        .created();
    let monthly = json!({"frequency": "month"});
    town.planner
        .patch(&address, &json!(2), monthly)
        .await
        .assert_problem(409, "indicator_in_use");
    town.planner
        .delete(&address, &json!(2))
        .await
        .assert_problem(409, "indicator_in_use");
    let other = town.suite.tenant("Kuopio").await;
    other
        .admin
        .get(&address)
        .await
        .assert_problem(404, "indicator_not_found");
    other
        .admin
        .get(&format!("{address}/totals"))
        .await
        .assert_problem(404, "indicator_not_found");
}

#[tokio::test(flavor = "multi_thread")]
async fn indicators_are_found_by_their_goal() {
    let town = town().await;
    let goal = town.goal("Skolor", None).await;
    let indicator = town.share().await;
    let address = format!("/api/v1/indicators/{}", indicator.id());
    town.planner
        .patch(&address, &json!(1), json!({"goal_ids": [goal.id()]}))
        .await
        .ok();
    let found = town
        .planner
        .get(&format!("/api/v1/indicators?goal_id={}", goal.id()))
        .await
        .ok();
    assert_eq!(items(&found).len(), 1);
    let file = town.planner.get("/api/v1/indicators?format=csv").await.ok().text();
    assert_eq!(file.lines().count(), 2, "{file}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ratio_without_a_line_is_refused() {
    let town = town().await;
    let body = json!({
        "name": {"sv": "Andel"}, "unit_of_measure": {"sv": "%"}, "direction": "up", "kind": "ratio",
        "frequency": "year", "owner_unit_id": town.council,
    });
    let refused = town.planner.post("/api/v1/indicators", body).await;
    refused
        .assert_fault("/numerator", "required")
        .assert_fault("/denominator", "required");
}
