//! A file on its way from a form of a browser to the API.

use std::io;

use actix_multipart::Field;
use actix_web::web::Bytes;
use futures::{StreamExt as _, stream};
use serde_json::Value;
use tokio::sync::mpsc;

use super::multipart::{PATIENCE, unreadable};
use crate::{
    clients::{Problem, Upload},
    fault::Fault,
    reader::Member,
};

/// What became of a file that was sent.
pub enum Outcome {
    /// What the API answered.
    Taken(Value),
    /// The form was sent without one.
    Nothing,
    TooLarge,
    Refused(Problem),
}

/// Passes a file on to the API piece by piece: it may be larger than our memory.
pub async fn pass_on(reader: &Member, (path, key): (&str, &str), mut part: Field, most: u64) -> Result<Outcome, Fault> {
    // Some browsers tell the whole path.
    let told = part.content_disposition().and_then(|told| told.get_filename());
    let name = told.unwrap_or_default().rsplit(['/', '\\']).next().unwrap_or_default();
    let name = name.to_owned();
    let (pieces, wanted) = mpsc::channel::<io::Result<Bytes>>(4);
    let (mut read, mut wants_more) = (0_u64, true);
    let pump = async {
        while let Some(piece) = part.next().await {
            let piece = piece.map_err(unreadable)?;
            read += piece.len() as u64;
            if read > most * PATIENCE {
                return Err(Fault::Unreadable("the file is far too large".to_owned()));
            }
            if read > most && wants_more {
                wants_more = false;
                // Whoever listens has to know that this was not the end.
                drop(pieces.send(Err(io::Error::other("too large"))).await);
            }
            // A receiver that has its answer listens no more.
            wants_more = wants_more && pieces.send(Ok(piece)).await.is_ok();
        }
        drop(pieces);
        Ok(())
    };
    if name.is_empty() {
        pump.await?;
        return Ok(Outcome::Nothing);
    }
    let body = stream::unfold(wanted, |mut wanted| async move { Some((wanted.recv().await?, wanted)) });
    let upload = Upload {
        path,
        name: &name,
        key: Some(key).filter(|key| !key.is_empty()),
        body: reqwest::Body::wrap_stream(body),
    };
    let api = reader.api();
    let (pumped, answer) = futures::join!(pump, api.upload::<Value>(upload));
    pumped?;
    Ok(match answer {
        Ok(answer) => Outcome::Taken(answer),
        Err(_) if read > most => Outcome::TooLarge,
        Err(problem) => Outcome::Refused(problem),
    })
}
