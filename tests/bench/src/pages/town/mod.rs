//! Towns, small and large, with everything a town keeps: made through the API, so that journals, events and read models are
//! what the product would have made of it.

mod doing;
mod keeping;
mod measuring;
mod organisation;
mod sending;
mod steering;

use std::{collections::BTreeMap, ops::Range, time::Duration};

use anyhow::{Context as _, bail, ensure};
use futures::{StreamExt as _, TryStreamExt as _, stream};
use kit::{Client, Home, Tenant};
use reqwest::Method;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tokio::time::sleep;
use tokio_postgres::Client as Database;
use uuid::Uuid;

use self::sending::{id, joins, sent};
use super::words::one_of;

pub const PASSWORD: &str = "correct horse battery staple";
const AT_A_TIME: usize = 8;
const YEARS: [i32; 10] = [2017, 2018, 2019, 2020, 2021, 2022, 2023, 2024, 2025, 2026];

/// How much a town has of everything.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Size {
    units: usize,
    people: usize,
    themes: usize,
    policies: usize,
    goals: usize,
    indicators: usize,
    /// In each of the years, of each indicator.
    measured_units: usize,
    rounds: usize,
    assignments: usize,
    partners: usize,
    projects: usize,
    applications: usize,
    networks: usize,
    memberships: usize,
    activities: usize,
    links: usize,
}

pub const LARGE: Size = Size {
    units: 150,
    people: 250,
    themes: 40,
    policies: 30,
    goals: 5_000,
    indicators: 1_000,
    measured_units: 5,
    rounds: 5,
    assignments: 500,
    partners: 400,
    projects: 2_000,
    applications: 1_500,
    networks: 100,
    memberships: 200,
    activities: 3_000,
    links: 4_000,
};

/// Of everything some, and of nothing more than a page.
pub const SMALL: Size = Size {
    units: 5,
    people: 2,
    themes: 4,
    policies: 2,
    goals: 40,
    indicators: 8,
    measured_units: 2,
    rounds: 2,
    assignments: 4,
    partners: 4,
    projects: 16,
    applications: 12,
    networks: 4,
    memberships: 6,
    activities: 20,
    links: 30,
};

/// A town that is there: who reads its pages, and which things are shown.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Town {
    pub id: Uuid,
    pub email: String,
    pub shown: BTreeMap<String, String>,
}

struct Maker {
    base: String,
    tenant: Uuid,
    size: Size,
    admin: Client,
    planner: Client,
    units: Vec<String>,
    themes: Vec<String>,
    policies: Vec<String>,
    goals: Vec<String>,
    indicators: Vec<String>,
    partners: Vec<String>,
    projects: Vec<String>,
    networks: Vec<String>,
    activities: Vec<String>,
    /// By the names that addresses have for them.
    shown: BTreeMap<String, String>,
}

impl Town {
    pub async fn make(home: &Home, database: &Database, name: &str, size: Size, viewer: &str) -> anyhow::Result<Self> {
        let visitor = Client::at(&home.url());
        let password = home.secret("OPERATOR_PASSWORD");
        let operator = Client::at(&home.url());
        let operator = operator.signed_in("operator@samverka.example", &password, None).await;
        let tenant = Tenant::sign_up(&visitor, &operator, name).await;
        let email = format!("reader-{}@{name}.example.org", tenant.id);
        let planner = joins(&visitor, &tenant, &email, &["admin", "planner"]).await?;
        let mut maker = Maker {
            base: home.url(),
            tenant: tenant.id,
            size,
            planner,
            admin: tenant.admin,
            units: Vec::new(),
            themes: Vec::new(),
            policies: Vec::new(),
            goals: Vec::new(),
            indicators: Vec::new(),
            partners: Vec::new(),
            projects: Vec::new(),
            networks: Vec::new(),
            activities: Vec::new(),
            shown: BTreeMap::new(),
        };
        maker.shown("organisation", &tenant.id.to_string());
        let plan = json!({"name": {"fi": format!("Pieni {name}")}, "people": 1_000, "projects": 1_000_000});
        maker.shown("plan", &operator.post("/api/v1/plans", plan).await.created().id());
        maker.organisation(&visitor, name).await?;
        maker.steering().await?;
        maker.measuring().await?;
        maker.stating().await?;
        maker.doing().await?;
        maker.keeping(database, viewer).await?;
        Ok(Self {
            id: tenant.id,
            email,
            shown: maker.shown,
        })
    }
}

/// One of a list, as `n` has it.
fn pick(list: &[String], n: usize) -> Option<&String> {
    list.get(one_of(n as u64, list.len()))
}

impl Maker {
    fn shown(&mut self, name: &str, id: &str) {
        self.shown.insert(name.to_owned(), id.to_owned());
    }

    /// Makes so many of a kind, several at a time, and gives their ids in order.
    async fn many(
        &self,
        what: &str,
        range: Range<usize>,
        body: impl Fn(usize) -> Value,
    ) -> anyhow::Result<Vec<String>> {
        println!("  {} {what}", range.len());
        let path = format!("/api/v1/{what}");
        let each = range.map(|n| {
            let (path, body) = (path.clone(), body(n));
            async move { id(&sent(&self.planner, Method::POST, &path, None, &body).await?) }
        });
        stream::iter(each).buffered(AT_A_TIME).try_collect().await
    }

    /// Does something with four of five of them, as they were made: most of what was begun is over.
    async fn most(&self, what: &str, ids: &[String], verb: &str, body: &Value) -> anyhow::Result<()> {
        let over = ids.iter().enumerate().filter(|(n, _)| n % 5 != 0);
        let each = over.map(|(_, id)| {
            let path = format!("/api/v1/{what}/{id}/{verb}");
            async move { sent(&self.planner, Method::POST, &path, Some(1), body).await }
        });
        let _over: Vec<Value> = stream::iter(each).buffered(AT_A_TIME).try_collect().await?;
        Ok(())
    }

    async fn one(&self, what: &str, body: Value) -> anyhow::Result<Value> {
        sent(&self.planner, Method::POST, &format!("/api/v1/{what}"), None, &body).await
    }

    async fn get(&self, path: &str) -> anyhow::Result<Value> {
        let answer = self.planner.request(Method::GET, path).send().await?;
        ensure!(answer.status().is_success(), "GET {path}: {}", answer.status());
        Ok(answer.json().await?)
    }

    async fn first(&self, path: &str) -> anyhow::Result<Value> {
        let found = self.get(&format!("/api/v1/{path}")).await?;
        let first = found["items"].get(0).cloned();
        first.with_context(|| format!("{path} holds nothing"))
    }
}

/// Until no change waits to be told of.
pub async fn until_all_is_heard_of(database: &Database) -> anyhow::Result<()> {
    let waiting = "SELECT EXISTS (SELECT FROM tenants.outbox) OR EXISTS (SELECT FROM goals.outbox)
        OR EXISTS (SELECT FROM projects.outbox) OR EXISTS (SELECT FROM reporting.outbox)";
    for _ in 0..6_000 {
        if !database.query_one(waiting, &[]).await?.get::<_, bool>(0) {
            return Ok(());
        }
        sleep(Duration::from_millis(100)).await;
    }
    bail!("changes are not told of after ten minutes")
}
