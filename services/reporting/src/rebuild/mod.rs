//! Making the registers anew while the old ones serve.
//!
//! A second copy (generation) is declared live, so that every event reaches both. Then the journals' latest states fill
//! it, the two copies are compared tenant by tenant, and the serving one is swapped in one statement. Reports are this
//! service's own truth and are not touched.

mod routes;
mod run;
mod store;

pub use routes::plain;
pub use run::{Rebuild, RebuildError, Summary};
pub use store::{current, live};
