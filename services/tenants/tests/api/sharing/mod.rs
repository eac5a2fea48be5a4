//! Sharing agreements, from both sides.

use kit::{Answer, Client, Suite, Tenant};
use serde_json::{Value, json};

mod directory;
mod ending;
mod giving;
mod sides;
mod terms;

const AGREEMENTS: &str = "/api/v1/sharing-agreements";

fn at(agreement: &Value) -> String {
    format!("{AGREEMENTS}/{}", agreement["id"].as_str().unwrap())
}

/// Projects by name from 2021 on, as the board decided.
fn to(viewer: &Tenant) -> Value {
    json!({
        "viewer_id": viewer.id, "dataset": "projects", "level": "named", "valid_from": "2021-01-01",
        "valid_to": "2030-12-31",
        "decision": {"body": {"fi": "Kaupunginhallitus"}, "decided_on": "2020-11-16", "section": "321",
                     "case_number": "KAU/1010/2020"},
    })
}

/// The same with another value at some places.
fn to_with(viewer: &Tenant, mut change: Value) -> Value {
    let mut body = to(viewer);
    for (name, value) in change.as_object_mut().unwrap() {
        body[name] = value.take();
    }
    body
}

async fn give(by: &Client, body: Value) -> Answer {
    by.post(AGREEMENTS, body).await
}

/// A municipality and its sub-region.
async fn two(suite: &Suite) -> (Tenant, Tenant) {
    let owner = suite.tenant("Kauhajoki").await;
    let viewer = suite.organisation("Suupohja", "sub_region", "FI").await;
    (owner, viewer)
}

/// The names of what happened, newest first, and who did it.
async fn happened(client: &Client, agreement: &Value) -> Vec<(String, bool)> {
    let history = client.get(&format!("{}/history", at(agreement))).await.ok().items();
    let entry = |entry: &Value| {
        (
            entry["event"].as_str().unwrap().to_owned(),
            entry["actor_id"].is_string(),
        )
    };
    history.iter().map(entry).collect()
}

fn told(event: &str, by_somebody_here: bool) -> (String, bool) {
    (event.to_owned(), by_somebody_here)
}
