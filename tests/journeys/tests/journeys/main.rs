//! Stories that cross services.
#![expect(
    clippy::disallowed_methods,
    reason = "the place to be tested comes from the environment"
)]

mod follow_up;
mod place;
