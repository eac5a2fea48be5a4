//! Files at goals, policies and statements: whoever may change the thing attaches, as far as that reaches.

use kit::Client;
use serde_json::json;

use crate::support::town;

#[tokio::test(flavor = "multi_thread")]
async fn a_teacher_attaches_to_the_statement_of_the_school_and_to_nobody_elses() {
    let town = town().await;
    let round = json!({"year": 2026, "due_on": "2026-02-28", "unit_ids": [town.school, town.office]});
    town.planner.post("/api/v1/statement-rounds", round).await.created();
    let owed = town.planner.get("/api/v1/statements?year=2026").await.ok().items();
    let of = |unit: &str| {
        let one = owed.iter().find(|s| s["unit_id"] == unit).unwrap();
        format!("/api/v1/statements/{}/attachments", one["id"].as_str().unwrap())
    };
    let teacher = town.teacher().await;
    let plan = || b"Vecka 14: elever fr\xc3\xa5n Tartu.".to_vec();
    let added = teacher.upload(&of(&town.school), "plan.txt", plan()).await.created();
    let beyond = teacher.upload(&of(&town.office), "plan.txt", plan()).await;
    beyond.assert_problem(403, "beyond_reach");
    let one = format!("{}/{}", of(&town.school), added.id());
    assert_eq!(teacher.get(&format!("{one}/content")).await.ok().body, plan());
    town.suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_attached_to_a_statement_stays_as_it_is_once_it_is_handed_in_or_its_round_locked() {
    let town = town().await;
    let round = json!({"year": 2026, "due_on": "2026-02-28", "unit_ids": [town.school]});
    let round = town.planner.post("/api/v1/statement-rounds", round).await.created();
    let owed = town.planner.get("/api/v1/statements?year=2026").await.ok().items();
    let path = format!("/api/v1/statements/{}", owed[0]["id"].as_str().unwrap());
    let files = format!("{path}/attachments");
    let added = town.planner.upload(&files, "a.txt", b"text".to_vec()).await.created();
    let refused = async |code: &str| {
        stays(&town.planner, &format!("{files}/{}", added.id()), &files, code).await;
    };
    let text = json!({"text": {"sv": "Elever var i Tartu."}});
    let written = town.planner.patch(&path, &json!(1), text).await.ok();
    let version = &written.json["version"];
    let submitted = town
        .planner
        .act(&format!("{path}/submit"), version, json!({}))
        .await
        .ok();
    refused("already_submitted").await;
    let version = &submitted.json["version"];
    town.planner
        .act(&format!("{path}/reopen"), version, json!({}))
        .await
        .ok();
    town.planner.upload(&files, "b.txt", b"text".to_vec()).await.created();
    let lock = format!("/api/v1/statement-rounds/{}/lock", round.id());
    town.planner.act(&lock, &round.json["version"], json!({})).await.ok();
    refused("statement_locked").await;
    town.suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_attached_to_a_closed_goal_stays_as_it_is_until_the_goal_is_reopened() {
    let town = town().await;
    let goal = town.goal("Resa", None).await;
    let path = format!("/api/v1/goals/{}", goal.id());
    let files = format!("{path}/attachments");
    let added = town.planner.upload(&files, "a.txt", b"text".to_vec()).await.created();
    let one = format!("{files}/{}", added.id());
    let close = town
        .planner
        .act(&format!("{path}/close"), &json!(1), json!({}))
        .await
        .ok();
    stays(&town.planner, &one, &files, "goal_closed").await;
    let version = &close.json["version"];
    town.planner
        .act(&format!("{path}/reopen"), version, json!({}))
        .await
        .ok();
    town.planner.delete(&one, &json!(1)).await.gone();
    town.suite.stop().await;
}

/// Nothing is attached, changed or removed; what is attached is still had.
async fn stays(planner: &Client, one: &str, files: &str, code: &str) {
    let attached = planner.get(files).await.ok().items();
    let another = planner.upload(files, "another.txt", b"text".to_vec()).await;
    another.assert_problem(409, code);
    let said = json!({"title": {"sv": "Plan"}});
    planner.patch(one, &json!(1), said).await.assert_problem(409, code);
    planner.delete(one, &json!(1)).await.assert_problem(409, code);
    assert_eq!(planner.get(files).await.ok().items(), attached);
    assert_eq!(planner.get(&format!("{one}/content")).await.ok().body, b"text");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_attached_to_a_goal_or_a_policy_goes_with_it() {
    let town = town().await;
    let goal = town.goal("Resa", None).await;
    let policy = json!({"kind": "policy", "title": {"sv": "Policy"}, "period": {"from": "2010-01-01"}});
    let policy = town.planner.post("/api/v1/policies", policy).await.created();
    for (resource, thing, missing) in [
        ("goals", &goal, "goal_not_found"),
        ("policies", &policy, "policy_not_found"),
    ] {
        let path = format!("/api/v1/{resource}/{}", thing.id());
        let all = format!("{path}/attachments");
        town.planner.upload(&all, "a.txt", b"text".to_vec()).await.created();
        assert_eq!(town.planner.get(&all).await.ok().items().len(), 1);
        town.planner.delete(&path, &thing.json["version"]).await.gone();
        town.planner.get(&all).await.assert_problem(404, missing);
    }
    let left = "SELECT count(*) FROM goals.attachments WHERE removed_at IS NULL";
    assert_eq!(town.suite.database.count(left).await, 0);
    town.suite.stop().await;
}
