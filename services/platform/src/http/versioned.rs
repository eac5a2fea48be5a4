//! Versions: `ETag` on the way out, `If-Match` on the way in, so that nobody's change is lost.

use std::future::{Ready, ready};

use actix_web::{
    FromRequest, HttpRequest, HttpResponse, Responder,
    body::BoxBody,
    dev::Payload,
    http::{StatusCode, header},
};
use serde::Serialize;

use super::Problem;

/// A body of a thing that has a version.
pub trait Answer: Serialize {
    fn version(&self) -> i64;
}

/// 200 with the thing and its version as `ETag`.
pub struct Versioned<B>(pub B);

/// 201 with the thing, its version and its address.
pub struct Created<B> {
    pub body: B,
    pub location: String,
}

/// 202: taken on, nothing to show yet.
pub struct Accepted;

/// 204: it is gone.
pub struct Gone;

impl<B> Versioned<B> {
    pub fn of(thing: impl Into<B>) -> Self {
        Self(thing.into())
    }
}

impl<B> Created<B> {
    pub fn at(location: impl Into<String>, body: B) -> Self {
        Self {
            body,
            location: location.into(),
        }
    }
}

fn etag(version: i64) -> (header::HeaderName, String) {
    (header::ETAG, format!("\"{version}\""))
}

impl<B: Answer> Responder for Versioned<B> {
    type Body = BoxBody;
    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        HttpResponse::Ok().insert_header(etag(self.0.version())).json(self.0)
    }
}

impl<B: Answer> Responder for Created<B> {
    type Body = BoxBody;
    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        HttpResponse::Created()
            .insert_header(etag(self.body.version()))
            .insert_header((header::LOCATION, self.location))
            .json(self.body)
    }
}

impl Responder for Accepted {
    type Body = BoxBody;
    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        HttpResponse::new(StatusCode::ACCEPTED)
    }
}

impl Responder for Gone {
    type Body = BoxBody;
    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        HttpResponse::new(StatusCode::NO_CONTENT)
    }
}

/// The version a caller means to change. Required: 428 when absent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IfMatch(pub i64);

/// The thing has another version than the caller read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the thing is at version {current} now")]
pub struct Stale {
    pub current: i64,
}

impl From<Stale> for Problem {
    fn from(stale: Stale) -> Self {
        Self::stale(stale.current)
    }
}

impl IfMatch {
    /// Whether the thing is still as the caller read it.
    pub fn holds_for(self, version: i64) -> Result<(), Stale> {
        if self.0 == version {
            Ok(())
        } else {
            Err(Stale { current: version })
        }
    }

    fn read(text: &str) -> Result<Self, Problem> {
        let text = text.trim();
        // Proxies that compress weaken the tag.
        let tag = text.strip_prefix("W/").unwrap_or(text);
        tag.strip_prefix('"')
            .and_then(|t| t.strip_suffix('"'))
            .and_then(|t| t.parse().ok())
            .map(Self)
            .ok_or_else(|| {
                Problem::bad_request("bad_version")
                    .detail("If-Match holds one ETag as it was read, such as \"3\"; `*` is not accepted.")
            })
    }
}

impl FromRequest for IfMatch {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let value = request.headers().get(header::IF_MATCH).and_then(|v| v.to_str().ok());
        ready(value.map_or_else(|| Err(Problem::precondition_required()), Self::read))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_weakened_by_a_proxy_is_accepted_and_a_star_is_not() {
        assert_eq!(IfMatch::read("W/\"3\"").unwrap(), IfMatch(3));
        assert_eq!(IfMatch::read("\"3\"").unwrap(), IfMatch(3));
        assert_eq!(IfMatch::read("*").unwrap_err().status(), StatusCode::BAD_REQUEST);
    }
}
