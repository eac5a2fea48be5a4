use serde_json::json;

use crate::support::{items, town};

#[tokio::test(flavor = "multi_thread")]
async fn a_unit_does_what_it_was_told() {
    let town = town().await;
    let goal = town.goal("Tillväxt", None).await;
    let body = |unit: &str, due: Option<&str>| json!({"title": {"sv": "Genomför policyn"}, "goal_id": goal.id(), "unit_id": unit, "due_on": due});
    let some_day = town
        .planner
        .post("/api/v1/assignments", body(&town.office, None))
        .await
        .created();
    let soon = town
        .planner
        .post("/api/v1/assignments", body(&town.school, Some("2026-12-31")))
        .await
        .created();
    let listed = town
        .planner
        .get(&format!("/api/v1/assignments?goal_id={}", goal.id()))
        .await
        .ok();
    let order: Vec<_> = items(&listed)
        .iter()
        .map(|a| a["id"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(order, [soon.id(), some_day.id()]);
    let teacher = town.teacher().await;
    town.suite.settle().await;
    let complete = |id: &str| format!("/api/v1/assignments/{id}/complete");
    teacher
        .act(&complete(&some_day.id()), &json!(1), json!({}))
        .await
        .assert_problem(403, "beyond_reach");
    let done = teacher.act(&complete(&soon.id()), &json!(1), json!({})).await.ok();
    assert_eq!(done.json["status"], "done");
    teacher
        .act(&complete(&soon.id()), &json!(2), json!({}))
        .await
        .assert_problem(409, "already_done");
    let goal_address = format!("/api/v1/goals/{}", goal.id());
    town.planner
        .delete(&goal_address, &json!(1))
        .await
        .assert_problem(409, "goal_in_use");
    let other = town.suite.tenant("Kuopio").await;
    let theirs = other.admin.get(&format!("/api/v1/assignments/{}", soon.id())).await;
    theirs.assert_problem(404, "assignment_not_found");
    let mut unknown = body(&town.school, None);
    unknown["goal_id"] = json!(town.school);
    town.planner
        .post("/api/v1/assignments", unknown)
        .await
        .assert_fault("/goal_id", "unknown_goal");
}
