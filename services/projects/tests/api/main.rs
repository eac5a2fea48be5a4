//! The projects service through a socket, against a real database.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on stops"
)]

mod activities;
mod applications;
mod attachments;
mod days;
mod exports;
mod names;
mod networks;
mod partners;
mod programmes;
mod projects;
mod restoring;
mod schema;
mod support;
mod units;
