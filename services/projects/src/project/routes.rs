//! How projects are asked for.

use actix_web::{
    delete, get, patch, post,
    web::{self, Data, Path},
};
use jiff::{Timestamp, civil::Date};
use platform::{
    auth::Caller,
    db::{Once, Purpose},
    events::journal::{self, HistoryEntry},
    http::{
        Answer, Cell, Created, FieldFault, Filter, Gone, IfMatch, Json, List, Listing, Merge, PageBody, Problem,
        Tabular, Versioned, path_id,
    },
    values::{Money, Period, Text},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::{
    commands,
    events::AGGREGATE,
    model::{Kind, Project, ProjectContent, ProjectError, ProjectId, Role, Status},
    store,
};
use crate::{
    App,
    history::HistoryBody,
    partner,
    permissions::{EditProjects, ReadProjects},
    programme::ProgrammeName,
};

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list)
        .service(create)
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

impl ProjectBody {
    pub fn of(project: Project, today: Date) -> Self {
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
            Cell::maybe(content.period.to),
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
#[utoipa::path(tag = "projects", params(ProjectFilter, crate::paging::Paging),
    responses((status = 200, body = PageBody<ProjectBody>)))]
#[get("/api/v1/projects")]
async fn list(
    caller: Caller<ReadProjects>,
    list: List<ProjectFilter>,
    app: Data<App>,
) -> Result<Listing<ProjectBody>, Problem> {
    list.answer(async |filter, page| {
        app.db
            .tenant(caller.scope(), async |tx| {
                let today = app.clock.today_of(tx).await?;
                let rows = store::page(tx, filter, page, today).await?;
                Ok::<_, ProjectError>(rows.map(|project| ProjectBody::of(project, today)))
            })
            .await
    })
    .await
}

/// Adds a project.
#[utoipa::path(tag = "projects", request_body = ProjectContent,
    params(("idempotency-key" = Option<String>, Header, description = "A repeated request does the work once.")),
    responses((status = 201, body = ProjectBody)))]
#[post("/api/v1/projects")]
async fn create(
    caller: Caller<EditProjects>,
    once: Once,
    body: Json<ProjectContent>,
    app: Data<App>,
) -> Result<Created<ProjectBody>, Problem> {
    let (project, today) = commands::create(&app, &caller, once, body.0).await?;
    let location = format!("/api/v1/projects/{}", project.id);
    Ok(Created::at(location, ProjectBody::of(project, today)))
}

/// One project.
#[utoipa::path(tag = "projects", params(("id" = Uuid, Path)), responses((status = 200, body = ProjectBody)),
    extensions(("x-problems" = json!(["404 project_not_found"]))))]
#[get("/api/v1/projects/{id}")]
async fn show(
    caller: Caller<ReadProjects>,
    id: Path<String>,
    app: Data<App>,
) -> Result<Versioned<ProjectBody>, Problem> {
    let (project, today) = found(&app, caller.scope(), &id).await?;
    Ok(Versioned(ProjectBody::of(project, today)))
}

/// Changes fields of a project.
#[utoipa::path(tag = "projects", request_body = ProjectPatch,
    params(("id" = Uuid, Path), ("if-match" = String, Header, description = "The ETag that was read.")),
    responses((status = 200, body = ProjectBody)),
    extensions(("x-problems" = json!(["404 project_not_found", "409 project_cycle"]))))]
#[patch("/api/v1/projects/{id}")]
async fn change(
    caller: Caller<EditProjects>,
    id: Path<String>,
    expected: IfMatch,
    patch: ProjectPatch,
    app: Data<App>,
) -> Result<Versioned<ProjectBody>, Problem> {
    let (before, _) = found(&app, caller.scope(), &id).await?;
    expected.holds_for(before.version)?;
    let content = patch.over(&before.content)?;
    let (project, today) = commands::update(&app, &caller, &before, expected, content).await?;
    Ok(Versioned(ProjectBody::of(project, today)))
}

/// Removes a project that has no applications or activities.
#[utoipa::path(tag = "projects",
    params(("id" = Uuid, Path), ("if-match" = String, Header, description = "The ETag that was read.")),
    responses((status = 204)),
    extensions(("x-problems" = json!(["404 project_not_found", "409 project_in_use"]))))]
#[delete("/api/v1/projects/{id}")]
async fn remove(
    caller: Caller<EditProjects>,
    id: Path<String>,
    expected: IfMatch,
    app: Data<App>,
) -> Result<Gone, Problem> {
    commands::delete(&app, &caller, project_id(&id)?, expected).await?;
    Ok(Gone)
}

/// What happened to a project, newest first.
#[utoipa::path(tag = "projects", params(("id" = Uuid, Path)), responses((status = 200, body = HistoryBody)),
    extensions(("x-problems" = json!(["404 project_not_found"]))))]
#[get("/api/v1/projects/{id}/history")]
async fn history(
    caller: Caller<ReadProjects>,
    id: Path<String>,
    app: Data<App>,
) -> Result<web::Json<HistoryBody>, Problem> {
    let id = project_id(&id)?;
    let items: Vec<HistoryEntry> = app
        .db
        .tenant(caller.scope(), async |tx| journal::history(tx, AGGREGATE, id.0).await)
        .await?;
    HistoryBody::of(items, "project_not_found").map(web::Json)
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
async fn card(id: Path<String>, app: Data<App>) -> Result<web::Json<CardBody>, Problem> {
    let id = project_id(&id)?;
    let scope = app
        .db
        .system(Purpose::Catalogue, async |tx| {
            let tenant = store::shown_by(tx, id).await?.ok_or(ProjectError::NotFound)?;
            // The organisation itself said that everybody may see this one thing of it.
            Ok::<_, ProjectError>(tx.enter(tenant).await?)
        })
        .await?;
    let card = app
        .db
        .tenant(&scope, async |tx| {
            let project = store::find(tx, id)
                .await?
                .filter(|p| p.content.public_card)
                .ok_or(ProjectError::NotFound)?;
            let names = partner::store::named(tx, project.content.partners.iter().map(|p| p.partner_id.0)).await?;
            Ok::<_, ProjectError>(CardBody::of(project, &names, app.clock.today_of(tx).await?))
        })
        .await?;
    Ok(web::Json(card))
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
async fn found(app: &App, scope: &platform::auth::TenantScope, id: &str) -> Result<(Project, Date), Problem> {
    let id = project_id(id)?;
    app.db
        .tenant(scope, async |tx| {
            let project = store::find(tx, id).await?.ok_or(ProjectError::NotFound)?;
            Ok((project, app.clock.today_of(tx).await?))
        })
        .await
}

fn project_id(id: &str) -> Result<ProjectId, Problem> {
    path_id(id, "project_not_found")
}

impl From<ProjectError> for Problem {
    fn from(error: ProjectError) -> Self {
        match error {
            ProjectError::NotFound => Self::not_found("project_not_found"),
            ProjectError::Broken(faults) => Self::faults(faults),
            ProjectError::Cycle { pointer } => {
                let told = "The project would be part of itself: choose another parent.";
                let fault = FieldFault {
                    pointer,
                    code: "project_cycle".to_owned(),
                    detail: told.to_owned(),
                };
                Self::conflict("project_cycle").detail(told).naming(vec![fault])
            }
            ProjectError::InUse { by } => Self::conflict("project_in_use").detail(format!(
                "There is {by} that belongs to this project: remove or move it first."
            )),
            ProjectError::Stale(stale) => stale.into(),
            ProjectError::OutOfReach(beyond) => beyond.into(),
            ProjectError::Unknown(unknown) => unknown.into(),
            ProjectError::Db(cause) => cause.into(),
        }
    }
}
