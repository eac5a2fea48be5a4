use serde_json::{Value, json};

use crate::support::{Town, text, town, with};

fn exchange(town: &Town, more: Value) -> Value {
    with(
        json!({
            "kind": "staff_exchange", "title": {"fi": "Henkilöstövaihto", "en": "Staff exchange"},
            "period": {"from": "2002-09-01", "to": null}, "unit_id": town.unit,
            "participants": [{"group": "employees", "count": {"value": "60", "exactness": "at_least"}}],
            "duration": {"value": "20", "exactness": "at_least"},
        }),
        more,
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn at_least_sixty_people_over_at_least_twenty_years_come_back_as_such() {
    let town = town().await;
    let body = exchange(
        &town,
        json!({"participants": [
            {"group": "employees", "profession": "nurse", "country": "EE", "count": {"value": "5"}},
            {"group": "employees", "count": {"value": "55", "exactness": "at_least"}},
        ]}),
    );
    let made = town.planner.post("/api/v1/activities", body).await.created();
    let read = town
        .planner
        .get(&format!("/api/v1/activities/{}", made.id()))
        .await
        .ok();
    assert_eq!(read.json["people"], json!({"value": "60", "exactness": "at_least"}));
    assert_eq!(read.json["duration"], json!({"value": "20", "exactness": "at_least"}));
    assert_eq!(read.json["participants"][0]["profession"], "nurse");
    let file = town.planner.get("/api/v1/activities?format=csv").await.ok().text();
    assert!(file.contains(",60,at_least,20,at_least,"), "{file}");
}

#[tokio::test(flavor = "multi_thread")]
async fn there_is_no_place_for_names_of_people() {
    let town = town().await;
    let body = exchange(
        &town,
        json!({"participants": [{"group": "employees", "name": "Somebody", "count": {"value": "1"}}]}),
    );
    town.planner
        .post("/api/v1/activities", body)
        .await
        .assert_fault("/participants/0/name", "unknown_field");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_is_filtered_by_what_an_activity_is_for() {
    let town = town().await;
    let project = town.a_project().await;
    town.planner
        .post(
            "/api/v1/activities",
            exchange(&town, json!({"project_id": project["id"]})),
        )
        .await
        .created();
    let visit = json!({"kind": "visit", "title": {"en": "Visit"}, "period": {"from": "2026-05-04", "to": "2026-05-05"}, "place": "Tartu", "country": "EE"});
    town.planner
        .post("/api/v1/activities", exchange(&town, visit))
        .await
        .created();
    let titles = async |query: &str| -> Vec<String> {
        let list = town.planner.get(&format!("/api/v1/activities?{query}")).await.ok();
        list.items().iter().map(|a| text(&a["title"]["en"])).collect()
    };
    assert_eq!(titles("").await, ["Visit", "Staff exchange"]);
    assert_eq!(titles("kind=visit").await, ["Visit"]);
    assert_eq!(titles("country=EE&q=tartu").await, ["Visit"]);
    assert_eq!(
        titles(&format!("project_id={}", text(&project["id"]))).await,
        ["Staff exchange"]
    );
    assert_eq!(titles("from=2025-01-01&to=2025-12-31").await, ["Staff exchange"]);
    assert_eq!(titles("sort=title").await, ["Staff exchange", "Visit"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn activities_are_counted_by_country_and_kind_as_the_list_has_them() {
    let town = town().await;
    let visit = json!({"kind": "visit", "period": {"from": "2026-05-04", "to": "2026-05-05"}});
    for more in [
        json!({}),
        with(visit.clone(), json!({"country": "EE"})),
        with(visit.clone(), json!({"country": "EE"})),
        with(visit, json!({"country": "SE"})),
    ] {
        let activity = exchange(&town, more);
        town.planner.post("/api/v1/activities", activity).await.created();
    }
    let counts = async |query: &str| {
        let path = format!("/api/v1/activities/summary?{query}");
        town.planner.get(&path).await.ok().json["items"].clone()
    };
    assert_eq!(
        counts("").await,
        json!([
            {"country": null, "kind": "staff_exchange", "count": 1},
            {"country": "EE", "kind": "visit", "count": 2},
            {"country": "SE", "kind": "visit", "count": 1},
        ])
    );
    assert_eq!(
        counts("country=SE").await,
        json!([{"country": "SE", "kind": "visit", "count": 1}])
    );
    town.planner
        .get("/api/v1/activities/summary?kind=voyage")
        .await
        .assert_fault("?kind", "wrong_type");
    let others = town.suite.tenant("Other Town").await.planner().await;
    let theirs = others.get("/api/v1/activities/summary").await.ok();
    assert_eq!(theirs.items().len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contributor_tells_of_the_own_unit_only() {
    let town = town().await;
    let beside = town.tenant.unit("Roads", None).await;
    let contributor = town.tenant.person_of("contributor", Some(&town.unit)).await;
    let own = contributor
        .post("/api/v1/activities", exchange(&town, json!({})))
        .await
        .created();
    let path = format!("/api/v1/activities/{}", own.id());
    contributor
        .post("/api/v1/activities", exchange(&town, json!({"unit_id": beside})))
        .await
        .assert_problem(403, "beyond_reach");
    contributor
        .patch(&path, &json!(1), json!({"learning": {"en": "Others do it too."}}))
        .await
        .ok();
    contributor.delete(&path, &json!(2)).await.gone();
    let history = contributor.get(&format!("{path}/history")).await.ok();
    assert_eq!(history.items().len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_organisation_links_to_nothing_of_this_one() {
    let town = town().await;
    let project = town.a_project().await;
    let others = town.suite.tenant("Other Town").await;
    let unit = others.unit("Unit", None).await;
    let body = exchange(&town, json!({"unit_id": unit, "project_id": project["id"]}));
    others
        .planner()
        .await
        .post("/api/v1/activities", body)
        .await
        .assert_fault("/project_id", "unknown_project");
}
