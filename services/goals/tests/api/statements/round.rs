use jiff::SignedDuration;
use serde_json::json;

use crate::support::{items, town};

#[tokio::test(flavor = "multi_thread")]
async fn every_unit_owes_a_statement_and_the_board_names_the_missing() {
    let town = town().await;
    let body = json!({"year": 2026, "due_on": "2026-02-28"});
    let round = town
        .planner
        .post("/api/v1/statement-rounds", body.clone())
        .await
        .created();
    assert_eq!(round.json["unit_ids"].as_array().unwrap().len(), 3);
    town.planner
        .post("/api/v1/statement-rounds", body)
        .await
        .assert_problem(409, "round_exists");
    let owed = town
        .planner
        .get(&format!("/api/v1/statements?year=2026&unit_id={}", town.school))
        .await
        .ok();
    let statement = items(&owed)[0].clone();
    let address = format!("/api/v1/statements/{}", statement["id"].as_str().unwrap());
    let text = json!({"text": {"sv": "Utbyte med vänorten."}, "plan_reference": "Verksamhetsplan 4"});
    let draft = town.planner.patch(&address, &json!(1), text).await.ok();
    assert_eq!(draft.json["status"], "draft");
    town.planner
        .act(&format!("{address}/submit"), &json!(2), json!({}))
        .await
        .ok();
    let board = town.planner.get("/api/v1/statements/board?year=2026").await.ok().json;
    assert_eq!(
        (&board["owed"], &board["submitted"], &board["percent"]),
        (&json!(3), &json!(1), &json!(33))
    );
    let names: Vec<_> = board["missing"]
        .as_array()
        .unwrap()
        .iter()
        .map(|m| m["unit_name"]["en"].clone())
        .collect();
    assert_eq!(names, ["Council", "Office"]);
    let empty = town.planner.get("/api/v1/statements/board?year=2020").await.ok().json;
    assert_eq!((&empty["owed"], &empty["percent"]), (&json!(0), &json!(null)));
}

#[tokio::test(flavor = "multi_thread")]
async fn reminders_are_recorded_and_go_further_up_when_the_day_has_passed() {
    let town = town().await;
    let due = town.suite.clock.today("Europe/Helsinki");
    let body = json!({"year": 2026, "due_on": due, "unit_ids": [town.school]});
    let round = town.planner.post("/api/v1/statement-rounds", body).await.created();
    let address = format!("/api/v1/statement-rounds/{}", round.id());
    town.planner
        .act(&format!("{address}/remind"), &json!(1), json!({}))
        .await
        .ok();
    let missing = |board: serde_json::Value| board["missing"][0].clone();
    let first = missing(town.planner.get("/api/v1/statements/board").await.ok().json);
    assert_eq!(
        (&first["escalation"], &first["days_late"]),
        (&json!("reminded"), &json!(0))
    );
    // In steps: a session that nobody uses for half a day is over.
    for _ in 0..8 {
        town.suite.advance(SignedDuration::from_hours(6));
        town.planner.renew().await;
    }
    town.planner
        .act(&format!("{address}/remind"), &json!(2), json!({}))
        .await
        .ok();
    let second = missing(town.planner.get("/api/v1/statements/board").await.ok().json);
    assert_eq!(
        (&second["escalation"], &second["days_late"]),
        (&json!("escalated"), &json!(2))
    );
    assert_eq!(second["reminders"], 2);
    let statement = format!(
        "/api/v1/statements/{}/history",
        second["statement_id"].as_str().unwrap()
    );
    let history = town.planner.get(&statement).await.ok();
    assert_eq!(items(&history)[0]["event"], "reminded");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_locked_round_ends_the_writing_and_hides_nobody() {
    let town = town().await;
    let body = json!({"year": 2026, "due_on": "2026-02-28", "unit_ids": [town.school]});
    let round = town.planner.post("/api/v1/statement-rounds", body).await.created();
    let address = format!("/api/v1/statement-rounds/{}", round.id());
    let more = json!({"unit_ids": [town.school, town.office], "due_on": "2026-03-15"});
    let wider = town.planner.patch(&address, &json!(1), more).await.ok();
    assert_eq!(wider.json["due_on"], "2026-03-15");
    let fewer = json!({"unit_ids": [town.office]});
    town.planner
        .patch(&address, &json!(2), fewer)
        .await
        .assert_fault("/unit_ids", "unit_left_out");
    let locked = town
        .planner
        .act(&format!("{address}/lock"), &json!(2), json!({}))
        .await
        .ok();
    assert_eq!(locked.json["state"], "locked");
    town.planner
        .act(&format!("{address}/remind"), &json!(3), json!({}))
        .await
        .assert_problem(409, "round_locked");
    let owed = town.planner.get("/api/v1/statements?status=locked").await.ok();
    assert_eq!(items(&owed).len(), 2);
    let one = format!("/api/v1/statements/{}", items(&owed)[0]["id"].as_str().unwrap());
    let late = town
        .planner
        .patch(&one, &items(&owed)[0]["version"], json!({"text": {"sv": "Sent"}}))
        .await;
    late.assert_problem(409, "statement_locked");
    let board = town.planner.get("/api/v1/statements/board?year=2026").await.ok().json;
    assert_eq!(
        (&board["percent"], board["missing"].as_array().unwrap().len()),
        (&json!(0), 2)
    );
}
