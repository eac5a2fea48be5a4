//! A form that sends a file, taken apart as it comes.

use actix_multipart::{Field, MultipartError};
use futures::StreamExt as _;

use crate::fault::Fault;

/// A field that is no file says little.
const LONGEST_WORD: usize = 1024;

/// So many times the most that a file may have is read and thrown away, for the browser to hear why it is refused.
pub const PATIENCE: u64 = 8;

#[expect(clippy::needless_pass_by_value, reason = "what `map_err` hands over")]
pub fn unreadable(error: MultipartError) -> Fault {
    Fault::Unreadable(error.to_string())
}

/// What a field says that is no file.
pub async fn word(part: &mut Field) -> Result<String, Fault> {
    let mut said = Vec::new();
    while let Some(piece) = part.next().await {
        said.extend_from_slice(&piece.map_err(unreadable)?);
        if said.len() > LONGEST_WORD {
            return Err(Fault::Unreadable("a field is too long".to_owned()));
        }
    }
    String::from_utf8(said).map_err(|error| Fault::Unreadable(error.to_string()))
}

/// A small file as a whole; nothing of one that is larger than `most`.
pub async fn whole(part: &mut Field, most: usize) -> Result<Option<Vec<u8>>, Fault> {
    let (mut bytes, mut read) = (Vec::new(), 0_u64);
    while let Some(piece) = part.next().await {
        let piece = piece.map_err(unreadable)?;
        read += piece.len() as u64;
        if read > most as u64 * PATIENCE {
            return Err(Fault::Unreadable("the file is far too large".to_owned()));
        }
        if read <= most as u64 {
            bytes.extend_from_slice(&piece);
        }
    }
    Ok((read <= most as u64).then_some(bytes))
}
