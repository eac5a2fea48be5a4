//! The form that attaches a file.

use actix_multipart::Multipart;
use actix_web::{post, web::Path};
use futures::StreamExt as _;
use uuid::Uuid;

use super::{
    super::{
        Answer,
        multipart::{unreadable, word},
        passing_on::{Outcome, pass_on},
        refuse, see_other,
    },
    by_itself, kind, size,
};
use crate::{fault::Fault, forms::told, page::Page, reader::Member};

#[post("/{resource}/{id}/attachments")]
pub(super) async fn attach(reader: Member, path: Path<(String, Uuid)>, mut parts: Multipart) -> Answer {
    let (resource, id) = path.into_inner();
    let (_, section, right, _) = kind(&resource)?;
    reader.must(*right)?;
    let address = format!("/{resource}/{id}/attachments");
    let most = reader.portal.most_attached_bytes;
    let (mut token, mut key) = (String::new(), String::new());
    let mut outcome = None;
    while let Some(part) = parts.next().await {
        let mut part = part.map_err(unreadable)?;
        match part.name().unwrap_or_default() {
            "token" => token = word(&mut part).await?,
            "key" => key = word(&mut part).await?,
            // The token stands before the file, so that nothing is passed on that somebody else's page sent.
            "file" if !reader.owns_token(&token) => return Err(Fault::Forged),
            "file" => outcome = Some(pass_on(&reader, (&address, &key), part, most).await?),
            _ => {}
        }
    }
    if !reader.owns_token(&token) {
        return Err(Fault::Forged);
    }
    let fault = match outcome.unwrap_or(Outcome::Nothing) {
        Outcome::Taken(_) => return Ok(see_other(&format!("{address}?done=attached"))),
        Outcome::Nothing => reader.voice.say("fault-choose-file"),
        Outcome::TooLarge => {
            let page = Page::new(&reader, *section);
            page.with("attachment-too-large", "size", size(&page, most))
        }
        Outcome::Refused(problem) => told(reader.voice, problem)?,
    };
    let page = Page::new(&reader, *section);
    let mut page = by_itself(&reader, page, (&resource, &id.to_string())).await?;
    page.attached.fault = Some(fault);
    refuse(&reader, &page)
}
