//! The organisation's crest: sending one, taking it away, and the picture itself.

use actix_multipart::{Field, Multipart};
use actix_web::{
    HttpResponse, get, post,
    web::{Path, ServiceConfig},
};
use futures::StreamExt as _;

use super::{
    super::{
        Answer,
        multipart::{unreadable, whole, word},
        refuse,
    },
    CURRENT,
    colours::{keep, view},
};
use crate::{
    clients::organisation::{OwnOrganisation, WholeBrand},
    fault::Fault,
    reader::{Member, Submitted, rights},
    theme::{Crest, MOST_CREST_BYTES},
};

pub fn configure(services: &mut ServiceConfig) {
    services.service(send).service(remove);
}

/// A picture is only looked at: opened by itself it loads and runs nothing either.
const LOCKED_UP: (&str, &str) = (
    "content-security-policy",
    "default-src 'none'; frame-ancestors 'none'; sandbox",
);

/// Of one organisation only, so no cache on the way keeps it; under this address it never changes.
const KEPT: (&str, &str) = ("cache-control", "private, max-age=31536000, immutable");

#[get("/assets/crest/{name}")]
pub async fn file(reader: Member, name: Path<String>) -> Answer {
    let own: OwnOrganisation = reader.api().get(CURRENT).await?;
    let crest = own.brand.crest.as_deref().and_then(Crest::of_data);
    let crest = crest
        .filter(|crest| crest.address() == format!("/assets/crest/{name}"))
        .ok_or(Fault::NotFound)?;
    Ok(HttpResponse::Ok()
        .insert_header(KEPT)
        .insert_header(LOCKED_UP)
        .insert_header(("x-content-type-options", "nosniff"))
        .content_type(crest.kind.media_type())
        .body(crest.bytes))
}

/// What came of a file that was sent: a crest, or the message that says why it is none.
async fn taken(part: &mut Field) -> Result<Result<Crest, &'static str>, Fault> {
    let Some(bytes) = whole(part, MOST_CREST_BYTES).await? else {
        return Ok(Err("organisation-crest-too-large"));
    };
    if bytes.is_empty() {
        return Ok(Err("fault-choose-file"));
    }
    Ok(Crest::of_file(bytes).ok_or("fault-bad_picture"))
}

#[post("/organisation/crest")]
async fn send(reader: Member, mut parts: Multipart) -> Answer {
    reader.must(rights::EDIT_ORGANISATION)?;
    let (mut token, mut version) = (String::new(), None);
    let mut sent = Err("fault-choose-file");
    while let Some(part) = parts.next().await {
        let mut part = part.map_err(unreadable)?;
        match part.name().unwrap_or_default() {
            "token" => token = word(&mut part).await?,
            "version" => version = word(&mut part).await?.parse().ok(),
            "crest" => sent = taken(&mut part).await?,
            _ => {}
        }
    }
    if !reader.owns_token(&token) {
        return Err(Fault::Forged);
    }
    let own: OwnOrganisation = reader.api().get(CURRENT).await?;
    match sent {
        Ok(crest) => {
            let brand = WholeBrand {
                crest: Some(crest.data()),
                ..own.brand
            };
            keep(&reader, &brand, version).await
        }
        Err(why) => {
            let words = reader.voice.say(why);
            refuse(&reader, &view(&reader, &own, "", Some(words)))
        }
    }
}

#[post("/organisation/crest/remove")]
async fn remove(reader: Member, submitted: Submitted) -> Answer {
    let own: OwnOrganisation = reader.api().get(CURRENT).await?;
    let brand = WholeBrand {
        crest: None,
        ..own.brand
    };
    keep(&reader, &brand, submitted.get("version").parse().ok()).await
}
