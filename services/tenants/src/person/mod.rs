//! A person signs in with an address and a password, and may belong to several organisations. Nobody's person row
//! belongs to a tenant; what tenants keep of one is in memberships. Personal fields in journals are sealed with the
//! person's own key.

pub mod commands;
pub mod model;
pub mod password;
pub mod routes;
pub mod store;

pub use model::{ColourScheme, Email, Person, PersonError, PersonId};
