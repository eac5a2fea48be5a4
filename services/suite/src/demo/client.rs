//! The public API as a program sees it: calls that are repeated while something is still on its way.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use platform::ids;
use reqwest::{Method, Response, StatusCode};
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::Mutex;

use super::whereabouts::Whereabouts;

/// How long a call is repeated before its refusal is final: events between services may be on their way.
const PATIENCE: Duration = Duration::from_secs(20);

/// An access token lives five minutes; it is renewed well before.
const RENEW_AFTER: Duration = Duration::from_secs(200);

#[derive(Clone, Debug)]
pub struct Client {
    http: reqwest::Client,
    whereabouts: Whereabouts,
}

/// What the API said instead of doing it.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    #[error("{method} {path} was answered {status} {code}: {detail}")]
    Problem {
        method: Method,
        path: String,
        status: u16,
        code: String,
        detail: String,
    },
    #[error("{method} {path} was not answered")]
    Unreachable {
        method: Method,
        path: String,
        source: reqwest::Error,
    },
}

impl Refusal {
    /// The problem's stable code, if one was told.
    pub fn code(&self) -> &str {
        match self {
            Self::Problem { code, .. } => code,
            Self::Unreachable { .. } => "",
        }
    }

    pub fn status(&self) -> u16 {
        match self {
            Self::Problem { status, .. } => *status,
            Self::Unreachable { .. } => 0,
        }
    }
}

/// RFC 9457, as far as we read it.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Problem {
    code: String,
    title: String,
    detail: Option<String>,
    errors: Vec<FieldFault>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct FieldFault {
    pointer: String,
    code: String,
    detail: String,
}

/// One call: what is asked for and what it carries.
struct Call<'a> {
    method: Method,
    path: &'a str,
    body: Option<Value>,
    /// The version that was seen, for `If-Match`.
    version: Option<i64>,
}

impl Client {
    pub fn new(whereabouts: Whereabouts) -> Result<Self, reqwest::Error> {
        let http = reqwest::Client::builder()
            .connect_timeout(Duration::from_secs(2))
            .timeout(Duration::from_mins(1))
            .build()?;
        Ok(Self { http, whereabouts })
    }

    /// A call without a person: requests, invitations, sign-in.
    pub async fn post(&self, path: &str, body: Value) -> Result<Value, Refusal> {
        self.call(
            None,
            &Call {
                method: Method::POST,
                path,
                body: Some(body),
                version: None,
            },
        )
        .await
    }

    /// Signs in, for an organisation or, with none, as operator.
    pub async fn sign_in(
        &self,
        email: &str,
        password: &SecretString,
        organisation: Option<String>,
    ) -> Result<Seat, Refusal> {
        let body = json!({ "email": email, "password": password.expose_secret() });
        Ok(self.seat(&self.post("/sessions", body).await?, organisation))
    }

    /// Takes the seat that an answer with a session opens.
    pub fn seat(&self, session: &Value, organisation: Option<String>) -> Seat {
        let session = SecretString::from(word(session, "/token"));
        Seat {
            client: self.clone(),
            session: Arc::new(session),
            organisation,
            access: Arc::default(),
        }
    }

    /// Takes the seat that an access token opens, for as long as it lives.
    pub fn seat_of(&self, access_token: &str, organisation: &str) -> Seat {
        let token = Arc::new(SecretString::from(access_token));
        Seat {
            client: self.clone(),
            session: Arc::new(SecretString::from("")),
            organisation: Some(organisation.to_owned()),
            access: Arc::new(Mutex::new(Some((Instant::now(), token)))),
        }
    }

    async fn call(&self, token: Option<&SecretString>, call: &Call<'_>) -> Result<Value, Refusal> {
        // One key for all attempts: a repeated call does its work once.
        let key = ids::fresh().to_string();
        let began = Instant::now();
        let mut pause = Duration::from_millis(50);
        loop {
            let attempt = self.attempt(token, call, &key).await;
            match attempt {
                Ok(answer) => return Ok(answer),
                Err((refusal, true)) if began.elapsed() < PATIENCE => {
                    tracing::debug!(%refusal, "trying again");
                    tokio::time::sleep(pause).await;
                    pause = (pause * 2).min(Duration::from_secs(1));
                }
                Err((refusal, _)) => return Err(refusal),
            }
        }
    }

    /// A refusal comes with whether it may pass by itself.
    async fn attempt(
        &self,
        token: Option<&SecretString>,
        call: &Call<'_>,
        key: &str,
    ) -> Result<Value, (Refusal, bool)> {
        let Call { method, path, .. } = call;
        let mut request = self.http.request(method.clone(), self.whereabouts.address_of(path));
        request = request.header("accept", "application/json, application/problem+json");
        if let Some(token) = token {
            request = request.bearer_auth(token.expose_secret());
        }
        if let Some(version) = call.version {
            request = request.header("if-match", format!("\"{version}\""));
        }
        if *method == Method::POST {
            request = request.header("idempotency-key", key);
        }
        if let Some(body) = &call.body {
            request = request.json(body);
        }
        if *method == Method::PATCH {
            request = request.header("content-type", "application/merge-patch+json");
        }
        let unreachable = |source| {
            let refusal = Refusal::Unreachable {
                method: method.clone(),
                path: (*path).to_owned(),
                source,
            };
            (refusal, true)
        };
        let answer = request.send().await.map_err(unreachable)?;
        if answer.status().is_success() {
            let text = answer.bytes().await.map_err(unreachable)?;
            return Ok(serde_json::from_slice(&text).unwrap_or(Value::Null));
        }
        Err(refused(method, path, answer).await)
    }
}

async fn refused(method: &Method, path: &str, answer: Response) -> (Refusal, bool) {
    let status = answer.status();
    let problem: Problem = answer.json().await.unwrap_or_default();
    let passing = matches!(status, StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS)
        || is_passing(&problem.code)
        || problem.errors.iter().any(|fault| is_passing(&fault.code));
    let mut detail = problem.detail.unwrap_or(problem.title);
    for fault in &problem.errors {
        detail = format!("{detail} [{} {}: {}]", fault.pointer, fault.code, fault.detail);
    }
    let refusal = Refusal::Problem {
        method: method.clone(),
        path: path.to_owned(),
        status: status.as_u16(),
        code: problem.code,
        detail,
    };
    (refusal, passing)
}

/// What another service has not heard of yet, or what is being done right now by an attempt that we gave up on.
fn is_passing(code: &str) -> bool {
    code.starts_with("unknown_") && code != "unknown_field" || code == "in_flight"
}

/// An access token, and since when.
type Granted = (Instant, Arc<SecretString>);

/// A person who is signed in and acts for one organisation; or the operator.
#[derive(Clone, Debug)]
pub struct Seat {
    client: Client,
    session: Arc<SecretString>,
    organisation: Option<String>,
    access: Arc<Mutex<Option<Granted>>>,
}

impl Seat {
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// The organisation it acts for.
    pub fn organisation(&self) -> Option<String> {
        self.organisation.clone()
    }

    pub async fn get(&self, path: &str) -> Result<Value, Refusal> {
        self.send(Call {
            method: Method::GET,
            path,
            body: None,
            version: None,
        })
        .await
    }

    pub async fn post(&self, path: &str, body: Value) -> Result<Value, Refusal> {
        self.send(Call {
            method: Method::POST,
            path,
            body: Some(body),
            version: None,
        })
        .await
    }

    /// An action upon a thing of the version that was seen.
    pub async fn act(&self, path: &str, version: i64, body: Value) -> Result<Value, Refusal> {
        self.send(Call {
            method: Method::POST,
            path,
            body: Some(body),
            version: Some(version),
        })
        .await
    }

    pub async fn put(&self, path: &str, version: i64, body: Value) -> Result<Value, Refusal> {
        self.send(Call {
            method: Method::PUT,
            path,
            body: Some(body),
            version: Some(version),
        })
        .await
    }

    pub async fn patch(&self, path: &str, version: i64, body: Value) -> Result<Value, Refusal> {
        self.send(Call {
            method: Method::PATCH,
            path,
            body: Some(body),
            version: Some(version),
        })
        .await
    }

    pub async fn delete(&self, path: &str, version: i64) -> Result<(), Refusal> {
        let call = Call {
            method: Method::DELETE,
            path,
            body: None,
            version: Some(version),
        };
        self.send(call).await.map(drop)
    }

    /// What an address answers to one question, be it a refusal: its status and its words.
    pub async fn asked(&self, method: Method, path: &str, version: i64) -> Result<(u16, Value), Refusal> {
        let token = self.token().await?;
        let unreachable = |source| Refusal::Unreachable {
            method: method.clone(),
            path: path.to_owned(),
            source,
        };
        let address = self.client.whereabouts.address_of(path);
        let request = self.client.http.request(method.clone(), address);
        let request = request
            .bearer_auth(token.expose_secret())
            .header("if-match", format!("\"{version}\""));
        let answer = request.send().await.map_err(unreachable)?;
        let status = answer.status().as_u16();
        let words = answer.bytes().await.map_err(unreachable)?;
        Ok((status, serde_json::from_slice(&words).unwrap_or(Value::Null)))
    }

    /// Every item of a list, page by page.
    pub async fn all(&self, path: &str) -> Result<Vec<Value>, Refusal> {
        let mut items = Vec::new();
        let mut after = String::new();
        loop {
            let joint = if path.contains('?') { '&' } else { '?' };
            let page = self.get(&format!("{path}{joint}limit=200{after}")).await?;
            items.extend(at(&page, "/items").as_array().cloned().unwrap_or_default());
            match word(&page, "/next") {
                "" => return Ok(items),
                // Cursors are made of letters that stand in a URL as they are.
                next => after = format!("&after={next}"),
            }
        }
    }

    /// Ends the session.
    pub async fn leave(&self) -> Result<(), Refusal> {
        let call = Call {
            method: Method::DELETE,
            path: "/sessions/current",
            body: None,
            version: None,
        };
        self.client.call(Some(&self.session), &call).await?;
        Ok(())
    }

    /// Proves once more who it is, for what asks for a fresh proof.
    pub async fn prove(&self, password: &str) -> Result<(), Refusal> {
        let call = Call {
            method: Method::POST,
            path: "/sessions/step-up",
            body: Some(json!({ "password": password })),
            version: None,
        };
        self.client.call(Some(&self.session), &call).await?;
        self.roles_changed().await;
        Ok(())
    }

    /// Asks for a new access token with the next call: the roles are others now.
    pub async fn roles_changed(&self) {
        *self.access.lock().await = None;
    }

    async fn send(&self, call: Call<'_>) -> Result<Value, Refusal> {
        let token = self.token().await?;
        self.client.call(Some(&token), &call).await
    }

    async fn token(&self) -> Result<Arc<SecretString>, Refusal> {
        let mut access = self.access.lock().await;
        if let Some((since, token)) = access.as_ref()
            && since.elapsed() < RENEW_AFTER
        {
            return Ok(token.clone());
        }
        let body = json!({ "organisation_id": self.organisation });
        let call = Call {
            method: Method::POST,
            path: "/sessions/access-tokens",
            body: Some(body),
            version: None,
        };
        let granted = self.client.call(Some(&self.session), &call).await?;
        let token = Arc::new(SecretString::from(word(&granted, "/access_token")));
        *access = Some((Instant::now(), token.clone()));
        Ok(token)
    }
}

/// What stands at a place of an answer; `null` where nothing does.
pub fn at<'a>(thing: &'a Value, pointer: &str) -> &'a Value {
    thing.pointer(pointer).unwrap_or(&Value::Null)
}

/// A text of an answer; empty where there is none.
pub fn word<'a>(thing: &'a Value, pointer: &str) -> &'a str {
    at(thing, pointer).as_str().unwrap_or_default()
}

/// The version of a thing that was read.
pub fn version(thing: &Value) -> i64 {
    at(thing, "/version").as_i64().unwrap_or_default()
}

/// The id of a thing that was read.
pub fn id(thing: &Value) -> &str {
    word(thing, "/id")
}
