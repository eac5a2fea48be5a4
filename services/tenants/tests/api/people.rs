use kit::Suite;
use serde_json::json;

use crate::support::patch;

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_name_is_seen_by_the_organisation() {
    let suite = Suite::start().await;
    let tenant = suite.tenant("Teuva").await;
    let wish = json!({"name": "Ada of Teuva", "language": "sv", "colour_scheme": "dark"});
    let me = patch(&tenant.admin, "/api/v1/people/me", wish).await.ok();
    assert_eq!(
        (&me.json["name"], &me.json["colour_scheme"]),
        (&json!("Ada of Teuva"), &json!("dark"))
    );
    let people = tenant.admin.get("/api/v1/people").await.ok().items();
    assert_eq!(
        (&people[0]["name"], &people[0]["language"]),
        (&json!("Ada of Teuva"), &json!("sv"))
    );
    let one = format!("/api/v1/people/{}", people[0]["id"].as_str().unwrap());
    tenant.admin.get(&one).await.ok();
    patch(&tenant.admin, "/api/v1/people/me", json!({"name": null}))
        .await
        .assert_fault("/name", "required");
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn people_of_others_are_not_there() {
    let suite = Suite::start().await;
    let (one, other) = (suite.tenant("Teuva").await, suite.tenant("Isojoki").await);
    let foreign = format!("/api/v1/people/{}", other.admin.person_id.unwrap());
    one.admin.get(&foreign).await.assert_problem(404, "person_not_found");
    one.admin
        .get("/api/v1/people/nonsense")
        .await
        .assert_problem(404, "person_not_found");
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_people_are_a_file_too() {
    let suite = Suite::start().await;
    let tenant = suite.tenant("Teuva").await;
    let file = tenant
        .admin
        .get("/api/v1/people?format=csv&dialect=excel-nordic")
        .await
        .ok();
    assert!(file.text().contains("id;name;email;language;roles"), "{}", file.text());
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn people_are_named_by_one_request_and_those_who_left_by_their_ids() {
    let suite = Suite::start().await;
    let tenant = suite.tenant("Teuva").await;
    let reader = tenant.reader().await;
    let id = reader.person_id.unwrap();
    let names = async |query: &str| {
        tenant
            .admin
            .get(&format!("/api/v1/people/names{query}"))
            .await
            .ok()
            .items()
    };
    assert_eq!(names("").await.len(), 2);
    let membership = format!("/api/v1/memberships?person_id={id}");
    let membership = tenant.admin.get(&membership).await.ok().items();
    let path = format!("/api/v1/memberships/{}", membership[0]["id"].as_str().unwrap());
    tenant.admin.delete(&path, &membership[0]["version"]).await.gone();
    assert_eq!(names("").await.len(), 1);
    for query in [format!("?ids={id}"), format!("?with={id}")] {
        let found = names(&query).await;
        assert!(
            found
                .iter()
                .any(|one| one["id"] == json!(id) && one["name"] == "reader"),
            "{query}: {found:?}"
        );
    }
    suite.stop().await;
}
