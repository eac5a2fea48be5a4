//! What waits to be sent, and how the relay is woken.

use std::sync::Arc;

use tokio::sync::Notify;

/// The channel on which PostgreSQL carries a wake-up from `serve` to `work`.
pub(crate) const CHANNEL: &str = "samverka_outbox";

/// Wakes the relay after a commit. Many commits make one wake-up, and none of them waits for it: a notification inside
/// the transaction would serialise all commits.
#[derive(Clone)]
pub struct Wake {
    /// For a relay in this process.
    here: Arc<Notify>,
    /// For the task that tells other processes.
    there: Arc<Notify>,
}

impl Wake {
    pub(crate) fn new() -> Self {
        Self {
            here: Arc::new(Notify::new()),
            there: Arc::new(Notify::new()),
        }
    }

    pub(crate) fn after_commit(&self) {
        self.here.notify_waiters();
        self.here.notify_one();
        self.there.notify_one();
    }

    /// Another process committed: only the relay here needs to know.
    pub(crate) fn after_commit_elsewhere(&self) {
        self.here.notify_waiters();
        self.here.notify_one();
    }

    pub(crate) async fn news_here(&self) {
        self.here.notified().await;
    }

    pub(crate) async fn news_to_tell(&self) {
        self.there.notified().await;
    }
}
