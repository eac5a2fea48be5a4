//! From a day on the organisation has another name; what was before stays under the old one.

use actix_web::{get, post, web::ServiceConfig};
use serde_json::Value;

use super::{
    super::{Answer, rename::view, show},
    CURRENT,
};
use crate::{
    page::Section,
    reader::{Member, Submitted, rights},
};

pub fn configure(services: &mut ServiceConfig) {
    services.service(ask).service(rename);
}

#[get("/organisation/rename")]
async fn ask(reader: Member) -> Answer {
    reader.must(rights::EDIT_ORGANISATION)?;
    let own: Value = reader.api().get(CURRENT).await?;
    show(&reader, &view(&reader, Section::Organisation, "/organisation", &own))
}

#[post("/organisation/rename")]
async fn rename(reader: Member, submitted: Submitted) -> Answer {
    let own: Value = reader.api().get(CURRENT).await?;
    let mut page = view(&reader, Section::Organisation, "/organisation", &own);
    page.form = page.form.fill(&submitted);
    page.send(async |form| {
        let verb = format!("{CURRENT}/rename");
        let _kept: Value = reader.api().act(&verb, form.body(), form.version, &form.key).await?;
        reader.portal.api.forget(reader.session()).await;
        Ok("/organisation?done=saved".to_owned())
    })
    .await
}

#[cfg(test)]
pub fn samples(reader: &crate::reader::Reader) -> Vec<(String, String)> {
    use askama::Template as _;
    let own = serde_json::json!({"version": 2, "name": {"fi": "Kauhajoki"}});
    let page = view(reader, Section::Organisation, "/organisation", &own);
    vec![("organisation-rename".to_owned(), page.render().unwrap())]
}
