use kit::Answer;
use serde_json::{Value, json};

use crate::support::{Town, items, town};

/// The year that runs in the test.
fn year(town: &Town) -> i16 {
    town.suite.clock.today("Europe/Helsinki").year()
}

/// Twenty at the end of the year before last, a hundred two years from now: sixty are expected this year.
async fn measure(town: &Town, goal: &Answer) -> Answer {
    let year = year(town);
    let body = json!({
        "name": {"sv": "Utbyten"}, "goal_ids": [goal.id()], "unit_of_measure": {"sv": "st"}, "direction": "up",
        "kind": "number", "frequency": "year", "owner_unit_id": town.council,
        "baseline": {"period": (year - 2).to_string(), "value": "20"},
        "targets": [{"period": (year + 2).to_string(), "value": "100"}],
    });
    town.planner.post("/api/v1/indicators", body).await.created()
}

async fn enter(town: &Town, indicator: &Answer, value: &str) -> Answer {
    let period = year(town).to_string();
    let body = json!({"indicator_id": indicator.id(), "period": period, "value": value, "status": "final"});
    town.planner.post("/api/v1/indicator-values", body).await.created()
}

async fn attainment(town: &Town, goal: &Answer) -> Value {
    let goal = town.planner.get(&format!("/api/v1/goals/{}", goal.id())).await.ok();
    goal.json["attainment"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn entering_or_correcting_a_value_changes_the_status_at_once() {
    let town = town().await;
    let goal = town.goal("Tillväxt", None).await;
    assert_eq!(goal.json["attainment"]["status"], "unknown");
    let indicator = measure(&town, &goal).await;
    let nothing = attainment(&town, &goal).await;
    assert_eq!(
        (&nothing["status"], &nothing["indicators"][0]["missing"]),
        (&json!("unknown"), &json!("no_value"))
    );
    let value = enter(&town, &indicator, "51").await;
    let off = attainment(&town, &goal).await;
    assert_eq!(off["status"], "off");
    let figures = &off["indicators"][0];
    assert_eq!(
        (&figures["expected"], &figures["actual"], &figures["share"]),
        (&json!("60"), &json!("51"), &json!("77.5"))
    );
    assert_eq!(off["rule"], "worst");
    assert_eq!(
        off["thresholds"],
        json!({"version": 0, "on_track": "100", "watch": "80"})
    );
    let correct = format!("/api/v1/indicator-values/{}/correct", value.id());
    let put_right = json!({"value": "52", "reason": "En skola saknades."});
    town.planner.act(&correct, &json!(1), put_right).await.ok();
    assert_eq!(attainment(&town, &goal).await["status"], "watch");
    let target = json!({"targets": [{"period": (year(&town) + 2).to_string(), "value": "84"}]});
    let address = format!("/api/v1/indicators/{}", indicator.id());
    town.planner.patch(&address, &json!(1), target).await.ok();
    assert_eq!(attainment(&town, &goal).await["status"], "on_track");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_parent_is_its_worst_child_unless_another_rule_is_chosen() {
    let town = town().await;
    let top = town.goal("Vision", None).await;
    let (good, bad) = (town.goal("A", Some(&top)).await, town.goal("B", Some(&top)).await);
    enter(&town, &measure(&town, &good).await, "60").await;
    enter(&town, &measure(&town, &bad).await, "10").await;
    let worst = attainment(&town, &top).await;
    assert_eq!(worst["status"], "off");
    let children = json!([
        {"goal_id": good.id(), "status": "on_track"}, {"goal_id": bad.id(), "status": "off"},
    ]);
    assert_eq!(worst["children"], children);
    enter(&town, &measure(&town, &top).await, "60").await;
    let address = format!("/api/v1/goals/{}", top.id());
    for (rule, status) in [
        ("majority", "on_track"),
        ("own_indicators", "on_track"),
        ("worst", "off"),
    ] {
        let version = town.planner.get(&address).await.ok().json["version"].clone();
        let changed = json!({"attainment_rule": rule});
        let changed = town.planner.patch(&address, &version, changed).await.ok();
        assert_eq!(changed.json["attainment"]["status"], status, "{rule}");
    }
    let tree = town.planner.get("/api/v1/goals/tree").await.ok();
    let statuses: Vec<_> = items(&tree).iter().map(|line| &line["attainment_status"]).collect();
    assert_eq!(statuses, ["off", "on_track", "off"]);
    let close = format!("/api/v1/goals/{}/close", bad.id());
    town.planner.act(&close, &json!(1), json!({})).await.ok();
    assert_eq!(attainment(&town, &top).await["status"], "on_track");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_goal_tells_the_same_of_itself_whether_or_not_somebody_asked_for_all_before() {
    let town = town().await;
    let top = town.goal("Vision", None).await;
    let (good, bad) = (town.goal("A", Some(&top)).await, town.goal("B", Some(&top)).await);
    let closed = town.goal("C", Some(&top)).await;
    let deeper = town.goal("D", Some(&bad)).await;
    enter(&town, &measure(&town, &good).await, "60").await;
    enter(&town, &measure(&town, &deeper).await, "10").await;
    let close = format!("/api/v1/goals/{}/close", closed.id());
    town.planner.act(&close, &json!(1), json!({})).await.ok();
    let goals = [&top, &good, &bad, &closed, &deeper];
    let each = async || {
        let mut told = Vec::new();
        for goal in goals {
            told.push(attainment(&town, goal).await);
        }
        told
    };
    let alone = each().await;
    town.planner.get("/api/v1/goals/statuses").await.ok();
    assert_eq!(each().await, alone);
    assert_eq!(
        (&alone[0]["status"], &alone[1]["status"]),
        (&json!("off"), &json!("on_track"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn how_goals_are_doing_is_told_anew_after_every_change() {
    let town = town().await;
    let (top, other) = (town.goal("Vision", None).await, town.goal("A", None).await);
    let below = town.goal("B", Some(&top)).await;
    let told = async |ids: &str| {
        let told = town.planner.get(&format!("/api/v1/goals/statuses{ids}")).await.ok();
        let status = |goal: &serde_json::Value| goal["attainment_status"].as_str().unwrap().to_owned();
        items(&told).iter().map(status).collect::<Vec<_>>()
    };
    assert_eq!(told("").await, ["unknown", "unknown", "unknown"]);
    let indicator = measure(&town, &below).await;
    enter(&town, &indicator, "52").await;
    assert_eq!(told("").await, ["unknown", "watch", "watch"], "A, B, Vision");
    let one = format!("?ids={}", top.id());
    assert_eq!(told(&one).await, ["watch"]);
    let moved = json!({"parent_id": other.id()});
    town.planner
        .patch(&format!("/api/v1/goals/{}", below.id()), &json!(1), moved)
        .await
        .ok();
    assert_eq!(told("").await, ["watch", "watch", "unknown"]);
    let milder = json!({"on_track": "80", "watch": "60"});
    town.planner
        .put("/api/v1/goal-thresholds", &json!(0), milder)
        .await
        .ok();
    assert_eq!(told("").await, ["on_track", "on_track", "unknown"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn people_judge_beside_the_figures_and_say_why() {
    let town = town().await;
    let goal = town.goal("Tillväxt", None).await;
    enter(&town, &measure(&town, &goal).await, "60").await;
    let judge = format!("/api/v1/goals/{}/judge", goal.id());
    let body = json!({"status": "watch", "reasons": " Partnerna väntar. "});
    let judged = town.planner.act(&judge, &json!(1), body.clone()).await.ok();
    let judgement = &judged.json["judgement"];
    assert_eq!(
        (&judgement["status"], &judgement["reasons"]),
        (&json!("watch"), &json!("Partnerna väntar."))
    );
    assert!(judgement["by"].is_string() && judgement["at"].is_string());
    assert_eq!(judged.json["attainment"]["status"], "on_track");
    town.planner
        .act(&judge, &json!(1), body)
        .await
        .assert_problem(412, "stale_version");
    let silent = json!({"status": "off", "reasons": " "});
    town.planner
        .act(&judge, &json!(2), silent)
        .await
        .assert_fault("/reasons", "required");
    let unsure = json!({"status": "unknown", "reasons": "?"});
    town.planner
        .act(&judge, &json!(2), unsure)
        .await
        .assert_fault("/status", "not_a_choice");
    let history = town
        .planner
        .get(&format!("/api/v1/goals/{}/history", goal.id()))
        .await
        .ok();
    let last = &items(&history)[0];
    assert_eq!(
        (&last["event"], &last["reason"]),
        (&json!("judged"), &json!("Partnerna väntar."))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_teacher_judges_the_schools_goals_and_nobody_elses() {
    let town = town().await;
    let mut body = town.goal_body("Skolans mål");
    body["accountable_unit_id"] = json!(town.school);
    let own = town.planner.post("/api/v1/goals", body).await.created();
    let others = town.goal("Fullmäktiges mål", None).await;
    let teacher = town.teacher().await;
    town.suite.settle().await;
    let judgement = json!({"status": "on_track", "reasons": "Alla klasser är med."});
    let judge = |goal: &Answer| format!("/api/v1/goals/{}/judge", goal.id());
    teacher.act(&judge(&own), &json!(1), judgement.clone()).await.ok();
    teacher
        .act(&judge(&others), &json!(1), judgement)
        .await
        .assert_problem(403, "beyond_reach");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tenant_sets_its_own_thresholds_and_every_status_follows() {
    let town = town().await;
    let goal = town.goal("Tillväxt", None).await;
    enter(&town, &measure(&town, &goal).await, "52").await;
    assert_eq!(attainment(&town, &goal).await["status"], "watch");
    let address = "/api/v1/goal-thresholds";
    let usual = town.planner.get(address).await.ok();
    assert_eq!(usual.json, json!({"version": 0, "on_track": "100", "watch": "80"}));
    let own = json!({"on_track": "80", "watch": "60", "reason": "Beslut § 12."});
    let set = town.planner.put(address, &json!(0), own.clone()).await.ok();
    assert_eq!(
        (&set.headers["etag"], &set.json["version"]),
        (&"\"1\"".parse().unwrap(), &json!(1))
    );
    let told = attainment(&town, &goal).await;
    assert_eq!(
        (&told["status"], &told["thresholds"]["version"]),
        (&json!("on_track"), &json!(1))
    );
    town.planner
        .put(address, &json!(0), own.clone())
        .await
        .assert_problem(412, "stale_version");
    let upside_down = json!({"on_track": "60", "watch": "80"});
    town.planner
        .put(address, &json!(1), upside_down)
        .await
        .assert_fault("/watch", "out_of_order");
    let history = town.planner.get(&format!("{address}/history")).await.ok();
    assert_eq!(items(&history)[0]["reason"], "Beslut § 12.");
    let teacher = town.teacher().await;
    teacher
        .put(address, &json!(1), own)
        .await
        .assert_problem(403, "not_allowed");
    let other = town.suite.tenant("Kuopio").await;
    assert_eq!(other.admin.get(address).await.ok().json["version"], 0);
}
