//! RFC 9457 problems: what the outside may see of a failure.

use std::{borrow::Cow, fmt};

use actix_web::{
    HttpResponse, ResponseError,
    http::{Method, StatusCode, header},
};
use serde::{Deserialize, Serialize};
use tracing::{error, warn};
use utoipa::ToSchema;

use crate::trace;

/// A failure with a stable code, a status, a sentence for a person, and a private cause for the log.
#[derive(Debug)]
pub struct Problem(Box<Parts>);

/// Boxed, so that a `Result` that nearly always holds something else stays small.
#[derive(Debug)]
struct Parts {
    status: StatusCode,
    code: Cow<'static, str>,
    title: &'static str,
    detail: Option<String>,
    errors: Vec<FieldFault>,
    retry_after: Option<u32>,
    allow: Option<String>,
    whole: Option<i64>,
    current: Option<i64>,
    cause: Option<Cause>,
}

/// What the log may see and the outside may not.
struct Cause(Box<dyn fmt::Display + Send + Sync>);

impl fmt::Debug for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// One fault of one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FieldFault {
    /// JSON pointer of the field: `/period/to`; empty for the body as a whole.
    #[schema(example = "/title")]
    pub pointer: String,
    /// Stable code of the rule that was broken.
    #[schema(example = "required")]
    pub code: String,
    /// A sentence for a person.
    #[schema(example = "Write it in at least one language.")]
    pub detail: String,
}

/// The body of every failure.
#[derive(Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct ProblemBody {
    #[serde(rename = "type")]
    #[schema(example = "about:blank")]
    kind: &'static str,
    #[schema(example = "The request cannot be carried out")]
    title: String,
    #[schema(example = 422)]
    status: u16,
    /// Stable; programs decide by it.
    #[schema(example = "invalid")]
    code: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldFault>,
    /// The version that the thing has now, when the request named another.
    #[serde(skip_serializing_if = "Option::is_none")]
    current_version: Option<i64>,
    /// Names the request in the logs.
    request_id: String,
}

impl Problem {
    fn new(status: StatusCode, title: &'static str, code: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Parts {
            status,
            code: code.into(),
            title,
            detail: None,
            errors: Vec::new(),
            retry_after: None,
            allow: None,
            whole: None,
            current: None,
            cause: None,
        }))
    }

    /// 400: not even readable.
    pub fn bad_request(code: &'static str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "The request cannot be read", code)
    }

    /// 401: nobody in particular.
    pub fn unauthorized(code: &'static str) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "Signing in is needed", code)
    }

    /// 403: known, but not allowed.
    pub fn forbidden(code: &'static str) -> Self {
        Self::new(StatusCode::FORBIDDEN, "This is not allowed", code)
    }

    /// 404: never there, not there any more, or somebody else's.
    pub fn not_found(code: &'static str) -> Self {
        Self::new(StatusCode::NOT_FOUND, "There is no such thing", code)
    }

    /// 404 for an address that nothing answers.
    pub fn no_such_address() -> Self {
        Self::not_found("no_such_address")
    }

    /// 409: against the state the thing is in.
    pub fn conflict(code: &'static str) -> Self {
        Self::new(
            StatusCode::CONFLICT,
            "This does not go together with the present state",
            code,
        )
    }

    /// 412: somebody was faster.
    pub fn stale(current: i64) -> Self {
        let mut problem = Self::new(
            StatusCode::PRECONDITION_FAILED,
            "Somebody else changed this meanwhile",
            "stale_version",
        );
        problem.0.current = Some(current);
        problem.detail(format!(
            "It is at version {current} now: read it again, then repeat your change."
        ))
    }

    /// 413
    pub fn too_large(limit: usize) -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "The request is too large", "too_large")
            .detail(format!("At most {} KiB are accepted here.", limit / 1024))
    }

    /// 413 with a code of its own.
    pub fn body_too_large(code: &'static str) -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "The request is too large", code)
    }

    /// 416, with the length of what there is.
    pub fn range_not_satisfiable(length: i64) -> Self {
        let mut problem = Self::new(
            StatusCode::RANGE_NOT_SATISFIABLE,
            "There is nothing in that range",
            "range_not_satisfiable",
        );
        problem.0.whole = Some(length);
        problem
    }

    /// 415
    pub fn wrong_media_type(wanted: &str) -> Self {
        Self::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "The body's media type is not accepted",
            "wrong_media_type",
        )
        .detail(format!("Send the body as {wanted}."))
    }

    /// 405, with the methods that the address has.
    pub fn method_not_allowed(methods: &[Method]) -> Self {
        let mut problem = Self::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "This address does not do that",
            "method_not_allowed",
        );
        let methods: Vec<&str> = methods.iter().map(Method::as_str).collect();
        problem.0.allow = Some(methods.join(", "));
        problem
    }

    /// 406
    pub fn not_acceptable(code: &'static str) -> Self {
        Self::new(
            StatusCode::NOT_ACCEPTABLE,
            "The answer is not to be had in that form",
            code,
        )
    }

    /// 422: readable, but against a rule.
    pub fn invalid(code: &'static str) -> Self {
        Self::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "The request cannot be carried out",
            code,
        )
    }

    /// 422 with the faults of fields.
    pub fn faults(errors: Vec<FieldFault>) -> Self {
        let mut problem = Self::invalid("invalid");
        problem.0.detail = Some(match errors.len() {
            1 => "One field needs another value.".to_owned(),
            n => format!("{n} fields need other values."),
        });
        problem.0.errors = errors;
        problem
    }

    /// 422 with one field's fault.
    pub fn field(pointer: impl Into<String>, code: &str, detail: impl Into<String>) -> Self {
        Self::faults(vec![FieldFault::new(pointer, code, detail)])
    }

    /// The fields at fault, for a problem with a code of its own.
    #[must_use]
    pub fn naming(mut self, errors: Vec<FieldFault>) -> Self {
        self.0.errors = errors;
        self
    }

    /// 428
    pub fn precondition_required() -> Self {
        Self::new(
            StatusCode::PRECONDITION_REQUIRED,
            "The version must be named",
            "version_required",
        )
        .detail("Send the ETag you read as If-Match, so that nobody's change is lost.")
    }

    /// 429
    pub fn too_many(code: &'static str, retry_after: u32) -> Self {
        let mut problem = Self::new(StatusCode::TOO_MANY_REQUESTS, "Too many requests", code);
        problem.0.retry_after = Some(retry_after);
        problem
    }

    /// 500: a bug.
    pub fn internal(cause: impl fmt::Display + Send + Sync + 'static) -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "Something went wrong here",
            "internal",
        )
        .caused_by(cause)
    }

    /// 503: something we need is away.
    pub fn unavailable(cause: impl fmt::Display + Send + Sync + 'static) -> Self {
        let mut problem = Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "Not available for the moment",
            "unavailable",
        )
        .caused_by(cause);
        problem.0.retry_after = Some(2);
        problem.detail("Nothing was changed. Try again in a moment.")
    }

    /// 503: a promise cannot be kept at this moment. Nothing is broken that somebody here could mend.
    pub fn not_for_the_moment(code: &'static str) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "Not available for the moment", code).retry_after(2)
    }

    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.0.detail = Some(detail.into());
        self
    }

    #[must_use]
    pub fn retry_after(mut self, seconds: u32) -> Self {
        self.0.retry_after = Some(seconds);
        self
    }

    #[must_use]
    pub fn caused_by(mut self, cause: impl fmt::Display + Send + Sync + 'static) -> Self {
        self.0.cause = Some(Cause(Box::new(cause)));
        self
    }

    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// The same for somebody else, without its cause: that was for the log, where it stands already.
    pub(crate) fn told_again(&self) -> Self {
        let told = &self.0;
        Self(Box::new(Parts {
            status: told.status,
            code: told.code.clone(),
            title: told.title,
            detail: told.detail.clone(),
            errors: told.errors.clone(),
            retry_after: told.retry_after,
            allow: told.allow.clone(),
            whole: told.whole,
            current: told.current,
            cause: None,
        }))
    }

    pub fn code(&self) -> &str {
        &self.0.code
    }

    /// The sentence for a person.
    pub fn sentence(&self) -> Option<&str> {
        self.0.detail.as_deref()
    }

    /// The faults of fields, for tests of the rules that find them.
    pub fn field_faults(&self) -> &[FieldFault] {
        &self.0.errors
    }

    /// Logged once, here, where it is answered.
    fn log(&self) {
        match &self.0.cause {
            Some(cause) if self.0.status.is_server_error() => {
                error!(code = %self.0.code, "answered {}: {cause}", self.0.status);
            }
            Some(cause) => warn!(code = %self.0.code, "answered {}: {cause}", self.0.status),
            None => {}
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.0.status.as_u16(), self.0.code)
    }
}

impl std::error::Error for Problem {}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.0.status
    }

    fn error_response(&self) -> HttpResponse {
        self.log();
        let mut answer = HttpResponse::build(self.0.status);
        answer.content_type("application/problem+json");
        if let Some(seconds) = self.0.retry_after {
            answer.insert_header((header::RETRY_AFTER, seconds.to_string()));
        }
        if let Some(methods) = &self.0.allow {
            answer.insert_header((header::ALLOW, methods.as_str()));
        }
        if let Some(length) = self.0.whole {
            answer.insert_header((header::CONTENT_RANGE, format!("bytes */{length}")));
        }
        if self.0.status == StatusCode::UNAUTHORIZED {
            answer.insert_header((header::WWW_AUTHENTICATE, "Bearer"));
        }
        if self.0.status == StatusCode::PAYLOAD_TOO_LARGE {
            // What is left of the body is not read.
            answer.force_close();
        }
        if let Some(version) = self.0.current {
            answer.insert_header((header::ETAG, format!("\"{version}\"")));
        }
        answer.json(ProblemBody {
            kind: "about:blank",
            title: self.0.title.to_owned(),
            status: self.0.status.as_u16(),
            code: self.0.code.to_string(),
            detail: self.0.detail.clone(),
            errors: self.0.errors.clone(),
            current_version: self.0.current,
            request_id: trace::current().id(),
        })
    }
}
