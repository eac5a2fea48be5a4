//! The first invitation of an approved organisation, sent once more.

use jiff::SignedDuration;
use kit::{Answer, Client, Suite};
use serde_json::{Value, json};

use crate::support::{requested, token};

const PASSWORD: &str = "correct horse battery staple";
const CONTACT: &str = "admin.846@example.org";

/// A request that was approved, and its address.
async fn approved(suite: &Suite, by: &Client) -> (String, Answer) {
    let asked = requested(suite, "Teuva", "846", "FI").await;
    let path = format!("/api/v1/subscriptions/{}", asked["id"].as_str().unwrap());
    let approved = by
        .act(&format!("{path}/approve"), &asked["version"], json!({}))
        .await
        .ok();
    (path, approved)
}

async fn invite_again(by: &Client, path: &str, version: &Value) -> Answer {
    let body = json!({"note": "The letter was lost."});
    by.act(&format!("{path}/invite-again"), version, body).await
}

async fn look(suite: &Suite, link: &Value) -> Answer {
    suite
        .visitor()
        .post("/api/v1/invitations/preview", json!({"token": token(link)}))
        .await
}

async fn accept(suite: &Suite, link: &Value) -> Answer {
    let body = json!({"token": token(link), "name": "Head of administration", "password": PASSWORD, "language": "fi"});
    suite.visitor().post("/api/v1/invitations/accept", body).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_first_invitation_is_sent_again_and_the_old_link_dies() {
    let suite = Suite::start().await;
    let operator = suite.operator().await;
    let (path, first) = approved(&suite, &operator).await;
    let before = operator.get(&path).await.ok().json;
    assert_eq!(before["invitation"], "open");
    let again = invite_again(&operator, &path, &first.json["version"]).await.ok();
    assert_eq!(again.headers["cache-control"], "no-store");
    let (old, new) = (&first.json["accept_url"], &again.json["accept_url"]);
    assert_ne!(old, new);
    look(&suite, old).await.assert_problem(404, "link_not_valid");
    let letters = async || {
        let all = suite.mailbox.all();
        all.into_iter()
            .filter(|m| m.to == CONTACT && m.text.contains("Kutsu"))
            .count()
    };
    for _ in 0..100 {
        if letters().await == 2 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    assert_eq!(letters().await, 2, "one with each link");
    let session = accept(&suite, new).await.created();
    assert_eq!(session.json["organisations"][0]["id"], first.json["organisation_id"]);
    let shown = operator.get(&path).await.ok().json;
    assert_eq!(shown["invitation"], "accepted");
    assert!(shown.get("accept_url").is_none(), "the link is told once");
    let step = &shown["steps"][2];
    assert_eq!(
        (&step["to"], &step["invited_again"], &step["note"]),
        (&json!("trial"), &json!(true), &json!("The letter was lost."))
    );
    let journal = suite
        .database
        .count(
            "SELECT count(*) FROM tenants.journal WHERE aggregate = 'invitation' AND actor_id IS NOT NULL
             AND event IN ('sent', 'withdrawn')",
        )
        .await;
    assert_eq!(journal, 3, "sent, withdrawn, sent");
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_expired_first_invitation_is_sent_again() {
    let suite = Suite::start().await;
    let (path, first) = approved(&suite, &suite.operator().await).await;
    suite.advance(SignedDuration::from_hours(24 * 20));
    let operator = suite.operator().await;
    assert_eq!(operator.get(&path).await.ok().json["invitation"], "expired");
    let again = invite_again(&operator, &path, &first.json["version"]).await.ok();
    accept(&suite, &first.json["accept_url"])
        .await
        .assert_problem(404, "link_not_valid");
    accept(&suite, &again.json["accept_url"]).await.created();
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn once_somebody_has_accepted_nobody_is_invited_from_outside() {
    let suite = Suite::start().await;
    let operator = suite.operator().await;
    let (path, first) = approved(&suite, &operator).await;
    accept(&suite, &first.json["accept_url"]).await.created();
    invite_again(&operator, &path, &first.json["version"])
        .await
        .assert_problem(409, "invitation_accepted");
    let after = operator.get(&path).await.ok().json;
    assert_eq!(after["version"], first.json["version"], "nothing was changed");
    // Nor when a later invitation, of the organisation's own, is open.
    let admin = suite
        .visitor()
        .signed_in(
            CONTACT,
            PASSWORD,
            first.json["organisation_id"].as_str().unwrap().parse().ok(),
        )
        .await;
    let guest = json!({"email": "guest@example.org", "name": "Guest", "language": "fi", "roles": [{"role": "reader"}]});
    let guest = admin.post("/api/v1/invitations", guest).await.created();
    invite_again(&operator, &path, &first.json["version"])
        .await
        .assert_problem(409, "invitation_accepted");
    look(&suite, &guest.json["accept_url"]).await.ok();
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_who_may_approve_invites_again() {
    let suite = Suite::start().await;
    let operator = suite.operator().await;
    let (path, first) = approved(&suite, &operator).await;
    let version = &first.json["version"];
    let finnish = suite.organisation("Kuntaliitto", "association", "FI").await;
    let swedish = suite.organisation("SKR", "association", "SE").await;
    invite_again(&swedish.person("analyst").await, &path, version)
        .await
        .assert_problem(404, "subscription_not_found");
    let reader = finnish.reader().await;
    invite_again(&reader, &path, version)
        .await
        .assert_problem(403, "not_allowed");
    let town = suite.tenant("Isojoki").await;
    invite_again(&town.admin, &path, version)
        .await
        .assert_problem(403, "not_allowed");
    invite_again(&suite.visitor(), &path, version)
        .await
        .assert_problem(401, "no_token");
    look(&suite, &first.json["accept_url"]).await.ok();
    let analyst = finnish.person("analyst").await;
    let again = invite_again(&analyst, &path, version).await.ok();
    look(&suite, &again.json["accept_url"]).await.ok();
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_is_sent_again_at_the_version_that_was_seen_and_its_link_is_not_kept() {
    let suite = Suite::start().await;
    let operator = suite.operator().await;
    let asked = requested(&suite, "Teuva", "846", "FI").await;
    let path = format!("/api/v1/subscriptions/{}", asked["id"].as_str().unwrap());
    invite_again(&operator, &path, &asked["version"])
        .await
        .assert_problem(409, "wrong_status");
    let approved = operator
        .act(&format!("{path}/approve"), &asked["version"], json!({}))
        .await
        .ok();
    let address = format!("{path}/invite-again");
    operator
        .post(&address, json!({}))
        .await
        .assert_problem(428, "version_required");
    let send = async || {
        let request = operator
            .request(reqwest::Method::POST, &address)
            .header("if-match", format!("\"{}\"", approved.json["version"]))
            .header("idempotency-key", "once and for all");
        operator.send(request.json(&json!({}))).await
    };
    let link = send().await.ok().json["accept_url"].clone();
    let repeated = send().await.assert_problem(412, "stale_version");
    assert!(!repeated.text().contains(&token(&link)), "the link is told once");
    let kept = "SELECT count(*) FROM tenants.idempotency_keys";
    assert_eq!(suite.database.count(kept).await, 0);
    look(&suite, &link).await.ok();
    suite.stop().await;
}
