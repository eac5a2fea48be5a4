//! Token buckets in this process.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use super::{Asked, Left, Verdict, WINDOW_SECONDS, Whose};

/// From how many buckets on those that are full are thrown away: a full one says nothing.
const MANY: usize = 10_000;

/// A bucket: how many tokens it held at a moment, in microseconds. It fills within the window.
#[derive(Clone, Copy, Debug)]
struct Bucket {
    tokens: f64,
    at: i64,
}

impl Bucket {
    fn full(quota: u32, at: i64) -> Self {
        Self {
            tokens: f64::from(quota),
            at,
        }
    }

    /// What it holds now. A clock that was set back drops nothing in, and takes nothing away; one that was far ahead is
    /// believed no longer than a window.
    fn filled(self, quota: u32, now: i64) -> Self {
        let quota = f64::from(quota);
        let window = i64::from(WINDOW_SECONDS) * 1_000_000;
        let passed = now.saturating_sub(self.at);
        if passed < -window {
            return Self { at: now, ..self };
        }
        let passed = u32::try_from(passed.clamp(0, window)).unwrap_or(0);
        let dropped_in = quota * f64::from(passed) / (f64::from(WINDOW_SECONDS) * 1e6);
        Self {
            tokens: (self.tokens + dropped_in).min(quota),
            at: self.at.max(now),
        }
    }
}

#[derive(Default)]
pub(super) struct Buckets(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    buckets: HashMap<Whose, Bucket>,
    tidy_at: usize,
}

impl Buckets {
    /// Takes a token from each bucket, or, if one of them is empty, from none.
    pub(super) fn take(&self, asked: &[Asked], now: i64) -> Verdict {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.tidy(asked, now);
        let mut held: Vec<Bucket> = asked
            .iter()
            .map(|one| {
                let bucket = kept.buckets.get(&one.whose).copied();
                bucket.map_or_else(|| Bucket::full(one.quota, now), |b| b.filled(one.quota, now))
            })
            .collect();
        let empty = held.iter().position(|bucket| bucket.tokens < 1.0);
        if empty.is_none() {
            for bucket in &mut held {
                bucket.tokens -= 1.0;
            }
        }
        for (one, bucket) in asked.iter().zip(&held) {
            kept.buckets.insert(one.whose, *bucket);
        }
        let left = asked.iter().zip(&held).map(|(one, bucket)| Left {
            whose: one.whose,
            quota: one.quota,
            remaining: whole(bucket.tokens),
        });
        Verdict {
            left: left.collect(),
            refused_by: empty.and_then(|nth| asked.get(nth)).map(|one| one.whose),
        }
    }
}

impl Kept {
    /// Throws away what is full again, whenever there are twice as many as were left the last time.
    fn tidy(&mut self, asked: &[Asked], now: i64) {
        if self.buckets.len() < self.tidy_at.max(MANY) {
            return;
        }
        let window = i64::from(WINDOW_SECONDS) * 1_000_000;
        let asking = |whose: &Whose| asked.iter().any(|one| one.whose == *whose);
        self.buckets
            .retain(|whose, bucket| asking(whose) || now.saturating_sub(bucket.at).abs() < window);
        self.tidy_at = self.buckets.len() * 2;
    }
}

/// Whole tokens: what can still be taken.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "between nought and a quota, which is a u32"
)]
pub(super) fn whole(tokens: f64) -> u32 {
    tokens.max(0.0).floor() as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const SECOND: i64 = 1_000_000;

    fn asked(caller: u128, tenant: u128, (of_caller, of_tenant): (u32, u32)) -> [Asked; 2] {
        [
            Asked {
                whose: Whose::Caller(Uuid::from_u128(caller)),
                quota: of_caller,
            },
            Asked {
                whose: Whose::Tenant(Uuid::from_u128(tenant)),
                quota: of_tenant,
            },
        ]
    }

    fn refused(buckets: &Buckets, asked: &[Asked], now: i64) -> Option<&'static str> {
        buckets.take(asked, now).refused_by.map(Whose::policy)
    }

    #[test]
    fn a_bucket_gives_what_it_holds_and_fills_within_a_minute() {
        let (buckets, one) = (Buckets::default(), asked(1, 1, (6, 100)));
        for left in (0..6).rev() {
            assert_eq!(buckets.take(&one, 0).left[0].remaining, left);
        }
        assert_eq!(refused(&buckets, &one, 0), Some("caller"));
        assert_eq!(refused(&buckets, &one, 9 * SECOND), Some("caller"));
        assert_eq!(refused(&buckets, &one, 10 * SECOND), None);
        assert_eq!(refused(&buckets, &one, 10 * SECOND), Some("caller"));
        assert_eq!(buckets.take(&one, 3_600 * SECOND).left[0].remaining, 5);
    }

    #[test]
    fn what_a_caller_is_refused_takes_nothing_from_the_tenant() {
        let (buckets, one) = (Buckets::default(), asked(1, 1, (2, 5)));
        for _ in 0..10 {
            buckets.take(&one, 0);
        }
        assert_eq!(buckets.take(&one, 0).left[1].remaining, 3);
        let colleague = asked(2, 1, (9, 5));
        for _ in 0..3 {
            assert_eq!(refused(&buckets, &colleague, 0), None);
        }
        assert_eq!(refused(&buckets, &colleague, 0), Some("tenant"));
        assert_eq!(refused(&buckets, &asked(3, 2, (9, 5)), 0), None);
    }

    #[test]
    fn a_clock_set_back_neither_fills_nor_blocks_for_ever() {
        let (buckets, one) = (Buckets::default(), asked(1, 1, (6, 100)));
        let ahead = 1_000_000 * SECOND;
        for _ in 0..6 {
            buckets.take(&one, ahead);
        }
        assert_eq!(refused(&buckets, &one, ahead - 5 * SECOND), Some("caller"));
        // Hours back: the bucket fills from there on.
        assert_eq!(refused(&buckets, &one, 0), Some("caller"));
        assert_eq!(refused(&buckets, &one, 10 * SECOND), None);
    }

    #[test]
    fn what_is_full_again_is_forgotten() {
        let buckets = Buckets::default();
        for nth in 0..u128::try_from(MANY).unwrap() {
            buckets.take(&asked(nth, nth, (5, 5))[..1], 0);
        }
        buckets.take(&asked(1, 1, (5, 5))[..1], 61 * SECOND);
        assert_eq!(buckets.0.lock().unwrap().buckets.len(), 1);
    }
}
