//! How goal thresholds are asked for.

use actix_web::{
    get, put,
    web::{Data, Json as Plain},
};
use platform::{
    auth::Caller,
    events::journal,
    http::{Answer, History, IfMatch, Json, Problem, Versioned},
};
use utoipa_actix_web::service_config::ServiceConfig;

use super::{ThresholdError, Thresholds, commands, model::ThresholdsContent, store};
use crate::{
    App,
    permissions::{EditThresholds, ReadGoals},
};

pub fn add(config: &mut ServiceConfig<'_>) {
    config.service(read).service(set).service(history);
}

impl Answer for Thresholds {
    fn version(&self) -> i64 {
        self.version
    }
}

impl From<ThresholdError> for Problem {
    fn from(error: ThresholdError) -> Self {
        match error {
            ThresholdError::Invalid(problem) => problem,
            ThresholdError::Stale(stale) => stale.into(),
            ThresholdError::Db(cause) => cause.into(),
        }
    }
}

/// From which share of the expected change on a goal is on track, or to be watched.
#[utoipa::path(tag = "goals", responses((status = 200, body = Thresholds)))]
#[get("/api/v1/goal-thresholds")]
async fn read(caller: Caller<ReadGoals>, app: Data<App>) -> Result<Versioned<Thresholds>, Problem> {
    let thresholds = app
        .db
        .tenant(caller.scope(), async |tx| store::current(tx).await)
        .await?;
    Ok(Versioned(thresholds))
}

/// Sets the thresholds. The status of every goal follows at once.
#[utoipa::path(
    tag = "goals", params(("If-Match" = String, Header,)), request_body = ThresholdsContent,
    responses((status = 200, body = Thresholds))
)]
#[put("/api/v1/goal-thresholds")]
async fn set(
    caller: Caller<EditThresholds>,
    expected: IfMatch,
    content: Json<ThresholdsContent>,
    app: Data<App>,
) -> Result<Versioned<Thresholds>, Problem> {
    Ok(Versioned(commands::set(&app, &caller, expected, content.0).await?))
}

/// When the thresholds were set, by whom and why; empty while the usual ones serve.
#[utoipa::path(tag = "goals", responses((status = 200, body = History)))]
#[get("/api/v1/goal-thresholds/history")]
async fn history(caller: Caller<ReadGoals>, app: Data<App>) -> Result<Plain<History>, Problem> {
    let items = app
        .db
        .tenant(caller.scope(), async |tx| {
            let id = Thresholds::id(tx.tenant_id());
            journal::history(tx, "goals", "goal_thresholds", id).await
        })
        .await?;
    Ok(Plain(History { items }))
}
