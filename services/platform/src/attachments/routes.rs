//! Attachments by the API. Each thing has these routes under an address of its own, laid by `attachment_routes!`.

use std::{
    future::{Ready, ready},
    ops::Range,
};

use actix_web::{
    FromRequest, HttpRequest, HttpResponse, HttpResponseBuilder,
    body::SizedStream,
    dev::Payload,
    http::{
        StatusCode,
        header::{self, HeaderName},
    },
    web::Json as Plain,
};

use futures::TryStreamExt as _;
use tracing::warn;

use super::{
    Attachment, AttachmentBody, AttachmentError, AttachmentFilter, AttachmentId, AttachmentPatch, Attachments,
    NewAttachment, Thing, commands, name::disposition, store,
};
use crate::{
    auth::{Caller, Permission},
    db::{Db, DbResult, Once, TenantTx},
    events::journal,
    http::{Chain, Created, Gone, History, IfMatch, List, Listing, Problem, Versioned, path_id},
    ids::Identity as _,
};

/// A thing and something attached to it, as an address names them. What is no id names nothing: 404.
#[derive(Clone, Copy, Debug)]
pub struct Attached<I> {
    thing: I,
    id: AttachmentId,
}

impl<I: Thing> FromRequest for Attached<I> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let part = |name| request.match_info().get(name).unwrap_or_default();
        let thing = path_id(part("id"), I::MISSING);
        let both = thing.and_then(|thing| {
            let id = path_id(part("attachment_id"), AttachmentId::MISSING)?;
            Ok(Self { thing, id })
        });
        ready(both)
    }
}

/// The bytes of a file on their way here, not yet read.
pub struct Incoming {
    path: String,
    announced: Option<u64>,
    body: Payload,
}

impl FromRequest for Incoming {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let announced = request.headers().get(header::CONTENT_LENGTH);
        ready(Ok(Self {
            path: request.path().to_owned(),
            announced: announced.and_then(|length| length.to_str().ok()?.parse().ok()),
            body: payload.take(),
        }))
    }
}

/// Takes a file in.
pub async fn upload_to<P: Permission, I: Thing>(
    attachments: &Attachments,
    db: &Db,
    by: &Caller<P>,
    asked: (I, NewAttachment, Once),
    file: Incoming,
) -> Result<Created<AttachmentBody>, Problem> {
    let attachment = commands::attach(attachments, db, by, asked, (file.body, file.announced)).await?;
    let location = format!("{}/{}", file.path, attachment.id);
    Ok(Created::at(location, attachment.into()))
}

/// A page of what is attached to a thing.
pub async fn list_of<P: Permission, I: Thing>(
    db: &Db,
    by: &Caller<P>,
    thing: I,
    asked: List<AttachmentFilter>,
) -> Result<Listing<AttachmentBody>, Problem> {
    must_be(db, by, thing).await?;
    let of = (I::AGGREGATE, thing.into());
    asked
        .of_tenant(db, by.scope(), async |tx, _, page| store::page(tx, of, page).await)
        .await
}

async fn must_be<P: Permission, I: Thing>(db: &Db, by: &Caller<P>, thing: I) -> Result<(), AttachmentError> {
    let is_there = async |tx: &mut TenantTx| Ok::<_, AttachmentError>(thing.whose(tx, false).await?.is_some());
    if db.tenant(by.scope(), is_there).await? {
        Ok(())
    } else {
        Err(AttachmentError::NoThing(I::MISSING))
    }
}

async fn found<P: Permission, I: Thing>(db: &Db, by: &Caller<P>, of: &Attached<I>) -> Result<Attachment, Problem> {
    let found = db
        .tenant(by.scope(), async |tx| {
            if of.thing.whose(tx, false).await?.is_none() {
                return Err(AttachmentError::NoThing(I::MISSING));
            }
            let found = store::find(tx, (I::AGGREGATE, of.thing.into()), of.id.0).await?;
            found.ok_or(AttachmentError::NotFound)
        })
        .await?;
    Ok(found)
}

/// What is known of a file.
pub async fn show_of<P: Permission, I: Thing>(
    db: &Db,
    by: &Caller<P>,
    of: &Attached<I>,
) -> Result<Versioned<AttachmentBody>, Problem> {
    Ok(Versioned::of(found(db, by, of).await?))
}

/// The file itself: to be saved, never to be shown within our pages, by the kind that was found.
pub async fn content_of<P: Permission, I: Thing>(
    attachments: &Attachments,
    db: &Db,
    by: &Caller<P>,
    of: &Attached<I>,
    request: &HttpRequest,
) -> Result<HttpResponse, Problem> {
    let attachment = found(db, by, of).await?;
    let tag = format!("\"{}\"", attachment.sha256);
    if asked(request, &header::IF_NONE_MATCH).is_some_and(|known| known.contains(&tag)) {
        return Ok(HttpResponse::NotModified().insert_header((header::ETAG, tag)).finish());
    }
    let range = asked_range(request, &attachment, &tag)?;
    let whole = attachment.bytes.unsigned_abs();
    let is_part = range != (0..whole);
    let store = attachments.of(db.service())?;
    let of_store = is_part.then(|| range.clone());
    let pieces = store.read(by.scope().tenant_id(), attachment.id.0, of_store).await;
    let Some(pieces) = pieces.map_err(AttachmentError::from)? else {
        return Err(vanished(db, by, of).await);
    };
    // The answer has begun: whoever reads it sees no more than that it ends too early.
    let pieces = pieces.inspect_err(|cause| warn!("an attachment is answered in part: {}", Chain(cause)));
    let mut answer = begun(&attachment, tag);
    if is_part {
        let told = format!("bytes {}-{}/{whole}", range.start, range.end - 1);
        answer.status(StatusCode::PARTIAL_CONTENT);
        answer.insert_header((header::CONTENT_RANGE, told));
    }
    Ok(answer.body(SizedStream::new(range.end - range.start, pieces)))
}

fn asked<'a>(request: &'a HttpRequest, name: &HeaderName) -> Option<&'a str> {
    request.headers().get(name).and_then(|value| value.to_str().ok())
}

/// Which bytes are wanted. A part of what it was, for somebody who began with another file, is not to be had.
fn asked_range(request: &HttpRequest, attachment: &Attachment, tag: &str) -> Result<Range<u64>, AttachmentError> {
    let whole = attachment.bytes.unsigned_abs();
    let is_same = asked(request, &header::IF_RANGE).is_none_or(|known| known == tag);
    let wanted = asked(request, &header::RANGE).filter(|_| is_same);
    wanted
        .and_then(|range| part(range, whole))
        .unwrap_or(Ok(0..whole))
        .map_err(|_outside| AttachmentError::Range {
            length: attachment.bytes,
        })
}

/// Bytes that are not there: somebody removed the file since its row was read, or else the row would still say so.
async fn vanished<P: Permission, I: Thing>(db: &Db, by: &Caller<P>, of: &Attached<I>) -> Problem {
    match found(db, by, of).await {
        Err(problem) => problem,
        Ok(attachment) => Problem::internal(format!("the bytes of attachment {} are not there", attachment.id)),
    }
}

fn begun(attachment: &Attachment, tag: String) -> HttpResponseBuilder {
    let mut answer = HttpResponse::Ok();
    answer
        .content_type(attachment.kind.media_type())
        .insert_header((header::CONTENT_DISPOSITION, disposition(&attachment.name)))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'"))
        .insert_header((header::CACHE_CONTROL, "private, no-store"))
        .insert_header((header::ACCEPT_RANGES, "bytes"))
        .insert_header((header::ETAG, tag))
        // As it is: packed on the way, its length could not be told.
        .insert_header((header::CONTENT_ENCODING, "identity"));
    answer
}

/// The bytes that a range means; none where it cannot be read or means several, and then the whole is answered.
fn part(range: &str, whole: u64) -> Option<Result<Range<u64>, ()>> {
    let (first, last) = range.trim().strip_prefix("bytes=")?.split_once('-')?;
    let (first, last) = (first.trim(), last.trim());
    let number = |text: &str| text.parse::<u64>().ok();
    let range = match (first, last) {
        ("", last) => whole.saturating_sub(number(last)?)..whole,
        (first, "") => number(first)?..whole,
        (first, last) => {
            let (first, last) = (number(first)?, number(last)?);
            if last < first {
                return None;
            }
            first..whole.min(last.saturating_add(1))
        }
    };
    Some(if range.start < range.end { Ok(range) } else { Err(()) })
}

/// Says something else about a file.
pub async fn change_of<P: Permission, I: Thing>(
    db: &Db,
    by: &Caller<P>,
    of: &Attached<I>,
    expected: IfMatch,
    patch: &AttachmentPatch,
) -> Result<Versioned<AttachmentBody>, Problem> {
    let attachment = commands::change(db, by, (of.thing, of.id), expected, patch).await?;
    Ok(Versioned::of(attachment))
}

/// Removes a file.
pub async fn remove_of<P: Permission, I: Thing>(
    attachments: &Attachments,
    db: &Db,
    by: &Caller<P>,
    of: &Attached<I>,
    expected: IfMatch,
) -> Result<Gone, Problem> {
    commands::remove(attachments, db, by, (of.thing, of.id), expected).await?;
    Ok(Gone)
}

/// What happened to a file, newest first; also of one that is not there any more.
pub async fn history_of<P: Permission, I: Thing>(
    db: &Db,
    by: &Caller<P>,
    of: &Attached<I>,
) -> Result<Plain<History>, Problem> {
    let (service, id) = (db.service(), of.id.0);
    let read = async |tx: &mut TenantTx| -> DbResult<_> {
        if !store::was_of(tx, (I::AGGREGATE, of.thing.into()), id).await? {
            return Ok(Vec::new());
        }
        journal::history(tx, service, AttachmentId::AGGREGATE, id).await
    };
    let items = db.tenant(by.scope(), read).await?;
    if items.is_empty() {
        return Err(AttachmentError::NotFound.into());
    }
    Ok(Plain(History { items }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_means_bytes_or_nothing() {
        assert_eq!(part("bytes=0-4", 10), Some(Ok(0..5)));
        assert_eq!(part("bytes=4-", 10), Some(Ok(4..10)));
        assert_eq!(part("bytes=-3", 10), Some(Ok(7..10)));
        assert_eq!(part("bytes=4-99", 10), Some(Ok(4..10)));
        assert_eq!(part("bytes=10-", 10), Some(Err(())));
        for unread in ["lines=1-2", "bytes=0-1,4-5", "bytes=5-2", "bytes=x-"] {
            assert_eq!(part(unread, 10), None, "{unread}");
        }
    }
}
