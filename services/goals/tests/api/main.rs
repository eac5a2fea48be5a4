//! The routes of this service, through a socket, with a real database.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot go on stops"
)]

mod assignments;
mod attachments;
mod goal_links;
mod goals;
mod imports;
mod indicators;
mod journal;
mod levels;
mod policies;
mod schema;
mod statements;
mod support;
