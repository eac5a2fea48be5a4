//! Who sends commands: several organisations, in each somebody for every service.

use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use kit::{Client, Tenant};
use serde_json::Value;
use tokio::task::JoinSet;

use crate::{
    command::Command,
    draw::seeded,
    installation::{Installation, OPERATOR_EMAIL},
    kinds::Kind,
    ledger::Thing,
    worker::Worker,
};

const TENANTS: usize = 3;
const WRITTEN: [&str; 3] = ["tenants", "goals", "projects"];
/// How long after a victim is back the first command to each service may wait for its acknowledgement.
const PATIENCE: Duration = Duration::from_secs(45);

/// An organisation, and what its things point at.
pub struct Town {
    pub tenant: Tenant,
    pub planner: Client,
    pub unit_id: String,
    pub level: String,
    /// The address that people type.
    pub front: String,
}

impl Town {
    /// Who may send commands to a service.
    pub fn sender(&self, service: &str) -> &Client {
        if service == "tenants" {
            &self.tenant.admin
        } else {
            &self.planner
        }
    }
}

pub struct Crowd {
    pub towns: Vec<Arc<Town>>,
    pub operator: Client,
    http: reqwest::Client,
    words: Arc<AtomicU64>,
    /// What each sender may change next: things that it made and that still were there.
    own: HashMap<(usize, &'static str), Vec<Thing>>,
}

impl Crowd {
    /// Organisations that nobody else is called like.
    pub async fn gather(installation: &Installation, called: &str) -> Self {
        let visitor = Client::at(&installation.base);
        let operator = Client::at(&installation.base);
        let operator = operator
            .signed_in(OPERATOR_EMAIL, &installation.operator_password, None)
            .await;
        let mut towns = Vec::new();
        for n in 1..=TENANTS {
            let tenant = Tenant::sign_up(&visitor, &operator, &format!("{called} {n}")).await;
            let unit_id = tenant.unit("The unit that owns", None).await;
            let planner = tenant.planner().await;
            towns.push((tenant, planner, unit_id));
        }
        // Goals hear of the organisation a moment later.
        installation.settle("after signing up").await;
        let mut gathered = Vec::new();
        for (tenant, planner, unit_id) in towns {
            let levels = planner.get("/api/v1/goal-levels").await.ok();
            let level = levels.json["levels"][0]["key"].as_str().unwrap().to_owned();
            gathered.push(Arc::new(Town {
                tenant,
                planner,
                unit_id,
                level,
                front: installation.base.clone(),
            }));
        }
        Self {
            towns: gathered,
            operator,
            http: reqwest::Client::builder()
                .timeout(Duration::from_secs(30))
                .build()
                .unwrap(),
            words: Arc::default(),
            own: HashMap::new(),
        }
    }

    /// Tokens live for five minutes, a round for less.
    pub async fn renew(&self) {
        for town in &self.towns {
            town.tenant.admin.renew().await;
            town.planner.renew().await;
        }
        self.operator.renew().await;
    }

    /// Everybody begins to send.
    pub fn work(&mut self, round: u64, seed: u64) -> Work<'_> {
        let watch = Arc::new(Watch::default());
        let mut senders = JoinSet::new();
        let mut nobody = round * 1_000;
        for (tenant, town) in self.towns.iter().enumerate() {
            for service in WRITTEN {
                nobody += 1;
                let own = self.own.remove(&(tenant, service)).unwrap_or_default();
                let worker = Worker {
                    tenant,
                    service,
                    town: town.clone(),
                    http: self.http.clone(),
                    words: self.words.clone(),
                    watch: watch.clone(),
                    own,
                    done: Vec::new(),
                    random: seeded(seed, nobody),
                };
                senders.spawn(worker.run());
            }
        }
        Work {
            watch,
            senders,
            crowd: self,
        }
    }

    /// What a service answers to a list, page by page.
    pub async fn listed(client: &Client, path: &str) -> Vec<Value> {
        let mut all = Vec::new();
        let mut after = String::new();
        loop {
            let page = client.get(&format!("{path}?limit=200{after}")).await.ok();
            all.extend(page.items());
            match page.json["next"].as_str() {
                Some(next) => after = format!("&after={next}"),
                None => return all,
            }
        }
    }

    /// What the things of a kind point at is no command's.
    pub fn was_there_before(&self, tenant: usize, kind: Kind, id: &str) -> bool {
        kind == Kind::Unit && self.towns[tenant].unit_id == id
    }
}

/// Seen by all who send, and by who watches them.
#[derive(Default)]
pub struct Watch {
    pub stop: AtomicBool,
    acknowledged: [AtomicU64; 3],
}

impl Watch {
    pub fn acknowledge(&self, service: &str) {
        if let Some(nth) = WRITTEN.iter().position(|s| *s == service) {
            self.acknowledged[nth].fetch_add(1, Ordering::Relaxed);
        }
    }

    fn counts(&self) -> [u64; 3] {
        [0, 1, 2].map(|nth: usize| self.acknowledged[nth].load(Ordering::Relaxed))
    }
}

/// A round's work while it goes on.
pub struct Work<'a> {
    watch: Arc<Watch>,
    senders: JoinSet<Worker>,
    crowd: &'a mut Crowd,
}

impl Work<'_> {
    /// Tokens live for five minutes.
    pub async fn renew(&self) {
        self.crowd.renew().await;
    }

    pub async fn for_a_while(&self, milliseconds: u64) {
        tokio::time::sleep(Duration::from_millis(milliseconds)).await;
    }

    /// Waits until every service acknowledges commands again, with nothing started anew but the victim.
    pub async fn goes_on(&self, place: &str) {
        let (began, before) = (Instant::now(), self.watch.counts());
        loop {
            let now = self.watch.counts();
            let idle: Vec<&str> = (0..3)
                .filter(|n| now[*n] < before[*n] + 3)
                .map(|n| WRITTEN[n])
                .collect();
            if idle.is_empty() {
                return;
            }
            assert!(
                began.elapsed() < PATIENCE,
                "{place}: {PATIENCE:?} after it came back, {idle:?} acknowledge nothing"
            );
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Lets everybody finish what they are about.
    pub async fn stop(mut self) -> Vec<Command> {
        self.watch.stop.store(true, Ordering::Relaxed);
        let mut done = Vec::new();
        while let Some(worker) = self.senders.join_next().await {
            let worker = worker.expect("a sender broke");
            done.extend(worker.done);
            self.crowd.own.insert((worker.tenant, worker.service), worker.own);
        }
        done
    }
}
