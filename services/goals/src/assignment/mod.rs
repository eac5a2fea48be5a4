//! An assignment: something a unit was told to do, by a day. It is no goal, though it may serve one, or come from a policy.

pub mod commands;
pub mod events;
pub mod model;
pub mod restoring;
pub mod routes;
pub mod store;

pub use model::{Assignment, AssignmentError, AssignmentId};
