//! Lists as files, as the reader's spreadsheet expects them.

use actix_web::{HttpResponse, web::Bytes};
use reqwest::Response;

use super::{Answer, address, see_other};
use crate::{fault::Fault, language::Language, reader::Member};

/// The files that a list comes as, and the messages that name them.
const KINDS: [(&str, &str); 2] = [("csv", "download-csv"), ("xlsx", "download-xlsx")];

/// Where the files of a list are.
pub fn links(list: &str, query: &[(&str, impl AsRef<str>)]) -> Vec<(String, &'static str)> {
    KINDS
        .iter()
        .map(|(kind, label)| (address(&format!("{list}.{kind}"), query), *label))
        .collect()
}

/// Nordic Excel wants its CSV with semicolons and decimal commas.
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

/// A list of the API as a file of a name.
pub async fn file(reader: &Member, list: &str, mut query: Vec<(&str, String)>, (name, kind): (&str, &str)) -> Answer {
    query.push(("format", kind.to_owned()));
    if kind == "csv" && is_nordic(reader) {
        query.push(("dialect", "excel-nordic".to_owned()));
    }
    let answer = reader.api().download(list, &query).await?;
    // Too long for one answer: it is written while the reader goes on with something else.
    if answer.status().as_u16() == 202 {
        return Ok(see_other("/exports?done=export-begun"));
    }
    let media_type = answer
        .headers()
        .get("content-type")
        .and_then(|value| value.to_str().ok());
    let media_type = media_type.unwrap_or("application/octet-stream").to_owned();
    let content = answer
        .bytes()
        .await
        .map_err(|error| Fault::Unavailable(error.to_string()))?;
    Ok(saved(&media_type, &format!("{name}.{kind}"), content))
}

/// What the reader saves: a CSV with a name.
pub fn csv(name: &str, content: impl Into<Bytes>) -> HttpResponse {
    saved("text/csv; charset=utf-8", &format!("{name}.csv"), content)
}

fn saved(media_type: &str, name: &str, content: impl Into<Bytes>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type(media_type)
        .insert_header(("content-disposition", format!("attachment; filename=\"{name}\"")))
        .body(content.into())
}
