//! A file on its way from the API to a browser.

use actix_web::{
    HttpRequest, HttpResponse, get,
    http::{
        StatusCode,
        header::{self, HeaderName},
    },
    web::Path,
};
use futures::stream;
use uuid::Uuid;

use super::{super::Answer, kind};
use crate::{fault::Fault, reader::Member};

/// What a browser says that goes on with a download, or has the file.
const ASKED: [HeaderName; 3] = [header::RANGE, header::IF_RANGE, header::IF_NONE_MATCH];

/// What the API says of how the file is to be handled, and which part of it this is.
const TOLD: [HeaderName; 8] = [
    header::CONTENT_TYPE,
    header::CONTENT_DISPOSITION,
    header::CONTENT_SECURITY_POLICY,
    header::X_CONTENT_TYPE_OPTIONS,
    header::CACHE_CONTROL,
    header::ETAG,
    header::ACCEPT_RANGES,
    header::CONTENT_RANGE,
];

fn told(request: &HttpRequest, name: &HeaderName) -> Option<(String, String)> {
    let value = request.headers().get(name)?.to_str().ok()?;
    Some((name.as_str().to_owned(), value.to_owned()))
}

/// The file, passed on piece by piece, with all that the API says of how it is to be handled.
#[get("/{resource}/{id}/attachments/{attachment}/content")]
pub(super) async fn content(reader: Member, path: Path<(String, Uuid, Uuid)>, request: HttpRequest) -> Answer {
    let (resource, id, attachment) = path.into_inner();
    kind(&resource)?;
    let source = format!("/{resource}/{id}/attachments/{attachment}/content");
    let asked: Vec<_> = ASKED.into_iter().filter_map(|name| told(&request, &name)).collect();
    let answer = reader.api().part(&source, &asked).await?;
    let status = StatusCode::from_u16(answer.status().as_u16()).map_err(|error| Fault::Broken(error.to_string()))?;
    let mut passed_on = HttpResponse::build(status);
    for name in TOLD {
        if let Some(value) = answer.headers().get(name.as_str()) {
            passed_on.insert_header((name, value.as_bytes()));
        }
    }
    if matches!(status, StatusCode::NOT_MODIFIED | StatusCode::RANGE_NOT_SATISFIABLE) {
        return Ok(passed_on.finish());
    }
    // As it is, or its length could not be told.
    passed_on.insert_header((header::CONTENT_ENCODING, "identity"));
    let length = answer.content_length();
    let pieces = stream::try_unfold(answer, |mut answer| async move {
        Ok::<_, reqwest::Error>(answer.chunk().await?.map(|piece| (piece, answer)))
    });
    Ok(match length {
        Some(length) => passed_on.body(actix_web::body::SizedStream::new(length, pieces)),
        None => passed_on.streaming(pieces),
    })
}
