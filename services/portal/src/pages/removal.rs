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

/// What can be deleted: the resource, its part of the portal, and who may.
type Kind = (&'static str, Section, Right);

const KINDS: [Kind; 6] = [
    ("goals", Section::Goals, rights::EDIT_GOALS),
    ("indicators", Section::Indicators, rights::EDIT_INDICATORS),
    ("projects", Section::Projects, rights::EDIT_PROJECTS),
    ("activities", Section::Activities, rights::EDIT_ACTIVITIES),
    ("partners", Section::Partners, rights::EDIT_PARTNERS),
    ("networks", Section::Networks, rights::EDIT_NETWORKS),
];

fn kind(resource: &str) -> Result<&'static Kind, Fault> {
    KINDS
        .iter()
        .find(|(known, ..)| *known == resource)
        .ok_or(Fault::NotFound)
}

/// What a thing is called: by a name or a title, in one language or several.
fn called(page: &Page, thing: &Value) -> String {
    let name = ["title", "name"].iter().find_map(|field| thing.get(field));
    match name {
        Some(Value::String(name)) => name.clone(),
        Some(texts) => {
            serde_json::from_value::<Text>(texts.clone()).map_or_else(|_| String::new(), |text| page.plain(&text))
        }
        None => String::new(),
    }
}

fn view(reader: &Reader, section: Section, address: &str, thing: &Value) -> FormPage {
    let form = Form::new(reader, format!("{address}/delete"), "delete")
        .cancel(address)
        .fill_from(thing);
    let page = FormPage::new(reader, section, "removal", form);
    let title = page.page.with("removal-title", "name", called(&page.page, thing));
    page.titled(title)
}

#[get("/{resource}/{id}/delete")]
async fn ask(reader: Member, path: Path<(String, Uuid)>) -> Answer {
    let (resource, id) = path.into_inner();
    let (_, section, right) = kind(&resource)?;
    reader.must(*right)?;
    let address = format!("/{resource}/{id}");
    let thing: Value = reader.api().get(&address).await?;
    show(&reader, &view(&reader, *section, &address, &thing))
}

#[post("/{resource}/{id}/delete")]
async fn remove(reader: Member, path: Path<(String, Uuid)>, submitted: Submitted) -> Answer {
    let (resource, id) = path.into_inner();
    let (_, section, _) = kind(&resource)?;
    let address = format!("/{resource}/{id}");
    let thing: Value = reader.api().get(&address).await?;
    let mut page = view(&reader, *section, &address, &thing);
    page.form = page.form.fill(&submitted);
    page.send(async |form| {
        reader.api().delete(&address, form.version).await?;
        Ok(format!("/{resource}?done=deleted"))
    })
    .await
}

#[cfg(test)]
pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    use askama::Template as _;
    let thing = serde_json::json!({"version": 2, "title": {"fi": "Opettajavaihto"}});
    let page = view(reader, Section::Activities, "/activities/019", &thing);
    vec![("removal".to_owned(), page.render().unwrap())]
}
