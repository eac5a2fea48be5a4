//! Waiting until the registers know what the services have written, so that a report can be locked at stated positions.

use std::{collections::HashMap, time::Duration};

use futures::future::try_join_all;
use platform::{
    auth::TenantScope,
    db::{Db, DbError, TenantTx},
    events::{
        progress,
        refill::{Away, Journals},
    },
};
use tokio::time::{Instant, sleep};

use super::model::{Positions, ReportError};
use crate::rebuild;

/// The services whose journals reports count from.
pub const SOURCES: [&str; 3] = ["tenants", "goals", "projects"];

/// How far the journals of a tenant reach.
pub type Heads = HashMap<&'static str, i64>;

/// Asks every service how far its journal of the tenant reaches.
pub async fn heads(journals: &Journals, scope: &TenantScope) -> Result<Heads, Away> {
    let asked = SOURCES.map(|service| async move { Ok((service, journals.head(service, scope).await?)) });
    Ok(try_join_all(asked).await?.into_iter().collect())
}

/// Waits, a bounded while, until everything up to the heads has been taken in.
pub async fn wait(db: &Db, scope: &TenantScope, heads: &Heads, patience: Duration) -> Result<(), ReportError> {
    let deadline = Instant::now() + patience;
    loop {
        let positions = db.tenant(scope, async |tx| positions(tx).await).await?;
        if reached(&positions, heads) {
            return Ok(());
        }
        if Instant::now() > deadline {
            return Err(ReportError::Behind);
        }
        sleep(Duration::from_millis(40)).await;
    }
}

/// Up to where the copy that serves has taken everything in.
pub async fn positions(tx: &mut TenantTx) -> Result<Positions, DbError> {
    let generation = rebuild::current(tx).await?;
    let progress = progress(tx, generation).await?;
    Ok(SOURCES
        .map(|s| (s.to_owned(), progress.get(s).copied().unwrap_or(0)))
        .into())
}

pub fn reached(positions: &Positions, heads: &Heads) -> bool {
    heads
        .iter()
        .all(|(service, head)| positions.get(*service).is_some_and(|p| p >= head))
}
