//! Making the registers anew while the old ones serve.
//!
//! A second copy (generation) is declared live, so that every event reaches both. Then the journals' latest states fill
//! it, the two copies are compared tenant by tenant, and the serving one is swapped in one statement. Reports and
//! releases are this service's own truth and are not touched; contributions lie in the copies, and what is given by name is
//! copied again from the one that serves.

pub mod job;
mod routes;
mod run;
mod store;

pub use routes::plain;
pub use run::{Difference, Rebuild, RebuildError, Summary};
pub use store::{current, live, serving};
