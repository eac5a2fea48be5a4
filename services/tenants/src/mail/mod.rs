//! Outgoing mail: written into a queue by the transaction that causes it, sent by a job, retried ever more seldom, and
//! given up after two days. Letters hold secret links and personal data: they lie encrypted and are emptied when sent.

pub mod commands;
pub mod letters;
pub mod model;
pub mod routes;
pub mod store;

pub use letters::Template;
pub use model::{Mail, MailError, MailId};
