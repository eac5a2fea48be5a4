//! How goals are doing, and no more of them: for who shows or counts thousands.

use actix_web::{
    get,
    web::{Data, Json as Plain},
};
use platform::{
    auth::Caller,
    db::DbError,
    http::{Ids, Parameters, Problem},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;

use super::{GoalId, attainment, store};
use crate::{App, permissions::ReadGoals};

pub fn add(config: &mut ServiceConfig<'_>) {
    config.service(statuses);
}

/// How a goal is doing, and no more of it.
#[derive(Serialize, ToSchema)]
pub struct GoalStatus {
    pub id: GoalId,
    /// Key of its level.
    pub level: String,
    /// `open` or `closed`.
    pub status: String,
    /// As its indicators and the goals below it tell.
    pub attainment_status: attainment::Status,
}

/// How goals are doing, by title.
#[derive(Serialize, ToSchema)]
pub struct GoalStatuses {
    pub items: Vec<GoalStatus>,
}

/// Of which goals.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct StatusesAsked {
    /// Of these alone: up to 200 ids with commas between them.
    #[param(value_type = Option<String>)]
    pub ids: Option<Ids>,
}

/// How goals are doing: every goal, or those that are asked for.
#[utoipa::path(tag = "goals", params(StatusesAsked), responses((status = 200, body = GoalStatuses)))]
#[get("/api/v1/goals/statuses")]
async fn statuses(
    caller: Caller<ReadGoals>,
    asked: Parameters<StatusesAsked>,
    app: Data<App>,
) -> Result<Plain<GoalStatuses>, Problem> {
    let (goals, attained) = app
        .db
        .tenant(caller.scope(), async |tx| {
            let today = app.clock.today_of(tx).await?;
            let goals = store::levels_and_statuses(tx, asked.0.ids.as_ref()).await?;
            Ok::<_, DbError>((goals, app.attained.statuses(tx, today).await?))
        })
        .await?;
    let items = goals.into_iter().map(|(id, level, status)| GoalStatus {
        id,
        level,
        status,
        attainment_status: attainment::status_in(&attained, id),
    });
    Ok(Plain(GoalStatuses { items: items.collect() }))
}
