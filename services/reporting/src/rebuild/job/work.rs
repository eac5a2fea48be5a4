//! Carrying out what was asked for.

use std::time::Duration;

use jiff::SignedDuration;
use platform::{
    db::{DbError, Purpose},
    events::refill::Filling,
    jobs::every,
    lifecycle::Lifecycle,
};
use tracing::warn;

use super::{
    model::{Job, RebuildId},
    store::{self, Ended, Reached},
};
use crate::rebuild::{Difference, Rebuild, RebuildError};

/// How often it is looked whether one was asked for, and how far it is.
const PERIOD: Duration = Duration::from_secs(1);
/// Whoever has said nothing for this long is gone.
const PATIENCE: SignedDuration = SignedDuration::from_secs(60);
/// Differences that are told.
const TOLD: usize = 1_000;

/// Carries out rebuilds, one at a time, until the process stops.
pub fn keep_working(rebuild: Rebuild, life: &Lifecycle) {
    every(life, "rebuilds", PERIOD, move || {
        let rebuild = rebuild.clone();
        async move {
            let now = rebuild.clock.now();
            let take = async |tx: &mut _| Ok::<_, DbError>(store::take(tx, now, now + PATIENCE).await?);
            match rebuild.db.system(Purpose::Catalogue, take).await? {
                Some(job) => Ok(carry_out(&rebuild, &job).await?),
                None => Ok(()),
            }
        }
    });
}

async fn carry_out(rebuild: &Rebuild, job: &Job) -> Result<(), DbError> {
    let filling = Filling::default();
    let mut running = Box::pin(rebuild.run_seen(job.accept, &filling));
    let done = loop {
        tokio::select! {
            done = &mut running => break done,
            () = tokio::time::sleep(PERIOD) => {
                // The rebuild goes on: how far it is can be noted the next time.
                if let Err(cause) = note(rebuild, job.id, &filling).await {
                    warn!("how far the rebuild is could not be noted: {cause}");
                }
            }
        }
    };
    drop(running);
    let ended = match done {
        Ok(summary) => Ended {
            generation: Some(summary.generation),
            states: i64::try_from(summary.states).unwrap_or(i64::MAX),
            differences: told(summary.differences),
            failure: None,
        },
        Err(failure) => Ended {
            failure: Some(words(&failure)),
            differences: match failure {
                RebuildError::Different(differences) => told(differences),
                _ => Vec::new(),
            },
            ..Ended::default()
        },
    };
    let (reached, now) = (reached(&filling), rebuild.clock.now());
    rebuild
        .db
        .system(Purpose::Catalogue, async |tx| {
            store::end(tx, job.id, reached, ended, now).await
        })
        .await
}

async fn note(rebuild: &Rebuild, id: RebuildId, filling: &Filling) -> Result<(), DbError> {
    let (reached, until) = (reached(filling), rebuild.clock.now() + PATIENCE);
    rebuild
        .db
        .system(Purpose::Catalogue, async |tx| store::note(tx, id, reached, until).await)
        .await
}

fn reached(filling: &Filling) -> Reached {
    let (organisations, filled) = filling.reached();
    let number = |many: usize| i64::try_from(many).unwrap_or(i64::MAX);
    Reached {
        organisations: number(organisations),
        filled: number(filled),
    }
}

fn told(mut differences: Vec<Difference>) -> Vec<Difference> {
    differences.truncate(TOLD);
    differences
}

/// With what lies behind it, as far as it is told.
fn words(failure: &RebuildError) -> String {
    match failure {
        RebuildError::Filling(cause) => format!("{failure}: {cause:#}"),
        other => other.to_string(),
    }
}
