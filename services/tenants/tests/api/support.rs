//! What several tests do.

use jiff::SignedDuration;
use kit::{Answer, Client, Suite, Tenant};
use serde_json::{Value, json};
use totp_rs::{Builder, Secret, Totp};

/// The secret in a link.
pub fn token(link: &Value) -> String {
    link.as_str().unwrap().rsplit('=').next().unwrap().to_owned()
}

/// A request for a subscription.
pub fn request(name: &str, code: &str, country: &str) -> Value {
    json!({
        "organisation": {"kind": "municipality", "name": {"fi": name}, "code": code, "country": country},
        "contact": {"name": "Head of administration", "email": format!("admin.{code}@example.org"), "language": "fi"},
        "message": "We would like to try it.",
    })
}

/// The request as the operator sees it.
pub async fn requested(suite: &Suite, name: &str, code: &str, country: &str) -> Value {
    suite
        .visitor()
        .post("/api/v1/subscriptions", request(name, code, country))
        .await
        .created()
        .json
}

/// Reads a thing and changes it at the version read.
pub async fn patch(client: &Client, path: &str, body: Value) -> kit::Answer {
    let before = client.get(path).await.ok();
    client.patch(path, &before.json["version"], body).await
}

/// The tenant's only membership of this role.
pub async fn membership_with(tenant: &Tenant, role: &str) -> Value {
    let all = tenant.admin.get("/api/v1/memberships").await.ok().items();
    all.into_iter().find(|m| m["roles"][0]["role"] == role).unwrap()
}

/// What everybody of the kit's organisations signs in with.
pub const PASSWORD: &str = "correct horse battery staple";

/// The app of somebody who has confirmed it, and the recovery codes that came with it.
pub struct App {
    totp: Totp,
    pub secret: String,
    pub recovery_codes: Vec<String>,
}

impl App {
    /// Sets a second factor up; the client goes on with a fresh token.
    pub async fn of(suite: &Suite, client: &Client) -> Self {
        let mut app = Self::begun(client).await;
        let code = app.code(suite);
        let confirmed = client
            .post("/api/v1/people/me/second-factor/confirm", json!({"code": code}))
            .await;
        let codes = confirmed.created().json["recovery_codes"].clone();
        app.recovery_codes = serde_json::from_value(codes).unwrap();
        client.renew().await;
        app
    }

    /// An app that has the secret, not confirmed yet.
    pub async fn begun(client: &Client) -> Self {
        let begun = client
            .send(client.request(reqwest::Method::POST, "/api/v1/people/me/second-factor"))
            .await;
        let secret = begun.created().json["secret"].as_str().unwrap().to_owned();
        let bytes = Secret::try_from_base32(&secret).unwrap();
        Self {
            totp: Builder::new().with_secret(bytes).build().unwrap(),
            secret,
            recovery_codes: Vec::new(),
        }
    }

    /// What the app shows now.
    pub fn code(&self, suite: &Suite) -> String {
        let now = suite.clock.now().as_second();
        self.totp.generate(u64::try_from(now).unwrap()).to_string()
    }

    /// What it shows thirty seconds later: a code that was not taken yet.
    pub fn next_code(&self, suite: &Suite) -> String {
        suite.advance(SignedDuration::from_secs(30));
        self.code(suite)
    }

    /// A code that is not the one of any moment near.
    pub fn wrong_code(&self, suite: &Suite) -> String {
        let now = u64::try_from(suite.clock.now().as_second()).unwrap();
        let near: Vec<String> = (0..5)
            .map(|n| self.totp.generate(now + 30 * n - 60).to_string())
            .collect();
        let mut all = (0..).map(|n| format!("{n:06}"));
        all.find(|code| !near.contains(code)).unwrap()
    }
}

pub async fn email_of(client: &Client) -> String {
    let me = client.get("/api/v1/people/me").await.ok();
    me.json["email"].as_str().unwrap().to_owned()
}

/// The first step of signing in.
pub async fn with_password(suite: &Suite, email: &str) -> Answer {
    let body = json!({"email": email, "password": PASSWORD});
    suite.visitor().post("/api/v1/sessions", body).await
}

/// The challenge of somebody who has a second factor.
pub async fn challenge(suite: &Suite, email: &str) -> String {
    let answer = with_password(suite, email).await.ok();
    answer.json["challenge"].as_str().unwrap().to_owned()
}

/// The second step.
pub async fn with_code(suite: &Suite, challenge: &str, code: &str) -> Answer {
    let body = json!({"challenge": challenge, "code": code});
    suite.visitor().post("/api/v1/sessions/second-factor", body).await
}

/// The newest letter to an address that says something, in plain text.
pub async fn letter(suite: &Suite, email: &str, says: &str) -> String {
    for _ in 0..200 {
        for mail in suite.mailbox.all().iter().rev() {
            // Long lines are broken by `=` at their end, and `=` itself is written `=3D`.
            let text = mail.text.replace("=\r\n", "").replace("=\n", "").replace("=3D", "=");
            if text.contains(email) && text.contains(says) {
                return text;
            }
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("no letter to {email} says `{says}`");
}
