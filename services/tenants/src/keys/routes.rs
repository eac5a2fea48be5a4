//! The published keys, and rotating them.

use actix_web::{
    HttpResponse, get, post,
    web::{Data, Json, ServiceConfig},
};
use platform::{auth::InternalCaller, http::Problem};
use serde::Serialize;
use serde_json::json;

use super::{KeyError, model};
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

#[derive(Serialize)]
struct Rotated {
    kid: String,
    signs_from: jiff::Timestamp,
}

/// A new key, now published and signing in a minute. For operators, by way of another service or the command line.
#[post("/internal/v1/keys/rotate")]
async fn rotate(_caller: InternalCaller, app: Data<App>) -> Result<Json<Rotated>, Problem> {
    let keys = app.keys.rotate(app.clock.now()).await?;
    let newest = keys
        .into_iter()
        .max_by_key(|key| key.generation)
        .ok_or(KeyError::None)?;
    Ok(Json(Rotated {
        kid: newest.kid,
        signs_from: newest.signs_from,
    }))
}

pub fn plain(config: &mut ServiceConfig) {
    config.service(jwks).service(rotate);
}
