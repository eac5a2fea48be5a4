//! How erasing is asked for.

use actix_web::{
    post,
    web::{Data, Json as JsonOut},
};
use garde::Validate;
use jiff::Timestamp;
use platform::{
    auth::{OperatorCaller, step_up_required},
    http::{IfMatch, Json, Problem},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::{Erasure, ErasureError, commands};
use crate::{App, person::Email, second_factor::model::PROVEN_WITHIN, session::routes::SignedIn};

impl From<ErasureError> for Problem {
    fn from(error: ErasureError) -> Self {
        match error {
            ErasureError::NotFound => Self::not_found("person_not_found"),
            ErasureError::LastAdmin { organisation } => Self::conflict("last_administrator").detail(format!(
                "{organisation} has no other administrator: make somebody else one first."
            )),
            ErasureError::LastOperator => Self::conflict("last_operator")
                .detail("Nobody else runs this installation: make somebody else its operator first."),
            ErasureError::Stale(stale) => stale.into(),
            ErasureError::Person(cause) => cause.into(),
            ErasureError::Membership(cause) => cause.into(),
            ErasureError::Invitation(cause) => cause.into(),
            ErasureError::ApiKey(cause) => cause.into(),
            ErasureError::Db(cause) => cause.into(),
        }
    }
}

/// What is left of a person: an id that what was done still names.
#[derive(Serialize, ToSchema)]
struct ErasureBody {
    person_id: Uuid,
    #[schema(value_type = String, format = DateTime)]
    erased_at: Timestamp,
}

impl From<Erasure> for ErasureBody {
    fn from(erasure: Erasure) -> Self {
        Self {
            person_id: erasure.person_id,
            erased_at: erasure.erased_at,
        }
    }
}

/// Erases me: name, address, memberships and sessions, everywhere and for good. What I did stays, by somebody no longer
/// known.
#[utoipa::path(tag = "people",
    params(("if-match" = String, Header, description = "The ETag of `/people/me` as it was read")),
    responses((status = 200, body = ErasureBody)),
    extensions(("x-problems" = json!(["401 session_over", "403 step_up_required", "409 last_administrator", "409 last_operator"]))))]
#[post("/api/v1/people/me/erase")]
async fn erase_me(by: SignedIn, expected: IfMatch, app: Data<App>) -> Result<JsonOut<ErasureBody>, Problem> {
    if !by.session.proved_within(PROVEN_WITHIN, app.clock.now()) {
        return Err(step_up_required());
    }
    let erasure = commands::erase_oneself(&app, by.session.person_id, expected).await?;
    Ok(JsonOut(erasure.into()))
}

#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"email": "planner@kauhajoki.example.org"}))]
struct ErasureOf {
    #[garde(length(chars, min = 1, max = 254))]
    email: String,
}

/// The operator erases a person who asked for it, by address.
#[utoipa::path(tag = "people", request_body = ErasureOf, responses((status = 200, body = ErasureBody)),
    extensions(("x-problems" = json!(["403 operators_only", "403 step_up_required", "404 person_not_found",
        "409 last_administrator", "409 last_operator"]))))]
#[post("/api/v1/people/erasures")]
async fn erase_by_operator(
    by: OperatorCaller,
    body: Json<ErasureOf>,
    app: Data<App>,
) -> Result<JsonOut<ErasureBody>, Problem> {
    if !by.principal.proved_within(PROVEN_WITHIN, app.clock.now()) {
        return Err(step_up_required());
    }
    let email = Email::new(&body.0.email);
    let erasure = commands::erase_by_operator(&app, by.principal.person_id, &email).await?;
    Ok(JsonOut(erasure.into()))
}

pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(erase_me).service(erase_by_operator);
}
