use kit::Answer;
use serde_json::{Value, json};

use crate::support::{Town, items, town};

fn body() -> Value {
    json!({
        "kind": "policy", "title": {"sv": "Policy för internationella kontakter"}, "case_number": "KS/2009:167",
        "period": {"from": "2010-01-01", "to": "2012-12-31"},
        "sections": [{"key": "goal", "heading": {"sv": "Mål"}, "body": {"sv": "Varje nämnd beskriver varje år …"}}],
    })
}

/// Takes the newest edition along these steps, all on one day.
async fn walk(town: &Town, policy: &Answer, steps: &[&str]) -> Value {
    let address = format!("/api/v1/policies/{}", policy.id());
    let mut version = town.planner.get(&address).await.ok().json["version"].clone();
    let mut last = Value::Null;
    for to in steps {
        let step =
            json!({"to": to, "on": "2010-04-06", "decided_by": "Kommunfullmäktige", "case_number": "KS/2009:167"});
        last = town
            .planner
            .act(&format!("{address}/steps"), &version, step)
            .await
            .ok()
            .json;
        version = last["version"].clone();
    }
    last
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_edition_stays_readable_and_goals_point_at_it() {
    let town = town().await;
    let policy = town.planner.post("/api/v1/policies", body()).await.created();
    let address = format!("/api/v1/policies/{}", policy.id());
    let in_force = walk(
        &town,
        &policy,
        &["consultation", "revised", "proposed", "adopted", "in_force"],
    )
    .await;
    assert_eq!(
        (&in_force["status"], &in_force["standing_edition"]),
        (&json!("in_force"), &json!(1))
    );
    assert_eq!(in_force["steps"][3]["decided_by"], "Kommunfullmäktige");
    let mut goal = town.goal_body("Årlig beskrivning");
    goal["policy"] = json!({"id": policy.id()});
    let goal = town.planner.post("/api/v1/goals", goal).await.created();
    assert_eq!(goal.json["policy"], json!({"id": policy.id(), "edition": 1}));
    let version = in_force["version"].clone();
    let change = json!({"title": {"sv": "Annan policy"}});
    town.planner
        .patch(&address, &version, change.clone())
        .await
        .assert_problem(409, "edition_fixed");
    let next = town
        .planner
        .act(&format!("{address}/editions"), &version, json!({}))
        .await
        .ok();
    assert_eq!(
        (&next.json["edition"], &next.json["status"]),
        (&json!(2), &json!("draft"))
    );
    assert_eq!(next.json["standing_edition"], 1);
    let again = town
        .planner
        .act(&format!("{address}/editions"), &next.json["version"], json!({}))
        .await;
    again.assert_problem(409, "edition_open");
    town.planner.patch(&address, &next.json["version"], change).await.ok();
    walk(&town, &policy, &["adopted", "in_force"]).await;
    let old = town.planner.get(&format!("{address}/editions/1")).await.ok().json;
    assert_eq!(old["title"], json!({"sv": "Policy för internationella kontakter"}));
    assert_eq!(old["status"], "superseded");
    let editions = town.planner.get(&format!("{address}/editions")).await.ok();
    assert_eq!(items(&editions).len(), 2);
    town.planner
        .get(&format!("{address}/editions/9"))
        .await
        .assert_problem(404, "edition_not_found");
    let goal = town.planner.get(&format!("/api/v1/goals/{}", goal.id())).await.ok();
    assert_eq!(goal.json["policy"]["edition"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_policy_that_comes_into_force_takes_the_others_place() {
    let town = town().await;
    let old = town.planner.post("/api/v1/policies", body()).await.created();
    walk(&town, &old, &["adopted", "in_force"]).await;
    let mut new = body();
    new["supersedes"] = json!({"policy_id": old.id()});
    let new = town.planner.post("/api/v1/policies", new).await.created();
    walk(&town, &new, &["proposed", "adopted", "in_force"]).await;
    let old = town
        .planner
        .get(&format!("/api/v1/policies/{}", old.id()))
        .await
        .ok()
        .json;
    assert_eq!(
        (&old["status"], &old["standing_edition"]),
        (&json!("superseded"), &json!(null))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn steps_are_taken_in_their_order_and_decided_by_somebody() {
    let town = town().await;
    let policy = town.planner.post("/api/v1/policies", body()).await.created();
    let steps = format!("/api/v1/policies/{}/steps", policy.id());
    let step = |to: &str, on: &str| json!({"to": to, "on": on});
    town.planner
        .act(&steps, &json!(1), step("in_force", "2010-04-06"))
        .await
        .assert_problem(409, "no_such_step");
    town.planner
        .act(&steps, &json!(1), step("adopted", "2010-04-06"))
        .await
        .assert_fault("/decided_by", "required");
    town.planner
        .act(&steps, &json!(1), step("proposed", "2010-04-06"))
        .await
        .ok();
    town.planner
        .act(&steps, &json!(2), step("revised", "2010-04-05"))
        .await
        .assert_fault("/on", "before_last_step");
    let registrar = town.tenant.person("registrar").await;
    registrar
        .act(&steps, &json!(2), step("revised", "2010-04-07"))
        .await
        .ok();
    let other = town.suite.tenant("Kuopio").await;
    other
        .admin
        .act(&steps, &json!(3), step("proposed", "2010-04-08"))
        .await
        .assert_problem(404, "policy_not_found");
}
