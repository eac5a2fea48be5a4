//! How activities are asked for.

use actix_web::{
    delete, get, patch, post,
    web::{Data, Json as Plain},
};
use jiff::{Timestamp, civil::Date};
use platform::{
    auth::Caller,
    db::{Once, TenantTx},
    http::{
        Answer, Cell, Created, Filter, Gone, History, IfMatch, Json, List, Listing, Merge, Named, Names, NamesAsked,
        PageBody, Paging, Parameters, Problem, Tabular, Versioned,
    },
    ids::Identity as _,
    values::Figure,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::{
    commands,
    model::{Activity, ActivityContent, ActivityError, ActivityId, Host, Kind},
    store, summary,
};
use crate::{
    App,
    permissions::{EditActivities, ReadProjects},
};

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list)
        .service(create)
        // Before `{id}`, which would take it for one.
        .service(summary::summary)
        .service(list_names)
        .service(show)
        .service(change)
        .service(remove)
        .service(history);
}

/// An activity as it is answered.
#[derive(Serialize, ToSchema)]
pub struct ActivityBody {
    id: ActivityId,
    version: i64,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    #[serde(flatten)]
    content: ActivityContent,
    /// How many took part in all, no more exact than the parts.
    people: Option<Figure>,
}

impl From<Activity> for ActivityBody {
    fn from(activity: Activity) -> Self {
        Self {
            id: activity.id,
            version: activity.version,
            created_at: activity.created_at,
            people: activity.content.people(),
            content: activity.content,
        }
    }
}

impl Answer for ActivityBody {
    fn version(&self) -> i64 {
        self.version
    }
}

impl Tabular for ActivityBody {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "kind",
        "title_fi",
        "title_sv",
        "title_en",
        "period_from",
        "period_to",
        "place",
        "country",
        "host",
        "languages",
        "unit_id",
        "people",
        "people_exactness",
        "duration_years",
        "duration_exactness",
        "cost",
        "currency",
        "goal_ids",
        "project_id",
        "network_id",
        "partner_ids",
        "theme_ids",
        "learning_fi",
        "learning_sv",
        "learning_en",
    ];

    fn cells(&self) -> Vec<Cell> {
        let content = &self.content;
        let [fi, sv, en] = Cell::languages(&content.title);
        let [people, people_exactness] = Cell::figure(self.people.as_ref());
        let [duration, duration_exactness] = Cell::figure(content.duration.as_ref());
        let [cost, currency] = Cell::money(content.cost.as_ref());
        let [learning_fi, learning_sv, learning_en] = Cell::languages(content.learning.as_ref());
        vec![
            self.id.0.into(),
            content.kind.code().into(),
            fi,
            sv,
            en,
            content.period.from.into(),
            Cell::from(content.period.to),
            Cell::maybe(content.place.as_ref()),
            Cell::maybe(content.country.as_ref()),
            Cell::maybe(content.host.map(Host::code)),
            Cell::joined(&content.languages),
            content.unit_id.into(),
            people,
            people_exactness,
            duration,
            duration_exactness,
            cost,
            currency,
            Cell::joined(&content.goal_ids),
            Cell::maybe(content.project_id),
            Cell::maybe(content.network_id),
            Cell::joined(&content.partner_ids),
            Cell::joined(&content.theme_ids),
            learning_fi,
            learning_sv,
            learning_en,
        ]
    }
}

/// What activities are filtered by.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ActivityFilter {
    pub kind: Option<Kind>,
    /// Of this unit and the units below it.
    pub unit_id: Option<Uuid>,
    pub country: Option<String>,
    pub goal_id: Option<Uuid>,
    pub theme_id: Option<Uuid>,
    pub partner_id: Option<Uuid>,
    pub project_id: Option<Uuid>,
    pub network_id: Option<Uuid>,
    /// Not over before this day.
    #[param(value_type = Option<String>, format = Date)]
    pub from: Option<Date>,
    /// Begun by this day.
    #[param(value_type = Option<String>, format = Date)]
    pub to: Option<Date>,
    /// Words of title or place.
    pub q: Option<String>,
}

impl Filter for ActivityFilter {
    const SORTS: &'static [&'static str] = &["-period_from", "title", "created_at"];
}

/// Any fields of an activity.
pub type ActivityPatch = Merge<ActivityContent>;

/// Visits, exchanges and other activities, in the order they were entered.
#[utoipa::path(tag = "activities", params(ActivityFilter, Paging),
    responses((status = 200, body = PageBody<ActivityBody>)))]
#[get("/api/v1/activities")]
async fn list(
    caller: Caller<ReadProjects>,
    list: List<ActivityFilter>,
    app: Data<App>,
) -> Result<Listing<ActivityBody>, Problem> {
    list.of_tenant(&app.db, caller.scope(), store::page).await
}

/// What activities are called: the first thousand by name, or those that are asked for.
#[utoipa::path(tag = "activities", params(NamesAsked), responses((status = 200, body = Names)))]
#[get("/api/v1/activities/names")]
async fn list_names(
    caller: Caller<ReadProjects>,
    asked: Parameters<NamesAsked>,
    app: Data<App>,
) -> Result<Plain<Names>, Problem> {
    let names = async |tx: &mut TenantTx| store::names(tx, &asked.0).await;
    Ok(Plain(app.db.tenant(caller.scope(), names).await?))
}

/// Adds a activity.
#[utoipa::path(tag = "activities", request_body = ActivityContent,
    params(("idempotency-key" = Option<String>, Header, description = "A repeated request does the work once.")),
    responses((status = 201, body = ActivityBody)))]
#[post("/api/v1/activities")]
async fn create(
    caller: Caller<EditActivities>,
    once: Once,
    body: Json<ActivityContent>,
    app: Data<App>,
) -> Result<Created<ActivityBody>, Problem> {
    let activity = commands::create(&app, &caller, once, body.0).await?;
    Ok(Created::at(
        format!("/api/v1/activities/{}", activity.id),
        activity.into(),
    ))
}

/// One activity.
#[utoipa::path(tag = "activities", params(("id" = Uuid, Path)), responses((status = 200, body = ActivityBody)),
    extensions(("x-problems" = json!(["404 activity_not_found"]))))]
#[get("/api/v1/activities/{id}")]
async fn show(
    caller: Caller<ReadProjects>,
    id: Named<ActivityId>,
    app: Data<App>,
) -> Result<Versioned<ActivityBody>, Problem> {
    Ok(Versioned::of(id.found(&app.db, caller.scope(), store::find).await?))
}

/// Changes fields of an activity.
#[utoipa::path(tag = "activities", request_body = ActivityPatch,
    params(("id" = Uuid, Path), ("if-match" = String, Header, description = "The ETag that was read.")),
    responses((status = 200, body = ActivityBody)),
    extensions(("x-problems" = json!(["404 activity_not_found"]))))]
#[patch("/api/v1/activities/{id}")]
async fn change(
    caller: Caller<EditActivities>,
    id: Named<ActivityId>,
    expected: IfMatch,
    patch: ActivityPatch,
    app: Data<App>,
) -> Result<Versioned<ActivityBody>, Problem> {
    let before = id.found(&app.db, caller.scope(), store::find).await?;
    let content = patch.over(&before.content)?;
    expected.holds_for(before.version)?;
    let activity = commands::update(&app, &caller, &before, expected, content).await?;
    Ok(Versioned::of(activity))
}

/// Removes an activity.
#[utoipa::path(tag = "activities",
    params(("id" = Uuid, Path), ("if-match" = String, Header, description = "The ETag that was read.")),
    responses((status = 204)),
    extensions(("x-problems" = json!(["404 activity_not_found"]))))]
#[delete("/api/v1/activities/{id}")]
async fn remove(
    caller: Caller<EditActivities>,
    id: Named<ActivityId>,
    expected: IfMatch,
    app: Data<App>,
) -> Result<Gone, Problem> {
    commands::delete(&app, &caller, *id, expected).await?;
    Ok(Gone)
}

/// What happened to an activity, newest first.
#[utoipa::path(tag = "activities", params(("id" = Uuid, Path)), responses((status = 200, body = History)),
    extensions(("x-problems" = json!(["404 activity_not_found"]))))]
#[get("/api/v1/activities/{id}/history")]
async fn history(
    caller: Caller<ReadProjects>,
    id: Named<ActivityId>,
    app: Data<App>,
) -> Result<Plain<History>, Problem> {
    id.history(&app.db, caller.scope()).await
}

impl From<ActivityError> for Problem {
    fn from(error: ActivityError) -> Self {
        match error {
            ActivityError::NotFound => Self::not_found(ActivityId::MISSING),
            ActivityError::Broken(faults) => faults.into(),
            ActivityError::Invalid(problem) => problem,
            ActivityError::Stale(stale) => stale.into(),
            ActivityError::OutOfReach(beyond) => beyond.into(),
            ActivityError::Unknown(unknown) => unknown.into(),
            ActivityError::Db(cause) => cause.into(),
        }
    }
}
