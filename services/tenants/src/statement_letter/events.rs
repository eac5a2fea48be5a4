//! What `goals` tells of statements.

use contracts::goals::v1 as wire;
use futures::future::BoxFuture;
use platform::{
    db::TenantTx,
    events::{Consumer, Failure, Handled, Received},
    values,
};

use super::{
    commands,
    model::{Reached, Statement, StatementLetterError},
};
use crate::{App, person::PersonId, unit::UnitId};

pub fn consumer(app: &App) -> Consumer {
    let told = app.clone();
    Consumer::new(app.db.clone()).on(
        "goals",
        "statement",
        handler(move |tx, event| {
            let app = told.clone();
            Box::pin(async move { statement(&app, tx, event).await })
        }),
    )
}

/// Says of a closure that its future borrows the transaction, which the compiler does not guess.
fn handler<F>(handler: F) -> F
where
    F: for<'a> Fn(&'a mut TenantTx, Received<wire::Statement>) -> BoxFuture<'a, Handled>,
{
    handler
}

async fn statement(app: &App, tx: &mut TenantTx, event: Received<wire::Statement>) -> Handled {
    if event.deleted {
        return Ok(());
    }
    let statement = read(&event).map_err(Failure::from)?;
    Ok(commands::write_for(app, tx, &statement).await?)
}

fn read(event: &Received<wire::Statement>) -> Result<Statement, StatementLetterError> {
    use StatementLetterError::Unreadable;
    let state = &event.state;
    let owner_id = state.owner_id.as_deref().map(str::parse).transpose();
    let reminders = state.reminders.iter().map(|r| Reached::reminder(&r.at, r.escalated));
    let escalation = (state.escalation == "escalated").then(Reached::escalation);
    Ok(Statement {
        id: event.aggregate_id,
        unit_id: UnitId(state.unit_id.parse().map_err(|_no_id| Unreadable("unit"))?),
        owner_id: owner_id.map_err(|_no_id| Unreadable("owner"))?.map(PersonId),
        year: state.year,
        due_on: values::day(&state.due_on).map_err(|_no_day| Unreadable("day"))?,
        owed: matches!(state.status.as_str(), "owed" | "draft"),
        reached: reminders.chain(escalation).collect(),
    })
}
