//! What one tenant may send by the live lane before the rest goes by the bulk lane.
//!
//! A broker's queue is first come, first served: a tenant that makes thousands of single changes would stand in it before
//! everybody else. So its changes beyond a fair number go where imports go. Readers keep what is newer, whichever lane it
//! came by.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::Instant,
};

use super::Lane;

/// How many a tenant may send at once.
const AT_ONCE: f64 = 500.0;
/// How many of them come back in a second.
const PER_SECOND: f64 = 250.0;
/// From how many tenants on those that are at rest are forgotten.
const MANY: usize = 10_000;

#[derive(Default)]
pub(super) struct Pace(Mutex<HashMap<String, (f64, Instant)>>);

impl Pace {
    /// The lane of a tenant's next event.
    pub(super) fn lane(&self, lane: Lane, tenant_id: &str, now: Instant) -> Lane {
        if lane == Lane::Bulk {
            return lane;
        }
        let mut tenants = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if tenants.len() >= MANY {
            tenants.retain(|_, kept| left(*kept, now) < AT_ONCE);
        }
        let left = tenants.get(tenant_id).map_or(AT_ONCE, |kept| left(*kept, now));
        let (lane, left) = if left < 1.0 {
            (Lane::Bulk, left)
        } else {
            (Lane::Live, left - 1.0)
        };
        tenants.insert(tenant_id.to_owned(), (left, now));
        lane
    }
}

fn left((left, at): (f64, Instant), now: Instant) -> f64 {
    let back = now.saturating_duration_since(at).as_secs_f64() * PER_SECOND;
    (left + back).min(AT_ONCE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn a_tenant_in_a_hurry_overflows_into_the_bulk_lane_and_nobody_else_does() {
        let (pace, now) = (Pace::default(), Instant::now());
        let live = |tenant: &str, now| {
            (0..2_000)
                .filter(|_| pace.lane(Lane::Live, tenant, now) == Lane::Live)
                .count()
        };
        assert_eq!(live("busy", now), 500);
        assert_eq!(pace.lane(Lane::Live, "quiet", now), Lane::Live);
        assert_eq!(live("busy", now + Duration::from_secs(1)), 250);
        assert_eq!(pace.lane(Lane::Bulk, "quiet", now), Lane::Bulk);
    }
}
