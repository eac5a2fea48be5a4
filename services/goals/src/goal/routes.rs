//! How goals are asked for.

use actix_web::{
    delete, get, patch, post,
    web::{Data, Json as Plain},
};
use garde::Validate;
use jiff::{Timestamp, civil::Date};
use platform::{
    auth::{Caller, TenantScope},
    db::TenantTx,
    http::{
        Answer, Cell, Created, Filter, Gone, History, IfMatch, Json, List, Listing, Named, Names, NamesAsked, Once,
        PageBody, Paging, Parameters, Problem, Tabular, Versioned,
    },
    ids::Identity as _,
    values::{plain, tidy},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::{
    Goal, GoalError, GoalId,
    attainment::Attainment,
    commands,
    judgement::{Judgement, Judging},
    model::{GoalContent, GoalPatch, Status},
    statuses,
    store::{self, GoalFilter},
    tree,
};
use crate::{
    App,
    permissions::{CloseGoals, EditGoals, JudgeGoals, ReadGoals},
};

pub fn add(config: &mut ServiceConfig<'_>) {
    // Before `{id}`, which would take it for one.
    statuses::add(config);
    tree::routes::add(config);
    config
        .service(list)
        .service(create)
        .service(list_names)
        .service(read)
        .service(change)
        .service(remove)
        .service(close)
        .service(reopen)
        .service(judge)
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
    /// What people hold of it, beside what its indicators say.
    pub judgement: Option<Judgement>,
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
}

/// A goal with what its indicators say of it.
#[derive(Serialize, ToSchema)]
pub struct WholeGoal {
    #[serde(flatten)]
    pub goal: GoalBody,
    pub attainment: Attainment,
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
            judgement: goal.judgement,
            created_at: goal.created_at,
        }
    }
}

impl Answer for WholeGoal {
    fn version(&self) -> i64 {
        self.goal.version
    }
}

impl WholeGoal {
    /// The goal with its status as it is now: what was just entered or changed is in it.
    async fn of(app: &App, scope: &TenantScope, goal: Goal) -> Result<Self, Problem> {
        let attainment = app
            .db
            .tenant(scope, async |tx| {
                let today = app.clock.today_of(tx).await?;
                app.attained.of_goal(tx, goal.id, today).await
            })
            .await?;
        Ok(Self {
            goal: goal.into(),
            attainment,
        })
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
        "attainment_rule",
        "judgement_status",
        "judgement_reasons",
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
            Cell::from(content.policy.and_then(|p| p.edition)),
            content.accountable_unit_id.into(),
            Cell::joined(&content.responsible_unit_ids),
            Cell::joined(&content.consulted_unit_ids),
            content.period.from.into(),
            Cell::from(content.period.to),
            content.cross_cutting.into(),
            content.to_be_measured.into(),
            Cell::joined(&content.theme_ids),
            self.status.into(),
            Cell::from(self.closed_on),
            content.attainment_rule.code().into(),
            Cell::maybe(self.judgement.as_ref().map(|j| j.status.code())),
            Cell::maybe(self.judgement.as_ref().map(|j| &j.reasons)),
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
            GoalError::InUse => Self::conflict("goal_in_use").detail(
                "Goals, indicators, assignments or links hang on it: close the goal instead, or move them first.",
            ),
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

/// What goals are called: the first thousand by name, or those that are asked for.
#[utoipa::path(tag = "goals", params(NamesAsked), responses((status = 200, body = Names)))]
#[get("/api/v1/goals/names")]
async fn list_names(
    caller: Caller<ReadGoals>,
    asked: Parameters<NamesAsked>,
    app: Data<App>,
) -> Result<Plain<Names>, Problem> {
    let names = async |tx: &mut TenantTx| store::names(tx, &asked.0).await;
    Ok(Plain(app.db.tenant(caller.scope(), names).await?))
}

/// Sets a goal.
#[utoipa::path(
    tag = "goals", request_body = GoalContent, params(("Idempotency-Key" = Option<String>, Header,)),
    responses((status = 201, body = WholeGoal))
)]
#[post("/api/v1/goals")]
async fn create(
    caller: Caller<EditGoals>,
    content: Json<GoalContent>,
    once: Once,
    app: Data<App>,
) -> Result<Created<WholeGoal>, Problem> {
    let goal = commands::create(&app, &caller, once, content.0).await?;
    let address = format!("/api/v1/goals/{}", goal.id);
    Ok(Created::at(address, WholeGoal::of(&app, caller.scope(), goal).await?))
}

/// One goal, with how it is doing and what that follows from.
#[utoipa::path(
    tag = "goals", params(("id" = GoalId, Path,)), responses((status = 200, body = WholeGoal)),
    extensions(("x-problems" = json!(["404 goal_not_found"])))
)]
#[get("/api/v1/goals/{id}")]
async fn read(caller: Caller<ReadGoals>, id: Named<GoalId>, app: Data<App>) -> Result<Versioned<WholeGoal>, Problem> {
    let goal = id.found(&app.db, caller.scope(), store::find).await?;
    Ok(Versioned(WholeGoal::of(&app, caller.scope(), goal).await?))
}

/// Changes a goal, or moves it in the tree.
#[utoipa::path(
    tag = "goals", params(("id" = GoalId, Path,), ("If-Match" = String, Header,)), request_body = GoalPatch,
    responses((status = 200, body = WholeGoal)),
    extensions(("x-problems" = json!(["404 goal_not_found", "409 goal_closed"])))
)]
#[patch("/api/v1/goals/{id}")]
async fn change(
    caller: Caller<EditGoals>,
    id: Named<GoalId>,
    expected: IfMatch,
    patch: GoalPatch,
    app: Data<App>,
) -> Result<Versioned<WholeGoal>, Problem> {
    let goal = commands::change(&app, &caller, *id, expected, &patch).await?;
    Ok(Versioned(WholeGoal::of(&app, caller.scope(), goal).await?))
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
    responses((status = 200, body = WholeGoal)),
    extensions(("x-problems" = json!(["404 goal_not_found", "409 already_closed"])))
)]
#[post("/api/v1/goals/{id}/close")]
async fn close(
    caller: Caller<CloseGoals>,
    id: Named<GoalId>,
    expected: IfMatch,
    closing: Json<Closing>,
    app: Data<App>,
) -> Result<Versioned<WholeGoal>, Problem> {
    let goal = commands::close(&app, &caller, *id, expected, tidy(closing.0.reason)).await?;
    Ok(Versioned(WholeGoal::of(&app, caller.scope(), goal).await?))
}

/// Opens a closed goal again.
#[utoipa::path(
    tag = "goals", params(("id" = GoalId, Path,), ("If-Match" = String, Header,)),
    responses((status = 200, body = WholeGoal)),
    extensions(("x-problems" = json!(["404 goal_not_found", "409 not_closed"])))
)]
#[post("/api/v1/goals/{id}/reopen")]
async fn reopen(
    caller: Caller<CloseGoals>,
    id: Named<GoalId>,
    expected: IfMatch,
    app: Data<App>,
) -> Result<Versioned<WholeGoal>, Problem> {
    let goal = commands::reopen(&app, &caller, *id, expected).await?;
    Ok(Versioned(WholeGoal::of(&app, caller.scope(), goal).await?))
}

/// Says how a goal is doing, and why, beside what its indicators say.
#[utoipa::path(
    tag = "goals", params(("id" = GoalId, Path,), ("If-Match" = String, Header,)), request_body = Judging,
    responses((status = 200, body = WholeGoal)),
    extensions(("x-problems" = json!(["404 goal_not_found", "409 goal_closed"])))
)]
#[post("/api/v1/goals/{id}/judge")]
async fn judge(
    caller: Caller<JudgeGoals>,
    id: Named<GoalId>,
    expected: IfMatch,
    judging: Json<Judging>,
    app: Data<App>,
) -> Result<Versioned<WholeGoal>, Problem> {
    let goal = commands::judge(&app, &caller, *id, expected, &judging.0).await?;
    Ok(Versioned(WholeGoal::of(&app, caller.scope(), goal).await?))
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
