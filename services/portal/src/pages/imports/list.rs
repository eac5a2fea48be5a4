//! Whoever brings in tables finds theirs here, and sends another.

use actix_multipart::Multipart;
use actix_web::{get, post, web::ServiceConfig};
use askama::Template;
use futures::StreamExt as _;

use super::{IMPORTS, progress, state};
use crate::{
    clients::{imports::Import, shared::List},
    fault::Fault,
    forms::{fresh_key, told},
    html::Html,
    page::{Page, Section},
    pages::{
        Answer,
        multipart::{unreadable, word},
        passing_on::{Outcome, pass_on},
        refuse, see_other, show,
    },
    reader::{Member, rights},
};

pub fn configure(services: &mut ServiceConfig) {
    services.service(every).service(send);
}

/// What the service takes.
const MOST_BYTES: u64 = 16 * 1024 * 1024;

#[derive(Template)]
#[template(path = "pages/imports.html")]
pub struct ImportsPage {
    page: Page,
    rows: Vec<Row>,
    /// What was wrong with the file that was sent.
    fault: Option<String>,
    key: String,
    under_way: bool,
}

struct Row {
    address: String,
    name: String,
    state: Html,
    progress: String,
    uploaded_at: String,
    expires_at: String,
}

pub fn view(page: Page, imports: &[Import], fault: Option<String>) -> ImportsPage {
    let row = |import: &Import| Row {
        address: format!("/imports/{}", import.id),
        name: import.name.clone(),
        state: state(&page, import),
        progress: progress(&page, import),
        uploaded_at: page.date(&import.uploaded_at),
        expires_at: page.date(&import.expires_at),
    };
    ImportsPage {
        rows: imports.iter().map(row).collect(),
        under_way: imports.iter().any(Import::is_under_way),
        fault,
        key: fresh_key(),
        page,
    }
}

async fn own(reader: &Member) -> Result<Vec<Import>, Fault> {
    let found: List<Import> = reader.api().get(IMPORTS).await?;
    Ok(found.items)
}

#[get("/imports")]
async fn every(reader: Member) -> Answer {
    reader.must(rights::ENTER_VALUES)?;
    let imports = own(&reader).await?;
    show(&reader, &view(Page::new(&reader, Section::Indicators), &imports, None))
}

#[post("/imports")]
async fn send(reader: Member, mut parts: Multipart) -> Answer {
    reader.must(rights::ENTER_VALUES)?;
    let (mut token, mut key) = (String::new(), String::new());
    let mut outcome = Outcome::Nothing;
    while let Some(part) = parts.next().await {
        let mut part = part.map_err(unreadable)?;
        match part.name().unwrap_or_default() {
            "token" => token = word(&mut part).await?,
            "key" => key = word(&mut part).await?,
            "file" if !reader.owns_token(&token) => return Err(Fault::Forged),
            "file" => outcome = pass_on(&reader, (IMPORTS, &key), part, MOST_BYTES).await?,
            _ => {}
        }
    }
    if !reader.owns_token(&token) {
        return Err(Fault::Forged);
    }
    let fault = match outcome {
        Outcome::Taken(import) => {
            let id = import.get("id").and_then(serde_json::Value::as_str).unwrap_or_default();
            return Ok(see_other(&format!("/imports/{id}")));
        }
        Outcome::Nothing => reader.voice.say("fault-choose-file"),
        Outcome::TooLarge => reader.voice.say("import-too-large"),
        Outcome::Refused(problem) => told(reader.voice, problem)?,
    };
    let imports = own(&reader).await?;
    let page = Page::new(&reader, Section::Indicators);
    refuse(&reader, &view(page, &imports, Some(fault)))
}
