//! How statements are asked for.

use actix_web::{
    get, patch, post,
    web::{Data, Json as Plain},
};
use jiff::{Timestamp, civil::Date};
use platform::{
    auth::Caller,
    http::{
        Answer, Cell, Filter, History, IfMatch, List, Listing, Named, PageBody, Paging, Parameters, Problem, Tabular,
        Versioned,
    },
    ids::Identity as _,
    known::{self, UNIT},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::{
    Statement, StatementError, StatementId,
    board::{Board, board},
    commands,
    model::{Escalation, Reminder, StatementContent, StatementPatch, Status},
    store::{self, StatementFilter},
};
use crate::{
    App,
    permissions::{EditStatements, ReadGoals},
    round::{self, RoundId},
};

pub fn add(config: &mut ServiceConfig<'_>) {
    config
        .service(list)
        .service(read_board)
        .service(read)
        .service(write)
        .service(submit)
        .service(reopen)
        .service(history);
}

/// A statement as it is answered.
#[derive(Serialize, ToSchema)]
pub struct StatementBody {
    pub id: StatementId,
    pub version: i64,
    pub round_id: RoundId,
    pub year: i32,
    pub unit_id: Uuid,
    #[schema(value_type = String, format = Date)]
    pub due_on: Date,
    #[serde(flatten)]
    pub content: StatementContent,
    pub status: Status,
    #[schema(value_type = Option<String>, format = Date)]
    pub submitted_on: Option<Date>,
    pub reminders: Vec<Reminder>,
    pub escalation: Escalation,
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
}

impl From<Statement> for StatementBody {
    fn from(statement: Statement) -> Self {
        Self {
            id: statement.id,
            version: statement.version,
            round_id: statement.round_id,
            year: statement.year,
            unit_id: statement.unit_id,
            due_on: statement.due_on,
            content: statement.content,
            status: statement.status,
            submitted_on: statement.submitted_on,
            reminders: statement.reminders,
            escalation: statement.escalation,
            created_at: statement.created_at,
        }
    }
}

impl Answer for StatementBody {
    fn version(&self) -> i64 {
        self.version
    }
}

impl Filter for StatementFilter {
    const SORTS: &'static [&'static str] = &["-year", "created_at"];
}

impl Tabular for StatementBody {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "round_id",
        "year",
        "unit_id",
        "due_on",
        "text_fi",
        "text_sv",
        "text_en",
        "plan_reference",
        "owner_id",
        "status",
        "submitted_on",
        "reminders",
        "escalation",
    ];

    fn cells(&self) -> Vec<Cell> {
        let content = &self.content;
        let mut cells = vec![
            self.id.0.into(),
            self.round_id.0.into(),
            i64::from(self.year).into(),
            self.unit_id.into(),
            self.due_on.into(),
        ];
        cells.extend(Cell::languages(content.text.as_ref()));
        cells.extend([
            Cell::maybe(content.plan_reference.as_ref()),
            Cell::maybe(content.owner_id),
            self.status.code().into(),
            Cell::from(self.submitted_on),
            Cell::joined(self.reminders.iter().map(|r| r.at)),
            self.escalation.code().into(),
        ]);
        cells
    }
}

/// Whose board: of a year, or of the newest round's when none is said.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct OfYear {
    pub year: Option<i32>,
}

impl From<StatementError> for Problem {
    fn from(error: StatementError) -> Self {
        match error {
            StatementError::NotFound => Self::not_found(StatementId::MISSING),
            StatementError::Submitted => {
                Self::conflict("already_submitted").detail("The statement was handed in: reopen it first.")
            }
            StatementError::NotSubmitted => Self::conflict("not_submitted").detail("The statement was not handed in."),
            StatementError::Locked => Self::conflict("statement_locked").detail("The year's round is locked."),
            StatementError::NothingStated => {
                Self::field("/text", "required", "State something before handing the statement in.")
            }
            StatementError::Invalid(problem) => problem,
            StatementError::Stale(stale) => stale.into(),
            StatementError::OutOfReach(beyond) => beyond.into(),
            StatementError::Unknown(unknown) => unknown.into(),
            StatementError::Db(cause) => cause.into(),
        }
    }
}

/// Statements of units, the newest year first.
#[utoipa::path(
    tag = "statements", params(StatementFilter, Paging), responses((status = 200, body = PageBody<StatementBody>))
)]
#[get("/api/v1/statements")]
async fn list(
    caller: Caller<ReadGoals>,
    list: List<StatementFilter>,
    app: Data<App>,
) -> Result<Listing<StatementBody>, Problem> {
    list.of_tenant(&app.db, caller.scope(), store::page).await
}

/// The board of who is done.
#[utoipa::path(tag = "statements", params(OfYear), responses((status = 200, body = Board)))]
#[get("/api/v1/statements/board")]
async fn read_board(
    caller: Caller<ReadGoals>,
    asked: Parameters<OfYear>,
    app: Data<App>,
) -> Result<Plain<Board>, Problem> {
    let board = app
        .db
        .snapshot(caller.scope(), async |tx| {
            let today = app.clock.today_of(tx).await?;
            let round = round::store::of_year(tx, asked.0.year).await?;
            let year = asked
                .0
                .year
                .or(round.as_ref().map(|r| r.year))
                .unwrap_or(i32::from(today.year()));
            let statements = store::of_year(tx, year).await?;
            let units: Vec<Uuid> = statements.iter().map(|s| s.unit_id).collect();
            let names = known::find(tx, UNIT, &units)
                .await?
                .into_iter()
                .map(|u| (u.id, u.label))
                .collect();
            Ok::<_, Problem>(board(year, round.as_ref(), &statements, &names, today))
        })
        .await?;
    Ok(Plain(board))
}

/// One statement.
#[utoipa::path(
    tag = "statements", params(("id" = StatementId, Path,)), responses((status = 200, body = StatementBody)),
    extensions(("x-problems" = json!(["404 statement_not_found"])))
)]
#[get("/api/v1/statements/{id}")]
async fn read(
    caller: Caller<ReadGoals>,
    id: Named<StatementId>,
    app: Data<App>,
) -> Result<Versioned<StatementBody>, Problem> {
    let statement = id.found(&app.db, caller.scope(), store::find).await?;
    Ok(Versioned::of(statement))
}

/// Writes on a statement, or says who answers for it.
#[utoipa::path(
    tag = "statements", params(("id" = StatementId, Path,), ("If-Match" = String, Header,)),
    request_body = StatementPatch, responses((status = 200, body = StatementBody)),
    extensions(("x-problems" = json!(["404 statement_not_found", "409 already_submitted", "409 statement_locked"])))
)]
#[patch("/api/v1/statements/{id}")]
async fn write(
    caller: Caller<EditStatements>,
    id: Named<StatementId>,
    expected: IfMatch,
    patch: StatementPatch,
    app: Data<App>,
) -> Result<Versioned<StatementBody>, Problem> {
    let statement = commands::write(&app, &caller, *id, expected, &patch).await?;
    Ok(Versioned::of(statement))
}

/// Hands a statement in.
#[utoipa::path(
    tag = "statements", params(("id" = StatementId, Path,), ("If-Match" = String, Header,)),
    responses((status = 200, body = StatementBody)),
    extensions(("x-problems" = json!([
        "404 statement_not_found", "409 already_submitted", "409 statement_locked", "422 invalid"
    ])))
)]
#[post("/api/v1/statements/{id}/submit")]
async fn submit(
    caller: Caller<EditStatements>,
    id: Named<StatementId>,
    expected: IfMatch,
    app: Data<App>,
) -> Result<Versioned<StatementBody>, Problem> {
    Ok(Versioned::of(commands::submit(&app, &caller, *id, expected).await?))
}

/// Takes a handed-in statement back for more writing.
#[utoipa::path(
    tag = "statements", params(("id" = StatementId, Path,), ("If-Match" = String, Header,)),
    responses((status = 200, body = StatementBody)),
    extensions(("x-problems" = json!(["404 statement_not_found", "409 not_submitted", "409 statement_locked"])))
)]
#[post("/api/v1/statements/{id}/reopen")]
async fn reopen(
    caller: Caller<EditStatements>,
    id: Named<StatementId>,
    expected: IfMatch,
    app: Data<App>,
) -> Result<Versioned<StatementBody>, Problem> {
    Ok(Versioned::of(commands::reopen(&app, &caller, *id, expected).await?))
}

/// What happened to a statement.
#[utoipa::path(
    tag = "statements", params(("id" = StatementId, Path,)), responses((status = 200, body = History)),
    extensions(("x-problems" = json!(["404 statement_not_found"])))
)]
#[get("/api/v1/statements/{id}/history")]
async fn history(caller: Caller<ReadGoals>, id: Named<StatementId>, app: Data<App>) -> Result<Plain<History>, Problem> {
    id.history(&app.db, caller.scope()).await
}
