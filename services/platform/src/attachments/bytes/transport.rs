//! How object storage is spoken with: HTTP/1.1, and TLS by ring with the machine's own certificates.
//!
//! The client that the library would bring comes with another provider of TLS, which needs a compiler for C, and changes
//! the client that everything else uses.

use std::time::Duration;

use async_trait::async_trait;
use futures::{Stream, StreamExt as _, TryFutureExt as _, stream};
use http_body_util::{BodyStream, StreamBody};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::{TokioExecutor, TokioTimer},
};
use object_store::{
    BackoffConfig, ClientOptions, RetryConfig,
    client::{
        HttpClient, HttpConnector as Connects, HttpError, HttpErrorKind, HttpRequest, HttpRequestBody, HttpResponse,
        HttpResponseBody, HttpService,
    },
};
use reqwest::StatusCode;

/// How long a connection may take.
const CONNECT: Duration = Duration::from_secs(3);
/// How long the head of an answer may take: to a request that brings no bytes, and to one that does.
const ANSWER: Duration = Duration::from_secs(5);
const ANSWER_TO_BYTES: Duration = Duration::from_mins(1);
/// How long each piece of an answer may take, or a bucket that stands still would hold whoever reads for ever.
const PIECE: Duration = Duration::from_secs(20);

/// A connection that nobody used for this long is closed here before the other end closes it under a request.
const IDLE: Duration = Duration::from_secs(10);
const IDLE_AT_ONCE: usize = 16;
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// How often a request is made again, and how long that is waited for at the most.
const AGAIN: u32 = 4;
const FIRST_PAUSE: Duration = Duration::from_millis(200);
const LONGEST_PAUSE: Duration = Duration::from_secs(2);
const UNTIL: Duration = Duration::from_secs(45);

/// The time that is given has to be enough for every repetition of a request that is never answered.
const _: () = assert!(UNTIL.as_secs() > ANSWER.as_secs() * (AGAIN as u64 + 1) + LONGEST_PAUSE.as_secs() * AGAIN as u64);

/// How often, and for how long, what failed is asked for again.
pub(super) fn repetitions() -> RetryConfig {
    RetryConfig {
        backoff: BackoffConfig {
            init_backoff: FIRST_PAUSE,
            max_backoff: LONGEST_PAUSE,
            base: 2.0,
        },
        max_retries: AGAIN as usize,
        retry_timeout: UNTIL,
    }
}

#[derive(Debug)]
pub(super) struct Transport;

#[derive(Debug)]
struct Spoken {
    client: Client<HttpsConnector<HttpConnector>, HttpRequestBody>,
    piece: Duration,
}

impl Spoken {
    fn with(piece: Duration) -> object_store::Result<Self> {
        let mut plain = HttpConnector::new();
        plain.set_connect_timeout(Some(CONNECT));
        plain.set_nodelay(true);
        plain.set_keepalive(Some(KEEP_ALIVE));
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
        let client = Client::builder(TokioExecutor::new())
            // Without a timer, connections that were used once would lie there until somebody takes one and finds it closed.
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(IDLE)
            .pool_max_idle_per_host(IDLE_AT_ONCE)
            .build(secure);
        Ok(Self { client, piece })
    }
}

impl Connects for Transport {
    fn connect(&self, _: &ClientOptions) -> object_store::Result<HttpClient> {
        Ok(HttpClient::new(Spoken::with(PIECE)?))
    }
}

#[async_trait]
impl HttpService for Spoken {
    async fn call(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let asks_for_a_part = request.headers().contains_key("range");
        let brings_bytes = matches!(request.method().as_str(), "PUT" | "POST");
        let patience = if brings_bytes { ANSWER_TO_BYTES } else { ANSWER };
        let answer = self.client.request(request).map_err(|cause| {
            // Only a connection that never was has surely sent nothing.
            let kind = if cause.is_connect() {
                HttpErrorKind::Connect
            } else {
                HttpErrorKind::Interrupted
            };
            HttpError::new(kind, cause)
        });
        let mut answer = tokio::time::timeout(patience, answer)
            .await
            .map_err(|cause| HttpError::new(HttpErrorKind::Timeout, cause))??;
        // Some stores say which part it is, and yet that it is all. The library takes them at the first word, and checks it.
        if asks_for_a_part && answer.status() == StatusCode::OK && answer.headers().contains_key("content-range") {
            *answer.status_mut() = StatusCode::PARTIAL_CONTENT;
        }
        Ok(answer.map(|body| HttpResponseBody::new(StreamBody::new(in_time(BodyStream::new(body), self.piece)))))
    }
}

/// Pieces each of which has to come in time. Only the time that somebody waits for one counts: who reads slowly is not late.
fn in_time<F, E>(
    pieces: impl Stream<Item = Result<F, E>> + Unpin + Send + Sync,
    each: Duration,
) -> impl Stream<Item = Result<F, HttpError>> + Send + Sync
where
    F: Send + Sync,
    E: std::error::Error + Send + Sync + 'static,
{
    stream::unfold(Some(pieces), move |pieces| async move {
        let mut pieces = pieces?;
        match tokio::time::timeout(each, pieces.next()).await {
            Ok(piece) => {
                let piece = piece?.map_err(|cause| HttpError::new(HttpErrorKind::Interrupted, cause));
                Some((piece, Some(pieces)))
            }
            Err(late) => Some((Err(HttpError::new(HttpErrorKind::Timeout, late)), None)),
        }
    })
}

#[cfg(test)]
mod tests {
    use tokio::{
        io::{AsyncReadExt as _, AsyncWriteExt as _},
        net::TcpListener,
    };

    use super::*;

    /// What is heard from a bucket that says this much, and then stands still.
    async fn heard(said: &str, range: Option<&str>) -> HttpResponse {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let bucket = async {
            let (mut connection, _) = listener.accept().await.unwrap();
            connection.read_buf(&mut Vec::new()).await.unwrap();
            connection.write_all(said.as_bytes()).await.unwrap();
            connection
        };
        let mut request = HttpRequest::new(HttpRequestBody::empty());
        *request.uri_mut() = format!("http://{address}/a").parse().unwrap();
        if let Some(range) = range {
            request.headers_mut().insert("range", range.parse().unwrap());
        }
        let spoken = Spoken::with(Duration::from_millis(200)).unwrap();
        let (connection, answer) = tokio::join!(bucket, spoken.call(request));
        // Neither end hangs up.
        std::mem::forget((connection, spoken));
        answer.unwrap()
    }

    #[tokio::test]
    async fn a_bucket_that_stands_still_within_a_file_holds_nobody() {
        let answer = heard("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nbegun", None).await;
        let read = tokio::time::timeout(Duration::from_secs(10), answer.into_body().bytes()).await;
        let stalled = read.expect("whoever reads is held").unwrap_err();
        assert_eq!(stalled.kind(), HttpErrorKind::Timeout);
    }

    #[tokio::test]
    async fn a_part_is_a_part_whatever_number_the_bucket_puts_before_it() {
        let part = "HTTP/1.1 200 OK\r\ncontent-range: bytes 0-4/10\r\ncontent-length: 5\r\n\r\nbegun";
        assert_eq!(heard(part, Some("bytes=0-4")).await.status().as_u16(), 206);
        assert_eq!(heard(part, None).await.status().as_u16(), 200);
        let whole = "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nbegun";
        assert_eq!(heard(whole, Some("bytes=0-4")).await.status().as_u16(), 200);
    }
}
