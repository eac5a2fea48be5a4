//! A letter to somebody about everything that is theirs to enter or to tidy up. `reporting` knows who is asked about what;
//! here it becomes mail, because addresses and languages of people are here.
//!
//! Each letter is noted once, in the transaction that queues it, so that repeats and replays write to nobody twice.

pub mod commands;
pub mod events;
pub mod store;
