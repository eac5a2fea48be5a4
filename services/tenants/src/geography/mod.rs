//! Official areas with their dates: municipalities, sub-regions, regions, counties, and what went up in what. Global:
//! the same for every tenant, imported by operators from the classifications of the statistical offices. The same import
//! twice changes nothing.

pub mod commands;
pub mod model;
pub mod routes;
pub mod store;

pub use model::Area;
