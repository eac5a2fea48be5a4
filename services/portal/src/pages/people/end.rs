//! Ending a membership: the person is out at once.

use actix_web::{get, post, web::ServiceConfig};
use serde_json::Value;

use super::super::{Answer, Id, form_page::FormPage, show};
use crate::{
    forms::Form,
    page::Section,
    reader::{Member, Reader, Submitted, rights},
};

pub fn configure(services: &mut ServiceConfig) {
    services.service(ask).service(end);
}

fn view(reader: &Reader, path: &str, held: &Value) -> FormPage {
    let form = Form::new(reader, format!("{path}/end"), "membership-end-submit")
        .cancel(path)
        .fill_from(held);
    let page = FormPage::new(reader, Section::People, "membership-end", form);
    let name = held.get("person_name").and_then(Value::as_str).unwrap_or_default();
    let title = page.page.with("membership-end-title", "name", name);
    page.titled(title)
}

#[get("/memberships/{id}/end")]
async fn ask(reader: Member, id: Id) -> Answer {
    reader.must(rights::EDIT_PEOPLE)?;
    let path = format!("/memberships/{id}");
    let held: Value = reader.api().get(&path).await?;
    show(&reader, &view(&reader, &path, &held))
}

#[post("/memberships/{id}/end")]
async fn end(reader: Member, id: Id, submitted: Submitted) -> Answer {
    let path = format!("/memberships/{id}");
    let held: Value = reader.api().get(&path).await?;
    let mut page = view(&reader, &path, &held);
    page.form = page.form.fill(&submitted);
    page.send(async |form| {
        reader.api().delete(&path, form.version).await?;
        reader.portal.api.forget(reader.session()).await;
        Ok("/people?done=membership-ended".to_owned())
    })
    .await
}

#[cfg(test)]
pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    use askama::Template as _;
    let held = serde_json::json!({"version": 2, "person_name": "Planner"});
    let page = view(reader, "/memberships/m1", &held);
    vec![("membership-end".to_owned(), page.render().unwrap())]
}
