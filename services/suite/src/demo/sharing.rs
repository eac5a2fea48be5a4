//! What the demo organisations give each other. It comes last: an owner can give to who is there.

use std::{collections::HashMap, sync::Arc};

use anyhow::Context as _;
use futures::{StreamExt as _, TryStreamExt as _, stream};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{
    AT_A_TIME,
    client::{Seat, word},
    credentials::Credentials,
};

/// Several agreements that say the same.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agreements {
    /// Of owners and viewers alike.
    country: String,
    owners: Vec<String>,
    viewer: Option<String>,
    #[serde(default)]
    viewers: Vec<String>,
    datasets: Vec<String>,
    level: String,
    #[serde(default)]
    waiver: bool,
    valid_from: String,
    valid_to: Option<String>,
    decision: Map<String, Value>,
}

/// The administrator of an organisation, by country and code.
pub struct Administrator {
    pub seat: Seat,
    pub email: String,
}

pub type Administrators = HashMap<(String, String), Administrator>;

/// Gives what is not given yet. What was given once is not given again, whatever became of it. Gives how many were made.
pub async fn load(
    agreements: &[Agreements],
    administrators: &Administrators,
    credentials: &Arc<Credentials>,
) -> anyhow::Result<usize> {
    let of_owners = administrators.iter().map(async |((country, code), owner)| {
        let wanted = wanted(agreements, administrators, country, code)?;
        give(owner, wanted, credentials)
            .await
            .with_context(|| format!("sharing what {code} gives"))
    });
    let made: Vec<usize> = stream::iter(of_owners)
        .buffer_unordered(AT_A_TIME)
        .try_collect()
        .await?;
    Ok(made.into_iter().sum())
}

/// The requests of one owner.
fn wanted(
    agreements: &[Agreements],
    administrators: &Administrators,
    country: &str,
    code: &str,
) -> anyhow::Result<Vec<Value>> {
    let mut bodies = Vec::new();
    let own = agreements
        .iter()
        .filter(|a| a.country == country && a.owners.iter().any(|owner| owner == code));
    for agreement in own {
        for viewer in agreement.viewer.iter().chain(&agreement.viewers) {
            let there = administrators.get(&(country.to_owned(), viewer.clone()));
            let viewer_id = there.and_then(|viewer| viewer.seat.organisation());
            let viewer_id = viewer_id.with_context(|| format!("there is no {viewer} to share with"))?;
            bodies.extend(agreement.datasets.iter().map(|dataset| {
                json!({
                    "viewer_id": viewer_id, "dataset": dataset, "level": agreement.level, "waiver": agreement.waiver,
                    "valid_from": agreement.valid_from, "valid_to": agreement.valid_to,
                    "decision": decision(&agreement.decision, code),
                })
            }));
        }
    }
    Ok(bodies)
}

fn decision(decision: &Map<String, Value>, code: &str) -> Map<String, Value> {
    let said = |value: &Value| match value {
        Value::String(text) => text.replace("{code}", code).into(),
        other => other.clone(),
    };
    decision
        .iter()
        .map(|(name, value)| (name.clone(), said(value)))
        .collect()
}

async fn give(owner: &Administrator, wanted: Vec<Value>, credentials: &Credentials) -> anyhow::Result<usize> {
    if wanted.is_empty() {
        return Ok(0);
    }
    let there = owner.seat.all("/sharing-agreements?side=owner").await?;
    let is_there = |body: &Value| {
        let same = |given: &Value, place: &str| word(given, place) == word(body, place);
        there
            .iter()
            .any(|given| same(given, "/viewer_id") && same(given, "/dataset"))
    };
    let mut made = 0;
    for body in wanted.into_iter().filter(|body| !is_there(body)) {
        let given = owner.seat.post("/sharing-agreements", body.clone()).await;
        match given {
            // Whoever signed in when a long load began proves once more who it is.
            Err(refusal) if refusal.code() == "step_up_required" => {
                let credential = credentials.of(&owner.email).await.context("there is no password")?;
                owner.seat.prove(&credential.password).await?;
                owner.seat.post("/sharing-agreements", body).await?;
            }
            given => drop(given?),
        }
        made += 1;
    }
    Ok(made)
}
