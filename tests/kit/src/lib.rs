#![doc = include_str!("../README.md")]
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    clippy::disallowed_methods,
    reason = "a test that cannot go on stops"
)]

mod client;
mod contract;
pub mod database;
mod mail_server;
mod mailbox;
mod suite;
mod tenant;

pub use client::{Answer, Client};
pub use contract::Contract;
pub use mail_server::MailServer;
pub use mailbox::{Mailbox, Received};
pub use suite::{Suite, free_port};
pub use tenant::Tenant;
