//! How goals are asked for.

use actix_web::{
    delete, get, patch, post,
    web::{Data, Json as Plain},
};
use garde::Validate;
use jiff::{Timestamp, civil::Date};
use platform::{
    auth::Caller,
    http::{
        Answer, Cell, Created, Filter, Gone, History, IfMatch, Json, List, Listing, Named, Once, PageBody, Paging,
        Problem, Tabular, Versioned,
    },
    ids::Identity as _,
    values::{plain, tidy},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::{
    Goal, GoalError, GoalId, commands,
    model::{GoalContent, GoalPatch, Status},
    store::{self, GoalFilter},
    tree::tree,
};
use crate::{
    App,
    permissions::{CloseGoals, EditGoals, ReadGoals},
};

pub fn add(config: &mut ServiceConfig<'_>) {
    config
        .service(list)
        .service(create)
        .service(read_tree)
        .service(read)
        .service(change)
        .service(remove)
        .service(close)
        .service(reopen)
        .service(history);
}

/// A goal as it is answered.
#[derive(Serialize, ToSchema)]
pub struct GoalBody {
    pub id: GoalId,
    pub version: i64,
    #[serde(flatten)]
    pub content: GoalContent,
    /// `open` or `closed`.
    pub status: &'static str,
    #[schema(value_type = Option<String>, format = Date)]
    pub closed_on: Option<Date>,
    pub closed_reason: Option<String>,
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
}

/// A goal in the order of the tree.
#[derive(Serialize, ToSchema)]
pub struct TreeLine {
    /// 0 at the top.
    pub depth: usize,
    #[serde(flatten)]
    pub goal: GoalBody,
}

/// The whole tree, depth first.
#[derive(Serialize, ToSchema)]
pub struct Tree {
    pub items: Vec<TreeLine>,
}

/// Why a goal is closed.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "Reached with the programme of 2029."}))]
pub struct Closing {
    #[serde(default)]
    #[garde(inner(custom(plain(2_000))))]
    pub reason: Option<String>,
}

impl From<Goal> for GoalBody {
    fn from(goal: Goal) -> Self {
        let (status, closed_on, closed_reason) = match goal.status {
            Status::Open => ("open", None, None),
            Status::Closed { on, reason } => ("closed", Some(on), reason),
        };
        Self {
            id: goal.id,
            version: goal.version,
            content: goal.content,
            status,
            closed_on,
            closed_reason,
            created_at: goal.created_at,
        }
    }
}

impl Answer for GoalBody {
    fn version(&self) -> i64 {
        self.version
    }
}

impl Filter for GoalFilter {
    const SORTS: &'static [&'static str] = &["title", "created_at", "period_from"];
}

impl Tabular for GoalBody {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "title_fi",
        "title_sv",
        "title_en",
        "level",
        "kind",
        "parent_id",
        "policy_id",
        "policy_edition",
        "accountable_unit_id",
        "responsible_unit_ids",
        "consulted_unit_ids",
        "period_from",
        "period_to",
        "cross_cutting",
        "to_be_measured",
        "theme_ids",
        "status",
        "closed_on",
    ];

    fn cells(&self) -> Vec<Cell> {
        let content = &self.content;
        let mut cells = vec![self.id.0.into()];
        cells.extend(Cell::languages(&content.title));
        cells.extend([
            content.level.as_str().into(),
            Cell::maybe(content.kind.map(super::model::Kind::code)),
            Cell::maybe(content.parent_id),
            Cell::maybe(content.policy.map(|p| p.id)),
            Cell::maybe(content.policy.and_then(|p| p.edition)),
            content.accountable_unit_id.into(),
            Cell::joined(&content.responsible_unit_ids),
            Cell::joined(&content.consulted_unit_ids),
            content.period.from.into(),
            Cell::maybe(content.period.to),
            content.cross_cutting.into(),
            content.to_be_measured.into(),
            Cell::joined(&content.theme_ids),
            self.status.into(),
            Cell::maybe(self.closed_on),
        ]);
        cells
    }
}

impl From<GoalError> for Problem {
    fn from(error: GoalError) -> Self {
        match error {
            GoalError::NotFound => Self::not_found(GoalId::MISSING),
            GoalError::AlreadyClosed { on } => Self::conflict("already_closed").detail(format!("Closed on {on}.")),
            GoalError::NotClosed => Self::conflict("not_closed").detail("The goal is open."),
            GoalError::Closed { on } => Self::conflict("goal_closed")
                .detail(format!("The goal was closed on {on}: reopen it before changing it.")),
            GoalError::UnknownLevel(key) => {
                Self::field("/level", "unknown_level", format!("No goal level has the key `{key}`."))
            }
            GoalError::UnknownParent => Self::field(
                "/parent_id",
                "unknown_goal",
                "There is no such goal in your organisation.",
            ),
            GoalError::ParentClosed => {
                Self::field("/parent_id", "parent_closed", "A closed goal takes no goals below it.")
            }
            GoalError::Cycle => Self::field(
                "/parent_id",
                "cycle",
                "That goal lies below this one: the tree would become a ring.",
            ),
            GoalError::UnknownEdition => Self::field(
                "/policy",
                "unknown_edition",
                "There is no such edition of a policy in your organisation.",
            ),
            GoalError::InUse => Self::conflict("goal_in_use")
                .detail("Goals, indicators or assignments hang on it: close the goal instead, or move them first."),
            GoalError::Invalid(problem) => problem,
            GoalError::Stale(stale) => stale.into(),
            GoalError::OutOfReach(beyond) => beyond.into(),
            GoalError::Unknown(unknown) => unknown.into(),
            GoalError::Db(cause) => cause.into(),
        }
    }
}

/// Goals, by title.
#[utoipa::path(tag = "goals", params(GoalFilter, Paging), responses((status = 200, body = PageBody<GoalBody>)))]
#[get("/api/v1/goals")]
async fn list(caller: Caller<ReadGoals>, list: List<GoalFilter>, app: Data<App>) -> Result<Listing<GoalBody>, Problem> {
    list.of_tenant(&app.db, caller.scope(), store::page).await
}

/// Sets a goal.
#[utoipa::path(
    tag = "goals", request_body = GoalContent, params(("Idempotency-Key" = Option<String>, Header,)),
    responses((status = 201, body = GoalBody))
)]
#[post("/api/v1/goals")]
async fn create(
    caller: Caller<EditGoals>,
    content: Json<GoalContent>,
    once: Once,
    app: Data<App>,
) -> Result<Created<GoalBody>, Problem> {
    let goal = commands::create(&app, &caller, once, content.0).await?;
    Ok(Created::at(format!("/api/v1/goals/{}", goal.id), goal.into()))
}

/// The whole tree of goals, depth first.
#[utoipa::path(tag = "goals", responses((status = 200, body = Tree)))]
#[get("/api/v1/goals/tree")]
async fn read_tree(caller: Caller<ReadGoals>, app: Data<App>) -> Result<Plain<Tree>, Problem> {
    let goals = app.db.tenant(caller.scope(), async |tx| store::all(tx).await).await?;
    let lines = tree(goals).into_iter().map(|(depth, goal)| TreeLine {
        depth,
        goal: goal.into(),
    });
    Ok(Plain(Tree { items: lines.collect() }))
}

/// One goal.
#[utoipa::path(
    tag = "goals", params(("id" = GoalId, Path,)), responses((status = 200, body = GoalBody)),
    extensions(("x-problems" = json!(["404 goal_not_found"])))
)]
#[get("/api/v1/goals/{id}")]
async fn read(caller: Caller<ReadGoals>, id: Named<GoalId>, app: Data<App>) -> Result<Versioned<GoalBody>, Problem> {
    let goal = id.found(&app.db, caller.scope(), store::find).await?;
    Ok(Versioned::of(goal))
}

/// Changes a goal, or moves it in the tree.
#[utoipa::path(
    tag = "goals", params(("id" = GoalId, Path,), ("If-Match" = String, Header,)), request_body = GoalPatch,
    responses((status = 200, body = GoalBody)),
    extensions(("x-problems" = json!(["404 goal_not_found", "409 goal_closed"])))
)]
#[patch("/api/v1/goals/{id}")]
async fn change(
    caller: Caller<EditGoals>,
    id: Named<GoalId>,
    expected: IfMatch,
    patch: GoalPatch,
    app: Data<App>,
) -> Result<Versioned<GoalBody>, Problem> {
    let goal = commands::change(&app, &caller, *id, expected, &patch).await?;
    Ok(Versioned::of(goal))
}

/// Takes a goal away that nothing hangs on.
#[utoipa::path(
    tag = "goals", params(("id" = GoalId, Path,), ("If-Match" = String, Header,)), responses((status = 204)),
    extensions(("x-problems" = json!(["404 goal_not_found", "409 goal_in_use"])))
)]
#[delete("/api/v1/goals/{id}")]
async fn remove(
    caller: Caller<EditGoals>,
    id: Named<GoalId>,
    expected: IfMatch,
    app: Data<App>,
) -> Result<Gone, Problem> {
    commands::delete(&app, &caller, *id, expected).await?;
    Ok(Gone)
}

/// Closes a goal. It stays readable and takes no new indicators.
#[utoipa::path(
    tag = "goals", params(("id" = GoalId, Path,), ("If-Match" = String, Header,)), request_body = Closing,
    responses((status = 200, body = GoalBody)),
    extensions(("x-problems" = json!(["404 goal_not_found", "409 already_closed"])))
)]
#[post("/api/v1/goals/{id}/close")]
async fn close(
    caller: Caller<CloseGoals>,
    id: Named<GoalId>,
    expected: IfMatch,
    closing: Json<Closing>,
    app: Data<App>,
) -> Result<Versioned<GoalBody>, Problem> {
    let goal = commands::close(&app, &caller, *id, expected, tidy(closing.0.reason)).await?;
    Ok(Versioned::of(goal))
}

/// Opens a closed goal again.
#[utoipa::path(
    tag = "goals", params(("id" = GoalId, Path,), ("If-Match" = String, Header,)),
    responses((status = 200, body = GoalBody)),
    extensions(("x-problems" = json!(["404 goal_not_found", "409 not_closed"])))
)]
#[post("/api/v1/goals/{id}/reopen")]
async fn reopen(
    caller: Caller<CloseGoals>,
    id: Named<GoalId>,
    expected: IfMatch,
    app: Data<App>,
) -> Result<Versioned<GoalBody>, Problem> {
    Ok(Versioned::of(commands::reopen(&app, &caller, *id, expected).await?))
}

/// What happened to a goal.
#[utoipa::path(
    tag = "goals", params(("id" = GoalId, Path,)), responses((status = 200, body = History)),
    extensions(("x-problems" = json!(["404 goal_not_found"])))
)]
#[get("/api/v1/goals/{id}/history")]
async fn history(caller: Caller<ReadGoals>, id: Named<GoalId>, app: Data<App>) -> Result<Plain<History>, Problem> {
    id.history(&app.db, caller.scope()).await
}
