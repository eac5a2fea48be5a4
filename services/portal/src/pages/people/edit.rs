//! Other roles, another title, other days.

use actix_web::{get, post, web::ServiceConfig};
use serde_json::Value;

use super::super::{Answer, Id, form_page::FormPage, lookups, lookups::Names, show};
use crate::{
    choices,
    forms::{Field, Form},
    page::{Page, Section},
    reader::{Member, Reader, Submitted, rights},
};

pub fn configure(services: &mut ServiceConfig) {
    services.service(ask).service(edit);
}

/// Rows for roles: those there are, and some to spare. Blank ones are not sent, so a role is taken away by blanking it.
const SPARE_ROWS: usize = 2;

fn form(reader: &Reader, path: &str, held: &Value, units: &Names) -> Form {
    let page = Page::new(reader, Section::People);
    let voice = reader.voice;
    let rows = held.get("roles").and_then(Value::as_array).map_or(0, Vec::len);
    let mut form = Form::new(reader, format!("{path}/edit"), "save")
        .cancel(path)
        .texts("title", "person-title")
        .date("valid_from", "begins")
        .required()
        .date("valid_to", "ends");
    for index in 0..rows + SPARE_ROWS {
        let row = |field: &str| format!("roles.{index}.{field}");
        form = form
            .heading(page.with("row-role", "number", index + 1))
            .push(Field::choice(voice, &row("role"), "role", &choices::ROLE))
            .choice(&row("unit_id"), "role-unit", units.options(&page));
    }
    form
}

fn view(reader: &Reader, held: &Value, form: Form) -> FormPage {
    let page = FormPage::new(reader, Section::People, "membership-edit", form).link("/roles", "roles-title");
    let name = held.get("person_name").and_then(Value::as_str).unwrap_or_default();
    let title = page.page.with("membership-edit-title", "name", name);
    page.titled(title)
}

#[get("/memberships/{id}/edit")]
async fn ask(reader: Member, id: Id) -> Answer {
    reader.must(rights::EDIT_PEOPLE)?;
    let path = format!("/memberships/{id}");
    let held: Value = reader.api().get(&path).await?;
    let units = lookups::units(&reader).await?;
    let form = form(&reader, &path, &held, &units).fill_from(&held);
    show(&reader, &view(&reader, &held, form))
}

#[post("/memberships/{id}/edit")]
async fn edit(reader: Member, id: Id, submitted: Submitted) -> Answer {
    let path = format!("/memberships/{id}");
    let held: Value = reader.api().get(&path).await?;
    let units = lookups::units(&reader).await?;
    let form = form(&reader, &path, &held, &units).fill(&submitted);
    view(&reader, &held, form)
        .changing(&path)
        .send(async |form| {
            let _kept: Value = reader.api().patch(&path, form.body(), form.version).await?;
            // Whoever changes their own roles may do something else from now on.
            reader.portal.api.forget(reader.session()).await;
            Ok(format!("{path}?done=saved"))
        })
        .await
}

#[cfg(test)]
pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    use askama::Template as _;
    let units = Names::sample(&[("u1", "Opetuslautakunta")]);
    let held = serde_json::json!({
        "version": 2, "person_name": "Planner", "title": {"fi": "Suunnittelija"}, "valid_from": "2024-01-01",
        "roles": [{"role": "planner", "unit_id": null}, {"role": "contributor", "unit_id": "u1"}]
    });
    let filled = form(reader, "/memberships/m1", &held, &units).fill_from(&held);
    let mut refused = form(reader, "/memberships/m1", &held, &units);
    refused.is_complete();
    [("membership-edit", filled), ("membership-edit-refused", refused)]
        .map(|(name, form)| (name.to_owned(), view(reader, &held, form).render().unwrap()))
        .to_vec()
}
