use serde_json::json;

use crate::support::{items, town};

#[tokio::test(flavor = "multi_thread")]
async fn a_goal_is_set_read_and_remembered() {
    let town = town().await;
    let mut body = town.goal_body(" Internationell tillväxt ");
    body["responsible_unit_ids"] = json!([town.school, town.office]);
    let created = town.planner.post("/api/v1/goals", body).await.created();
    assert_eq!(created.headers["etag"], "\"1\"");
    assert_eq!(created.headers["location"], format!("/api/v1/goals/{}", created.id()));
    let read = town
        .tenant
        .reader()
        .await
        .get(&format!("/api/v1/goals/{}", created.id()))
        .await
        .ok();
    assert_eq!(read.json, created.json);
    assert_eq!(read.json["title"], json!({"sv": "Internationell tillväxt"}));
    assert_eq!(read.json["responsible_unit_ids"], json!([town.school, town.office]));
    assert_eq!(read.json["status"], "open");
    let history = town
        .planner
        .get(&format!("/api/v1/goals/{}/history", created.id()))
        .await
        .ok();
    assert_eq!(items(&history)[0]["event"], "created");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_repeated_request_sets_one_goal() {
    let town = town().await;
    let first = town
        .planner
        .post_once("/api/v1/goals", "k1", town.goal_body("Tillväxt"))
        .await
        .created();
    let again = town
        .planner
        .post_once("/api/v1/goals", "k1", town.goal_body("Tillväxt"))
        .await
        .created();
    assert_eq!(first.id(), again.id());
    assert_eq!(items(&town.planner.get("/api/v1/goals").await.ok()).len(), 1);
    town.planner
        .post_once("/api/v1/goals", "k1", town.goal_body("Annat"))
        .await
        .assert_problem(422, "key_reused");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_goal_points_only_at_what_is_there() {
    let town = town().await;
    let nobody = "0192f3a4-7c1e-7d3a-9b51-2f6f3d1c0a01";
    for (field, value, pointer, code) in [
        (
            "accountable_unit_id",
            json!(nobody),
            "/accountable_unit_id",
            "unknown_unit",
        ),
        (
            "consulted_unit_ids",
            json!([town.school, nobody]),
            "/consulted_unit_ids/1",
            "unknown_unit",
        ),
        ("theme_ids", json!([nobody]), "/theme_ids/0", "unknown_theme"),
        ("level", json!("nowhere"), "/level", "unknown_level"),
        ("parent_id", json!(nobody), "/parent_id", "unknown_goal"),
        ("policy", json!({"id": nobody}), "/policy", "unknown_edition"),
        (
            "period",
            json!({"from": "2027-01-01", "to": "2026-01-01"}),
            "/period",
            "reversed",
        ),
        ("colour", json!("red"), "/colour", "unknown_field"),
    ] {
        let mut body = town.goal_body("Tillväxt");
        body[field] = value;
        town.planner
            .post("/api/v1/goals", body)
            .await
            .assert_fault(pointer, code);
    }
    assert!(items(&town.planner.get("/api/v1/goals").await.ok()).is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn readers_and_contributors_set_no_goals() {
    let town = town().await;
    for somebody in [town.tenant.reader().await, town.teacher().await] {
        somebody
            .post("/api/v1/goals", town.goal_body("Tillväxt"))
            .await
            .assert_problem(403, "not_allowed");
        somebody.get("/api/v1/goals").await.ok();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_tenants_goal_is_not_there() {
    let town = town().await;
    let goal = town.goal("Tillväxt", None).await;
    let other = town.suite.tenant("Kuopio").await;
    let address = format!("/api/v1/goals/{}", goal.id());
    other.admin.get(&address).await.assert_problem(404, "goal_not_found");
    other
        .admin
        .patch(&address, &json!(1), json!({"cross_cutting": true}))
        .await
        .assert_problem(404, "goal_not_found");
    other
        .admin
        .get(&format!("{address}/history"))
        .await
        .assert_problem(404, "goal_not_found");
    assert!(items(&other.admin.get("/api/v1/goals").await.ok()).is_empty());
    assert!(items(&other.admin.get("/api/v1/goals/tree").await.ok()).is_empty());
    let branch = format!("/api/v1/goals/tree?below={}", goal.id());
    assert!(items(&other.admin.get(&branch).await.ok()).is_empty());
}
