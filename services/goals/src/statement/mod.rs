//! A statement: how one unit uses international work in its operational plan this year.
//!
//! Every body, office, unit and company owes one for each round. It is owed, then a draft, then handed in; the round's lock
//! ends writing, and one that was never handed in stays visibly missing. Asking for it goes in steps: reminders, and
//! escalation when its day has passed; both are events (`reminded`, `escalated`) that others can turn into mails.

pub mod attachments;
pub mod board;
pub mod commands;
pub mod events;
pub mod model;
pub mod routes;
pub mod store;

pub use model::{Statement, StatementError, StatementId};
