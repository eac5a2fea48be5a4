//! Sharing agreements: an owner gives a viewer a dataset, by name or inside totals only, for a time, because a body of the
//! owner decided so on a day.
//!
//! It has two sides. Each organisation holds a row, a journal and events of its own under the agreement's one id, and
//! neither reads the other's. Every change writes both rows in one transaction, so what the owner took back the viewer
//! does not have.

pub mod commands;
mod events;
pub mod model;
pub mod routes;
pub mod store;

pub use model::{Agreement, AgreementError, AgreementId};
