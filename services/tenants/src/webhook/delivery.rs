//! What is true of a delivery: one change that is told to one webhook.

use jiff::{SignedDuration, Timestamp};
use platform::{codes, events::feed::Happened, outward::Unsent};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Kind, WebhookId};

platform::id_type!(
    /// Names a delivery; the receiver sees it as `webhook-id`.
    DeliveryId
);

/// How long to wait after each try that was in vain: about three days in all.
const PAUSES: [SignedDuration; 10] = [
    SignedDuration::from_secs(10),
    SignedDuration::from_mins(1),
    SignedDuration::from_mins(5),
    SignedDuration::from_mins(15),
    SignedDuration::from_hours(1),
    SignedDuration::from_hours(3),
    SignedDuration::from_hours(6),
    SignedDuration::from_hours(12),
    SignedDuration::from_hours(24),
    SignedDuration::from_hours(24),
];
/// A receiver that fails is left alone for so long at most before something else is tried.
pub const LONGEST_REST: SignedDuration = SignedDuration::from_mins(5);
/// One that took nothing for so long was away, and whatever waits is sent at once when it is back. Longer than it is left
/// alone.
pub const AWAY: SignedDuration = SignedDuration::from_mins(15);
/// How long it is told what became of a delivery.
pub const KEPT: SignedDuration = SignedDuration::from_hours(24 * 30);

codes! {
    /// What became of it.
    pub enum State as DeliveryState {
        /// To be tried, now or later.
        Waiting = "waiting",
        /// The receiver has taken it.
        Delivered = "delivered",
        /// Given up after about three days.
        Failed = "failed",
    }
}

codes! {
    /// Why the last try was in vain.
    pub enum Fault as DeliveryFault {
        /// The receiver answered with something else than 2xx.
        Answer = "answer",
        /// The receiver did not answer within ten seconds.
        Late = "late",
        /// No connection came about.
        NoConnection = "no_connection",
        /// No address was found for the name.
        UnknownHost = "unknown_host",
        /// The name leads into a private network, or the address is not secure.
        Inward = "inward",
    }
}

impl From<&Unsent> for Fault {
    fn from(unsent: &Unsent) -> Self {
        match unsent {
            Unsent::Late => Self::Late,
            Unsent::Away(_) => Self::NoConnection,
            Unsent::Unknown => Self::UnknownHost,
            Unsent::Inward | Unsent::NotSecure => Self::Inward,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    pub id: DeliveryId,
    pub webhook_id: WebhookId,
    pub kind: Kind,
    pub event: String,
    pub thing_id: Uuid,
    pub thing_version: i64,
    pub deleted: bool,
    /// Where it stands in the journal of its kind's service.
    pub position: i64,
    pub happened_at: Timestamp,
    pub state: State,
    pub attempts: i32,
    pub not_before: Timestamp,
    pub tried_at: Option<Timestamp>,
    /// Of the receiver's last answer.
    pub status: Option<i32>,
    pub fault: Option<Fault>,
    pub created_at: Timestamp,
}

/// What a try led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    pub status: Option<u16>,
    pub fault: Option<Fault>,
}

impl Outcome {
    pub fn of(answer: &Result<u16, Unsent>) -> Self {
        match answer {
            Ok(status) => Self {
                status: Some(*status),
                fault: (!(200..300).contains(status)).then_some(Fault::Answer),
            },
            Err(unsent) => Self {
                status: None,
                fault: Some(unsent.into()),
            },
        }
    }

    pub fn was_taken(self) -> bool {
        self.fault.is_none()
    }

    /// 410: there is nobody any more, and there will not be.
    pub fn is_gone(self) -> bool {
        self.status == Some(410)
    }
}

impl Delivery {
    pub fn new(webhook_id: WebhookId, kind: Kind, happened: &Happened, now: Timestamp) -> Self {
        Self {
            id: DeliveryId::fresh(),
            webhook_id,
            kind,
            event: happened.event.clone(),
            thing_id: happened.aggregate_id,
            thing_version: happened.version,
            deleted: happened.deleted,
            position: happened.position,
            happened_at: happened.recorded_at,
            state: State::Waiting,
            attempts: 0,
            not_before: now,
            tried_at: None,
            status: None,
            fault: None,
            created_at: now,
        }
    }

    #[must_use]
    pub fn after(self, outcome: Outcome, now: Timestamp) -> Self {
        let attempts = self.attempts + 1;
        let pause = pause_after(attempts);
        let (state, not_before) = match pause {
            _ if outcome.was_taken() => (State::Delivered, self.not_before),
            Some(pause) => (State::Waiting, now + pause),
            None => (State::Failed, self.not_before),
        };
        Self {
            state,
            attempts,
            not_before,
            tried_at: Some(now),
            status: outcome.status.map(i32::from),
            fault: outcome.fault,
            ..self
        }
    }

    /// Once more from the beginning, under the same id.
    #[must_use]
    pub fn again(self, now: Timestamp) -> Self {
        Self {
            state: State::Waiting,
            attempts: 0,
            not_before: now,
            ..self
        }
    }

    /// How long the receiver is left alone after it has failed this time.
    pub fn rest(&self) -> SignedDuration {
        pause_after(self.attempts).unwrap_or(LONGEST_REST).min(LONGEST_REST)
    }

    /// As the receiver knows it in all tries.
    pub fn message_id(&self) -> String {
        format!("msg_{}", self.id.0.simple())
    }

    /// What the receiver is told: which thing, and where to ask for it. Never what it says, nor who did it.
    pub fn body(&self, organisation_id: Uuid, base: &str) -> Value {
        let base = base.trim_end_matches('/');
        json!({
            "type": format!("{}.{}", self.kind.code(), self.event),
            "timestamp": self.happened_at.to_string(),
            "data": {
                "organisation_id": organisation_id,
                "kind": self.kind.code(),
                "event": self.event,
                "id": self.thing_id,
                "version": self.thing_version,
                "deleted": self.deleted,
                "url": format!("{base}{}", self.kind.address(self.thing_id)),
            },
        })
    }
}

/// Nothing after the last try.
fn pause_after(attempts: i32) -> Option<SignedDuration> {
    let nth = usize::try_from(attempts).ok()?.checked_sub(1)?;
    PAUSES.get(nth).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn delivery() -> Delivery {
        let happened = Happened {
            position: 7,
            recorded_at: Timestamp::UNIX_EPOCH,
            aggregate: "project".to_owned(),
            aggregate_id: Uuid::from_u128(5),
            version: 3,
            event: "changed".to_owned(),
            deleted: false,
        };
        Delivery::new(
            WebhookId(Uuid::from_u128(1)),
            Kind::Project,
            &happened,
            Timestamp::UNIX_EPOCH,
        )
    }

    #[test]
    fn tries_grow_rarer_and_end_after_about_three_days() {
        let (mut delivery, mut now) = (delivery(), Timestamp::UNIX_EPOCH);
        while delivery.state == State::Waiting {
            delivery = delivery.after(Outcome::of(&Err(Unsent::Late)), now);
            if delivery.state == State::Waiting {
                assert!(delivery.not_before > now);
                now = delivery.not_before;
            }
        }
        let hours = now.duration_since(Timestamp::UNIX_EPOCH).as_hours();
        assert_eq!((delivery.state, delivery.attempts), (State::Failed, 11));
        assert!((60..80).contains(&hours), "{hours} hours");
        let again = delivery.clone().again(now);
        assert_eq!(
            (again.state, again.attempts, again.id),
            (State::Waiting, 0, delivery.id)
        );
    }

    #[test]
    fn whatever_is_not_2xx_is_no_taking_and_a_redirect_least_of_all() {
        let outcome = |status| Outcome::of(&Ok(status));
        assert!(outcome(204).was_taken() && outcome(200).was_taken());
        for status in [301, 302, 307, 400, 410, 500] {
            assert!(!outcome(status).was_taken(), "{status}");
        }
        assert!(outcome(410).is_gone() && !outcome(404).is_gone());
        let failed = delivery().after(outcome(302), Timestamp::UNIX_EPOCH);
        assert_eq!((failed.status, failed.fault), (Some(302), Some(Fault::Answer)));
    }

    #[test]
    fn what_is_told_names_the_thing_and_nothing_that_it_says() {
        let told = delivery().body(Uuid::from_u128(9), "https://samverka.example/");
        assert_eq!(told["type"], "project.changed");
        let data = told["data"].as_object().unwrap();
        let mut fields: Vec<&str> = data.keys().map(String::as_str).collect();
        fields.sort_unstable();
        assert_eq!(
            fields,
            ["deleted", "event", "id", "kind", "organisation_id", "url", "version"]
        );
        let address = format!("https://samverka.example/api/v1/projects/{}", Uuid::from_u128(5));
        assert_eq!(data["url"], address.as_str());
    }
}
