//! Counting from time to time what tenants have, so that each month knows.

use std::time::Duration;

use super::{Month, Stock, store};
use crate::{clock::Clock, db::Db, jobs, lifecycle::Lifecycle};

/// Of whom something changed since it was counted, and everybody once a month.
const GROWN: &str = "SELECT h.tenant_id, h.tenant_id AS id FROM journal_heads h
     LEFT JOIN usage_measured m ON m.tenant_id = h.tenant_id
     WHERE m.position IS DISTINCT FROM h.position OR m.month < date_trunc('month', $1 AT TIME ZONE 'UTC')
     ORDER BY h.tenant_id";

/// Counts what tenants have of a service's stocks, until the process stops.
pub(crate) fn keep_measuring(db: &Db, stocks: &'static [Stock], (clock, period): (&Clock, Duration), life: &Lifecycle) {
    if stocks.is_empty() {
        return;
    }
    let (db, clock) = (db.clone(), clock.clone());
    jobs::every(life, "usage", period, move || {
        let (db, clock) = (db.clone(), clock.clone());
        async move {
            let now = clock.now();
            for (scope, _) in jobs::tenants_with_older(&db, GROWN, now).await? {
                let month = Month::of(now);
                db.tenant(&scope, async |tx| {
                    // Noted first: what changes meanwhile is counted the next time.
                    store::measured(tx, month).await?;
                    for stock in stocks {
                        let amount = store::count(tx, *stock).await?;
                        store::note(tx, month, stock.kind, amount).await?;
                    }
                    Ok::<_, crate::db::DbError>(())
                })
                .await?;
            }
            Ok(())
        }
    });
}
