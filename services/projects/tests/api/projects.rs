use serde_json::json;

use crate::support::{text, town};

#[tokio::test(flavor = "multi_thread")]
async fn a_project_comes_back_as_it_was_written() {
    let town = town().await;
    let written = town.project(json!({
        "acronym": "SEJ", "summary": {"en": "Leadership and a set of indicators."}, "public_card": true,
        "work_packages": [
            {"number": 3, "title": {"en": "Indicators"}}, {"number": 1, "title": {"en": "Leadership"}},
            {"number": 2, "title": {"en": "Cooperation"}, "description": {"en": "On different levels."}}
        ],
    }));
    let made = town.planner.post("/api/v1/projects", written).await.created();
    assert_eq!(made.headers["etag"], "\"1\"");
    let read = town.planner.get(&format!("/api/v1/projects/{}", made.id())).await.ok();
    assert_eq!(read.json, made.json);
    assert_eq!(read.json["status"], "ended");
    assert_eq!(
        read.json["total_cost"],
        json!({"amount": "100000.00", "currency": "EUR"})
    );
    let numbers: Vec<_> = read.json["work_packages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|w| w["number"].clone())
        .collect();
    assert_eq!(numbers, [json!(1), json!(2), json!(3)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn shares_of_goals_are_a_hundred_per_cent_or_less() {
    let town = town().await;
    let body = town.project(json!({"goal_ids": [
        {"goal_id": "019aaaaa-0000-7000-8000-000000000001", "share": "60"},
        {"goal_id": "019aaaaa-0000-7000-8000-000000000002", "share": "40.5"},
    ]}));
    town.planner
        .post("/api/v1/projects", body)
        .await
        .assert_fault("/goal_ids", "shares_exceed_100");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_to_what_is_not_there_is_told_at_its_field() {
    let town = town().await;
    let nobody = "019aaaaa-0000-7000-8000-000000000001";
    let post = async |more| town.planner.post("/api/v1/projects", town.project(more)).await;
    post(json!({"owner_unit_id": nobody}))
        .await
        .assert_fault("/owner_unit_id", "unknown_unit");
    post(json!({"theme_ids": [nobody]}))
        .await
        .assert_fault("/theme_ids/0", "unknown_theme");
    post(json!({"programme_id": nobody}))
        .await
        .assert_fault("/programme_id", "unknown_programme");
    post(json!({"partners": [{"partner_id": nobody, "role": "lead"}]}))
        .await
        .assert_fault("/partners/0/partner_id", "unknown_partner");
    post(json!({"relations": [{"kind": "sister", "project_id": nobody}]}))
        .await
        .assert_fault("/relations/0/project_id", "unknown_project");
}

#[tokio::test(flavor = "multi_thread")]
async fn reversed_dates_and_unknown_fields_are_faults() {
    let town = town().await;
    let reversed = town.project(json!({"period": {"from": "2018-12-31", "to": "2017-01-01"}}));
    town.planner
        .post("/api/v1/projects", reversed)
        .await
        .assert_fault("/period", "reversed");
    let odd = town.project(json!({"colour": "red"}));
    town.planner
        .post("/api/v1/projects", odd)
        .await
        .assert_fault("/colour", "unknown_field");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_patch_keeps_what_it_does_not_name_and_clears_what_is_null() {
    let town = town().await;
    let project = town.a_project().await;
    let path = format!("/api/v1/projects/{}", text(&project["id"]));
    let change = json!({"funder": null, "title": {"sv": "Leda livskraften"}, "case_number": "KH/2016:7"});
    let after = town.planner.patch(&path, &project["version"], change).await.ok();
    assert_eq!(after.json["version"], 2);
    assert!(after.json["funder"].is_null());
    assert_eq!(after.json["title"]["fi"], project["title"]["fi"]);
    assert_eq!(after.json["title"]["sv"], "Leda livskraften");
    town.planner
        .patch(&path, &json!(1), json!({"acronym": "X"}))
        .await
        .assert_problem(412, "stale_version");
    town.planner
        .patch(&path, &json!(2), json!({"title": null}))
        .await
        .assert_fault("/title", "required");
    town.planner
        .send(town.planner.request("PATCH".parse().unwrap(), &path).json(&json!({})))
        .await
        .assert_problem(428, "version_required");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_project_is_never_part_of_itself() {
    let town = town().await;
    let (parent, child) = (town.a_project().await, town.a_project().await);
    let related = |to: &serde_json::Value| json!({"relations": [{"kind": "parent", "project_id": to["id"]}]});
    let child_path = format!("/api/v1/projects/{}", text(&child["id"]));
    let parent_path = format!("/api/v1/projects/{}", text(&parent["id"]));
    town.planner
        .patch(&child_path, &json!(1), related(&child))
        .await
        .assert_fault("/relations/0/project_id", "related_to_itself");
    town.planner.patch(&child_path, &json!(1), related(&parent)).await.ok();
    town.planner
        .patch(&parent_path, &json!(1), related(&child))
        .await
        .assert_problem(409, "project_cycle");
    town.planner
        .delete(&parent_path, &json!(1))
        .await
        .assert_problem(409, "project_in_use");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_is_filtered_sorted_and_exported() {
    let town = town().await;
    for (title, kind, from) in [
        ("Beta", "eu", "2026-01-01"),
        ("alpha", "own", "2030-01-01"),
        ("Gamma", "eu", "2015-01-01"),
    ] {
        let body = town.project(json!({"title": {"en": title}, "kind": kind, "period": {"from": from, "to": null}}));
        town.planner.post("/api/v1/projects", body).await.created();
    }
    let titles = async |query: &str| -> Vec<String> {
        let list = town.planner.get(&format!("/api/v1/projects{query}")).await.ok();
        list.items().iter().map(|p| text(&p["title"]["en"])).collect()
    };
    assert_eq!(titles("").await, ["alpha", "Beta", "Gamma"]);
    assert_eq!(titles("?kind=eu&sort=-period_from").await, ["Beta", "Gamma"]);
    assert_eq!(titles("?q=ALPH").await, ["alpha"]);
    assert_eq!(titles("?status=running").await, ["Beta", "Gamma"]);
    assert_eq!(titles("?status=preparing").await, ["alpha"]);
    assert_eq!(titles("?from=2020-01-01&to=2027-01-01").await, ["Beta", "Gamma"]);
    assert_eq!(
        titles("?unit_id=019aaaaa-0000-7000-8000-000000000001").await,
        Vec::<String>::new()
    );
    let first = town.planner.get("/api/v1/projects?limit=2").await.ok();
    let next = text(&first.json["next"]);
    assert_eq!(titles(&format!("?limit=2&after={next}")).await, ["Gamma"]);
    let file = town
        .planner
        .get("/api/v1/projects?format=csv&dialect=excel-nordic")
        .await
        .ok()
        .text();
    assert!(file.starts_with("\u{feff}id;title_fi"), "{file}");
    assert_eq!(file.lines().count(), 4);
    assert!(file.contains("100000,00;EUR"), "{file}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contributor_works_in_the_own_unit_and_below_only() {
    let town = town().await;
    let below = town.tenant.unit("Schools", Some(&town.unit)).await;
    let beside = town.tenant.unit("Roads", None).await;
    let contributor = town.tenant.person_of("contributor", Some(&town.unit)).await;
    town.suite.settle().await;
    for (unit, status) in [(&town.unit, 201), (&below, 201), (&beside, 403)] {
        let body = town.project(json!({"owner_unit_id": unit}));
        contributor.post("/api/v1/projects", body).await.expect(status);
    }
    let own = contributor
        .post("/api/v1/projects", town.project(json!({})))
        .await
        .created();
    let path = format!("/api/v1/projects/{}", own.id());
    contributor
        .patch(&path, &json!(1), json!({"owner_unit_id": beside}))
        .await
        .assert_problem(403, "beyond_reach");
    let reader = town.tenant.reader().await;
    reader.get(&path).await.ok();
    reader
        .patch(&path, &json!(1), json!({"acronym": "X"}))
        .await
        .assert_problem(403, "not_allowed");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_organisation_sees_nothing_of_it() {
    let town = town().await;
    let path = format!("/api/v1/projects/{}", text(&town.a_project().await["id"]));
    let others = town.suite.tenant("Other Town").await.planner().await;
    others.get(&path).await.assert_problem(404, "project_not_found");
    others
        .patch(&path, &json!(1), json!({"acronym": "X"}))
        .await
        .assert_problem(404, "project_not_found");
    others
        .delete(&path, &json!(1))
        .await
        .assert_problem(404, "project_not_found");
    others
        .get(&format!("{path}/history"))
        .await
        .assert_problem(404, "project_not_found");
    assert!(others.get("/api/v1/projects").await.ok().items().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_card_is_for_everybody_once_the_organisation_shows_it() {
    let town = town().await;
    let body = json!({"name": "Example University", "kind": "university", "country": "FI"});
    let partner = town.planner.post("/api/v1/partners", body).await.created();
    let body = town.project(json!({"partners": [{"partner_id": partner.id(), "role": "partner"}]}));
    let project = town.planner.post("/api/v1/projects", body).await.created();
    let (path, card) = (
        format!("/api/v1/projects/{}", project.id()),
        format!("/api/v1/projects/{}/card", project.id()),
    );
    let visitor = town.suite.visitor();
    visitor.get(&card).await.assert_problem(404, "project_not_found");
    town.planner
        .patch(&path, &json!(1), json!({"public_card": true}))
        .await
        .ok();
    let shown = visitor.get(&card).await.ok();
    assert_eq!(
        shown.json["partners"],
        json!([{"name": "Example University", "country": "FI", "role": "partner"}])
    );
    assert!(shown.json.get("owner_unit_id").is_none() && shown.json.get("manager_id").is_none());
    town.planner
        .patch(&path, &json!(2), json!({"public_card": false}))
        .await
        .ok();
    visitor.get(&card).await.assert_problem(404, "project_not_found");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_repeated_request_makes_one_project_and_its_history_tells_everything() {
    let town = town().await;
    let once = async || {
        town.planner
            .post_once("/api/v1/projects", "key-1", town.project(json!({})))
            .await
            .created()
    };
    let (first, second) = (once().await, once().await);
    assert_eq!(first.id(), second.id());
    assert_eq!(town.planner.get("/api/v1/projects").await.ok().items().len(), 1);
    let path = format!("/api/v1/projects/{}", first.id());
    town.planner.patch(&path, &json!(1), json!({"acronym": "X"})).await.ok();
    town.planner.delete(&path, &json!(2)).await.gone();
    town.planner.get(&path).await.assert_problem(404, "project_not_found");
    let history = town.planner.get(&format!("{path}/history")).await.ok();
    let events: Vec<_> = history.items().iter().map(|e| text(&e["event"])).collect();
    assert_eq!(events, ["deleted", "changed", "created"]);
    assert_eq!(history.items()[0]["deleted"], true);
}
