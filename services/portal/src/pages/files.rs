//! Lists as files, as the reader's spreadsheet expects them.

use actix_web::HttpResponse;

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

/// A list of the API as a file of a name. Nordic Excel wants its CSV with semicolons and decimal commas.
pub async fn file(reader: &Member, list: &str, mut query: Vec<(&str, String)>, (name, kind): (&str, &str)) -> Answer {
    query.push(("format", kind.to_owned()));
    if kind == "csv" && reader.voice.language != Language::En {
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
    Ok(HttpResponse::Ok()
        .content_type(media_type)
        .insert_header(("content-disposition", format!("attachment; filename=\"{name}.{kind}\"")))
        .body(content))
}
