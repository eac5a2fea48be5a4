//! Where services ask what they must refuse.

use actix_web::{
    get,
    web::{Data, Json as JsonOut, Query, ServiceConfig},
};
use platform::{
    auth::{Instance, InternalCaller, Revoked},
    http::Problem,
};
use serde::Deserialize;
use uuid::Uuid;

use super::commands;
use crate::App;

#[derive(Deserialize)]
struct Asking {
    /// The epoch that the asker has.
    #[serde(default)]
    after: i64,
    instance: Option<Uuid>,
    #[serde(default)]
    service: String,
}

/// What an instance must refuse. Asking renews its lease.
#[get("/internal/v1/revocations")]
async fn revocations(
    _caller: InternalCaller,
    asking: Query<Asking>,
    app: Data<App>,
) -> Result<JsonOut<Revoked>, Problem> {
    let Asking {
        after,
        instance,
        service,
    } = asking.into_inner();
    let instance = instance.map(|id| Instance {
        id,
        service,
        epoch: after,
    });
    Ok(JsonOut(commands::renew(&app, instance, after).await?))
}

pub fn plain(config: &mut ServiceConfig) {
    config.service(revocations);
}
