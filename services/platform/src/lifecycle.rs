//! Starting and stopping: every background task is known by name and waited for.

use std::{future::Future, sync::Arc, time::Duration};

use tokio::sync::{Mutex, watch};
use tokio::task::JoinSet;
use tracing::{error, info, warn};

/// How long a stop may take in all: with three seconds for what telemetry still has to send, half a minute.
pub const GRACE: Duration = Duration::from_secs(27);
/// How much of it requests may take that are being answered.
pub const ANSWERS: Duration = Duration::from_secs(15);

/// Holds the tasks of a process and tells them when to stop.
#[derive(Clone)]
pub struct Lifecycle {
    tell: Arc<watch::Sender<bool>>,
    tasks: Arc<Mutex<JoinSet<()>>>,
}

/// Told when the process stops.
#[derive(Clone)]
pub struct Stopping(watch::Receiver<bool>);

impl Default for Lifecycle {
    fn default() -> Self {
        Self {
            tell: Arc::new(watch::channel(false).0),
            tasks: Arc::default(),
        }
    }
}

impl Lifecycle {
    pub fn stopping(&self) -> Stopping {
        Stopping(self.tell.subscribe())
    }

    /// Runs a task until it ends by itself, which it does soon after `stopping`.
    pub fn spawn(&self, name: &'static str, task: impl Future<Output = ()> + Send + 'static) {
        let task = async move {
            task.await;
            info!(task = name, "{name} ended");
        };
        match self.tasks.try_lock() {
            Ok(mut tasks) => {
                tasks.spawn(task);
            }
            Err(_) => {
                // `stop` holds the set: too late to begin anything.
                warn!(task = name, "{name} was not started: the process is stopping");
            }
        }
    }

    /// Asks every task to end and waits for them, at most `GRACE`.
    pub async fn stop(&self) {
        self.stop_within(GRACE).await;
    }

    /// The same where some of the time was needed for something else.
    pub async fn stop_within(&self, time: Duration) {
        self.tell.send_replace(true);
        let mut tasks = self.tasks.lock().await;
        let all = async { while tasks.join_next().await.is_some() {} };
        if tokio::time::timeout(time, all).await.is_err() {
            error!("background tasks did not end within {time:?}");
        }
    }
}

impl Stopping {
    pub fn now(&self) -> bool {
        *self.0.borrow()
    }

    /// Waits for the stop.
    pub async fn wait(&self) {
        let mut told = self.0.clone();
        // An error means the lifecycle is gone, which is a stop as well.
        drop(told.wait_for(|stop| *stop).await);
    }

    /// Waits for a while; true when the process stops meanwhile.
    pub async fn within(&self, time: Duration) -> bool {
        tokio::time::timeout(time, self.wait()).await.is_ok()
    }
}

/// Waits for SIGTERM or Ctrl-C.
pub async fn signal() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = tokio::signal::ctrl_c() => {}
            }
        }
        Err(cause) => {
            warn!("SIGTERM cannot be heard: {cause}");
            drop(tokio::signal::ctrl_c().await);
        }
    }
}
