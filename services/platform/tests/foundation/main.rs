//! The foundation against a real PostgreSQL and a real broker.
#![expect(clippy::disallowed_methods, reason = "a test of the mechanisms looks beneath them")]

mod delivery;
mod support;
mod tenancy;
