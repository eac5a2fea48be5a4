//! What the self-test makes: a thing of each service, and how it is taken away again.

use jiff::{SignedDuration, Timestamp};
use platform::clock::Clock;
use serde_json::{Value, json};
use suite::demo::client::{Refusal, Seat, id, version};
use uuid::Uuid;

/// What an earlier test left behind that was interrupted is older than that; a test that runs beside this one is not.
const LEFT_BEHIND: SignedDuration = SignedDuration::from_mins(10);

/// A kind of thing, with the service that keeps it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kind {
    pub service: &'static str,
    /// Its list, below `/api/v1`.
    pub list: &'static str,
    pub called: &'static str,
    body: fn(&str) -> Value,
}

/// One of each service that keeps things. Of none does anything depend on another.
pub(super) const KINDS: [Kind; 3] = [
    Kind {
        service: "tenants",
        list: "/taxonomies",
        called: "a taxonomy",
        body: |word| json!({"key": word, "name": {"en": word}}),
    },
    Kind {
        service: "goals",
        list: "/policies",
        called: "a policy",
        body: |word| json!({"kind": "plan", "title": {"en": word}, "period": {"from": "2026-01-01"}}),
    },
    Kind {
        service: "projects",
        list: "/partners",
        called: "a partner",
        body: |word| json!({"name": word, "kind": "other", "country": "FI"}),
    },
];

/// Something that was made.
#[derive(Clone, Debug)]
pub(super) struct Thing {
    pub kind: Kind,
    pub id: String,
    version: i64,
}

impl Thing {
    /// Makes one that is called by a word nobody else has.
    pub(super) async fn make(by: &Seat, kind: Kind, word: &str) -> Result<Self, Refusal> {
        let made = by.post(kind.list, (kind.body)(word)).await?;
        Ok(Self::read(kind, &made))
    }

    fn read(kind: Kind, body: &Value) -> Self {
        Self {
            kind,
            id: id(body).to_owned(),
            version: version(body),
        }
    }

    pub(super) fn address(&self) -> String {
        format!("{}/{}", self.kind.list, self.id)
    }

    pub(super) async fn take_away(&self, by: &Seat) -> Result<(), Refusal> {
        match by.delete(&self.address(), self.version).await {
            // Somebody else who tests was faster.
            Err(refusal) if refusal.status() == 404 => Ok(()),
            done => done,
        }
    }
}

/// Takes away what interrupted tests left, and tells how much that was.
pub(super) async fn sweep(by: &Seat) -> Result<usize, Refusal> {
    let now = Clock::default().now();
    let mut swept = 0;
    for kind in KINDS {
        for body in by.all(kind.list).await? {
            let thing = Thing::read(kind, &body);
            if is_left_behind(&thing.id, now) {
                thing.take_away(by).await?;
                swept += 1;
            }
        }
    }
    Ok(swept)
}

/// By the time that stands in the id.
fn is_left_behind(id: &str, now: Timestamp) -> bool {
    let made = id.parse::<Uuid>().ok().and_then(|id| id.get_timestamp());
    let made = made.and_then(|at| i64::try_from(at.to_unix().0).ok());
    let made = made.and_then(|second| Timestamp::from_second(second).ok());
    made.is_none_or(|made| made + LEFT_BEHIND < now)
}

/// A word that nobody else has, made of letters alone, so that a search takes it for one word.
pub(super) fn word() -> String {
    let letters = platform::ids::fresh().simple().to_string();
    let letters = letters
        .chars()
        .filter_map(|c| c.to_digit(16))
        .filter_map(|n| char::from_digit(n + 10, 36));
    format!("selftest{}", letters.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_made_of_letters_and_never_made_twice() {
        let (one, other) = (word(), word());
        assert!(one.chars().all(|c| c.is_ascii_lowercase()), "{one}");
        assert!(one.len() <= 50 && one != other, "{one} {other}");
    }

    #[test]
    fn what_was_made_a_while_ago_is_left_behind_and_what_was_made_now_is_not() {
        let id = platform::ids::fresh().to_string();
        let now = Clock::default().now();
        assert!(!is_left_behind(&id, now));
        assert!(is_left_behind(&id, now + SignedDuration::from_mins(11)));
    }
}
