//! Boards by the API: the figures, and the rows behind them.

use std::{collections::HashSet, ops::AsyncFnOnce, sync::Arc};

use actix_web::{
    HttpRequest, HttpResponse, get, post,
    web::{Data, Json as Plain},
};
use jiff::civil::Date;
use platform::{
    auth::Caller,
    db::{DbError, DbResult, TenantTx},
    http::{Filter, Json, List, Listing, Once, PageBody, Paging, Problem},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::{
    boards::{
        Figure, Item, Sight,
        completeness::{self, UnitLine},
        international,
        kept::{Basis, Kept, Told},
        leadership,
    },
    letters::{self, Asking, Letters},
    steps::Mine,
};
use crate::{
    App,
    permissions::{AskForWhatIsOwed, ReadRegisters},
    rebuild,
    register::{
        entry::{Days, Entry, Record as _},
        goals::Goal,
        projects::{Application, Project},
        store, waiting,
    },
};

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(leaders)
        .service(leaders_rows)
        .service(internationals)
        .service(internationals_rows)
        .service(complete)
        .service(complete_rows)
        .service(ask);
}

/// How many rows of a figure a board brings along.
const FIRST: usize = 10;

/// A figure of a board.
#[derive(Serialize, ToSchema)]
#[schema(as = CountedBoardFigure)]
struct Counted {
    key: Figure,
    count: usize,
    /// The first few of them.
    #[schema(max_items = 10)]
    first: Vec<Item>,
    /// The list that it counts.
    #[schema(example = "/api/v1/dashboards/leadership/rows?figure=goals_off")]
    rows: String,
}

/// A board, as the one who asks sees it.
#[derive(Serialize, ToSchema)]
#[schema(as = DashboardBoard)]
struct Board {
    /// Today, where the organisation lives.
    #[schema(value_type = String, format = Date)]
    on: Date,
    figures: Vec<Counted>,
}

/// What is owed, as the one who asks sees it.
#[derive(Serialize, ToSchema)]
struct CompletenessBoard {
    #[serde(flatten)]
    board: Board,
    /// Who has entered what this year, and who has not.
    units: Vec<UnitLine>,
}

/// Which rows of a board.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct BoardFilter {
    /// Those that one figure counts.
    pub figure: Option<Figure>,
    /// Of this very unit.
    pub unit_id: Option<Uuid>,
}

impl Filter for BoardFilter {
    const SORTS: &'static [&'static str] = &["position"];
}

/// A board's rows, and for whom and when they hold.
pub struct Seen {
    pub sight: Sight,
    pub items: Vec<Item>,
}

impl Seen {
    fn board(&self, name: &str, figures: &[Figure]) -> Board {
        let of = |key: Figure| self.items.iter().filter(move |item| item.figure == key);
        let counted = |key: &Figure| Counted {
            key: *key,
            count: of(*key).count(),
            first: of(*key).take(FIRST).cloned().collect(),
            rows: format!("/api/v1/dashboards/{name}/rows?figure={}", key.code()),
        };
        Board {
            on: self.sight.today,
            figures: figures.iter().map(counted).collect(),
        }
    }

    /// A page of the rows, in the board's own order.
    async fn listed(self, list: List<BoardFilter>) -> Result<Listing<Item>, Problem> {
        list.answer(async |filter, page| {
            let after = page.key::<i64>()?.map(|(position, _)| position);
            let wanted = |item: &&Item| {
                filter.figure.is_none_or(|figure| item.figure == figure)
                    && filter.unit_id.is_none_or(|unit| item.unit_id == Some(unit))
            };
            let mut rows: Vec<(i64, &Item)> = (0_i64..).zip(self.items.iter().filter(wanted)).collect();
            if page.descending {
                rows.reverse();
            }
            rows.retain(|(n, _)| after.is_none_or(|after| if page.descending { *n < after } else { *n > after }));
            rows.truncate(usize::try_from(page.fetch()).unwrap_or(usize::MAX));
            let cut = page.cut(rows, |(n, row), _| (n.to_string(), row.id));
            Ok::<_, DbError>(cut.map(|(_, row)| row.clone()))
        })
        .await
    }
}

/// What the board is made for.
async fn sight(app: &App, by: &Caller<ReadRegisters>, tx: &mut TenantTx, generation: i32) -> DbResult<Sight> {
    let units = store::units(tx, generation).await?;
    let own = by.reach().units.iter().flat_map(|unit| units.below(*unit)).collect();
    Ok(Sight {
        mine: Mine {
            everything: by.reach().any,
            units: own,
            person: by.person_id(),
        },
        today: app.clock.today(&store::time_zone(tx, generation).await?),
        units,
    })
}

/// Reads the registers at one moment, as far as what was read last does not hold any more, and some goals by their ids.
async fn read<T: Told>(
    app: &App,
    by: &Caller<ReadRegisters>,
    kept: &Kept<T>,
    goals: HashSet<Uuid>,
    anew: impl AsyncFnOnce(&mut TenantTx, i32, Date) -> DbResult<T>,
) -> Result<(Sight, Arc<(Basis, T)>, Vec<Entry<Goal>>), DbError> {
    app.db
        .snapshot(by.scope(), async |tx| {
            let generation = rebuild::current(tx).await?;
            let sight = sight(app, by, tx, generation).await?;
            let goals = waiting::some(tx, generation, goals.into_iter().collect()).await?;
            let basis = Basis::of(tx, generation, sight.today).await?;
            let tenant = tx.tenant_id();
            let told = match kept.known(tenant, basis) {
                Some(told) => told,
                None => kept.keep(tenant, basis, anew(tx, generation, sight.today).await?),
            };
            Ok((sight, told, goals))
        })
        .await
}

async fn leadership_of(app: &App, by: &Caller<ReadRegisters>, request: &HttpRequest) -> Result<Seen, Problem> {
    let anew = async |tx: &mut TenantTx, generation: i32, _: Date| {
        let (applications, projects) = waiting::applications_at(tx, generation, &["idea"]).await?;
        Ok(leadership::Told {
            goals: waiting::standing_at(tx, generation, &["open"]).await?,
            policies: waiting::standing_at(tx, generation, &["proposed"]).await?,
            assignments: waiting::standing_at(tx, generation, &["open"]).await?,
            statements: waiting::standing_at(tx, generation, &["owed", "draft"]).await?,
            projects,
            applications,
        })
    };
    // To its end, whatever the other comes to: a transaction that is broken off takes its connection with it.
    let told = read(app, by, &app.boards.leadership, HashSet::new(), anew);
    let (statuses, told) = futures::join!(app.goals.statuses(request), told);
    let (statuses, (sight, told, _)) = (statuses?, told?);
    Ok(Seen {
        items: leadership::items(&sight, &told.1, &statuses),
        sight,
    })
}

async fn international_of(app: &App, by: &Caller<ReadRegisters>, request: &HttpRequest) -> Result<Seen, Problem> {
    let unserved = app.goals.unserved(request).await?;
    let anew = async |tx: &mut TenantTx, generation: i32, today: Date| {
        let (applications, mut projects) = waiting::applications_at(tx, generation, &Application::WAITING).await?;
        let applied: HashSet<Uuid> = projects.iter().map(|project| project.id).collect();
        let running = store::all::<Project>(tx, generation, Days::on(today)).await?;
        projects.extend(running.into_iter().filter(|project| !applied.contains(&project.id)));
        projects.sort_by_cached_key(|project| (project.body.facets().title, project.id));
        Ok(international::Told {
            networks: store::whole(tx, generation).await?,
            memberships: store::whole(tx, generation).await?,
            activities: store::all(tx, generation, Days::of_year(today.year())).await?,
            projects,
            applications,
            statements: waiting::standing_at(tx, generation, &["owed", "draft"]).await?,
        })
    };
    let (sight, told, unserved) = read(app, by, &app.boards.international, unserved, anew).await?;
    Ok(Seen {
        items: international::items(&sight, &told.1, &unserved),
        sight,
    })
}

async fn completeness_of(app: &App, by: &Caller<ReadRegisters>) -> Result<Seen, Problem> {
    let (sight, told, _) = read(app, by, &app.boards.completeness, HashSet::new(), owed).await?;
    Ok(Seen {
        items: completeness::items(&sight, &told.1),
        sight,
    })
}

pub(super) async fn owed(tx: &mut TenantTx, generation: i32, today: Date) -> DbResult<completeness::Told> {
    Ok(completeness::Told {
        people: store::whole(tx, generation).await?,
        statements: store::whole(tx, generation).await?,
        goals: waiting::dated_at(tx, generation, &["open"]).await?,
        indicators: store::dated(tx, generation).await?,
        without_value: waiting::without_value_since(tx, generation, completeness::fresh_since(today)).await?,
        projects: waiting::dated_elsewhere(tx, generation, &["ended", "rejected"]).await?,
        networks: store::whole(tx, generation).await?,
        memberships: store::dated(tx, generation).await?,
    })
}

/// The leadership's board: my goals, decisions due, what is red, what is overdue.
#[utoipa::path(tag = "dashboards", responses((status = 200, body = Board)))]
#[get("/api/v1/dashboards/leadership")]
async fn leaders(by: Caller<ReadRegisters>, request: HttpRequest, app: Data<App>) -> Result<Plain<Board>, Problem> {
    let seen = Box::pin(leadership_of(&app, &by, &request)).await?;
    Ok(Plain(seen.board("leadership", &leadership::FIGURES)))
}

/// The rows behind the leadership's board.
#[utoipa::path(
    tag = "dashboards", params(BoardFilter, Paging), responses((status = 200, body = PageBody<Item>))
)]
#[get("/api/v1/dashboards/leadership/rows")]
async fn leaders_rows(
    by: Caller<ReadRegisters>,
    list: List<BoardFilter>,
    request: HttpRequest,
    app: Data<App>,
) -> Result<Listing<Item>, Problem> {
    Box::pin(leadership_of(&app, &by, &request)).await?.listed(list).await
}

/// The board of international work: networks, activities, projects, applications, statements, gaps of coverage.
#[utoipa::path(tag = "dashboards", responses((status = 200, body = Board)))]
#[get("/api/v1/dashboards/international")]
async fn internationals(
    by: Caller<ReadRegisters>,
    request: HttpRequest,
    app: Data<App>,
) -> Result<Plain<Board>, Problem> {
    let seen = Box::pin(international_of(&app, &by, &request)).await?;
    Ok(Plain(seen.board("international", &international::FIGURES)))
}

/// The rows behind the board of international work.
#[utoipa::path(
    tag = "dashboards", params(BoardFilter, Paging), responses((status = 200, body = PageBody<Item>))
)]
#[get("/api/v1/dashboards/international/rows")]
async fn internationals_rows(
    by: Caller<ReadRegisters>,
    list: List<BoardFilter>,
    request: HttpRequest,
    app: Data<App>,
) -> Result<Listing<Item>, Problem> {
    Box::pin(international_of(&app, &by, &request))
        .await?
        .listed(list)
        .await
}

/// What is owed and what has grown old, and who has entered it and who has not.
#[utoipa::path(tag = "dashboards", responses((status = 200, body = CompletenessBoard)))]
#[get("/api/v1/dashboards/completeness")]
async fn complete(by: Caller<ReadRegisters>, app: Data<App>) -> Result<Plain<CompletenessBoard>, Problem> {
    let seen = Box::pin(completeness_of(&app, &by)).await?;
    Ok(Plain(CompletenessBoard {
        units: completeness::by_unit(&seen.items),
        board: seen.board("completeness", &completeness::FIGURES),
    }))
}

/// The rows behind the board of what is owed.
#[utoipa::path(
    tag = "dashboards", params(BoardFilter, Paging), responses((status = 200, body = PageBody<Item>))
)]
#[get("/api/v1/dashboards/completeness/rows")]
async fn complete_rows(
    by: Caller<ReadRegisters>,
    list: List<BoardFilter>,
    app: Data<App>,
) -> Result<Listing<Item>, Problem> {
    Box::pin(completeness_of(&app, &by)).await?.listed(list).await
}

/// Writes to everybody whom the board names: one letter to each, with what is theirs.
#[utoipa::path(
    tag = "dashboards", params(("Idempotency-Key" = Option<String>, Header,)), request_body = Asking,
    responses((status = 202, body = Letters))
)]
#[post("/api/v1/dashboards/completeness/letters")]
async fn ask(
    by: Caller<AskForWhatIsOwed>,
    once: Once,
    asking: Json<Asking>,
    app: Data<App>,
) -> Result<HttpResponse, Problem> {
    let letters = Box::pin(letters::write(&app, &by, asking.0, once)).await?;
    Ok(HttpResponse::Accepted().json(letters))
}
