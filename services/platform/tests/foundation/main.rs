//! The foundation against a real PostgreSQL and a real broker.
#![expect(clippy::disallowed_methods, reason = "a test of the mechanisms looks beneath them")]
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on stops"
)]

mod delivery;
mod dropped;
mod fitting;
mod migrating;
mod outbox;
mod support;
mod tenancy;
mod turns;
