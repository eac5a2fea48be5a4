use serde_json::json;

use crate::support::{text, town};

#[tokio::test(flavor = "multi_thread")]
async fn a_network_is_answered_for_by_a_unit_or_by_somebody_outside() {
    let town = town().await;
    let body = json!({
        "name": {"en": "XARXA FP"}, "size": {"value": "40", "exactness": "about"},
        "description": {"en": "Mobility of vocational students."}
    });
    let network = town.planner.post("/api/v1/networks", body).await.created();
    assert_eq!(network.json["kind"], "network");
    let post = async |more: serde_json::Value| {
        let body = crate::support::with(json!({"network_id": network.id(), "since": "2010-01-01"}), more);
        town.planner.post("/api/v1/network-memberships", body).await
    };
    let outside = post(json!({"outside_organisation": "Savo education consortium"}))
        .await
        .created();
    assert!(outside.json["accountable_unit_id"].is_null());
    assert_eq!(outside.json["current"], true);
    post(json!({"accountable_unit_id": town.unit, "fee": {"amount": "2500.00", "currency": "EUR"}, "seats": 1}))
        .await
        .created();
    post(json!({})).await.assert_fault("/accountable_unit_id", "required");
    post(json!({"accountable_unit_id": town.unit, "outside_organisation": "Somebody"}))
        .await
        .assert_fault("/outside_organisation", "two_accountable");
    post(json!({"accountable_unit_id": town.unit, "until": "2009-12-31"}))
        .await
        .assert_fault("/until", "reversed");
    let of_unit = format!(
        "/api/v1/network-memberships?network_id={}&unit_id={}",
        network.id(),
        town.unit
    );
    assert_eq!(town.planner.get(&of_unit).await.ok().items().len(), 1);
    let path = format!("/api/v1/networks/{}", network.id());
    town.planner
        .delete(&path, &json!(1))
        .await
        .assert_problem(409, "network_in_use");
    let listed = town
        .planner
        .get(&format!("/api/v1/networks?unit_id={}", town.unit))
        .await
        .ok();
    assert_eq!(listed.items().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_membership_that_ended_is_not_current() {
    let town = town().await;
    let network = town
        .planner
        .post("/api/v1/networks", json!({"name": {"en": "ICLEI"}}))
        .await
        .created();
    let body = json!({"network_id": network.id(), "accountable_unit_id": town.unit, "until": "2015-12-31"});
    let membership = town.planner.post("/api/v1/network-memberships", body).await.created();
    let count = async |current: &str| {
        town.planner
            .get(&format!("/api/v1/network-memberships?current={current}"))
            .await
            .ok()
            .items()
            .len()
    };
    assert_eq!((count("true").await, count("false").await), (0, 1));
    let path = format!("/api/v1/network-memberships/{}", membership.id());
    town.planner.patch(&path, &json!(1), json!({"until": null})).await.ok();
    assert_eq!((count("true").await, count("false").await), (1, 0));
    let history = town.planner.get(&format!("{path}/history")).await.ok();
    assert_eq!(text(&history.items()[0]["event"]), "changed");
    town.planner.delete(&path, &json!(2)).await.gone();
    let file = town.planner.get("/api/v1/networks?format=csv").await.ok().text();
    assert!(file.contains("ICLEI"), "{file}");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_organisation_sees_no_network_of_this_one() {
    let town = town().await;
    let network = town
        .planner
        .post("/api/v1/networks", json!({"name": {"en": "ICLEI"}}))
        .await
        .created();
    let others = town.suite.tenant("Other Town").await;
    let unit = others.unit("Unit", None).await;
    let others = others.planner().await;
    others
        .get(&format!("/api/v1/networks/{}", network.id()))
        .await
        .assert_problem(404, "network_not_found");
    let body = json!({"network_id": network.id(), "accountable_unit_id": unit});
    others
        .post("/api/v1/network-memberships", body)
        .await
        .assert_fault("/network_id", "unknown_network");
}
