use serde_json::{Value, json};

use crate::support::{text, town};

fn euros(amount: &str) -> Value {
    json!({"amount": amount, "currency": "EUR"})
}

fn plan(total: &str, sources: &[(&str, &str)]) -> Value {
    let sources: Vec<_> = sources
        .iter()
        .map(|(source, amount)| json!({"source": source, "kind": "cash", "amount": euros(amount)}))
        .collect();
    json!({"total": euros(total), "sources": sources})
}

#[tokio::test(flavor = "multi_thread")]
async fn an_application_goes_from_an_idea_to_a_closed_grant_and_the_project_follows() {
    let town = town().await;
    let application = town.an_application().await;
    let project = format!("/api/v1/projects/{}", text(&application["project_id"]));
    let status = async || text(&town.planner.get(&project).await.ok().json["status"]);
    assert_eq!(status().await, "idea");
    let application = town.walk(application, &["go", "preparing"], "2016-06-01").await;
    assert_eq!(status().await, "preparing");
    let application = town.walk(application, &["submitted"], "2016-10-01").await;
    assert_eq!(status().await, "applied");
    assert_eq!(application["submitted_on"], "2016-10-01");
    let path = format!("/api/v1/applications/{}", text(&application["id"]));
    let approval = json!({
        "to": "approved", "on": "2016-12-15", "decided_by": "TEKES", "case_number": "EX/2016:12", "granted": euros("70000.00")
    });
    let approved = town
        .planner
        .act(&format!("{path}/steps"), &application["version"], approval)
        .await
        .ok()
        .json;
    assert_eq!(approved["granted"], euros("70000.00"));
    assert_eq!(status().await, "ended");
    let closed = town
        .walk(approved, &["agreement", "running", "closed"], "2019-01-31")
        .await;
    assert_eq!(closed["steps"].as_array().unwrap().len(), 8);
    assert_eq!(closed["steps"][4]["decided_by"], "TEKES");
    assert_eq!(closed["next_states"], json!([]));
    let history = town.planner.get(&format!("{path}/history")).await.ok();
    assert_eq!(history.items()[0]["event"], "closed");
    let history = town.planner.get(&format!("{project}/history")).await.ok();
    assert_eq!(history.items()[0]["event"], "funding_changed");
}

#[tokio::test(flavor = "multi_thread")]
async fn steps_keep_their_order_in_kind_and_in_time() {
    let town = town().await;
    let application = town.an_application().await;
    let path = format!("/api/v1/applications/{}/steps", text(&application["id"]));
    let step = async |to: &str, on: &str| town.planner.act(&path, &json!(1), json!({"to": to, "on": on})).await;
    step("submitted", "2016-06-01")
        .await
        .assert_problem(409, "step_not_possible");
    step("go", "2016-04-30").await.assert_fault("/on", "out_of_order");
    step("go", "2199-01-01").await.assert_fault("/on", "in_the_future");
    step("onwards", "2016-06-01").await.assert_fault("/to", "not_a_choice");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_adds_up_from_submission_on() {
    let town = town().await;
    let application = town
        .walk(town.an_application().await, &["go", "preparing"], "2016-06-01")
        .await;
    let path = format!("/api/v1/applications/{}", text(&application["id"]));
    let incomplete = plan("100000.00", &[("state", "70000.00"), ("municipal", "29999.99")]);
    let kept = town
        .planner
        .put(&format!("{path}/financing"), &application["version"], incomplete)
        .await
        .ok()
        .json;
    let submit = json!({"to": "submitted", "on": "2016-10-01"});
    let refused = town
        .planner
        .act(&format!("{path}/steps"), &kept["version"], submit.clone())
        .await
        .assert_problem(422, "plan_does_not_add_up")
        .assert_fault("/financing/sources", "too_little");
    assert!(
        text(&refused.json["detail"]).contains("0.01 EUR less"),
        "{}",
        refused.json
    );
    let whole = plan("100000.00", &[("state", "70000.00"), ("municipal", "30000.00")]);
    let kept = town
        .planner
        .put(&format!("{path}/financing"), &kept["version"], whole)
        .await
        .ok()
        .json;
    let submitted = town
        .planner
        .act(&format!("{path}/steps"), &kept["version"], submit)
        .await
        .ok()
        .json;
    let too_much = plan("100000.00", &[("state", "70000.00"), ("own", "30000.01")]);
    town.planner
        .put(&format!("{path}/financing"), &submitted["version"], too_much)
        .await
        .assert_problem(422, "plan_does_not_add_up")
        .assert_fault("/sources", "too_much");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_has_one_currency() {
    let town = town().await;
    let application = town.an_application().await;
    let path = format!("/api/v1/applications/{}/financing", text(&application["id"]));
    let mut mixed = plan("100.00", &[("eu", "50.00"), ("own", "50.00")]);
    mixed["sources"][1]["amount"]["currency"] = json!("SEK");
    town.planner
        .put(&path, &json!(1), mixed)
        .await
        .assert_fault("/sources/1/amount/currency", "mixed_currencies");
}

#[tokio::test(flavor = "multi_thread")]
async fn applications_are_listed_by_the_year_they_were_submitted() {
    let town = town().await;
    let submitted = ["go", "preparing", "submitted"];
    town.walk(town.an_application().await, &submitted, "2016-12-31").await;
    town.walk(town.an_application().await, &submitted, "2017-01-01").await;
    town.an_application().await;
    let count = async |query: &str| {
        town.planner
            .get(&format!("/api/v1/applications?{query}"))
            .await
            .ok()
            .items()
            .len()
    };
    assert_eq!(count("submitted_year=2016").await, 1);
    assert_eq!(count("submitted_year=2017").await, 1);
    assert_eq!(count("state=idea").await, 1);
    assert_eq!(count(&format!("unit_id={}", town.unit)).await, 3);
    town.planner
        .get("/api/v1/applications?submitted_year=20")
        .await
        .assert_fault("?submitted_year", "wrong_type");
    let file = town
        .planner
        .get("/api/v1/applications?submitted_year=2016&format=csv")
        .await
        .ok()
        .text();
    assert!(file.contains(",submitted,2016-12-31,"), "{file}");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_plans_that_were_granted_count_as_funding_of_the_year_the_project_began() {
    let town = town().await;
    let path = "/api/v1/applications/funding";
    let told = async || town.planner.get(path).await.ok().json["items"].clone();
    let decided = async |decision: &str| {
        let application = town
            .walk(town.an_application().await, &["go", "preparing"], "2016-06-01")
            .await;
        let financing = format!("/api/v1/applications/{}/financing", text(&application["id"]));
        let whole = plan("100000.00", &[("state", "70000.00"), ("municipal", "30000.00")]);
        let kept = town.planner.put(&financing, &application["version"], whole).await;
        let submitted = town.walk(kept.ok().json, &["submitted"], "2016-10-01").await;
        town.walk(submitted, &[decision], "2016-12-15").await
    };
    decided("rejected").await;
    assert_eq!(told().await, json!([]));
    let approved = decided("approved").await;
    let project = format!("/api/v1/projects/{}", text(&approved["project_id"]));
    let began = town.planner.get(&project).await.ok().json["period"]["from"].clone();
    let year: i16 = text(&began)[..4].parse().unwrap();
    assert_eq!(
        told().await,
        json!([
            {"year": year, "source": "municipal", "amount": euros("30000.00")},
            {"year": year, "source": "state", "amount": euros("70000.00")},
        ])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_controller_works_with_money_and_not_with_projects() {
    let town = town().await;
    let project = town.a_project().await;
    let controller = town.tenant.person("controller").await;
    let body = json!({"project_id": project["id"], "applied": euros("70000.00")});
    let application = controller.post("/api/v1/applications", body).await.created();
    let path = format!("/api/v1/applications/{}", application.id());
    controller.patch(&path, &json!(1), json!({"call": "Autumn"})).await.ok();
    controller
        .post("/api/v1/projects", town.project(json!({})))
        .await
        .assert_problem(403, "not_allowed");
    let contributor = town.tenant.person_of("contributor", Some(&town.unit)).await;
    contributor
        .patch(&path, &json!(2), json!({"call": "Winter"}))
        .await
        .assert_problem(403, "not_allowed");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_was_never_submitted_can_be_removed() {
    let town = town().await;
    let idea = town.an_application().await;
    town.planner
        .delete(&format!("/api/v1/applications/{}", text(&idea["id"])), &json!(1))
        .await
        .gone();
    let project = town
        .planner
        .get(&format!("/api/v1/projects/{}", text(&idea["project_id"])))
        .await
        .ok();
    assert_eq!(project.json["status"], "ended");
    let submitted = town
        .walk(
            town.an_application().await,
            &["go", "preparing", "submitted"],
            "2016-06-01",
        )
        .await;
    let path = format!("/api/v1/applications/{}", text(&submitted["id"]));
    town.planner
        .delete(&path, &submitted["version"])
        .await
        .assert_problem(409, "application_submitted");
    let project = format!("/api/v1/projects/{}", text(&submitted["project_id"]));
    let version = town.planner.get(&project).await.ok().json["version"].clone();
    town.planner
        .delete(&project, &version)
        .await
        .assert_problem(409, "project_in_use");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_organisation_cannot_apply_for_this_ones_project() {
    let town = town().await;
    let project = town.a_project().await;
    let others = town.suite.tenant("Other Town").await.planner().await;
    let body = json!({"project_id": project["id"]});
    others
        .post("/api/v1/applications", body)
        .await
        .assert_fault("/project_id", "unknown_project");
}
