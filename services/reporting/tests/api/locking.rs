use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    support::{World, figure},
    things::{Year, project},
};

#[tokio::test(flavor = "multi_thread")]
async fn a_lock_counts_what_was_written_a_moment_ago_and_never_changes_again() {
    let world = World::start().await;
    let year = Year::told_to(&world).await;
    let planner = world.planner();
    let report = planner.draft(2018, None, "fi").await;
    let path = format!("/api/v1/reports/{}", report["id"].as_str().unwrap());
    // Nobody waits for this event: the lock has to.
    let late = Uuid::now_v7();
    world
        .tell("projects", "project", late, &project(late, year.office, "eu"))
        .await;
    let locked = planner.act(&format!("{path}/lock"), 1).await.ok().json;
    assert_eq!(locked["status"], "locked");
    assert_eq!(figure(&locked, "eu_projects")["value"], "1");
    assert_eq!(locked["positions"], json!({"tenants": 3, "goals": 2, "projects": 5}));
    // Whatever happens later, it stays.
    world
        .untell("projects", "project", late, &project(late, year.office, "eu"))
        .await;
    world.listed("projects", 1).await;
    assert_eq!(planner.get(&path).await.ok().json, locked);
    let rows = planner.get(&format!("{path}/figures/eu_projects")).await.ok().items();
    assert_eq!(rows.iter().map(|r| r["id"].clone()).collect::<Vec<_>>(), [json!(late)]);
    planner
        .act(&format!("{path}/lock"), 2)
        .await
        .problem(409, "already_locked");
    planner
        .act(&format!("{path}/redraft"), 2)
        .await
        .problem(409, "report_locked");
    planner
        .patch(&path, 2, json!({"parts": []}))
        .await
        .problem(409, "report_locked");
    planner.delete(&path, 2).await.problem(409, "report_locked");
    // Not even past the service: the database itself refuses.
    for sql in [
        "UPDATE reporting.reports SET texts = '{}'",
        "DELETE FROM reporting.report_figures",
    ] {
        assert!(world.sql(sql).await.is_err(), "{sql}");
    }
    assert_eq!(planner.get(&path).await.ok().json, locked);
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lock_is_refused_when_stale_not_allowed_or_not_to_be_typeset() {
    let world = World::start().await;
    let planner = world.planner();
    let report = planner.draft(2018, None, "fi").await;
    let path = format!("/api/v1/reports/{}", report["id"].as_str().unwrap());
    planner
        .act(&format!("{path}/lock"), 7)
        .await
        .problem(412, "stale_version");
    world
        .person(platform::auth::Role::Contributor, Some(Uuid::now_v7()))
        .act(&format!("{path}/lock"), 1)
        .await
        .problem(403, "not_allowed");
    let with = |words: &str| json!({"parts": [{"key": "effects", "text": words}]});
    let edited = planner.patch(&path, 1, with("Yksisarvinen 🦄 ja 你好")).await.ok().json;
    let faults: Vec<&Value> = edited["faults"].as_array().unwrap().iter().collect();
    assert!(
        faults.iter().any(|f| f["character"] == "🦄" && f["where"] == "effects"),
        "{faults:?}"
    );
    let refused = planner
        .act(&format!("{path}/lock"), 2)
        .await
        .problem(422, "characters_missing");
    assert!(
        refused.json["errors"]
            .as_array()
            .unwrap()
            .iter()
            .any(|e| e["pointer"] == "/parts/2")
    );
    assert_eq!(planner.get(&path).await.ok().json["status"], "draft");
    planner.patch(&path, 2, with("Ääkköset ja š käyvät")).await.ok();
    planner.act(&format!("{path}/lock"), 3).await.ok();
    world.stop().await;
}
