//! A rebuild that an operator asks for: noted by whoever serves, carried out by whoever works, and its progress seen by all.

mod model;
pub mod routes;
mod store;
mod work;

pub use work::keep_working;
