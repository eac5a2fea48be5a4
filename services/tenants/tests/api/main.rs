//! Every address of the service, through a socket and a real database.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test that cannot go on stops"
)]

mod broker;
mod geography;
mod invitations;
mod inviting_again;
mod keys;
mod mails;
mod memberships;
mod organisations;
mod passwords;
mod people;
mod plans;
mod roles;
mod saved_views;
mod schema;
mod second_factor;
mod sessions;
mod sharing;
mod sign_in_flood;
mod statement_letters;
mod step_up;
mod subscriptions;
mod support;
mod taxonomies;
mod units;
