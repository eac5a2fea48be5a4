//! How indicators are asked for.

use actix_web::{
    delete, get, patch, post,
    web::{Data, Json as Plain},
};
use jiff::Timestamp;
use platform::{
    auth::Caller,
    db::TenantTx,
    http::{
        Answer, Cell, Created, Filter, Gone, History, IfMatch, Json, List, Listing, Named, Names, NamesAsked, Once,
        PageBody, Paging, Parameters, Problem, Tabular, Versioned,
    },
    ids::Identity as _,
};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::{
    Indicator, IndicatorError, IndicatorId, commands,
    model::{IndicatorContent, IndicatorPatch},
    store::{self, IndicatorFilter},
};
use crate::{
    App,
    permissions::{EditIndicators, ReadGoals},
    value::totals::{self, Totals},
};

pub fn add(config: &mut ServiceConfig<'_>) {
    config
        .service(list)
        .service(create)
        // Before `{id}`, which would take it for one.
        .service(list_names)
        .service(read)
        .service(change)
        .service(remove)
        .service(read_totals)
        .service(history);
}

/// An indicator as it is answered.
#[derive(Serialize, ToSchema)]
pub struct IndicatorBody {
    pub id: IndicatorId,
    pub version: i64,
    #[serde(flatten)]
    pub content: IndicatorContent,
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
}

impl From<Indicator> for IndicatorBody {
    fn from(indicator: Indicator) -> Self {
        let Indicator {
            id,
            version,
            content,
            created_at,
        } = indicator;
        Self {
            id,
            version,
            content,
            created_at,
        }
    }
}

impl Answer for IndicatorBody {
    fn version(&self) -> i64 {
        self.version
    }
}

impl Filter for IndicatorFilter {
    const SORTS: &'static [&'static str] = &["name", "created_at"];
}

impl Tabular for IndicatorBody {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "name_fi",
        "name_sv",
        "name_en",
        "goal_ids",
        "unit_of_measure_fi",
        "unit_of_measure_sv",
        "unit_of_measure_en",
        "direction",
        "kind",
        "decimals",
        "frequency",
        "owner_unit_id",
        "method_version",
        "baseline_period",
        "baseline_value",
        "targets",
    ];

    fn cells(&self) -> Vec<Cell> {
        let content = &self.content;
        let baseline = content.baseline;
        let mut cells = vec![self.id.0.into()];
        cells.extend(Cell::languages(&content.name));
        cells.push(Cell::joined(&content.goal_ids));
        cells.extend(Cell::languages(&content.unit_of_measure));
        cells.extend([
            content.direction.code().into(),
            content.kind.code().into(),
            i64::from(content.decimals).into(),
            content.frequency.code().into(),
            content.owner_unit_id.into(),
            i64::from(content.method_version).into(),
            Cell::maybe(baseline.map(|b| b.period)),
            baseline.map_or(Cell::Empty, |b| Cell::Number(b.value.0)),
            Cell::joined(content.targets.iter().map(|t| format!("{}: {}", t.period, t.value))),
        ]);
        cells
    }
}

impl From<IndicatorError> for Problem {
    fn from(error: IndicatorError) -> Self {
        match error {
            IndicatorError::NotFound => Self::not_found(IndicatorId::MISSING),
            IndicatorError::UnknownGoal(n) => Self::field(
                format!("/goal_ids/{n}"),
                "unknown_goal",
                "There is no such goal in your organisation.",
            ),
            IndicatorError::GoalClosed(n) => Self::field(
                format!("/goal_ids/{n}"),
                "goal_closed",
                "A closed goal takes no new indicators.",
            ),
            IndicatorError::InUse => Self::conflict("indicator_in_use")
                .detail("It has values: what they mean (kind, frequency, dimensions, levels) has to stay."),
            IndicatorError::Invalid(problem) => problem,
            IndicatorError::Stale(stale) => stale.into(),
            IndicatorError::OutOfReach(beyond) => beyond.into(),
            IndicatorError::Unknown(unknown) => unknown.into(),
            IndicatorError::Db(cause) => cause.into(),
        }
    }
}

/// Indicators, by name.
#[utoipa::path(
    tag = "indicators", params(IndicatorFilter, Paging), responses((status = 200, body = PageBody<IndicatorBody>))
)]
#[get("/api/v1/indicators")]
async fn list(
    caller: Caller<ReadGoals>,
    list: List<IndicatorFilter>,
    app: Data<App>,
) -> Result<Listing<IndicatorBody>, Problem> {
    list.of_tenant(&app.db, caller.scope(), store::page).await
}

/// What indicators are called: the first thousand by name, or those that are asked for.
#[utoipa::path(tag = "indicators", params(NamesAsked), responses((status = 200, body = Names)))]
#[get("/api/v1/indicators/names")]
async fn list_names(
    caller: Caller<ReadGoals>,
    asked: Parameters<NamesAsked>,
    app: Data<App>,
) -> Result<Plain<Names>, Problem> {
    let names = async |tx: &mut TenantTx| store::names(tx, &asked.0).await;
    Ok(Plain(app.db.tenant(caller.scope(), names).await?))
}

/// Defines an indicator.
#[utoipa::path(
    tag = "indicators", request_body = IndicatorContent, params(("Idempotency-Key" = Option<String>, Header,)),
    responses((status = 201, body = IndicatorBody))
)]
#[post("/api/v1/indicators")]
async fn create(
    caller: Caller<EditIndicators>,
    content: Json<IndicatorContent>,
    once: Once,
    app: Data<App>,
) -> Result<Created<IndicatorBody>, Problem> {
    let indicator = commands::create(&app, &caller, once, content.0).await?;
    Ok(Created::at(
        format!("/api/v1/indicators/{}", indicator.id),
        indicator.into(),
    ))
}

/// One indicator.
#[utoipa::path(
    tag = "indicators", params(("id" = IndicatorId, Path,)), responses((status = 200, body = IndicatorBody)),
    extensions(("x-problems" = json!(["404 indicator_not_found"])))
)]
#[get("/api/v1/indicators/{id}")]
async fn read(
    caller: Caller<ReadGoals>,
    id: Named<IndicatorId>,
    app: Data<App>,
) -> Result<Versioned<IndicatorBody>, Problem> {
    let indicator = id.found(&app.db, caller.scope(), store::find).await?;
    Ok(Versioned::of(indicator))
}

/// Changes an indicator. With values on it, what they mean stays.
#[utoipa::path(
    tag = "indicators", params(("id" = IndicatorId, Path,), ("If-Match" = String, Header,)),
    request_body = IndicatorPatch, responses((status = 200, body = IndicatorBody)),
    extensions(("x-problems" = json!(["404 indicator_not_found", "409 indicator_in_use"])))
)]
#[patch("/api/v1/indicators/{id}")]
async fn change(
    caller: Caller<EditIndicators>,
    id: Named<IndicatorId>,
    expected: IfMatch,
    patch: IndicatorPatch,
    app: Data<App>,
) -> Result<Versioned<IndicatorBody>, Problem> {
    let indicator = commands::change(&app, &caller, *id, expected, &patch).await?;
    Ok(Versioned::of(indicator))
}

/// Takes an indicator away that never had a value.
#[utoipa::path(
    tag = "indicators", params(("id" = IndicatorId, Path,), ("If-Match" = String, Header,)),
    responses((status = 204)),
    extensions(("x-problems" = json!(["404 indicator_not_found", "409 indicator_in_use"])))
)]
#[delete("/api/v1/indicators/{id}")]
async fn remove(
    caller: Caller<EditIndicators>,
    id: Named<IndicatorId>,
    expected: IfMatch,
    app: Data<App>,
) -> Result<Gone, Problem> {
    commands::delete(&app, &caller, *id, expected).await?;
    Ok(Gone)
}

/// The indicator of the whole organisation, period by period: numerators over denominators, not a mean of shares.
#[utoipa::path(
    tag = "indicators", params(("id" = IndicatorId, Path,)), responses((status = 200, body = Totals)),
    extensions(("x-problems" = json!(["404 indicator_not_found"])))
)]
#[get("/api/v1/indicators/{id}/totals")]
async fn read_totals(
    caller: Caller<ReadGoals>,
    id: Named<IndicatorId>,
    app: Data<App>,
) -> Result<Plain<Totals>, Problem> {
    let totals = app
        .db
        .snapshot(caller.scope(), async |tx| totals::of(tx, *id).await)
        .await?;
    Ok(Plain(totals.ok_or(IndicatorError::NotFound)?))
}

/// What happened to an indicator.
#[utoipa::path(
    tag = "indicators", params(("id" = IndicatorId, Path,)), responses((status = 200, body = History)),
    extensions(("x-problems" = json!(["404 indicator_not_found"])))
)]
#[get("/api/v1/indicators/{id}/history")]
async fn history(caller: Caller<ReadGoals>, id: Named<IndicatorId>, app: Data<App>) -> Result<Plain<History>, Problem> {
    id.history(&app.db, caller.scope()).await
}
