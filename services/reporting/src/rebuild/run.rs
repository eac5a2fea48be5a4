//! The rebuild from begin to end.

use std::{
    collections::{BTreeMap, HashMap},
    time::Duration,
};

use platform::{
    auth::TenantScope,
    clock::Clock,
    db::{Db, DbError, DbResult, Purpose, TenantTx},
    events::{
        Consumer, progress,
        refill::{Filled, Filling, Journals, fill, forget},
    },
};
use serde::{Deserialize, Serialize};
use tokio::time::{Instant, sleep};
use tracing::{info, warn};
use utoipa::ToSchema;

use super::store;
use crate::{contribution::store as contributions, register::store as register, sharing};

/// How long the two copies may take to reach the same point.
const PATIENCE: Duration = Duration::from_mins(1);

/// What a rebuild needs.
#[derive(Clone)]
pub struct Rebuild {
    pub db: Db,
    pub consumer: Consumer,
    pub journals: Journals,
    pub clock: Clock,
}

/// What a rebuild did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// The copy that serves from now on.
    pub generation: i32,
    pub tenants: usize,
    pub states: usize,
    /// Registers of tenants whose content changed by the rebuild.
    pub differences: Vec<Difference>,
}

/// A register of an organisation whose content changed by a rebuild.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = RebuildDifference)]
pub struct Difference {
    pub tenant_id: uuid::Uuid,
    #[schema(example = "goals")]
    pub register: String,
    /// Entries in the copy that served, and in the one that was filled.
    pub live: usize,
    pub rebuilt: usize,
}

#[derive(Debug, thiserror::Error)]
pub enum RebuildError {
    /// The copies are not the same, and it was not asked to swap all the same.
    #[error("{} registers differ between the copies", .0.len())]
    Different(Vec<Difference>),
    #[error("the copies did not reach the same point within {PATIENCE:?}: are events being taken in?")]
    Late,
    #[error("another rebuild took over")]
    Overtaken,
    #[error(transparent)]
    Db(#[from] DbError),
    #[error("the registers could not be filled")]
    Filling(#[source] anyhow::Error),
}

impl Rebuild {
    /// Fills a fresh copy, compares, swaps, throws the old one away. With `accept`, differences are told and taken.
    pub async fn run(&self, accept: bool) -> Result<Summary, RebuildError> {
        self.run_seen(accept, &Filling::default()).await
    }

    /// The same, with somebody who looks at how far it is.
    pub async fn run_seen(&self, accept: bool, filling: &Filling) -> Result<Summary, RebuildError> {
        let generation = self
            .db
            .system(Purpose::Catalogue, async |tx| store::begin(tx).await)
            .await?;
        info!("filling generation {generation} of the registers");
        match self.fill_and_swap(generation, accept, filling).await {
            Ok(summary) => {
                info!("generation {generation} of the registers serves");
                self.share_again(&summary.1).await?;
                self.clear(&summary.1).await?;
                Ok(summary.0)
            }
            Err(failure) => {
                warn!("generation {generation} is given up: {failure}");
                let now = self.clock.now();
                self.db
                    .system(Purpose::Catalogue, async |tx| store::give_up(tx, generation, now).await)
                    .await?;
                Err(failure)
            }
        }
    }

    async fn fill_and_swap(
        &self,
        generation: i32,
        accept: bool,
        filling: &Filling,
    ) -> Result<(Summary, Vec<TenantScope>), RebuildError> {
        let filled = fill(&self.consumer, &self.journals, generation, filling)
            .await
            .map_err(RebuildError::Filling)?;
        let mut differences = Vec::new();
        for tenant in &filled {
            differences.extend(self.compare(tenant, generation).await?);
        }
        for difference in &differences {
            warn!(tenant = %difference.tenant_id, "{} entries of {} become {}", difference.live, difference.register,
                difference.rebuilt);
        }
        if !differences.is_empty() && !accept {
            return Err(RebuildError::Different(differences));
        }
        let now = self.clock.now();
        if !self
            .db
            .system(Purpose::Catalogue, async |tx| store::swap(tx, generation, now).await)
            .await?
        {
            return Err(RebuildError::Overtaken);
        }
        let states = filled.iter().map(|f| f.states).sum();
        let summary = Summary {
            generation,
            tenants: filled.len(),
            states,
            differences,
        };
        Ok((summary, filled.into_iter().map(|f| f.scope).collect()))
    }

    /// Compares the copies at a moment in which both have taken in everything that the filling may have seen.
    async fn compare(&self, filled: &Filled, generation: i32) -> Result<Vec<Difference>, RebuildError> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let compared = self
                .db
                .snapshot(&filled.scope, async |tx| {
                    let serving = store::current(tx).await?;
                    let reached = [taken_in(tx, serving).await?, taken_in(tx, generation).await?];
                    if !reached.iter().all(|r| reaches(r, &filled.reaches)) || reached.first() != reached.last() {
                        return Ok::<_, DbError>(None);
                    }
                    Ok(Some((content(tx, serving).await?, content(tx, generation).await?)))
                })
                .await?;
            if let Some((live, rebuilt)) = compared {
                let registers: std::collections::BTreeSet<&String> = live.keys().chain(rebuilt.keys()).collect();
                return Ok(registers
                    .into_iter()
                    .filter(|register| live.get(*register) != rebuilt.get(*register))
                    .map(|register| Difference {
                        tenant_id: filled.scope.tenant_id(),
                        register: register.clone(),
                        live: live.get(register).map_or(0, |(n, _)| *n),
                        rebuilt: rebuilt.get(register).map_or(0, |(n, _)| *n),
                    })
                    .collect());
            }
            if Instant::now() > deadline {
                return Err(RebuildError::Late);
            }
            sleep(Duration::from_millis(50)).await;
        }
    }

    /// What is given by name follows the copy that serves now.
    async fn share_again(&self, tenants: &[TenantScope]) -> Result<(), RebuildError> {
        for scope in tenants {
            self.db
                .tenant(scope, async |tx| sharing::store::begin_fills(tx).await)
                .await?;
        }
        Ok(())
    }

    /// Throws away what retired copies still hold: of this rebuild, and of any that was given up before.
    async fn clear(&self, tenants: &[TenantScope]) -> Result<(), RebuildError> {
        let retired = self
            .db
            .system(Purpose::Catalogue, async |tx| store::retired(tx).await)
            .await?;
        // A delivery that began before the swap may still write into the old copy: let it end first.
        sleep(Duration::from_millis(200)).await;
        for scope in tenants {
            for generation in &retired {
                self.db
                    .tenant(scope, async |tx| {
                        contributions::drop_copy(tx, *generation).await?;
                        register::drop_copy(tx, *generation).await?;
                        forget(tx, *generation).await
                    })
                    .await?;
            }
        }
        Ok(())
    }
}

/// What a copy holds of one tenant: its registers, and what it contributes.
async fn content(tx: &mut TenantTx, generation: i32) -> DbResult<BTreeMap<String, (usize, String)>> {
    let mut content = register::fingerprints(tx, generation).await?;
    let contributed = contributions::fingerprint(tx, generation).await?;
    if contributed.0 > 0 {
        content.insert("contributions".to_owned(), contributed);
    }
    Ok(content)
}

/// How far a copy has come. Filling notes a source that has told nothing yet, hearing does not: both have taken in as much.
async fn taken_in(tx: &mut TenantTx, generation: i32) -> DbResult<HashMap<String, i64>> {
    let mut reached = progress(tx, generation).await?;
    reached.retain(|_, position| *position > 0);
    Ok(reached)
}

/// Whether a copy has taken in everything up to some positions.
fn reaches(progress: &HashMap<String, i64>, wanted: &HashMap<&'static str, i64>) -> bool {
    wanted
        .iter()
        .all(|(source, position)| progress.get(*source).copied().unwrap_or(0) >= *position)
}
