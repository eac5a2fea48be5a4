//! The time, as something one is handed: tests move it by hand.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use jiff::{SignedDuration, Timestamp, ToSpan, Zoned, civil::Date, tz::TimeZone};

/// Tells the time. Cloning shares the same clock.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    /// Microseconds that a test has moved the clock by; nought in production.
    moved: Arc<AtomicI64>,
}

impl Clock {
    /// Now, to the microsecond: what PostgreSQL keeps, so that an answer equals what is read later.
    #[expect(clippy::disallowed_methods, reason = "the one place that asks the machine")]
    pub fn now(&self) -> Timestamp {
        let now = Timestamp::now()
            .checked_add(SignedDuration::from_micros(self.moved.load(Ordering::Relaxed)))
            .unwrap_or(Timestamp::MAX);
        Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now)
    }

    /// Today in a time zone; an unknown zone counts as UTC.
    pub fn today(&self, zone: &str) -> Date {
        self.zoned(zone).date()
    }

    /// Now in a time zone; an unknown zone counts as UTC.
    pub fn zoned(&self, zone: &str) -> Zoned {
        self.now().to_zoned(TimeZone::get(zone).unwrap_or(TimeZone::UTC))
    }

    /// Moves the clock. Time only ever goes forward in production; a test may choose.
    pub fn advance(&self, by: SignedDuration) {
        let micros = i64::try_from(by.as_micros()).unwrap_or(i64::MAX);
        self.moved.fetch_add(micros, Ordering::Relaxed);
    }

    /// Moves the clock to a moment, from which it goes on.
    pub fn advance_to(&self, moment: Timestamp) {
        self.advance(moment.duration_since(self.now()));
    }
}

/// The last moment of a day in a time zone: a deadline ends there at 23:59:59.
pub fn end_of_day(day: Date, zone: &str) -> Option<Timestamp> {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    let next = day.checked_add(1.day()).ok()?.to_zoned(zone).ok()?;
    next.timestamp().checked_sub(SignedDuration::from_secs(1)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_deadline_ends_at_midnight_of_the_tenants_own_zone() {
        let end = end_of_day(date(2026, 11, 22), "Europe/Helsinki").unwrap();
        assert_eq!(end.to_string(), "2026-11-22T21:59:59Z");
    }

    #[test]
    fn a_moved_clock_is_moved_for_everybody_who_shares_it() {
        let clock = Clock::default();
        let other = clock.clone();
        let before = other.now();
        clock.advance(SignedDuration::from_hours(24));
        assert!(other.now() >= before + SignedDuration::from_hours(24));
    }
}
