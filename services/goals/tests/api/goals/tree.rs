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

#[tokio::test(flavor = "multi_thread")]
async fn the_tree_opens_as_far_as_there_is_room_for_it() {
    let town = town().await;
    let vision = town.goal("Vision", None).await;
    let growth = town.goal("Tillväxt", Some(&vision)).await;
    town.goal("Välfärd", Some(&vision)).await;
    town.goal("Företag", Some(&growth)).await;
    town.goal("Skolor", Some(&growth)).await;
    let opened = async |query: &str| {
        let tree = town.planner.get(&format!("/api/v1/goals/tree{query}")).await.ok();
        let line = |g: &serde_json::Value| {
            (
                g["depth"].as_i64().unwrap(),
                g["title"]["sv"].as_str().unwrap().to_owned(),
                g["goals_below"].as_i64().unwrap(),
            )
        };
        let lines: Vec<_> = items(&tree).iter().map(line).collect();
        (lines, tree.json["next"].as_str().map(str::to_owned))
    };
    let line = |depth, title: &str, below| (depth, title.to_owned(), below);
    let whole = vec![
        line(0, "Vision", 2),
        line(1, "Tillväxt", 2),
        line(2, "Företag", 0),
        line(2, "Skolor", 0),
        line(1, "Välfärd", 0),
    ];
    assert_eq!(opened("").await, (whole.clone(), None));
    assert_eq!(opened("?limit=5").await, (whole.clone(), None));
    let two = vec![whole[0].clone(), whole[1].clone(), whole[4].clone()];
    assert_eq!(
        opened("?limit=4").await,
        (two, None),
        "a depth is opened whole or not at all"
    );
    assert_eq!(opened("?limit=2").await.0, whole[..1]);
    let branch = vec![line(0, "Företag", 0), line(0, "Skolor", 0)];
    let below = format!("?below={}", growth.id());
    assert_eq!(opened(&below).await, (branch.clone(), None));
    let (first, next) = opened(&format!("{below}&limit=1")).await;
    assert_eq!(first, branch[..1]);
    let (second, next) = opened(&format!("{below}&limit=1&after={}", next.unwrap())).await;
    assert_eq!((second.as_slice(), next), (&branch[1..], None));

    let refused = async |query: &str| town.planner.get(&format!("/api/v1/goals/tree?{query}")).await;
    refused("limit=0").await.assert_fault("?limit", "out_of_range");
    refused("limit=201").await.assert_fault("?limit", "out_of_range");
    refused("after=x").await.assert_fault("?after", "bad_cursor");
    refused("below=x").await.assert_fault("?below", "wrong_type");
    refused("depth=1").await.assert_fault("?depth", "unknown_parameter");
}
