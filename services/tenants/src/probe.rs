//! Probes: two places like an organisation's that are none, in which an installation is tried out.
//!
//! They have a scope and nothing else: no subscription, no name, nobody in them and nothing shared, so no organisation's
//! list, figure or search can show what is done there. Their ids are of a kind that no organisation gets. An operator may
//! act in them for as long as an access token lives, as a planner; ending the operator's session ends that too.

use actix_web::{HttpResponse, http::header, post, web::Data};
use platform::{
    auth::{
        Access, Grant, OperatorCaller, Principal, Role,
        token::{Claims, LIFETIME},
    },
    db::{DbError, Purpose},
    http::Problem,
};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::App;

/// Version 8, which says what its maker likes; organisations are of version 7.
pub const PROBES: [Uuid; 2] = [
    Uuid::from_u128(0x5e1f_7e57_0000_8000_8000_0000_0000_000a),
    Uuid::from_u128(0x5e1f_7e57_0000_8000_8000_0000_0000_000b),
];

/// A place to try things out in.
#[derive(Serialize, ToSchema)]
struct ProbeBody {
    tenant_id: Uuid,
    /// Told once, and not renewed.
    access_token: String,
    /// Seconds.
    #[schema(example = 300)]
    expires_in: i64,
}

/// Both places.
#[derive(Serialize, ToSchema)]
struct ProbesBody {
    items: Vec<ProbeBody>,
}

/// Opens two places in which the installation can be tried out: whether what is made in one is hidden from the other, and
/// whether it reaches the read models. Neither is an organisation, and no organisation sees what is done there. For
/// operators, who act there as a planner for some minutes.
#[utoipa::path(tag = "operations", responses((status = 201, body = ProbesBody)),
    extensions(("x-problems" = json!(["403 operators_only"]))))]
#[post("/api/v1/probes")]
async fn open(by: OperatorCaller, app: Data<App>) -> Result<HttpResponse, Problem> {
    let mut items = Vec::with_capacity(PROBES.len());
    for tenant_id in PROBES {
        items.push(ProbeBody {
            tenant_id,
            access_token: token(&app, &by, tenant_id).await?,
            expires_in: LIFETIME.as_secs(),
        });
    }
    Ok(HttpResponse::Created()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .json(ProbesBody { items }))
}

async fn token(app: &App, by: &OperatorCaller, tenant_id: Uuid) -> Result<String, Problem> {
    let scope = app
        .db
        .system(Purpose::SignIn, async |tx| Ok::<_, DbError>(tx.enter(tenant_id).await?))
        .await?;
    let principal = Principal {
        person_id: by.principal.person_id,
        session_id: by.principal.session_id,
        scope: Some(scope),
        grants: vec![Grant {
            role: Role::Planner,
            unit_id: None,
        }],
        access: Access::Full,
        // What asks for a fresh proof of who it is stays shut.
        proven_at: None,
        key: None,
    };
    let now = app.clock.now();
    let signed = app.keys.sign(&Claims::new(&principal, now), now).await;
    Ok(signed?)
}

pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(open);
}
