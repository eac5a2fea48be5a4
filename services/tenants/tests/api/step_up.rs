use jiff::SignedDuration;
use kit::{Answer, Client, Suite};
use serde_json::{Value, json};

use crate::support::{App, PASSWORD, challenge, email_of, membership_with, with_code};

/// Somebody is invited: a role is given.
async fn invite(by: &Client, name: &str) -> Answer {
    let email = format!("{name}@example.org");
    let body = json!({"email": email, "name": name, "language": "en", "roles": [{"role": "reader"}]});
    by.post("/api/v1/invitations", body).await
}

async fn step_up(by: &Client, proof: Value) -> Answer {
    by.post("/api/v1/sessions/step-up", proof).await
}

#[tokio::test(flavor = "multi_thread")]
async fn giving_roles_asks_for_a_proof_that_is_fresh() {
    let suite = Suite::start().await;
    let tenant = suite.tenant("Teuva").await;
    let admin = &tenant.admin;
    invite(admin, "early").await.created();
    tenant.reader().await;
    let reader = membership_with(&tenant, "reader").await;
    let path = format!("/api/v1/memberships/{}", reader["id"].as_str().unwrap());
    suite.advance(SignedDuration::from_mins(15));
    admin.renew().await;
    let refused = invite(admin, "late").await.assert_problem(403, "step_up_required");
    assert!(
        refused.json["detail"]
            .as_str()
            .unwrap()
            .contains("/api/v1/sessions/step-up")
    );
    admin
        .patch(&path, &reader["version"], json!({"roles": [{"role": "planner"}]}))
        .await
        .assert_problem(403, "step_up_required");
    admin
        .delete(&path, &reader["version"])
        .await
        .assert_problem(403, "step_up_required");
    // What does not ask for it goes on.
    admin.get("/api/v1/invitations").await.ok();
    let unit = json!({"name": {"en": "Unit"}, "kind": "unit", "valid_from": "2000-01-01"});
    admin.post("/api/v1/units", unit).await.created();

    step_up(admin, json!({"password": "not the password"}))
        .await
        .assert_fault("/password", "wrong_password");
    step_up(admin, json!({"password": PASSWORD})).await.ok();
    // The token in hand says what it said.
    invite(admin, "late").await.assert_problem(403, "step_up_required");
    admin.renew().await;
    invite(admin, "late").await.created();
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_a_second_factor_steps_up_by_a_code_and_not_by_the_password() {
    let suite = Suite::start().await;
    let tenant = suite.tenant("Teuva").await;
    let admin = &tenant.admin;
    step_up(admin, json!({"code": "123456"}))
        .await
        .assert_fault("/password", "required");
    step_up(admin, json!({})).await.assert_fault("/code", "required");
    let app = App::of(&suite, admin).await;
    suite.advance(SignedDuration::from_mins(15));
    admin.renew().await;
    invite(admin, "late").await.assert_problem(403, "step_up_required");
    step_up(admin, json!({"password": PASSWORD}))
        .await
        .assert_fault("/code", "required");
    step_up(admin, json!({"code": app.wrong_code(&suite)}))
        .await
        .assert_fault("/code", "wrong_code");
    let code = app.code(&suite);
    let proven = step_up(admin, json!({"code": code})).await.ok();
    assert!(proven.json["proven_at"].is_string());
    step_up(admin, json!({"code": code}))
        .await
        .assert_fault("/code", "wrong_code");
    admin.renew().await;
    invite(admin, "late").await.created();
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_in_with_a_code_is_a_proof() {
    let suite = Suite::start().await;
    let tenant = suite.tenant("Teuva").await;
    let app = App::of(&suite, &tenant.admin).await;
    let email = email_of(&tenant.admin).await;
    suite.advance(SignedDuration::from_mins(20));
    let challenge = challenge(&suite, &email).await;
    let opened = with_code(&suite, &challenge, &app.code(&suite)).await.created();
    let admin = suite.visitor().with_session(&opened.json, Some(tenant.id)).await;
    invite(&admin, "late").await.created();
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_factor_voids_what_other_sessions_had_proven_by_the_password() {
    let suite = Suite::start().await;
    let tenant = suite.tenant("Teuva").await;
    let email = email_of(&tenant.admin).await;
    let elsewhere = suite.visitor().signed_in(&email, PASSWORD, Some(tenant.id)).await;
    invite(&elsewhere, "early").await.created();
    App::of(&suite, &tenant.admin).await;
    invite(&tenant.admin, "late").await.created();
    invite(&elsewhere, "later").await.assert_problem(401, "revoked_token");
    elsewhere.renew().await;
    invite(&elsewhere, "later")
        .await
        .assert_problem(403, "step_up_required");
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_matrix_tells_what_asks_for_a_fresh_proof() {
    let suite = Suite::start().await;
    let tenant = suite.tenant("Teuva").await;
    let matrix = tenant.admin.get("/api/v1/roles").await.ok().items();
    let within = |permission: &str| {
        let row = matrix.iter().find(|row| row["permission"] == permission).unwrap();
        row["proven_within_minutes"].clone()
    };
    assert_eq!(within("people.edit"), 15);
    assert_eq!(within("units.edit"), Value::Null);
    suite.stop().await;
}
