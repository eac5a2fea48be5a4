use kit::{Client, Suite};
use serde_json::{Value, json};

use crate::support::requested;

async fn made(operator: &Client, name: &str, more: Value) -> kit::Answer {
    let mut plan = more;
    plan["name"] = json!({"en": name});
    operator.post("/api/v1/plans", plan).await.created()
}

#[tokio::test(flavor = "multi_thread")]
async fn plans_are_the_operators_and_an_association_lets_in_without_one() {
    let suite = Suite::start().await;
    let operator = suite.operator().await;
    let plan = made(&operator, "Small", json!({"people": 2})).await.id();
    let association = suite.organisation("Kuntaliitto", "association", "FI").await;
    let analyst = association.person("analyst").await;
    for client in [&association.admin, &analyst] {
        client.get("/api/v1/plans").await.assert_problem(403, "operators_only");
    }
    let asked = requested(&suite, "Teuva", "846", "FI").await;
    let path = format!("/api/v1/subscriptions/{}", asked["id"].as_str().unwrap());
    let approve = format!("{path}/approve");
    analyst
        .act(&approve, &asked["version"], json!({"plan_id": plan}))
        .await
        .assert_problem(403, "operators_only");
    let approved = analyst.act(&approve, &asked["version"], json!({})).await.ok();
    assert_eq!(approved.json["plan_id"], Value::Null);
    let body = json!({"plan_id": plan});
    analyst
        .act(&format!("{path}/move-to-plan"), &approved.json["version"], body)
        .await
        .assert_problem(403, "operators_only");
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_that_is_not_offered_any_more_is_given_to_nobody_and_kept_by_who_has_it() {
    let suite = Suite::start().await;
    let operator = suite.operator().await;
    let tenant = suite.tenant("Teuva").await;
    let other = suite.tenant("Kauhajoki").await;
    let own = async |admin: &Client| {
        let current = admin.get("/api/v1/subscriptions/current").await.ok();
        format!("/api/v1/subscriptions/{}", current.id())
    };
    let moved = async |path: &str, plan: &str, note: &str| {
        let there = operator.get(path).await.ok();
        let body = json!({"plan_id": plan, "note": note});
        operator
            .act(&format!("{path}/move-to-plan"), &there.json["version"], body)
            .await
    };
    let (own, others) = (own(&tenant.admin).await, own(&other.admin).await);
    let plan = made(&operator, "Old", json!({"people": 2})).await;
    let moved_first = moved(&own, &plan.id(), "As agreed.").await.ok();
    let step = moved_first.json["steps"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(
        (&step["moved_to_plan"], &step["note"], &step["to"]),
        (&json!(true), &json!("As agreed."), &json!("trial"))
    );

    let address = format!("/api/v1/plans/{}", plan.id());
    operator
        .patch(&address, &plan.json["version"], json!({"offered": false}))
        .await
        .ok();
    operator
        .patch(&address, &plan.json["version"], json!({"people": 5}))
        .await
        .assert_problem(412, "stale_version");
    moved(&others, &plan.id(), "")
        .await
        .assert_fault("/plan_id", "unknown_plan");
    moved(&own, &plan.id(), "The same.").await.ok();

    // The organisation's own history tells of it, with who did it and why.
    let history = tenant
        .admin
        .get(&format!("/api/v1/organisations/{}/history", tenant.id))
        .await
        .ok()
        .items();
    let given = history.iter().find(|step| step["event"] == "plan_given").unwrap();
    assert_eq!(given["reason"], "The same.", "{given}");
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_limit_is_a_number_of_things_that_there_can_be() {
    let suite = Suite::start().await;
    let operator = suite.operator().await;
    for (body, pointer) in [
        (json!({"name": {"en": "None"}, "people": 0}), "/people"),
        (json!({"name": {"en": "Debts"}, "projects": -1}), "/projects"),
        (json!({"name": {}, "projects": 1}), "/name"),
    ] {
        let refused = operator.post("/api/v1/plans", body).await.expect(422);
        assert_eq!(refused.json["errors"][0]["pointer"], pointer, "{}", refused.text());
    }
    suite.stop().await;
}
