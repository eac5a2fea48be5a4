//! A goal: something the organisation wants to be true, in a tree from the vision down to a unit's measure.
//!
//! One unit answers for it; others work for it or are asked. It may come from an edition of a policy and carries themes.
//! A goal is no assignment: it says what should be reached, not what somebody was told to do. Some goals steer and are to
//! be measured, others give a direction only: `level`, `kind` and `to_be_measured` say so on screen. A closed goal stays
//! readable, and takes no new indicators and no new goals below it.
//!
//! How it is doing is told twice: `attainment` follows from its indicators by a rule, `judgement` is what people hold of it.

pub mod attachments;
pub mod attainment;
pub mod bulk;
pub mod commands;
pub mod events;
pub mod judgement;
pub mod model;
pub mod restoring;
pub mod routes;
pub mod statuses;
pub mod store;
pub mod tree;

pub use model::{Goal, GoalError, GoalId};
