//! From sign-up to a locked yearly follow-up.

use kit::{Client, Tenant};
use serde_json::{Value, json};

use crate::place::{Place, until};

const YEAR: i16 = 2026;

#[tokio::test(flavor = "multi_thread")]
async fn a_municipality_goes_from_signing_up_to_a_locked_follow_up() {
    let place = Place::find().await;
    let tenant = Tenant::sign_up(&place.visitor(), &place.operator().await, "Story town").await;
    let unit = tenant.unit("International unit", None).await;
    let planner = tenant.planner().await;

    let goal = first_goal(&planner, &unit).await;
    indicator_and_value(&planner, &unit, &goal).await;
    statement(&tenant, &planner, &unit).await;
    let project = project_applied_for_and_approved(&planner, &unit, &goal).await;
    follow_up(&planner, &project).await;
}

async fn first_goal(planner: &Client, unit: &str) -> String {
    let levels = planner.get("/api/v1/goal-levels").await.ok();
    let level = levels.json["levels"][0]["key"].clone();
    planner
        .post(
            "/api/v1/goals",
            json!({"title": {"en": "Every pupil has been abroad"}, "level": level, "accountable_unit_id": unit,
                   "period": {"from": "2026-01-01", "to": "2029-12-31"}, "to_be_measured": true}),
        )
        .await
        .created()
        .id()
}

async fn indicator_and_value(planner: &Client, unit: &str, goal: &str) {
    let indicator = planner
        .post(
            "/api/v1/indicators",
            json!({"name": {"en": "Pupils with an experience abroad"}, "goal_ids": [goal], "unit_of_measure": {"en": "%"},
                   "direction": "up", "kind": "ratio", "numerator": {"en": "pupils abroad"},
                   "denominator": {"en": "all pupils"}, "decimals": 1, "frequency": "year", "owner_unit_id": unit}),
        )
        .await
        .created()
        .id();
    planner
        .post(
            "/api/v1/indicator-values",
            json!({"indicator_id": indicator, "period": YEAR.to_string(), "unit_id": unit, "numerator": "120",
                   "denominator": "480", "status": "final", "provenance": "Schools' own register"}),
        )
        .await
        .created();
    let totals = planner
        .get(&format!("/api/v1/indicators/{indicator}/totals"))
        .await
        .ok();
    assert!(totals.text().contains("25"), "120 of 480 are 25 %: {}", totals.json);
}

async fn statement(tenant: &Tenant, planner: &Client, unit: &str) {
    planner
        .post(
            "/api/v1/statement-rounds",
            json!({"year": YEAR, "due_on": "2026-12-31", "unit_ids": [unit]}),
        )
        .await
        .created();
    let head = tenant.person_of("contributor", Some(unit)).await;
    let owed = until(
        &head,
        &format!("/api/v1/statements?year={YEAR}&unit_id={unit}"),
        |list| list["items"].as_array().is_some_and(|items| !items.is_empty()),
    )
    .await;
    let statement = owed.items()[0].clone();
    let id = statement["id"].as_str().unwrap();
    let written = head
        .patch(
            &format!("/api/v1/statements/{id}"),
            &statement["version"],
            json!({"text": {"en": "Two teachers learn abroad and bring a method home."}}),
        )
        .await
        .ok();
    head.act(
        &format!("/api/v1/statements/{id}/submit"),
        &written.json["version"],
        json!({}),
    )
    .await
    .ok();
    let board = planner.get(&format!("/api/v1/statements/board?year={YEAR}")).await.ok();
    assert_eq!(board.json["submitted"], 1, "{}", board.json);
    assert_eq!(
        board.json["missing"].as_array().map(Vec::len),
        Some(0),
        "{}",
        board.json
    );
}

async fn project_applied_for_and_approved(planner: &Client, unit: &str, goal: &str) -> String {
    let project = until_created(
        planner,
        "/api/v1/projects",
        json!({"title": {"en": "Pupils across the border"}, "kind": "eu", "role": "lead", "funder": "Erasmus+",
               "owner_unit_id": unit, "period": {"from": "2026-03-01", "to": "2027-02-28"},
               "goal_ids": [{"goal_id": goal, "share": "100"}],
               "summary": {"en": "Exchange of classes with two countries."},
               "total_cost": {"amount": "80000.00", "currency": "EUR"}}),
    )
    .await;
    let project_id = project["id"].as_str().unwrap().to_owned();
    let application = planner
        .post(
            "/api/v1/applications",
            json!({"project_id": project_id, "call": "Spring 2026", "on": "2026-01-10",
                   "applied": {"amount": "60000.00", "currency": "EUR"}}),
        )
        .await
        .created();
    let id = application.id();
    let mut version = application.json["version"].clone();
    for (to, on) in [("go", "2026-01-15"), ("preparing", "2026-01-16")] {
        version = step(
            planner,
            &id,
            &version,
            json!({"to": to, "on": on, "decided_by": "International unit"}),
        )
        .await;
    }
    let short = planner
        .put(
            &format!("/api/v1/applications/{id}/financing"),
            &version,
            plan("60000.00", "10000.00"),
        )
        .await
        .ok();
    version = short.json["version"].clone();
    // From submission on the plan must add up, and says by how much it does not.
    let refused = planner
        .act(
            &format!("/api/v1/applications/{id}/steps"),
            &version,
            json!({"to": "submitted", "on": "2026-02-01"}),
        )
        .await
        .expect(422);
    assert!(refused.text().contains("10000.00"), "by how much: {}", refused.json);
    let mended = planner
        .put(
            &format!("/api/v1/applications/{id}/financing"),
            &version,
            plan("60000.00", "20000.00"),
        )
        .await
        .ok();
    version = mended.json["version"].clone();
    version = step(
        planner,
        &id,
        &version,
        json!({"to": "submitted", "on": "2026-02-01", "case_number": "ST/2026:4"}),
    )
    .await;
    step(
        planner,
        &id,
        &version,
        json!({"to": "approved", "on": "2026-02-20", "decided_by": "Funder",
               "granted": {"amount": "60000.00", "currency": "EUR"}}),
    )
    .await;
    project_id
}

fn plan(eu: &str, own: &str) -> Value {
    json!({"total": {"amount": "80000.00", "currency": "EUR"}, "sources": [
        {"source": "eu", "kind": "cash", "name": "Erasmus+", "amount": {"amount": eu, "currency": "EUR"}},
        {"source": "own", "kind": "cash", "amount": {"amount": own, "currency": "EUR"}}]})
}

async fn step(planner: &Client, id: &str, version: &Value, body: Value) -> Value {
    planner
        .act(&format!("/api/v1/applications/{id}/steps"), version, body)
        .await
        .ok()
        .json["version"]
        .clone()
}

async fn until_created(client: &Client, path: &str, body: Value) -> Value {
    client.post(path, body).await.created().json
}

async fn follow_up(planner: &Client, project: &str) {
    until(planner, "/api/v1/registers/applications", |list| {
        list.to_string().contains("approved")
    })
    .await;
    let draft = planner
        .post(
            "/api/v1/reports",
            json!({"kind": "yearly_followup", "year": YEAR, "language": "en"}),
        )
        .await
        .created();
    let id = draft.id();
    assert_eq!(draft.json["parts"].as_array().map(Vec::len), Some(3), "{}", draft.json);
    let edited = planner
        .patch(
            &format!("/api/v1/reports/{id}"),
            &draft.json["version"],
            json!({"parts": [{"key": "effects", "text": "Pupils speak with friends in another language."}]}),
        )
        .await
        .ok();
    let locked = planner
        .act(
            &format!("/api/v1/reports/{id}/lock"),
            &edited.json["version"],
            json!({}),
        )
        .await
        .ok();
    assert_eq!(locked.json["status"], "locked");
    assert!(
        locked.json["positions"]["projects"].as_i64() > Some(0),
        "{}",
        locked.json["positions"]
    );

    // Every figure opens the list it counts.
    let mut opened = 0;
    for part in locked.json["parts"].as_array().unwrap() {
        for figure in part["figures"].as_array().unwrap() {
            let list = planner.get(figure["list"].as_str().expect("a list")).await.ok();
            assert!(list.json["items"].is_array(), "{figure}: {}", list.json);
            opened += 1;
        }
    }
    assert!(opened > 3, "only {opened} figures");
    assert!(
        locked.json["parts"][0].to_string().contains("Pupils across the border"),
        "{}",
        locked.json["parts"][0]
    );

    // Locked stays locked.
    planner
        .patch(
            &format!("/api/v1/reports/{id}"),
            &locked.json["version"],
            json!({"parts": [{"key": "effects", "text": "x"}]}),
        )
        .await
        .expect(409);
    let page = planner
        .get(&format!("/api/v1/reports/{id}/document?format=html&language=sv"))
        .await
        .ok();
    assert!(page.text().contains("lang=\"sv"), "not Swedish: {}", page.text());
    let pdf = planner
        .get(&format!("/api/v1/reports/{id}/document?format=pdf&language=fi"))
        .await
        .ok();
    assert!(pdf.body.starts_with(b"%PDF-"));
    let data = planner
        .get(&format!("/api/v1/reports/{id}/document?format=json&language=en"))
        .await
        .ok();
    assert!(data.text().contains(project) || data.text().contains("Pupils across the border"));
}
