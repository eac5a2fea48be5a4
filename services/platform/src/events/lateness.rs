//! How late what people do arrives where it is taken in, and how long bulk work rests because of it: taking in what an import
//! caused, and the import itself.
//!
//! While nobody does anything else, an import may have the whole machine. While somebody does, each of its events may delay one
//! that is waited for: the later those come, the longer the import rests after each piece of work. What comes in time is
//! late by what the relay gathers, so beside it an import rests about as long as it worked.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant, SystemTime},
};

use contracts::envelope::v1::Envelope;
use jiff::Timestamp;

use super::Lane;

/// What is late by this rests as long as it worked; twice as late, twice as long.
const IN_TIME: Duration = Duration::from_millis(25);
/// An import goes on, however late the rest is.
const MOST: f64 = 30.0;
const LONGEST: Duration = Duration::from_secs(5);

/// Of one service in a process, shared by its lanes and its own bulk work.
#[derive(Clone, Default)]
pub(crate) struct Lateness(Arc<Mutex<Option<(Duration, Instant)>>>);

impl Lateness {
    /// Live events were taken in just now.
    pub(super) fn heard<'a>(&self, lane: Lane, events: impl IntoIterator<Item = &'a Envelope>) {
        if lane == Lane::Bulk {
            return;
        }
        let recorded = events
            .into_iter()
            .filter_map(|event| event.recorded_at.parse::<Timestamp>().ok());
        if let Some(first) = recorded.min() {
            let behind = SystemTime::now().duration_since(first.into());
            self.keep(behind.unwrap_or_default(), Instant::now());
        }
    }

    fn keep(&self, late: Duration, now: Instant) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let most = kept.map_or(late, |kept| late.max(left(kept, now)));
        *kept = Some((most, now));
    }

    /// How long to rest after a piece of work.
    pub(crate) fn rest(&self, lane: Lane, worked: Duration, now: Instant) -> Duration {
        let kept = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let behind = kept.map_or(Duration::ZERO, |kept| left(kept, now));
        match lane {
            Lane::Live => Duration::ZERO,
            Lane::Bulk => worked
                .mul_f64((behind.as_secs_f64() / IN_TIME.as_secs_f64()).min(MOST))
                .min(LONGEST),
        }
    }
}

/// It is forgotten by half within a second.
fn left((late, at): (Duration, Instant), now: Instant) -> Duration {
    late.mul_f64(0.5_f64.powf(now.saturating_duration_since(at).as_secs_f64()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORKED: Duration = Duration::from_millis(40);

    #[test]
    fn an_import_rests_the_longer_the_later_people_are_served_and_not_at_all_when_it_is_alone() {
        let (lateness, now) = (Lateness::default(), Instant::now());
        let rest = |now| lateness.rest(Lane::Bulk, WORKED, now);
        assert_eq!(rest(now), Duration::ZERO);
        lateness.keep(IN_TIME, now);
        assert_eq!(rest(now), WORKED);
        lateness.keep(IN_TIME * 8, now);
        lateness.keep(IN_TIME, now);
        assert_eq!(rest(now), WORKED * 8, "one that was in time does not excuse the others");
        assert_eq!(rest(now + Duration::from_secs(3)), WORKED);
        assert!(rest(now + Duration::from_mins(1)) < Duration::from_micros(1));
        lateness.keep(Duration::from_hours(1), now);
        assert_eq!(rest(now), WORKED.mul_f64(MOST));
        assert_eq!(lateness.rest(Lane::Live, WORKED, now), Duration::ZERO);
    }
}
