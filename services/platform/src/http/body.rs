//! Reading bodies strictly: an unknown field is a fault, and every fault has its place.

use std::{
    future::Future,
    pin::Pin,
    sync::{Arc, OnceLock},
};

use actix_web::{
    FromRequest, HttpMessage as _, HttpRequest,
    dev::Payload,
    http::header,
    web::{Bytes, BytesMut},
};
use futures::StreamExt as _;
use garde::Validate;
use serde::{Deserialize, Deserializer, Serialize, de::DeserializeOwned};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::{FieldFault, Problem};
use crate::db;

/// The largest JSON body.
const LIMIT: usize = 1024 * 1024;

/// A JSON body that was read strictly and keeps its own rules.
#[derive(Clone, Debug)]
pub struct Json<T>(pub T);

/// A request's `Idempotency-Key`, with the hash of its body.
pub use db::Once;

/// Where the hash of the body goes when it has been read.
#[derive(Clone, Default)]
struct BodyHash(Arc<OnceLock<Vec<u8>>>);

fn body_hash(request: &HttpRequest) -> Arc<OnceLock<Vec<u8>>> {
    let mut extensions = request.extensions_mut();
    if extensions.get::<BodyHash>().is_none() {
        extensions.insert(BodyHash::default());
    }
    extensions.get::<BodyHash>().cloned().unwrap_or_default().0
}

impl<T> FromRequest for Json<T>
where
    T: DeserializeOwned + Validate<Context = ()> + 'static,
{
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let bytes = read(&request, payload).await?;
            // Only the first body is hashed: a handler has one.
            hashed(&request, Sha256::digest(&bytes).to_vec());
            Ok(Self(strictly(&bytes)?))
        })
    }
}

/// Notes which body it is, for one that is not read as JSON.
pub(super) fn hashed(request: &HttpRequest, hash: Vec<u8>) {
    drop(body_hash(request).set(hash));
}

pub(super) async fn read(request: &HttpRequest, payload: Payload) -> Result<Bytes, Problem> {
    let media = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default();
    let essence = media.split(';').next().unwrap_or_default().trim();
    if !["application/json", "application/merge-patch+json"]
        .iter()
        .any(|m| essence.eq_ignore_ascii_case(m))
    {
        return Err(Problem::wrong_media_type("application/json"));
    }
    collect(payload, LIMIT).await
}

/// The whole body, if it is not larger than it may be.
pub(super) async fn collect(mut payload: Payload, limit: usize) -> Result<Bytes, Problem> {
    let mut bytes = BytesMut::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|cause| Problem::bad_request("broken_body").caused_by(cause))?;
        if bytes.len() + chunk.len() > limit {
            return Err(Problem::too_large(limit));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes.freeze())
}

/// Reads a value that keeps its own rules.
pub(super) fn strictly<T: DeserializeOwned + Validate<Context = ()>>(bytes: &[u8]) -> Result<T, Problem> {
    let value: T = parse(bytes)?;
    value.validate().map_err(|report| faults(&report))?;
    Ok(value)
}

/// Not JSON: 400. JSON of another shape: 422 with the place.
pub(super) fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let reader = &mut serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut *reader).map_err(|cause| {
        let inner = cause.inner();
        if inner.is_data() {
            Problem::faults(vec![shape_fault(&cause)])
        } else {
            Problem::bad_request("not_json").detail(format!("The body is not JSON: {inner}."))
        }
    })?;
    reader
        .end()
        .map_err(|cause| Problem::bad_request("not_json").detail(format!("The body is not JSON: {cause}.")))?;
    Ok(value)
}

fn shape_fault(cause: &serde_path_to_error::Error<serde_json::Error>) -> FieldFault {
    let told = cause.inner().to_string();
    // serde_json adds where in the bytes; people look for the field.
    let told = told.split(" at line ").next().unwrap_or(&told).to_owned();
    let mut pointer = pointer(&cause.path().to_string());
    let code = if told.starts_with("unknown field") {
        if let Some(name) = told
            .split('`')
            .nth(1)
            .filter(|name| !pointer.ends_with(&format!("/{name}")))
        {
            pointer = format!("{pointer}/{name}");
        }
        "unknown_field"
    } else if told.starts_with("missing field") {
        if let Some(name) = told.split('`').nth(1) {
            pointer = format!("{pointer}/{name}");
        }
        "required"
    } else if told.starts_with("unknown variant") {
        "not_a_choice"
    } else {
        "wrong_type"
    };
    FieldFault::new(pointer, code, format!("{}.", capitalised(&told)))
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// `period.to` and `partners[2].name` as JSON pointers.
pub(crate) fn pointer(path: &str) -> String {
    if path.is_empty() || path == "." {
        return String::new();
    }
    let path = path.replace('[', ".").replace(']', "");
    path.split('.')
        .filter(|part| !part.is_empty())
        .fold(String::new(), |pointer, part| pointer + "/" + &part.replace('~', "~0"))
}

/// The faults that a body's own rules found. A message may begin with its code: `required: write it …`.
pub(crate) fn faults(report: &garde::Report) -> Problem {
    Problem::faults(
        report
            .iter()
            .map(|(path, error)| {
                let message = error.message();
                let (code, told) = message
                    .split_once(": ")
                    .filter(|(code, _)| code.chars().all(|c| c.is_ascii_lowercase() || c == '_'))
                    .map_or((code_of(message), message), |(code, told)| (code.to_owned(), told));
                FieldFault::new(pointer(&path.to_string()), &code, format!("{}.", capitalised(told)))
            })
            .collect(),
    )
}

/// Codes of the rules that say nothing but a sentence.
fn code_of(message: &str) -> String {
    let known = [
        ("at least one language", "required"),
        ("length is greater", "too_long"),
        ("length is lower", "too_short"),
        ("at most", "too_long"),
        ("ends before", "reversed"),
        ("not a valid email", "bad_address"),
        ("greater than", "too_large"),
        ("lower than", "too_small"),
        ("cannot be shown", "bad_characters"),
    ];
    known
        .iter()
        .find(|(words, _)| message.contains(words))
        .map_or("invalid", |(_, code)| code)
        .to_owned()
}

impl FromRequest for Once {
    type Error = Problem;
    type Future = std::future::Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let key = request
            .headers()
            .get("idempotency-key")
            .map(|v| v.to_str().unwrap_or_default().trim().to_owned());
        if key
            .as_ref()
            .is_some_and(|k| k.is_empty() || k.len() > 200 || !k.is_ascii())
        {
            return std::future::ready(Err(
                Problem::bad_request("bad_idempotency_key").detail("An Idempotency-Key is 1 to 200 plain characters.")
            ));
        }
        std::future::ready(Ok(Self {
            person_id: Uuid::nil(),
            route: format!("{} {}", request.method(), request.path()),
            key,
            body_hash: body_hash(request),
        }))
    }
}

/// A field of a merge patch: absent keeps, null clears, a value sets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Patch<T> {
    #[default]
    Keep,
    Clear,
    Set(T),
}

impl<T> Patch<T> {
    /// What the field is after the patch.
    pub fn over(self, before: Option<T>) -> Option<T> {
        match self {
            Self::Keep => before,
            Self::Clear => None,
            Self::Set(value) => Some(value),
        }
    }

    /// For a field that cannot be empty: null is a fault.
    pub fn over_required(self, before: T, pointer: &str) -> Result<T, Problem> {
        match self {
            Self::Keep => Ok(before),
            Self::Set(value) => Ok(value),
            Self::Clear => Err(Problem::field(pointer, "required", "This field cannot be empty.")),
        }
    }

    pub fn as_set(&self) -> Option<&T> {
        match self {
            Self::Set(value) => Some(value),
            _ => None,
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Patch<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Ok(Option::<T>::deserialize(from)?.map_or(Self::Clear, Self::Set))
    }
}

impl<T: Serialize> Serialize for Patch<T> {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.as_set().serialize(to)
    }
}

impl<T: Validate> Validate for Patch<T> {
    type Context = T::Context;
    fn validate_into(
        &self,
        context: &Self::Context,
        parent: &mut dyn FnMut() -> garde::Path,
        report: &mut garde::Report,
    ) {
        if let Self::Set(value) = self {
            value.validate_into(context, parent, report);
        }
    }
}

/// An id of the address. What is no id names nothing: 404, like any other thing that is not there.
pub fn path_id<T: From<Uuid>>(text: &str, code: &'static str) -> Result<T, Problem> {
    text.parse::<Uuid>()
        .map(T::from)
        .map_err(|_cause| Problem::not_found(code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Goal {
        #[expect(dead_code, reason = "only its shape is of interest")]
        title: String,
    }

    fn fault(body: &str) -> serde_json::Value {
        let problem = parse::<Goal>(body.as_bytes()).unwrap_err();
        serde_json::json!([problem.status().as_u16(), problem.code()])
    }

    #[test]
    fn what_is_not_json_is_400_and_json_of_another_shape_is_422() {
        assert_eq!(fault("{"), serde_json::json!([400, "not_json"]));
        assert_eq!(fault("{} x"), serde_json::json!([422, "invalid"]));
        assert_eq!(fault(r#"{"title":1}"#), serde_json::json!([422, "invalid"]));
        assert_eq!(
            fault(r#"{"title":"a","colour":1}"#),
            serde_json::json!([422, "invalid"])
        );
    }

    #[test]
    fn a_path_becomes_a_json_pointer() {
        assert_eq!(pointer("partners[2].name"), "/partners/2/name");
        assert_eq!(pointer("."), "");
    }
}
