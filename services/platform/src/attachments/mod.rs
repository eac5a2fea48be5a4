//! Attachments: files that people attach to things. Each is an aggregate of its own, with a version, a journal and events;
//! its row lies in the service whose thing it is, its bytes lie on disk or in object storage.
//!
//! Bytes first: a file is taken in piece by piece into a place that nobody sees, looked at, put whole where it belongs, and
//! only then noted in the transaction of its row. A removal goes the other way: first the row says so, then the bytes go. So
//! a row never lacks its bytes, and what dies in between leaves bytes that nothing names, which a job finds.

mod bytes;
mod commands;
mod content;
mod error;
mod intake;
mod lay;
mod model;
mod name;
mod routes;
mod store;
mod work;

use std::{sync::Arc, time::Duration};

use tokio::sync::{Semaphore, SemaphorePermit};

use crate::{clock::Clock, config};

pub use bytes::StoreError;
pub use commands::go_with;
pub use error::AttachmentError;
pub use model::{
    Attachment, AttachmentBody, AttachmentContent, AttachmentFilter, AttachmentId, AttachmentKind, AttachmentPatch,
    FileBytes, NewAttachment, Thing, Whose,
};
pub use routes::{Attached, Incoming, change_of, content_of, history_of, list_of, remove_of, show_of, upload_to};
pub(crate) use work::keep_tidy;

/// So many files are looked at and sent on at once in a process, whatever service they are for, and so long is a turn
/// waited for: what a document is unpacked to and a part of a bucket's object lie in memory meanwhile.
const AT_ONCE: usize = 4;
const WAIT: Duration = Duration::from_secs(15);

/// Where bytes lie and how much is taken. App data of every service.
#[derive(Clone)]
pub struct Attachments {
    /// Absent: this installation keeps no files.
    store: Option<bytes::Store>,
    most_bytes: u64,
    most_of_a_thing: i64,
    most_of_a_tenant: i64,
    /// How long bytes may lie before something has to name them.
    not_yet_noted: Duration,
    /// How often they are held against what names them.
    swept_every: Duration,
    turns: Arc<Semaphore>,
    clock: Clock,
}

impl Attachments {
    pub(crate) fn new(config: &config::Attachments, clock: Clock) -> anyhow::Result<Self> {
        let store = config.store.as_ref().map(bytes::Store::open).transpose()?;
        Ok(Self {
            store,
            most_bytes: config.most_bytes,
            most_of_a_thing: config.most_of_a_thing,
            most_of_a_tenant: config.most_of_a_tenant,
            not_yet_noted: config.not_yet_noted,
            swept_every: config.swept_every,
            turns: Arc::new(Semaphore::new(AT_ONCE)),
            clock,
        })
    }

    /// A turn at looking at a file and sending it on.
    async fn turn(&self) -> Result<SemaphorePermit<'_>, AttachmentError> {
        let turn = tokio::time::timeout(WAIT, self.turns.acquire()).await;
        turn.ok().and_then(Result::ok).ok_or(AttachmentError::Busy)
    }

    /// What a service has of the store.
    fn of(&self, service: &'static str) -> Result<bytes::Store, AttachmentError> {
        let store = self.store.as_ref().ok_or(AttachmentError::Off)?;
        Ok(store.within(service))
    }
}
