//! Who writes exports: one at a time in each process of a service, tenants in turn, until the process stops.
//!
//! An export is taken for a minute, put off while it goes on. A worker that is killed leaves its minute to run out; then
//! another begins anew, in a file of its own.

use std::time::{Duration, Instant};

use tokio::task::{LocalSet, spawn_blocking};
use tracing::{info, warn};
use uuid::Uuid;

use super::{
    Exports, Place, Writing,
    model::{Claimed, ExportId},
    places::state,
    store,
};
use crate::{
    auth::TenantScope,
    db::{DbResult, TenantTx},
    events::{Change, journal},
    files::Folder,
    http::Problem,
    lifecycle::{Lifecycle, Stopping},
};

/// How often it is asked whether something waits.
const ASK: Duration = Duration::from_secs(1);

/// How often it is looked for files that belong to nothing, and how long a file may lie before its export is noted.
const SWEEP: Duration = Duration::from_mins(10);
const NOT_YET_NOTED: Duration = Duration::from_mins(5);

/// How often an export is begun before it counts as one that cannot be written.
const ATTEMPTS: i32 = 10;

/// Writes a service's exports until the process stops.
pub(crate) fn keep_working(exports: &Exports, service: &'static str, life: &Lifecycle) {
    let (Ok(place), Some(folder)) = (exports.of(service), exports.folder(service)) else {
        return;
    };
    let worker = Worker {
        exports: exports.clone(),
        place: place.clone(),
        folder,
        stop: life.stopping(),
    };
    life.spawn("exports", worker.work());
}

#[derive(Clone)]
struct Worker {
    exports: Exports,
    place: Place,
    folder: Folder,
    stop: Stopping,
}

impl Worker {
    async fn work(self) {
        let mut last = None;
        let mut swept = Instant::now();
        loop {
            if swept.elapsed() > SWEEP {
                swept = Instant::now();
                if let Err(cause) = self.sweep().await {
                    warn!("files that belong to nothing stay for now: {cause:#}");
                }
            }
            match self.turn(&mut last).await {
                // There may be more.
                Ok(true) if !self.stop.now() => continue,
                Ok(_) => {}
                Err(cause) => warn!("exports will be looked at again: {cause:#}"),
            }
            if self.stop.within(ASK).await {
                break;
            }
        }
    }

    /// Forgets what is over and writes what waits. True when it wrote something.
    async fn turn(&self, last: &mut Option<Uuid>) -> anyhow::Result<bool> {
        for (scope, id) in store::over(&self.place.db, self.exports.clock.now()).await? {
            if let Err(cause) = self.folder.remove(scope.tenant_id(), id) {
                warn!("the file of an export that is over stays for now: {cause}");
                continue;
            }
            let forget = async |tx: &mut TenantTx| forget(tx, id, "expired", None).await;
            self.place.db.tenant(&scope, forget).await?;
        }
        let waiting = store::waiting(&self.place.db).await?;
        // They come by tenant: after the one that was served last comes the next.
        let next = waiting
            .iter()
            .find(|(scope, _)| last.is_none_or(|last| scope.tenant_id() > last));
        let Some((scope, id)) = next.or(waiting.first()).cloned() else {
            return Ok(false);
        };
        *last = Some(scope.tenant_id());
        let claim = async |tx: &mut TenantTx| store::claim(tx, id).await;
        if let Some(claimed) = self.place.db.tenant(&scope, claim).await? {
            self.export(scope, claimed).await?;
        }
        Ok(true)
    }

    /// Removes files without an export: somebody died between the two, or deleted the export while it was put there.
    async fn sweep(&self) -> anyhow::Result<()> {
        for (tenant_id, id) in self.folder.lying(NOT_YET_NOTED)? {
            let is_there = async |tx: &mut TenantTx| store::exists(tx, id).await;
            if !self.place.db.tenant(&TenantScope::proven(tenant_id), is_there).await? {
                self.folder.remove(tenant_id, id)?;
            }
        }
        Ok(())
    }

    async fn export(&self, scope: TenantScope, claimed: Claimed) -> anyhow::Result<()> {
        let known = claimed.standing.clone().filter(|_| claimed.attempt <= ATTEMPTS);
        let Some(known) = known else {
            let end = store::End {
                rows: 0,
                bytes: None,
                failure: Some("internal"),
                at: self.exports.clock.now(),
            };
            self.place
                .db
                .tenant(&scope, async |tx| note(tx, &claimed, &end).await)
                .await?;
            return Ok(());
        };
        let (unfinished, file) = self.folder.begin(scope.tenant_id(), claimed.id, claimed.attempt)?;
        let worker = self.clone();
        // A route is not to be sent between threads, and a file is written without waiting: it gets a thread of its own.
        let runtime = tokio::runtime::Handle::current();
        let wrote = spawn_blocking(move || {
            let work = async move {
                let writing = Writing::new(
                    (worker.place.db.clone(), scope.clone()),
                    claimed.clone(),
                    file,
                    worker.exports.auth.revocations.clone(),
                    worker.stop.clone(),
                );
                let principal = known.principal(scope.clone(), claimed.person_id, claimed.session_id);
                let (exports, place) = (&worker.exports, &worker.place);
                let written = exports.write(place, principal, &claimed.list, writing.clone()).await;
                let ended = match written {
                    Ok(()) => writing.finish(unfinished).await,
                    Err(problem) => Err(problem),
                };
                worker.end(&scope, &claimed, &writing, ended).await
            };
            runtime.block_on(LocalSet::new().run_until(work))
        });
        wrote.await?
    }

    async fn end(
        &self,
        scope: &TenantScope,
        claimed: &Claimed,
        writing: &Writing,
        ended: Result<i64, Problem>,
    ) -> anyhow::Result<()> {
        let release = async |tx: &mut TenantTx| store::release(tx, claimed).await;
        if writing.is_left() {
            return Ok(self.place.db.tenant(scope, release).await?);
        }
        // Weather passes: it is written again, by whoever comes first.
        if let Err(problem) = &ended
            && problem.status().is_server_error()
        {
            warn!("an export will be written again: {problem:?}");
            let put_off = async |tx: &mut TenantTx| store::put_off(tx, claimed).await;
            return Ok(self.place.db.tenant(scope, put_off).await?);
        }
        let failure = ended.as_ref().err().map(|problem| problem.code().to_owned());
        let end = store::End {
            rows: writing.rows(),
            bytes: ended.ok(),
            failure: failure.as_deref(),
            at: self.exports.clock.now(),
        };
        let told = self
            .place
            .db
            .tenant(scope, async |tx| note(tx, claimed, &end).await)
            .await?;
        if told {
            info!(rows = end.rows, "an export ended");
            return Ok(());
        }
        // Somebody deleted it at the last moment, or has taken over and will put a file of their own there.
        remove_if_deleted(self, scope, claimed.id).await
    }
}

async fn remove_if_deleted(worker: &Worker, scope: &TenantScope, id: Uuid) -> anyhow::Result<()> {
    let is_there = async |tx: &mut TenantTx| store::exists(tx, id).await;
    if !worker.place.db.tenant(scope, is_there).await? {
        worker.folder.remove(scope.tenant_id(), id)?;
    }
    Ok(())
}

/// The end of an export, in its journal.
async fn note(tx: &mut TenantTx, claimed: &Claimed, end: &store::End<'_>) -> DbResult<bool> {
    let ended = store::finish(tx, claimed, end).await?;
    if ended {
        let event = if end.failure.is_some() { "failed" } else { "finished" };
        let state = state(&claimed.list, claimed.format, Some(end));
        let change = Change::of(ExportId(claimed.id), claimed.version + 1, event, &state);
        journal::append(tx, change.by(claimed.person_id));
    }
    Ok(ended)
}

/// Deletes an export. What it was stays in the journal.
pub(super) async fn forget(tx: &mut TenantTx, id: Uuid, event: &'static str, by: Option<Uuid>) -> DbResult<()> {
    if let Some((version, list, format)) = store::delete(tx, id).await? {
        let change = Change::of(ExportId(id), version + 1, event, &state(&list, format, None)).deleted();
        journal::append(tx, by.into_iter().fold(change, Change::by));
    }
    Ok(())
}
