use serde_json::json;

use crate::support::{items, town, value_of};

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_keeps_the_old_value_and_says_why() {
    let town = town().await;
    let indicator = town.share().await;
    let value = town
        .planner
        .post(
            "/api/v1/indicator-values",
            value_of(&indicator, &town.school, "812", "1015"),
        )
        .await;
    let value = value.created();
    let address = format!("/api/v1/indicator-values/{}", value.id());
    town.planner
        .patch(&address, &json!(1), json!({"numerator": "821"}))
        .await
        .assert_problem(409, "value_final");
    let reason = json!({"numerator": "821", "denominator": "1015", "reason": "En skola räknades två gånger."});
    let corrected = town
        .planner
        .act(&format!("{address}/correct"), &json!(1), reason)
        .await
        .ok();
    assert_eq!(
        (&corrected.json["status"], &corrected.json["numerator"]),
        (&json!("corrected"), &json!("821"))
    );
    let before = &corrected.json["replaces"][0];
    assert_eq!(
        (&before["numerator"], &before["status"]),
        (&json!("812"), &json!("final"))
    );
    assert_eq!(before["reason"], "En skola räknades två gånger.");
    assert_eq!(town.planner.get(&address).await.ok().json, corrected.json);
    let history = town.planner.get(&format!("{address}/history")).await.ok();
    assert_eq!(items(&history)[0]["event"], "corrected");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_preliminary_value_is_changed_and_becomes_final() {
    let town = town().await;
    let indicator = town.share().await;
    let mut body = value_of(&indicator, &town.school, "10", "100");
    body["status"] = json!("preliminary");
    let value = town.planner.post("/api/v1/indicator-values", body).await.created();
    let address = format!("/api/v1/indicator-values/{}", value.id());
    let correct = json!({"numerator": "1", "denominator": "2", "reason": "x"});
    let early = town
        .planner
        .act(&format!("{address}/correct"), &json!(1), correct)
        .await;
    early.assert_problem(409, "value_preliminary");
    let sure = town
        .planner
        .patch(&address, &json!(1), json!({"numerator": "11", "status": "final"}))
        .await
        .ok();
    assert_eq!(
        (&sure.json["status"], &sure.json["replaces"][0]["numerator"]),
        (&json!("final"), &json!("10"))
    );
    town.planner
        .delete(&address, &json!(2))
        .await
        .assert_problem(409, "value_final");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_period_has_one_value_at_each_place() {
    let town = town().await;
    let indicator = town.share().await;
    let body = || value_of(&indicator, &town.school, "10", "100");
    town.planner.post("/api/v1/indicator-values", body()).await.created();
    town.planner
        .post("/api/v1/indicator-values", body())
        .await
        .assert_problem(409, "value_exists");
    let mut next = body();
    next["period"] = json!("2027");
    town.planner.post("/api/v1/indicator-values", next).await.created();
}

#[tokio::test(flavor = "multi_thread")]
async fn no_change_takes_over_what_stood_before() {
    let town = town().await;
    let indicator = town.share().await;
    let same = json!({"indicator_id": indicator.id(), "period": "2027", "unit_id": town.school, "no_change": true});
    let nothing = town.planner.post("/api/v1/indicator-values", same.clone()).await;
    nothing.assert_fault("/no_change", "nothing_before");
    town.planner
        .post(
            "/api/v1/indicator-values",
            value_of(&indicator, &town.school, "10", "100"),
        )
        .await
        .created();
    let value = town.planner.post("/api/v1/indicator-values", same).await.created();
    assert_eq!(
        (&value.json["numerator"], &value.json["no_change"]),
        (&json!("10"), &json!(true))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_teacher_enters_the_schools_values_and_nobody_elses() {
    let town = town().await;
    let indicator = town.share().await;
    let teacher = town.teacher().await;
    town.suite.settle().await;
    let entered = teacher
        .post("/api/v1/indicator-values", value_of(&indicator, &town.school, "1", "2"))
        .await
        .created();
    for unit in [&town.office, &town.council] {
        let beyond = teacher
            .post("/api/v1/indicator-values", value_of(&indicator, unit, "1", "2"))
            .await;
        beyond.assert_problem(403, "beyond_reach");
    }
    let address = format!("/api/v1/indicator-values/{}", entered.id());
    let other = town.suite.tenant("Kuopio").await;
    other
        .admin
        .get(&address)
        .await
        .assert_problem(404, "indicator_value_not_found");
    let found = town
        .planner
        .get(&format!("/api/v1/indicator-values?indicator_id={}", indicator.id()))
        .await
        .ok();
    assert_eq!(items(&found).len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_value_keeps_the_rules_of_its_indicator() {
    let town = town().await;
    let indicator = town.share().await;
    for (field, value, pointer, code) in [
        ("period", json!("2026-Q1"), "/period", "wrong_period"),
        ("period", json!("26"), "/period", "wrong_type"),
        ("denominator", json!("0"), "/denominator", "too_small"),
        ("value", json!("3"), "/value", "not_for_kind"),
        ("numerator", json!(3.5), "/numerator", "wrong_type"),
        ("indicator_id", json!(town.school), "/indicator_id", "unknown_indicator"),
        ("status", json!("corrected"), "/status", "not_a_choice"),
    ] {
        let mut body = value_of(&indicator, &town.school, "1", "2");
        body[field] = value;
        town.planner
            .post("/api/v1/indicator-values", body)
            .await
            .assert_fault(pointer, code);
    }
}
