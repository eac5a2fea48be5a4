//! Erasing a person: name, address and everything that tells who it was are gone from every table, and the key under
//! which journals, events and dead letters hold them is destroyed. What was done stays, by somebody no longer known.
//!
//! Erasures are noted outside the database as well. One that was restored from an older copy is told of them when the
//! service starts.

pub mod commands;
pub mod model;
pub mod note;
pub mod routes;
pub mod store;

pub use model::{Erasure, ErasureError};
