use serde_json::json;

use crate::support::town;

#[tokio::test(flavor = "multi_thread")]
async fn a_tenant_names_its_own_levels_and_keeps_those_in_use() {
    let town = town().await;
    let usual = town.planner.get("/api/v1/goal-levels").await.ok();
    assert_eq!(
        (&usual.headers["etag"], &usual.json["version"]),
        (&"\"0\"".parse().unwrap(), &json!(0))
    );
    let level = |key: &str| json!({"key": key, "name": {"sv": key}, "measurable": true});
    let own = json!({"levels": [level("direction"), level("goal"), level("board_goal")]});
    let named = town.planner.put("/api/v1/goal-levels", &json!(0), own).await.ok();
    assert_eq!(named.json["version"], 1);
    town.goal("Tillväxt", None).await;
    let without = json!({"levels": [level("direction"), level("board_goal")]});
    town.planner
        .put("/api/v1/goal-levels", &json!(1), without.clone())
        .await
        .assert_problem(409, "level_in_use");
    town.planner
        .put("/api/v1/goal-levels", &json!(0), without)
        .await
        .assert_problem(412, "stale_version");
    let reader = town.tenant.reader().await;
    reader
        .put("/api/v1/goal-levels", &json!(1), json!({"levels": [level("a")]}))
        .await
        .assert_problem(403, "not_allowed");
    let other = town.suite.tenant("Kuopio").await;
    assert_eq!(other.admin.get("/api/v1/goal-levels").await.ok().json["version"], 0);
}
