//! Two tenants against every table and every operation.
#![expect(clippy::disallowed_methods, reason = "a test of the walls looks behind them")]

mod catalogue;
mod matrix;
mod operations;
mod queries;
mod weakened;
