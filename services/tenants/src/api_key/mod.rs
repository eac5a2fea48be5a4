//! A key by which a program acts in its maker's name: within scopes that were chosen for it, and never beyond what its
//! maker may do at that moment. Its secret is told once and kept as a hash. Every service takes it as a bearer; what it
//! stands for is asked for here (`open`), once in five minutes, and ends at once when the key is revoked.

pub mod commands;
pub mod events;
pub mod model;
pub mod routes;
pub mod scope;
pub mod store;

pub use model::{ApiKey, ApiKeyError, ApiKeyId};
pub use scope::Scope;
