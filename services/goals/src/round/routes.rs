//! How rounds are asked for.

use actix_web::{
    get, patch, post,
    web::{Data, Json as Plain},
};
use jiff::{Timestamp, civil::Date};
use platform::{
    auth::Caller,
    http::{
        Answer, Cell, Created, Filter, History, IfMatch, Json, List, Listing, Named, Once, PageBody, Paging, Problem,
        Tabular, Versioned,
    },
    ids::Identity as _,
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
};

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
            Cell::from(self.locked_on),
            i64::from(self.reminders).into(),
        ]
    }
}

impl From<RoundError> for Problem {
    fn from(error: RoundError) -> Self {
        match error {
            RoundError::NotFound => Self::not_found(RoundId::MISSING),
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
    list.of_tenant(&app.db, caller.scope(), store::page).await
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
async fn read(caller: Caller<ReadGoals>, id: Named<RoundId>, app: Data<App>) -> Result<Versioned<RoundBody>, Problem> {
    let round = id.found(&app.db, caller.scope(), store::find).await?;
    Ok(Versioned::of(round))
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
    id: Named<RoundId>,
    expected: IfMatch,
    patch: Json<RoundPatch>,
    app: Data<App>,
) -> Result<Versioned<RoundBody>, Problem> {
    Ok(Versioned::of(
        commands::change(&app, &caller, *id, expected, patch.0).await?,
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
    id: Named<RoundId>,
    expected: IfMatch,
    app: Data<App>,
) -> Result<Versioned<RoundBody>, Problem> {
    Ok(Versioned::of(commands::remind(&app, &caller, *id, expected).await?))
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
    id: Named<RoundId>,
    expected: IfMatch,
    app: Data<App>,
) -> Result<Versioned<RoundBody>, Problem> {
    Ok(Versioned::of(commands::lock(&app, &caller, *id, expected).await?))
}

/// What happened to a round.
#[utoipa::path(
    tag = "statements", params(("id" = RoundId, Path,)), responses((status = 200, body = History)),
    extensions(("x-problems" = json!(["404 statement_round_not_found"])))
)]
#[get("/api/v1/statement-rounds/{id}/history")]
async fn history(caller: Caller<ReadGoals>, id: Named<RoundId>, app: Data<App>) -> Result<Plain<History>, Problem> {
    id.history(&app.db, caller.scope()).await
}
