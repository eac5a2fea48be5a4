//! How rounds are asked for.

use actix_web::{
    get, patch, post,
    web::{Data, Json as Plain, Path},
};
use jiff::{Timestamp, civil::Date};
use platform::{
    auth::Caller,
    http::{
        Answer, Cell, Created, Filter, IfMatch, Json, List, Listing, Once, PageBody, Problem, Tabular, Versioned,
        path_id,
    },
};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::{
    Round, RoundError, RoundId, commands,
    model::{NewRound, RoundPatch, State},
    store::{self, RoundFilter},
};
use crate::{
    App,
    permissions::{ManageStatements, ReadGoals},
    shown::{self, History, Paging},
};

const MISSING: &str = "statement_round_not_found";

pub fn add(config: &mut ServiceConfig<'_>) {
    config
        .service(list)
        .service(open)
        .service(read)
        .service(change)
        .service(remind)
        .service(lock)
        .service(history);
}

/// A round as it is answered.
#[derive(Serialize, ToSchema)]
pub struct RoundBody {
    pub id: RoundId,
    pub version: i64,
    pub year: i32,
    #[schema(value_type = String, format = Date)]
    pub due_on: Date,
    pub unit_ids: Vec<Uuid>,
    /// `open` or `locked`.
    pub state: &'static str,
    #[schema(value_type = Option<String>, format = Date)]
    pub locked_on: Option<Date>,
    /// How many times everybody who owes was reminded.
    pub reminders: i32,
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
}

impl From<Round> for RoundBody {
    fn from(round: Round) -> Self {
        let (state, locked_on) = match round.state {
            State::Open => ("open", None),
            State::Locked { on } => ("locked", Some(on)),
        };
        Self {
            id: round.id,
            version: round.version,
            year: round.year,
            due_on: round.due_on,
            unit_ids: round.unit_ids,
            state,
            locked_on,
            reminders: round.reminders,
            created_at: round.created_at,
        }
    }
}

impl Answer for RoundBody {
    fn version(&self) -> i64 {
        self.version
    }
}

impl Filter for RoundFilter {
    const SORTS: &'static [&'static str] = &["-year", "due_on"];
}

impl Tabular for RoundBody {
    const COLUMNS: &'static [&'static str] = &["id", "year", "due_on", "units", "state", "locked_on", "reminders"];

    fn cells(&self) -> Vec<Cell> {
        vec![
            self.id.0.into(),
            i64::from(self.year).into(),
            self.due_on.into(),
            Cell::joined(&self.unit_ids),
            self.state.into(),
            Cell::maybe(self.locked_on),
            i64::from(self.reminders).into(),
        ]
    }
}

impl From<RoundError> for Problem {
    fn from(error: RoundError) -> Self {
        match error {
            RoundError::NotFound => Self::not_found(MISSING),
            RoundError::Exists => Self::conflict("round_exists").detail("The year has a round: add units to that one."),
            RoundError::NoUnits => Self::field("/unit_ids", "required", "No unit is there to ask in that year."),
            RoundError::UnitLeftOut => Self::field(
                "/unit_ids",
                "unit_left_out",
                "A unit that owes a statement cannot be left out.",
            ),
            RoundError::Locked => Self::conflict("round_locked").detail("The year's round is locked."),
            RoundError::Stale(stale) => stale.into(),
            RoundError::OutOfReach(beyond) => beyond.into(),
            RoundError::Unknown(unknown) => unknown.into(),
            RoundError::Db(cause) => cause.into(),
        }
    }
}

/// Rounds of statements, the newest year first.
#[utoipa::path(
    tag = "statements", params(RoundFilter, Paging), responses((status = 200, body = PageBody<RoundBody>))
)]
#[get("/api/v1/statement-rounds")]
async fn list(
    caller: Caller<ReadGoals>,
    list: List<RoundFilter>,
    app: Data<App>,
) -> Result<Listing<RoundBody>, Problem> {
    list.answer(async |filter, page| {
        let found = app
            .db
            .tenant(caller.scope(), async |tx| store::page(tx, filter, page).await)
            .await?;
        Ok::<_, Problem>(found.map(RoundBody::from))
    })
    .await
}

/// Opens the year's round: every unit, or those named, owes a statement.
#[utoipa::path(
    tag = "statements", request_body = NewRound, params(("Idempotency-Key" = Option<String>, Header,)),
    responses((status = 201, body = RoundBody)), extensions(("x-problems" = json!(["409 round_exists"])))
)]
#[post("/api/v1/statement-rounds")]
async fn open(
    caller: Caller<ManageStatements>,
    new: Json<NewRound>,
    once: Once,
    app: Data<App>,
) -> Result<Created<RoundBody>, Problem> {
    let round = commands::open(&app, &caller, once, new.0).await?;
    Ok(Created::at(
        format!("/api/v1/statement-rounds/{}", round.id),
        round.into(),
    ))
}

/// One round.
#[utoipa::path(
    tag = "statements", params(("id" = RoundId, Path,)), responses((status = 200, body = RoundBody)),
    extensions(("x-problems" = json!(["404 statement_round_not_found"])))
)]
#[get("/api/v1/statement-rounds/{id}")]
async fn read(caller: Caller<ReadGoals>, id: Path<String>, app: Data<App>) -> Result<Versioned<RoundBody>, Problem> {
    let id = path_id(&id, MISSING)?;
    let round = app
        .db
        .tenant(caller.scope(), async |tx| store::find(tx, id).await)
        .await?;
    Ok(Versioned(round.ok_or(RoundError::NotFound)?.into()))
}

/// Gives an open round another day, or asks more units.
#[utoipa::path(
    tag = "statements", params(("id" = RoundId, Path,), ("If-Match" = String, Header,)), request_body = RoundPatch,
    responses((status = 200, body = RoundBody)),
    extensions(("x-problems" = json!(["404 statement_round_not_found", "409 round_locked"])))
)]
#[patch("/api/v1/statement-rounds/{id}")]
async fn change(
    caller: Caller<ManageStatements>,
    id: Path<String>,
    expected: IfMatch,
    patch: Json<RoundPatch>,
    app: Data<App>,
) -> Result<Versioned<RoundBody>, Problem> {
    Ok(Versioned(
        commands::change(&app, &caller, path_id(&id, MISSING)?, expected, patch.0)
            .await?
            .into(),
    ))
}

/// Reminds everybody who owes.
#[utoipa::path(
    tag = "statements", params(("id" = RoundId, Path,), ("If-Match" = String, Header,)),
    responses((status = 200, body = RoundBody)),
    extensions(("x-problems" = json!(["404 statement_round_not_found", "409 round_locked"])))
)]
#[post("/api/v1/statement-rounds/{id}/remind")]
async fn remind(
    caller: Caller<ManageStatements>,
    id: Path<String>,
    expected: IfMatch,
    app: Data<App>,
) -> Result<Versioned<RoundBody>, Problem> {
    Ok(Versioned(
        commands::remind(&app, &caller, path_id(&id, MISSING)?, expected)
            .await?
            .into(),
    ))
}

/// Locks the round and its statements.
#[utoipa::path(
    tag = "statements", params(("id" = RoundId, Path,), ("If-Match" = String, Header,)),
    responses((status = 200, body = RoundBody)),
    extensions(("x-problems" = json!(["404 statement_round_not_found", "409 round_locked"])))
)]
#[post("/api/v1/statement-rounds/{id}/lock")]
async fn lock(
    caller: Caller<ManageStatements>,
    id: Path<String>,
    expected: IfMatch,
    app: Data<App>,
) -> Result<Versioned<RoundBody>, Problem> {
    Ok(Versioned(
        commands::lock(&app, &caller, path_id(&id, MISSING)?, expected)
            .await?
            .into(),
    ))
}

/// What happened to a round.
#[utoipa::path(
    tag = "statements", params(("id" = RoundId, Path,)), responses((status = 200, body = History)),
    extensions(("x-problems" = json!(["404 statement_round_not_found"])))
)]
#[get("/api/v1/statement-rounds/{id}/history")]
async fn history(caller: Caller<ReadGoals>, id: Path<String>, app: Data<App>) -> Result<Plain<History>, Problem> {
    shown::history(
        &app,
        &caller,
        ("statement_round", path_id::<RoundId>(&id, MISSING)?),
        MISSING,
    )
    .await
}
