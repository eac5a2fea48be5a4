//! Where bytes lie: in a folder that every process of the service reaches, or in a bucket of object storage.
//!
//! What is taken in goes into a file on this machine first: it is looked at there, from its end too, and nothing that was not
//! looked at ever lies in the store.

mod bucket;
mod transport;

use std::{fs, io, ops::Range, path::Path, time::Duration};

use actix_web::web::Bytes;
use bucket::Bucket;
use futures::{StreamExt as _, TryStreamExt as _, stream, stream::BoxStream};
use tokio::io::{AsyncReadExt as _, AsyncSeekExt as _};
use uuid::Uuid;

use crate::{
    config::AttachmentStore,
    files::{Folder, Unfinished},
};

/// How much is read at once.
const PIECE: usize = 64 * 1024;

/// The store is away, full, or not as it was set up.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("the folder of attachments: {0}")]
    Folder(#[from] io::Error),
    #[error("the bucket of attachments: {0}")]
    Bucket(#[from] object_store::Error),
}

impl StoreError {
    /// Whether somebody has to see to it: no other attempt will fare better.
    pub(super) fn lasts(&self) -> bool {
        use object_store::Error as Of;
        match self {
            Self::Folder(cause) => matches!(
                cause.kind(),
                io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::NotFound
            ),
            Self::Bucket(Of::PermissionDenied { .. } | Of::Unauthenticated { .. }) => true,
            Self::Bucket(cause) => bucket::is_not_there(cause),
        }
    }
}

pub(super) type Pieces = BoxStream<'static, Result<Bytes, StoreError>>;

/// A service's part of the store, or all of it.
#[derive(Clone, Debug)]
pub(super) enum Store {
    Folder(Folder),
    Bucket(Bucket),
}

/// Bytes on their way in. What is not kept is gone when this is.
pub(super) struct Incoming {
    pub file: fs::File,
    goes: Goes,
}

enum Goes {
    /// The file itself, under its own name.
    There(Unfinished),
    /// Its bytes, to this id of this tenant.
    To(Bucket, Uuid, Uuid),
}

impl Store {
    pub(super) fn open(config: &AttachmentStore) -> anyhow::Result<Self> {
        Ok(match config {
            AttachmentStore::Folder(root) => Self::Folder(Folder::at(root)),
            AttachmentStore::Bucket(bucket) => Self::Bucket(Bucket::open(bucket)?),
        })
    }

    pub(super) fn within(&self, service: &'static str) -> Self {
        match self {
            Self::Folder(folder) => Self::Folder(folder.within(service)),
            Self::Bucket(bucket) => Self::Bucket(bucket.within(service)),
        }
    }

    /// A place for bytes that come in.
    pub(super) fn begin(&self, tenant_id: Uuid, id: Uuid) -> Result<Incoming, StoreError> {
        Ok(match self {
            Self::Folder(folder) => {
                let (unfinished, file) = folder.begin(tenant_id, id, 1)?;
                Incoming {
                    file,
                    goes: Goes::There(unfinished),
                }
            }
            Self::Bucket(bucket) => Incoming {
                // It has no name: whatever becomes of this process, it is gone with it.
                file: tempfile::tempfile()?,
                goes: Goes::To(bucket.clone(), tenant_id, id),
            },
        })
    }

    /// All bytes or those of a range, piece by piece; `None` when there are none of that id.
    pub(super) async fn read(
        &self,
        tenant_id: Uuid,
        id: Uuid,
        range: Option<Range<u64>>,
    ) -> Result<Option<Pieces>, StoreError> {
        match self {
            Self::Bucket(bucket) => bucket.read(tenant_id, id, range).await,
            Self::Folder(folder) => {
                let Some(mut file) = folder.open(tenant_id, id).await? else {
                    return Ok(None);
                };
                let range = range.unwrap_or(0..u64::MAX);
                file.seek(io::SeekFrom::Start(range.start)).await?;
                let left = range.end - range.start;
                Ok(Some(pieces(file.take(left)).err_into().boxed()))
            }
        }
    }

    /// Removes bytes. Those that are gone already are no fault; a store that is gone is one.
    pub(super) async fn remove(&self, tenant_id: Uuid, id: Uuid) -> Result<(), StoreError> {
        match self {
            Self::Folder(folder) => {
                folder.must_be_there()?;
                Ok(folder.remove(tenant_id, id)?)
            }
            Self::Bucket(bucket) => bucket.remove(tenant_id, id).await,
        }
    }

    /// Whether bytes can be kept at all, asked before anybody brings some.
    pub(super) async fn can_be_written(&self) -> Result<(), StoreError> {
        match self {
            Self::Folder(folder) => Ok(folder.can_be_written()?),
            // Nobody's: should it stay behind, it is swept.
            Self::Bucket(bucket) => {
                let (nobody, id) = (Uuid::nil(), crate::ids::fresh());
                bucket
                    .put_bytes(nobody, id, Bytes::from_static(b"can be written"))
                    .await?;
                bucket.remove(nobody, id).await
            }
        }
    }

    /// Whose bytes have lain for a while: tenant and id.
    pub(super) fn lying(&self, longer_than: Duration) -> BoxStream<'static, Result<(Uuid, Uuid), StoreError>> {
        match self {
            Self::Bucket(bucket) => bucket.lying(longer_than),
            Self::Folder(folder) => match folder.lying(longer_than) {
                Ok(all) => stream::iter(all.into_iter().map(Ok)).boxed(),
                Err(cause) => stream::iter([Err(cause.into())]).boxed(),
            },
        }
    }
}

impl Incoming {
    /// Puts the bytes where they belong. From then on they lie there whole, whatever becomes of this process.
    pub(super) async fn keep(self) -> Result<(), StoreError> {
        match self.goes {
            Goes::There(unfinished) => {
                let file = self.file;
                let kept = tokio::task::spawn_blocking(move || unfinished.finish(&file)).await;
                kept.map_err(io::Error::other)??;
                Ok(())
            }
            Goes::To(bucket, tenant_id, id) => bucket.put(tenant_id, id, self.file).await,
        }
    }
}

/// A file piece by piece.
fn pieces(
    file: impl tokio::io::AsyncRead + Send + Unpin + 'static,
) -> impl futures::Stream<Item = io::Result<Bytes>> + Send {
    stream::try_unfold(file, |mut file| async move {
        let mut piece = Vec::with_capacity(PIECE);
        let length = (&mut file).take(PIECE as u64).read_to_end(&mut piece).await?;
        Ok((length > 0).then(|| (Bytes::from(piece), file)))
    })
}

/// The name of a place in a bucket or a folder, read back: `<tenant>/<id>`.
fn named(path: &Path) -> Option<(Uuid, Uuid)> {
    let mut parts = path.iter().rev().map(|part| part.to_str()?.parse().ok());
    let id = parts.next()??;
    let tenant = parts.next()??;
    Some((tenant, id))
}
