//! Events that a handler rejected: an operator sees them, has them handled again when the cause is mended, or discards them
//! with a reason. What an event says is shown to nobody; where it came from and what was wrong is.

mod model;
mod routes;
mod store;

pub use model::{DeadLetter, DeadLetterFilter, DeadLetterState};
pub use routes::{DeadLetters, Discarding, discard_in, list_of, replay_in};
