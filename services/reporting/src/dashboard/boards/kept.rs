//! What the registers told of a board last. Nothing lags behind: it holds for one copy of the registers, one number of events
//! that were taken into it, and one day; the next event is another number, for which the registers are read anew. After a
//! while it is let go all the same: after a restore of the database numbers come again.

use std::{sync::Arc, time::Duration};

use jiff::civil::Date;
use moka::sync::Cache;
use platform::{
    db::{DbResult, TenantTx},
    events::taken_in,
};
use uuid::Uuid;

use super::{completeness, international, leadership};

/// As many entries, of all organisations together, for each board: some ten megabytes.
const MOST: u64 = 12_000;
const LONGEST: Duration = Duration::from_mins(10);

/// What a board is made from.
pub trait Told: Send + Sync + 'static {
    /// How many entries of registers it holds.
    fn entries(&self) -> usize;
}

/// When it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Basis {
    generation: i32,
    taken_in: i64,
    on: Date,
}

impl Basis {
    pub async fn of(tx: &mut TenantTx, generation: i32, on: Date) -> DbResult<Self> {
        Ok(Self {
            generation,
            taken_in: taken_in(tx, generation).await?,
            on,
        })
    }
}

/// What was told of one board, organisation by organisation.
pub struct Kept<T>(Cache<Uuid, Arc<(Basis, T)>>);

impl<T> Clone for Kept<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T: Told> Default for Kept<T> {
    fn default() -> Self {
        let weight = |_: &Uuid, kept: &Arc<(Basis, T)>| u32::try_from(kept.1.entries()).unwrap_or(u32::MAX).max(1);
        let cache = Cache::builder()
            .max_capacity(MOST)
            .weigher(weight)
            .time_to_live(LONGEST);
        Self(cache.build())
    }
}

impl<T: Told> Kept<T> {
    /// What was told last, if it still holds.
    pub fn known(&self, tenant: Uuid, basis: Basis) -> Option<Arc<(Basis, T)>> {
        self.0.get(&tenant).filter(|kept| kept.0 == basis)
    }

    pub fn keep(&self, tenant: Uuid, basis: Basis, told: T) -> Arc<(Basis, T)> {
        let kept = Arc::new((basis, told));
        self.0.insert(tenant, kept.clone());
        kept
    }
}

/// What is kept of every board.
#[derive(Clone, Default)]
pub struct KeptBoards {
    pub leadership: Kept<leadership::Told>,
    pub international: Kept<international::Told>,
    pub completeness: Kept<completeness::Told>,
}
