//! Sharing agreements, as `tenants` tells of them: what an owner gives a viewer, decided by a body, until it is revoked.
//!
//! Each side has a row under its own tenant. What an owner has ended counts as ended, whichever side says so first.

pub mod events;
pub mod model;
pub mod store;

pub use model::{Agreement, Dataset, Level, today};
