use serde_json::{Value, json};

use crate::support::{Town, items, town, value_of};

const GRID: &str = "/api/v1/indicator-values/grid";

async fn count(town: &Town) -> usize {
    items(&town.planner.get("/api/v1/indicator-values?limit=200").await.ok()).len()
}

/// The pointers and codes of all faults.
fn faults(answer: &kit::Answer) -> Vec<(String, String)> {
    let word = |fault: &Value, name: &str| fault[name].as_str().unwrap().to_owned();
    let errors = answer.json["errors"].as_array().unwrap().iter();
    errors
        .map(|fault| (word(fault, "pointer"), word(fault, "code")))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_values_are_entered_at_once() {
    let town = town().await;
    let indicator = town.share().await;
    let row = |n: i32| {
        let mut row = value_of(&indicator, &town.school, &n.to_string(), "1000");
        row["period"] = json!((1900 + n).to_string());
        row
    };
    let rows: Vec<Value> = (0..200).map(row).collect();
    let checked = json!({"values": rows, "dry_run": true});
    let checked = town.planner.post(GRID, checked).await.ok();
    assert_eq!((items(&checked).len(), count(&town).await), (200, 0));
    assert_eq!(items(&checked)[0], json!({"outcome": "entered", "id": null}));
    let entered = town.planner.post_once(GRID, "once", json!({"values": rows})).await.ok();
    assert_eq!(count(&town).await, 200);
    let again = town.planner.post_once(GRID, "once", json!({"values": rows})).await.ok();
    assert_eq!(again.json, entered.json);
    let same = town.planner.post(GRID, json!({"values": rows})).await.ok();
    assert!(items(&same).iter().all(|row| row["outcome"] == "unchanged"));
    let id = items(&entered)[0]["id"].as_str().unwrap();
    let history = town
        .planner
        .get(&format!("/api/v1/indicator-values/{id}/history"))
        .await
        .ok();
    assert_eq!(items(&history)[0]["event"], "entered");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_fault_keeps_all_of_them_out_and_every_fault_is_told() {
    let town = town().await;
    let indicator = town.share().await;
    let good = value_of(&indicator, &town.school, "10", "100");
    let with = |field: &str, value: Value| {
        let mut row = value_of(&indicator, &town.office, "10", "100");
        row[field] = value;
        row
    };
    let rows = json!([
        good,
        with("numerator", json!("12,5")),
        with("denominator", json!("0")),
        with("period", json!("2026-Q1")),
        with("unit_id", json!(indicator.id())),
        with("indicator_id", json!(town.school)),
        {"indicator_id": indicator.id(), "period": "2026", "no_change": true},
        good,
    ]);
    let answer = town.planner.post(GRID, json!({"values": rows})).await.expect(422);
    let told = [
        ("/values/1/numerator", "wrong_type"),
        ("/values/2/denominator", "too_small"),
        ("/values/3/period", "wrong_period"),
        ("/values/4/unit_id", "unknown_unit"),
        ("/values/5/indicator_id", "unknown_indicator"),
        ("/values/6/no_change", "nothing_before"),
        ("/values/7", "repeated"),
    ];
    let told: Vec<_> = told
        .map(|(pointer, code)| (pointer.to_owned(), code.to_owned()))
        .to_vec();
    let mut found = faults(&answer);
    found.sort();
    assert_eq!(found, told);
    assert_eq!(count(&town).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_change_repeats_the_last_value_and_a_final_one_is_not_overwritten() {
    let town = town().await;
    let indicator = town.share().await;
    let rows = json!([value_of(&indicator, &town.school, "10", "100")]);
    town.planner.post(GRID, json!({"values": rows})).await.ok();
    let same = json!({"indicator_id": indicator.id(), "period": "2027", "unit_id": town.school, "no_change": true});
    town.planner.post(GRID, json!({"values": [same]})).await.ok();
    let values = town.planner.get("/api/v1/indicator-values?period=2027").await.ok();
    assert_eq!(
        (&items(&values)[0]["numerator"], &items(&values)[0]["no_change"]),
        (&json!("10"), &json!(true))
    );
    let other = json!([value_of(&indicator, &town.school, "11", "100")]);
    let refused = town.planner.post(GRID, json!({"values": other})).await.expect(422);
    assert_eq!(
        faults(&refused),
        [("/values/0/numerator".to_owned(), "value_final".to_owned())]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_teacher_fills_in_the_schools_rows_and_is_told_which_are_not() {
    let town = town().await;
    let indicator = town.share().await;
    let teacher = town.teacher().await;
    town.suite.settle().await;
    let rows = json!([
        value_of(&indicator, &town.school, "1", "2"),
        value_of(&indicator, &town.office, "1", "2")
    ]);
    let refused = teacher.post(GRID, json!({"values": rows})).await.expect(422);
    assert_eq!(
        faults(&refused),
        [("/values/1/unit_id".to_owned(), "beyond_reach".to_owned())]
    );
    let own = json!({"values": [value_of(&indicator, &town.school, "1", "2")]});
    teacher.post(GRID, own).await.ok();
    let reader = town.tenant.reader().await;
    reader
        .post(GRID, json!({"values": rows}))
        .await
        .assert_problem(403, "not_allowed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_grid_has_one_to_five_hundred_rows() {
    let town = town().await;
    let indicator = town.share().await;
    let row = json!({"indicator_id": indicator.id(), "period": "2026", "value": "1"});
    for many in [0, 501] {
        let rows = vec![row.clone(); many];
        town.planner.post(GRID, json!({"values": rows})).await.expect(422);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_grid_as_it_stands_has_what_is_measured_in_such_periods_and_what_is_there() {
    let town = town().await;
    let indicator = town.share().await;
    let value = value_of(&indicator, &town.school, "120", "480");
    town.planner.post("/api/v1/indicator-values", value).await.created();
    let ask = async |query: &str| town.planner.get(&format!("{GRID}?{query}")).await.ok().items();
    let of_school = ask(&format!("period=2026&unit_id={}", town.school)).await;
    assert_eq!(of_school.len(), 1);
    assert_eq!(of_school[0]["indicator"]["id"], indicator.id());
    assert_eq!(of_school[0]["value"]["numerator"], "120");
    assert!(
        ask("period=2026").await[0]["value"].is_null(),
        "nothing of the whole organisation"
    );
    assert!(ask("period=2026-Q1").await.is_empty(), "it is measured by year");
    town.planner
        .get(&format!("{GRID}?period=soon"))
        .await
        .assert_fault("?period", "wrong_type");
}
