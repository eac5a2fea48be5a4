//! An organisation is a tenant: a municipality, a joint authority with its owners and their shares, a wellbeing services
//! county, a sub-region, a region, or an association. Its id is the tenant's id, so every tenant has exactly one row
//! here. It keeps the names it had with their dates: an old report stays under the old name. It comes into being when a
//! subscription is approved.

pub mod commands;
pub mod directory;
pub mod events;
pub mod kind;
pub mod model;
pub mod names;
pub mod routes;
pub mod store;

pub use kind::{Country, Kind, State};
pub use model::{Organisation, OrganisationError};
