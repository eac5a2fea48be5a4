//! From sign-up to a locked yearly follow-up.

use jiff::{ToSpan as _, Zoned};
use kit::{Client, Tenant};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    paper,
    place::{Place, act, make, until},
};

/// The year that is followed up: the last one that is over, whenever the story is told.
fn year() -> i16 {
    Zoned::now().year() - 1
}

/// A day of that year, such as `01-10`.
fn on(day: &str) -> String {
    format!("{}-{day}", year())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_municipality_goes_from_signing_up_to_a_locked_follow_up() {
    let place = Place::find().await;
    let tenant = signed_up(&place, "Story town").await;
    let unit = tenant.unit("International unit", None).await;
    let planner = tenant.planner().await;
    let head = head_of(&place, &tenant, &unit).await;

    let goal = first_goal(&planner, &unit).await;
    indicator_and_value(&planner, &unit, &goal).await;
    statement(&head, &planner, &unit).await;
    let project = project_applied_for_and_approved(&planner, &unit, &goal).await;
    follow_up(&planner, &project).await;
    place.leave().await;
}

/// An address that nobody has had: the story may be told twice to the same installation.
fn fresh_address(role: &str) -> String {
    format!("{role}-{}@story.example.org", Uuid::now_v7().simple())
}

/// Asks to take part; the operator approves; the letter leads in.
async fn signed_up(place: &Place, name: &str) -> Tenant {
    let (visitor, operator) = (place.visitor(), place.operator().await);
    let email = fresh_address("admin");
    let code = format!("S{}", &Uuid::now_v7().simple().to_string().to_uppercase()[20..]);
    let request = json!({
        "organisation": {"kind": "municipality", "name": {"en": name}, "code": code, "country": "FI"},
        "contact": {"name": "Administrator", "email": email, "language": "en"},
        "message": "We would like to try it.",
    });
    let asked = visitor.post("/api/v1/subscriptions", request).await.created();
    let approve = format!("/api/v1/subscriptions/{}/approve", asked.id());
    let approved = operator.act(&approve, &asked.json["version"], json!({})).await.ok();
    let id: Uuid = approved.json["organisation_id"].as_str().unwrap().parse().unwrap();
    let admin = accepted(place, &email, id).await;
    Tenant {
        id,
        name: name.to_owned(),
        admin,
    }
}

/// Who writes for a unit: invited by a letter too.
async fn head_of(place: &Place, tenant: &Tenant, unit: &str) -> Client {
    let email = fresh_address("head");
    let roles = json!([{"role": "contributor", "unit_id": unit}]);
    let invitation = json!({"email": email, "name": "Head of unit", "language": "en", "roles": roles});
    tenant.admin.post("/api/v1/invitations", invitation).await.created();
    accepted(place, &email, tenant.id).await
}

/// Follows the link in the letter and chooses a password.
async fn accepted(place: &Place, email: &str, organisation: Uuid) -> Client {
    let visitor = place.visitor();
    let token = place.invitation_of(email).await;
    let acceptance =
        json!({"token": token, "name": "Invited", "password": "a sentence of a few words", "language": "en"});
    let session = visitor.post("/api/v1/invitations/accept", acceptance).await.created();
    visitor.with_session(&session.json, Some(organisation)).await
}

async fn first_goal(planner: &Client, unit: &str) -> String {
    let levels = planner.get("/api/v1/goal-levels").await.ok();
    let level = levels.json["levels"][0]["key"].clone();
    let goal = json!({"title": {"en": "Every pupil has been abroad"}, "level": level, "accountable_unit_id": unit,
                      "period": {"from": on("01-01")}, "to_be_measured": true});
    make(planner, "/api/v1/goals", goal).await.id()
}

async fn indicator_and_value(planner: &Client, unit: &str, goal: &str) {
    let indicator = json!({"name": {"en": "Pupils with an experience abroad"}, "goal_ids": [goal],
                           "unit_of_measure": {"en": "%"}, "direction": "up", "kind": "ratio",
                           "numerator": {"en": "pupils abroad"}, "denominator": {"en": "all pupils"}, "decimals": 1,
                           "frequency": "year", "owner_unit_id": unit});
    let indicator = planner.post("/api/v1/indicators", indicator).await.created().id();
    let value = json!({"indicator_id": indicator, "period": year().to_string(), "unit_id": unit, "numerator": "120",
                       "denominator": "480", "status": "final", "provenance": "Schools' own register"});
    planner.post("/api/v1/indicator-values", value).await.created();
    let totals = planner
        .get(&format!("/api/v1/indicators/{indicator}/totals"))
        .await
        .ok();
    assert!(totals.text().contains("25"), "120 of 480 are 25 %: {}", totals.json);
}

async fn statement(head: &Client, planner: &Client, unit: &str) {
    let year = year();
    let due_on = Zoned::now().date().saturating_add(30.days());
    let round = json!({"year": year, "due_on": due_on, "unit_ids": [unit]});
    planner.post("/api/v1/statement-rounds", round).await.created();
    let owed = format!("/api/v1/statements?year={year}&unit_id={unit}");
    let owed = until(head, &owed, |list| {
        list["items"].as_array().is_some_and(|items| !items.is_empty())
    })
    .await;
    let statement = owed.items()[0].clone();
    let path = format!("/api/v1/statements/{}", statement["id"].as_str().unwrap());
    let text = json!({"text": {"en": "Two teachers learn abroad and bring a method home."}});
    let written = head.patch(&path, &statement["version"], text).await.ok();
    let submit = format!("{path}/submit");
    head.act(&submit, &written.json["version"], json!({})).await.ok();
    let board = planner.get(&format!("/api/v1/statements/board?year={year}")).await.ok();
    assert_eq!(board.json["submitted"], 1, "{}", board.json);
    let missing = board.json["missing"].as_array().map(Vec::len);
    assert_eq!(missing, Some(0), "{}", board.json);
}

async fn project_applied_for_and_approved(planner: &Client, unit: &str, goal: &str) -> String {
    let project = json!({"title": {"en": "Pupils across the border"}, "kind": "eu", "role": "lead", "funder": "Erasmus+",
                         "owner_unit_id": unit, "period": {"from": on("03-01"), "to": on("12-31")},
                         "goal_ids": [{"goal_id": goal, "share": "100"}],
                         "summary": {"en": "Exchange of classes with two countries."}, "total_cost": euros("80000.00")});
    let project_id = make(planner, "/api/v1/projects", project).await.id();
    let application =
        json!({"project_id": project_id, "call": "Spring", "on": on("01-10"), "applied": euros("60000.00")});
    let application = planner.post("/api/v1/applications", application).await.created();
    let path = format!("/api/v1/applications/{}", application.id());
    let mut version = application.json["version"].clone();
    for (to, day) in [("go", "01-15"), ("preparing", "01-16")] {
        let taken = json!({"to": to, "on": on(day), "decided_by": "International unit"});
        version = step(planner, &path, &version, taken).await;
    }
    let financing = format!("{path}/financing");
    let short = planner
        .put(&financing, &version, plan("60000.00", "10000.00"))
        .await
        .ok();
    version = short.json["version"].clone();
    // From submission on the plan must add up, and says by how much it does not.
    let early = json!({"to": "submitted", "on": on("02-01")});
    let refused = planner.act(&format!("{path}/steps"), &version, early).await.expect(422);
    assert!(refused.text().contains("10000.00"), "by how much: {}", refused.json);
    let mended = planner
        .put(&financing, &version, plan("60000.00", "20000.00"))
        .await
        .ok();
    version = mended.json["version"].clone();
    let submitted = json!({"to": "submitted", "on": on("02-01"), "case_number": "ST/2026:4"});
    version = step(planner, &path, &version, submitted).await;
    let approved = json!({"to": "approved", "on": on("02-20"), "decided_by": "Funder", "granted": euros("60000.00")});
    step(planner, &path, &version, approved).await;
    project_id
}

fn euros(amount: &str) -> Value {
    json!({"amount": amount, "currency": "EUR"})
}

fn plan(eu: &str, own: &str) -> Value {
    json!({"total": euros("80000.00"), "sources": [
        {"source": "eu", "kind": "cash", "name": "Erasmus+", "amount": euros(eu)},
        {"source": "own", "kind": "cash", "amount": euros(own)}]})
}

async fn step(planner: &Client, application: &str, version: &Value, body: Value) -> Value {
    let taken = planner.act(&format!("{application}/steps"), version, body).await.ok();
    taken.json["version"].clone()
}

async fn follow_up(planner: &Client, project: &str) {
    until(planner, "/api/v1/registers/applications", |list| {
        list.to_string().contains("approved")
    })
    .await;
    let draft = planner
        .post(
            "/api/v1/reports",
            json!({"kind": "yearly_followup", "year": year(), "language": "en"}),
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
    // It counts what every service has written by now, and waits until all of it has arrived.
    let lock = format!("/api/v1/reports/{id}/lock");
    let locked = act(planner, &lock, &edited.json["version"], json!({})).await;
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
        .get(&format!("/api/v1/reports/{id}/document?format=pdf&language=en"))
        .await
        .ok();
    paper::holds_the_figures(&pdf.body, &locked.json).await;
    let later = made_to_be_fetched(planner, &format!("/api/v1/reports/{id}/document?language=en")).await;
    paper::holds_the_figures(&later, &locked.json).await;
    let data = planner
        .get(&format!("/api/v1/reports/{id}/document?format=json&language=en"))
        .await
        .ok();
    assert!(data.text().contains(project) || data.text().contains("Pupils across the border"));
}

/// A document that a worker sets while its reader does something else.
async fn made_to_be_fetched(planner: &Client, document: &str) -> Vec<u8> {
    const EXPORTS: &str = "/api/v1/exports/reporting";
    for (list, format) in [(document, "csv"), ("/api/v1/reports", "pdf")] {
        let wanted = json!({"list": list, "format": format});
        let refused = planner.post(EXPORTS, wanted).await;
        refused.assert_fault("/list", "no_list");
    }
    let wanted = json!({"list": document, "format": "pdf"});
    let asked = planner.post(EXPORTS, wanted).await.expect(202);
    let address = asked.json["address"].as_str().unwrap();
    let done = until(planner, address, |export| export["finished_at"].is_string()).await;
    let done = &done.json;
    assert_eq!(
        (&done["state"], &done["list"]),
        (&json!("done"), &json!(document)),
        "{done}"
    );
    assert!(done["rows"].as_i64().unwrap() > 0, "{done}");
    let file = planner.get(&format!("{address}/file")).await.ok();
    assert_eq!(file.headers["content-type"], "application/pdf");
    assert_eq!(
        file.headers["content-disposition"],
        "attachment; filename=\"document.pdf\""
    );
    file.body
}
