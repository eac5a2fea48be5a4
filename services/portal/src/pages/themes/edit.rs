//! Adding a theme to a taxonomy and changing it. It stays in its taxonomy.

use actix_web::{get, post, web::ServiceConfig};
use serde_json::{Value, json};

use super::super::{Answer, Id, form_page::FormPage, lookups, lookups::Names, show};
use crate::{
    clients::{Created, themes::Theme},
    fault::Fault,
    forms::Form,
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
    let page = Page::new(reader, Section::Themes);
    Form::new(reader, action, "save")
        .cancel(back)
        .texts("name", "theme-name")
        .required()
        .line("code", "theme-code")
        .required()
        .choice("parent_id", "theme-parent", above.options(&page))
        .long_texts("description", "description")
}

fn view(reader: &Reader, key: &str, form: Form) -> FormPage {
    FormPage::new(reader, Section::Themes, key, form)
}

fn new_form(reader: &Reader, taxonomy: &str, above: &Names) -> Form {
    form(reader, format!("/taxonomies/{taxonomy}/themes/new"), "/themes", above)
}

fn edit_form(reader: &Reader, page: &str, above: &Names) -> Form {
    form(reader, format!("{page}/edit"), page, above)
}

#[get("/taxonomies/{id}/themes/new")]
async fn ask_new(reader: Member, id: Id, asked: Asked) -> Answer {
    reader.must(rights::EDIT_THEMES)?;
    let _there: Value = reader.api().get(&format!("/taxonomies/{id}")).await?;
    let above = lookups::themes_of(&reader, &id.to_string()).await?;
    let form = new_form(&reader, &id.to_string(), &above).give("parent_id", asked.get("parent_id"));
    show(&reader, &view(&reader, "theme-new", form))
}

#[post("/taxonomies/{id}/themes/new")]
async fn create(reader: Member, id: Id, submitted: Submitted) -> Answer {
    let above = lookups::themes_of(&reader, &id.to_string()).await?;
    let form = new_form(&reader, &id.to_string(), &above).fill(&submitted);
    view(&reader, "theme-new", form)
        .send(async |form| {
            let mut body = form.body();
            if let Some(map) = body.as_object_mut() {
                map.insert("taxonomy_id".to_owned(), json!(*id));
            }
            let created: Created = reader.api().post("/themes", body, &form.key).await?;
            Ok(format!("/themes/{}?done=created", created.id))
        })
        .await
}

/// The themes that one may lie below.
async fn others(reader: &Member, theme: &Value) -> Result<Names, Fault> {
    let theme: Theme = serde_json::from_value(theme.clone()).map_err(|error| Fault::Broken(error.to_string()))?;
    Ok(lookups::themes_of(reader, &theme.taxonomy_id).await?.without(&theme.id))
}

#[get("/themes/{id}/edit")]
async fn ask_edit(reader: Member, id: Id) -> Answer {
    reader.must(rights::EDIT_THEMES)?;
    let path = format!("/themes/{id}");
    let theme: Value = reader.api().get(&path).await?;
    let form = edit_form(&reader, &path, &others(&reader, &theme).await?).fill_from(&theme);
    show(&reader, &view(&reader, "theme-edit", form))
}

#[post("/themes/{id}/edit")]
async fn edit(reader: Member, id: Id, submitted: Submitted) -> Answer {
    let path = format!("/themes/{id}");
    let theme: Value = reader.api().get(&path).await?;
    let form = edit_form(&reader, &path, &others(&reader, &theme).await?).fill(&submitted);
    view(&reader, "theme-edit", form)
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
    let above = Names::sample(&[("t1", "Johtaminen")]);
    let theme = serde_json::json!({"version": 2, "name": {"fi": "Taidot"}, "code": "A1", "parent_id": "t1"});
    let mut refused = new_form(reader, "x1", &above);
    refused.is_complete();
    let samples = [
        ("theme-new", "theme-new", new_form(reader, "x1", &above)),
        ("theme-new-refused", "theme-new", refused),
        (
            "theme-edit",
            "theme-edit",
            edit_form(reader, "/themes/t2", &above).fill_from(&theme),
        ),
    ];
    samples
        .map(|(name, key, form)| (name.to_owned(), view(reader, key, form).render().unwrap()))
        .to_vec()
}
