use kit::Suite;
use serde_json::{Value, json};

use super::{AGREEMENTS, at, give, happened, to, to_with, told, two};

#[tokio::test(flavor = "multi_thread")]
async fn what_an_owner_gives_stands_on_both_sides() {
    let suite = Suite::start().await;
    let (owner, viewer) = two(&suite).await;
    let given = give(&owner.admin, to(&viewer)).await.created().json;
    assert_eq!(given["side"], "owner");
    let theirs = viewer.admin.get(&at(&given)).await.ok().json;
    assert_eq!(theirs["side"], "viewer");
    for same in [
        "id",
        "version",
        "owner_id",
        "viewer_id",
        "dataset",
        "level",
        "valid_from",
        "valid_to",
        "decision",
        "state",
        "terms_version",
    ] {
        assert_eq!(given[same], theirs[same], "{same}");
    }
    assert_eq!(theirs["owner_name"]["en"], "Kauhajoki");
    assert_eq!(theirs["viewer_name"]["en"], "Suupohja");
    assert_eq!((&given["waiver"], &given["terms_version"]), (&json!(false), &json!(1)));
    assert_eq!(happened(&owner.admin, &given).await, [told("given", true)]);
    // The other side's journal tells what happened, and of nobody who works elsewhere.
    assert_eq!(happened(&viewer.admin, &given).await, [told("given", false)]);
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agreement_is_given_once_for_one_key() {
    let suite = Suite::start().await;
    let (owner, viewer) = two(&suite).await;
    let first = owner
        .admin
        .post_once(AGREEMENTS, "once-and-for-all", to(&viewer))
        .await
        .created();
    let again = owner
        .admin
        .post_once(AGREEMENTS, "once-and-for-all", to(&viewer))
        .await
        .created();
    assert_eq!(first.id(), again.id());
    let other = to_with(&viewer, json!({"dataset": "goals"}));
    owner
        .admin
        .post_once(AGREEMENTS, "once-and-for-all", other)
        .await
        .expect(422);
    assert_eq!(viewer.admin.get(AGREEMENTS).await.ok().items().len(), 1);
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_makes_no_sense_is_refused_with_its_place() {
    let suite = Suite::start().await;
    let (owner, viewer) = two(&suite).await;
    let admin = &owner.admin;
    let decided = |day: &str| json!({"body": {"fi": "Kaupunginhallitus"}, "decided_on": day});
    for (change, pointer, code) in [
        (json!({"viewer_id": owner.id}), "/viewer_id", "oneself"),
        (
            json!({"viewer_id": "0192f3a4-7c1e-7d3a-9b51-2f6f3d1c0a02"}),
            "/viewer_id",
            "unknown_organisation",
        ),
        (json!({"waiver": true}), "/waiver", "only_aggregate"),
        (json!({"valid_to": "2020-12-31"}), "/valid_to", "reversed"),
        (json!({"valid_from": "2020-11-15"}), "/valid_from", "before_decision"),
        (
            json!({"valid_from": "2999-01-02", "valid_to": null, "decision": decided("2999-01-01")}),
            "/decision/decided_on",
            "in_the_future",
        ),
        (
            json!({"decision": {"body": {}, "decided_on": "2020-11-16"}}),
            "/decision/body",
            "required",
        ),
    ] {
        give(admin, to_with(&viewer, change)).await.assert_fault(pointer, code);
    }
    give(admin, to_with(&viewer, json!({"level": "everything"})))
        .await
        .expect(422);
    give(admin, to_with(&viewer, json!({"dataset": "budgets"})))
        .await
        .expect(422);
    assert!(viewer.admin.get(AGREEMENTS).await.ok().items().is_empty());
    give(admin, to_with(&viewer, json!({"level": "aggregate", "waiver": true})))
        .await
        .created();
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_dataset_is_given_once_for_a_day() {
    let suite = Suite::start().await;
    let (owner, viewer) = two(&suite).await;
    let admin = &owner.admin;
    let first = give(admin, to(&viewer)).await.created().json;
    let days = |from: &str, to: Value| json!({"valid_from": from, "valid_to": to, "level": "aggregate"});
    give(admin, to_with(&viewer, days("2030-12-31", Value::Null)))
        .await
        .assert_problem(409, "overlaps");
    give(admin, to_with(&viewer, days("2020-12-01", json!("2021-01-01"))))
        .await
        .assert_problem(409, "overlaps");
    give(admin, to_with(&viewer, days("2031-01-01", Value::Null)))
        .await
        .created();
    give(admin, to_with(&viewer, days("2020-12-01", json!("2020-12-31"))))
        .await
        .created();
    // Another dataset, another viewer, the other way round: other agreements.
    give(admin, to_with(&viewer, json!({"dataset": "networks"})))
        .await
        .created();
    give(&viewer.admin, to(&owner)).await.created();
    // Longer days run into the next agreement as well.
    admin
        .patch(&at(&first), &first["version"], json!({"valid_to": null}))
        .await
        .assert_problem(409, "overlaps");
    admin
        .act(
            &format!("{}/revoke", at(&first)),
            &first["version"],
            json!({"reason": "Anew."}),
        )
        .await
        .ok();
    give(admin, to(&viewer)).await.created();
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_who_give_the_same_at_once_one_is_told_that_it_overlaps() {
    let suite = Suite::start().await;
    let (owner, viewer) = two(&suite).await;
    let (one, other) = tokio::join!(give(&owner.admin, to(&viewer)), give(&owner.admin, to(&viewer)));
    let mut answered = [one.status.as_u16(), other.status.as_u16()];
    answered.sort_unstable();
    assert_eq!(answered, [201, 409]);
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn giving_to_each_other_at_once_waits_for_nobody() {
    let suite = Suite::start().await;
    let (a, b) = two(&suite).await;
    let rounds = ["goals", "projects", "networks", "activities"].map(|dataset| {
        let (to_a, to_b) = (
            to_with(&a, json!({"dataset": dataset})),
            to_with(&b, json!({"dataset": dataset})),
        );
        let (a, b) = (&a.admin, &b.admin);
        async move { tokio::join!(give(a, to_b), give(b, to_a)) }
    });
    for (from_a, from_b) in futures::future::join_all(rounds).await {
        from_a.created();
        from_b.created();
    }
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_an_administrator_with_a_fresh_proof_gives() {
    let suite = Suite::start().await;
    let (owner, viewer) = two(&suite).await;
    let planner = owner.planner().await;
    give(&planner, to(&viewer)).await.assert_problem(403, "not_allowed");
    planner.get(AGREEMENTS).await.ok();
    owner
        .reader()
        .await
        .get(AGREEMENTS)
        .await
        .assert_problem(403, "not_allowed");
    let given = give(&owner.admin, to(&viewer)).await.created().json;
    suite.advance(jiff::SignedDuration::from_mins(15));
    owner.admin.renew().await;
    give(&owner.admin, to_with(&viewer, json!({"dataset": "goals"})))
        .await
        .assert_problem(403, "step_up_required");
    let revoke = format!("{}/revoke", at(&given));
    owner
        .admin
        .act(&revoke, &given["version"], json!({"reason": "Late."}))
        .await
        .assert_problem(403, "step_up_required");
    owner.admin.get(&at(&given)).await.ok();
    suite.stop().await;
}
