//! The published keys, and rotating them.

use actix_web::{
    HttpResponse, get, post,
    web::{Data, Json, ServiceConfig},
};
use jiff::Timestamp;
use platform::{auth::OperatorCaller, http::Problem};
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

use super::{Key, KeyError, model};
use crate::App;

impl From<KeyError> for Problem {
    fn from(error: KeyError) -> Self {
        match error {
            KeyError::Db(cause) => cause.into(),
            KeyError::None | KeyError::Token(_) | KeyError::Seal(_) | KeyError::Damaged => Self::internal(error),
        }
    }
}

/// What tokens are checked with (RFC 7517).
#[get("/.well-known/jwks.json")]
async fn jwks(app: Data<App>) -> Result<HttpResponse, Problem> {
    let keys = app.keys.read().await?;
    let mut public = Vec::new();
    for key in model::published(&keys, app.clock.now()) {
        public.push(app.keys.signer(key)?.public().clone());
    }
    Ok(HttpResponse::Ok()
        .insert_header(("cache-control", "max-age=5"))
        .json(json!({ "keys": public })))
}

/// A key that signs access tokens: when it was made, and what it does now.
#[derive(Serialize, ToSchema)]
struct SigningKey {
    /// As tokens name it.
    kid: String,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// From then on it signs, until a newer one does.
    #[schema(value_type = String, format = DateTime)]
    signs_from: Timestamp,
    /// `coming`: published, and not signing yet. `signing`. `going`: published until its last token is dead. `gone`.
    #[schema(example = "signing")]
    state: &'static str,
}

/// The keys that are known, the newest first.
#[derive(Serialize, ToSchema)]
struct SigningKeys {
    items: Vec<SigningKey>,
}

impl SigningKeys {
    fn at(keys: &[Key], now: Timestamp) -> Self {
        let signing = model::signing(keys, now).map(|key| key.generation);
        let published: Vec<i64> = model::published(keys, now).map(|key| key.generation).collect();
        let state = |key: &Key| match key.generation {
            generation if Some(generation) == signing => "signing",
            _ if key.signs_from > now => "coming",
            generation if published.contains(&generation) => "going",
            _ => "gone",
        };
        let items = keys.iter().rev().map(|key| SigningKey {
            kid: key.kid.clone(),
            created_at: key.created_at,
            signs_from: key.signs_from,
            state: state(key),
        });
        Self { items: items.collect() }
    }
}

/// The keys that sign access tokens, and since when: one signs, others are published beside it. For operators.
#[utoipa::path(tag = "operations", responses((status = 200, body = SigningKeys)),
    extensions(("x-problems" = json!(["403 operators_only"]))))]
#[get("/api/v1/signing-keys")]
async fn list(_by: OperatorCaller, app: Data<App>) -> Result<Json<SigningKeys>, Problem> {
    Ok(Json(SigningKeys::at(&app.keys.read().await?, app.clock.now())))
}

/// Makes a new key: published now, signing in a minute. The one before stays published until its last token is dead, so
/// nobody is signed out and no request fails. For operators.
#[utoipa::path(tag = "operations", responses((status = 200, body = SigningKeys)),
    extensions(("x-problems" = json!(["403 operators_only"]))))]
#[post("/api/v1/signing-keys/rotations")]
async fn rotate(_by: OperatorCaller, app: Data<App>) -> Result<Json<SigningKeys>, Problem> {
    let now = app.clock.now();
    Ok(Json(SigningKeys::at(&app.keys.rotate(now).await?, now)))
}

pub fn routes(config: &mut utoipa_actix_web::service_config::ServiceConfig<'_>) {
    config.service(list).service(rotate);
}

pub fn plain(config: &mut ServiceConfig) {
    config.service(jwks);
}
