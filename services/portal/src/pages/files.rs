//! Lists as files, as the reader's spreadsheet expects them.

use actix_web::{HttpResponse, web::Bytes};
use reqwest::{Response, StatusCode};
use serde_json::{Value, json};

use super::{Answer, address, see_other};
use crate::{fault::Fault, language::Language, listing::Asked, reader::Member};

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

/// Whether a list is too long for one answer: it is written while the reader goes on with something else.
pub fn is_being_written(answer: &Response) -> bool {
    answer.status() == StatusCode::ACCEPTED
}

/// Lets a service write one of its lists into a CSV, however short it is.
pub async fn write(reader: &Member, service: &str, list: &str) -> Result<(), Fault> {
    let format = if is_nordic(reader) { "csv_excel_nordic" } else { "csv" };
    write_as(reader, service, list, format).await
}

/// Lets a service write one of its documents, if it can: it may have nowhere to put files, and the reader may have signed in too
/// long ago for a file that lies there, though not for the document itself.
pub async fn write_document(reader: &Member, service: &str, document: &str) -> Result<bool, Fault> {
    match write_as(reader, service, document, "pdf").await {
        Ok(()) => Ok(true),
        Err(Fault::StepUp) => Ok(false),
        Err(Fault::Refused(problem)) if problem.code == "too_many_rows" => Ok(false),
        Err(fault) => Err(fault),
    }
}

async fn write_as(reader: &Member, service: &str, list: &str, format: &str) -> Result<(), Fault> {
    let body = json!({ "list": format!("/api/v1{list}"), "format": format });
    let key = crate::forms::fresh_key();
    let _: Value = reader.api().post(&format!("/exports/{service}"), body, &key).await?;
    Ok(())
}

/// To where files wait.
pub fn begun() -> HttpResponse {
    see_other("/exports?done=export-begun")
}

/// A list of the API as a file of a name.
pub async fn file(reader: &Member, list: &str, mut query: Vec<(&str, String)>, (name, kind): (&str, &str)) -> Answer {
    query.push(("format", kind.to_owned()));
    if kind == "csv" && is_nordic(reader) {
        query.push(("dialect", "excel-nordic".to_owned()));
    }
    let answer = reader.api().download(list, &query).await?;
    if is_being_written(&answer) {
        return Ok(begun());
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

/// The whole of a list that a page shows, narrowed and sorted as it is there. It is called as its address is.
pub async fn of_list(reader: &Member, asked: &Asked, (list, filters): (&str, &[&'static str]), kind: &str) -> Answer {
    let mut query = asked.kept(filters);
    query.extend(asked.kept(&["sort"]));
    file(reader, list, query, (list.trim_start_matches('/'), kind)).await
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
