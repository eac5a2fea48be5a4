//! The start page's data.

use std::collections::HashSet;

use actix_web::{
    get,
    web::{Data, Json},
};
use platform::{
    auth::{Caller, Role},
    db::DbError,
    http::Problem,
};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::{
    board_routes,
    steps::{Mine, Step, applications, drafts, statements},
};
use crate::{App, followup, permissions::ReadRegisters, rebuild, register::store};

/// The most drafts that are shown.
const DRAFTS: i64 = 20;

#[derive(Serialize, ToSchema)]
struct StartBody {
    /// Statements by urgency, then applications, then drafts.
    items: Vec<Step>,
}

/// What waits for me: statements that my units owe, applications on their way, drafts of reports.
#[utoipa::path(tag = "dashboards", responses((status = 200, body = StartBody)))]
#[get("/api/v1/dashboards/start")]
async fn start(by: Caller<ReadRegisters>, app: Data<App>) -> Result<Json<StartBody>, Problem> {
    let steering = [Role::Admin, Role::Planner].into_iter().any(|role| by.has(role));
    let items = app
        .db
        .snapshot(by.scope(), async |tx| {
            let generation = rebuild::current(tx).await?;
            let units = store::units(tx, generation).await?;
            let own: HashSet<_> = by.reach().units.iter().flat_map(|unit| units.below(*unit)).collect();
            let mine = Mine {
                everything: steering && by.reach().any,
                units: own,
                person: by.person_id(),
            };
            let mut items = statements(&mine, &units, &store::whole(tx, generation).await?);
            let projects = store::whole(tx, generation).await?;
            items.extend(applications(
                &mine,
                &units,
                &projects,
                &store::whole(tx, generation).await?,
            ));
            items.extend(drafts(&mine, &units, &followup::store::drafts(tx, DRAFTS).await?));
            Ok::<_, DbError>(items)
        })
        .await?;
    Ok(Json(StartBody { items }))
}

pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(start);
    board_routes::routes(config);
}
