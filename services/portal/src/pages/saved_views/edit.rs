//! Saving a list as its reader has it, and changing a view: its name, its filters, who sees it.

use actix_web::{get, post, web::ServiceConfig};
use serde_json::Value;

use super::{
    super::{Answer, Id, form_page::FormPage, show},
    lists::List,
};
use crate::{
    clients::saved_views::SavedView,
    fault::Fault,
    forms::Form,
    listing::Asked,
    page::Section,
    reader::{Member, Reader, Submitted, rights},
};

pub fn configure(services: &mut ServiceConfig) {
    services.service(ask_new).service(save).service(ask_edit).service(edit);
}

fn fields(form: Form) -> Form {
    form.line("name", "saved-view-name")
        .required()
        .tick("shared", "saved-view-shared")
}

fn new_view(reader: &Reader, list: &List, query: &str) -> FormPage {
    let form = Form::new(reader, "/saved-views/new", "save")
        .cancel(list.narrowed(query))
        .hidden("list", list.code)
        .hidden("query", query);
    FormPage::new(reader, Section::Own, "saved-view-new", fields(form))
}

/// The page of the form that stands folded beside each list.
#[get("/saved-views/new")]
async fn ask_new(reader: Member, asked: Asked) -> Answer {
    reader.must(rights::EDIT_SAVED_VIEWS)?;
    let list = List::called(asked.get("list")).ok_or(Fault::NotFound)?;
    show(&reader, &new_view(&reader, list, asked.get("query")))
}

#[post("/saved-views/new")]
async fn save(reader: Member, submitted: Submitted) -> Answer {
    let list = List::called(submitted.get("list")).ok_or(Fault::NotFound)?;
    let mut page = new_view(&reader, list, submitted.get("query"));
    page.form = page.form.fill(&submitted);
    page.send(async |form| {
        let saved: SavedView = reader.api().post("/saved-views", form.body(), &form.key).await?;
        Ok(done(list, &saved.query))
    })
    .await
}

/// The list as the view has it, where its reader goes on.
fn done(list: &List, query: &str) -> String {
    let between = if query.is_empty() { '?' } else { '&' };
    format!("{}{between}done=view-saved", list.narrowed(query))
}

/// `given` are the filters of the list at hand, which the view is to have instead of its own.
fn edit_view(reader: &Reader, id: &str, list: Option<&List>, given: Option<&str>) -> FormPage {
    let at = format!("/saved-views/{id}/edit");
    let Some(query) = given else {
        let form = Form::new(reader, at, "save").cancel("/saved-views");
        return FormPage::new(reader, Section::Own, "saved-view-edit", fields(form));
    };
    let back = list.map_or_else(|| "/saved-views".to_owned(), |list| list.narrowed(query));
    let form = Form::new(reader, super::super::address(&at, &[("query", query)]), "save").cancel(back);
    let mut page = FormPage::new(
        reader,
        Section::Own,
        "saved-view-edit",
        fields(form).hidden("query", query),
    );
    page.lead = page.page.t("saved-view-given");
    page
}

fn given(asked: &Asked) -> Option<&str> {
    asked.says("query").then(|| asked.get("query"))
}

#[get("/saved-views/{id}/edit")]
async fn ask_edit(reader: Member, id: Id, asked: Asked) -> Answer {
    reader.must(rights::EDIT_SAVED_VIEWS)?;
    let view: Value = reader.api().get(&format!("/saved-views/{id}")).await?;
    if view.get("own") != Some(&Value::Bool(true)) {
        return Err(Fault::NotAllowed);
    }
    let list = view.get("list").and_then(Value::as_str).and_then(List::called);
    let mut page = edit_view(&reader, &id.to_string(), list, given(&asked));
    page.form = page.form.fill_from(&view);
    if let Some(query) = given(&asked) {
        page.form = page.form.give("query", query);
    }
    show(&reader, &page)
}

#[post("/saved-views/{id}/edit")]
async fn edit(reader: Member, id: Id, asked: Asked, submitted: Submitted) -> Answer {
    let given = given(&asked);
    let path = format!("/saved-views/{id}");
    let mut page = edit_view(&reader, &id.to_string(), None, given).changing(&path);
    page.form = page.form.fill(&submitted);
    page.send(async |form| {
        let kept: SavedView = reader.api().patch(&path, form.body(), form.version).await?;
        let list = given.and_then(|_| List::called(&kept.list));
        Ok(list.map_or_else(|| "/saved-views?done=saved".to_owned(), |list| done(list, &kept.query)))
    })
    .await
}

#[cfg(test)]
pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    use askama::Template as _;
    let list = List::called("projects").unwrap();
    let view = serde_json::json!({"version": 2, "name": "EU-hankkeet", "shared": true, "query": "kind=eu"});
    let mut refused = new_view(reader, list, "kind=eu");
    refused.form.is_complete();
    let filled = |mut page: FormPage| {
        page.form = page.form.fill_from(&view);
        page
    };
    [
        ("saved-view-new", new_view(reader, list, "kind=eu")),
        ("saved-view-new-refused", refused),
        ("saved-view-edit", filled(edit_view(reader, "v1", Some(list), None))),
        (
            "saved-view-given",
            filled(edit_view(reader, "v1", Some(list), Some("kind=national"))),
        ),
    ]
    .map(|(name, page)| (name.to_owned(), page.render().unwrap()))
    .to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{language::Language, pages::samples::a_member};

    #[test]
    fn a_saved_view_is_sent_with_the_filters_of_its_list_and_an_unnarrowed_list_with_none() {
        let reader = a_member(Language::Fi);
        let list = List::called("projects").unwrap();
        let typed = |query: &str| {
            Submitted::sample(&[
                ("list", "projects"),
                ("query", query),
                ("name", "Omat"),
                ("shared", "true"),
            ])
        };
        let sent = |query: &str| new_view(&reader, list, query).form.fill(&typed(query)).body();
        assert_eq!(
            sent("kind=eu&sort=-title"),
            serde_json::json!({"list": "projects", "query": "kind=eu&sort=-title", "name": "Omat", "shared": true})
        );
        assert_eq!(sent("")["query"], Value::Null);
        assert_eq!(done(list, "kind=eu"), "/projects?kind=eu&done=view-saved");
        assert_eq!(done(list, ""), "/projects?done=view-saved");
    }

    #[test]
    fn a_view_that_is_renamed_keeps_its_filters() {
        let reader = a_member(Language::Fi);
        let typed = Submitted::sample(&[("name", "Uusi nimi")]);
        let body = edit_view(&reader, "v1", None, None).form.fill(&typed).body();
        assert_eq!(body, serde_json::json!({"name": "Uusi nimi", "shared": false}));
        let body = edit_view(&reader, "v1", None, Some("")).form.fill(&typed).body();
        assert_eq!(body["query"], Value::Null, "the whole list is what it is to show");
    }
}
