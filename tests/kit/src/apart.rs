//! Services as instances of their own, for what happens between several of one: each has its address, its pools and what
//! it knows, as a process of its own would, and they meet by database and by HTTP alone.

use platform::{Process, ServiceRole, clock::Clock, config::Settings};

use crate::{Client, Contract, Mailbox, database::Database, free_port, settings};

/// Where instances live.
pub struct Apart {
    pub database: Database,
    pub clock: Clock,
    mailbox: Mailbox,
    contract: Contract,
    more: Vec<(String, String)>,
}

/// One service, running.
pub struct Instance {
    pub base: String,
    pub process: Process,
    contract: Contract,
}

impl Apart {
    /// A database, and no instance yet. Broker and cache are where `more` says.
    pub async fn prepare(more: &[(&str, &str)]) -> Self {
        Self {
            database: Database::fresh().await,
            clock: Clock::default(),
            mailbox: Mailbox::start().await,
            contract: Contract::of_the_suite(),
            more: more.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect(),
        }
    }

    /// With a broker and a cache that are away.
    pub async fn alone() -> Self {
        let nowhere = free_port();
        Self::prepare(&[
            ("SAMVERKA_EVENTS", "amqp"),
            ("SAMVERKA_AMQP_URL", &format!("amqp://127.0.0.1:{nowhere}")),
            ("SAMVERKA_CACHE", "redis"),
            ("SAMVERKA_REDIS_URL", &format!("redis://127.0.0.1:{nowhere}")),
        ])
        .await
    }

    /// Starts an instance of a service that serves. It asks this instance of `tenants`, or, being one, itself.
    pub async fn serve(&self, service: &str, asking: Option<&Instance>) -> Instance {
        self.serve_at(service, free_port(), asking).await
    }

    /// The same at a port that was chosen before.
    pub async fn serve_at(&self, service: &str, port: u16, asking: Option<&Instance>) -> Instance {
        let base = format!("http://127.0.0.1:{port}");
        let mut values = settings(&self.database, &self.mailbox, port);
        values.extend(self.more.clone());
        let tenants = asking.map_or(&base, |instance| &instance.base);
        values.push(("SAMVERKA_TENANTS_URL".to_owned(), tenants.clone()));
        let services = ::suite::services();
        let chosen = services.iter().find(|one| one.name() == service).expect("a service");
        let process = Process::start(
            Settings::from_values(values),
            ServiceRole::Serve,
            self.clock.clone(),
            &[chosen.as_ref()],
            Vec::new(),
        )
        .await
        .unwrap();
        Instance {
            base,
            process,
            contract: self.contract.clone(),
        }
    }
}

impl Instance {
    /// Somebody who has not signed in.
    pub fn visitor(&self) -> Client {
        Client::new(&self.base, self.contract.clone())
    }

    /// The same person, speaking with this instance.
    pub fn as_seen_by(&self, client: &Client) -> Client {
        let token = client.access_token().expect("an access token");
        self.visitor().with_access_token(&token)
    }

    pub async fn stop(self) {
        self.process.stop().await;
    }
}
