//! Taking bytes in, piece by piece: never more of them in memory than one piece.

use std::{fs, time::Duration};

use actix_web::dev::Payload;
use futures::StreamExt as _;
use sha2::{Digest as _, Sha256};
use tokio::io::AsyncWriteExt as _;

use super::AttachmentError;

/// What a file may take until it is here: a client that sends nothing for a while has gone, and one that sends a byte now
/// and then holds a place for ever.
#[derive(Clone, Copy)]
pub(super) struct Limits {
    pub bytes: u64,
    pub silence: Duration,
    pub whole: Duration,
}

impl Limits {
    pub(super) fn of(bytes: u64) -> Self {
        Self {
            bytes,
            silence: Duration::from_secs(30),
            whole: Duration::from_mins(10),
        }
    }
}

/// What was taken in.
pub(super) struct Taken {
    pub file: fs::File,
    pub bytes: u64,
    pub sha256: String,
}

/// Writes a body into a file, and stops at once when it is larger than it may be or takes too long.
pub(super) async fn take_in(body: Payload, file: fs::File, limits: Limits) -> Result<Taken, AttachmentError> {
    let taken = tokio::time::timeout(limits.whole, piece_by_piece(body, file, limits)).await;
    taken.map_err(|late| AttachmentError::Broken(late.to_string()))?
}

async fn piece_by_piece(mut body: Payload, file: fs::File, limits: Limits) -> Result<Taken, AttachmentError> {
    let most = limits.bytes;
    let mut file = tokio::fs::File::from_std(file);
    let (mut bytes, mut hash) = (0_u64, Sha256::new());
    let stored = |cause: std::io::Error| AttachmentError::Store(cause.into());
    loop {
        let piece = tokio::time::timeout(limits.silence, body.next())
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

#[cfg(test)]
mod tests {
    use actix_web::{error::PayloadError, web::Bytes};
    use futures::stream;

    use super::*;

    /// A client that sends a byte every so often and never comes to an end.
    fn drops(every: Duration) -> Payload {
        let drop = move |()| async move {
            tokio::time::sleep(every).await;
            Some((Ok::<_, PayloadError>(Bytes::from_static(b"x")), ()))
        };
        Payload::from(stream::unfold((), drop).boxed_local())
    }

    #[tokio::test]
    async fn a_client_that_sends_a_byte_now_and_then_holds_no_place_for_ever() {
        let limits = Limits {
            bytes: 1_000_000,
            silence: Duration::from_secs(5),
            whole: Duration::from_millis(300),
        };
        let file = tempfile::tempfile().unwrap();
        let taken = take_in(drops(Duration::from_millis(10)), file, limits);
        let taken = tokio::time::timeout(Duration::from_secs(10), taken).await.unwrap();
        assert!(matches!(taken, Err(AttachmentError::Broken(_))));
    }
}
