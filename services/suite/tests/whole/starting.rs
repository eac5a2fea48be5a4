//! A start with something amiss: it says what to do, and begins nothing.

use std::{
    process::{Child, Command, Output, Stdio},
    time::Duration,
};

use kit::{Client, Mailbox, OPERATOR_EMAIL, OPERATOR_PASSWORD, database::Database, free_port};

pub type Settings = Vec<(String, String)>;

fn program(what: &str, settings: &Settings) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_suite"));
    command.env_clear().envs(settings.iter().cloned()).arg(what);
    command
}

/// Runs to its end, which is a failure; gives what was said of it.
pub fn refusal(what: &str, settings: &Settings) -> String {
    let Output { status, stderr, .. } = program(what, settings).output().unwrap();
    let told = String::from_utf8_lossy(&stderr).into_owned();
    assert_eq!(status.code(), Some(1), "{told}");
    told
}

fn without(settings: &Settings, name: &str) -> Settings {
    settings.iter().filter(|(known, _)| known != name).cloned().collect()
}

fn with(settings: &Settings, name: &str, value: &str) -> Settings {
    let mut changed = without(settings, name);
    changed.push((name.to_owned(), value.to_owned()));
    changed
}

/// The last migration of every service's schema is to be run again; it does no harm twice.
async fn put_behind(database: &Database) {
    for service in kit::database::SERVICES {
        let forget = format!("DELETE FROM {service}.__diesel_schema_migrations WHERE version = '20261130000201'");
        database.execute(&forget).await;
    }
}

async fn behind(database: &Database) -> usize {
    let mut behind = 0;
    for service in kit::database::SERVICES {
        let known =
            format!("SELECT count(*) FROM {service}.__diesel_schema_migrations WHERE version = '20261130000201'");
        behind += usize::from(database.count(&known).await == 0);
    }
    behind
}

#[tokio::test(flavor = "multi_thread")]
async fn every_setting_that_is_missing_or_cannot_be_read_is_told_at_once() {
    let told = refusal("up", &vec![("SAMVERKA_EVENTS".to_owned(), "amqp".to_owned())]);
    let secrets = ["MASTER_KEY", "INTERNAL_SECRET", "COOKIE_SECRET", "AMQP_URL", "SMTP_URL"].map(str::to_owned);
    let urls = ["TENANTS", "GOALS", "PROJECTS", "REPORTING"]
        .into_iter()
        .flat_map(|service| ["APP", "RELAY"].map(|role| format!("{service}_{role}_URL")));
    for name in urls.chain(secrets) {
        assert_eq!(
            told.matches(&format!("- SAMVERKA_{name} is missing: ")).count(),
            1,
            "{name}: {told}"
        );
    }
    let settings = [
        ("SAMVERKA_EVENTS", "amqp"),
        ("SAMVERKA_AMQP_URL", "broker:5672"),
        ("SAMVERKA_MASTER_KEY", "short"),
        ("SAMVERKA_HTTP_ADDRESS", "8080"),
    ];
    let told = refusal("up", &settings.map(|(n, v)| (n.to_owned(), v.to_owned())).to_vec());
    for what in [
        "AMQP_URL cannot be read: a URL such as",
        "MASTER_KEY is not 32 bytes",
        "HTTP_ADDRESS cannot be read",
    ] {
        assert!(told.contains(&format!("- SAMVERKA_{what}")), "{what}: {told}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_migration_that_lacks_a_setting_begins_with_no_service() {
    let database = Database::fresh().await;
    put_behind(&database).await;
    let settings = database.settings();
    let told = refusal("migrate", &without(&settings, "SAMVERKA_REPORTING_OWNER_URL"));
    assert!(told.contains("SAMVERKA_REPORTING_OWNER_URL is missing"), "{told}");
    assert_eq!(behind(&database).await, 4);
    let done = program("migrate", &settings).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    assert_eq!(behind(&database).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_served_from_a_schema_that_is_behind_nor_by_a_role_of_something_else() {
    let (database, mailbox) = (Database::fresh().await, Mailbox::start().await);
    let settings = kit::settings(&database, &mailbox, free_port());
    put_behind(&database).await;
    let told = refusal("up", &settings);
    assert!(
        told.contains("the schema `tenants` is older than this program"),
        "{told}"
    );
    assert!(told.contains("Run `suite migrate`"), "{told}");
    let made = "SELECT count(*) FROM tenants.signing_keys";
    assert_eq!(database.count(made).await, 0, "a key was made");
    assert!(program("migrate", &settings).status().unwrap().success());

    let (app, relay) = (database.url("goals_app"), database.url("goals_relay"));
    for (name, url, why) in [
        (
            "SAMVERKA_TENANTS_APP_URL",
            &app,
            "`goals_app`, which works in the schema `goals`",
        ),
        (
            "SAMVERKA_TENANTS_RELAY_URL",
            &relay,
            "`goals_relay`, which works in another schema (goals)",
        ),
        (
            "SAMVERKA_GOALS_APP_URL",
            &relay,
            "which may not write there: let SAMVERKA_GOALS_APP_URL name",
        ),
        (
            "SAMVERKA_TENANTS_APP_URL",
            &database.administrator(),
            "works in the schema `public`",
        ),
    ] {
        let told = refusal("up", &with(&settings, name, url));
        assert!(told.contains(why), "{why}: {told}");
    }
    let nowhere = "postgres://tenants_app:a-secret@127.0.0.1:1/samverka";
    let told = refusal("up", &with(&settings, "SAMVERKA_TENANTS_APP_URL", nowhere));
    assert!(told.contains("tenants_app at 127.0.0.1:1/samverka"), "{told}");
    assert!(!told.contains("a-secret"), "{told}");
}

/// Ended with the test, however that ends.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn with_a_broker_that_is_away_it_starts_takes_changes_keeps_them_and_says_where_it_looks_for_it() {
    let (database, mailbox, port) = (Database::fresh().await, Mailbox::start().await, free_port());
    let nowhere = free_port();
    let mut settings = kit::settings(&database, &mailbox, port);
    settings.push(("SAMVERKA_EVENTS".to_owned(), "amqp".to_owned()));
    let broker = format!("amqp://samverka:a-secret@127.0.0.1:{nowhere}/events");
    settings.push(("SAMVERKA_AMQP_URL".to_owned(), broker));
    let log = std::env::temp_dir().join(format!("samverka-starting-{port}"));
    let written = std::fs::File::create(&log).unwrap();
    let mut command = program("up", &settings);
    command
        .stdout(written.try_clone().unwrap())
        .stderr(Stdio::from(written));
    let running = Running(command.spawn().unwrap());
    let base = format!("http://127.0.0.1:{port}");
    for _ in 0..300 {
        let ready = reqwest::get(format!("{base}/readyz")).await;
        if ready.is_ok_and(|answer| answer.status().is_success()) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let operator = Client::at(&base)
        .signed_in(OPERATOR_EMAIL, OPERATOR_PASSWORD, None)
        .await;
    kit::Tenant::sign_up(&Client::at(&base), &operator, "Kept").await;
    assert!(database.count("SELECT count(*) FROM tenants.outbox").await > 0);
    drop(running);
    let told = std::fs::read_to_string(&log).unwrap();
    std::fs::remove_file(log).unwrap();
    let place = format!("connecting to the broker at 127.0.0.1:{nowhere}, virtual host events");
    assert!(told.contains(&place) && told.contains("wait in the outbox"), "{told}");
    assert!(!told.contains("a-secret"), "{told}");
}
