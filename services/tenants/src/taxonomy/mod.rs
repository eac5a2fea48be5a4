//! A taxonomy is one way to sort work by theme; an organisation may have several. An association can share its own: what
//! is shared is published, at a version, for everybody to adopt. An adopted taxonomy is the adopter's own and remembers
//! where it came from.

pub mod commands;
pub mod events;
pub mod model;
pub mod routes;
pub mod shared;
pub mod store;

pub use model::{Taxonomy, TaxonomyError, TaxonomyId};
