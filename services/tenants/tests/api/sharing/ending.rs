use kit::{INTERNAL_SECRET, Suite};
use serde_json::{Value, json};

use super::{at, give, happened, to, told, two};

/// The agreements that every service is told to refuse.
async fn refused(suite: &Suite) -> Vec<Value> {
    let address = format!("{}/internal/v1/revocations?after=0", suite.base);
    let asked = reqwest::Client::new()
        .get(address)
        .header("x-samverka-internal", INTERNAL_SECRET);
    let told: Value = asked
        .send()
        .await
        .unwrap()
        .error_for_status()
        .unwrap()
        .json()
        .await
        .unwrap();
    let grants = told["grants"].as_array().unwrap().iter();
    grants.map(|grant| grant["grant_id"].clone()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_owner_takes_back_the_viewer_does_not_have_from_then_on() {
    let suite = Suite::start().await;
    let (owner, viewer) = two(&suite).await;
    let given = give(&owner.admin, to(&viewer)).await.created().json;
    assert!(refused(&suite).await.is_empty());
    let revoke = format!("{}/revoke", at(&given));
    owner
        .admin
        .act(&revoke, &given["version"], json!({"reason": "  "}))
        .await
        .assert_fault("/reason", "required");
    owner
        .admin
        .act(&revoke, &json!(2), json!({"reason": "Anew."}))
        .await
        .expect(412);
    let reason = json!({"reason": "The council decides anew."});
    let revoked = owner
        .admin
        .act(&revoke, &given["version"], reason.clone())
        .await
        .ok()
        .json;
    // No waiting: the viewer's own record says so with the very next request, and so do the revocations.
    let theirs = viewer.admin.get(&at(&given)).await.ok().json;
    for side in [&revoked, &theirs] {
        assert_eq!(side["state"], "revoked");
        assert_eq!(side["revoked"]["by"], "owner");
        assert_eq!(side["revoked"]["reason"], "The council decides anew.");
        assert_eq!(side["terms_version"], 1);
    }
    assert_eq!(refused(&suite).await, [given["id"].clone()]);
    owner
        .admin
        .act(&revoke, &revoked["version"], reason)
        .await
        .assert_problem(409, "already_revoked");
    let terms = json!({"valid_to": null});
    owner
        .admin
        .patch(&at(&given), &revoked["version"], terms)
        .await
        .assert_problem(409, "already_revoked");
    assert_eq!(
        happened(&owner.admin, &given).await,
        [told("revoked", true), told("given", true)]
    );
    assert_eq!(
        happened(&viewer.admin, &given).await,
        [told("revoked", false), told("given", false)]
    );
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_viewer_gives_up_what_it_was_given_and_changes_nothing_else() {
    let suite = Suite::start().await;
    let (owner, viewer) = two(&suite).await;
    let given = give(&owner.admin, to(&viewer)).await.created().json;
    let (path, version) = (at(&given), &given["version"]);
    let (revoke, renounce) = (format!("{path}/revoke"), format!("{path}/renounce"));
    let reason = json!({"reason": "No use for it."});
    viewer
        .admin
        .act(&revoke, version, reason.clone())
        .await
        .assert_problem(403, "owners_only");
    viewer
        .admin
        .patch(&path, version, json!({"valid_to": null}))
        .await
        .assert_problem(403, "owners_only");
    owner
        .admin
        .act(&renounce, version, reason.clone())
        .await
        .assert_problem(403, "viewers_only");
    viewer.admin.act(&renounce, version, reason).await.ok();
    let ours = owner.admin.get(&path).await.ok().json;
    assert_eq!(
        (&ours["state"], &ours["revoked"]["by"]),
        (&json!("revoked"), &json!("viewer"))
    );
    assert_eq!(refused(&suite).await, [given["id"].clone()]);
    assert_eq!(
        happened(&owner.admin, &given).await,
        [told("renounced", false), told("given", true)]
    );
    assert_eq!(
        happened(&viewer.admin, &given).await,
        [told("renounced", true), told("given", false)]
    );
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_ends_it_at_once_from_both_sides_ends_it_once() {
    let suite = Suite::start().await;
    let (owner, viewer) = two(&suite).await;
    let given = give(&owner.admin, to(&viewer)).await.created().json;
    let reason = || json!({"reason": "At once."});
    let (revoke, renounce) = (format!("{}/revoke", at(&given)), format!("{}/renounce", at(&given)));
    let (one, other) = tokio::join!(
        owner.admin.act(&revoke, &given["version"], reason()),
        viewer.admin.act(&renounce, &given["version"], reason())
    );
    let mut answered = [one.status.as_u16(), other.status.as_u16()];
    answered.sort_unstable();
    assert_eq!(answered, [200, 412]);
    let ours = owner.admin.get(&at(&given)).await.ok().json;
    let theirs = viewer.admin.get(&at(&given)).await.ok().json;
    assert_eq!(ours["revoked"], theirs["revoked"]);
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_read_only_organisation_gives_nothing_and_is_given_nothing() {
    let suite = Suite::start().await;
    let (owner, viewer) = two(&suite).await;
    let operator = suite.operator().await;
    let subscription = viewer.admin.get("/api/v1/subscriptions/current").await.ok();
    let turn = format!("/api/v1/subscriptions/{}/make-read-only", subscription.id());
    let seen = operator
        .get(&format!("/api/v1/subscriptions/{}", subscription.id()))
        .await
        .ok();
    operator.act(&turn, &seen.json["version"], json!({})).await.ok();
    give(&owner.admin, to(&viewer))
        .await
        .assert_fault("/viewer_id", "unknown_organisation");
    viewer.admin.renew().await;
    give(&viewer.admin, to(&owner)).await.assert_problem(403, "read_only");
    viewer.admin.get(super::AGREEMENTS).await.ok();
    suite.stop().await;
}
