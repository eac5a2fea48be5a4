//! Registers as lists.

use actix_web::{get, web::Data};
use platform::{
    auth::Caller,
    http::{Filter, List, Listing, PageBody, Paging, Problem},
};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::{
    entry::{Columns, Entry, Record},
    goals::{Goal, Indicator, IndicatorValue, Statement},
    projects::{Activity, Application, Network, Partner, Project},
    store,
};
use crate::{App, permissions::ReadRegisters, rebuild};

/// What a register can be filtered by.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct RegisterFilter {
    /// Of this unit and the units below it.
    pub unit_id: Option<Uuid>,
    /// What some day of the year belongs to.
    #[param(example = 2026)]
    pub year: Option<i16>,
    pub kind: Option<String>,
    /// Status, or an application's state.
    pub status: Option<String>,
    pub theme_id: Option<Uuid>,
    pub goal_id: Option<Uuid>,
    /// Of this project, indicator, round or goal above.
    pub parent_id: Option<Uuid>,
    /// Words of the title.
    pub q: Option<String>,
}

impl Filter for RegisterFilter {
    const SORTS: &'static [&'static str] = &["title", "from", "to"];
}

async fn listed<R: Record + Columns>(
    by: &Caller<ReadRegisters>,
    list: List<RegisterFilter>,
    app: &App,
) -> Result<Listing<Entry<R>>, Problem> {
    list.answer(async |filter, page| {
        app.db
            .tenant(by.scope(), async |tx| {
                let generation = rebuild::current(tx).await?;
                store::page::<R>(tx, generation, filter, page).await
            })
            .await
    })
    .await
}

/// Declares the list of one register.
macro_rules! register {
    ($(#[$doc:meta])* $name:ident, $path:literal, $record:ty) => {
        $(#[$doc])*
        #[utoipa::path(
            tag = "registers",
            params(RegisterFilter, Paging),
            responses((status = 200, body = PageBody<Entry<$record>>)),
        )]
        #[get($path)]
        async fn $name(
            by: Caller<ReadRegisters>,
            list: List<RegisterFilter>,
            app: Data<App>,
        ) -> Result<Listing<Entry<$record>>, Problem> {
            listed(&by, list, &app).await
        }
    };
}

register!(
    /// Projects, by title or period.
    projects, "/api/v1/registers/projects", Project
);
register!(
    /// Applications; a year is the year they were submitted in.
    applications, "/api/v1/registers/applications", Application
);
register!(
    /// Visits, exchanges, events and other activities.
    activities, "/api/v1/registers/activities", Activity
);
register!(
    /// Networks and representation offices.
    networks, "/api/v1/registers/networks", Network
);
register!(
    /// Partners, twin towns among them.
    partners, "/api/v1/registers/partners", Partner
);
register!(
    /// Goals; a year is one they are open in.
    goals, "/api/v1/registers/goals", Goal
);
register!(
    /// Indicators.
    indicators, "/api/v1/registers/indicators", Indicator
);
register!(
    /// Values of indicators, by period.
    indicator_values, "/api/v1/registers/indicator-values", IndicatorValue
);
register!(
    /// Statements that units owe or handed in.
    statements, "/api/v1/registers/statements", Statement
);

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(projects)
        .service(applications)
        .service(activities)
        .service(networks)
        .service(partners)
        .service(goals)
        .service(indicators)
        .service(indicator_values)
        .service(statements);
}
