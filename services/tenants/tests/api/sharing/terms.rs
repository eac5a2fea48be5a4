use kit::Suite;
use serde_json::json;

use super::{at, give, happened, to, to_with, told, two};

#[tokio::test(flavor = "multi_thread")]
async fn other_terms_raise_their_version_on_both_sides() {
    let suite = Suite::start().await;
    let (owner, viewer) = two(&suite).await;
    let body = to_with(&viewer, json!({"level": "aggregate"}));
    let given = give(&owner.admin, body).await.created().json;
    let path = at(&given);
    let later = json!({"valid_to": null, "waiver": true, "decision": {"decided_on": "2021-03-01", "section": null}});
    let changed = owner.admin.patch(&path, &given["version"], later).await.ok().json;
    assert_eq!((&changed["version"], &changed["terms_version"]), (&json!(2), &json!(2)));
    assert_eq!(
        (&changed["decision"]["case_number"], &changed["decision"]["section"]),
        (&json!("KAU/1010/2020"), &json!(null))
    );
    let theirs = viewer.admin.get(&path).await.ok().json;
    for same in ["version", "terms_version", "valid_to", "waiver", "decision"] {
        assert_eq!(changed[same], theirs[same], "{same}");
    }
    // The same once more is no news.
    let same = owner
        .admin
        .patch(&path, &changed["version"], json!({"waiver": true}))
        .await
        .ok()
        .json;
    assert_eq!((&same["version"], &same["terms_version"]), (&json!(2), &json!(2)));
    assert_eq!(
        happened(&viewer.admin, &given).await,
        [told("terms_changed", false), told("given", false)]
    );
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_gives_what_to_whom_stays() {
    let suite = Suite::start().await;
    let (owner, viewer) = two(&suite).await;
    let given = give(&owner.admin, to(&viewer)).await.created().json;
    let (admin, path, version) = (&owner.admin, at(&given), &given["version"]);
    for fixed in [
        json!({"dataset": "goals"}),
        json!({"level": "aggregate"}),
        json!({"viewer_id": owner.id}),
    ] {
        admin.patch(&path, version, fixed).await.expect(422);
    }
    admin
        .patch(&path, version, json!({"waiver": true}))
        .await
        .assert_fault("/waiver", "only_aggregate");
    admin
        .patch(&path, version, json!({"valid_to": "2020-12-31"}))
        .await
        .assert_fault("/valid_to", "reversed");
    let undecided = json!({"valid_from": "2020-01-01"});
    admin
        .patch(&path, version, undecided)
        .await
        .assert_fault("/valid_from", "before_decision");
    let tomorrow = json!({"decision": {"decided_on": "2999-01-01"}});
    admin
        .patch(&path, version, tomorrow)
        .await
        .assert_fault("/decision/decided_on", "in_the_future");
    admin
        .patch(&path, &json!(7), json!({"valid_to": null}))
        .await
        .expect(412);
    assert_eq!(happened(admin, &given).await.len(), 1);
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_names_are_those_of_the_day_on_which_the_terms_were_agreed() {
    let suite = Suite::start().await;
    let (owner, viewer) = two(&suite).await;
    let given = give(&owner.admin, to(&viewer)).await.created().json;
    let own = owner.admin.get("/api/v1/organisations/current").await.ok().json;
    let renamed = json!({"name": {"en": "Kauhajoki and Teuva"}, "from": "2027-01-01"});
    let rename = "/api/v1/organisations/current/rename";
    owner.admin.act(rename, &own["version"], renamed).await.ok();
    let path = at(&given);
    assert_eq!(viewer.admin.get(&path).await.ok().json["owner_name"]["en"], "Kauhajoki");
    owner
        .admin
        .patch(&path, &given["version"], json!({"valid_to": null}))
        .await
        .ok();
    let theirs = viewer.admin.get(&path).await.ok().json;
    assert_eq!(theirs["owner_name"]["en"], "Kauhajoki and Teuva");
    suite.stop().await;
}
