use kit::Suite;
use serde_json::json;

use crate::support::patch;

const CURRENT: &str = "/api/v1/organisations/current";

#[tokio::test(flavor = "multi_thread")]
async fn an_organisation_shows_its_colours_and_keeps_its_old_name() {
    let suite = Suite::start().await;
    let tenant = suite.tenant("Teuva").await;
    let own = patch(
        &tenant.admin,
        CURRENT,
        json!({"brand": {"colour": "#004f71"}, "invented": true}),
    )
    .await
    .ok();
    assert_eq!(own.json["brand"]["colour"], "#004f71");
    let body = json!({"name": {"fi": "Uusi Teuva"}, "from": "2027-01-01"});
    let renamed = tenant
        .admin
        .act(&format!("{CURRENT}/rename"), &own.json["version"], body)
        .await
        .ok();
    assert_eq!(renamed.json["names"][0]["to"], "2026-12-31");
    assert_eq!(renamed.json["names"][1]["name"]["fi"], "Uusi Teuva");
    let path = format!("/api/v1/organisations/{}", tenant.id);
    let events = tenant.admin.get(&format!("{path}/history")).await.ok().items();
    let events: Vec<_> = events.iter().map(|h| h["event"].as_str().unwrap()).collect();
    assert_eq!(events, ["renamed", "edited", "founded"]);
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn faults_of_an_organisation_have_their_place() {
    let suite = Suite::start().await;
    let tenant = suite.organisation("Kuntayhtyma", "joint_authority", "FI").await;
    let half = |share: &str| json!({"organisation_name": "Kauhajoki", "code": "232", "share": share});
    let edit = |body| patch(&tenant.admin, CURRENT, body);
    edit(json!({"brand": {"colour": "blue"}}))
        .await
        .assert_fault("/brand/colour", "bad_colour");
    edit(json!({"time_zone": "Europe/Atlantis"}))
        .await
        .assert_fault("/time_zone", "unknown_time_zone");
    edit(json!({"owners": [half("60"), half("41")]}))
        .await
        .assert_fault("/owners", "too_large");
    edit(json!({"owners": [half("0")]}))
        .await
        .assert_fault("/owners/0/share", "out_of_range");
    edit(json!({"place_code": "999"}))
        .await
        .assert_fault("/place_code", "unknown_place");
    let owned = edit(json!({"owners": [half("60"), half("40")], "members": ["232", "846"]}))
        .await
        .ok();
    assert_eq!(owned.json["owners"][1]["share"], "40");
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_organisation_says_whom_to_ask_and_takes_it_back() {
    let suite = Suite::start().await;
    let tenant = suite.tenant("Teuva").await;
    let nothing = json!({"contact": null, "accessibility": null, "privacy": null});
    assert_eq!(tenant.admin.get(CURRENT).await.ok().json["notices"], nothing);
    let said = json!({"contact": " registry@teuva.example ", "privacy": {"fi": "Kymmenen vuotta.", "sv": " "}});
    let own = patch(&tenant.admin, CURRENT, json!({"notices": said})).await.ok();
    assert_eq!(
        own.json["notices"],
        json!({"contact": "registry@teuva.example", "accessibility": null, "privacy": {"fi": "Kymmenen vuotta."}})
    );
    let edit = |body| patch(&tenant.admin, CURRENT, body);
    edit(json!({"notices": {"contact": "the registry"}}))
        .await
        .assert_fault("/notices/contact", "bad_address");
    edit(json!({"notices": {"privacy": {"en": "x".repeat(4001)}}}))
        .await
        .assert_fault("/notices/privacy", "invalid");
    edit(json!({"notices": {"imprint": "x"}}))
        .await
        .assert_fault("/notices/imprint", "unknown_field");
    let back = edit(json!({"notices": null})).await.ok();
    assert_eq!(back.json["notices"], nothing);
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn others_are_not_there_and_an_operator_sees_all() {
    let suite = Suite::start().await;
    let (one, other) = (suite.tenant("Teuva").await, suite.tenant("Isojoki").await);
    let foreign = format!("/api/v1/organisations/{}", other.id);
    one.admin
        .get(&foreign)
        .await
        .assert_problem(404, "organisation_not_found");
    one.admin
        .patch(&foreign, &json!(1), json!({"invented": true}))
        .await
        .assert_problem(404, "organisation_not_found");
    assert_eq!(one.admin.get("/api/v1/organisations").await.ok().items().len(), 1);
    let operator = suite.operator().await;
    assert_eq!(operator.get("/api/v1/organisations").await.ok().items().len(), 2);
    operator.get(&foreign).await.ok();
    one.reader()
        .await
        .patch(CURRENT, &json!(1), json!({"invented": true}))
        .await
        .assert_problem(403, "not_allowed");
    suite.stop().await;
}
