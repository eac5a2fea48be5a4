//! How plans are asked for: by operators.

use actix_web::{
    get, patch, post,
    web::{Data, Path},
};
use jiff::Timestamp;
use platform::{
    auth::OperatorCaller,
    db::Purpose,
    http::{
        Answer, Cell, Created, Filter, IfMatch, Json, List, Listing, PageBody, Problem, Tabular, Versioned, path_id,
    },
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::{
    commands,
    model::{Plan, PlanContent, PlanError, PlanId, PlanPatch},
    store,
};
use crate::{App, lists};

impl From<PlanError> for Problem {
    fn from(error: PlanError) -> Self {
        match error {
            PlanError::NotFound => Self::not_found("plan_not_found"),
            PlanError::Invalid(problem) => problem,
            PlanError::Stale(stale) => stale.into(),
            PlanError::Db(cause) => cause.into(),
        }
    }
}

/// A plan as it is answered.
#[derive(Serialize, ToSchema)]
pub struct PlanBody {
    id: PlanId,
    version: i64,
    #[serde(flatten)]
    content: PlanContent,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    changed_at: Timestamp,
}

impl From<Plan> for PlanBody {
    fn from(plan: Plan) -> Self {
        Self {
            id: plan.id,
            version: plan.version,
            content: plan.content,
            created_at: plan.created_at,
            changed_at: plan.changed_at,
        }
    }
}

impl Answer for PlanBody {
    fn version(&self) -> i64 {
        self.version
    }
}

impl Tabular for PlanBody {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "name_fi",
        "name_sv",
        "name_en",
        "people",
        "projects",
        "storage_bytes",
        "calls_per_minute",
        "offered",
    ];

    fn cells(&self) -> Vec<Cell> {
        let content = &self.content;
        let [fi, sv, en] = Cell::languages(&content.name);
        let limit = |limit: Option<i64>| limit.map_or(Cell::Empty, Cell::from);
        vec![
            self.id.0.into(),
            fi,
            sv,
            en,
            limit(content.people),
            limit(content.projects),
            limit(content.storage_bytes),
            limit(content.calls_per_minute),
            content.offered.into(),
        ]
    }
}

/// Plans are few: they are not narrowed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Plans {}

impl Filter for Plans {
    const SORTS: &'static [&'static str] = &["name", "created_at"];
}

/// Plans, by name. For operators.
#[utoipa::path(tag = "plans", params(lists::Paging), responses((status = 200, body = PageBody<PlanBody>)),
    extensions(("x-problems" = json!(["403 operators_only"]))))]
#[get("/api/v1/plans")]
async fn list(_by: OperatorCaller, list: List<Plans>, app: Data<App>) -> Result<Listing<PlanBody>, Problem> {
    list.answer(async |_, page| {
        let rows = app
            .db
            .system(Purpose::SignUp, async |tx| store::page(tx, page).await)
            .await?;
        Ok::<_, Problem>(rows.map(PlanBody::from))
    })
    .await
}

/// Makes a plan. For operators.
#[utoipa::path(tag = "plans", request_body = PlanContent, responses((status = 201, body = PlanBody)),
    extensions(("x-problems" = json!(["403 operators_only"]))))]
#[post("/api/v1/plans")]
async fn create(by: OperatorCaller, body: Json<PlanContent>, app: Data<App>) -> Result<Created<PlanBody>, Problem> {
    let plan = commands::create(&app, by.principal.person_id, body.0).await?;
    Ok(Created::at(format!("/api/v1/plans/{}", plan.id), plan.into()))
}

/// One plan. For operators.
#[utoipa::path(tag = "plans", params(("id" = PlanId, Path)), responses((status = 200, body = PlanBody)),
    extensions(("x-problems" = json!(["403 operators_only", "404 plan_not_found"]))))]
#[get("/api/v1/plans/{id}")]
async fn show(_by: OperatorCaller, id: Path<String>, app: Data<App>) -> Result<Versioned<PlanBody>, Problem> {
    let id = path_id::<PlanId>(&id, "plan_not_found")?;
    let found = app
        .db
        .system(Purpose::SignUp, async |tx| store::find(tx, id).await)
        .await?;
    Ok(Versioned(found.ok_or(PlanError::NotFound)?.into()))
}

/// Changes a plan. Every organisation that has it hears of it within seconds (of calls a minute: within five minutes, with
/// the next access tokens) and is not asked: what it has beyond a limit that became smaller it keeps, and adds nothing to it.
/// For operators.
#[utoipa::path(tag = "plans", request_body = PlanPatch,
    params(("id" = PlanId, Path), ("if-match" = String, Header, description = "The ETag as it was read")),
    responses((status = 200, body = PlanBody)),
    extensions(("x-problems" = json!(["403 operators_only", "404 plan_not_found"]))))]
#[patch("/api/v1/plans/{id}")]
async fn change(
    by: OperatorCaller,
    id: Path<String>,
    expected: IfMatch,
    patch: PlanPatch,
    app: Data<App>,
) -> Result<Versioned<PlanBody>, Problem> {
    let id = path_id::<PlanId>(&id, "plan_not_found")?;
    let plan = commands::change(&app, by.principal.person_id, id, expected, &patch).await?;
    Ok(Versioned(plan.into()))
}

pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list).service(create).service(show).service(change);
}
