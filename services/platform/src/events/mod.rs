//! Changes as others hear of them: journal, outbox, relay, broker, inbox.

use std::{collections::HashMap, time::Duration};

mod amqp;
mod consumer;
pub mod dead_letters;
pub mod inprocess;
pub mod journal;
pub mod outbox;
mod pace;
pub mod rebuild;
pub mod refill;
mod relay;

pub use amqp::{AmqpConsumer, AmqpDelivery};
pub use consumer::{Consumer, Failure, Generations, Handled, Outcome, Received, progress};
pub use inprocess::InProcess;
pub use journal::{Change, Reason, append};
pub use relay::{Delivery, Relay, tell_others};

/// Small transactions go by the live lane; imports by one of their own, so that they make nobody wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    Live,
    Bulk,
}

impl Lane {
    pub const ALL: [Self; 2] = [Self::Live, Self::Bulk];

    pub fn code(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Bulk => "bulk",
        }
    }

    /// How long what is told of is gathered before it is sent: a round for each of a burst of small changes costs more than
    /// the changes. Imports can wait a little longer, and are told of by everybody's commits.
    fn gathers(self) -> Duration {
        match self {
            Self::Live => Duration::from_millis(10),
            Self::Bulk => Duration::from_millis(100),
        }
    }
}

/// How many events of one tenant are taken in in one transaction.
const TOGETHER: usize = 50;

/// What belongs to one tenant together, in its order; tenants in the order in which they come first.
fn by_tenant<T>(events: impl IntoIterator<Item = T>, tenant: impl Fn(&T) -> &str) -> Vec<Vec<T>> {
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut tenants: Vec<Vec<T>> = Vec::new();
    for event in events {
        let next = tenants.len();
        let place = *places.entry(tenant(&event).to_owned()).or_insert(next);
        match tenants.get_mut(place) {
            Some(events) => events.push(event),
            None => tenants.push(vec![event]),
        }
    }
    tenants
}
