//! The installation that is taken apart: its real processes, started by the scripts that people use.

use std::{
    env,
    time::{Duration, Instant},
};

use kit::Home;

/// How long everything may take to come right again when nothing is killed any more.
const PATIENCE: Duration = Duration::from_secs(90);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Embedded,
    Distributed,
}

impl Way {
    pub fn code(self) -> &'static str {
        match self {
            Self::Embedded => "embedded",
            Self::Distributed => "distributed",
        }
    }

    /// One hand of the deck: twice each service and each server.
    fn victims(self) -> &'static [&'static str] {
        match self {
            Self::Embedded => &["suite", "postgres"],
            Self::Distributed => &[
                "tenants",
                "tenants-work",
                "goals",
                "goals-work",
                "projects",
                "projects-work",
                "reporting",
                "reporting-work",
                "portal",
                "portal",
                "rabbitmq",
                "rabbitmq",
                "postgres",
                "postgres",
                "redis",
                "redis",
            ],
        }
    }
}

/// Whether the death of a victim may leave a command to a service without an answer. Whoever dies alone disturbs nobody
/// else; the broker and the cache disturb nobody at all.
pub fn disturbs(victim: &str, service: &str) -> bool {
    matches!(victim, "suite" | "postgres") || victim == service
}

pub struct Installation {
    pub way: Way,
    pub seed: u64,
    pub rounds: usize,
    /// One hand of the deck.
    pub victims: Vec<String>,
    pub base: String,
    pub operator_password: String,
    home: Home,
}

pub const OPERATOR_EMAIL: &str = "operator@samverka.example";

fn told(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

impl Installation {
    pub fn of_the_environment() -> Self {
        let home = Home::at(told("SAMVERKA_CHAOS_HOME").expect("SAMVERKA_CHAOS_HOME is missing: make chaos"));
        let way = match told("SAMVERKA_CHAOS_WAY").as_deref() {
            Some("embedded") => Way::Embedded,
            Some("distributed") => Way::Distributed,
            other => panic!("SAMVERKA_CHAOS_WAY is {other:?}: make chaos"),
        };
        Self {
            way,
            seed: told("SAMVERKA_CHAOS_SEED").map_or_else(rand::random, |seed| seed.parse().expect("SEED is a number")),
            rounds: told("SAMVERKA_CHAOS_ROUNDS").map_or(20, |rounds| rounds.parse().expect("ROUNDS is a number")),
            victims: match told("SAMVERKA_CHAOS_VICTIMS") {
                Some(named) => named.split_whitespace().map(str::to_owned).collect(),
                None => way.victims().iter().map(|victim| (*victim).to_owned()).collect(),
            },
            base: home.url(),
            operator_password: home.secret("OPERATOR_PASSWORD"),
            home,
        }
    }

    pub fn kill(&self, victim: &str) {
        self.home.act(&["kill", victim]);
    }

    pub fn start(&self, victim: &str) {
        self.home.act(&["start", victim]);
    }

    /// Runs a script of `dev/` on it, and gives what it said.
    pub fn run(&self, script: &str, arguments: &[&str]) -> String {
        self.home.run(script, arguments)
    }

    /// The same, of what acts on its processes.
    pub fn act(&self, arguments: &[&str]) -> String {
        self.home.act(arguments)
    }

    /// A file in its folder.
    pub fn file(&self, name: &str) -> String {
        self.home.folder().join(name).to_string_lossy().into_owned()
    }

    pub fn ask(&self, sql: &str) -> String {
        self.home.act(&["ask", sql])
    }

    /// Holds every journal against its seals.
    pub fn verify(&self) -> String {
        self.home.act(&["verify"])
    }

    /// What lies in the broker's queues, as `name count`.
    pub fn queues(&self) -> Vec<String> {
        if self.way == Way::Embedded {
            return Vec::new();
        }
        let queues = self
            .home
            .act(&["ctl", "--silent", "list_queues", "-p", "samverka", "name", "messages"]);
        queues.lines().map(|line| line.replace('\t', " ")).collect()
    }

    /// What still lies in the broker's queues when they have had time to come empty: a copy of what was taken in already
    /// may wait behind the last that is settled, and the broker's own count may lag.
    pub async fn left_in_queues(&self) -> Vec<String> {
        let began = Instant::now();
        loop {
            let queues = self.queues();
            let holding: Vec<String> = if queues.is_empty() && self.way == Way::Distributed {
                vec!["nothing that the broker could tell of".to_owned()]
            } else {
                queues.into_iter().filter(|queue| !queue.ends_with(" 0")).collect()
            };
            if holding.is_empty() || began.elapsed() > PATIENCE {
                return holding;
            }
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    }

    /// Waits until every change was sent, and taken in by everybody who listens.
    pub async fn settle(&self, place: &str) -> Duration {
        let began = Instant::now();
        let unsettled = unsettled();
        loop {
            let waiting = self.ask(&unsettled);
            if waiting.is_empty() {
                return began.elapsed();
            }
            assert!(
                began.elapsed() < PATIENCE,
                "{place}: after {PATIENCE:?} there still waits\n{waiting}\nqueues: {:?}",
                self.queues()
            );
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    }
}

pub const SERVICES: [&str; 4] = ["tenants", "goals", "projects", "reporting"];

/// The copy of the read models that serves.
pub const CURRENT: &str = "coalesce((SELECT number FROM reporting.generations WHERE state = 'current'), 0)";

/// Lists outboxes that are not empty, and readers that have not come to the end of a journal.
fn unsettled() -> String {
    let mut parts = Vec::new();
    for service in SERVICES {
        parts.push(format!(
            "SELECT 'the outbox of {service} holds ' || count(*) FROM {service}.outbox HAVING count(*) > 0"
        ));
        let copy = match service {
            "reporting" => CURRENT,
            _ => "0",
        };
        for source in SERVICES.into_iter().filter(|source| listens(service, source)) {
            parts.push(format!(
                "SELECT '{service} has read {source} of ' || h.tenant_id || ' to ' || coalesce(p.contiguous, 0) || ' of '
                        || h.position
                 FROM {source}.journal_heads h LEFT JOIN {service}.inbox_progress p
                   ON p.tenant_id = h.tenant_id AND p.source = '{source}' AND p.generation = {copy}
                 WHERE h.position > coalesce(p.contiguous, 0)"
            ));
        }
    }
    parts.join(" UNION ALL ")
}

fn listens(service: &str, source: &str) -> bool {
    contracts::listeners(source).contains(&service)
}
