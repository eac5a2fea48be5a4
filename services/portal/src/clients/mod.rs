//! The API, as the portal calls it: one client for all services, since they share one address and one set of manners.

mod access;
pub mod description;
pub mod goals;
pub mod imports;
pub mod indicators;
pub mod integrations;
pub mod journal;
pub mod operations;
pub mod organisation;
pub mod policies;
mod problem;
pub mod projects;
pub mod reporting;
pub mod saved_views;
pub mod search;
pub mod shared;
pub mod tenants;
pub mod themes;
mod whereabouts;

use std::time::Duration;

pub use access::{Access, AccessTokens, HeldRole};
use actix_web::{HttpRequest, http::header};
use description::Descriptions;
use platform::{http::origin, trace};
#[cfg(test)]
pub use problem::FieldFault;
pub use problem::Problem;
use reqwest::{Method, RequestBuilder, Response, StatusCode};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;
pub use whereabouts::ApiAddress;

use crate::{config::ConfigError, fault::Fault, reader::cookies::Session};

#[derive(Clone)]
pub struct Api {
    http: reqwest::Client,
    /// For files, which may take longer than a page does.
    files: reqwest::Client,
    at: ApiAddress,
    tokens: AccessTokens,
    descriptions: Descriptions,
}

/// Where a request comes from: services throttle sign-in per address and show sessions by device.
#[derive(Clone, Debug, Default)]
pub struct Origin {
    address: Option<String>,
    device: Option<String>,
}

impl Origin {
    pub fn of(request: &HttpRequest) -> Self {
        let device = request.headers().get(header::USER_AGENT);
        Self {
            address: origin(request).map(|ip| ip.to_string()),
            device: device.and_then(|value| value.to_str().ok()).map(str::to_owned),
        }
    }

    fn put_on(&self, request: RequestBuilder) -> RequestBuilder {
        // So that a page can be followed from the browser's request to the row in the database.
        let trace = Some(trace::current().header());
        [
            ("x-forwarded-for", &self.address),
            ("user-agent", &self.device),
            ("traceparent", &trace),
        ]
        .into_iter()
        .filter_map(|(name, value)| value.as_ref().map(|value| (name, value)))
        .fold(request, |request, (name, value)| request.header(name, value))
    }
}

impl Api {
    pub fn new(at: ApiAddress) -> Result<Self, ConfigError> {
        let client = || {
            reqwest::Client::builder()
                .connect_timeout(Duration::from_secs(2))
                .redirect(reqwest::redirect::Policy::none())
        };
        let http = client().timeout(ANSWER).build().map_err(ConfigError::Client)?;
        let files = client().timeout(FILE).read_timeout(ANSWER).build();
        Ok(Self {
            http,
            files: files.map_err(ConfigError::Client)?,
            at,
            tokens: AccessTokens::new(),
            descriptions: Descriptions::new(),
        })
    }

    pub fn anonymous<'a>(&'a self, origin: &'a Origin) -> Caller<'a> {
        Caller {
            api: self,
            origin,
            bearer: None,
            renewal: None,
        }
    }

    /// Calls with the session's own token, which opens only what concerns the session itself.
    pub fn as_session<'a>(&'a self, session: &'a Session, origin: &'a Origin) -> Caller<'a> {
        Caller {
            api: self,
            origin,
            bearer: Some(session.token.clone()),
            renewal: None,
        }
    }

    pub fn as_reader<'a>(&'a self, session: &'a Session, access: &Access, origin: &'a Origin) -> Caller<'a> {
        Caller {
            api: self,
            origin,
            bearer: Some(access.token.clone()),
            renewal: Some(session),
        }
    }

    pub async fn access(&self, session: &Session, origin: &Origin) -> Result<std::sync::Arc<Access>, Fault> {
        self.tokens.of(self, session, origin).await
    }

    /// Forgets what was kept about a session, so that the next page asks anew.
    pub async fn forget(&self, session: &Session) {
        self.tokens.forget(session).await;
    }
}

pub struct Caller<'a> {
    api: &'a Api,
    origin: &'a Origin,
    bearer: Option<String>,
    /// Whose token to renew once when the service no longer takes it.
    renewal: Option<&'a Session>,
}

/// The code of a problem that wants a fresh proof of who one is.
pub const STEP_UP: &str = "step_up_required";

/// What a POST, PUT or PATCH says.
pub struct Message<'a> {
    pub method: Method,
    pub path: &'a str,
    pub body: Value,
    /// The version the reader saw, for `If-Match`.
    pub version: Option<i64>,
    /// Sent as `Idempotency-Key`, so that a form sent twice does its work once.
    pub key: Option<&'a str>,
}

/// A file on its way to a thing.
pub struct Upload<'a> {
    pub path: &'a str,
    pub name: &'a str,
    pub key: Option<&'a str>,
    pub body: reqwest::Body,
}

/// How long an answer may take, and how long a file, each piece of which comes as soon as an answer does.
const ANSWER: Duration = Duration::from_secs(30);
const FILE: Duration = Duration::from_mins(10);

/// Just the id of what was created.
#[derive(Debug, Deserialize)]
pub struct Created {
    pub id: String,
}

impl Caller<'_> {
    pub async fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, Fault> {
        let answer = self.send(|| self.api.http.get(self.address(path))).await?;
        Ok(read(answer).await?)
    }

    /// Like `get`, without renewing the token: for the renewal itself.
    async fn get_once<T: DeserializeOwned>(&self, path: &str) -> Result<T, Fault> {
        let answer = self
            .attempt(self.api.http.get(self.address(path)), self.bearer.as_deref())
            .await?;
        Ok(read(answer).await?)
    }

    pub async fn get_with<T: DeserializeOwned>(&self, path: &str, query: &[(&str, String)]) -> Result<T, Fault> {
        let answer = self.send(|| self.api.http.get(self.address(path)).query(query)).await?;
        Ok(read(answer).await?)
    }

    /// A file: its type, its suggested name, its content.
    pub async fn download(&self, path: &str, query: &[(&str, String)]) -> Result<Response, Fault> {
        Ok(self
            .send(|| self.api.files.get(self.address(path)).query(query))
            .await?)
    }

    /// A file or a part of it, as the headers say that ask for it; or that there is no such part, or nothing newer.
    pub async fn part(&self, path: &str, asked: &[(String, String)]) -> Result<Response, Fault> {
        let request = || {
            let request = self.api.files.get(self.address(path));
            asked
                .iter()
                .fold(request, |request, (name, value)| request.header(name, value))
        };
        Ok(self.send(request).await?)
    }

    pub async fn post<T: DeserializeOwned>(&self, path: &str, body: Value, key: &str) -> Result<T, Problem> {
        self.tell(Message {
            method: Method::POST,
            path,
            body,
            version: None,
            key: Some(key),
        })
        .await
    }

    /// A verb upon an existing thing: `POST /x/{id}/verb` with the version that was seen.
    pub async fn act<T: DeserializeOwned>(
        &self,
        path: &str,
        body: Value,
        version: Option<i64>,
        key: &str,
    ) -> Result<T, Problem> {
        self.tell(Message {
            method: Method::POST,
            path,
            body,
            version,
            key: Some(key),
        })
        .await
    }

    pub async fn patch<T: DeserializeOwned>(
        &self,
        path: &str,
        body: Value,
        version: Option<i64>,
    ) -> Result<T, Problem> {
        self.tell(Message {
            method: Method::PATCH,
            path,
            body,
            version,
            key: None,
        })
        .await
    }

    pub async fn put<T: DeserializeOwned>(&self, path: &str, body: Value, version: Option<i64>) -> Result<T, Problem> {
        self.tell(Message {
            method: Method::PUT,
            path,
            body,
            version,
            key: None,
        })
        .await
    }

    pub async fn delete(&self, path: &str, version: Option<i64>) -> Result<(), Problem> {
        self.send(|| {
            let request = self.api.http.delete(self.address(path));
            version.map_or_else(
                || self.api.http.delete(self.address(path)),
                |version| request.header("if-match", format!("\"{version}\"")),
            )
        })
        .await?;
        Ok(())
    }

    pub async fn tell<T: DeserializeOwned>(&self, message: Message<'_>) -> Result<T, Problem> {
        let answer = self
            .send(|| {
                let mut request = self
                    .api
                    .http
                    .request(message.method.clone(), self.address(message.path))
                    .json(&message.body);
                if message.method == Method::PATCH {
                    request = request.header("content-type", "application/merge-patch+json");
                }
                if let Some(version) = message.version {
                    request = request.header("if-match", format!("\"{version}\""));
                }
                if let Some(key) = message.key {
                    request = request.header("idempotency-key", key);
                }
                request
            })
            .await?;
        read(answer).await
    }

    /// Sends a file. What streams cannot be sent a second time, so a token that is over is told, not renewed.
    pub async fn upload<T: DeserializeOwned>(&self, upload: Upload<'_>) -> Result<T, Problem> {
        let mut request = self
            .api
            .http
            .post(self.address(upload.path))
            .query(&[("name", upload.name)])
            .timeout(FILE)
            .header("content-type", "application/octet-stream")
            .body(upload.body);
        if let Some(key) = upload.key {
            request = request.header("idempotency-key", key);
        }
        read(self.attempt(request, self.bearer.as_deref()).await?).await
    }

    fn address(&self, path: &str) -> String {
        self.api.at.of(&format!("/api/v1{path}"))
    }

    /// Sends, and sends once more with a new token when the service says that this one is over, or older than a proof
    /// that another process of ours has passed on.
    async fn send(&self, request: impl Fn() -> RequestBuilder) -> Result<Response, Problem> {
        let answer = self.attempt(request(), self.bearer.as_deref()).await;
        match (answer, self.renewal) {
            (Err(problem), Some(session)) if problem.status == 401 || problem.code == STEP_UP => {
                self.api.forget(session).await;
                let renewed = self.api.access(session, self.origin).await.map_err(|_over| problem)?;
                self.attempt(request(), Some(&renewed.token)).await
            }
            (answer, _) => answer,
        }
    }

    async fn attempt(&self, request: RequestBuilder, bearer: Option<&str>) -> Result<Response, Problem> {
        let mut request = self
            .origin
            .put_on(request)
            .header("accept", "application/json, application/problem+json, */*;q=0.1");
        if let Some(bearer) = bearer {
            request = request.bearer_auth(bearer);
        }
        let answer = request.send().await.map_err(|error| Problem::unreachable(&error))?;
        let status = answer.status();
        // Only who asks for a part, or for something newer, is answered so.
        let is_told = matches!(status, StatusCode::NOT_MODIFIED | StatusCode::RANGE_NOT_SATISFIABLE);
        if status.is_success() || is_told {
            Ok(answer)
        } else {
            Err(Problem::of(answer).await)
        }
    }
}

/// An answer without a body reads as `null`, for callers that expect nothing.
async fn read<T: DeserializeOwned>(answer: Response) -> Result<T, Problem> {
    let path = answer.url().path().to_owned();
    let bytes = answer.bytes().await.map_err(|error| Problem::unreachable(&error))?;
    let text: &[u8] = if bytes.is_empty() { b"null" } else { &bytes };
    serde_json::from_slice(text).map_err(|error| {
        tracing::error!(path, %error, "an answer of the API has an unexpected shape");
        Problem::unexpected(&error)
    })
}
