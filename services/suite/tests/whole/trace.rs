//! One trace id from the request through outbox, relay, broker and consumers, in the logs as a process writes them.

use std::{
    env,
    process::{Command, Stdio},
    sync::{Arc, Mutex},
    time::Duration,
};

use kit::{Client, Mailbox, Tenant, database::Database, free_port};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt as _, BufReader},
    process::{Child, Command as Program},
};

const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";

/// A part of the test's broker that nobody else uses.
struct Broker {
    control: String,
    name: String,
}

impl Broker {
    fn of_our_own() -> Self {
        let control = env::var("SAMVERKA_TEST_RABBIT_CTL").expect("a broker: `dev/servers test`");
        let broker = Self {
            control,
            name: format!("trace-{}", std::process::id()),
        };
        broker.tell(&["add_vhost", &broker.name]);
        let user = url::Url::parse(&env::var("SAMVERKA_TEST_AMQP_URL").unwrap()).unwrap();
        broker.tell(&["set_permissions", "-p", &broker.name, user.username(), ".*", ".*", ".*"]);
        broker
    }

    fn url(&self) -> String {
        let mut url = url::Url::parse(&env::var("SAMVERKA_TEST_AMQP_URL").unwrap()).unwrap();
        url.set_path(&self.name);
        url.to_string()
    }

    /// Another test may have killed it this moment, and will start it again.
    fn tell(&self, arguments: &[&str]) {
        let mut said = Vec::new();
        for _ in 0..60 {
            let done = Command::new(&self.control).arg("ctl").args(arguments).output().unwrap();
            if done.status.success() {
                return;
            }
            said = done.stderr;
            std::thread::sleep(Duration::from_millis(500));
        }
        panic!("{arguments:?}: {}", String::from_utf8_lossy(&said));
    }
}

impl Drop for Broker {
    fn drop(&mut self) {
        self.tell(&["delete_vhost", &self.name]);
    }
}

/// The suite as a process, with what it has logged so far.
struct Running {
    process: Child,
    base: String,
    lines: Arc<Mutex<Vec<Value>>>,
}

impl Running {
    async fn start(database: &Database, mailbox: &Mailbox, broker: &Broker) -> Self {
        let port = free_port();
        let mut settings = kit::settings(database, mailbox, port);
        settings.push(("SAMVERKA_EVENTS".to_owned(), "amqp".to_owned()));
        settings.push(("SAMVERKA_AMQP_URL".to_owned(), broker.url()));
        let mut process = Program::new(env!("CARGO_BIN_EXE_suite"))
            .arg("up")
            .env_clear()
            .envs(settings)
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let lines = Arc::new(Mutex::new(Vec::new()));
        let (kept, mut told) = (lines.clone(), BufReader::new(process.stderr.take().unwrap()).lines());
        tokio::spawn(async move {
            while let Ok(Some(line)) = told.next_line().await {
                let line = serde_json::from_str(&line).unwrap_or_else(|_| panic!("no JSON: {line}"));
                kept.lock().unwrap().push(line);
            }
        });
        let running = Self {
            process,
            base: format!("http://127.0.0.1:{port}"),
            lines,
        };
        running.until_ready().await;
        running
    }

    async fn until_ready(&self) {
        for _ in 0..300 {
            let asked = reqwest::get(format!("{}/readyz", self.base)).await;
            if asked.is_ok_and(|answer| answer.status().is_success()) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("not ready within half a minute: {:#?}", self.lines.lock().unwrap());
    }

    /// What was logged of our trace.
    fn traced(&self) -> Vec<Value> {
        let of_ours = |line: &&Value| line["trace_id"] == TRACE || line["span"]["trace_id"] == TRACE;
        self.lines.lock().unwrap().iter().filter(of_ours).cloned().collect()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_can_be_followed_by_one_trace_id_to_every_service_that_heard_of_it() {
    let (database, mailbox, broker) = (Database::fresh().await, Mailbox::start().await, Broker::of_our_own());
    let mut running = Running::start(&database, &mailbox, &broker).await;
    let visitor = Client::at(&running.base);
    let operator = Client::at(&running.base)
        .signed_in(kit::OPERATOR_EMAIL, kit::OPERATOR_PASSWORD, None)
        .await;
    let tenant = Tenant::sign_up(&visitor, &operator, "Traced").await;
    let unit = json!({"name": {"en": "Unit"}, "kind": "unit", "valid_from": "2000-01-01"});
    let request = tenant.admin.request(reqwest::Method::POST, "/api/v1/units").json(&unit);
    let parent = format!("00-{TRACE}-00f067aa0ba902b7-01");
    let made = tenant.admin.send(request.header("traceparent", parent)).await.created();
    assert_eq!(made.headers["x-request-id"], TRACE);

    let mut missing = Vec::new();
    for _ in 0..800 {
        let traced = running.traced();
        let told = |words: &str| {
            traced
                .iter()
                .any(|line| line["message"].as_str().is_some_and(|m| m == words))
        };
        let wanted = [
            "answered",
            "sent tenants.unit.created",
            "goals took in tenants.unit.created",
            "projects took in tenants.unit.created",
            "reporting took in tenants.unit.created",
        ];
        missing = wanted.into_iter().filter(|words| !told(words)).collect();
        if missing.is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(
        missing.is_empty(),
        "nobody said {missing:?} of the trace: {:#?}",
        running.traced()
    );
    let request = running
        .traced()
        .into_iter()
        .find(|line| line["message"] == "answered")
        .unwrap();
    assert_eq!(
        (&request["span"]["method"], &request["status"]),
        (&json!("POST"), &json!(201))
    );
    // The journal keeps it too, beside what was changed.
    let kept = "SELECT count(*) FROM tenants.journal WHERE aggregate = 'unit' AND trace LIKE ";
    assert_eq!(database.count(&format!("{kept} '00-{TRACE}-%'")).await, 1);
    running.process.kill().await.unwrap();
}
