//! The coverage matrix as it was worked out last. It holds for one position of the journal, in which every change of goals, their
//! levels and their ties is, and one number of events taken in, by which it is known what the ties lead to. After a
//! while it is let go all the same: after a restore of the database numbers come again.

use std::{sync::Arc, time::Duration};

use moka::sync::Cache;
use platform::{
    db::{DbResult, TenantTx},
    events::{journal, taken_in},
};
use uuid::Uuid;

use super::{
    coverage::{Coverage, coverage},
    share, store,
};
use crate::goal;

/// As many goals and gaps, of all organisations together: some ten megabytes.
const MOST: u64 = 30_000;
const LONGEST: Duration = Duration::from_mins(10);

/// What it was worked out from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Basis {
    position: i64,
    taken_in: i64,
}

/// What was worked out last, by organisation and level.
#[derive(Clone)]
pub struct Kept(Cache<(Uuid, String), Arc<(Basis, Coverage)>>);

impl Default for Kept {
    fn default() -> Self {
        let weight = |_: &(Uuid, String), kept: &Arc<(Basis, Coverage)>| {
            let held = kept.1.items.len() + kept.1.gaps.len();
            u32::try_from(held).unwrap_or(u32::MAX).max(1)
        };
        let cache = Cache::builder()
            .max_capacity(MOST)
            .weigher(weight)
            .time_to_live(LONGEST);
        Self(cache.build())
    }
}

impl Kept {
    /// The matrix of a level.
    pub async fn of_level(&self, tx: &mut TenantTx, level: &str) -> DbResult<Coverage> {
        // Read first: what is read after it may be newer, and is then kept under a position that nobody asks for again.
        let basis = Basis {
            position: journal::head(tx).await?,
            taken_in: taken_in(tx, 0).await?,
        };
        let place = (tx.tenant_id(), level.to_owned());
        if let Some(kept) = self.0.get(&place).filter(|kept| kept.0 == basis) {
            return Ok(kept.1.clone());
        }
        let goals = goal::store::placed(tx).await?;
        let told = coverage(&goals, level, &store::all(tx).await?, &share::all(tx).await?);
        self.0.insert(place, Arc::new((basis, told.clone())));
        Ok(told)
    }
}
