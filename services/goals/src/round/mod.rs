//! A round of statements: the yearly question to every unit, with the day by which it is to be answered.
//!
//! Opening a round makes one owed statement for each unit (all of them, or those named). There is one round a year. The
//! day ends at 23:59:59 where the tenant lives. Locking ends the year's writing.

pub mod commands;
pub mod events;
pub mod model;
pub mod routes;
pub mod store;

pub use model::{Round, RoundError, RoundId};
