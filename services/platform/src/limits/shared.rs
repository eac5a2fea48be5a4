//! Token buckets in Redis: the same sums as in this process, in a script, both of a request in one round trip.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use redis::{
    Script,
    aio::{ConnectionManager, ConnectionManagerConfig},
};
use secrecy::ExposeSecret as _;
use tracing::{info, warn};

use super::{Asked, Left, Verdict, WINDOW_SECONDS, Whose};
use crate::config::CacheKind;

/// How long a Redis that failed is left alone, in microseconds of the clock that the buckets go by.
const LEFT_ALONE: i64 = 1_000_000;

#[derive(Clone)]
pub(super) struct Shared {
    redis: ConnectionManager,
    script: Arc<Script>,
    /// When it failed; nought while it works.
    failed_at: Arc<AtomicI64>,
}

impl Shared {
    pub(super) fn open(cache: &CacheKind) -> anyhow::Result<Option<Self>> {
        let CacheKind::Redis(url) = cache else { return Ok(None) };
        let client = redis::Client::open(url.expose_secret())?;
        let config = ConnectionManagerConfig::new()
            .set_response_timeout(Some(Duration::from_millis(100)))
            .set_connection_timeout(Some(Duration::from_millis(200)))
            .set_number_of_retries(0);
        Ok(Some(Self {
            redis: ConnectionManager::new_lazy_with_config(client, config)?,
            script: Arc::new(Script::new(include_str!("take.lua"))),
            failed_at: Arc::default(),
        }))
    }

    /// Nothing when Redis is away: the process goes by its own buckets, and asks again in a second.
    pub(super) async fn take(&self, asked: &[Asked], now: i64) -> Option<Verdict> {
        let failed_at = self.failed_at.load(Ordering::Relaxed);
        if failed_at != 0 && now.saturating_sub(failed_at).abs() < LEFT_ALONE {
            return None;
        }
        match self.ask(asked, now).await {
            Ok(answer) => {
                if self.failed_at.swap(0, Ordering::Relaxed) != 0 {
                    info!("limits are shared between processes again");
                }
                verdict(asked, &answer)
            }
            Err(cause) => {
                if self.failed_at.swap(now, Ordering::Relaxed) == 0 {
                    warn!("Redis is away, and each process goes by limits of its own: {cause}");
                }
                None
            }
        }
    }

    async fn ask(&self, asked: &[Asked], now: i64) -> redis::RedisResult<Vec<i64>> {
        let mut call = self.script.prepare_invoke();
        // One tag for both buckets, or a cluster would look for them in two places.
        let tag = asked.last().map(|one| match one.whose {
            Whose::Caller(id) | Whose::Tenant(id) => id,
        });
        for one in asked {
            let (Whose::Caller(id) | Whose::Tenant(id)) = one.whose;
            let policy = one.whose.policy();
            call.key(format!("limits:{{{}}}:{policy}:{id}", tag.unwrap_or_default()));
        }
        call.arg(now).arg(i64::from(WINDOW_SECONDS) * 1_000_000);
        for one in asked {
            call.arg(one.quota);
        }
        call.invoke_async(&mut self.redis.clone()).await
    }
}

fn verdict(asked: &[Asked], answer: &[i64]) -> Option<Verdict> {
    let (refused, remaining) = answer.split_first()?;
    let left = asked.iter().zip(remaining).map(|(one, remaining)| Left {
        whose: one.whose,
        quota: one.quota,
        remaining: u32::try_from(*remaining).unwrap_or(0),
    });
    let refused = usize::try_from(*refused).ok()?.checked_sub(1);
    Some(Verdict {
        left: left.collect(),
        refused_by: refused.and_then(|nth| asked.get(nth)).map(|one| one.whose),
    })
}
