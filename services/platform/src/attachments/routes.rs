//! Attachments by the API. Each thing has these routes under an address of its own, laid by `attachment_routes!`.

use std::{
    future::{Ready, ready},
    ops::Range,
};

use actix_web::{
    FromRequest, HttpRequest, HttpResponse,
    body::SizedStream,
    dev::Payload,
    http::{StatusCode, header},
    web::Json as Plain,
};

use super::{
    Attachment, AttachmentBody, AttachmentError, AttachmentFilter, AttachmentId, AttachmentPatch, Attachments,
    NewAttachment, Thing, commands, name::disposition, store,
};
use crate::{
    auth::{Caller, Permission},
    db::{Db, DbResult, Once, TenantTx},
    events::journal,
    http::{Created, Gone, History, IfMatch, List, Listing, Problem, Versioned, path_id},
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
    let asked = |name| request.headers().get(name).and_then(|value| value.to_str().ok());
    if asked(header::IF_NONE_MATCH).is_some_and(|known| known.contains(&tag)) {
        return Ok(HttpResponse::NotModified().insert_header((header::ETAG, tag)).finish());
    }
    let whole = u64::try_from(attachment.bytes).unwrap_or_default();
    // A part of what it was, for somebody who began with another file, is not to be had.
    let same = asked(header::IF_RANGE).is_none_or(|known| known == tag);
    let part = asked(header::RANGE)
        .filter(|_| same)
        .and_then(|range| part(range, whole));
    let range = part.unwrap_or(Ok(0..whole));
    let range = range.map_err(|_outside| AttachmentError::Range {
        length: attachment.bytes,
    })?;
    let store = attachments.of(db.service())?;
    let is_part = range != (0..whole);
    let of_store = is_part.then(|| range.clone());
    let pieces = store.read(by.scope().tenant_id(), attachment.id.0, of_store).await;
    let pieces = pieces.map_err(AttachmentError::from)?.ok_or_else(|| {
        // Its row would have said so.
        Problem::internal(format!("the bytes of attachment {} are not there", attachment.id))
    })?;
    let mut answer = HttpResponse::build(if is_part {
        StatusCode::PARTIAL_CONTENT
    } else {
        StatusCode::OK
    });
    if is_part {
        let told = format!("bytes {}-{}/{whole}", range.start, range.end - 1);
        answer.insert_header((header::CONTENT_RANGE, told));
    }
    Ok(answer
        .content_type(attachment.kind.media_type())
        .insert_header((header::CONTENT_DISPOSITION, disposition(&attachment.name)))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'"))
        .insert_header((header::CACHE_CONTROL, "private, no-store"))
        .insert_header((header::ACCEPT_RANGES, "bytes"))
        .insert_header((header::ETAG, tag))
        // As it is: packed on the way, its length could not be told.
        .insert_header((header::CONTENT_ENCODING, "identity"))
        .body(SizedStream::new(range.end - range.start, pieces)))
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

/// Lays the routes of what is attached to one kind of thing: the type of its ids, who may read and who may change it, and
/// the addresses.
#[macro_export]
macro_rules! attachment_routes {
    ($tag:literal, $app:ty, $id:ty, $read:ty, $edit:ty:
     $all:literal, $one:literal, $content:literal, $history:literal, $missing:literal) => {
        use actix_web::{
            HttpRequest, HttpResponse, delete, get, patch, post,
            web::{Data, Json as Plain},
        };
        use platform::{
            attachments::{
                Attached, AttachmentBody, AttachmentFilter, AttachmentPatch, Attachments, FileBytes, Incoming, NewAttachment,
                change_of, content_of, history_of, list_of, remove_of, show_of, upload_to,
            },
            auth::Caller,
            http::{
                Created, Gone, History, IfMatch, List, Listing, Named, Once, PageBody, Paging, Parameters, Problem,
                Versioned,
            },
        };

        pub fn add(config: &mut utoipa_actix_web::service_config::ServiceConfig<'_>) {
            config
                .service(list)
                .service(upload)
                .service(show)
                .service(content)
                .service(change)
                .service(remove)
                .service(history);
        }

        /// Attaches a file: its name in the address, its bytes as the body, whatever media type they are sent as.
        ///
        /// What the file is, is found from its bytes; its name has to end accordingly. Taken are PDF, DOCX, XLSX, PPTX, ODT,
        /// ODS, ODP, PNG, JPEG, WebP, GIF, plain text in UTF-8 and CSV, without macros, programs or passwords.
        #[utoipa::path(
            tag = $tag,
            params(
                ("id" = String, Path), NewAttachment,
                ("idempotency-key" = Option<String>, Header, description = "A repeated request does the work once."),
            ),
            request_body(content = FileBytes, content_type = "application/octet-stream"),
            responses((status = 201, body = AttachmentBody)),
            extensions(("x-problems" = json!([
                $missing, "400 broken_body", "409 too_many_attachments", "413 attachment_too_large",
                "422 attachment_empty", "422 attachment_kind_refused", "422 attachment_active", "503 attachments_off",
            ]))),
        )]
        #[post($all)]
        async fn upload(
            by: Caller<$edit>,
            of: Named<$id>,
            once: Once,
            new: Parameters<NewAttachment>,
            file: Incoming,
            app: Data<$app>,
            attachments: Data<Attachments>,
        ) -> Result<Created<AttachmentBody>, Problem> {
            upload_to(&attachments, &app.db, &by, (*of, new.0, once), file).await
        }

        /// What is attached, newest first.
        #[utoipa::path(
            tag = $tag, params(("id" = String, Path), Paging),
            responses((status = 200, body = PageBody<AttachmentBody>)), extensions(("x-problems" = json!([$missing]))),
        )]
        #[get($all)]
        async fn list(
            by: Caller<$read>,
            of: Named<$id>,
            asked: List<AttachmentFilter>,
            app: Data<$app>,
        ) -> Result<Listing<AttachmentBody>, Problem> {
            list_of(&app.db, &by, *of, asked).await
        }

        /// What is known of an attached file.
        #[utoipa::path(
            tag = $tag, params(("id" = String, Path), ("attachment_id" = String, Path)),
            responses((status = 200, body = AttachmentBody)),
            extensions(("x-problems" = json!([$missing, "404 attachment_not_found"]))),
        )]
        #[get($one)]
        async fn show(
            by: Caller<$read>,
            of: Attached<$id>,
            app: Data<$app>,
        ) -> Result<Versioned<AttachmentBody>, Problem> {
            show_of(&app.db, &by, &of).await
        }

        /// An attached file itself, or a part of it (`Range`). It is answered as something to be saved.
        #[utoipa::path(
            tag = $tag,
            params(
                ("id" = String, Path), ("attachment_id" = String, Path),
                ("range" = Option<String>, Header, description = "One range of bytes."),
            ),
            responses(
                (status = 200, content(
                    (FileBytes = "application/pdf"),
                    (FileBytes = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
                    (FileBytes = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
                    (FileBytes = "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
                    (FileBytes = "application/vnd.oasis.opendocument.text"),
                    (FileBytes = "application/vnd.oasis.opendocument.spreadsheet"),
                    (FileBytes = "application/vnd.oasis.opendocument.presentation"),
                    (FileBytes = "image/png"), (FileBytes = "image/jpeg"), (FileBytes = "image/webp"),
                    (FileBytes = "image/gif"), (String = "text/plain"), (String = "text/csv"),
                )),
                (status = 206, description = "A part of it, of the same media type."),
                (status = 304, description = "It is what `If-None-Match` names."),
            ),
            extensions(("x-problems" = json!([
                $missing, "404 attachment_not_found", "416 range_not_satisfiable", "503 attachments_off",
            ]))),
        )]
        #[get($content)]
        async fn content(
            by: Caller<$read>,
            of: Attached<$id>,
            request: HttpRequest,
            app: Data<$app>,
            attachments: Data<Attachments>,
        ) -> Result<HttpResponse, Problem> {
            content_of(&attachments, &app.db, &by, &of, &request).await
        }

        /// Changes title or description of an attached file. Another file is another attachment.
        #[utoipa::path(
            tag = $tag, request_body = AttachmentPatch,
            params(
                ("id" = String, Path), ("attachment_id" = String, Path),
                ("if-match" = String, Header, description = "The ETag that was read."),
            ),
            responses((status = 200, body = AttachmentBody)),
            extensions(("x-problems" = json!([$missing, "404 attachment_not_found"]))),
        )]
        #[patch($one)]
        async fn change(
            by: Caller<$edit>,
            of: Attached<$id>,
            expected: IfMatch,
            patch: AttachmentPatch,
            app: Data<$app>,
        ) -> Result<Versioned<AttachmentBody>, Problem> {
            change_of(&app.db, &by, &of, expected, &patch).await
        }

        /// Removes an attached file, and its bytes with it.
        #[utoipa::path(
            tag = $tag,
            params(
                ("id" = String, Path), ("attachment_id" = String, Path),
                ("if-match" = String, Header, description = "The ETag that was read."),
            ),
            responses((status = 204)),
            extensions(("x-problems" = json!([$missing, "404 attachment_not_found"]))),
        )]
        #[delete($one)]
        async fn remove(
            by: Caller<$edit>,
            of: Attached<$id>,
            expected: IfMatch,
            app: Data<$app>,
            attachments: Data<Attachments>,
        ) -> Result<Gone, Problem> {
            remove_of(&attachments, &app.db, &by, &of, expected).await
        }

        /// What happened to an attached file, newest first.
        #[utoipa::path(
            tag = $tag, params(("id" = String, Path), ("attachment_id" = String, Path)),
            responses((status = 200, body = History)),
            extensions(("x-problems" = json!([$missing, "404 attachment_not_found"]))),
        )]
        #[get($history)]
        async fn history(by: Caller<$read>, of: Attached<$id>, app: Data<$app>) -> Result<Plain<History>, Problem> {
            history_of(&app.db, &by, &of).await
        }
    };
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
