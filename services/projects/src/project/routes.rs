//! How projects are asked for.

use actix_web::{
    delete, get, patch, post,
    web::{Data, Json as Plain},
};
use jiff::{Timestamp, civil::Date};
use platform::{
    auth::Caller,
    db::{DbResult, Once, Purpose, TenantTx},
    http::{
        Answer, Cell, Created, FieldFault, Filter, Gone, History, IfMatch, Json, List, Listing, Merge, Named, Names,
        NamesAsked, PageBody, Paging, Parameters, Problem, Tabular, Versioned,
    },
    ids::Identity as _,
    values::{Money, Period, Text},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::{
    Project, ProjectContent, ProjectError, ProjectId, Status, commands,
    content::{Kind, Role},
    store,
};
use crate::{
    App, partner,
    permissions::{EditProjects, ReadProjects},
    programme::ProgrammeName,
};

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list)
        .service(create)
        // Before `{id}`, which would take it for one.
        .service(list_names)
        .service(show)
        .service(change)
        .service(remove)
        .service(history)
        .service(card);
}

/// A project as it is answered.
#[derive(Serialize, ToSchema)]
pub struct ProjectBody {
    id: ProjectId,
    version: i64,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    #[serde(flatten)]
    content: ProjectContent,
    /// The programme's code and name.
    programme: Option<ProgrammeName>,
    /// Follows from its applications and its dates.
    status: Status,
}

impl From<(Project, Date)> for ProjectBody {
    fn from((project, today): (Project, Date)) -> Self {
        Self {
            id: project.id,
            version: project.version,
            created_at: project.created_at,
            status: project.status(today),
            content: project.content,
            programme: project.programme,
        }
    }
}

impl Answer for ProjectBody {
    fn version(&self) -> i64 {
        self.version
    }
}

impl Tabular for ProjectBody {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "title_fi",
        "title_sv",
        "title_en",
        "acronym",
        "kind",
        "role",
        "status",
        "programme",
        "funder",
        "operation_id",
        "owner_unit_id",
        "manager_id",
        "period_from",
        "period_to",
        "total_cost",
        "currency",
        "case_number",
        "goal_ids",
        "theme_ids",
        "partner_ids",
        "public_card",
    ];

    fn cells(&self) -> Vec<Cell> {
        let content = &self.content;
        let [fi, sv, en] = Cell::languages(&content.title);
        let [cost, currency] = Cell::money(content.total_cost.as_ref());
        vec![
            self.id.0.into(),
            fi,
            sv,
            en,
            Cell::maybe(content.acronym.as_ref()),
            content.kind.code().into(),
            content.role.code().into(),
            self.status.code().into(),
            Cell::maybe(self.programme.as_ref().map(|p| &p.code)),
            Cell::maybe(content.funder.as_ref()),
            Cell::maybe(content.operation_id.as_ref()),
            content.owner_unit_id.into(),
            Cell::maybe(content.manager_id),
            content.period.from.into(),
            Cell::from(content.period.to),
            cost,
            currency,
            Cell::maybe(content.case_number.as_ref()),
            Cell::joined(content.goal_ids.iter().map(|g| g.goal_id)),
            Cell::joined(&content.theme_ids),
            Cell::joined(content.partners.iter().map(|p| p.partner_id)),
            content.public_card.into(),
        ]
    }
}

/// What projects are filtered by.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ProjectFilter {
    pub kind: Option<Kind>,
    pub role: Option<Role>,
    pub status: Option<Status>,
    /// Of this unit and the units below it.
    pub unit_id: Option<Uuid>,
    pub theme_id: Option<Uuid>,
    pub goal_id: Option<Uuid>,
    pub partner_id: Option<Uuid>,
    pub programme_id: Option<Uuid>,
    /// Not over before this day.
    #[param(value_type = Option<String>, format = Date)]
    pub from: Option<Date>,
    /// Begun by this day.
    #[param(value_type = Option<String>, format = Date)]
    pub to: Option<Date>,
    /// Words of title, acronym, funder, operation or case number.
    pub q: Option<String>,
}

impl Filter for ProjectFilter {
    const SORTS: &'static [&'static str] = &["title", "period_from", "created_at"];
}

/// Any fields of a project.
pub type ProjectPatch = Merge<ProjectContent>;

/// Projects, by title unless sorted otherwise.
#[utoipa::path(tag = "projects", params(ProjectFilter, Paging),
    responses((status = 200, body = PageBody<ProjectBody>)))]
#[get("/api/v1/projects")]
async fn list(
    caller: Caller<ReadProjects>,
    list: List<ProjectFilter>,
    app: Data<App>,
) -> Result<Listing<ProjectBody>, Problem> {
    list.of_tenant(&app.db, caller.scope(), async |tx, filter, page| {
        let today = app.clock.today_of(tx).await?;
        let rows = store::page(tx, filter, page, today).await?;
        Ok(rows.map(|project| (project, today)))
    })
    .await
}

/// What projects are called: the first thousand by name, or those that are asked for.
#[utoipa::path(tag = "projects", params(NamesAsked), responses((status = 200, body = Names)))]
#[get("/api/v1/projects/names")]
async fn list_names(
    caller: Caller<ReadProjects>,
    asked: Parameters<NamesAsked>,
    app: Data<App>,
) -> Result<Plain<Names>, Problem> {
    let names = async |tx: &mut TenantTx| store::names(tx, &asked.0).await;
    Ok(Plain(app.db.tenant(caller.scope(), names).await?))
}

/// Adds a project.
#[utoipa::path(tag = "projects", request_body = ProjectContent,
    params(("idempotency-key" = Option<String>, Header, description = "A repeated request does the work once.")),
    responses((status = 201, body = ProjectBody)),
    extensions(("x-problems" = json!(["409 plan_limit_projects"]))))]
#[post("/api/v1/projects")]
async fn create(
    caller: Caller<EditProjects>,
    once: Once,
    body: Json<ProjectContent>,
    app: Data<App>,
) -> Result<Created<ProjectBody>, Problem> {
    let made = commands::create(&app, &caller, once, body.0).await?;
    Ok(Created::at(format!("/api/v1/projects/{}", made.0.id), made.into()))
}

/// One project.
#[utoipa::path(tag = "projects", params(("id" = Uuid, Path)), responses((status = 200, body = ProjectBody)),
    extensions(("x-problems" = json!(["404 project_not_found"]))))]
#[get("/api/v1/projects/{id}")]
async fn show(
    caller: Caller<ReadProjects>,
    id: Named<ProjectId>,
    app: Data<App>,
) -> Result<Versioned<ProjectBody>, Problem> {
    let found = id.found(&app.db, caller.scope(), async |tx, id| dated(&app, tx, id).await);
    Ok(Versioned::of(found.await?))
}

/// Changes fields of a project.
#[utoipa::path(tag = "projects", request_body = ProjectPatch,
    params(("id" = Uuid, Path), ("if-match" = String, Header, description = "The ETag that was read.")),
    responses((status = 200, body = ProjectBody)),
    extensions(("x-problems" = json!(["404 project_not_found", "409 project_cycle"]))))]
#[patch("/api/v1/projects/{id}")]
async fn change(
    caller: Caller<EditProjects>,
    id: Named<ProjectId>,
    expected: IfMatch,
    patch: ProjectPatch,
    app: Data<App>,
) -> Result<Versioned<ProjectBody>, Problem> {
    let before = id.found(&app.db, caller.scope(), store::find).await?;
    let content = patch.over(&before.content)?;
    expected.holds_for(before.version)?;
    Ok(Versioned::of(
        commands::update(&app, &caller, &before, expected, content).await?,
    ))
}

/// Removes a project that has no applications or activities.
#[utoipa::path(tag = "projects",
    params(("id" = Uuid, Path), ("if-match" = String, Header, description = "The ETag that was read.")),
    responses((status = 204)),
    extensions(("x-problems" = json!(["404 project_not_found", "409 project_in_use"]))))]
#[delete("/api/v1/projects/{id}")]
async fn remove(
    caller: Caller<EditProjects>,
    id: Named<ProjectId>,
    expected: IfMatch,
    app: Data<App>,
) -> Result<Gone, Problem> {
    commands::delete(&app, &caller, *id, expected).await?;
    Ok(Gone)
}

/// What happened to a project, newest first.
#[utoipa::path(tag = "projects", params(("id" = Uuid, Path)), responses((status = 200, body = History)),
    extensions(("x-problems" = json!(["404 project_not_found"]))))]
#[get("/api/v1/projects/{id}/history")]
async fn history(
    caller: Caller<ReadProjects>,
    id: Named<ProjectId>,
    app: Data<App>,
) -> Result<Plain<History>, Problem> {
    id.history(&app.db, caller.scope()).await
}

/// What everybody may see of a project.
#[derive(Serialize, ToSchema)]
pub struct CardBody {
    id: ProjectId,
    title: Text,
    acronym: Option<String>,
    kind: Kind,
    role: Role,
    programme: Option<ProgrammeName>,
    funder: Option<String>,
    operation_id: Option<String>,
    period: Period,
    status: Status,
    summary: Option<Text>,
    resident_benefit: Option<Text>,
    total_cost: Option<Money>,
    partners: Vec<CardPartner>,
    work_packages: Vec<CardPackage>,
}

#[derive(Serialize, ToSchema)]
pub struct CardPartner {
    name: String,
    country: String,
    role: Role,
}

#[derive(Serialize, ToSchema)]
pub struct CardPackage {
    number: i32,
    title: Text,
}

/// The public card of a project whose organisation shows it. Nobody needs to be signed in.
#[utoipa::path(tag = "projects", params(("id" = Uuid, Path)), responses((status = 200, body = CardBody)),
    security(()), extensions(("x-problems" = json!(["404 project_not_found"]))))]
#[get("/api/v1/projects/{id}/card")]
async fn card(id: Named<ProjectId>, app: Data<App>) -> Result<Plain<CardBody>, Problem> {
    let scope = app
        .db
        .system(Purpose::Catalogue, async |tx| {
            let tenant = store::shown_by(tx, *id).await?.ok_or(ProjectError::NotFound)?;
            // The organisation itself said that everybody may see this one thing of it.
            Ok::<_, ProjectError>(tx.enter(tenant).await?)
        })
        .await?;
    let card = app
        .db
        .tenant(&scope, async |tx| {
            let project = store::find(tx, *id)
                .await?
                .filter(|p| p.content.public_card)
                .ok_or(ProjectError::NotFound)?;
            let names = partner::store::named(tx, project.content.partners.iter().map(|p| p.partner_id.0)).await?;
            Ok::<_, ProjectError>(CardBody::of(project, &names, app.clock.today_of(tx).await?))
        })
        .await?;
    Ok(Plain(card))
}

impl CardBody {
    fn of(project: Project, known: &[partner::store::Named], today: Date) -> Self {
        let status = project.status(today);
        let content = project.content;
        let partners = content.partners.iter().filter_map(|p| {
            let named = known.iter().find(|n| n.id == p.partner_id.0)?;
            Some(CardPartner {
                name: named.name.clone(),
                country: named.country.clone(),
                role: p.role,
            })
        });
        Self {
            id: project.id,
            partners: partners.collect(),
            title: content.title,
            acronym: content.acronym,
            kind: content.kind,
            role: content.role,
            programme: project.programme,
            funder: content.funder,
            operation_id: content.operation_id,
            period: content.period,
            status,
            summary: content.summary,
            resident_benefit: content.resident_benefit,
            total_cost: content.total_cost,
            work_packages: content
                .work_packages
                .into_iter()
                .map(|w| CardPackage {
                    number: w.number,
                    title: w.title,
                })
                .collect(),
        }
    }
}

/// The project, and the day that it is where its organisation lives.
async fn dated(app: &App, tx: &mut TenantTx, id: ProjectId) -> DbResult<Option<(Project, Date)>> {
    let today = app.clock.today_of(tx).await?;
    Ok(store::find(tx, id).await?.map(|project| (project, today)))
}

impl From<ProjectError> for Problem {
    fn from(error: ProjectError) -> Self {
        match error {
            ProjectError::NotFound => Self::not_found(ProjectId::MISSING),
            ProjectError::Broken(faults) => faults.into(),
            ProjectError::Cycle { pointer } => {
                let told = "The project would be part of itself: choose another parent.";
                let fault = FieldFault::new(pointer, "project_cycle", told);
                Self::conflict("project_cycle").detail(told).naming(vec![fault])
            }
            ProjectError::InUse { by } => Self::conflict("project_in_use").detail(format!(
                "There is {by} that belongs to this project: remove or move it first."
            )),
            ProjectError::Plan(limit) => limit.into(),
            ProjectError::Invalid(problem) => problem,
            ProjectError::Stale(stale) => stale.into(),
            ProjectError::OutOfReach(beyond) => beyond.into(),
            ProjectError::Unknown(unknown) => unknown.into(),
            ProjectError::Db(cause) => cause.into(),
        }
    }
}
