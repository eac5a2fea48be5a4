//! How assignments are asked for.

use actix_web::{
    delete, get, patch, post,
    web::{Data, Json as Plain},
};
use jiff::{Timestamp, civil::Date};
use platform::{
    auth::Caller,
    http::{
        Answer, Cell, Created, Filter, Gone, History, IfMatch, Json, List, Listing, Named, Once, PageBody, Paging,
        Problem, Tabular, Versioned,
    },
    ids::Identity as _,
};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::{
    Assignment, AssignmentError, AssignmentId, commands,
    model::{AssignmentContent, AssignmentPatch, Status},
    store::{self, AssignmentFilter},
};
use crate::{
    App,
    permissions::{CompleteAssignments, EditAssignments, ReadGoals},
};

pub fn add(config: &mut ServiceConfig<'_>) {
    config
        .service(list)
        .service(create)
        .service(read)
        .service(change)
        .service(remove)
        .service(complete)
        .service(reopen)
        .service(history);
}

/// An assignment as it is answered.
#[derive(Serialize, ToSchema)]
pub struct AssignmentBody {
    pub id: AssignmentId,
    pub version: i64,
    #[serde(flatten)]
    pub content: AssignmentContent,
    /// `open` or `done`.
    pub status: &'static str,
    #[schema(value_type = Option<String>, format = Date)]
    pub done_on: Option<Date>,
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
}

impl From<Assignment> for AssignmentBody {
    fn from(assignment: Assignment) -> Self {
        let (status, done_on) = match assignment.status {
            Status::Open => ("open", None),
            Status::Done { on } => ("done", Some(on)),
        };
        Self {
            id: assignment.id,
            version: assignment.version,
            content: assignment.content,
            status,
            done_on,
            created_at: assignment.created_at,
        }
    }
}

impl Answer for AssignmentBody {
    fn version(&self) -> i64 {
        self.version
    }
}

impl Filter for AssignmentFilter {
    const SORTS: &'static [&'static str] = &["due_on", "title", "created_at"];
}

impl Tabular for AssignmentBody {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "title_fi",
        "title_sv",
        "title_en",
        "goal_id",
        "policy_id",
        "unit_id",
        "due_on",
        "status",
        "done_on",
        "note",
    ];

    fn cells(&self) -> Vec<Cell> {
        let content = &self.content;
        let mut cells = vec![self.id.0.into()];
        cells.extend(Cell::languages(&content.title));
        cells.extend([
            Cell::maybe(content.goal_id),
            Cell::maybe(content.policy_id),
            content.unit_id.into(),
            Cell::from(content.due_on),
            self.status.into(),
            Cell::from(self.done_on),
            Cell::maybe(content.note.as_ref()),
        ]);
        cells
    }
}

impl From<AssignmentError> for Problem {
    fn from(error: AssignmentError) -> Self {
        match error {
            AssignmentError::NotFound => Self::not_found(AssignmentId::MISSING),
            AssignmentError::AlreadyDone { on } => {
                Self::conflict("already_done").detail(format!("Done on {on}: reopen it before changing it."))
            }
            AssignmentError::NotDone => Self::conflict("not_done").detail("The assignment is open."),
            AssignmentError::UnknownGoal => Self::field(
                "/goal_id",
                "unknown_goal",
                "There is no such goal in your organisation.",
            ),
            AssignmentError::UnknownPolicy => Self::field(
                "/policy_id",
                "unknown_policy",
                "There is no such policy in your organisation.",
            ),
            AssignmentError::Invalid(problem) => problem,
            AssignmentError::Stale(stale) => stale.into(),
            AssignmentError::OutOfReach(beyond) => beyond.into(),
            AssignmentError::Unknown(unknown) => unknown.into(),
            AssignmentError::Db(cause) => cause.into(),
        }
    }
}

/// Assignments, those due first before the others.
#[utoipa::path(
    tag = "assignments", params(AssignmentFilter, Paging), responses((status = 200, body = PageBody<AssignmentBody>))
)]
#[get("/api/v1/assignments")]
async fn list(
    caller: Caller<ReadGoals>,
    list: List<AssignmentFilter>,
    app: Data<App>,
) -> Result<Listing<AssignmentBody>, Problem> {
    list.of_tenant(&app.db, caller.scope(), store::page).await
}

/// Gives a unit something to do.
#[utoipa::path(
    tag = "assignments", request_body = AssignmentContent, params(("Idempotency-Key" = Option<String>, Header,)),
    responses((status = 201, body = AssignmentBody))
)]
#[post("/api/v1/assignments")]
async fn create(
    caller: Caller<EditAssignments>,
    content: Json<AssignmentContent>,
    once: Once,
    app: Data<App>,
) -> Result<Created<AssignmentBody>, Problem> {
    let assignment = commands::create(&app, &caller, once, content.0).await?;
    Ok(Created::at(
        format!("/api/v1/assignments/{}", assignment.id),
        assignment.into(),
    ))
}

/// One assignment.
#[utoipa::path(
    tag = "assignments", params(("id" = AssignmentId, Path,)), responses((status = 200, body = AssignmentBody)),
    extensions(("x-problems" = json!(["404 assignment_not_found"])))
)]
#[get("/api/v1/assignments/{id}")]
async fn read(
    caller: Caller<ReadGoals>,
    id: Named<AssignmentId>,
    app: Data<App>,
) -> Result<Versioned<AssignmentBody>, Problem> {
    let assignment = id.found(&app.db, caller.scope(), store::find).await?;
    Ok(Versioned::of(assignment))
}

/// Changes an open assignment.
#[utoipa::path(
    tag = "assignments", params(("id" = AssignmentId, Path,), ("If-Match" = String, Header,)),
    request_body = AssignmentPatch, responses((status = 200, body = AssignmentBody)),
    extensions(("x-problems" = json!(["404 assignment_not_found", "409 already_done"])))
)]
#[patch("/api/v1/assignments/{id}")]
async fn change(
    caller: Caller<EditAssignments>,
    id: Named<AssignmentId>,
    expected: IfMatch,
    patch: AssignmentPatch,
    app: Data<App>,
) -> Result<Versioned<AssignmentBody>, Problem> {
    let assignment = commands::change(&app, &caller, *id, expected, &patch).await?;
    Ok(Versioned::of(assignment))
}

/// Takes an assignment back.
#[utoipa::path(
    tag = "assignments", params(("id" = AssignmentId, Path,), ("If-Match" = String, Header,)),
    responses((status = 204)), extensions(("x-problems" = json!(["404 assignment_not_found"])))
)]
#[delete("/api/v1/assignments/{id}")]
async fn remove(
    caller: Caller<EditAssignments>,
    id: Named<AssignmentId>,
    expected: IfMatch,
    app: Data<App>,
) -> Result<Gone, Problem> {
    commands::delete(&app, &caller, *id, expected).await?;
    Ok(Gone)
}

/// Says that an assignment is done.
#[utoipa::path(
    tag = "assignments", params(("id" = AssignmentId, Path,), ("If-Match" = String, Header,)),
    responses((status = 200, body = AssignmentBody)),
    extensions(("x-problems" = json!(["404 assignment_not_found", "409 already_done"])))
)]
#[post("/api/v1/assignments/{id}/complete")]
async fn complete(
    caller: Caller<CompleteAssignments>,
    id: Named<AssignmentId>,
    expected: IfMatch,
    app: Data<App>,
) -> Result<Versioned<AssignmentBody>, Problem> {
    Ok(Versioned::of(commands::complete(&app, &caller, *id, expected).await?))
}

/// Says that an assignment is not done after all.
#[utoipa::path(
    tag = "assignments", params(("id" = AssignmentId, Path,), ("If-Match" = String, Header,)),
    responses((status = 200, body = AssignmentBody)),
    extensions(("x-problems" = json!(["404 assignment_not_found", "409 not_done"])))
)]
#[post("/api/v1/assignments/{id}/reopen")]
async fn reopen(
    caller: Caller<CompleteAssignments>,
    id: Named<AssignmentId>,
    expected: IfMatch,
    app: Data<App>,
) -> Result<Versioned<AssignmentBody>, Problem> {
    Ok(Versioned::of(commands::reopen(&app, &caller, *id, expected).await?))
}

/// What happened to an assignment.
#[utoipa::path(
    tag = "assignments", params(("id" = AssignmentId, Path,)), responses((status = 200, body = History)),
    extensions(("x-problems" = json!(["404 assignment_not_found"])))
)]
#[get("/api/v1/assignments/{id}/history")]
async fn history(
    caller: Caller<ReadGoals>,
    id: Named<AssignmentId>,
    app: Data<App>,
) -> Result<Plain<History>, Problem> {
    id.history(&app.db, caller.scope()).await
}
