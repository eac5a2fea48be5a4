//! Lists as files, as the reader's spreadsheet expects them: Nordic Excel with semicolons and decimal commas.

use actix_web::HttpResponse;
use reqwest::Response;

use super::Answer;
use crate::{fault::Fault, language::Language, reader::Member};

pub fn is_nordic(reader: &Member) -> bool {
    reader.voice.language != Language::En
}

/// The list at an address of the API, as a CSV.
pub async fn fetch(reader: &Member, path: &str, mut query: Vec<(&'static str, String)>) -> Result<Response, Fault> {
    query.push(("format", "csv".to_owned()));
    if is_nordic(reader) {
        query.push(("dialect", "excel-nordic".to_owned()));
    }
    reader.api().download(path, &query).await
}

/// What the reader saves: a CSV with a name.
pub fn csv(name: &str, content: impl Into<actix_web::web::Bytes>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header(("content-disposition", format!("attachment; filename=\"{name}.csv\"")))
        .body(content.into())
}

/// A list as a file, as it is.
pub async fn list(reader: &Member, path: &str, query: Vec<(&'static str, String)>, name: &str) -> Answer {
    let answer = fetch(reader, path, query).await?;
    let content = answer.bytes().await;
    let content = content.map_err(|error| Fault::Unavailable(error.to_string()))?;
    Ok(csv(name, content))
}
