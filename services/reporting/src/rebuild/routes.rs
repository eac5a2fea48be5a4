//! Asking for a rebuild where all services live in one process.

use std::sync::Arc;

use actix_web::{HttpResponse, post, web::Data};
use platform::{
    auth::InternalCaller,
    http::{Parameters, PlainRoutes, Problem},
};
use serde::Deserialize;

use super::run::{Rebuild, RebuildError};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    /// Swap even if the content of the copies differs, as it does when this build reads more of an event than the last.
    #[serde(default)]
    accept: bool,
}

#[post("/internal/v1/rebuild")]
async fn ask(
    _caller: InternalCaller,
    asked: Parameters<Asked>,
    rebuild: Data<Rebuild>,
) -> Result<HttpResponse, Problem> {
    Ok(HttpResponse::Ok().json(rebuild.run(asked.0.accept).await?))
}

impl From<RebuildError> for Problem {
    fn from(error: RebuildError) -> Self {
        match error {
            RebuildError::Different(differences) => {
                let told: Vec<String> = differences
                    .iter()
                    .map(|d| format!("{} of {}: {} became {}", d.register, d.tenant_id, d.live, d.rebuilt))
                    .collect();
                Self::conflict("registers_differ").detail(told.join("; "))
            }
            RebuildError::Late => Self::unavailable(error),
            RebuildError::Overtaken => Self::conflict("overtaken").detail("Another rebuild took over."),
            RebuildError::Db(cause) => cause.into(),
            RebuildError::Filling(cause) => Self::unavailable(format!("{cause:#}")),
        }
    }
}

/// The internal address, with what it needs.
pub fn plain(rebuild: Rebuild) -> PlainRoutes {
    let rebuild = Data::new(rebuild);
    Arc::new(move |config| {
        config.app_data(rebuild.clone()).service(ask);
    })
}
