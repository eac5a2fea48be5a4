//! How releases, and the figures of the ledger, are asked for.

use actix_web::{
    Either, get, post,
    web::{Data, Json as Plain, Path},
};
use jiff::Timestamp;
use platform::{
    auth::{AcrossTenants, Caller},
    events::journal,
    http::{
        Answer, Cell as FileCell, Created, Filter, History, IfMatch, Json, List, Listing, PageBody, Paging, Problem,
        Tabular, Versioned, path_id,
    },
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::{
    cell::Cell,
    commands::{self, Made},
    model::{Asked, BREAKDOWN, GROUP, Release, ReleaseError, ReleaseId, STATISTIC, State},
    store,
};
use crate::{
    App,
    contribution::{Measure, measure::MeasureBody},
    permissions::{ReadAggregates, ReleaseFigures, WithdrawReleases},
};

pub fn add(config: &mut ServiceConfig<'_>) {
    config
        .service(measures)
        .service(aggregates)
        .service(every)
        .service(one)
        .service(history)
        .service(make)
        .service(withdraw);
}

/// Which figure is to be released.
#[derive(Clone, Copy, Debug, Deserialize, garde::Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"measure": "projects_under_way", "period": 2025}))]
pub struct NewRelease {
    #[garde(skip)]
    pub measure: Measure,
    /// A year that is over.
    #[garde(range(min = 1950, max = 2199))]
    pub period: i16,
}

/// A release as it is told.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Release)]
pub struct ReleaseBody {
    pub id: Uuid,
    pub version: i64,
    /// Everybody who gives what the measure is counted from.
    #[schema(example = "all")]
    pub group: &'static str,
    #[schema(example = "total")]
    pub breakdown: &'static str,
    #[schema(example = "sum")]
    pub statistic: &'static str,
    pub state: State,
    pub cell: Cell,
    #[schema(value_type = String, format = DateTime)]
    pub released_at: Timestamp,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub withdrawn_at: Option<Timestamp>,
}

/// A figure of the ledger.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Aggregate)]
pub struct AggregateBody {
    /// The release that it stands in.
    pub id: Uuid,
    #[serde(flatten)]
    pub cell: Cell,
}

/// What the ledger can be filtered by.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ReleaseFilter {
    pub measure: Option<Measure>,
    /// A year.
    pub period: Option<i16>,
}

impl Filter for ReleaseFilter {
    const SORTS: &'static [&'static str] = &["-period", "measure", "released_at"];
}

/// The measures there are.
#[derive(Serialize, ToSchema)]
pub struct MeasureList {
    pub items: Vec<MeasureBody>,
}

impl From<Release> for ReleaseBody {
    fn from(release: Release) -> Self {
        Self {
            id: release.id.0,
            version: release.version(),
            group: GROUP,
            breakdown: BREAKDOWN,
            statistic: STATISTIC,
            state: release.state(),
            cell: release.cell(),
            released_at: release.released_at,
            withdrawn_at: release.withdrawn.map(|w| w.at),
        }
    }
}

impl From<Release> for AggregateBody {
    fn from(release: Release) -> Self {
        Self {
            id: release.id.0,
            cell: release.cell(),
        }
    }
}

impl Answer for ReleaseBody {
    fn version(&self) -> i64 {
        self.version
    }
}

impl Tabular for AggregateBody {
    const COLUMNS: &'static [&'static str] = &[
        "id", "measure", "period", "unit", "value", "coverage", "note_fi", "note_sv", "note_en",
    ];

    fn cells(&self) -> Vec<FileCell> {
        let mut cells = vec![self.id.into()];
        cells.extend(self.cell.cells());
        cells
    }
}

impl Tabular for ReleaseBody {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "group",
        "breakdown",
        "statistic",
        "state",
        "released_at",
        "withdrawn_at",
        "measure",
        "period",
        "unit",
        "value",
        "coverage",
        "note_fi",
        "note_sv",
        "note_en",
    ];

    fn cells(&self) -> Vec<FileCell> {
        let mut cells = vec![
            self.id.into(),
            self.group.into(),
            self.breakdown.into(),
            self.statistic.into(),
            self.state.code().into(),
            self.released_at.to_string().into(),
            FileCell::maybe(self.withdrawn_at),
        ];
        cells.extend(self.cell.cells());
        cells
    }
}

impl From<ReleaseError> for Problem {
    fn from(error: ReleaseError) -> Self {
        match error {
            ReleaseError::NotFound => Self::not_found("release_not_found"),
            ReleaseError::NoAudience => Self::conflict("no_audience")
                .detail("Figures over many organisations are released to associations, regions and sub-regions."),
            ReleaseError::PeriodOpen => {
                Self::field("/period", "period_open", "Only a year that is over can be released.")
            }
            ReleaseError::NothingReleased => {
                Self::conflict("nothing_released").detail("No figure is shown here, so there is nothing to withdraw.")
            }
            ReleaseError::AlreadyWithdrawn => {
                Self::conflict("already_withdrawn").detail("The release was withdrawn before.")
            }
            ReleaseError::Behind => Self::unavailable(error),
            ReleaseError::Stale(stale) => stale.into(),
            ReleaseError::Db(cause) => cause.into(),
        }
    }
}

/// The measures that figures are released of.
#[utoipa::path(tag = "aggregates", responses((status = 200, body = MeasureList)))]
#[get("/api/v1/aggregates/measures")]
async fn measures(_by: Caller<ReadAggregates>) -> Plain<MeasureList> {
    Plain(MeasureList {
        items: Measure::ALL.map(MeasureBody::from).to_vec(),
    })
}

/// Figures over many organisations, from the ledger of releases and from nowhere else.
#[utoipa::path(
    tag = "aggregates", params(ReleaseFilter, Paging), responses((status = 200, body = PageBody<AggregateBody>)),
)]
#[get("/api/v1/aggregates")]
async fn aggregates(
    by: Caller<ReadAggregates>,
    list: List<ReleaseFilter>,
    app: Data<App>,
) -> Result<Listing<AggregateBody>, Problem> {
    list.of_tenant(&app.db, by.scope(), store::page).await
}

/// The ledger of releases: what was released, withheld and withdrawn, and when.
#[utoipa::path(
    tag = "releases", params(ReleaseFilter, Paging), responses((status = 200, body = PageBody<ReleaseBody>)),
)]
#[get("/api/v1/releases")]
async fn every(
    by: Caller<ReadAggregates>,
    list: List<ReleaseFilter>,
    app: Data<App>,
) -> Result<Listing<ReleaseBody>, Problem> {
    list.of_tenant(&app.db, by.scope(), store::page).await
}

/// One release.
#[utoipa::path(
    tag = "releases", params(("id" = String, Path)), responses((status = 200, body = ReleaseBody)),
    extensions(("x-problems" = json!(["404 release_not_found"]))),
)]
#[get("/api/v1/releases/{id}")]
async fn one(by: Caller<ReadAggregates>, id: Path<String>, app: Data<App>) -> Result<Versioned<ReleaseBody>, Problem> {
    let id: ReleaseId = path_id(&id, "release_not_found")?;
    let found = app.db.tenant(by.scope(), async |tx| store::find(tx, id).await).await?;
    Ok(Versioned::of(found.ok_or(ReleaseError::NotFound)?))
}

/// What happened to a release, newest first.
#[utoipa::path(
    tag = "releases", params(("id" = String, Path)), responses((status = 200, body = History)),
    extensions(("x-problems" = json!(["404 release_not_found"]))),
)]
#[get("/api/v1/releases/{id}/history")]
async fn history(by: Caller<ReadAggregates>, id: Path<String>, app: Data<App>) -> Result<Plain<History>, Problem> {
    let id: ReleaseId = path_id(&id, "release_not_found")?;
    let items = app
        .db
        .tenant(by.scope(), async |tx| {
            journal::history(tx, "reporting", "release", id.0).await
        })
        .await?;
    if items.is_empty() {
        return Err(ReleaseError::NotFound.into());
    }
    Ok(Plain(History { items }))
}

/// Releases a figure for a year that is over, or withholds it. Either stands for good: asked again, the answer is the same
/// (200), whoever joined, left or corrected since.
#[utoipa::path(
    tag = "releases", request_body = NewRelease,
    responses((status = 201, body = ReleaseBody), (status = 200, body = ReleaseBody)),
    extensions(("x-problems" = json!(["409 no_audience", "422 period_open"]))),
)]
#[post("/api/v1/releases")]
async fn make(
    by: Caller<ReleaseFigures>,
    across: AcrossTenants,
    asked: Json<NewRelease>,
    app: Data<App>,
) -> Result<Either<Created<ReleaseBody>, Versioned<ReleaseBody>>, Problem> {
    let asked = Asked {
        measure: asked.0.measure,
        period: asked.0.period,
    };
    let (release, made) = commands::release(&app, &by, &across, asked).await?;
    Ok(match made {
        Made::Now => Either::Left(Created::at(format!("/api/v1/releases/{}", release.id), release.into())),
        Made::Before => Either::Right(Versioned::of(release)),
    })
}

/// Withdraws a release, whole: the neutral sentence stands in its place, and it is not made again for its period.
#[utoipa::path(
    tag = "releases", params(("id" = String, Path), ("If-Match" = String, Header, description = "ETag as it was read")),
    responses((status = 200, body = ReleaseBody)),
    extensions(("x-problems" = json!(["404 release_not_found", "409 already_withdrawn", "409 nothing_released"]))),
)]
#[post("/api/v1/releases/{id}/withdraw")]
async fn withdraw(
    by: Caller<WithdrawReleases>,
    id: Path<String>,
    expected: IfMatch,
    app: Data<App>,
) -> Result<Versioned<ReleaseBody>, Problem> {
    let release = commands::withdraw(&app, &by, path_id(&id, "release_not_found")?, expected).await?;
    Ok(Versioned::of(release))
}
