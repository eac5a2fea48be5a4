//! Letters on their way through a real mail server.

use std::time::Duration;

use jiff::SignedDuration;
use kit::{Answer, Client, MailServer, Suite, free_port};
use serde_json::{Value, json};
use uuid::Uuid;

/// An address that no other test writes to.
fn fresh_address() -> String {
    format!("asa.{}@example.org", Uuid::now_v7().simple())
}

fn invitation(to: &str) -> Value {
    json!({"email": to, "name": "Åsa Sjöström", "language": "sv", "roles": [{"role": "reader"}]})
}

/// The organisation's newest mail of a kind, once it is as awaited.
async fn mail_that(admin: &Client, template: &str, awaited: impl Fn(&Value) -> bool) -> Value {
    let mut newest = Value::Null;
    for _ in 0..200 {
        let mails = admin.get("/api/v1/mails").await.ok().items();
        newest = mails
            .into_iter()
            .find(|mail| mail["template"] == template)
            .unwrap_or_default();
        if awaited(&newest) {
            return newest;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the mail never became what was awaited: {newest}");
}

async fn is_sent(admin: &Client) -> Value {
    mail_that(admin, "invitation", |mail| mail["state"] == "sent").await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_arrives_whole_at_a_real_mail_server() {
    let server = MailServer::of_the_tests();
    let suite = Suite::start_with(&[("SAMVERKA_SMTP_URL", &server.smtp)]).await;
    let tenant = suite.tenant("Äänekosken kaupunki").await;
    let to = fresh_address();
    let invited = tenant
        .admin
        .post("/api/v1/invitations", invitation(&to))
        .await
        .created();
    let letter = server.letter_to(&to).await;
    assert_eq!(letter["subject"], "Inbjudan till Samverka: Äänekosken kaupunki");
    assert_eq!(
        letter["from"][0],
        json!({"address": "no-reply@example.org", "name": "Samverka"})
    );
    assert_eq!(letter["to"][0]["address"], to);
    let link = invited.json["accept_url"].as_str().unwrap();
    let text = format!(
        "Hej Åsa Sjöström,\n\ndu är inbjuden att använda Samverka i Äänekosken kaupunki.\n\nTacka ja inom 14 \
         dagar:\n{link}\n\nOm du inte väntade dig någon inbjudan behöver du inte göra något.\n\nSamverka"
    );
    assert_eq!(letter["text"].as_str().unwrap().trim_end().replace("\r\n", "\n"), text);
    assert!(
        letter.get("html").is_none_or(|html| html == false),
        "plain text is all there is"
    );
    let mail = is_sent(&tenant.admin).await;
    assert_eq!((&mail["attempts"], &mail["last_error"]), (&json!(1), &Value::Null));
    assert!(mail["sent_at"].is_string());
    let source = server.source(&letter).await;
    let id = format!("Message-ID: <{}@example.org>", mail["id"].as_str().unwrap());
    for header in ["Date: ", &id, "Content-Type: text/plain; charset=utf-8"] {
        assert!(source.contains(header), "{header} is missing: {source}");
    }
    let kept = "SELECT count(*) FROM tenants.mails WHERE letter IS NOT NULL";
    assert_eq!(suite.database.count(kept).await, 0, "what was sent is emptied");
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_server_that_was_away_gets_the_letter_when_it_is_back() {
    let server = MailServer::of_the_tests();
    let port = free_port();
    let suite = Suite::start_with(&[("SAMVERKA_SMTP_URL", &format!("smtp://127.0.0.1:{port}"))]).await;
    let tenant = suite.tenant("Teuva").await;
    let to = fresh_address();
    tenant
        .admin
        .post("/api/v1/invitations", invitation(&to))
        .await
        .created();
    let waiting = mail_that(&tenant.admin, "invitation", |mail| mail["last_error"].is_string()).await;
    assert_eq!((&waiting["state"], &waiting["attempts"]), (&json!("queued"), &json!(1)));
    let why = waiting["last_error"].as_str().unwrap();
    assert!(why.to_lowercase().contains("refused"), "{why}");
    server.answers_at(port).await;
    suite.advance(SignedDuration::from_secs(31));
    server.letter_to(&to).await;
    let sent = is_sent(&tenant.admin).await;
    assert_eq!((&sent["attempts"], &sent["last_error"]), (&json!(2), &Value::Null));
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_that_never_goes_fails_with_its_reason_and_is_sent_when_somebody_says_so() {
    let server = MailServer::of_the_tests();
    let port = free_port();
    let suite = Suite::start_with(&[("SAMVERKA_SMTP_URL", &format!("smtp://127.0.0.1:{port}"))]).await;
    let tenant = suite.tenant("Teuva").await;
    let to = fresh_address();
    tenant
        .admin
        .post("/api/v1/invitations", invitation(&to))
        .await
        .created();
    for attempt in 1..=12 {
        // An attempt is counted before it is made, and the version grows when it is over.
        mail_that(&tenant.admin, "invitation", |mail| mail["version"] == attempt + 1).await;
        // In steps: a session that nobody uses for half a day is over.
        suite.advance(SignedDuration::from_hours(8));
        tenant.admin.renew().await;
    }
    let failed = mail_that(&tenant.admin, "invitation", |mail| mail["state"] == "failed").await;
    let why = failed["last_error"].as_str().unwrap();
    assert!(why.to_lowercase().contains("refused"), "{why}");
    assert!(!why.contains(&to), "an address stays out of lists: {why}");
    let list = async |state: &str| -> Vec<Value> {
        let path = format!("/api/v1/mails?state={state}");
        let items = tenant.admin.get(&path).await.ok().items();
        items
            .into_iter()
            .filter(|mail| mail["template"] == "invitation")
            .collect()
    };
    assert!(list("failed").await.contains(&failed));
    assert!(list("sent").await.is_empty());
    let seen: Answer = suite.operator().await.get("/api/v1/mails?state=failed").await.ok();
    assert!(seen.items().contains(&failed), "an operator sees it too");
    server.answers_at(port).await;
    let path = format!("/api/v1/mails/{}/retry", failed["id"].as_str().unwrap());
    let retried = tenant.admin.act(&path, &failed["version"], json!({})).await.ok();
    assert_eq!(retried.json["state"], "queued");
    server.letter_to(&to).await;
    let sent = mail_that(&tenant.admin, "invitation", |mail| {
        mail["id"] == failed["id"] && mail["state"] == "sent"
    })
    .await;
    assert!(list("sent").await.contains(&sent));
    tenant
        .admin
        .act(&path, &sent["version"], json!({}))
        .await
        .assert_problem(409, "not_failed");
    suite.stop().await;
}
