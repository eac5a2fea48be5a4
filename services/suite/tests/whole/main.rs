//! The whole suite: what none of its services can promise alone.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "servers come from the environment, and a test that cannot go on stops"
)]

mod api_keys;
mod attachments;
mod backup;
mod cache;
mod demo;
mod erasures;
mod hang_ups;
mod limits;
mod operations;
mod rebuild;
mod revocations;
mod selftest;
mod starting;
mod telemetry;
mod trace;
mod webhooks;
