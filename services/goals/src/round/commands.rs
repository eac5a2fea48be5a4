//! What can happen to a round.

use platform::{
    auth::Caller,
    db::TenantTx,
    events::{Change, journal},
    http::{IfMatch, Once},
    known::{self, Link, UNIT},
};
use uuid::Uuid;

use super::{
    Round, RoundError, RoundId, events,
    model::{NewRound, RoundPatch, exists_in},
    store,
};
use crate::{
    App,
    permissions::ManageStatements,
    statement::{self, Statement},
};

type Result<T> = std::result::Result<T, RoundError>;

/// Opens the year's round: from now on each unit owes a statement.
pub async fn open(app: &App, by: &Caller<ManageStatements>, once: Once, new: NewRound) -> Result<Round> {
    let named = Link::each(UNIT, new.unit_ids.iter().flatten().copied(), "/unit_ids");
    app.db.check_links(by.scope(), &named).await?;
    app.db
        .once(by.scope(), &by.once(once), async |tx| {
            by.reaches(tx, None, None).await?;
            let units = match new.unit_ids {
                Some(units) => units,
                None => units_of_year(tx, new.year).await?,
            };
            let round = Round::opened(new.year, new.due_on, units.clone(), app.clock.now())?;
            store::insert(tx, &round).await?;
            note(tx, by, "opened", &round);
            owe(tx, by, &round, &units).await?;
            Ok(round)
        })
        .await
}

pub async fn change(
    app: &App,
    by: &Caller<ManageStatements>,
    id: RoundId,
    expected: IfMatch,
    patch: RoundPatch,
) -> Result<Round> {
    let named = Link::each(UNIT, patch.unit_ids.iter().flatten().copied(), "/unit_ids");
    let read = app
        .db
        .tenant(by.scope(), async |tx| store::find(tx, id).await)
        .await?
        .ok_or(RoundError::NotFound)?;
    let new = named
        .into_iter()
        .filter(|link| !read.unit_ids.contains(&link.id))
        .collect::<Vec<_>>();
    app.db.check_links(by.scope(), &new).await?;
    app.db
        .tenant(by.scope(), async |tx| {
            let (round, more) = held(tx, by, id, expected).await?.changed(patch)?;
            store::update(tx, &round).await?;
            note(tx, by, "changed", &round);
            owe(tx, by, &round, &more).await?;
            Ok(round)
        })
        .await
}

/// Asks everybody who owes once more. Each reminder is an event, for whoever makes it a mail.
pub async fn remind(app: &App, by: &Caller<ManageStatements>, id: RoundId, expected: IfMatch) -> Result<Round> {
    app.db
        .tenant(by.scope(), async |tx| {
            let round = held(tx, by, id, expected).await?.reminded()?;
            let today = app.clock.today_of(tx).await?;
            store::update(tx, &round).await?;
            note(tx, by, "reminded", &round);
            for statement in statement::store::lock_of_round(tx, id)
                .await?
                .into_iter()
                .filter(Statement::is_missing)
            {
                let statement = statement.reminded(app.clock.now(), today);
                statement::commands::keep(tx, &statement, "reminded", Some(by.person_id())).await?;
            }
            Ok(round)
        })
        .await
}

/// Ends the year's writing. Who never answered stays missing.
pub async fn lock(app: &App, by: &Caller<ManageStatements>, id: RoundId, expected: IfMatch) -> Result<Round> {
    app.db
        .tenant(by.scope(), async |tx| {
            let today = app.clock.today_of(tx).await?;
            let round = held(tx, by, id, expected).await?.locked(today)?;
            store::update(tx, &round).await?;
            note(tx, by, "locked", &round);
            for statement in statement::store::lock_of_round(tx, id).await? {
                statement::commands::keep(tx, &statement.locked(), "locked", Some(by.person_id())).await?;
            }
            Ok(round)
        })
        .await
}

async fn units_of_year(tx: &mut TenantTx, year: i32) -> Result<Vec<Uuid>> {
    let units = known::all(tx, UNIT).await?;
    Ok(units
        .iter()
        .filter(|unit| exists_in(unit, year))
        .map(|unit| unit.id)
        .collect())
}

async fn owe(tx: &mut TenantTx, by: &Caller<ManageStatements>, round: &Round, units: &[Uuid]) -> Result<()> {
    let owed: Vec<Statement> = units.iter().map(|unit| Statement::owed(round, *unit)).collect();
    statement::store::insert(tx, &owed).await?;
    for statement in &owed {
        statement::commands::note(tx, statement, "owed", Some(by.person_id()));
    }
    Ok(())
}

async fn held(tx: &mut TenantTx, by: &Caller<ManageStatements>, id: RoundId, expected: IfMatch) -> Result<Round> {
    let round = store::lock(tx, id).await?.ok_or(RoundError::NotFound)?;
    by.reaches(tx, None, None).await?;
    expected.holds_for(round.version)?;
    Ok(round)
}

fn note(tx: &mut TenantTx, by: &Caller<ManageStatements>, event: &'static str, round: &Round) {
    let change = Change::of(round.id, round.version, event, &events::state(round));
    journal::append(tx, change.by(by.person_id()));
}
