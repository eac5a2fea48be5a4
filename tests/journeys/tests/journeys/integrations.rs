//! A municipality lets a program of its own read its projects, has it told when they change, and takes the key away.

use kit::{Client, Receiver, Tenant};
use serde_json::json;

use crate::place::{Place, make, until};

#[tokio::test(flavor = "multi_thread")]
async fn a_program_is_told_what_changed_looks_it_up_with_its_key_and_is_out_when_the_key_is_revoked() {
    let place = Place::find_with(&[("SAMVERKA_WEBHOOKS_LOOPBACK", "on")]).await;
    let tenant = Tenant::sign_up(&place.visitor(), &place.operator().await, "Integrating").await;
    let planner = tenant.planner().await;
    let unit = tenant.unit("International unit", None).await;

    let (program, key) = tenant.program(&["projects:read"]).await;
    program.get("/api/v1/projects").await.ok();
    program.get("/api/v1/goals").await.assert_problem(403, "beyond_scope");
    program
        .post(
            "/api/v1/partners",
            json!({"name": "Tartu", "kind": "municipality", "country": "EE"}),
        )
        .await
        .assert_problem(403, "beyond_scope");

    // A private address is refused; of this machine's own the installation makes an exception here.
    let hook = |url: &str| json!({"name": "Data warehouse", "url": url, "kinds": ["project"]});
    let inward = tenant
        .admin
        .post("/api/v1/webhooks", hook("https://192.168.1.10/"))
        .await;
    inward.assert_fault("/url", "inward");
    let receiver = Receiver::shut();
    let webhook = tenant
        .admin
        .post("/api/v1/webhooks", hook(&receiver.url))
        .await
        .created();
    let project = json!({"title": {"en": "Schools together"}, "kind": "eu", "role": "lead", "owner_unit_id": unit,
                         "period": {"from": "2026-01-01"}});
    let project = make(&planner, "/api/v1/projects", project).await;
    // Nobody answers yet: the first try is in vain, the second comes seconds later.
    let log = format!("/api/v1/webhooks/{}/deliveries", webhook.id());
    let tried = |items: &serde_json::Value| items["items"][0]["attempts"].as_i64() >= Some(1);
    until(&tenant.admin, &log, tried).await;
    receiver.open();
    let message = receiver.wait_for(1).await[0].clone();
    let told = message
        .verified(webhook.json["secret"].as_str().unwrap())
        .expect("signed");
    assert_eq!(told["data"]["id"], project.json["id"]);
    until(&tenant.admin, &log, |items| items["items"][0]["state"] == "delivered").await;
    assert_eq!(receiver.all().len(), 1, "once per id");

    let found = program.get(&format!("/api/v1/projects/{}", project.id())).await.ok();
    assert_eq!(found.json["title"]["en"], "Schools together");
    revoke(&tenant.admin, &key.id(), &key.json["version"]).await;
    program.get("/api/v1/projects").await.assert_problem(401, "bad_api_key");
    place.leave().await;
}

async fn revoke(admin: &Client, id: &str, version: &serde_json::Value) {
    admin
        .act(&format!("/api/v1/api-keys/{id}/revoke"), version, json!({}))
        .await
        .ok();
}
