//! How object storage is spoken with: HTTP/1.1, and TLS by ring with the machine's own certificates.
//!
//! The client that the library would bring comes with another provider of TLS, which needs a compiler for C, and changes
//! the client that everything else uses.

use std::time::Duration;

use async_trait::async_trait;
use futures::TryFutureExt as _;
use http_body_util::BodyExt as _;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use object_store::{
    ClientOptions,
    client::{
        HttpClient, HttpConnector as Connects, HttpError, HttpErrorKind, HttpRequest, HttpRequestBody, HttpResponse,
        HttpResponseBody, HttpService,
    },
};

/// How long a connection may take, and how long the head of an answer.
const CONNECT: Duration = Duration::from_secs(3);
const ANSWER: Duration = Duration::from_secs(20);

#[derive(Debug)]
pub(super) struct Transport;

#[derive(Debug)]
struct Spoken(Client<HttpsConnector<HttpConnector>, HttpRequestBody>);

impl Connects for Transport {
    fn connect(&self, _: &ClientOptions) -> object_store::Result<HttpClient> {
        let mut plain = HttpConnector::new();
        plain.set_connect_timeout(Some(CONNECT));
        plain.enforce_http(false);
        let secure = HttpsConnectorBuilder::new()
            .with_provider_and_native_roots(rustls::crypto::ring::default_provider())
            .map_err(|cause| object_store::Error::Generic {
                store: "S3",
                source: Box::new(cause),
            })?
            .https_or_http()
            .enable_http1()
            .wrap_connector(plain);
        Ok(HttpClient::new(Spoken(
            Client::builder(TokioExecutor::new()).build(secure),
        )))
    }
}

#[async_trait]
impl HttpService for Spoken {
    async fn call(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let answer = self.0.request(request).map_err(|cause| {
            let kind = if cause.is_connect() {
                HttpErrorKind::Connect
            } else {
                HttpErrorKind::Request
            };
            HttpError::new(kind, cause)
        });
        let answer = tokio::time::timeout(ANSWER, answer)
            .await
            .map_err(|cause| HttpError::new(HttpErrorKind::Timeout, cause))??;
        let broken = |cause| HttpError::new(HttpErrorKind::Interrupted, cause);
        Ok(answer.map(|body| HttpResponseBody::new(body.map_err(broken))))
    }
}
