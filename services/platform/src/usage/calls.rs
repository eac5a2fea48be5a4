//! How many calls each tenant made, counted here and written down from time to time.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use jiff::Timestamp;
use tracing::warn;
use uuid::Uuid;

use super::{Month, store};
use crate::{auth::TenantScope, db::Db, lifecycle::Lifecycle};

/// What is counted.
pub(super) const CALLS: &str = "calls";

/// Calls since they were last written down.
#[derive(Clone, Default)]
pub(crate) struct Calls(Arc<Mutex<HashMap<(Uuid, Month), i64>>>);

impl Calls {
    pub(crate) fn count(&self, tenant_id: Uuid, at: Timestamp) {
        self.add((tenant_id, Month::of(at)), 1);
    }

    fn add(&self, whose: (Uuid, Month), many: i64) {
        let mut counted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *counted.entry(whose).or_default() += many;
    }

    /// What is counted of a tenant and not yet written down.
    pub(crate) fn waiting(&self, tenant_id: Uuid, at: Timestamp) -> i64 {
        let counted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        counted.get(&(tenant_id, Month::of(at))).copied().unwrap_or_default()
    }

    fn take(&self) -> HashMap<(Uuid, Month), i64> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Writes down what was counted. What cannot be is counted on.
    async fn write_down(&self, db: &Db) {
        for ((tenant_id, month), many) in self.take() {
            let scope = TenantScope::proven(tenant_id);
            let written = db
                .tenant(&scope, async |tx| store::add(tx, month, CALLS, many).await)
                .await;
            if let Err(cause) = written {
                warn!("calls of {month} are written down later: {cause}");
                self.add((tenant_id, month), many);
            }
        }
    }

    /// Writes down from time to time, and once more when the process stops. One that is killed forgets as much.
    pub(crate) fn keep_writing_down(&self, db: &Db, period: Duration, life: &Lifecycle) {
        let (calls, db, stop) = (self.clone(), db.clone(), life.stopping());
        life.spawn("calls", async move {
            while !stop.within(period).await {
                calls.write_down(&db).await;
            }
            calls.write_down(&db).await;
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::ToSpan as _;

    #[test]
    fn calls_are_counted_for_each_tenant_and_month() {
        let (calls, one, other) = (Calls::default(), Uuid::from_u128(1), Uuid::from_u128(2));
        let november: Timestamp = "2026-11-30T23:59:59Z".parse().unwrap();
        calls.count(one, november);
        calls.count(one, november);
        calls.count(one, november + 1.second());
        calls.count(other, november);
        assert_eq!(calls.waiting(one, november), 2);
        assert_eq!(calls.waiting(one, november + 1.second()), 1);
        assert_eq!(calls.take().len(), 3);
        assert_eq!(calls.waiting(one, november), 0);
    }
}
