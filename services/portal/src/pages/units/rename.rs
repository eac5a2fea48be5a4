//! From a day on a unit has another name; what was before stays under the old one.

use actix_web::{get, post, web::ServiceConfig};
use serde_json::Value;

use super::super::{Answer, Id, rename::view, show};
use crate::{
    page::Section,
    reader::{Member, Submitted, rights},
};

pub fn configure(services: &mut ServiceConfig) {
    services.service(ask).service(rename);
}

#[get("/units/{id}/rename")]
async fn ask(reader: Member, id: Id) -> Answer {
    reader.must(rights::EDIT_UNITS)?;
    let path = format!("/units/{id}");
    let unit: Value = reader.api().get(&path).await?;
    show(&reader, &view(&reader, Section::Units, &path, &unit))
}

#[post("/units/{id}/rename")]
async fn rename(reader: Member, id: Id, submitted: Submitted) -> Answer {
    let path = format!("/units/{id}");
    let unit: Value = reader.api().get(&path).await?;
    let mut page = view(&reader, Section::Units, &path, &unit);
    page.form = page.form.fill(&submitted);
    page.send(async |form| {
        let verb = format!("{path}/rename");
        let _kept: Value = reader.api().act(&verb, form.body(), form.version, &form.key).await?;
        Ok(format!("{path}?done=saved"))
    })
    .await
}

#[cfg(test)]
pub fn samples(reader: &crate::reader::Reader) -> Vec<(String, String)> {
    use askama::Template as _;
    let unit = serde_json::json!({"version": 2, "name": {"fi": "Opetuslautakunta"}});
    let page = view(reader, Section::Units, "/units/u2", &unit);
    vec![("unit-rename".to_owned(), page.render().unwrap())]
}
