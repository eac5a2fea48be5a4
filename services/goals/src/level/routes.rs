//! How goal levels are asked for.

use actix_web::{
    get, put,
    web::{Data, Json as Plain},
};
use platform::{
    auth::Caller,
    events::journal,
    http::{Answer, History, IfMatch, Json, Problem, Versioned},
};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::{
    GoalLevels, LevelError, commands,
    model::{Level, LevelsContent},
    store,
};
use crate::{
    App,
    permissions::{EditLevels, ReadGoals},
};

pub fn add(config: &mut ServiceConfig<'_>) {
    config.service(read).service(rename).service(history);
}

/// The tenant's goal levels, from the top down.
#[derive(Serialize, ToSchema)]
pub struct LevelsBody {
    /// 0 until the tenant has named its own.
    pub version: i64,
    pub levels: Vec<Level>,
}

impl From<GoalLevels> for LevelsBody {
    fn from(levels: GoalLevels) -> Self {
        Self {
            version: levels.version,
            levels: levels.levels,
        }
    }
}

impl Answer for LevelsBody {
    fn version(&self) -> i64 {
        self.version
    }
}

impl From<LevelError> for Problem {
    fn from(error: LevelError) -> Self {
        match error {
            LevelError::InUse(key) => {
                Self::conflict("level_in_use").detail(format!("Goals stand at the level `{key}`: it has to stay."))
            }
            LevelError::Stale(stale) => stale.into(),
            LevelError::Db(cause) => cause.into(),
        }
    }
}

/// The names of the depths of the goal tree.
#[utoipa::path(tag = "goals", responses((status = 200, body = LevelsBody)))]
#[get("/api/v1/goal-levels")]
async fn read(caller: Caller<ReadGoals>, app: Data<App>) -> Result<Versioned<LevelsBody>, Problem> {
    let levels = app
        .db
        .tenant(caller.scope(), async |tx| store::current(tx).await)
        .await?;
    Ok(Versioned::of(levels))
}

/// Names the depths of the goal tree, all of them at once.
#[utoipa::path(
    tag = "goals", params(("If-Match" = String, Header,)), request_body = LevelsContent,
    responses((status = 200, body = LevelsBody)), extensions(("x-problems" = json!(["409 level_in_use"])))
)]
#[put("/api/v1/goal-levels")]
async fn rename(
    caller: Caller<EditLevels>,
    expected: IfMatch,
    content: Json<LevelsContent>,
    app: Data<App>,
) -> Result<Versioned<LevelsBody>, Problem> {
    Ok(Versioned::of(
        commands::rename(&app, &caller, expected, content.0).await?,
    ))
}

/// How the levels were named over time; empty while the usual ones serve.
#[utoipa::path(tag = "goals", responses((status = 200, body = History)))]
#[get("/api/v1/goal-levels/history")]
async fn history(caller: Caller<ReadGoals>, app: Data<App>) -> Result<Plain<History>, Problem> {
    let items = app
        .db
        .tenant(caller.scope(), async |tx| {
            let id = GoalLevels::id(tx.tenant_id());
            journal::history(tx, "goals", "goal_levels", id).await
        })
        .await?;
    Ok(Plain(History { items }))
}
