//! Releases: figures over many organisations, as a viewer sees them for good.
//!
//! A candidate is counted from what those contribute whose agreement is in force, judged by the primary rules, rounded, and
//! written into an append-only ledger, or withheld with one neutral sentence. It is never counted again for its period:
//! what changed later, or who joined or left, would be the difference. A release may be withdrawn, whole.

pub mod cell;
pub mod commands;
pub mod events;
pub mod groups;
pub mod model;
pub mod parameters;
pub mod routes;
pub mod rules;
pub mod store;

pub use cell::Cell;
pub use model::{Release, ReleaseError, ReleaseId};
pub use parameters::Disclosure;
