//! Registers: what the other services own, as their events tell it, kept here to be listed and counted.
//!
//! An entry is a whole record with its version. What is newer replaces what is older, whatever order events arrive in, and
//! a tombstone stays. There may be two copies (generations) at a time: the one that serves, and one being filled anew.

pub mod entry;
pub mod events;
pub mod goals;
pub mod projects;
pub mod routes;
pub mod store;
pub mod tenants;
pub mod units;
pub mod waiting;
