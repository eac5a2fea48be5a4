//! A cache that holds nothing that may be lost: in this process, or in Redis. A failing Redis is a miss.

use std::{sync::Arc, time::Duration};

use redis::{
    AsyncCommands as _,
    aio::{ConnectionManager, ConnectionManagerConfig},
};
use secrecy::ExposeSecret as _;
use serde::{Serialize, de::DeserializeOwned};
use tracing::debug;

use crate::{auth::TenantScope, config::CacheKind};

/// One service's cache.
#[derive(Clone)]
pub struct Cache {
    service: &'static str,
    store: Store,
}

#[derive(Clone)]
enum Store {
    Here(moka::future::Cache<String, (Arc<Vec<u8>>, Duration)>),
    Redis(ConnectionManager),
}

/// The cache of one tenant, or of what has no tenant: keys carry it.
pub struct Scoped<'a> {
    cache: &'a Cache,
    prefix: String,
}

struct OwnLifetime;

impl moka::Expiry<String, (Arc<Vec<u8>>, Duration)> for OwnLifetime {
    fn expire_after_create(
        &self,
        _: &String,
        (_, lifetime): &(Arc<Vec<u8>>, Duration),
        _: std::time::Instant,
    ) -> Option<Duration> {
        Some(*lifetime)
    }
}

impl Cache {
    /// Never waits for Redis: it may come up later.
    pub fn open(service: &'static str, kind: &CacheKind) -> anyhow::Result<Self> {
        let store = match kind {
            CacheKind::InProcess => Store::Here(
                moka::future::Cache::builder()
                    .max_capacity(32 * 1024 * 1024)
                    .weigher(|key: &String, (value, _): &(Arc<Vec<u8>>, Duration)| {
                        u32::try_from(key.len() + value.len()).unwrap_or(u32::MAX)
                    })
                    .expire_after(OwnLifetime)
                    .build(),
            ),
            CacheKind::Redis(url) => {
                let client = redis::Client::open(url.expose_secret())?;
                let config = ConnectionManagerConfig::new()
                    .set_response_timeout(Some(Duration::from_millis(150)))
                    .set_connection_timeout(Some(Duration::from_millis(200)))
                    .set_number_of_retries(1);
                Store::Redis(ConnectionManager::new_lazy_with_config(client, config)?)
            }
        };
        Ok(Self { service, store })
    }

    /// A tenant's part of the cache.
    pub fn of(&self, scope: &TenantScope) -> Scoped<'_> {
        Scoped {
            cache: self,
            prefix: format!("{}:t:{}:", self.service, scope.tenant_id()),
        }
    }

    /// The part that belongs to no tenant: throttles of sign-in, say.
    pub fn shared(&self) -> Scoped<'_> {
        Scoped {
            cache: self,
            prefix: format!("{}:g:", self.service),
        }
    }
}

impl Scoped<'_> {
    pub async fn get<T: DeserializeOwned>(&self, key: &str) -> Option<T> {
        let key = format!("{}{key}", self.prefix);
        let bytes = match &self.cache.store {
            Store::Here(map) => map.get(&key).await.map(|(value, _)| value.to_vec()),
            Store::Redis(manager) => manager
                .clone()
                .get::<_, Option<Vec<u8>>>(&key)
                .await
                .unwrap_or_else(|cause| {
                    debug!("a cache read failed: {cause}");
                    None
                }),
        };
        serde_json::from_slice(&bytes?).ok()
    }

    pub async fn put<T: Serialize>(&self, key: &str, value: &T, lifetime: Duration) {
        let Ok(bytes) = serde_json::to_vec(value) else { return };
        let key = format!("{}{key}", self.prefix);
        match &self.cache.store {
            Store::Here(map) => map.insert(key, (Arc::new(bytes), lifetime)).await,
            Store::Redis(manager) => {
                let written: redis::RedisResult<()> =
                    manager.clone().set_ex(&key, bytes, lifetime.as_secs().max(1)).await;
                if let Err(cause) = written {
                    debug!("a cache write failed: {cause}");
                }
            }
        }
    }

    pub async fn forget(&self, key: &str) {
        let key = format!("{}{key}", self.prefix);
        match &self.cache.store {
            Store::Here(map) => map.invalidate(&key).await,
            Store::Redis(manager) => {
                let gone: redis::RedisResult<()> = manager.clone().del(&key).await;
                if let Err(cause) = gone {
                    debug!("a cache entry could not be forgotten: {cause}");
                }
            }
        }
    }
}
