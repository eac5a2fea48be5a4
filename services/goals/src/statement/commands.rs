//! What can happen to a statement.

use platform::{
    auth::Caller,
    db::{DbResult, TenantTx},
    events::{Change, journal},
    http::IfMatch,
    jobs,
    known::added,
};
use uuid::Uuid;

use super::{Statement, StatementError, StatementId, events, model::StatementPatch, store};
use crate::{App, permissions::EditStatements, round};

type Result<T> = std::result::Result<T, StatementError>;

pub async fn write(
    app: &App,
    by: &Caller<EditStatements>,
    id: StatementId,
    expected: IfMatch,
    patch: &StatementPatch,
) -> Result<Statement> {
    let read = app.db.tenant(by.scope(), async |tx| store::find(tx, id).await).await?;
    let read = read.ok_or(StatementError::NotFound)?;
    let links = patch.over(&read.content)?.links();
    app.db
        .check_links(by.scope(), &added(&read.content.links(), links))
        .await?;
    app.db
        .tenant(by.scope(), async |tx| {
            let statement = held(tx, by, id, expected).await?;
            let content = patch.over(&statement.content)?;
            let statement = statement.written(content)?;
            keep(tx, &statement, "written", Some(by.person_id())).await?;
            Ok(statement)
        })
        .await
}

pub async fn submit(app: &App, by: &Caller<EditStatements>, id: StatementId, expected: IfMatch) -> Result<Statement> {
    app.db
        .tenant(by.scope(), async |tx| {
            let statement = held(tx, by, id, expected).await?;
            let today = app.clock.today_of(tx).await?;
            let statement = statement.submitted(today)?;
            keep(tx, &statement, "submitted", Some(by.person_id())).await?;
            Ok(statement)
        })
        .await
}

pub async fn reopen(app: &App, by: &Caller<EditStatements>, id: StatementId, expected: IfMatch) -> Result<Statement> {
    app.db
        .tenant(by.scope(), async |tx| {
            let statement = held(tx, by, id, expected).await?.reopened()?;
            keep(tx, &statement, "reopened", Some(by.person_id())).await?;
            Ok(statement)
        })
        .await
}

/// Marks what became overdue: a job, tenant by tenant. Marked once, so that repeating it tells nobody twice.
pub async fn escalate(app: &App) -> DbResult<()> {
    for scope in jobs::each_tenant(&app.db).await? {
        app.db
            .tenant(&scope, async |tx| {
                let today = app.clock.today_of(tx).await?;
                let overdue = round::store::open_and_due_before(tx, today).await?;
                for statement in store::lock_not_escalated(tx, &overdue).await? {
                    keep(tx, &statement.escalated(), "escalated", None).await?;
                }
                Ok::<_, platform::db::DbError>(())
            })
            .await?;
    }
    Ok(())
}

async fn held(tx: &mut TenantTx, by: &Caller<EditStatements>, id: StatementId, expected: IfMatch) -> Result<Statement> {
    let statement = store::lock(tx, id).await?.ok_or(StatementError::NotFound)?;
    by.reaches(tx, Some(statement.unit_id), statement.content.owner_id)
        .await?;
    expected.holds_for(statement.version)?;
    Ok(statement)
}

/// Keeps a changed statement and tells of it.
pub async fn keep(tx: &mut TenantTx, statement: &Statement, event: &'static str, by: Option<Uuid>) -> DbResult<()> {
    store::update(tx, statement).await?;
    note(tx, statement, event, by);
    Ok(())
}

pub fn note(tx: &mut TenantTx, statement: &Statement, event: &'static str, by: Option<Uuid>) {
    let change = Change::of(statement.id, statement.version, event, &events::state(statement));
    journal::append(tx, by.into_iter().fold(change, Change::by));
}
