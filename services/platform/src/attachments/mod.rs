//! Attachments: files that people attach to things. Each is an aggregate of its own, with a version, a journal and events;
//! its row lies in the service whose thing it is, its bytes lie on disk or in object storage.
//!
//! Bytes first: a file is taken in piece by piece into a place that nobody sees, looked at, put whole where it belongs, and
//! only then noted in the transaction of its row. A removal goes the other way: first the row says so, then the bytes go. So
//! a row never lacks its bytes, and what dies in between leaves bytes that nothing names, which a job finds.

mod bytes;
mod commands;
mod content;
mod intake;
mod model;
mod name;
mod routes;
mod store;
mod work;

use std::time::Duration;

use crate::{clock::Clock, config};

pub use bytes::StoreError;
pub use commands::go_with;
pub use model::{
    Attachment, AttachmentBody, AttachmentContent, AttachmentError, AttachmentFilter, AttachmentId, AttachmentKind,
    AttachmentPatch, FileBytes, NewAttachment, Thing, Whose,
};
pub use routes::{Attached, Incoming, change_of, content_of, history_of, list_of, remove_of, show_of, upload_to};
pub(crate) use work::keep_tidy;

/// Where bytes lie and how much is taken. App data of every service.
#[derive(Clone)]
pub struct Attachments {
    /// Absent: this installation keeps no files.
    store: Option<bytes::Store>,
    most_bytes: u64,
    most_of_a_thing: i64,
    /// How long bytes may lie before something has to name them.
    not_yet_noted: Duration,
    clock: Clock,
}

impl Attachments {
    pub(crate) fn new(config: &config::Attachments, clock: Clock) -> anyhow::Result<Self> {
        let store = config.store.as_ref().map(bytes::Store::open).transpose()?;
        Ok(Self {
            store,
            most_bytes: config.most_bytes,
            most_of_a_thing: config.most_of_a_thing,
            not_yet_noted: config.not_yet_noted,
            clock,
        })
    }

    /// What a service has of the store.
    fn of(&self, service: &'static str) -> Result<bytes::Store, AttachmentError> {
        let store = self.store.as_ref().ok_or(AttachmentError::Off)?;
        Ok(store.within(service))
    }
}
