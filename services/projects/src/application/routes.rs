//! How applications are asked for.

use actix_web::{
    delete, get, patch, post, put,
    web::{Data, Json as Plain},
};
use jiff::{Timestamp, civil::Date};
use platform::{
    auth::Caller,
    db::Once,
    http::{
        Answer, Cell, Created, Filter, Gone, History, IfMatch, Json, List, Listing, Merge, Named, PageBody, Paging,
        Problem, Tabular, Versioned,
    },
    ids::Identity as _,
    values::Money,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::{
    commands,
    financing::Financing,
    funding,
    model::{Application, ApplicationContent, ApplicationError, ApplicationId, NewApplication},
    steps::{State, Step},
    store,
};
use crate::{
    App,
    permissions::{EditApplications, ReadProjects},
    project::ProjectId,
};

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list)
        .service(create)
        // Before `{id}`, which would take it for one.
        .service(funding::funding)
        .service(show)
        .service(change)
        .service(remove)
        .service(history);
    config.service(take_step).service(plan);
}

/// An application as it is answered.
#[derive(Serialize, ToSchema)]
pub struct ApplicationBody {
    id: ApplicationId,
    version: i64,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    project_id: ProjectId,
    #[serde(flatten)]
    content: ApplicationContent,
    state: State,
    /// Where it may go from here; empty when it is over.
    next_states: Vec<State>,
    /// Every step, oldest first.
    steps: Vec<Step>,
    #[schema(value_type = Option<String>, format = Date)]
    submitted_on: Option<Date>,
    granted: Option<Money>,
    financing: Option<Financing>,
}

impl From<Application> for ApplicationBody {
    fn from(application: Application) -> Self {
        Self {
            id: application.id,
            version: application.version,
            created_at: application.created_at,
            project_id: application.project_id,
            content: application.content,
            next_states: application.state.next().to_vec(),
            state: application.state,
            steps: application.steps,
            submitted_on: application.submitted_on,
            granted: application.granted,
            financing: application.financing,
        }
    }
}

impl Answer for ApplicationBody {
    fn version(&self) -> i64 {
        self.version
    }
}

impl Tabular for ApplicationBody {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "project_id",
        "programme_id",
        "call",
        "state",
        "submitted_on",
        "last_step_on",
        "applied",
        "applied_currency",
        "granted",
        "granted_currency",
        "total",
        "total_currency",
    ];

    fn cells(&self) -> Vec<Cell> {
        let [applied, applied_currency] = Cell::money(self.content.applied.as_ref());
        let [granted, granted_currency] = Cell::money(self.granted.as_ref());
        let [total, total_currency] = Cell::money(self.financing.as_ref().and_then(|f| f.total.as_ref()));
        vec![
            self.id.0.into(),
            self.project_id.0.into(),
            Cell::maybe(self.content.programme_id),
            Cell::maybe(self.content.call.as_ref()),
            self.state.code().into(),
            Cell::from(self.submitted_on),
            Cell::from(self.steps.last().map(|s| s.on)),
            applied,
            applied_currency,
            granted,
            granted_currency,
            total,
            total_currency,
        ]
    }
}

/// What applications are filtered by.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ApplicationFilter {
    pub project_id: Option<Uuid>,
    pub programme_id: Option<Uuid>,
    pub state: Option<State>,
    /// The year of submission, whatever became of it.
    #[serde(default, deserialize_with = "year")]
    #[param(value_type = Option<u16>, minimum = 1900, maximum = 2199)]
    pub submitted_year: Option<i16>,
    /// Of projects of this unit and the units below it.
    pub unit_id: Option<Uuid>,
}

fn year<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<i16>, D::Error> {
    let year = i16::deserialize(from)?;
    if (1900..2200).contains(&year) {
        return Ok(Some(year));
    }
    Err(serde::de::Error::custom("a year between 1900 and 2199"))
}

impl Filter for ApplicationFilter {
    const SORTS: &'static [&'static str] = &["-last_step_on", "created_at"];
}

/// Any of the fields that need no step.
pub type ApplicationPatch = Merge<ApplicationContent>;

/// Applications, the newest step first unless sorted otherwise.
#[utoipa::path(tag = "applications", params(ApplicationFilter, Paging),
    responses((status = 200, body = PageBody<ApplicationBody>)))]
#[get("/api/v1/applications")]
async fn list(
    caller: Caller<ReadProjects>,
    list: List<ApplicationFilter>,
    app: Data<App>,
) -> Result<Listing<ApplicationBody>, Problem> {
    list.of_tenant(&app.db, caller.scope(), store::page).await
}

/// Opens an application for a project: an idea.
#[utoipa::path(tag = "applications", request_body = NewApplication,
    params(("idempotency-key" = Option<String>, Header, description = "A repeated request does the work once.")),
    responses((status = 201, body = ApplicationBody)))]
#[post("/api/v1/applications")]
async fn create(
    caller: Caller<EditApplications>,
    once: Once,
    body: Json<NewApplication>,
    app: Data<App>,
) -> Result<Created<ApplicationBody>, Problem> {
    let application = commands::create(&app, &caller, once, body.0).await?;
    Ok(Created::at(
        format!("/api/v1/applications/{}", application.id),
        application.into(),
    ))
}

/// One application.
#[utoipa::path(tag = "applications", params(("id" = Uuid, Path)), responses((status = 200, body = ApplicationBody)),
    extensions(("x-problems" = json!(["404 application_not_found"]))))]
#[get("/api/v1/applications/{id}")]
async fn show(
    caller: Caller<ReadProjects>,
    id: Named<ApplicationId>,
    app: Data<App>,
) -> Result<Versioned<ApplicationBody>, Problem> {
    Ok(Versioned::of(id.found(&app.db, caller.scope(), store::find).await?))
}

/// Changes fields that need no step.
#[utoipa::path(tag = "applications", request_body = ApplicationPatch,
    params(("id" = Uuid, Path), ("if-match" = String, Header, description = "The ETag that was read.")),
    responses((status = 200, body = ApplicationBody)),
    extensions(("x-problems" = json!(["404 application_not_found", "409 application_over", "422 plan_does_not_add_up"]))))]
#[patch("/api/v1/applications/{id}")]
async fn change(
    caller: Caller<EditApplications>,
    id: Named<ApplicationId>,
    expected: IfMatch,
    patch: ApplicationPatch,
    app: Data<App>,
) -> Result<Versioned<ApplicationBody>, Problem> {
    let before = id.found(&app.db, caller.scope(), store::find).await?;
    let content = patch.over(&before.content)?;
    expected.holds_for(before.version)?;
    Ok(Versioned::of(
        commands::update(&app, &caller, before.id, expected, content).await?,
    ))
}

/// Takes the next step: go, submitted, approved … Dates run in order, and none lies ahead.
#[utoipa::path(tag = "applications", request_body = Step,
    params(("id" = Uuid, Path), ("if-match" = String, Header, description = "The ETag that was read.")),
    responses((status = 200, body = ApplicationBody)),
    extensions(("x-problems" = json!([
        "404 application_not_found", "409 step_not_possible", "422 plan_does_not_add_up"
    ]))))]
#[post("/api/v1/applications/{id}/steps")]
async fn take_step(
    caller: Caller<EditApplications>,
    id: Named<ApplicationId>,
    expected: IfMatch,
    body: Json<Step>,
    app: Data<App>,
) -> Result<Versioned<ApplicationBody>, Problem> {
    Ok(Versioned::of(
        commands::take_step(&app, &caller, *id, expected, body.0).await?,
    ))
}

/// Keeps the financing plan. From submission on it adds up to the cent.
#[utoipa::path(tag = "applications", request_body = Financing,
    params(("id" = Uuid, Path), ("if-match" = String, Header, description = "The ETag that was read.")),
    responses((status = 200, body = ApplicationBody)),
    extensions(("x-problems" = json!([
        "404 application_not_found", "409 application_over", "422 plan_does_not_add_up"
    ]))))]
#[put("/api/v1/applications/{id}/financing")]
async fn plan(
    caller: Caller<EditApplications>,
    id: Named<ApplicationId>,
    expected: IfMatch,
    body: Json<Financing>,
    app: Data<App>,
) -> Result<Versioned<ApplicationBody>, Problem> {
    Ok(Versioned::of(
        commands::plan(&app, &caller, *id, expected, body.0).await?,
    ))
}

/// Removes an application that was never submitted.
#[utoipa::path(tag = "applications",
    params(("id" = Uuid, Path), ("if-match" = String, Header, description = "The ETag that was read.")),
    responses((status = 204)),
    extensions(("x-problems" = json!(["404 application_not_found", "409 application_submitted"]))))]
#[delete("/api/v1/applications/{id}")]
async fn remove(
    caller: Caller<EditApplications>,
    id: Named<ApplicationId>,
    expected: IfMatch,
    app: Data<App>,
) -> Result<Gone, Problem> {
    commands::delete(&app, &caller, *id, expected).await?;
    Ok(Gone)
}

/// What happened to an application, newest first.
#[utoipa::path(tag = "applications", params(("id" = Uuid, Path)), responses((status = 200, body = History)),
    extensions(("x-problems" = json!(["404 application_not_found"]))))]
#[get("/api/v1/applications/{id}/history")]
async fn history(
    caller: Caller<ReadProjects>,
    id: Named<ApplicationId>,
    app: Data<App>,
) -> Result<Plain<History>, Problem> {
    id.history(&app.db, caller.scope()).await
}

impl From<ApplicationError> for Problem {
    fn from(error: ApplicationError) -> Self {
        match error {
            ApplicationError::NotFound => Self::not_found(ApplicationId::MISSING),
            ApplicationError::Broken(faults) => faults.into(),
            ApplicationError::PlanDoesNotAddUp(faults) => {
                let told: Vec<&str> = faults.iter().map(|f| f.detail.as_str()).collect();
                Self::invalid("plan_does_not_add_up")
                    .detail(told.join(" "))
                    .naming(faults.into_iter().collect())
            }
            ApplicationError::NoSuchStep { from, to } => {
                let next: Vec<&str> = from.next().iter().map(|s| s.code()).collect();
                let told = if next.is_empty() {
                    "it is over".to_owned()
                } else {
                    format!("next may be {}", next.join(", "))
                };
                Self::conflict("step_not_possible").detail(format!(
                    "An application that is `{}` does not become `{}`: {told}.",
                    from.code(),
                    to.code()
                ))
            }
            ApplicationError::Over { state } => Self::conflict("application_over").detail(format!(
                "The application is `{}`: nothing changes in it any more.",
                state.code()
            )),
            ApplicationError::Submitted => Self::conflict("application_submitted")
                .detail("The application was submitted: it belongs to what was done that year. Withdraw it instead."),
            ApplicationError::Project(cause) => cause.into(),
            ApplicationError::Stale(stale) => stale.into(),
            ApplicationError::OutOfReach(beyond) => beyond.into(),
            ApplicationError::Db(cause) => cause.into(),
        }
    }
}
