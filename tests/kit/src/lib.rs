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

mod apart;
mod bucket;
mod client;
mod collector;
mod contract;
pub mod database;
pub mod dump;
mod home;
mod mail_server;
mod mailbox;
mod passage;
mod receiver;
pub mod schema;
mod suite;
mod tenant;
mod wire;

pub use apart::{Apart, Instance};
pub use bucket::Bucket;
pub use client::{Answer, Client};
pub use collector::{Collector, Span};
pub use contract::Contract;
pub use home::Home;
pub use mail_server::MailServer;
pub use mailbox::{Mailbox, Received};
pub use passage::{Ill, Passage};
pub use receiver::{Message, Receiver};
pub use suite::{INTERNAL_SECRET, OPERATOR_EMAIL, OPERATOR_PASSWORD, Suite, free_port, settings};
pub use tenant::{PASSWORD, Tenant};
pub use wire::Wire;
