//! How things are sent to the services: many, and for as long as it takes.

use std::time::Duration;

use anyhow::{Context as _, ensure};
use kit::{Client, Tenant};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tokio::time::sleep;

use super::PASSWORD;

/// Somebody comes in, with roles for the whole organisation.
pub async fn joins(visitor: &Client, tenant: &Tenant, email: &str, roles: &[&str]) -> anyhow::Result<Client> {
    let session = invited(visitor, &tenant.admin, email, roles).await?;
    Ok(visitor.with_session(&session, Some(tenant.id)).await)
}

pub async fn invited(visitor: &Client, admin: &Client, email: &str, roles: &[&str]) -> anyhow::Result<Value> {
    let roles: Vec<Value> = roles
        .iter()
        .map(|role| json!({"role": role, "unit_id": null}))
        .collect();
    let body = json!({"email": email, "name": "Reader of pages", "language": "fi", "roles": roles});
    let asked = visitor_post(admin, "/api/v1/invitations", body).await?;
    let url = asked["accept_url"].as_str().context("an invitation's address")?;
    let token = url.rsplit('=').next().unwrap_or_default();
    let body = json!({"token": token, "name": "Reader of pages", "password": PASSWORD, "language": "fi"});
    visitor_post(visitor, "/api/v1/invitations/accept", body).await
}

pub async fn visitor_post(who: &Client, path: &str, body: Value) -> anyhow::Result<Value> {
    let answer = who.request(Method::POST, path).json(&body).send().await?;
    let status = answer.status();
    let told: Value = answer.json().await?;
    ensure!(status.is_success(), "POST {path}: {status} {told}");
    Ok(told)
}

/// Sends until it is taken: what one service was told, another hears of a moment later.
pub async fn sent(
    who: &Client,
    method: Method,
    path: &str,
    version: Option<i64>,
    body: &Value,
) -> anyhow::Result<Value> {
    for attempt in 0.. {
        // Not held against the description: that would take longer than the work itself.
        let mut request = who.request(method.clone(), path).json(body);
        if let Some(version) = version {
            request = request.header("if-match", format!("\"{version}\""));
        }
        let answer = request.send().await?;
        let status = answer.status();
        if status.is_success() {
            return Ok(answer.json().await?);
        }
        let told = answer.text().await?;
        let passes = status == StatusCode::UNAUTHORIZED || told.contains("\"unknown_") || told.contains("not_found");
        ensure!(passes && attempt < 200, "{method} {path} {body}: {status} {told}");
        if status == StatusCode::UNAUTHORIZED {
            who.renew().await;
        } else {
            sleep(Duration::from_millis(50)).await;
        }
    }
    Ok(Value::Null)
}

pub fn id(thing: &Value) -> anyhow::Result<String> {
    Ok(thing["id"].as_str().context("an id")?.to_owned())
}
