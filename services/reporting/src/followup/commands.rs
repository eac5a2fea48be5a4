//! What can happen to a report.

use std::{collections::BTreeMap, time::Duration};

use platform::{
    auth::{Caller, Permission},
    db::TenantTx,
    events::journal::{self, Change},
    http::{IfMatch, Once},
    known::Link,
};
use tracing::warn;
use uuid::Uuid;

use super::{
    catch_up::{self, Heads},
    document, events,
    facts::{Facts, Subject},
    model::{Counted, NewReport, Report, ReportError, ReportId},
    parts::{PartKey, count},
    store,
};
use crate::{
    App,
    permissions::{EditReports, LockReports},
    rebuild,
};

type Result<T> = std::result::Result<T, ReportError>;

/// How long a lock waits for the registers to know everything.
const PATIENCE: Duration = Duration::from_secs(8);
/// How long a draft does; it says itself up to where it counts, so being a little late is no fault.
const DRAFTING: Duration = Duration::from_secs(2);

/// Drafts a report from the registers, in one step.
pub async fn create(app: &App, by: &Caller<EditReports>, new: NewReport, once: Once) -> Result<Report> {
    let links: Vec<Link> = new
        .unit_id
        .into_iter()
        .map(|unit| Link::to("unit", unit, "/unit_id"))
        .collect();
    app.db.check_links(by.scope(), &links).await?;
    await_news(app, by).await?;
    let id: ReportId = app
        .db
        .once(by.scope(), &by.once(once), async |tx| {
            by.reaches(tx, new.unit_id, None).await?;
            let counted = counted(app, tx, new.year, new.unit_id).await?;
            let report = checked(Report::draft(&new, counted, by.person_id())).await?;
            store::insert(tx, &report).await?;
            tell(tx, &report, "drafted", by.person_id());
            Ok::<_, ReportError>(report.id)
        })
        .await?;
    app.db
        .tenant(by.scope(), async |tx| {
            store::find(tx, id).await?.ok_or(ReportError::NotFound)
        })
        .await
}

/// Changes what is written in some parts.
pub async fn write(
    app: &App,
    by: &Caller<EditReports>,
    id: ReportId,
    expected: IfMatch,
    texts: BTreeMap<PartKey, String>,
) -> Result<Report> {
    app.db
        .tenant(by.scope(), async |tx| {
            let report = held(tx, by, id, expected).await?;
            let report = checked(report.write(texts)?).await?;
            keep(tx, report, "edited", by.person_id()).await
        })
        .await
}

/// Counts a draft anew.
pub async fn redraft(app: &App, by: &Caller<EditReports>, id: ReportId, expected: IfMatch) -> Result<Report> {
    await_news(app, by).await?;
    app.db
        .tenant(by.scope(), async |tx| {
            let report = held(tx, by, id, expected).await?;
            let counted = counted(app, tx, report.year, report.unit_id).await?;
            let report = checked(report.redraft(counted)?).await?;
            keep(tx, report, "redrafted", by.person_id()).await
        })
        .await
}

/// Closes a report for good, counted once more when the registers know everything that the services knew when it was
/// asked for. Figures, rows, texts and positions are of one moment.
pub async fn lock(app: &App, by: &Caller<LockReports>, id: ReportId, expected: IfMatch) -> Result<Report> {
    // Who may not, or comes too late, need not wait.
    app.db
        .tenant(by.scope(), async |tx| lockable(tx, by, id, expected).await.map(drop))
        .await?;
    let heads: Heads = catch_up::heads(&app.journals, by.scope()).await?;
    catch_up::wait(&app.db, by.scope(), &heads, PATIENCE).await?;
    app.db
        .snapshot(by.scope(), async |tx| {
            let report = lockable(tx, by, id, expected).await?;
            let counted = counted(app, tx, report.year, report.unit_id).await?;
            if !catch_up::reached(&counted.positions, &heads) {
                return Err(ReportError::Behind);
            }
            let report = checked(report.lock(counted, by.person_id())?).await?;
            if !report.faults.is_empty() {
                return Err(ReportError::Characters(report.faults));
            }
            keep(tx, report, "locked", by.person_id()).await
        })
        .await
}

/// Throws a draft away.
pub async fn delete(app: &App, by: &Caller<EditReports>, id: ReportId, expected: IfMatch) -> Result<()> {
    app.db
        .tenant(by.scope(), async |tx| {
            let report = held(tx, by, id, expected).await?.discard()?;
            store::delete(tx, &report).await?;
            let change = Change::new("report", report.id, report.version, "deleted", &events::state(&report));
            journal::append(tx, change.deleted().by(by.person_id()));
            Ok(())
        })
        .await
}

/// The report, within reach and as the caller read it.
async fn held<P: Permission>(tx: &mut TenantTx, by: &Caller<P>, id: ReportId, expected: IfMatch) -> Result<Report> {
    let report = store::lock(tx, id).await?.ok_or(ReportError::NotFound)?;
    by.reaches(tx, report.unit_id, None).await?;
    expected.holds_for(report.version)?;
    Ok(report)
}

/// The same, but a report that was locked says so, whichever version is named.
async fn lockable(tx: &mut TenantTx, by: &Caller<LockReports>, id: ReportId, expected: IfMatch) -> Result<Report> {
    let report = store::lock(tx, id).await?.ok_or(ReportError::NotFound)?;
    by.reaches(tx, report.unit_id, None).await?;
    if report.status.code() == "locked" {
        return Err(ReportError::AlreadyLocked);
    }
    expected.holds_for(report.version)?;
    Ok(report)
}

async fn keep(tx: &mut TenantTx, report: Report, event: &'static str, by: Uuid) -> Result<Report> {
    store::update(tx, &report).await?;
    tell(tx, &report, event, by);
    Ok(report)
}

fn tell(tx: &mut TenantTx, report: &Report, event: &'static str, by: Uuid) {
    journal::append(
        tx,
        Change::new("report", report.id, report.version, event, &events::state(report)).by(by),
    );
}

/// Everything a report says, counted in this transaction.
async fn counted(app: &App, tx: &mut TenantTx, year: i16, unit: Option<Uuid>) -> Result<Counted> {
    let generation = rebuild::current(tx).await?;
    let positions = catch_up::positions(tx).await?;
    let subject = Subject::load(tx, generation, unit).await?;
    let facts = Facts::load(tx, generation, year, unit).await?;
    Ok(Counted {
        subject,
        figures: count(&facts),
        positions,
        at: app.clock.now(),
    })
}

/// The report with the characters of it that no font can draw. Asking the fonts is work without waiting.
async fn checked(report: Report) -> Result<Report> {
    tokio::task::spawn_blocking(move || {
        let faults = document::missing_characters(&report);
        Report { faults, ..report }
    })
    .await
    .map_err(ReportError::from)
}

/// Gives the registers a moment to hear of what was just written. A service that is away does not stop a draft.
async fn await_news<P: Permission>(app: &App, by: &Caller<P>) -> Result<()> {
    let waited = match catch_up::heads(&app.journals, by.scope()).await {
        Ok(heads) => catch_up::wait(&app.db, by.scope(), &heads, DRAFTING).await,
        Err(away) => Err(away.into()),
    };
    match waited {
        Err(late @ (ReportError::Behind | ReportError::Away(_))) => {
            warn!("a draft may not know the newest changes: {late}");
            Ok(())
        }
        other => other,
    }
}
