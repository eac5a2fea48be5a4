//! Somebody who speaks with the API.

use std::sync::Mutex;

use reqwest::{Method, StatusCode, header};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::Contract;

/// A person at the API, with a token that is renewed when it runs out.
pub struct Client {
    pub(crate) base: String,
    pub(crate) http: reqwest::Client,
    pub(crate) contract: Contract,
    /// The session's own token; absent for somebody who is not signed in.
    pub session: Option<String>,
    pub organisation_id: Option<Uuid>,
    pub person_id: Option<Uuid>,
    access: Mutex<Option<String>>,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub request: String,
    pub status: StatusCode,
    pub headers: header::HeaderMap,
    pub body: Vec<u8>,
    pub json: Value,
}

impl Client {
    /// A visitor of an installation that runs elsewhere.
    pub fn at(base: &str) -> Self {
        Self::new(base, Contract::of_the_suite())
    }

    pub(crate) fn new(base: &str, contract: Contract) -> Self {
        Self {
            base: base.trim_end_matches('/').to_owned(),
            http: reqwest::Client::builder()
                .redirect(reqwest::redirect::Policy::none())
                .build()
                .unwrap(),
            contract,
            session: None,
            organisation_id: None,
            person_id: None,
            access: Mutex::default(),
        }
    }

    /// Signs in and chooses an organisation (or none, for an operator).
    pub async fn signed_in(self, email: &str, password: &str, organisation_id: Option<Uuid>) -> Self {
        let answer = self
            .post("/api/v1/sessions", json!({"email": email, "password": password}))
            .await
            .created();
        self.with_session(&answer.json, organisation_id).await
    }

    /// Goes on with a session that was just opened.
    pub async fn with_session(&self, session: &Value, organisation_id: Option<Uuid>) -> Self {
        let mut client = Self::new(&self.base, self.contract.clone());
        client.session = Some(session["token"].as_str().expect("a session token").to_owned());
        client.person_id = session["person"]["id"].as_str().and_then(|id| id.parse().ok());
        client.organisation_id = organisation_id;
        client.renew().await;
        client
    }

    /// Fetches a fresh access token.
    pub async fn renew(&self) {
        let session = self.session.as_ref().expect("not signed in");
        let answer = self
            .http
            .post(format!("{}/api/v1/sessions/access-tokens", self.base))
            .bearer_auth(session)
            .json(&json!({"organisation_id": self.organisation_id}))
            .send()
            .await
            .unwrap();
        let status = answer.status();
        let body: Value = answer.json().await.unwrap();
        assert_eq!(status, StatusCode::CREATED, "no access token: {body}");
        *self.access.lock().unwrap() = body["access_token"].as_str().map(str::to_owned);
    }

    /// The access token in use.
    pub fn access_token(&self) -> Option<String> {
        self.access.lock().unwrap().clone()
    }

    /// Somebody with this very token.
    #[must_use]
    pub fn with_access_token(self, token: &str) -> Self {
        *self.access.lock().unwrap() = Some(token.to_owned());
        self
    }

    pub fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        let request = self.http.request(method, format!("{}{path}", self.base));
        match self.access_token() {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }

    /// Sends a request and holds the answer against the description.
    pub async fn send(&self, request: reqwest::RequestBuilder) -> Answer {
        let request = request.build().unwrap();
        let method = request.method().to_string();
        let url = request.url().clone();
        let path = url.path().to_owned();
        let answer = self.http.execute(request).await.unwrap();
        let status = answer.status();
        let headers = answer.headers().clone();
        let body = answer.bytes().await.unwrap().to_vec();
        let json = serde_json::from_slice(&body).unwrap_or(Value::Null);
        self.contract.check(&method, &path, status.as_u16(), &json);
        Answer {
            request: format!("{method} {url}"),
            status,
            headers,
            body,
            json,
        }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path)).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(self.request(Method::POST, path).json(&body)).await
    }

    /// An action upon an existing thing, at the version read.
    pub async fn act(&self, path: &str, version: &Value, body: Value) -> Answer {
        self.send(
            self.request(Method::POST, path)
                .header("if-match", tag(version))
                .json(&body),
        )
        .await
    }

    pub async fn put(&self, path: &str, version: &Value, body: Value) -> Answer {
        self.send(
            self.request(Method::PUT, path)
                .header("if-match", tag(version))
                .json(&body),
        )
        .await
    }

    pub async fn patch(&self, path: &str, version: &Value, body: Value) -> Answer {
        self.send(
            self.request(Method::PATCH, path)
                .header("if-match", tag(version))
                .json(&body),
        )
        .await
    }

    pub async fn delete(&self, path: &str, version: &Value) -> Answer {
        self.send(self.request(Method::DELETE, path).header("if-match", tag(version)))
            .await
    }

    /// A file on its way to a thing: its name in the address, its bytes as the body.
    pub fn upload_request(&self, path: &str, name: &str, bytes: Vec<u8>) -> reqwest::RequestBuilder {
        self.request(Method::POST, path)
            .query(&[("name", name)])
            .header(header::CONTENT_TYPE, "application/octet-stream")
            .body(bytes)
    }

    pub async fn upload(&self, path: &str, name: &str, bytes: Vec<u8>) -> Answer {
        self.send(self.upload_request(path, name, bytes)).await
    }

    /// A creating request that may be repeated.
    pub async fn post_once(&self, path: &str, key: &str, body: Value) -> Answer {
        self.send(
            self.request(Method::POST, path)
                .header("idempotency-key", key)
                .json(&body),
        )
        .await
    }
}

fn tag(version: &Value) -> String {
    format!("\"{}\"", version.as_i64().expect("a version is a number"))
}

#[expect(
    clippy::return_self_not_must_use,
    reason = "the check is done, whoever looks at the answer afterwards"
)]
impl Answer {
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(
            self.status.as_u16(),
            status,
            "{} answered {}: {}",
            self.request,
            self.status,
            String::from_utf8_lossy(&self.body)
        );
        self
    }

    /// 201
    #[track_caller]
    pub fn created(self) -> Self {
        self.expect(201)
    }

    /// 200
    #[track_caller]
    pub fn ok(self) -> Self {
        self.expect(200)
    }

    /// 204
    #[track_caller]
    pub fn gone(self) -> Self {
        self.expect(204)
    }

    #[track_caller]
    pub fn assert_problem(self, status: u16, code: &str) -> Self {
        let answer = self.expect(status);
        assert_eq!(answer.json["code"], code, "{}: {}", answer.request, answer.json);
        let media = answer.headers[header::CONTENT_TYPE].to_str().unwrap();
        assert_eq!(media, "application/problem+json", "{}", answer.request);
        answer
    }

    /// 422 with a fault at this pointer.
    #[track_caller]
    pub fn assert_fault(self, pointer: &str, code: &str) -> Self {
        let answer = self.expect(422);
        let there = answer.json["errors"]
            .as_array()
            .is_some_and(|all| all.iter().any(|e| e["pointer"] == pointer && e["code"] == code));
        assert!(
            there,
            "{}: no fault `{code}` at {pointer}: {}",
            answer.request, answer.json
        );
        answer
    }

    pub fn id(&self) -> String {
        self.json["id"].as_str().expect("an id").to_owned()
    }

    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    /// The items of a list.
    pub fn items(&self) -> Vec<Value> {
        self.json["items"].as_array().expect("a list").clone()
    }
}
