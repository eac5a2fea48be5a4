//! Changes as others hear of them: journal, outbox, relay, broker, inbox.

use std::time::Duration;

pub mod again;
mod amqp;
mod consumer;
pub mod dead_letters;
pub mod feed;
mod filling;
pub mod inprocess;
pub mod journal;
mod lateness;
pub mod outbox;
mod pace;
pub mod rebuild;
pub mod refill;
mod relay;

pub use amqp::{AmqpConsumer, AmqpDelivery};
pub use consumer::{Consumer, Failure, Generations, Handled, Outcome, Received, progress, taken_in};
pub use inprocess::InProcess;
pub use journal::{Change, Reason, append};
pub(crate) use lateness::Lateness;
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
    /// the changes, and what one tenant does meanwhile is taken in together. Imports can wait a little longer, and are told
    /// of by everybody's commits.
    fn gathers(self) -> Duration {
        match self {
            Self::Live => Duration::from_millis(25),
            Self::Bulk => Duration::from_millis(100),
        }
    }

    /// How many rows are claimed at once. Until they are delivered, a transaction is open in which everybody's dead rows
    /// stay; in the process itself, that takes as long as handling them.
    fn claims(self) -> i64 {
        match self {
            Self::Live => 500,
            Self::Bulk => 100,
        }
    }
}
