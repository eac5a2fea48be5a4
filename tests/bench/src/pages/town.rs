//! Towns, small and large, with everything a town keeps: made through the API, so that journals, events and read models are
//! what the product would have made of it.

use std::{collections::BTreeMap, time::Duration};

use anyhow::{Context as _, bail, ensure};
use futures::{StreamExt as _, TryStreamExt as _, stream};
use kit::{Client, Home, Tenant};
use reqwest::{Method, StatusCode};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tokio::time::sleep;
use tokio_postgres::Client as Database;
use uuid::Uuid;

use super::words::{one_of, place, text, title};

pub const PASSWORD: &str = "correct horse battery staple";
const AT_A_TIME: usize = 8;
/// As many as the API takes at once.
const GRID: usize = 500;
const KINDS: [&str; 4] = ["eu", "international", "national", "own"];
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

/// Somebody comes in, with roles for the whole organisation.
async fn joins(visitor: &Client, tenant: &Tenant, email: &str, roles: &[&str]) -> anyhow::Result<Client> {
    let session = invited(visitor, &tenant.admin, email, roles).await?;
    Ok(visitor.with_session(&session, Some(tenant.id)).await)
}

async fn invited(visitor: &Client, admin: &Client, email: &str, roles: &[&str]) -> anyhow::Result<Value> {
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

async fn visitor_post(who: &Client, path: &str, body: Value) -> anyhow::Result<Value> {
    let answer = who.request(Method::POST, path).json(&body).send().await?;
    let status = answer.status();
    let told: Value = answer.json().await?;
    ensure!(status.is_success(), "POST {path}: {status} {told}");
    Ok(told)
}

/// Sends until it is taken: what one service was told, another hears of a moment later.
async fn sent(who: &Client, method: Method, path: &str, version: Option<i64>, body: &Value) -> anyhow::Result<Value> {
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

fn id(thing: &Value) -> anyhow::Result<String> {
    Ok(thing["id"].as_str().context("an id")?.to_owned())
}

/// One of a list, as `n` has it.
fn pick(list: &[String], n: usize) -> Option<&String> {
    list.get(one_of(n as u64, list.len()))
}

fn euros(amount: usize) -> Value {
    json!({"amount": format!("{amount}.00"), "currency": "EUR"})
}

impl Maker {
    fn shown(&mut self, name: &str, id: &str) {
        self.shown.insert(name.to_owned(), id.to_owned());
    }

    /// Makes so many of a kind, several at a time, and gives their ids in order.
    async fn many(
        &self,
        what: &str,
        range: std::ops::Range<usize>,
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

    /// Units, people, themes.
    async fn organisation(&mut self, visitor: &Client, name: &str) -> anyhow::Result<()> {
        let unit = |n: usize, parent: Option<&String>| {
            json!({"name": title(1, n), "kind": "unit", "short_name": format!("U{n}"), "parent_id": parent,
                   "valid_from": "2000-01-01"})
        };
        let top = self.size.units.div_ceil(15);
        self.units = self.many("units", 0..top, |n| unit(n, None)).await?;
        let below = self.many("units", top..self.size.units, |n| unit(n, pick(&self.units, n)));
        let below = below.await?;
        self.units.extend(below);
        println!("  {} people", self.size.people);
        for n in 0..self.size.people {
            let email = format!("person-{n}-{}@{name}.example.org", self.tenant);
            invited(visitor, &self.admin, &email, &["reader"]).await?;
        }
        let taxonomy = json!({"key": "topics", "name": {"fi": "Aiheet", "sv": "Ämnen", "en": "Topics"}});
        let taxonomy = id(&self.one("taxonomies", taxonomy).await?)?;
        let theme = |n: usize| json!({"taxonomy_id": taxonomy, "code": format!("T{n}"), "name": title(2, n), "description": text(2, n)});
        self.themes = self.many("themes", 0..self.size.themes, theme).await?;
        self.shown("taxonomy", &taxonomy);
        let (unit, theme) = (self.units.first().cloned(), self.themes.first().cloned());
        self.shown("unit", &unit.context("a unit")?);
        self.shown("theme", &theme.context("a theme")?);
        Ok(())
    }

    /// Policies, goals in a tree, assignments.
    async fn steering(&mut self) -> anyhow::Result<()> {
        let section = |n: usize| json!({"key": format!("s{n}"), "heading": title(3, n), "body": text(3, n)});
        let policy = |n: usize| {
            json!({"kind": "programme", "title": title(4, n), "case_number": format!("KH {n}/2025"),
                   "period": {"from": "2025-01-01", "to": "2028-12-31"}, "vision": text(4, n),
                   "sections": (0..12).map(section).collect::<Vec<_>>()})
        };
        self.policies = self.many("policies", 0..self.size.policies, policy).await?;
        let levels = self.get("/api/v1/goal-levels").await?;
        let levels: Vec<Value> = levels["levels"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|level| level["key"].clone())
            .collect();
        // Ten at the top, and below each as many again and again.
        let mut depth = 0;
        let mut above: Vec<String> = Vec::new();
        while self.goals.len() < self.size.goals {
            let begin = self.goals.len();
            let many = if above.is_empty() {
                self.size.goals.div_ceil(500).max(2)
            } else {
                above.len() * 9
            };
            let end = (begin + many).min(self.size.goals);
            let goal = |n: usize| {
                let (unit, parent) = (pick(&self.units, n), above.get((n - begin) / 9));
                json!({"title": title(5, n), "description": text(5, n), "level": levels.get(depth.min(levels.len() - 1)),
                       "parent_id": parent, "accountable_unit_id": unit, "theme_ids": [pick(&self.themes, n)],
                       "period": {"from": "2024-01-01", "to": "2028-12-31"}, "to_be_measured": true})
            };
            above = self.many("goals", begin..end, goal).await?;
            self.goals.extend(above.iter().cloned());
            depth += 1;
        }
        let assignment = |n: usize| {
            json!({"title": title(6, n), "note": "Raportoidaan keväällä.", "unit_id": pick(&self.units, n), "goal_id": pick(&self.goals, n),
                   "due_on": "2026-12-31"})
        };
        let assignments = self.many("assignments", 0..self.size.assignments, assignment).await?;
        let first = (
            self.goals.first().cloned(),
            self.policies.first().cloned(),
            assignments.first().cloned(),
        );
        self.shown("goal", &first.0.context("a goal")?);
        self.shown("assignment", &first.2.context("an assignment")?);
        self.policy_in_force(&first.1.context("a policy")?).await
    }

    /// In force, with a second edition being written.
    async fn policy_in_force(&mut self, policy: &str) -> anyhow::Result<()> {
        let path = format!("/api/v1/policies/{policy}");
        let mut version = 1;
        for (to, on) in [("adopted", "2025-03-03"), ("in_force", "2025-04-01")] {
            let step = json!({"to": to, "on": on, "decided_by": "Valtuusto"});
            let told = sent(
                &self.planner,
                Method::POST,
                &format!("{path}/steps"),
                Some(version),
                &step,
            )
            .await?;
            version = told["version"].as_i64().context("a version")?;
        }
        let editions = format!("{path}/editions");
        sent(&self.planner, Method::POST, &editions, Some(version), &json!({})).await?;
        self.shown("policy", policy);
        self.shown("edition", "1");
        Ok(())
    }

    /// Indicators, and their values over the years.
    async fn measuring(&mut self) -> anyhow::Result<()> {
        let goals = self.goals.len();
        let indicator = |n: usize| {
            json!({"name": title(7, n), "goal_ids": [self.goals.get(n * 5 % goals)], "unit_of_measure": {"fi": "kpl", "sv": "st", "en": "pcs"},
                   "direction": "up", "kind": "number", "decimals": 0, "frequency": "year",
                   "owner_unit_id": pick(&self.units, n), "targets": [{"period": "2028", "value": "500"}]})
        };
        self.indicators = self.many("indicators", 0..self.size.indicators, indicator).await?;
        let values: Vec<Value> = self
            .indicators
            .iter()
            .enumerate()
            .flat_map(|(i, indicator)| self.values(i, indicator))
            .collect();
        println!("  {} indicator-values", values.len());
        let grids = values.chunks(GRID).map(|grid| json!({ "values": grid }));
        let maker: &Self = self;
        let grids = grids.map(|grid| async move { maker.one("indicator-values/grid", grid).await });
        let _kept: Vec<Value> = stream::iter(grids).buffered(4).try_collect().await?;
        let indicator = self.indicators.first().cloned().context("an indicator")?;
        let value = self
            .first(&format!("indicator-values?indicator_id={indicator}"))
            .await?;
        self.shown("indicator", &indicator);
        self.shown("indicator_value", &id(&value)?);
        Ok(())
    }

    fn values(&self, n: usize, indicator: &str) -> Vec<Value> {
        let cells = YEARS
            .into_iter()
            .flat_map(|year| (0..self.size.measured_units).map(move |unit| (year, unit)));
        let value = |(year, unit): (i32, usize)| {
            let seed = n as u64 * 1_000 + u64::from(year.unsigned_abs()) * 10 + unit as u64;
            json!({"indicator_id": indicator, "period": year.to_string(), "unit_id": self.units.get(unit),
                   "value": (20 + one_of(seed, 100)).to_string(), "status": "final"})
        };
        cells.map(value).collect()
    }

    /// What units state every year.
    async fn stating(&mut self) -> anyhow::Result<()> {
        for year in YEARS.into_iter().rev().take(self.size.rounds) {
            let units: Vec<&String> = self.units.iter().take(60).collect();
            let round = json!({"year": year, "due_on": format!("{year}-12-31"), "unit_ids": units});
            self.one("statement-rounds", round).await?;
        }
        let statement = loop {
            match self.first("statements?status=owed").await {
                Ok(statement) => break statement,
                Err(_) => sleep(Duration::from_millis(100)).await,
            }
        };
        self.shown("statement", &id(&statement)?);
        Ok(())
    }

    /// Partners, projects and their money, networks, activities, and which goals they serve.
    async fn doing(&mut self) -> anyhow::Result<()> {
        let partner = |n: usize| json!({"name": format!("{} {n}", place(8, n)), "kind": "municipality", "country": "SE", "town": place(8, n)});
        self.partners = self.many("partners", 0..self.size.partners, partner).await?;
        self.projects().await?;
        let network = |n: usize| {
            json!({"name": title(10, n), "description": text(10, n), "host": place(10, n), "theme_ids": [pick(&self.themes, n)],
                   "size": {"value": "100", "exactness": "about"}})
        };
        self.networks = self.many("networks", 0..self.size.networks, network).await?;
        let membership = |n: usize| {
            let unit = self.units.get(n / self.size.networks);
            json!({"network_id": self.networks.get(n % self.size.networks), "accountable_unit_id": unit, "since": "2020-01-01"})
        };
        let memberships = self
            .many("network-memberships", 0..self.size.memberships, membership)
            .await?;
        let activity = |n: usize| {
            let participants =
                json!([{"group": "employees", "country": "SE", "count": {"value": "6", "exactness": "about"}}]);
            json!({"kind": "visit", "title": title(11, n), "learning": text(11, n), "unit_id": pick(&self.units, n), "country": "SE",
                   "period": {"from": format!("{}-05-05", YEARS.get(n % 10).unwrap_or(&2025))}, "place": place(11, n),
                   "network_id": pick(&self.networks, n), "partner_ids": [pick(&self.partners, n)],
                   "theme_ids": [pick(&self.themes, n)], "participants": participants})
        };
        self.activities = self.many("activities", 0..self.size.activities, activity).await?;
        let link = |n: usize| {
            let (kind, target) = match n % 3 {
                0 => ("project", self.projects.get(n / 3)),
                1 => ("activity", self.activities.get(n / 3)),
                _ => ("network", self.networks.get(n / 3 % self.size.networks)),
            };
            json!({"goal_id": self.goals.get(n % self.goals.len()), "target_kind": kind, "target_id": target, "strength": 1 + n % 3})
        };
        self.many("goal-links", 0..self.size.links, link).await?;
        for (name, list) in [
            ("partner", &self.partners.clone()),
            ("network", &self.networks.clone()),
            ("activity", &self.activities.clone()),
            ("network_membership", &memberships),
        ] {
            self.shown(name, list.first().context("one of each")?);
        }
        Ok(())
    }

    async fn projects(&mut self) -> anyhow::Result<()> {
        let project = |n: usize| {
            let year = YEARS.get(n % 10).unwrap_or(&2025);
            json!({"title": title(9, n), "kind": KINDS.get(n % 4), "role": "lead",
                   "acronym": format!("P{n}"), "funder": "Interreg", "owner_unit_id": pick(&self.units, n), "summary": text(9, n),
                   "period": {"from": format!("{year}-01-01"), "to": format!("{}-12-31", year + 2)},
                   "theme_ids": [pick(&self.themes, n)], "goal_ids": [{"goal_id": pick(&self.goals, n), "share": "100"}],
                   "partners": [{"partner_id": pick(&self.partners, n), "role": "partner"}], "total_cost": euros(50_000 + n)})
        };
        self.projects = self.many("projects", 0..self.size.projects, project).await?;
        let application = |n: usize| json!({"project_id": self.projects.get(n), "call": format!("Haku {}", n % 40), "on": "2026-01-10", "applied": euros(40_000 + n)});
        let applications = self
            .many("applications", 0..self.size.applications, application)
            .await?;
        let withdrawn = json!({"to": "withdrawn", "on": "2026-02-01", "decided_by": "Johtoryhmä"});
        self.most("applications", &applications, "steps", &withdrawn).await?;
        let project = self.projects.first().cloned().context("a project")?;
        self.shown("application", applications.first().context("an application")?);
        let attached = format!("/api/v1/projects/{project}/attachments");
        let file = self
            .planner
            .upload(&attached, "pöytäkirja.txt", b"Kokous avattiin.".to_vec())
            .await;
        self.shown("attachment", &id(&file.created().json)?);
        self.shown("project", &project);
        Ok(())
    }

    /// Somebody who is invited, and an organisation that asks to take part.
    async fn asking(&mut self) -> anyhow::Result<()> {
        let email = format!("invited-{}@example.org", self.tenant);
        let body = json!({"email": email, "name": "Tutkija", "language": "fi", "roles": [{"role": "reader", "unit_id": null}]});
        let invited = visitor_post(&self.admin, "/api/v1/invitations", body).await?;
        let url = invited["accept_url"].as_str().context("an invitation's address")?;
        let token = url.rsplit('=').next().unwrap_or_default().to_owned();
        let visitor = Client::at(&self.base);
        let asked = visitor_post(&visitor, "/api/v1/subscriptions", stranger(self.tenant)).await?;
        self.shown("invitation_token", &token);
        self.shown("subscription", &id(&asked)?);
        Ok(())
    }

    /// What is kept about all this: a report, a view, an agreement, who may do what.
    async fn keeping(&mut self, database: &Database, viewer: &str) -> anyhow::Result<()> {
        // Drafted from the read models, so these must have heard of everything.
        until_all_is_heard_of(database).await?;
        let report = json!({"kind": "yearly_followup", "year": 2025, "unit_id": null, "language": "fi"});
        let report = self.one("reports", report).await?;
        let figures = report["parts"]
            .as_array()
            .into_iter()
            .flatten()
            .flat_map(|part| part["figures"].as_array().into_iter().flatten());
        let some = |figure: &&Value| {
            figure["value"]
                .as_str()
                .and_then(|v| v.parse::<f64>().ok())
                .is_some_and(|v| v > 0.0)
        };
        let figure = figures.clone().find(some).context("a figure")?;
        let figure = figure["key"].as_str().context("a key")?.to_owned();
        self.shown("figure", &figure);
        let view = json!({"list": "projects", "name": "EU-hankkeet", "query": "kind=eu&sort=-title", "shared": true});
        let view = self.one("saved-views", view).await?;
        let agreement = json!({"viewer_id": viewer, "dataset": "projects", "level": "named", "valid_from": "2026-01-01",
                               "decision": {"body": {"fi": "Kunnanhallitus"}, "decided_on": "2025-11-24"}});
        let agreement = sent(
            &self.admin,
            Method::POST,
            "/api/v1/sharing-agreements",
            None,
            &agreement,
        )
        .await?;
        for (name, thing) in [("report", &report), ("saved_view", &view), ("sharing", &agreement)] {
            self.shown(name, &id(thing)?);
        }
        for (name, path) in [("person", "people"), ("membership", "memberships")] {
            let first = id(&self.first(path).await?)?;
            self.shown(name, &first);
        }
        self.asking().await?;
        self.shown("only_kind", "goal_thresholds");
        self.shown("kind", "membership");
        self.shown("resource", "projects");
        Ok(())
    }
}

/// An organisation that asks to take part.
fn stranger(town: Uuid) -> Value {
    let code = town.simple().to_string().to_uppercase();
    let organisation =
        json!({"kind": "municipality", "name": {"fi": "Pyytäjälä"}, "code": code.get(20..), "country": "FI"});
    let contact = json!({"name": "Hallintojohtaja", "email": format!("asks-{town}@example.org"), "language": "fi"});
    json!({"organisation": organisation, "contact": contact, "message": "Haluamme aloittaa."})
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
