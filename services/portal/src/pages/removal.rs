//! Deleting a thing: asked once more on a page of its own, since it does not come back.

use actix_web::{
    get, post,
    web::{Path, ServiceConfig},
};
use serde_json::Value;
use uuid::Uuid;

use super::{Answer, form_page::FormPage, show};
use crate::{
    clients::shared::Text,
    fault::Fault,
    forms::Form,
    page::{Page, Section},
    reader::{
        Member, Reader, Submitted,
        rights::{self, Right},
    },
};

pub fn configure(services: &mut ServiceConfig) {
    services.service(ask).service(remove);
}

/// What can be deleted: the resource, its part of the portal, who may, and the message that says what becomes of it.
type Kind = (&'static str, Section, Right, &'static str);

const KINDS: [Kind; 13] = [
    ("goals", Section::Goals, rights::EDIT_GOALS, "removal-lead"),
    (
        "indicators",
        Section::Indicators,
        rights::EDIT_INDICATORS,
        "removal-lead",
    ),
    ("policies", Section::Policies, rights::EDIT_POLICIES, "removal-lead"),
    (
        "assignments",
        Section::Assignments,
        rights::EDIT_ASSIGNMENTS,
        "removal-lead-assignment",
    ),
    ("projects", Section::Projects, rights::EDIT_PROJECTS, "removal-lead"),
    (
        "activities",
        Section::Activities,
        rights::EDIT_ACTIVITIES,
        "removal-lead",
    ),
    ("partners", Section::Partners, rights::EDIT_PARTNERS, "removal-lead"),
    ("networks", Section::Networks, rights::EDIT_NETWORKS, "removal-lead"),
    ("units", Section::Units, rights::EDIT_UNITS, "removal-lead-unit"),
    ("themes", Section::Themes, rights::EDIT_THEMES, "removal-lead-theme"),
    (
        "taxonomies",
        Section::Themes,
        rights::EDIT_THEMES,
        "removal-lead-taxonomy",
    ),
    (
        "saved-views",
        Section::Own,
        rights::EDIT_SAVED_VIEWS,
        "removal-lead-saved-view",
    ),
    (
        "webhooks",
        Section::Webhooks,
        rights::EDIT_WEBHOOKS,
        "removal-lead-webhook",
    ),
];

/// The page of a thing and the list it stands in. A taxonomy has no page of its own: the list of themes shows it whole; and
/// a saved view is another list.
fn places(resource: &str, id: &str) -> (String, String) {
    match resource {
        "taxonomies" => ("/themes".to_owned(), "/themes".to_owned()),
        "saved-views" => ("/saved-views".to_owned(), "/saved-views".to_owned()),
        _ => (format!("/{resource}/{id}"), format!("/{resource}")),
    }
}

fn kind(resource: &str) -> Result<&'static Kind, Fault> {
    KINDS
        .iter()
        .find(|(known, ..)| *known == resource)
        .ok_or(Fault::NotFound)
}

/// What a thing is called: by a name or a title, in one language or several.
pub fn called(page: &Page, thing: &Value) -> String {
    let name = ["title", "name"].iter().find_map(|field| thing.get(field));
    match name {
        Some(Value::String(name)) => name.clone(),
        Some(texts) => {
            serde_json::from_value::<Text>(texts.clone()).map_or_else(|_| String::new(), |text| page.plain(&text))
        }
        None => String::new(),
    }
}

fn view(reader: &Reader, (resource, section, _, lead): &Kind, id: &str, thing: &Value) -> FormPage {
    let form = Form::new(reader, format!("/{resource}/{id}/delete"), "delete")
        .cancel(places(resource, id).0)
        .fill_from(thing);
    let mut page = FormPage::new(reader, *section, "removal", form);
    page.lead = page.page.t(lead);
    let title = page.page.with("removal-title", "name", called(&page.page, thing));
    page.titled(title)
}

#[get("/{resource}/{id}/delete")]
async fn ask(reader: Member, path: Path<(String, Uuid)>) -> Answer {
    let (resource, id) = path.into_inner();
    let kind = kind(&resource)?;
    reader.must(kind.2)?;
    let address = format!("/{resource}/{id}");
    let thing: Value = reader.api().get(&address).await?;
    show(&reader, &view(&reader, kind, &id.to_string(), &thing))
}

#[post("/{resource}/{id}/delete")]
async fn remove(reader: Member, path: Path<(String, Uuid)>, submitted: Submitted) -> Answer {
    let (resource, id) = path.into_inner();
    let kind = kind(&resource)?;
    let address = format!("/{resource}/{id}");
    let thing: Value = reader.api().get(&address).await?;
    let mut page = view(&reader, kind, &id.to_string(), &thing);
    page.form = page.form.fill(&submitted);
    page.send(async |form| {
        reader.api().delete(&address, form.version).await?;
        let (_, list) = places(&resource, &id.to_string());
        Ok(format!("{list}?done=deleted"))
    })
    .await
}

#[cfg(test)]
pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    use askama::Template as _;
    let thing = serde_json::json!({"version": 2, "title": {"fi": "Opettajavaihto"}});
    KINDS
        .iter()
        .map(|kind| {
            let page = view(reader, kind, "019", &thing);
            (format!("removal-{}", kind.0), page.render().unwrap())
        })
        .collect()
}
