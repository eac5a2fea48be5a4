//! How values are asked for.

use std::collections::BTreeMap;

use actix_web::{
    delete, get, patch, post,
    web::{Data, Json as Plain},
};
use jiff::Timestamp;
use platform::{
    auth::Caller,
    db::DbError,
    http::{
        Answer, Cell, Created, Filter, Gone, History, IfMatch, Json, List, Listing, Named, Once, PageBody, Paging,
        Parameters, Problem, Tabular, Versioned,
    },
    ids::Identity as _,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::{
    Value, ValueError, ValueId, commands,
    correction::{Correction, Replaced},
    grid::{Grid, Gridded},
    measured::Measured,
    model::{Status, ValueContent, ValuePatch},
    store::{self, ValueFilter},
};
use crate::{
    App,
    indicator::{self, Indicator, IndicatorId, routes::IndicatorBody},
    permissions::{EnterValues, ReadGoals},
    quantity::Quantity,
    span::Span,
};

/// As many as are entered at once.
const MOST_ROWS: i64 = 500;

pub fn add(config: &mut ServiceConfig<'_>) {
    config
        .service(list)
        .service(enter)
        .service(enter_all)
        // Before `{id}`, which would take it for one.
        .service(sheet)
        .service(read)
        .service(change)
        .service(remove)
        .service(correct)
        .service(history);
}

/// A value as it is answered.
#[derive(Serialize, ToSchema)]
pub struct ValueBody {
    pub id: ValueId,
    pub version: i64,
    pub indicator_id: IndicatorId,
    pub period: Span,
    pub unit_id: Option<Uuid>,
    pub dimensions: BTreeMap<String, String>,
    #[serde(flatten)]
    pub measured: Measured,
    pub status: Status,
    pub provenance: Option<String>,
    pub no_change: bool,
    /// What stood before, oldest first.
    pub replaces: Vec<Replaced>,
    #[schema(value_type = String, format = DateTime)]
    pub recorded_at: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
}

impl From<Value> for ValueBody {
    fn from(value: Value) -> Self {
        let measured = value.content.measured();
        let content = value.content;
        Self {
            id: value.id,
            version: value.version,
            indicator_id: content.indicator_id,
            period: content.period,
            unit_id: content.unit_id,
            dimensions: content.dimensions,
            measured,
            status: value.status,
            provenance: content.provenance,
            no_change: content.no_change,
            replaces: value.replaces,
            recorded_at: value.recorded_at,
            created_at: value.created_at,
        }
    }
}

impl Answer for ValueBody {
    fn version(&self) -> i64 {
        self.version
    }
}

impl Filter for ValueFilter {
    const SORTS: &'static [&'static str] = &["-period", "recorded_at"];
}

impl Tabular for ValueBody {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "indicator_id",
        "period",
        "unit_id",
        "dimensions",
        "value",
        "numerator",
        "denominator",
        "level",
        "evidence",
        "status",
        "provenance",
        "no_change",
        "corrections",
        "recorded_at",
    ];

    fn cells(&self) -> Vec<Cell> {
        let number = |q: Option<Quantity>| q.map_or(Cell::Empty, |q| Cell::Number(q.0));
        let measured = &self.measured;
        vec![
            self.id.0.into(),
            self.indicator_id.0.into(),
            self.period.to_string().into(),
            Cell::maybe(self.unit_id),
            Cell::joined(self.dimensions.iter().map(|(key, part)| format!("{key}: {part}"))),
            number(measured.value),
            number(measured.numerator),
            number(measured.denominator),
            measured.level.map_or(Cell::Empty, |l| i64::from(l).into()),
            Cell::maybe(measured.evidence.as_ref()),
            self.status.code().into(),
            Cell::maybe(self.provenance.as_ref()),
            self.no_change.into(),
            Cell::joined(self.replaces.iter().filter_map(|r| r.reason.as_ref())),
            self.recorded_at.into(),
        ]
    }
}

impl From<ValueError> for Problem {
    fn from(error: ValueError) -> Self {
        match error {
            ValueError::NotFound => Self::not_found(ValueId::MISSING),
            ValueError::UnknownIndicator => Self::field(
                "/indicator_id",
                "unknown_indicator",
                "There is no such indicator in your organisation.",
            ),
            ValueError::Exists => Self::conflict("value_exists")
                .detail("The period has a value for this unit and these dimensions: change or correct that one."),
            ValueError::Final => Self::conflict("value_final").detail("The value is final: correct it, and say why."),
            ValueError::NotFinal => {
                Self::conflict("value_preliminary").detail("The value is preliminary: change it freely.")
            }
            ValueError::NothingBefore => Self::field(
                "/no_change",
                "nothing_before",
                "Nothing stood here before that could stay the same.",
            ),
            ValueError::OtherIndicator => Self::field(
                "/indicator_id",
                "fixed",
                "A value belongs to its indicator: enter it anew.",
            ),
            ValueError::Invalid(problem) => problem,
            ValueError::Stale(stale) => stale.into(),
            ValueError::OutOfReach(beyond) => beyond.into(),
            ValueError::Unknown(unknown) => unknown.into(),
            ValueError::Db(cause) => cause.into(),
        }
    }
}

/// Values of indicators, the newest period first.
#[utoipa::path(
    tag = "indicators", params(ValueFilter, Paging), responses((status = 200, body = PageBody<ValueBody>))
)]
#[get("/api/v1/indicator-values")]
async fn list(
    caller: Caller<ReadGoals>,
    list: List<ValueFilter>,
    app: Data<App>,
) -> Result<Listing<ValueBody>, Problem> {
    list.of_tenant(&app.db, caller.scope(), store::page).await
}

/// Enters a value.
#[utoipa::path(
    tag = "indicators", request_body = ValueContent, params(("Idempotency-Key" = Option<String>, Header,)),
    responses((status = 201, body = ValueBody)), extensions(("x-problems" = json!(["409 value_exists"])))
)]
#[post("/api/v1/indicator-values")]
async fn enter(
    caller: Caller<EnterValues>,
    content: Json<ValueContent>,
    once: Once,
    app: Data<App>,
) -> Result<Created<ValueBody>, Problem> {
    let value = commands::enter(&app, &caller, once, content.0).await?;
    Ok(Created::at(
        format!("/api/v1/indicator-values/{}", value.id),
        value.into(),
    ))
}

/// Enters up to 500 values at once: every one is checked before any is kept, and all are kept or none.
#[utoipa::path(
    tag = "indicators", request_body = Grid, params(("Idempotency-Key" = Option<String>, Header,)),
    responses((status = 200, body = Gridded)), extensions(("x-problems" = json!(["409 value_exists"])))
)]
#[post("/api/v1/indicator-values/grid")]
async fn enter_all(
    caller: Caller<EnterValues>,
    grid: Json<Grid>,
    once: Once,
    app: Data<App>,
) -> Result<Plain<Gridded>, Problem> {
    Ok(Plain(commands::enter_all(&app, &caller, once, &grid.0).await?))
}

/// Which grid is asked for.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SheetAsked {
    /// `2026`, `2026-H1`, `2026-Q3` or `2026-11`.
    #[param(value_type = String, example = "2026")]
    pub period: Span,
    /// Absent: of the whole organisation.
    pub unit_id: Option<Uuid>,
}

/// A row of the grid as it stands.
#[derive(Serialize, ToSchema)]
pub struct SheetRow {
    pub indicator: IndicatorBody,
    /// Of the whole unit, or the whole organisation; null when there is none yet.
    pub value: Option<ValueBody>,
}

/// The grid as it stands, to be filled in.
#[derive(Serialize, ToSchema)]
pub struct ValueSheet {
    pub items: Vec<SheetRow>,
}

/// The first 500 indicators by name that are measured in such periods, each with its value, as far as there is one.
#[utoipa::path(tag = "indicators", params(SheetAsked), responses((status = 200, body = ValueSheet)))]
#[get("/api/v1/indicator-values/grid")]
async fn sheet(
    caller: Caller<ReadGoals>,
    asked: Parameters<SheetAsked>,
    app: Data<App>,
) -> Result<Plain<ValueSheet>, Problem> {
    let SheetAsked { period, unit_id } = asked.0;
    let (indicators, mut values) = app
        .db
        .tenant(caller.scope(), async |tx| {
            let indicators = indicator::store::measured_in(tx, period, MOST_ROWS).await?;
            let values = store::standing_at(tx, &indicators, period, unit_id).await?;
            Ok::<_, DbError>((indicators, values))
        })
        .await?;
    let row = |indicator: Indicator| SheetRow {
        value: values.remove(&indicator.id).map(ValueBody::from),
        indicator: indicator.into(),
    };
    Ok(Plain(ValueSheet {
        items: indicators.into_iter().map(row).collect(),
    }))
}

/// One value.
#[utoipa::path(
    tag = "indicators", params(("id" = ValueId, Path,)), responses((status = 200, body = ValueBody)),
    extensions(("x-problems" = json!(["404 indicator_value_not_found"])))
)]
#[get("/api/v1/indicator-values/{id}")]
async fn read(caller: Caller<ReadGoals>, id: Named<ValueId>, app: Data<App>) -> Result<Versioned<ValueBody>, Problem> {
    let value = id.found(&app.db, caller.scope(), store::find).await?;
    Ok(Versioned::of(value))
}

/// Changes a preliminary value, or makes it final.
#[utoipa::path(
    tag = "indicators", params(("id" = ValueId, Path,), ("If-Match" = String, Header,)), request_body = ValuePatch,
    responses((status = 200, body = ValueBody)),
    extensions(("x-problems" = json!(["404 indicator_value_not_found", "409 value_final", "409 value_exists"])))
)]
#[patch("/api/v1/indicator-values/{id}")]
async fn change(
    caller: Caller<EnterValues>,
    id: Named<ValueId>,
    expected: IfMatch,
    patch: ValuePatch,
    app: Data<App>,
) -> Result<Versioned<ValueBody>, Problem> {
    let value = commands::change(&app, &caller, *id, expected, &patch).await?;
    Ok(Versioned::of(value))
}

/// Takes a preliminary value away.
#[utoipa::path(
    tag = "indicators", params(("id" = ValueId, Path,), ("If-Match" = String, Header,)), responses((status = 204)),
    extensions(("x-problems" = json!(["404 indicator_value_not_found", "409 value_final"])))
)]
#[delete("/api/v1/indicator-values/{id}")]
async fn remove(
    caller: Caller<EnterValues>,
    id: Named<ValueId>,
    expected: IfMatch,
    app: Data<App>,
) -> Result<Gone, Problem> {
    commands::delete(&app, &caller, *id, expected).await?;
    Ok(Gone)
}

/// Corrects a final value. What stood before stays readable.
#[utoipa::path(
    tag = "indicators", params(("id" = ValueId, Path,), ("If-Match" = String, Header,)), request_body = Correction,
    responses((status = 200, body = ValueBody)),
    extensions(("x-problems" = json!(["404 indicator_value_not_found", "409 value_preliminary"])))
)]
#[post("/api/v1/indicator-values/{id}/correct")]
async fn correct(
    caller: Caller<EnterValues>,
    id: Named<ValueId>,
    expected: IfMatch,
    correction: Json<Correction>,
    app: Data<App>,
) -> Result<Versioned<ValueBody>, Problem> {
    let value = commands::correct(&app, &caller, *id, expected, correction.0).await?;
    Ok(Versioned::of(value))
}

/// What happened to a value.
#[utoipa::path(
    tag = "indicators", params(("id" = ValueId, Path,)), responses((status = 200, body = History)),
    extensions(("x-problems" = json!(["404 indicator_value_not_found"])))
)]
#[get("/api/v1/indicator-values/{id}/history")]
async fn history(caller: Caller<ReadGoals>, id: Named<ValueId>, app: Data<App>) -> Result<Plain<History>, Problem> {
    id.history(&app.db, caller.scope()).await
}
