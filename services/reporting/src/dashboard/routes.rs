//! The start page's data.

use std::collections::{BTreeSet, HashSet};

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
    boards::completeness::fresh_since,
    steps::{Mine, Step, applications, assignments, drafts, statements, values},
};
use crate::{
    App, followup,
    permissions::ReadRegisters,
    rebuild,
    register::{entry::Register, projects::Application, store, waiting},
};

/// The most statements, assignments and applications that are shown, of each; boards and lists have all.
const EACH: usize = 50;
/// The most drafts that are shown.
const DRAFTS: i64 = 20;
/// The most indicators that are shown; the board of what is owed has all.
const VALUES: usize = 20;

#[derive(Serialize, ToSchema)]
struct StartBody {
    /// Statements by urgency, then assignments by urgency, values, applications, drafts.
    items: Vec<Step>,
    /// For whoever steers: the registers that have anything in them yet. Whoever only takes part is not told.
    begun: Option<BTreeSet<String>>,
}

/// What an organisation begins with, in this order.
const BEGINNING: [Register; 5] = [
    Register::Units,
    Register::Goals,
    Register::Indicators,
    Register::Projects,
    Register::StatementRounds,
];

/// What waits for me: statements and values that my units owe, what they were told to do, applications on their way, drafts
/// of reports.
#[utoipa::path(tag = "dashboards", responses((status = 200, body = StartBody)))]
#[get("/api/v1/dashboards/start")]
async fn start(by: Caller<ReadRegisters>, app: Data<App>) -> Result<Json<StartBody>, Problem> {
    let steering = [Role::Admin, Role::Planner].into_iter().any(|role| by.has(role));
    let (items, begun) = app
        .db
        .snapshot(by.scope(), async |tx| {
            let generation = rebuild::current(tx).await?;
            let units = store::units(tx, generation).await?;
            let today = app.clock.today(&store::time_zone(tx, generation).await?);
            let own: HashSet<_> = by.reach().units.iter().flat_map(|unit| units.below(*unit)).collect();
            let mine = Mine {
                everything: steering && by.reach().any,
                units: own,
                person: by.person_id(),
            };
            let owed = waiting::standing_at(tx, generation, &["owed", "draft"]).await?;
            let mut items = statements(&mine, &units, &owed);
            items.truncate(EACH);
            let open = waiting::standing_at(tx, generation, &["open"]).await?;
            items.extend(assignments(&mine, &units, &open).into_iter().take(EACH));
            let without = waiting::without_value_since(tx, generation, fresh_since(today)).await?;
            items.extend(values(&mine, &units, &without).into_iter().take(VALUES));
            let (waits, projects) = waiting::applications_at(tx, generation, &Application::WAITING).await?;
            items.extend(applications(&mine, &units, &projects, &waits).into_iter().take(EACH));
            items.extend(drafts(&mine, &units, &followup::store::drafts(tx, DRAFTS).await?));
            let begun = if mine.everything {
                Some(waiting::begun(tx, generation, &BEGINNING).await?)
            } else {
                None
            };
            Ok::<_, DbError>((items, begun))
        })
        .await?;
    Ok(Json(StartBody { items, begun }))
}

pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(start);
    board_routes::routes(config);
}
