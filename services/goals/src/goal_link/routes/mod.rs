//! How goal links are asked for, and the coverage matrix that they make.

mod coverage;

use actix_web::{
    delete, get, patch, post,
    web::{Data, Json as Plain},
};
use jiff::Timestamp;
use platform::{
    auth::{Caller, TenantScope},
    http::{
        Answer, Cell, Created, Filter, Gone, History, IfMatch, Json, List, Listing, Named, Once, PageBody, Paging,
        Problem, Tabular, Versioned,
    },
    ids::Identity as _,
    values::Text,
};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::{
    GoalLink, GoalLinkError, GoalLinkId, commands,
    model::{GoalLinkContent, GoalLinkPatch},
    store::{self, GoalLinkFilter, Marked},
};
use crate::{
    App,
    permissions::{EditGoalLinks, ReadGoals},
};

pub fn add(config: &mut ServiceConfig<'_>) {
    config
        .service(list)
        .service(tie)
        .service(read)
        .service(change)
        .service(remove)
        .service(history)
        .configure(coverage::add);
}

/// A goal link as it is answered.
#[derive(Serialize, ToSchema)]
pub struct GoalLinkBody {
    pub id: GoalLinkId,
    pub version: i64,
    #[serde(flatten)]
    pub content: GoalLinkContent,
    /// What it is called where it is kept.
    pub target_name: Option<Text>,
    /// Whether it is no longer there. The link stands.
    pub target_gone: bool,
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
}

impl From<Marked> for GoalLinkBody {
    fn from(Marked { link, target }: Marked) -> Self {
        Self {
            id: link.id,
            version: link.version,
            content: link.content,
            target_gone: target.as_ref().is_some_and(|t| t.gone),
            target_name: target.map(|t| t.label),
            created_at: link.created_at,
        }
    }
}

impl GoalLinkBody {
    async fn of(app: &App, scope: &TenantScope, link: GoalLink) -> Result<Self, Problem> {
        let marked = app
            .db
            .tenant(scope, async |tx| store::marked(tx, vec![link.clone()]).await)
            .await?;
        let marked = marked.into_iter().next().unwrap_or(Marked { link, target: None });
        Ok(marked.into())
    }
}

impl Answer for GoalLinkBody {
    fn version(&self) -> i64 {
        self.version
    }
}

impl Filter for GoalLinkFilter {
    const SORTS: &'static [&'static str] = &["created_at"];
}

impl Tabular for GoalLinkBody {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "goal_id",
        "target_kind",
        "target_id",
        "target_name_fi",
        "target_name_sv",
        "target_name_en",
        "target_gone",
        "strength",
        "note",
    ];

    fn cells(&self) -> Vec<Cell> {
        let content = &self.content;
        let mut cells = vec![
            self.id.0.into(),
            content.goal_id.0.into(),
            content.target_kind.code().into(),
            content.target_id.into(),
        ];
        cells.extend(Cell::languages(self.target_name.as_ref()));
        cells.extend([
            self.target_gone.into(),
            i64::from(content.strength).into(),
            Cell::maybe(content.note.as_ref()),
        ]);
        cells
    }
}

impl From<GoalLinkError> for Problem {
    fn from(error: GoalLinkError) -> Self {
        match error {
            GoalLinkError::NotFound => Self::not_found(GoalLinkId::MISSING),
            GoalLinkError::UnknownGoal => Self::field(
                "/goal_id",
                "unknown_goal",
                "There is no such goal in your organisation.",
            ),
            GoalLinkError::GoalClosed => Self::field("/goal_id", "goal_closed", "A closed goal takes no new links."),
            GoalLinkError::Exists => Self::conflict("link_exists")
                .detail("The goal is tied to it already: change the strength or the note of that link."),
            GoalLinkError::Fixed(pointer) => {
                Self::field(pointer, "fixed", "A link keeps what it ties: make another link.")
            }
            GoalLinkError::Invalid(problem) => problem,
            GoalLinkError::Stale(stale) => stale.into(),
            GoalLinkError::OutOfReach(beyond) => beyond.into(),
            GoalLinkError::Unknown(unknown) => unknown.into(),
            GoalLinkError::Db(cause) => cause.into(),
        }
    }
}

/// Links between goals and international activity, the oldest first.
#[utoipa::path(
    tag = "goals", params(GoalLinkFilter, Paging), responses((status = 200, body = PageBody<GoalLinkBody>))
)]
#[get("/api/v1/goal-links")]
async fn list(
    caller: Caller<ReadGoals>,
    list: List<GoalLinkFilter>,
    app: Data<App>,
) -> Result<Listing<GoalLinkBody>, Problem> {
    list.of_tenant(&app.db, caller.scope(), store::page).await
}

/// Ties a goal to a project, a network or an activity.
#[utoipa::path(
    tag = "goals", request_body = GoalLinkContent, params(("Idempotency-Key" = Option<String>, Header,)),
    responses((status = 201, body = GoalLinkBody)), extensions(("x-problems" = json!(["409 link_exists"])))
)]
#[post("/api/v1/goal-links")]
async fn tie(
    caller: Caller<EditGoalLinks>,
    content: Json<GoalLinkContent>,
    once: Once,
    app: Data<App>,
) -> Result<Created<GoalLinkBody>, Problem> {
    let link = commands::tie(&app, &caller, once, content.0).await?;
    let address = format!("/api/v1/goal-links/{}", link.id);
    Ok(Created::at(
        address,
        GoalLinkBody::of(&app, caller.scope(), link).await?,
    ))
}

/// One goal link.
#[utoipa::path(
    tag = "goals", params(("id" = GoalLinkId, Path,)), responses((status = 200, body = GoalLinkBody)),
    extensions(("x-problems" = json!(["404 goal_link_not_found"])))
)]
#[get("/api/v1/goal-links/{id}")]
async fn read(
    caller: Caller<ReadGoals>,
    id: Named<GoalLinkId>,
    app: Data<App>,
) -> Result<Versioned<GoalLinkBody>, Problem> {
    let link = id.found(&app.db, caller.scope(), store::find).await?;
    Ok(Versioned::of(link))
}

/// Changes the strength or the note of a goal link.
#[utoipa::path(
    tag = "goals", params(("id" = GoalLinkId, Path,), ("If-Match" = String, Header,)), request_body = GoalLinkPatch,
    responses((status = 200, body = GoalLinkBody)), extensions(("x-problems" = json!(["404 goal_link_not_found"])))
)]
#[patch("/api/v1/goal-links/{id}")]
async fn change(
    caller: Caller<EditGoalLinks>,
    id: Named<GoalLinkId>,
    expected: IfMatch,
    patch: GoalLinkPatch,
    app: Data<App>,
) -> Result<Versioned<GoalLinkBody>, Problem> {
    let link = commands::change(&app, &caller, *id, expected, &patch).await?;
    Ok(Versioned(GoalLinkBody::of(&app, caller.scope(), link).await?))
}

/// Takes a goal link away.
#[utoipa::path(
    tag = "goals", params(("id" = GoalLinkId, Path,), ("If-Match" = String, Header,)), responses((status = 204)),
    extensions(("x-problems" = json!(["404 goal_link_not_found"])))
)]
#[delete("/api/v1/goal-links/{id}")]
async fn remove(
    caller: Caller<EditGoalLinks>,
    id: Named<GoalLinkId>,
    expected: IfMatch,
    app: Data<App>,
) -> Result<Gone, Problem> {
    commands::delete(&app, &caller, *id, expected).await?;
    Ok(Gone)
}

/// What happened to a goal link.
#[utoipa::path(
    tag = "goals", params(("id" = GoalLinkId, Path,)), responses((status = 200, body = History)),
    extensions(("x-problems" = json!(["404 goal_link_not_found"])))
)]
#[get("/api/v1/goal-links/{id}/history")]
async fn history(caller: Caller<ReadGoals>, id: Named<GoalLinkId>, app: Data<App>) -> Result<Plain<History>, Problem> {
    id.history(&app.db, caller.scope()).await
}
