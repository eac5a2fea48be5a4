use kit::Answer;
use serde_json::{Value, json};

use crate::support::{Town, items, town};

async fn network(town: &Town, name: &str) -> Answer {
    let body = json!({"name": {"sv": name}});
    town.planner.post("/api/v1/networks", body).await.created()
}

fn link(goal: &Answer, kind: &str, target: &str, strength: i32) -> Value {
    json!({"goal_id": goal.id(), "target_kind": kind, "target_id": target, "strength": strength})
}

#[tokio::test(flavor = "multi_thread")]
async fn a_goal_is_tied_to_what_serves_it() {
    let town = town().await;
    let goal = town.goal("Tillväxt", None).await;
    let network = network(&town, "Nätverket").await;
    let body = link(&goal, "network", &network.id(), 2);
    let tied = town.planner.post("/api/v1/goal-links", body.clone()).await.created();
    assert_eq!(
        (&tied.json["target_name"]["sv"], &tied.json["target_gone"]),
        (&json!("Nätverket"), &json!(false))
    );
    town.planner
        .post("/api/v1/goal-links", body)
        .await
        .assert_problem(409, "link_exists");
    let address = format!("/api/v1/goal-links/{}", tied.id());
    let stronger = json!({"strength": 3, "note": "Bär målet."});
    let changed = town.planner.patch(&address, &json!(1), stronger).await.ok();
    assert_eq!(
        (
            &changed.json["strength"],
            &changed.json["note"],
            &changed.headers["etag"]
        ),
        (&json!(3), &json!("Bär målet."), &"\"2\"".parse().unwrap())
    );
    town.planner
        .patch(&address, &json!(2), json!({"target_kind": "project"}))
        .await
        .assert_fault("/target_id", "fixed");
    town.planner
        .delete(&format!("/api/v1/goals/{}", goal.id()), &json!(1))
        .await
        .assert_problem(409, "goal_in_use");
    town.planner.delete(&address, &json!(2)).await.gone();
    town.planner
        .get(&address)
        .await
        .assert_problem(404, "goal_link_not_found");
    let history = town.planner.get(&format!("{address}/history")).await.ok();
    let events: Vec<_> = items(&history).iter().map(|e| e["event"].as_str().unwrap()).collect();
    assert_eq!(events, ["deleted", "changed", "tied"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_tied_is_there() {
    let town = town().await;
    let goal = town.goal("Tillväxt", None).await;
    let network = network(&town, "Nätverket").await;
    for (kind, target, strength, pointer, code) in [
        ("project", network.id(), 2, "/target_id", "unknown_project"),
        ("network", goal.id(), 2, "/target_id", "unknown_network"),
        ("network", network.id(), 4, "/strength", "too_large"),
        ("theme", network.id(), 2, "/target_kind", "not_a_choice"),
    ] {
        town.planner
            .post("/api/v1/goal-links", link(&goal, kind, &target, strength))
            .await
            .assert_fault(pointer, code);
    }
    let close = format!("/api/v1/goals/{}/close", goal.id());
    town.planner.act(&close, &json!(1), json!({})).await.ok();
    town.planner
        .post("/api/v1/goal-links", link(&goal, "network", &network.id(), 2))
        .await
        .assert_fault("/goal_id", "goal_closed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_stands_when_its_target_vanishes_and_says_so() {
    let town = town().await;
    let goal = town.goal("Tillväxt", None).await;
    let activity = json!({"kind": "visit", "title": {"sv": "Besök"}, "country": "FI", "unit_id": town.council,
                          "period": {"from": "2026-02-01", "to": "2026-02-02"}});
    let activity = town.planner.post("/api/v1/activities", activity).await.created();
    let tied = link(&goal, "activity", &activity.id(), 2);
    let tied = town.planner.post("/api/v1/goal-links", tied).await.created();
    let served = town.planner.get("/api/v1/goal-coverage?level=goal").await.ok();
    assert_eq!(served.json["items"][0]["cells"][2]["count"], 1);
    let address = format!("/api/v1/activities/{}", activity.id());
    town.planner.delete(&address, &json!(1)).await.gone();
    town.suite.settle().await;
    let link = town
        .planner
        .get(&format!("/api/v1/goal-links/{}", tied.id()))
        .await
        .ok();
    assert_eq!(
        (&link.json["target_gone"], &link.json["target_name"]["sv"]),
        (&json!(true), &json!("Besök"))
    );
    let covered = town.planner.get("/api/v1/goal-coverage?level=goal").await.ok();
    assert_eq!(
        covered.json["items"][0]["cells"][2],
        json!({"kind": "activity", "count": 0, "strength": null})
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_matrix_shows_what_serves_each_goal_and_where_the_gaps_are() {
    let town = town().await;
    let mut body = town.goal_body("Utbildning");
    body["level"] = json!("spearhead");
    let education = town.planner.post("/api/v1/goals", body.clone()).await.created();
    body["title"] = json!({"sv": "Livskraft"});
    town.planner.post("/api/v1/goals", body).await.created();
    let below = town.goal("Utbyten", Some(&education)).await;
    let network = network(&town, "Nätverket").await;
    for (goal, strength) in [(&education, 1), (&below, 3)] {
        let tied = link(goal, "network", &network.id(), strength);
        town.planner.post("/api/v1/goal-links", tied).await.created();
        // Each time anew, whatever was told a moment ago.
        let covered = town.planner.get("/api/v1/goal-coverage").await.ok();
        assert_eq!(items(&covered)[1]["cells"][1]["strength"], json!(strength));
    }
    let covered = town.planner.get("/api/v1/goal-coverage").await.ok();
    assert_eq!(covered.json["level"], "spearhead");
    let titles: Vec<_> = items(&covered).iter().map(|row| &row["title"]["sv"]).collect();
    assert_eq!(titles, ["Livskraft", "Utbildning"]);
    let cell = json!({"kind": "network", "count": 1, "strength": 3});
    assert_eq!(items(&covered)[1]["cells"][1], cell);
    assert_eq!(covered.json["gaps"].as_array().unwrap().len(), 5);
    let gaps = town
        .planner
        .get("/api/v1/goal-coverage/cells?gap=true&limit=3")
        .await
        .ok();
    assert_eq!(items(&gaps).len(), 3);
    let next = gaps.json["next"].as_str().unwrap();
    let rest = town
        .planner
        .get(&format!("/api/v1/goal-coverage/cells?gap=true&limit=3&after={next}"))
        .await
        .ok();
    assert_eq!((items(&rest).len(), &rest.json["next"]), (2, &json!(null)));
    let file = town.planner.get("/api/v1/goal-coverage/cells?format=csv").await.ok();
    let line = format!("{},,Utbildning,,{},network,1,3", education.id(), town.council);
    assert!(file.text().lines().any(|l| l == line), "{}", file.text());
    town.planner
        .get("/api/v1/goal-coverage?level=nothing")
        .await
        .assert_fault("?level", "unknown_level");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_projects_name_as_their_goals_is_covered_as_long_as_they_do() {
    let town = town().await;
    let education = town.goal("Utbildning", None).await;
    let growth = town.goal("Tillväxt", None).await;
    let body = json!({"title": {"sv": "Utbyte"}, "kind": "international", "role": "lead", "owner_unit_id": town.council,
                      "period": {"from": "2026-01-01"}, "goal_ids": [{"goal_id": education.id(), "share": "60"}]});
    let project = town.planner.post("/api/v1/projects", body).await.created();
    let address = format!("/api/v1/projects/{}", project.id());
    let served = async || {
        town.suite.settle().await;
        let covered = town.planner.get("/api/v1/goal-coverage?level=goal").await.ok();
        let projects = |goal: &Answer| {
            let row = items(&covered).iter().find(|row| row["goal_id"] == goal.id()).unwrap();
            (row["cells"][0]["count"].clone(), row["cells"][0]["strength"].clone())
        };
        [projects(&education), projects(&growth)]
    };
    let (one, none) = ((json!(1), json!(2)), (json!(0), json!(null)));
    assert_eq!(served().await, [one.clone(), none.clone()]);
    let other = json!({"goal_ids": [{"goal_id": growth.id(), "share": "100"}]});
    town.planner.patch(&address, &json!(1), other).await.ok();
    assert_eq!(served().await, [none.clone(), one]);
    town.planner.delete(&address, &json!(2)).await.gone();
    assert_eq!(served().await, [none.clone(), none]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_teacher_ties_the_schools_goals_and_nobody_elses() {
    let town = town().await;
    let mut body = town.goal_body("Skolans mål");
    body["accountable_unit_id"] = json!(town.school);
    let own = town.planner.post("/api/v1/goals", body).await.created();
    let others = town.goal("Fullmäktiges mål", None).await;
    let network = network(&town, "Nätverket").await;
    let teacher = town.teacher().await;
    town.suite.settle().await;
    let tied = teacher
        .post("/api/v1/goal-links", link(&own, "network", &network.id(), 1))
        .await;
    tied.created();
    teacher
        .post("/api/v1/goal-links", link(&others, "network", &network.id(), 1))
        .await
        .assert_problem(403, "beyond_reach");
}
