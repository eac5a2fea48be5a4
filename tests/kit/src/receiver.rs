//! A program that webhooks are sent to: it keeps what comes, and checks who it is from as any receiver would.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicU16, Ordering},
    },
    time::Duration,
};

use actix_web::{
    App, HttpRequest, HttpResponse, HttpServer,
    http::StatusCode,
    web::{self, Bytes, Data},
};
use serde_json::Value;
use standardwebhooks::Webhook;

use crate::free_port;

/// One request as it came.
#[derive(Clone, Debug)]
pub struct Message {
    pub id: String,
    pub path: String,
    headers: http::HeaderMap,
    body: Vec<u8>,
}

impl Message {
    /// What it says, if it was signed with this secret and is not older than some minutes.
    pub fn verified(&self, secret: &str) -> Option<Value> {
        let webhook = Webhook::new(secret).unwrap();
        webhook.verify(&self.body, &self.headers).ok()?;
        Some(serde_json::from_slice(&self.body).unwrap())
    }

    /// What it says, whoever it is from.
    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }
}

#[derive(Default)]
struct Kept {
    messages: Mutex<Vec<Message>>,
    /// What is answered; nought is 204.
    status: AtomicU16,
}

/// A receiver at an address of its own.
#[derive(Clone)]
pub struct Receiver {
    pub url: String,
    port: u16,
    kept: Arc<Kept>,
}

impl Receiver {
    /// An address at which nobody answers until it is opened.
    pub fn shut() -> Self {
        let port = free_port();
        Self {
            url: format!("http://127.0.0.1:{port}/hook"),
            port,
            kept: Arc::default(),
        }
    }

    /// One that takes everything. Called within a runtime: it answers from a task of its own.
    pub fn start() -> Self {
        let receiver = Self::shut();
        receiver.open();
        receiver
    }

    pub fn open(&self) {
        let kept = Data::from(self.kept.clone());
        let server = HttpServer::new(move || App::new().app_data(kept.clone()).default_service(web::to(receive)));
        let server = server
            .workers(1)
            .disable_signals()
            .bind(("127.0.0.1", self.port))
            .unwrap()
            .run();
        tokio::spawn(server);
    }

    /// What it answers from now on.
    pub fn answers(&self, status: u16) {
        self.kept.status.store(status, Ordering::SeqCst);
    }

    /// Everything that came, in its order.
    pub fn all(&self) -> Vec<Message> {
        self.kept.messages.lock().unwrap().clone()
    }

    /// The same once there are so many; waits for them.
    pub async fn wait_for(&self, many: usize) -> Vec<Message> {
        for _ in 0..600 {
            let all = self.all();
            if all.len() >= many {
                return all;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!(
            "{} of {many} messages came within half a minute: {:?}",
            self.all().len(),
            self.all()
        );
    }
}

async fn receive(request: HttpRequest, body: Bytes, kept: Data<Kept>) -> HttpResponse {
    // Another version of the same types.
    let mut headers = http::HeaderMap::new();
    for (name, value) in request.headers() {
        let name: http::HeaderName = name.as_str().parse().unwrap();
        headers.insert(name, http::HeaderValue::from_bytes(value.as_bytes()).unwrap());
    }
    let id = headers
        .get("webhook-id")
        .and_then(|id| id.to_str().ok())
        .unwrap_or_default();
    kept.messages.lock().unwrap().push(Message {
        id: id.to_owned(),
        path: request.path().to_owned(),
        body: body.to_vec(),
        headers,
    });
    let status = StatusCode::from_u16(kept.status.load(Ordering::SeqCst)).unwrap_or(StatusCode::NO_CONTENT);
    HttpResponse::build(status)
        // Whoever follows this comes here once more.
        .insert_header(("location", "/elsewhere"))
        .finish()
}
