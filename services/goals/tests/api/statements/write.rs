use serde_json::json;

use crate::support::{Town, items, town};

async fn of_school(town: &Town) -> (String, String) {
    let body = json!({"year": 2026, "due_on": "2026-02-28", "unit_ids": [town.school, town.office]});
    town.planner.post("/api/v1/statement-rounds", body).await.created();
    let found = town.planner.get("/api/v1/statements?year=2026").await.ok();
    let of = |unit: &str| {
        let one = items(&found).iter().find(|s| s["unit_id"] == unit).unwrap();
        format!("/api/v1/statements/{}", one["id"].as_str().unwrap())
    };
    (of(&town.school), of(&town.office))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_teacher_states_for_the_school_and_for_nobody_else() {
    let town = town().await;
    let (school, office) = of_school(&town).await;
    let teacher = town.teacher().await;
    town.suite.settle().await;
    let text = json!({"text": {"sv": "Utbyte."}, "owner_id": teacher.person_id});
    teacher
        .patch(&office, &json!(1), text.clone())
        .await
        .assert_problem(403, "beyond_reach");
    teacher
        .act(&format!("{school}/submit"), &json!(1), json!({}))
        .await
        .assert_fault("/text", "required");
    let draft = teacher.patch(&school, &json!(1), text).await.ok();
    assert_eq!(draft.json["owner_id"], json!(teacher.person_id));
    let submitted = teacher
        .act(&format!("{school}/submit"), &json!(2), json!({}))
        .await
        .ok();
    assert_eq!(submitted.json["status"], "submitted");
    let again = teacher.patch(&school, &json!(3), json!({"text": {"sv": "Mer"}})).await;
    again.assert_problem(409, "already_submitted");
    let back = teacher
        .act(&format!("{school}/reopen"), &json!(3), json!({}))
        .await
        .ok();
    assert_eq!(
        (&back.json["status"], &back.json["submitted_on"]),
        (&json!("draft"), &json!(null))
    );
    teacher
        .post(
            "/api/v1/statement-rounds",
            json!({"year": 2027, "due_on": "2027-02-28"}),
        )
        .await
        .expect(403);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_owner_is_somebody_of_the_organisation() {
    let town = town().await;
    let (school, _) = of_school(&town).await;
    let stranger = town.suite.tenant("Kuopio").await.admin.person_id;
    let patch = json!({"owner_id": stranger});
    town.planner
        .patch(&school, &json!(1), patch)
        .await
        .assert_fault("/owner_id", "unknown_person");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_tenants_statement_is_not_there() {
    let town = town().await;
    let (school, _) = of_school(&town).await;
    let other = town.suite.tenant("Kuopio").await;
    other
        .admin
        .get(&school)
        .await
        .assert_problem(404, "statement_not_found");
    other
        .admin
        .act(&format!("{school}/submit"), &json!(1), json!({}))
        .await
        .assert_problem(404, "statement_not_found");
    assert_eq!(
        other.admin.get("/api/v1/statements/board?year=2026").await.ok().json["owed"],
        0
    );
}
