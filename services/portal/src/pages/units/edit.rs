use actix_web::{get, post, web::ServiceConfig};
use serde_json::Value;

use super::super::{Answer, Id, form_page::FormPage, lookups, lookups::Names, show};
use crate::{
    choices,
    clients::Created,
    forms::{Field, Form},
    listing::Asked,
    page::{Page, Section},
    reader::{Member, Reader, Submitted, rights},
};

pub fn configure(services: &mut ServiceConfig) {
    services
        .service(ask_new)
        .service(create)
        .service(ask_edit)
        .service(edit);
}

fn form(reader: &Reader, action: String, back: &str, above: &Names) -> Form {
    let page = Page::new(reader, Section::Units);
    Form::new(reader, action, "save")
        .cancel(back)
        .texts("name", "unit-name")
        .required()
        .line("short_name", "short-name")
        .push(Field::choice(reader.voice, "kind", "unit-kind", &choices::UNIT_KIND))
        .required()
        .choice("parent_id", "unit-parent", above.options(&page))
        .date("valid_from", "begins")
        .date("valid_to", "ends")
}

fn view(reader: &Reader, key: &str, form: Form) -> FormPage {
    FormPage::new(reader, Section::Units, key, form)
}

fn new_form(reader: &Reader, units: &Names) -> Form {
    form(reader, "/units/new".to_owned(), "/units", units)
}

fn edit_form(reader: &Reader, page: &str, others: &Names) -> Form {
    form(reader, format!("{page}/edit"), page, others)
}

fn edit_view(reader: &Reader, page: &str, form: Form) -> FormPage {
    view(reader, "unit-edit", form).link(&format!("{page}/rename"), "rename-link")
}

#[get("/units/new")]
async fn ask_new(reader: Member, asked: Asked) -> Answer {
    reader.must(rights::EDIT_UNITS)?;
    let units = lookups::units(&reader).await?;
    let form = new_form(&reader, &units).give("parent_id", asked.get("parent_id"));
    show(&reader, &view(&reader, "unit-new", form))
}

#[post("/units/new")]
async fn create(reader: Member, submitted: Submitted) -> Answer {
    let units = lookups::units(&reader).await?;
    let form = new_form(&reader, &units).fill(&submitted);
    view(&reader, "unit-new", form)
        .send(async |form| {
            let created: Created = reader.api().post("/units", form.body(), &form.key).await?;
            Ok(format!("/units/{}?done=created", created.id))
        })
        .await
}

#[get("/units/{id}/edit")]
async fn ask_edit(reader: Member, id: Id) -> Answer {
    reader.must(rights::EDIT_UNITS)?;
    let path = format!("/units/{id}");
    let unit: Value = reader.api().get(&path).await?;
    let others = lookups::units(&reader).await?.without(&id.to_string());
    let form = edit_form(&reader, &path, &others).fill_from(&unit);
    show(&reader, &edit_view(&reader, &path, form))
}

#[post("/units/{id}/edit")]
async fn edit(reader: Member, id: Id, submitted: Submitted) -> Answer {
    let path = format!("/units/{id}");
    let others = lookups::units(&reader).await?.without(&id.to_string());
    let form = edit_form(&reader, &path, &others).fill(&submitted);
    edit_view(&reader, &path, form)
        .changing(&path)
        .send(async |form| {
            let _kept: Value = reader.api().patch(&path, form.body(), form.version).await?;
            Ok(format!("{path}?done=saved"))
        })
        .await
}

#[cfg(test)]
pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    use askama::Template as _;
    let units = Names::sample(&[("u1", "Kaupunginhallitus")]);
    let unit = serde_json::json!({"version": 3, "name": {"fi": "Opetuslautakunta"}, "kind": "committee", "parent_id": "u1", "valid_from": "2009-01-01"});
    let mut refused = new_form(reader, &units);
    refused.is_complete();
    let edited = edit_form(reader, "/units/u2", &units).fill_from(&unit);
    let samples = [
        ("unit-new", view(reader, "unit-new", new_form(reader, &units))),
        ("unit-new-refused", view(reader, "unit-new", refused)),
        ("unit-edit", edit_view(reader, "/units/u2", edited)),
    ];
    samples
        .map(|(name, page)| (name.to_owned(), page.render().unwrap()))
        .to_vec()
}
