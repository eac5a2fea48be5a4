//! What only `goals` can tell at the moment of asking: how goals are doing, and which of them nothing serves. It is worked
//! out there when it is read, and asked for in the name of who asks here.

use std::{
    collections::{HashMap, HashSet},
    time::Duration,
};

use actix_web::HttpRequest;
use platform::{
    auth::bearer,
    http::{Problem, origin},
    trace,
};
use reqwest::StatusCode;
use serde::{Deserialize, de::DeserializeOwned};
use url::Url;
use uuid::Uuid;

/// How long `goals` may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// Asks `goals`.
#[derive(Clone)]
pub struct Goals {
    client: reqwest::Client,
    address: Url,
}

/// How each goal is doing: `on_track`, `watch`, `off`, `unknown`.
pub type Statuses = HashMap<Uuid, String>;

#[derive(Deserialize)]
struct Told {
    items: Vec<ToldStatus>,
}

#[derive(Deserialize)]
struct ToldStatus {
    id: Uuid,
    attainment_status: String,
}

#[derive(Deserialize)]
struct Coverage {
    items: Vec<CoveredGoal>,
}

#[derive(Deserialize)]
struct CoveredGoal {
    goal_id: Uuid,
    cells: Vec<CoverageCell>,
}

#[derive(Deserialize)]
struct CoverageCell {
    count: usize,
}

impl Goals {
    pub fn new(client: reqwest::Client, address: Url) -> Self {
        Self { client, address }
    }

    pub async fn statuses(&self, asker: &HttpRequest) -> Result<Statuses, Problem> {
        let told: Told = self.ask(asker, "/api/v1/goals/statuses").await?;
        Ok(told
            .items
            .into_iter()
            .map(|goal| (goal.id, goal.attainment_status))
            .collect())
    }

    /// Goals of the level that is steered by which nothing serves at all.
    pub async fn unserved(&self, asker: &HttpRequest) -> Result<HashSet<Uuid>, Problem> {
        let coverage: Coverage = self.ask(asker, "/api/v1/goal-coverage").await?;
        let unserved = |goal: &CoveredGoal| goal.cells.iter().all(|cell| cell.count == 0);
        Ok(coverage
            .items
            .iter()
            .filter(|g| unserved(g))
            .map(|g| g.goal_id)
            .collect())
    }

    async fn ask<T: DeserializeOwned>(&self, asker: &HttpRequest, path: &str) -> Result<T, Problem> {
        let token = bearer(asker).ok_or_else(|| Problem::unauthorized("no_token"))?;
        let mut address = self.address.clone();
        address.set_path(path);
        let mut question = self.client.get(address).bearer_auth(token).timeout(PATIENCE);
        question = question.header("traceparent", trace::current().header());
        // A key may be bound to networks: it comes from where it was shown here.
        if let Some(origin) = origin(asker) {
            question = question.header("x-forwarded-for", origin.to_string());
        }
        let answer = question.send().await.map_err(Problem::unavailable)?;
        if answer.status() == StatusCode::FORBIDDEN {
            return Err(Problem::forbidden("beyond_scope").detail(
                "This shows how goals are doing as well: an API key needs the scope goals:read beside registers:read.",
            ));
        }
        let answer = answer.error_for_status().map_err(Problem::unavailable)?;
        answer.json().await.map_err(Problem::unavailable)
    }
}
