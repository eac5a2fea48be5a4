//! Back to what a thing said, and many things at once.

use kit::Client;
use serde_json::{Value, json};

use crate::support::{Town, text, town, with};

async fn made(client: &Client, path: &str, body: Value) -> Value {
    client.post(&format!("/api/v1/{path}"), body).await.created().json
}

/// Somebody who may change what is the school's, a unit below none.
async fn at_school(town: &Town) -> (Client, String) {
    let school = town.tenant.unit("School", None).await;
    town.suite.settle().await;
    (town.tenant.person_of("contributor", Some(&school)).await, school)
}

#[tokio::test(flavor = "multi_thread")]
async fn each_kind_of_thing_says_again_exactly_what_it_said() {
    let town = town().await;
    let partner = made(
        &town.planner,
        "partners",
        json!({"name": "Visby", "kind": "municipality", "country": "SE", "twin_town": {"since": "1975-05-01", "status": "active"}}),
    )
    .await;
    let network = made(
        &town.planner,
        "networks",
        json!({"name": {"en": "Cities"}, "size": {"value": "100", "exactness": "about"}}),
    )
    .await;
    let membership = json!({"network_id": network["id"], "accountable_unit_id": town.unit, "since": "2010-01-01", "seats": 0,
                            "fee": {"amount": "2500.00", "currency": "EUR"}});
    let membership = made(&town.planner, "network-memberships", membership).await;
    let activity = json!({
        "kind": "visit", "title": {"en": "Visit"}, "period": {"from": "2002-01-01"}, "unit_id": town.unit,
        "participants": [{"group": "pupils", "count": {"value": "60", "exactness": "at_least"}}],
        "partner_ids": [partner["id"]], "cost": {"amount": "5.00", "currency": "EUR"},
    });
    let activity = made(&town.planner, "activities", activity).await;
    let project = town.project(json!({
        "partners": [{"partner_id": partner["id"], "role": "partner"}], "public_card": true,
        "work_packages": [{"number": 1, "title": {"en": "Leadership"}}],
    }));
    let project = made(&town.planner, "projects", project).await;
    for (path, thing, change) in [
        ("partners", &partner, json!({"name": "Kalmar", "twin_town": null})),
        ("networks", &network, json!({"name": {"fi": "Kaupungit"}, "size": null})),
        ("network-memberships", &membership, json!({"seats": 2, "fee": null})),
        (
            "activities",
            &activity,
            json!({"participants": [], "partner_ids": [], "cost": null}),
        ),
        (
            "projects",
            &project,
            json!({"partners": [], "work_packages": [], "public_card": false, "title": {"en": null}}),
        ),
    ] {
        let address = format!("/api/v1/{path}/{}", text(&thing["id"]));
        let before = town.planner.get(&address).await.ok().json;
        town.planner.patch(&address, &json!(1), change).await.ok();
        let restorations = format!("{address}/restorations");
        let restored = town
            .planner
            .act(&restorations, &json!(2), json!({"version": 1}))
            .await
            .ok();
        assert!(!restored.json["changes"].as_array().unwrap().is_empty(), "{path}");
        let after = town.planner.get(&address).await.ok().json;
        assert_eq!(after, with(before, json!({"version": 3})), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_belongs_to_another_unit_is_not_brought_back() {
    let town = town().await;
    let (teacher, school) = at_school(&town).await;
    let project = made(
        &town.planner,
        "projects",
        town.project(json!({"owner_unit_id": school})),
    )
    .await;
    let address = format!("/api/v1/projects/{}", text(&project["id"]));
    town.planner
        .patch(&address, &json!(1), json!({"owner_unit_id": town.unit}))
        .await
        .ok();
    let restorations = format!("{address}/restorations");
    // It is not theirs now.
    teacher
        .act(&restorations, &json!(2), json!({"version": 1}))
        .await
        .assert_problem(403, "beyond_reach");
    town.planner
        .act(&restorations, &json!(2), json!({"version": 1}))
        .await
        .ok();
    // It is theirs now, and would not be.
    teacher
        .act(&restorations, &json!(3), json!({"version": 2}))
        .await
        .assert_problem(403, "beyond_reach");
    teacher.patch(&address, &json!(3), json!({"acronym": "X"})).await.ok();
    teacher.act(&restorations, &json!(4), json!({"version": 3})).await.ok();
}

#[tokio::test(flavor = "multi_thread")]
async fn half_of_the_projects_out_of_reach_means_that_none_is_changed() {
    let town = town().await;
    let (teacher, school) = at_school(&town).await;
    let mut items = Vec::new();
    for n in 0..4 {
        let owner = if n % 2 == 0 { &school } else { &town.unit };
        let project = made(&town.planner, "projects", town.project(json!({"owner_unit_id": owner}))).await;
        items.push(json!({"id": project["id"], "version": 1}));
    }
    let edits = "/api/v1/projects/bulk-edits";
    let mut asked = json!({"items": items, "change": {"owner_unit_id": school, "manager_id": null}, "preview": true});
    // The school's projects are the school's already.
    let seen = teacher.post(edits, asked.clone()).await.ok();
    let outcome = |n: usize| seen.json["items"][n]["outcome"].clone();
    assert_eq!(
        [outcome(0), outcome(1), outcome(2), outcome(3)],
        ["unchanged", "refused", "unchanged", "refused"]
    );
    assert_eq!(seen.json["items"][1]["problem"]["code"], "beyond_reach");
    asked["preview"] = json!(false);
    let refused = teacher
        .post(edits, asked.clone())
        .await
        .assert_problem(422, "items_refused");
    let pointers: Vec<_> = refused.json["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| e["pointer"].clone())
        .collect();
    assert_eq!(pointers, ["/items/1", "/items/3"]);
    for item in asked["items"].as_array().unwrap() {
        let now = town
            .planner
            .get(&format!("/api/v1/projects/{}", text(&item["id"])))
            .await
            .ok();
        assert_eq!(now.json["version"], 1);
    }
    // Whoever reaches all of them changes all of them.
    let done = town.planner.post(edits, asked).await.ok();
    assert_eq!(done.json["items"][3]["outcome"], "changed");
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_who_was_faster_keeps_all_of_them_as_they_are() {
    let town = town().await;
    let (one, two) = (town.a_project().await, town.a_project().await);
    let (_, school) = at_school(&town).await;
    town.planner
        .patch(
            &format!("/api/v1/projects/{}", text(&two["id"])),
            &json!(1),
            json!({"acronym": "X"}),
        )
        .await
        .ok();
    let asked = json!({
        "items": [{"id": one["id"], "version": 1}, {"id": two["id"], "version": 1}], "change": {"owner_unit_id": school},
    });
    town.planner
        .post("/api/v1/projects/bulk-edits", asked)
        .await
        .assert_fault("/items/1", "stale_version");
    let now = town
        .planner
        .get(&format!("/api/v1/projects/{}", text(&one["id"])))
        .await
        .ok();
    assert_eq!(now.json["version"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bulk_edit_says_what_is_to_be_different_of_which_things() {
    let town = town().await;
    let project = town.a_project().await;
    let post = async |body: Value| town.planner.post("/api/v1/projects/bulk-edits", body).await;
    let one = json!([{"id": project["id"], "version": 1}]);
    let unit = json!({"owner_unit_id": town.unit});
    let many: Vec<Value> = (0..201).map(|_| one[0].clone()).collect();
    post(json!({"items": many, "change": unit}))
        .await
        .assert_fault("/items", "too_long");
    post(json!({"items": [], "change": unit}))
        .await
        .assert_fault("/items", "too_short");
    post(json!({"items": [one[0], one[0]], "change": unit}))
        .await
        .assert_fault("/items/1/id", "repeated");
    post(json!({"items": one, "change": {"title": {"fi": "x"}}}))
        .await
        .assert_fault("/change/title", "unknown_field");
    post(json!({"items": one, "change": {}}))
        .await
        .assert_fault("/change", "nothing_to_change");
    let nobody = "019aaaaa-0000-7000-8000-000000000001";
    post(json!({"items": one, "change": {"add_theme_ids": [nobody], "remove_theme_ids": [nobody]}}))
        .await
        .assert_fault("/change", "contradiction");
    post(json!({"items": one, "change": {"owner_unit_id": nobody}}))
        .await
        .assert_fault("/change/owner_unit_id", "unknown_unit");
    post(json!({"items": [{"id": nobody, "version": 1}], "change": unit}))
        .await
        .assert_fault("/items/0", "project_not_found");
}

#[tokio::test(flavor = "multi_thread")]
async fn activities_move_to_another_unit_and_back_unless_one_was_changed_since() {
    let town = town().await;
    let (_, school) = at_school(&town).await;
    let mut ids = Vec::new();
    for _ in 0..2 {
        let activity =
            json!({"kind": "visit", "title": {"en": "Visit"}, "period": {"from": "2002-01-01"}, "unit_id": town.unit});
        ids.push(text(&made(&town.planner, "activities", activity).await["id"]));
    }
    let items: Vec<Value> = ids.iter().map(|id| json!({"id": id, "version": 1})).collect();
    let asked = json!({"items": items, "change": {"unit_id": school}, "reason": "Nämnden bytte namn."});
    town.planner.post("/api/v1/activities/bulk-edits", asked).await.ok();
    let history = town
        .planner
        .get(&format!("/api/v1/activities/{}/history", ids[1]))
        .await
        .ok();
    assert_eq!(history.json["items"][0]["reason"], "Nämnden bytte namn.");
    let address = format!("/api/v1/activities/{}", ids[1]);
    town.planner
        .patch(&address, &json!(2), json!({"place": "Visby"}))
        .await
        .ok();
    let back = |version: i64| {
        let item = |id: &str, version: i64| json!({"id": id, "version": version, "restored_version": 1});
        json!({"items": [item(&ids[0], 2), item(&ids[1], version)]})
    };
    let restorations = "/api/v1/activities/restorations";
    town.planner
        .post(restorations, back(2))
        .await
        .assert_fault("/items/1", "stale_version");
    let first = format!("/api/v1/activities/{}", ids[0]);
    assert_eq!(town.planner.get(&first).await.ok().json["unit_id"], school.as_str());
    town.planner.post(restorations, back(3)).await.ok();
    for id in &ids {
        let now = town.planner.get(&format!("/api/v1/activities/{id}")).await.ok();
        assert_eq!(
            (&now.json["unit_id"], &now.json["place"]),
            (&json!(town.unit), &json!(null))
        );
    }
}
