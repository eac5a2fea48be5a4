//! What others give by name, as lists.

use actix_web::{
    get,
    web::{Data, Json as Plain},
};
use platform::{
    auth::{AcrossTenants, Caller},
    http::{Filter, List, Listing, PageBody, Paging, Problem},
    values::{Language, Text},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::{
    rows::{Given, GivenActivity, GivenGoal, GivenNetwork, GivenProject, Shared},
    store,
};
use crate::{
    App,
    agreement::{self, Agreement, Dataset},
    permissions::ReadShared,
};

/// What the lists can be filtered by.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SharedFilter {
    /// Of this organisation.
    pub owner_id: Option<Uuid>,
    /// What some day of the year belongs to.
    #[param(example = 2026)]
    pub year: Option<i16>,
    pub kind: Option<String>,
    pub status: Option<String>,
    /// Words of the title.
    pub q: Option<String>,
}

impl Filter for SharedFilter {
    const SORTS: &'static [&'static str] = &["title", "from", "to"];
}

/// Who gives something by name, and what.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SharedSource {
    pub owner_id: Uuid,
    pub owner_name: Text,
    pub datasets: Vec<Dataset>,
}

#[derive(Serialize, ToSchema)]
pub struct SharedSources {
    pub items: Vec<SharedSource>,
}

/// The agreements that give a dataset at this moment. What was revoked is not among them, whatever copies still lie here.
async fn given(
    app: &App,
    by: &Caller<ReadShared>,
    across: &AcrossTenants,
    dataset: Dataset,
) -> Result<Vec<Agreement>, Problem> {
    let today = agreement::today(&app.clock);
    let mut given = app
        .db
        .tenant(by.scope(), async |tx| {
            agreement::store::given_by_name(tx, dataset, today).await
        })
        .await?;
    given.retain(|agreement| across.holds(agreement.id));
    Ok(given)
}

async fn listed<B: Given>(
    by: &Caller<ReadShared>,
    across: &AcrossTenants,
    list: List<SharedFilter>,
    app: &App,
) -> Result<Listing<Shared<B>>, Problem> {
    list.answer(async |filter, page| {
        // Of each page anew: a file ends where the agreement does, or where nobody knows any more whether it holds.
        across.still_known()?;
        let today = agreement::today(&app.clock);
        let rows = app
            .db
            .tenant(by.scope(), async |tx| {
                store::page::<B>(tx, today, filter, page, |agreement| across.holds(agreement)).await
            })
            .await?;
        Ok::<_, Problem>(rows)
    })
    .await
}

/// Declares the list of one dataset.
macro_rules! shared {
    ($(#[$doc:meta])* $name:ident, $path:literal, $row:ty) => {
        $(#[$doc])*
        #[utoipa::path(
            tag = "shared", params(SharedFilter, Paging), responses((status = 200, body = PageBody<Shared<$row>>)),
        )]
        #[get($path)]
        async fn $name(
            by: Caller<ReadShared>,
            across: AcrossTenants,
            list: List<SharedFilter>,
            app: Data<App>,
        ) -> Result<Listing<Shared<$row>>, Problem> {
            listed(&by, &across, list, &app).await
        }
    };
}

shared!(
    /// Goals that other organisations give by name.
    goals, "/api/v1/shared/goals", GivenGoal
);
shared!(
    /// Projects that other organisations give by name.
    projects, "/api/v1/shared/projects", GivenProject
);
shared!(
    /// Networks that other organisations give by name, with since when they are members.
    networks, "/api/v1/shared/networks", GivenNetwork
);
shared!(
    /// Visits, exchanges and other activities that other organisations give by name.
    activities, "/api/v1/shared/activities", GivenActivity
);

/// Who gives something by name, and what.
#[utoipa::path(tag = "shared", responses((status = 200, body = SharedSources)))]
#[get("/api/v1/shared")]
async fn sources(
    by: Caller<ReadShared>,
    across: AcrossTenants,
    app: Data<App>,
) -> Result<Plain<SharedSources>, Problem> {
    let mut items: Vec<SharedSource> = Vec::new();
    for dataset in Dataset::ALL {
        for agreement in given(&app, &by, &across, dataset).await? {
            match items.iter_mut().find(|source| source.owner_id == agreement.owner_id) {
                Some(source) => source.datasets.push(dataset),
                None => items.push(SharedSource {
                    owner_id: agreement.owner_id,
                    owner_name: agreement.owner_name,
                    datasets: vec![dataset],
                }),
            }
        }
    }
    // As people look for them.
    items.sort_by_cached_key(|source| (source.owner_name.shown(Language::Fi).to_lowercase(), source.owner_id));
    Ok(Plain(SharedSources { items }))
}

pub fn add(config: &mut ServiceConfig<'_>) {
    config
        .service(sources)
        .service(goals)
        .service(projects)
        .service(networks)
        .service(activities);
}
