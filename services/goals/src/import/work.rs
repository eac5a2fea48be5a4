//! What becomes of the lines of imports: some hundred in a transaction, tenants in turn, until nothing waits.

use std::time::Instant;

use platform::{
    auth::{Caller, Revocations, TenantScope},
    db::TenantTx,
    http::{Faults, Line, Problem},
    known::{self, UNIT},
    lifecycle::Stopping,
};
use tracing::{error, warn};
use uuid::Uuid;

use super::{
    Import, ImportError, ImportId,
    columns::Field,
    commands::{end_of, forget, note},
    fault::LineFault,
    line::{self, Book, Names},
    model::State,
    store,
};
use crate::{
    App, indicator,
    permissions::EnterValues,
    value::{ValueError, many, model::ValueContent},
};

/// How many lines go into one transaction. With 500 each kept a core of the database for a quarter of a second, and everybody
/// else waited for the other one (measured on two: p99 363 ms until a change of somebody else is seen, 233 with 210).
const AT_A_TIME: i64 = 200;

/// What went wrong with lines for no fault of theirs.
#[derive(Debug, thiserror::Error)]
enum Broken {
    #[error(transparent)]
    Import(#[from] ImportError),
    #[error(transparent)]
    Value(#[from] ValueError),
}

impl From<platform::db::DbError> for Broken {
    fn from(cause: platform::db::DbError) -> Self {
        Self::Import(cause.into())
    }
}

/// Goes on with whatever waits, and forgets what is over.
pub async fn work(app: &App, revocations: &Revocations, stop: &Stopping) -> anyhow::Result<()> {
    for (scope, id) in store::over(&app.db, app.clock.now()).await? {
        app.db
            .tenant(&scope, async |tx| match store::take(tx, ImportId(id)).await? {
                Some(import) => forget(tx, &import, "expired", None).await,
                None => Ok(()),
            })
            .await?;
    }
    loop {
        let mut moved = false;
        for (scope, id) in store::under_way(&app.db).await? {
            if stop.now() {
                return Ok(());
            }
            let began = Instant::now();
            moved |= go_on(app, revocations, &scope, ImportId(id)).await?;
            stop.within(app.db.rest_of_bulk(began.elapsed())).await;
        }
        // Another process may have in hand what is left.
        if !moved {
            return Ok(());
        }
    }
}

/// Some lines of one import. False when there was nothing to do for us.
async fn go_on(app: &App, revocations: &Revocations, scope: &TenantScope, id: ImportId) -> anyhow::Result<bool> {
    let done = app
        .db
        .tenant(scope, async |tx| {
            let Some(import) = store::take(tx, id).await?.filter(Import::is_under_way) else {
                return Ok(false);
            };
            let by = allowed(app, revocations, scope, &import);
            let import = match by {
                Ok(by) => some_lines(app, tx, &by, import).await?,
                Err(code) => import.failed(&code, app.clock.now()),
            };
            store::update(tx, &import).await?;
            if !import.is_under_way() {
                note(tx, end_of(&import), &import, Some(import.person_id));
            }
            Ok::<_, Broken>(true)
        })
        .await;
    match done {
        Ok(moved) => Ok(moved),
        Err(cause) => {
            let problem = match cause {
                Broken::Import(cause) => Problem::from(cause),
                Broken::Value(cause) => Problem::from(cause),
            };
            give_up(app, scope, id, &problem).await?;
            Ok(false)
        }
    }
}

/// Who asked, if they still may: their session was not ended, and their roles then were enough.
fn allowed(
    app: &App,
    revocations: &Revocations,
    scope: &TenantScope,
    import: &Import,
) -> Result<Caller<EnterValues>, String> {
    if revocations.is_revoked(import.session_id) {
        return Err("revoked_token".to_owned());
    }
    let rights = import.rights.clone().ok_or("internal")?;
    let who = (import.person_id, import.session_id);
    let caller = rights.caller(scope, who, app.clock.now());
    caller.map_err(|problem| problem.code().to_owned())
}

/// Weather passes, and somebody else may have entered a value at the same moment: both are tried again. Whatever else it
/// is would come again, too.
async fn give_up(app: &App, scope: &TenantScope, id: ImportId, problem: &Problem) -> anyhow::Result<()> {
    let passes = problem.code() == "value_exists" || problem.status().as_u16() == 503;
    if passes {
        warn!("an import will be gone on with: {problem:?}");
        return Ok(());
    }
    error!("an import cannot be gone on with: {problem:?}");
    let fail = async |tx: &mut TenantTx| {
        if let Some(import) = store::take(tx, id).await?.filter(Import::is_under_way) {
            let import = import.failed(problem.code(), app.clock.now());
            store::update(tx, &import).await?;
            note(tx, end_of(&import), &import, Some(import.person_id));
        }
        Ok::<_, ImportError>(())
    };
    Ok(app.db.tenant(scope, fail).await?)
}

/// Looks at the next lines, and enters those that may be. The import stands behind them then, or is at its end.
async fn some_lines(app: &App, tx: &mut TenantTx, by: &Caller<EnterValues>, import: Import) -> Result<Import, Broken> {
    let lines = store::lines::behind(tx, &import, AT_A_TIME).await?;
    if lines.is_empty() {
        if import.state == State::Applying {
            store::lines::forget(tx, import.id).await?;
        }
        return Ok(import.ended(app.clock.now()));
    }
    let book = book(tx, &import, &lines).await?;
    let read: Vec<_> = lines
        .iter()
        .map(|line| line::read(&import.columns, &line.cells, &book))
        .collect();
    let read = spoken_of_once(tx, import.id, &lines, read).await?;
    let judged = many::judge(app, tx, by, read).await?;
    let (mut tally, mut steps, mut faults) = (import.tally, Vec::new(), Vec::new());
    for (line, judged) in lines.iter().zip(judged) {
        match judged {
            Ok(step) => {
                tally.count(step.0.outcome());
                steps.push(step);
            }
            Err(told) => {
                tally.faulty += 1;
                faults.extend(told.iter().map(|fault| LineFault::of(line.number, fault)));
            }
        }
    }
    store::faults::insert(tx, import.id, &faults).await?;
    if import.state == State::Applying {
        tx.is_bulk();
        many::keep(tx, by, &steps).await?;
    }
    Ok(import.further(&lines, tally))
}

/// The names that these lines may use.
async fn book(tx: &mut TenantTx, import: &Import, lines: &[Line]) -> Result<Book, Broken> {
    let names = |field| {
        let at = import.columns.iter().position(|column| column.field == Some(field));
        let said = at
            .into_iter()
            .flat_map(|at| lines.iter().filter_map(move |line| line.cells.get(at)));
        let mut said = said.filter(|cell| !cell.is_empty());
        said.any(|cell| cell.parse::<Uuid>().is_err())
    };
    let mut book = Book::default();
    if names(Field::Indicator) {
        let all = indicator::store::all_names(tx).await?;
        book.indicators = Names::of(all.iter().map(|(id, name)| (*id, name)));
    }
    if names(Field::Unit) {
        book.units = Names::of_known(&known::all(tx, UNIT).await?);
    }
    Ok(book)
}

type Read = Result<ValueContent, Faults>;

/// Of lines that speak of the same place in the same period, the first counts; the others are faults.
async fn spoken_of_once(tx: &mut TenantTx, id: ImportId, lines: &[Line], read: Vec<Read>) -> Result<Vec<Read>, Broken> {
    let place = |content: &ValueContent| format!("{}|{}|{}", content.indicator_id, content.period, content.place());
    let spoken: Vec<(String, i32)> = lines
        .iter()
        .zip(&read)
        .filter_map(|(line, read)| Some((place(read.as_ref().ok()?), line.number)))
        .collect();
    let first = store::lines::first_at(tx, id, &spoken).await?;
    let once = lines.iter().zip(read).map(|(line, read)| {
        let content = read?;
        match first.get(&place(&content)) {
            Some(other) if *other != line.number => Err(Faults::of(
                "",
                "repeated_line",
                format!("Line {other} speaks of the same indicator, period and place."),
            )),
            _ => Ok(content),
        }
    });
    Ok(once.collect())
}
