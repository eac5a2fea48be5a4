//! A file on its way from a form of a browser to the API.

use std::io;

use actix_multipart::{Field, Multipart};
use actix_web::{
    post,
    web::{Bytes, Path},
};
use futures::{StreamExt as _, stream};
use serde_json::Value;
use tokio::sync::mpsc;
use uuid::Uuid;

use super::{
    super::{
        Answer,
        multipart::{PATIENCE, unreadable, word},
        refuse, see_other,
    },
    Attached, kind, size, view,
};
use crate::{
    clients::{Problem, Upload},
    fault::Fault,
    forms::fault_words,
    page::Page,
    reader::{Member, Reader},
};

#[post("/{resource}/{id}/attachments")]
pub(super) async fn attach(reader: Member, path: Path<(String, Uuid)>, mut parts: Multipart) -> Answer {
    let (resource, id) = path.into_inner();
    let (_, section, right, _) = kind(&resource)?;
    reader.must(*right)?;
    let address = format!("/{resource}/{id}/attachments");
    let (mut token, mut key) = (String::new(), String::new());
    let mut outcome = None;
    while let Some(part) = parts.next().await {
        let mut part = part.map_err(unreadable)?;
        match part.name().unwrap_or_default() {
            "token" => token = word(&mut part).await?,
            "key" => key = word(&mut part).await?,
            // The token stands before the file, so that nothing is passed on that somebody else's page sent.
            "file" if !reader.owns_token(&token) => return Err(Fault::Forged),
            "file" => outcome = Some(pass_on(&reader, &address, &key, part).await?),
            _ => {}
        }
    }
    if !reader.owns_token(&token) {
        return Err(Fault::Forged);
    }
    let fault = match outcome.unwrap_or(Outcome::Nothing) {
        Outcome::Taken => return Ok(see_other(&format!("{address}?done=attached"))),
        Outcome::Nothing => reader.voice.say("fault-choose-file"),
        Outcome::TooLarge => {
            let page = Page::new(&reader, *section);
            page.with(
                "attachment-too-large",
                "size",
                size(&page, reader.portal.most_attached_bytes),
            )
        }
        Outcome::Refused(problem) => words(&reader, problem)?,
    };
    let page = Page::new(&reader, *section);
    let mut attached = Attached::by_itself(&reader, &page, &resource, &id.to_string()).await?;
    attached.fault = Some(fault);
    refuse(&reader, &view(page, &resource, &id.to_string(), attached))
}

/// What became of a file that was sent.
enum Outcome {
    Taken,
    /// The form was sent without one.
    Nothing,
    TooLarge,
    Refused(Problem),
}

/// What no form can show comes back as a fault of the page.
fn words(reader: &Reader, problem: Problem) -> Result<String, Fault> {
    if !matches!(problem.status, 400 | 409 | 413 | 422 | 429) {
        return Err(problem.into());
    }
    let (code, detail) = match problem.errors.first() {
        Some(fault) => (&fault.code, Some(fault.detail.as_str())),
        None => (&problem.code, problem.detail.as_deref()),
    };
    Ok(fault_words(reader.voice, code, detail))
}

/// Passes a file on to the API piece by piece: it may be larger than our memory.
async fn pass_on(reader: &Member, path: &str, key: &str, mut part: Field) -> Result<Outcome, Fault> {
    // Some browsers tell the whole path.
    let told = part.content_disposition().and_then(|told| told.get_filename());
    let name = told.unwrap_or_default().rsplit(['/', '\\']).next().unwrap_or_default();
    let name = name.to_owned();
    let most = reader.portal.most_attached_bytes;
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
        Ok(_) => Outcome::Taken,
        Err(_) if read > most => Outcome::TooLarge,
        Err(problem) => Outcome::Refused(problem),
    })
}
