use jiff::SignedDuration;
use kit::Suite;
use serde_json::{Value, json};

use crate::support::token;

const PASSWORD: &str = "correct horse battery staple";

fn invitation(email: &str) -> Value {
    json!({"email": email, "name": "Planner", "language": "sv", "roles": [{"role": "planner", "unit_id": null}],
           "title": {"sv": "Planerare"}})
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_comes_by_mail_and_opens_once() {
    let suite = Suite::start().await;
    let tenant = suite.tenant("Teuva").await;
    let invited = tenant
        .admin
        .post("/api/v1/invitations", invitation("new@example.org"))
        .await
        .created();
    let secret = token(&invited.json["accept_url"]);
    let mail = suite.mailbox.newest_to("new@example.org").await;
    assert!(mail.text.contains("Inbjudan"), "{}", mail.text);
    let seen = suite
        .visitor()
        .post("/api/v1/invitations/preview", json!({"token": secret}))
        .await
        .ok();
    assert_eq!(
        (&seen.json["known"], &seen.json["email"]),
        (&json!(false), &json!("new@example.org"))
    );
    let accept = json!({"token": secret, "name": "Planner of Teuva", "password": PASSWORD, "language": "sv"});
    let session = suite
        .visitor()
        .post("/api/v1/invitations/accept", accept.clone())
        .await
        .created();
    assert_eq!(session.json["person"]["name"], "Planner of Teuva");
    suite
        .visitor()
        .post("/api/v1/invitations/accept", accept)
        .await
        .assert_problem(404, "link_not_valid");
    let again = tenant
        .admin
        .get(&format!("/api/v1/invitations/{}", invited.id()))
        .await
        .ok();
    assert_eq!(again.json["state"], "accepted");
    assert!(again.json.get("accept_url").is_none());
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_withdrawn_or_old_link_opens_nothing() {
    let suite = Suite::start().await;
    let tenant = suite.tenant("Teuva").await;
    let invited = tenant
        .admin
        .post("/api/v1/invitations", invitation("new@example.org"))
        .await
        .created();
    tenant
        .admin
        .post("/api/v1/invitations", invitation("NEW@example.org"))
        .await
        .assert_problem(409, "already_invited");
    let path = format!("/api/v1/invitations/{}/withdraw", invited.id());
    tenant.admin.act(&path, &invited.json["version"], json!({})).await.ok();
    let look = json!({"token": token(&invited.json["accept_url"])});
    suite
        .visitor()
        .post("/api/v1/invitations/preview", look)
        .await
        .assert_problem(404, "link_not_valid");
    let second = tenant
        .admin
        .post("/api/v1/invitations", invitation("new@example.org"))
        .await
        .created();
    suite.advance(SignedDuration::from_hours(24 * 15));
    let accept = json!({"token": token(&second.json["accept_url"]), "password": PASSWORD});
    suite
        .visitor()
        .post("/api/v1/invitations/accept", accept)
        .await
        .assert_problem(404, "link_not_valid");
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_known_proves_it_with_the_password_one_has() {
    let suite = Suite::start().await;
    let (one, other) = (suite.tenant("Teuva").await, suite.tenant("Isojoki").await);
    let email = one.admin.get("/api/v1/people/me").await.ok().json["email"]
        .as_str()
        .unwrap()
        .to_owned();
    let invited = other
        .admin
        .post("/api/v1/invitations", invitation(&email))
        .await
        .created();
    let secret = token(&invited.json["accept_url"]);
    let seen = suite
        .visitor()
        .post("/api/v1/invitations/preview", json!({"token": secret}))
        .await
        .ok();
    assert_eq!(seen.json["known"], true);
    let wrong = json!({"token": secret, "password": "another long password"});
    suite
        .visitor()
        .post("/api/v1/invitations/accept", wrong)
        .await
        .assert_problem(401, "wrong_credentials");
    let right = json!({"token": secret, "password": PASSWORD});
    let session = suite
        .visitor()
        .post("/api/v1/invitations/accept", right)
        .await
        .created();
    assert_eq!(session.json["organisations"].as_array().unwrap().len(), 2);
    other
        .admin
        .post("/api/v1/invitations", invitation(&email))
        .await
        .assert_problem(409, "already_member");
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn roles_are_checked_place_by_place() {
    let suite = Suite::start().await;
    let tenant = suite.tenant("Teuva").await;
    let with = |roles: Value| {
        let mut body = invitation("new@example.org");
        body["roles"] = roles;
        body
    };
    let post = |body| tenant.admin.post("/api/v1/invitations", body);
    post(with(json!([]))).await.assert_fault("/roles", "required");
    post(with(json!([{"role": "operator"}])))
        .await
        .assert_fault("/roles/0/role", "not_a_choice");
    post(with(json!([{"role": "contributor"}])))
        .await
        .assert_fault("/roles/0/unit_id", "required");
    let nowhere = json!([{"role": "contributor", "unit_id": "019aab3c-0000-7000-8000-000000000001"}]);
    post(with(nowhere))
        .await
        .assert_fault("/roles/0/unit_id", "unknown_unit");
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_short_password_is_refused_and_the_link_stays_open() {
    let suite = Suite::start().await;
    let tenant = suite.tenant("Teuva").await;
    let invited = tenant
        .admin
        .post("/api/v1/invitations", invitation("new@example.org"))
        .await
        .created();
    let secret = token(&invited.json["accept_url"]);
    let accept = |password: &str| json!({"token": secret, "name": "N", "password": password, "language": "fi"});
    let visitor = suite.visitor();
    let post = |body| visitor.post("/api/v1/invitations/accept", body);
    post(accept("too short")).await.assert_fault("/password", "too_short");
    post(accept("new@example.org"))
        .await
        .assert_fault("/password", "is_address");
    post(accept(PASSWORD)).await.created();
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_journal_keeps_of_a_person_is_sealed() {
    let suite = Suite::start().await;
    let tenant = suite.tenant("Teuva").await;
    tenant
        .admin
        .post("/api/v1/invitations", invitation("very.special@example.org"))
        .await
        .created();
    let plain = "SELECT count(*) AS count FROM tenants.journal WHERE position('very.special'::bytea IN state) > 0";
    assert_eq!(suite.database.count(plain).await, 0);
    let kept = "SELECT count(*) AS count FROM tenants.journal WHERE aggregate = 'invitation'";
    assert!(suite.database.count(kept).await > 0);
    suite.stop().await;
}
