//! The routes of reporting through a socket and a real database, fed by real journals in the words of the contract.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test that cannot go on stops"
)]

mod contributions;
mod country;
mod dashboards;
mod dead_letters;
mod documents;
mod locking;
mod rebuilds;
mod registers;
mod releases;
mod reports;
mod schema;
mod search;
mod shared;
mod support;
mod things;
