//! Taking bytes in, piece by piece: never more of them in memory than one piece.

use std::{fs, time::Duration};

use actix_web::dev::Payload;
use futures::StreamExt as _;
use sha2::{Digest as _, Sha256};
use tokio::io::AsyncWriteExt as _;

use super::AttachmentError;

/// A client that sends nothing for this long has gone.
const SILENCE: Duration = Duration::from_secs(30);

/// What was taken in.
pub(super) struct Taken {
    pub file: fs::File,
    pub bytes: u64,
    pub sha256: String,
}

/// Writes a body into a file, and stops at once when it is larger than it may be.
pub(super) async fn take_in(mut body: Payload, file: fs::File, most: u64) -> Result<Taken, AttachmentError> {
    let mut file = tokio::fs::File::from_std(file);
    let (mut bytes, mut hash) = (0_u64, Sha256::new());
    let stored = |cause: std::io::Error| AttachmentError::Store(cause.into());
    loop {
        let piece = tokio::time::timeout(SILENCE, body.next())
            .await
            .map_err(|cause| AttachmentError::Broken(cause.to_string()))?;
        let Some(piece) = piece else { break };
        let piece = piece.map_err(|cause| AttachmentError::Broken(cause.to_string()))?;
        bytes += piece.len() as u64;
        if bytes > most {
            return Err(AttachmentError::TooLarge { most });
        }
        hash.update(&piece);
        file.write_all(&piece).await.map_err(stored)?;
    }
    if bytes == 0 {
        return Err(AttachmentError::Empty);
    }
    file.flush().await.map_err(stored)?;
    Ok(Taken {
        file: file.into_std().await,
        bytes,
        sha256: hex::encode(hash.finalize()),
    })
}
