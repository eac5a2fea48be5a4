use kit::Suite;
use serde_json::json;

const NEW: &str = "another long password";

#[tokio::test(flavor = "multi_thread")]
async fn a_forgotten_password_is_replaced_and_every_session_ends() {
    let suite = Suite::start().await;
    let tenant = suite.tenant("Teuva").await;
    let email = tenant.admin.get("/api/v1/people/me").await.ok().json["email"]
        .as_str()
        .unwrap()
        .to_owned();
    suite
        .visitor()
        .post("/api/v1/password-resets", json!({"email": email}))
        .await
        .expect(202);
    let link = loop {
        let mail = suite.mailbox.newest_to(&email).await;
        // Long lines are broken by `=` at their end, and `=` itself is written `=3D`.
        let text = mail.text.replace("=\n", "").replace("=\r\n", "").replace("=3D", "=");
        if let Some(at) = text.find("/reset-password?token=") {
            break text[at..].lines().next().unwrap().trim().to_owned();
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    };
    let token = link.rsplit('=').next().unwrap();
    let short = json!({"token": token, "password": "short"});
    suite
        .visitor()
        .post("/api/v1/password-resets/complete", short)
        .await
        .assert_fault("/password", "too_short");
    let complete = json!({"token": token, "password": NEW});
    suite
        .visitor()
        .post("/api/v1/password-resets/complete", complete.clone())
        .await
        .gone();
    let again = suite.visitor().post("/api/v1/password-resets/complete", complete).await;
    again.assert_problem(404, "link_not_valid");
    tenant
        .admin
        .get("/api/v1/units")
        .await
        .assert_problem(401, "revoked_token");
    suite
        .visitor()
        .signed_in(&email, NEW, Some(tenant.id))
        .await
        .get("/api/v1/units")
        .await
        .ok();
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_address_gets_the_same_answer_and_no_mail() {
    let suite = Suite::start().await;
    suite
        .visitor()
        .post("/api/v1/password-resets", json!({"email": "nobody@example.org"}))
        .await
        .expect(202);
    let queued = "SELECT count(*) AS count FROM tenants.mails WHERE template = 'password_reset'";
    assert_eq!(suite.database.count(queued).await, 0);
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sent_mail_is_listed_without_its_secret() {
    let suite = Suite::start().await;
    let tenant = suite.tenant("Teuva").await;
    let mut sent = Vec::new();
    for _ in 0..200 {
        sent = tenant.admin.get("/api/v1/mails?state=sent").await.ok().items();
        if !sent.is_empty() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    assert_eq!(sent[0]["template"], "invitation");
    assert_eq!(
        suite
            .database
            .count("SELECT count(letter) AS count FROM tenants.mails WHERE state = 'sent'")
            .await,
        0
    );
    let retry = format!("/api/v1/mails/{}/retry", sent[0]["id"].as_str().unwrap());
    tenant
        .admin
        .act(&retry, &sent[0]["version"], json!({}))
        .await
        .assert_problem(409, "not_failed");
    let all = suite.operator().await.get("/api/v1/mails").await.ok().items();
    assert!(all.len() >= 2, "{all:?}");
    suite.stop().await;
}
