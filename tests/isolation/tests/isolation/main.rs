//! Two tenants against every table and every operation.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test of the walls looks behind them, and one that cannot go on stops"
)]

mod catalogue;
mod files;
mod manners;
mod matrix;
mod operations;
mod plans;
mod queries;
mod routes;
mod shapes;
mod things;
mod weakened;
