//! The yearly follow-up: what a municipality, or one of its units, tells of a year of international work.
//!
//! Exactly three parts: (a) European and other international projects under way and applications submitted, (b) other
//! international work, (c) concrete effects. A draft is counted from the registers in one step; people write its texts; it
//! is counted once more and locked when the registers have taken in everything the services knew, and then stays as it is.
//! Every figure carries the rows it counts.

mod bodies;
mod catch_up;
mod commands;
mod document;
mod events;
mod facts;
mod figure;
mod model;
mod parts;
pub mod routes;
pub mod store;
mod words;

pub use model::{Report, ReportId};
