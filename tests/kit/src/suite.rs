//! The whole suite, running for one test.

use std::{fs, net::TcpListener, path::PathBuf, time::Duration};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use diesel_async::RunQueryDsl as _;
use jiff::SignedDuration;
use platform::{Process, clock::Clock, config::Settings};
use tracing_subscriber::EnvFilter;

use crate::{
    Client, Contract, Mailbox,
    database::{Database, SERVICES},
};

pub const OPERATOR_EMAIL: &str = "operator@example.org";
pub const OPERATOR_PASSWORD: &str = "a password for operators";
pub const INTERNAL_SECRET: &str = "an internal secret for tests";

/// A running suite with a database and a mail server of its own.
pub struct Suite {
    pub base: String,
    pub database: Database,
    pub clock: Clock,
    pub mailbox: Mailbox,
    pub contract: Contract,
    /// Where its files lie.
    pub files: PathBuf,
    process: Option<Process>,
}

/// A port nobody listens on at this moment: below those that the system hands to outgoing connections, or one of them
/// would take it before we listen.
pub fn free_port() -> u16 {
    loop {
        let drawn = uuid::Uuid::new_v4().as_u128() % 8_000;
        let port = 24_000 + u16::try_from(drawn).unwrap();
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}

impl Suite {
    /// Starts everything in this process.
    pub async fn start() -> Self {
        Self::start_with(&[]).await
    }

    /// The same with settings of one's own.
    pub async fn start_with(more: &[(&str, &str)]) -> Self {
        Self::start_on(Database::fresh().await, more).await
    }

    /// The same on a database that was made for it.
    pub async fn start_on(database: Database, more: &[(&str, &str)]) -> Self {
        tell_what_fails();
        let mailbox = Mailbox::start().await;
        let clock = Clock::default();
        let (port, process) = loop {
            let port = free_port();
            let mut values = settings(&database, &mailbox, port);
            values.extend(more.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())));
            match ::suite::start(Settings::from_values(values), clock.clone()).await {
                Ok(process) => break (port, process),
                // Somebody else of this machine was quicker.
                Err(cause) if format!("{cause:#}").contains("Address already in use") => {}
                Err(cause) => panic!("the suite does not start: {cause:#}"),
            }
        };
        let base = format!("http://127.0.0.1:{port}");
        Self {
            base,
            database,
            clock,
            mailbox,
            contract: Contract::of_the_suite(),
            files: files(port),
            process: Some(process),
        }
    }

    /// Somebody who has not signed in.
    pub fn visitor(&self) -> Client {
        Client::new(&self.base, self.contract.clone())
    }

    pub async fn operator(&self) -> Client {
        self.visitor().signed_in(OPERATOR_EMAIL, OPERATOR_PASSWORD, None).await
    }

    /// Moves the clock of all services.
    pub fn advance(&self, by: SignedDuration) {
        self.clock.advance(by);
    }

    /// Waits until every event was taken in.
    pub async fn settle(&self) {
        let waiting: Vec<String> = SERVICES
            .iter()
            .map(|s| format!("(SELECT count(*) FROM {s}.outbox)"))
            .collect();
        // And nothing of it is on its way to those who see it by name.
        let sql = format!(
            "SELECT {} + (SELECT count(*) FROM reporting.sharing_changes)
                + (SELECT count(*) FROM reporting.sharing_fills) AS count",
            waiting.join(" + ")
        );
        let mut connection = self.database.connect().await;
        for _ in 0..600 {
            let row: Count = diesel::sql_query(&sql).get_result(&mut connection).await.unwrap();
            if row.count == 0 {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("events are still waiting after 12 seconds");
    }

    pub async fn stop(self) {
        drop(self.leave().await);
    }

    /// Stops, and leaves the database as it is.
    pub async fn leave(mut self) -> Database {
        if let Some(process) = self.process.take() {
            process.stop().await;
        }
        drop(fs::remove_dir_all(&self.files));
        self.database
    }
}

/// What services warn of is shown beside a test that fails. Spans stay off: whoever looks at them starts their export.
fn tell_what_fails() {
    let told = EnvFilter::new("warn,object_store=info");
    // Another test of this process was faster, or the program itself tells.
    drop(
        tracing_subscriber::fmt()
            .with_env_filter(told)
            .with_test_writer()
            .try_init(),
    );
}

#[derive(diesel::QueryableByName)]
struct Count {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    count: i64,
}

/// Where a suite of a test keeps its files: by its port, which is its own.
fn files(port: u16) -> PathBuf {
    std::env::temp_dir().join(format!("samverka-test-files-{port}"))
}

/// What a suite of a test is configured with.
pub fn settings(database: &Database, mailbox: &Mailbox, port: u16) -> Vec<(String, String)> {
    let key = STANDARD.encode([7_u8; 32]);
    let mut values = database.settings();
    for (name, value) in [
        ("SAMVERKA_HTTP_ADDRESS", format!("127.0.0.1:{port}")),
        ("SAMVERKA_PUBLIC_URL", format!("http://127.0.0.1:{port}")),
        ("SAMVERKA_SMTP_URL", format!("smtp://{}", mailbox.address)),
        ("SAMVERKA_MAIL_FROM", "Samverka <no-reply@example.org>".to_owned()),
        ("SAMVERKA_INTERNAL_SECRET", INTERNAL_SECRET.to_owned()),
        ("SAMVERKA_MASTER_KEY", key.clone()),
        ("SAMVERKA_COOKIE_SECRET", key),
        ("SAMVERKA_OPERATOR_EMAIL", OPERATOR_EMAIL.to_owned()),
        ("SAMVERKA_OPERATOR_PASSWORD", OPERATOR_PASSWORD.to_owned()),
        ("SAMVERKA_DB_CONNECTIONS", "6".to_owned()),
        ("SAMVERKA_FILES", files(port).to_string_lossy().into_owned()),
    ] {
        values.push((name.to_owned(), value));
    }
    values
}
