//! The API, told to people: a start page with its manners, and a page for each resource with its operations. Both are made
//! from the description that programs read, so they cannot fall behind it. Anybody may read them; the frame speaks the
//! reader's language, names and descriptions are in English and say so.

mod example;
mod operation;
mod shapes;

use actix_web::{
    get,
    web::{Path, ServiceConfig},
};
use askama::Template;
use operation::Shown;
use shapes::{Shape, Shapes};

use super::{Answer, show};
use crate::{
    clients::description::{Description, Operation},
    fault::Fault,
    html::Html,
    page::{Page, Section},
    reader::Reader,
};

pub fn configure(services: &mut ServiceConfig) {
    services.service(show_manners).service(show_resource);
}

#[derive(Template)]
#[template(path = "pages/api-manners.html")]
struct MannersPage {
    page: Page,
    resources: Vec<Resource>,
    /// Status codes that every operation may answer with, and what they mean.
    statuses: Vec<(u16, String)>,
}

struct Resource {
    name: String,
    tells: Html,
    count: String,
}

#[derive(Template)]
#[template(path = "pages/api-resource.html")]
struct ResourcePage {
    page: Page,
    name: String,
    operations: Vec<Shown>,
    shapes: Vec<Shape>,
}

/// What a request may come back with, beside the data.
const STATUSES: [u16; 13] = [400, 401, 403, 404, 405, 409, 412, 413, 415, 422, 428, 429, 503];

impl MannersPage {
    fn address(&self) -> &str {
        &self.page.reader.portal.public_url
    }
}

/// What is said of the list itself, or of whatever comes first.
fn summary_of<'a>(name: &str, operations: &'a [Operation]) -> &'a str {
    let list = format!("/api/v1/{name}");
    let of_list = operations.iter().find(|operation| operation.path == list);
    of_list
        .or(operations.first())
        .map_or("", |operation| operation.told.summary.as_str())
}

fn manners(reader: &Reader, description: &Description) -> MannersPage {
    let page = Page::new(reader, Section::Outside);
    let resource = |(name, operations): (&String, &Vec<Operation>)| Resource {
        name: name.clone(),
        tells: Html::english(summary_of(name, operations)),
        count: page.with("api-count", "count", operations.len()),
    };
    MannersPage {
        resources: description.resources.iter().map(resource).collect(),
        statuses: STATUSES
            .iter()
            .map(|status| (*status, page.choice("api-status", &status.to_string())))
            .collect(),
        page,
    }
}

fn resource(reader: &Reader, description: &Description, name: &str) -> Option<ResourcePage> {
    let page = Page::new(reader, Section::Outside);
    let mut shapes = Shapes::new(&page, description);
    let operations = description.resources.get(name)?;
    let operations = operations
        .iter()
        .map(|operation| Shown::of(operation, &mut shapes))
        .collect();
    let shapes = shapes.all();
    Some(ResourcePage {
        name: name.to_owned(),
        operations,
        shapes,
        page,
    })
}

#[get("/api/docs")]
async fn show_manners(reader: Reader) -> Answer {
    let description = reader.portal.api.description(&reader.origin).await?;
    show(&reader, &manners(&reader, &description))
}

#[get("/api/docs/{resource}")]
async fn show_resource(reader: Reader, name: Path<String>) -> Answer {
    let description = reader.portal.api.description(&reader.origin).await?;
    show(&reader, &resource(&reader, &description, &name).ok_or(Fault::NotFound)?)
}

#[cfg(test)]
fn described() -> Description {
    serde_json::from_str(include_str!("../../../../suite/openapi.json")).unwrap()
}

/// Each resource there is, from the description that is checked in.
#[cfg(test)]
pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    let description = described();
    let mut samples = vec![("api".to_owned(), manners(reader, &description).render().unwrap())];
    for name in description.resources.keys() {
        let page = resource(reader, &description, name).unwrap();
        samples.push((format!("api-{name}"), page.render().unwrap()));
    }
    samples
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{language::Language, pages::samples::a_member};

    #[test]
    fn every_operation_has_a_place_that_a_link_can_name() {
        let document: serde_json::Value = serde_json::from_str(include_str!("../../../../suite/openapi.json")).unwrap();
        let paths = document["paths"].as_object().unwrap();
        let count: usize = paths.values().map(|methods| methods.as_object().unwrap().len()).sum();
        let reader = a_member(Language::En);
        let description = described();
        let pages: Vec<ResourcePage> = description
            .resources
            .keys()
            .map(|name| resource(&reader, &description, name).unwrap())
            .collect();
        assert_eq!(pages.iter().map(|page| page.operations.len()).sum::<usize>(), count);
        for page in pages {
            let html = page.render().unwrap();
            for operation in &page.operations {
                assert!(
                    html.contains(&format!("id=\"{}\"", operation.anchor)),
                    "{}",
                    operation.anchor
                );
            }
        }
    }

    #[test]
    fn every_link_within_a_page_leads_somewhere() {
        for (name, html) in samples(&a_member(Language::En)) {
            for target in html.split("href=\"#").skip(1) {
                let target = target.split('"').next().unwrap();
                assert!(
                    html.contains(&format!("id=\"{target}\"")),
                    "{name} links to #{target}, which is not there"
                );
            }
        }
    }

    #[test]
    fn a_resource_nobody_knows_has_no_page() {
        assert!(resource(&a_member(Language::En), &described(), "unicorns").is_none());
    }
}
