use serde_json::json;

use crate::support::{text, town};

#[tokio::test(flavor = "multi_thread")]
async fn a_twin_town_without_an_activity_in_two_years_is_dormant() {
    let town = town().await;
    let mut ids = Vec::new();
    for name in ["Awake", "Dormant", "Silent"] {
        let body = json!({
            "name": name, "kind": "municipality", "country": "SE",
            "twin_town": {"since": "1975-05-01", "agreement": "Signed by both councils", "status": "active"}
        });
        ids.push(town.planner.post("/api/v1/partners", body).await.created().id());
    }
    let today = town.suite.clock.today("Europe/Helsinki");
    let years_ago = |years: i16| {
        today
            .with()
            .year(today.year() - years)
            .day(1)
            .build()
            .unwrap()
            .to_string()
    };
    for (partner, day) in [(&ids[0], years_ago(1)), (&ids[1], years_ago(3))] {
        let body = json!({
            "kind": "visit", "title": {"en": "Visit"}, "period": {"from": day, "to": day}, "unit_id": town.unit,
            "partner_ids": [partner]
        });
        town.planner.post("/api/v1/activities", body).await.created();
    }
    let names = async |query: &str| -> Vec<String> {
        let list = town.planner.get(&format!("/api/v1/partners?{query}")).await.ok();
        list.items().iter().map(|p| text(&p["name"])).collect()
    };
    assert_eq!(names("twin_town=true&dormant=true").await, ["Dormant", "Silent"]);
    assert_eq!(names("twin_town=true&dormant=false").await, ["Awake"]);
    assert_eq!(names("twin_town=false").await, Vec::<String>::new());
    let dormant = town.planner.get(&format!("/api/v1/partners/{}", ids[1])).await.ok();
    assert_eq!(dormant.json["last_activity_on"], years_ago(3));
    assert_eq!(dormant.json["dormant"], true);
    town.planner
        .delete(&format!("/api/v1/partners/{}", ids[1]), &json!(1))
        .await
        .assert_problem(409, "partner_in_use");
    town.planner
        .delete(&format!("/api/v1/partners/{}", ids[2]), &json!(1))
        .await
        .gone();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_partner_is_changed_and_stops_being_a_twin_town() {
    let town = town().await;
    let body = json!({"name": "Town", "kind": "municipality", "country": "EE", "twin_town": {"status": "active"}});
    let partner = town.planner.post("/api/v1/partners", body).await.created();
    let path = format!("/api/v1/partners/{}", partner.id());
    let after = town
        .planner
        .patch(&path, &json!(1), json!({"twin_town": null, "town": " "}))
        .await
        .ok();
    assert!(after.json["twin_town"].is_null() && after.json["town"].is_null());
    town.planner
        .patch(&path, &json!(2), json!({"country": "Estonia"}))
        .await
        .assert_fault("/country", "bad_country");
    let file = town.planner.get("/api/v1/partners?format=csv").await.ok().text();
    assert!(file.starts_with("id,name,kind,country"), "{file}");
    let reader = town.tenant.reader().await;
    reader
        .post(
            "/api/v1/partners",
            json!({"name": "A", "kind": "other", "country": "FI"}),
        )
        .await
        .assert_problem(403, "not_allowed");
    let others = town.suite.tenant("Other Town").await.planner().await;
    others.get(&path).await.assert_problem(404, "partner_not_found");
}
