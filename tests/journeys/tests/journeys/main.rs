//! Stories that cross services.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "the place to be tested comes from the environment, and a story that cannot go on stops"
)]

mod boards;
mod docs;
mod erasure;
mod follow_up;
mod integrations;
mod paper;
mod place;
mod plans;
mod sharing;
mod telemetry;
mod two_steps;
