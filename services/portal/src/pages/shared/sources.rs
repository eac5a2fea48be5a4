//! Who gives what.

use actix_web::{get, web::ServiceConfig};
use askama::Template;

use super::super::{Answer, address, show};
use crate::{
    clients::{reporting::SharedSource, shared::List},
    html::Html,
    page::{Page, Section},
    reader::{Member, Reader},
};

pub fn configure(services: &mut ServiceConfig) {
    services.service(index);
}

#[derive(Template)]
#[template(path = "pages/shared.html")]
pub struct SourcesPage {
    page: Page,
    lists: Vec<(String, String)>,
    owners: Vec<(Html, Vec<(String, String)>)>,
}

const DATASETS: [&str; 4] = ["goals", "projects", "networks", "activities"];

pub fn view(reader: &Reader, sources: &[SharedSource]) -> SourcesPage {
    let page = Page::new(reader, Section::Shared);
    let named = |dataset: &str| page.choice("dataset", dataset);
    let given = |dataset: &&&str| {
        sources
            .iter()
            .any(|source| source.datasets.iter().any(|d| d == **dataset))
    };
    let list = |dataset: &&str| (format!("/shared/{dataset}"), named(dataset));
    let of = |source: &SharedSource| {
        let links = source.datasets.iter().map(|dataset| {
            let path = format!("/shared/{dataset}");
            (address(&path, &[("owner_id", &source.owner_id)]), named(dataset))
        });
        (page.text(&source.owner_name), links.collect())
    };
    SourcesPage {
        lists: DATASETS.iter().filter(given).map(list).collect(),
        owners: sources.iter().map(of).collect(),
        page,
    }
}

#[get("/shared")]
async fn index(reader: Member) -> Answer {
    let found: List<SharedSource> = reader.api().get("/shared").await?;
    show(&reader, &view(&reader, &found.items))
}

#[cfg(test)]
pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    use crate::clients::shared::Text;
    let source = SharedSource {
        owner_id: "o2".to_owned(),
        owner_name: Text::fi("Isojoki"),
        datasets: vec!["projects".to_owned(), "activities".to_owned()],
    };
    vec![
        ("shared".to_owned(), view(reader, &[source]).render().unwrap()),
        ("shared-empty".to_owned(), view(reader, &[]).render().unwrap()),
    ]
}
