//! What several tests do.

use kit::{Client, Suite, Tenant};
use serde_json::{Value, json};

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
