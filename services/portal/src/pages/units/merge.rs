//! A unit goes up in another on a day; what lies below it lies below the other from then on.

use actix_web::{get, post, web::ServiceConfig};
use serde_json::Value;

use super::super::{Answer, Id, form_page::FormPage, lookups, lookups::Names, removal::called, show};
use crate::{
    forms::Form,
    page::{Page, Section},
    reader::{Member, Reader, Submitted, rights},
};

pub fn configure(services: &mut ServiceConfig) {
    services.service(ask).service(merge);
}

fn view(reader: &Reader, path: &str, unit: &Value, others: &Names) -> FormPage {
    let page = Page::new(reader, Section::Units);
    let form = Form::new(reader, format!("{path}/merge"), "unit-merge-submit")
        .cancel(path)
        .choice("into", "unit-merge-into", others.options(&page))
        .required()
        .date("on", "unit-merge-on")
        .required()
        .fill_from(unit);
    let title = page.with("unit-merge-title", "name", called(&page, unit));
    FormPage::new(reader, Section::Units, "unit-merge", form).titled(title)
}

#[get("/units/{id}/merge")]
async fn ask(reader: Member, id: Id) -> Answer {
    reader.must(rights::EDIT_UNITS)?;
    let path = format!("/units/{id}");
    let unit: Value = reader.api().get(&path).await?;
    let others = lookups::units(&reader).await?.without(&id.to_string());
    show(&reader, &view(&reader, &path, &unit, &others))
}

#[post("/units/{id}/merge")]
async fn merge(reader: Member, id: Id, submitted: Submitted) -> Answer {
    let path = format!("/units/{id}");
    let unit: Value = reader.api().get(&path).await?;
    let others = lookups::units(&reader).await?.without(&id.to_string());
    let mut page = view(&reader, &path, &unit, &others);
    page.form = page.form.fill(&submitted);
    page.send(async |form| {
        let verb = format!("{path}/merge");
        let _kept: Value = reader.api().act(&verb, form.body(), form.version, &form.key).await?;
        Ok(format!("{path}?done=saved"))
    })
    .await
}

#[cfg(test)]
pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    use askama::Template as _;
    let others = Names::sample(&[("u1", "Kaupunginhallitus")]);
    let unit = serde_json::json!({"version": 2, "name": {"fi": "Opetuslautakunta"}});
    let page = view(reader, "/units/u2", &unit, &others);
    vec![("unit-merge".to_owned(), page.render().unwrap())]
}
