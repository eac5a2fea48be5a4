//! Goal thresholds: from which share of the expected change on a goal is on track, or to be watched. Below that it is off.
//!
//! Until a tenant says otherwise it is 100 and 80 per cent; that is version 0. A goal's status names the version it was told by.

pub mod commands;
pub mod events;
pub mod model;
pub mod routes;
pub mod store;

pub use model::{ThresholdError, Thresholds};
