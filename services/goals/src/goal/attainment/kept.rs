//! How the goals of a tenant were doing when somebody asked last. Nothing lags behind: it holds for one day, one position of
//! the journal, in which every change of goals, indicators, values and thresholds is, and one tree of units; the next
//! change of any of them is another one, for which it is worked out anew.

use std::{collections::HashMap, sync::Arc};

use jiff::civil::Date;
use moka::sync::Cache;
use platform::{
    db::{DbResult, TenantTx},
    events::journal,
};
use uuid::Uuid;

use super::{Attainment, ChildAttainment, Outline, Status, read, status_in, units, with_those_below};
use crate::goal::{GoalId, store};

pub type Statuses = HashMap<GoalId, Status>;

/// As many goals, of all tenants together: some ten megabytes.
const MOST: u64 = 200_000;

/// What it was worked out from.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Basis {
    on: Date,
    position: i64,
    units: HashMap<Uuid, Option<Uuid>>,
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
        let basis = Basis::of(tx, on).await?;
        if let Some(kept) = self.known(tx, &basis) {
            return Ok(kept);
        }
        let outlines = store::outlines(tx).await?;
        let statuses = Arc::new(read(tx, &outlines, &basis.units, on).await?.statuses);
        self.0.insert(tx.tenant_id(), Arc::new((basis, statuses.clone())));
        Ok(statuses)
    }

    /// How one goal is doing, and what that follows from. Where it is not known how all of them are doing, it is worked out
    /// from what lies below this one.
    pub async fn of_goal(&self, tx: &mut TenantTx, id: GoalId, on: Date) -> DbResult<Attainment> {
        let basis = Basis::of(tx, on).await?;
        let Some(statuses) = self.known(tx, &basis) else {
            let outlines = with_those_below(id, &store::outlines(tx).await?);
            return Ok(read(tx, &outlines, &basis.units, on).await?.whole(id));
        };
        let around = store::outlines_around(tx, id).await?;
        let (own, below): (Vec<Outline>, Vec<Outline>) = around.into_iter().partition(|goal| goal.id == id);
        let alone = read(tx, &own, &basis.units, on).await?.whole(id);
        let below = below.into_iter().filter(|goal| goal.open).map(|goal| ChildAttainment {
            goal_id: goal.id,
            status: status_in(&statuses, goal.id),
        });
        Ok(Attainment {
            status: status_in(&statuses, id),
            children: below.collect(),
            ..alone
        })
    }

    /// What was worked out last, if it still holds.
    fn known(&self, tx: &TenantTx, basis: &Basis) -> Option<Arc<Statuses>> {
        let kept = self.0.get(&tx.tenant_id()).filter(|kept| kept.0 == *basis)?;
        Some(kept.1.clone())
    }
}

impl Basis {
    /// Read first: what is read after it may be newer, and is then kept under a position that nobody will ask for again.
    async fn of(tx: &mut TenantTx, on: Date) -> DbResult<Self> {
        Ok(Self {
            on,
            position: journal::head(tx).await?,
            units: units(tx).await?,
        })
    }
}
