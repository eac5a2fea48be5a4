//! A bucket of object storage that speaks S3.

use std::{fs, io::Seek as _, ops::Range, path::Path, sync::Arc, time::Duration};

use actix_web::web::Bytes;
use anyhow::Context as _;
use futures::{StreamExt as _, TryStreamExt as _, future, stream::BoxStream};
use object_store::{
    GetOptions, ObjectStore, ObjectStoreExt as _, WriteMultipart,
    aws::{AmazonS3, AmazonS3Builder},
    path::Path as Key,
};
use secrecy::ExposeSecret as _;
use uuid::Uuid;

use super::{
    Pieces, StoreError, named, pieces,
    transport::{Transport, repetitions},
};
use crate::config;

/// How much is sent at once: the least that S3 takes as a part of a whole.
const PART: usize = 5 * 1024 * 1024;
/// How many parts may be on their way at once.
const PARTS_AT_ONCE: usize = 2;

/// A bucket, and where in it.
#[derive(Clone, Debug)]
pub(in crate::attachments) struct Bucket {
    store: Arc<AmazonS3>,
    prefix: Key,
}

impl Bucket {
    pub(super) fn open(config: &config::Bucket) -> anyhow::Result<Self> {
        let plain = config.endpoint.as_ref().is_some_and(|url| url.scheme() == "http");
        let mut builder = AmazonS3Builder::new()
            .with_http_connector(Transport)
            .with_bucket_name(&config.name)
            .with_region(&config.region)
            .with_access_key_id(&config.access_key)
            .with_secret_access_key(config.secret_key.expose_secret())
            .with_allow_http(plain)
            // One at a time: not every store knows how to take away many at once.
            .with_disable_bulk_delete(true)
            .with_retry(repetitions());
        if let Some(endpoint) = &config.endpoint {
            builder = builder.with_endpoint(endpoint.as_str().trim_end_matches('/'));
        }
        let store = builder.build().context("the bucket of attachments cannot be used")?;
        Ok(Self {
            store: Arc::new(store),
            prefix: Key::from(config.prefix.as_str()),
        })
    }

    pub(super) fn within(&self, name: &'static str) -> Self {
        Self {
            store: self.store.clone(),
            prefix: self.prefix.clone().join(name),
        }
    }

    fn key(&self, tenant_id: Uuid, id: Uuid) -> Key {
        self.prefix.clone().join(tenant_id.to_string()).join(id.to_string())
    }

    /// Sends a file. It is found when it is whole and not before.
    pub(super) async fn put(&self, tenant_id: Uuid, id: Uuid, mut file: fs::File) -> Result<(), StoreError> {
        file.rewind()?;
        let length = usize::try_from(file.metadata()?.len()).unwrap_or(usize::MAX);
        let key = self.key(tenant_id, id);
        let mut all = Box::pin(pieces(tokio::fs::File::from_std(file)));
        if length <= PART {
            let whole: Vec<Bytes> = all.try_collect().await?;
            self.store.put(&key, whole.into_iter().collect()).await?;
            return Ok(());
        }
        let mut parts = WriteMultipart::new_with_chunk_size(self.store.put_multipart(&key).await?, PART);
        while let Some(piece) = all.next().await {
            let sent = match piece {
                Ok(piece) => {
                    let turn = parts.wait_for_capacity(PARTS_AT_ONCE).await;
                    turn.map(|()| parts.put(piece)).map_err(StoreError::from)
                }
                Err(cause) => Err(cause.into()),
            };
            if let Err(cause) = sent {
                // What was sent would be paid for until somebody tidies up.
                parts.abort().await?;
                return Err(cause);
            }
        }
        parts.finish().await?;
        Ok(())
    }

    /// Sends something small.
    pub(super) async fn put_bytes(&self, tenant_id: Uuid, id: Uuid, bytes: Bytes) -> Result<(), StoreError> {
        self.store.put(&self.key(tenant_id, id), bytes.into()).await?;
        Ok(())
    }

    pub(super) async fn read(
        &self,
        tenant_id: Uuid,
        id: Uuid,
        range: Option<Range<u64>>,
    ) -> Result<Option<Pieces>, StoreError> {
        // Asked for a range that is all there is, some servers answer as if they had been asked for no part.
        let asked = GetOptions {
            range: range.map(Into::into),
            ..GetOptions::default()
        };
        match self.store.get_opts(&self.key(tenant_id, id), asked).await {
            Ok(found) => Ok(Some(found.into_stream().err_into().boxed())),
            Err(cause) if is_nothing(&cause) => Ok(None),
            Err(cause) => Err(cause.into()),
        }
    }

    pub(super) async fn remove(&self, tenant_id: Uuid, id: Uuid) -> Result<(), StoreError> {
        match self.store.delete(&self.key(tenant_id, id)).await {
            Ok(()) => Ok(()),
            Err(cause) if is_nothing(&cause) => Ok(()),
            Err(cause) => Err(cause.into()),
        }
    }

    pub(super) fn lying(&self, longer_than: Duration) -> BoxStream<'static, Result<(Uuid, Uuid), StoreError>> {
        let store = self.store.clone();
        let prefix = self.prefix.clone();
        store
            .list(Some(&prefix))
            .err_into()
            .try_filter_map(move |object| {
                let age = std::time::SystemTime::now().duration_since(object.last_modified.into());
                let old = age.is_ok_and(|age| age > longer_than);
                let found = named(Path::new(object.location.as_ref())).filter(|_| old);
                future::ok(found)
            })
            .boxed()
    }
}

/// Whether the answer was that nothing lies there: by a bucket, and not for want of one.
fn is_nothing(cause: &object_store::Error) -> bool {
    matches!(cause, object_store::Error::NotFound { .. }) && !is_not_there(cause)
}

/// Whether there is no such bucket. That is told with the same status as of a thing that does not lie in it.
pub(super) fn is_not_there(cause: &object_store::Error) -> bool {
    matches!(cause, object_store::Error::NotFound { source, .. } if source.to_string().contains("NoSuchBucket"))
}
