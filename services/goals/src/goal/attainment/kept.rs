//! How the goals of a tenant were doing when somebody asked last. Nothing lags behind: it holds for one day, one position of
//! the journal, in which every change of goals, indicators, values and thresholds is, and one tree of units; the next
//! change of any of them is another one, for which it is worked out anew.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use jiff::civil::Date;
use moka::sync::Cache;
use platform::{
    db::{DbResult, TenantTx},
    events::journal,
};
use uuid::Uuid;

use super::{Status, read, units};
use crate::goal::{GoalId, store};

pub type Statuses = HashMap<GoalId, Status>;

/// As many goals, of all tenants together: some ten megabytes.
const MOST: u64 = 200_000;

/// What it was worked out from.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Basis {
    on: Date,
    position: i64,
    units: BTreeMap<Uuid, Option<Uuid>>,
}

/// What was worked out last, tenant by tenant.
#[derive(Clone)]
pub struct Kept(Cache<Uuid, Arc<(Basis, Arc<Statuses>)>>);

impl Default for Kept {
    fn default() -> Self {
        let weight =
            |_: &Uuid, kept: &Arc<(Basis, Arc<Statuses>)>| u32::try_from(kept.1.len()).unwrap_or(u32::MAX).max(1);
        Self(Cache::builder().max_capacity(MOST).weigher(weight).build())
    }
}

impl Kept {
    /// How every goal of the tenant is doing.
    pub async fn statuses(&self, tx: &mut TenantTx, on: Date) -> DbResult<Arc<Statuses>> {
        // Read first: what is read after it may be newer, and is then kept under a position that nobody will ask for again.
        let position = journal::head(tx).await?;
        let units = units(tx).await?;
        let basis = Basis {
            on,
            position,
            units: units.iter().map(|(id, parent)| (*id, *parent)).collect(),
        };
        let tenant = tx.tenant_id();
        if let Some(kept) = self.0.get(&tenant).filter(|kept| kept.0 == basis) {
            return Ok(kept.1.clone());
        }
        let outlines = store::outlines(tx).await?;
        let statuses = Arc::new(read(tx, &outlines, &units, on).await?.statuses);
        self.0.insert(tenant, Arc::new((basis, statuses.clone())));
        Ok(statuses)
    }
}
