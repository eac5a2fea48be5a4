//! What people do with an import. What becomes of its lines is in `work.rs`.

use platform::{
    auth::{Caller, Rights},
    db::{TenantTx, take_turns},
    events::{Change, journal},
    http::{Once, Received},
};
use uuid::Uuid;

use super::{
    Import, ImportError, ImportId, events,
    model::{AT_ONCE, Apply, Asking, Check, NewImport, State},
    store,
};
use crate::{App, permissions::EnterValues};

type Result<T> = std::result::Result<T, ImportError>;

fn asking(by: &Caller<EnterValues>) -> Asking {
    Asking {
        person_id: by.person_id(),
        session_id: by.principal().session_id,
        rights: Rights::of(by.principal()),
    }
}

/// Takes a table in.
pub async fn upload(
    app: &App,
    by: &Caller<EnterValues>,
    once: Once,
    new: &NewImport,
    table: &Received,
) -> Result<ImportId> {
    let person = by.person_id();
    app.db
        .once(by.scope(), &by.once(once), async |tx| {
            take_turns(tx, format!("goals/imports/{}/{person}", tx.tenant_id())).await?;
            if store::count(tx, person).await? >= AT_ONCE {
                return Err(ImportError::TooMany);
            }
            let import = Import::uploaded(&new.name, table, asking(by), app.clock.now())?;
            store::insert(tx, &import, &table.lines).await?;
            note(tx, "uploaded", &import, Some(person));
            Ok(import.id)
        })
        .await
}

/// Has every line looked at; nothing is entered.
pub async fn check(app: &App, by: &Caller<EnterValues>, id: ImportId, check: &Check) -> Result<Import> {
    change(app, by, id, "check_asked", async |tx, import| {
        let import = import.to_check(check, asking(by))?;
        store::forget_findings(tx, id).await?;
        Ok(import)
    })
    .await
}

/// Has the lines entered.
pub async fn apply(app: &App, by: &Caller<EnterValues>, id: ImportId, apply: &Apply) -> Result<Import> {
    change(app, by, id, "begun", async |tx, import| {
        let import = import.to_apply(apply, asking(by))?;
        store::faults::forget(tx, id).await?;
        Ok(import)
    })
    .await
}

/// Ends what is under way. Lines that were entered stay.
pub async fn stop(app: &App, by: &Caller<EnterValues>, id: ImportId) -> Result<Import> {
    let now = app.clock.now();
    change(app, by, id, "stopped", async |_, import| import.stopped(now)).await
}

async fn change(
    app: &App,
    by: &Caller<EnterValues>,
    id: ImportId,
    event: &'static str,
    work: impl AsyncFn(&mut TenantTx, Import) -> Result<Import>,
) -> Result<Import> {
    let person = by.person_id();
    app.db
        .tenant(by.scope(), async |tx| {
            let import = store::lock(tx, id, person).await?.ok_or(ImportError::NotFound)?;
            let import = work(tx, import).await?;
            store::update(tx, &import).await?;
            note(tx, event, &import, Some(person));
            Ok(import)
        })
        .await
}

/// Forgets a table that nobody works on. What was entered from it stays.
pub async fn delete(app: &App, by: &Caller<EnterValues>, id: ImportId) -> Result<()> {
    let person = by.person_id();
    app.db
        .tenant(by.scope(), async |tx| {
            let import = store::lock(tx, id, person).await?.ok_or(ImportError::NotFound)?;
            if import.is_under_way() {
                return Err(ImportError::UnderWay);
            }
            forget(tx, &import, "deleted", Some(person)).await
        })
        .await
}

pub(super) async fn forget(tx: &mut TenantTx, import: &Import, event: &'static str, by: Option<Uuid>) -> Result<()> {
    store::delete(tx, import.id).await?;
    let change = Change::of(import.id, import.version + 1, event, &events::state(import)).deleted();
    journal::append(tx, by.into_iter().fold(change, Change::by));
    Ok(())
}

pub(super) fn note(tx: &mut TenantTx, event: &'static str, import: &Import, by: Option<Uuid>) {
    let change = Change::of(import.id, import.version, event, &events::state(import));
    journal::append(tx, by.into_iter().fold(change, Change::by));
}

/// How what ended is called in the journal.
pub(super) fn end_of(import: &Import) -> &'static str {
    match import.state {
        State::Applied => "finished",
        State::Failed => "failed",
        _ => "checked",
    }
}
