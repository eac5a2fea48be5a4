use serde_json::json;

use crate::support::{items, town};

#[tokio::test(flavor = "multi_thread")]
async fn the_tree_never_becomes_a_ring() {
    let town = town().await;
    let vision = town.goal("Vision", None).await;
    let growth = town.goal("Tillväxt", Some(&vision)).await;
    let schools = town.goal("Skolor", Some(&growth)).await;
    let address = format!("/api/v1/goals/{}", vision.id());
    for parent in [&vision, &growth, &schools] {
        let patch = json!({"parent_id": parent.id()});
        town.planner
            .patch(&address, &json!(1), patch)
            .await
            .assert_fault("/parent_id", "cycle");
    }
    let moved = json!({"parent_id": vision.id()});
    town.planner
        .patch(&format!("/api/v1/goals/{}", schools.id()), &json!(1), moved)
        .await
        .ok();
    let tree = town.planner.get("/api/v1/goals/tree").await.ok();
    let shape: Vec<_> = items(&tree)
        .iter()
        .map(|g| (g["depth"].as_i64().unwrap(), g["title"]["sv"].as_str().unwrap()))
        .collect();
    assert_eq!(shape, [(0, "Vision"), (1, "Skolor"), (1, "Tillväxt")]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_goal_that_others_hang_on_is_not_taken_away() {
    let town = town().await;
    let vision = town.goal("Vision", None).await;
    town.goal("Tillväxt", Some(&vision)).await;
    let address = format!("/api/v1/goals/{}", vision.id());
    town.planner
        .delete(&address, &json!(1))
        .await
        .assert_problem(409, "goal_in_use");
}
