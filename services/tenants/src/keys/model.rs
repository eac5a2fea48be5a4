//! Which key signs, and which are published.

use jiff::{SignedDuration, Timestamp};
use platform::auth::token::LIFETIME;

/// How long a key is published before it signs.
pub const AHEAD: SignedDuration = SignedDuration::from_secs(60);
/// How long a key signs before a new one is made.
pub const LIFE: SignedDuration = SignedDuration::from_hours(24 * 30);
/// How long an old key stays beyond the last token it may have signed: clocks differ, and processes remember.
const MARGIN: SignedDuration = SignedDuration::from_mins(2);

/// A key as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    pub generation: i64,
    pub kid: String,
    /// Wrapped with the master key.
    pub secret: Vec<u8>,
    pub created_at: Timestamp,
    pub signs_from: Timestamp,
}

/// The newest key that may sign.
pub fn signing(keys: &[Key], now: Timestamp) -> Option<&Key> {
    keys.iter()
        .filter(|key| key.signs_from <= now)
        .max_by_key(|key| key.generation)
}

/// Keys that others must know: those to come, the one that signs, and older ones whose tokens may live.
pub fn published(keys: &[Key], now: Timestamp) -> impl Iterator<Item = &Key> {
    keys.iter().filter(move |key| {
        let followed = keys
            .iter()
            .filter(|other| other.generation > key.generation)
            .map(|other| other.signs_from)
            .min();
        followed.is_none_or(|from| now < from + LIFETIME + MARGIN)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::ToSpan as _;

    fn key(generation: i64, minute: i64) -> Key {
        let at = Timestamp::UNIX_EPOCH + minute.minutes();
        Key {
            generation,
            kid: generation.to_string(),
            secret: Vec::new(),
            created_at: at,
            signs_from: at + AHEAD,
        }
    }

    fn generations<'a>(keys: impl Iterator<Item = &'a Key>) -> Vec<i64> {
        keys.map(|k| k.generation).collect()
    }

    #[test]
    fn a_new_key_is_published_before_it_signs_and_the_old_one_until_its_tokens_are_dead() {
        let keys = [key(1, 0), key(2, 100)];
        let at = |minute: i64| Timestamp::UNIX_EPOCH + minute.minutes();
        assert_eq!(signing(&keys, at(100)).unwrap().generation, 1);
        assert_eq!(generations(published(&keys, at(100))), [1, 2]);
        assert_eq!(signing(&keys, at(101)).unwrap().generation, 2);
        // A token of the first key, signed at the last moment, lives until minute 106.
        assert_eq!(generations(published(&keys, at(106))), [1, 2]);
        assert_eq!(generations(published(&keys, at(109))), [2]);
    }
}
