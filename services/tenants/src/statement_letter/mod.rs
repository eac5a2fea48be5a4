//! A letter that asks for a unit's yearly statement. `goals` knows who owes one and how far asking has gone: reminded, at
//! one moment or several, and escalated when the day has passed. Here it becomes mail, because addresses and languages of
//! people are here.
//!
//! A letter hangs on the state that was reached, never on an event's name: each state is noted once, in the transaction
//! that queues its letters, so that repeats, disorder and replays write to nobody twice.

pub mod commands;
pub mod events;
pub mod model;
pub mod store;
