//! Taxonomies that associations share, and taking one over as one's own.

use actix_web::{get, post, web::ServiceConfig};
use askama::Template;
use serde_json::{Value, json};

use super::super::{Answer, lookups, nested, nested::Branch, see_other, show};
use crate::{
    clients::themes::{SharedTaxonomy, Taxonomy},
    html::Html,
    page::{Page, Section},
    reader::{Member, Reader, Submitted, rights},
};

pub fn configure(services: &mut ServiceConfig) {
    services.service(list).service(adopt);
}

#[derive(Template)]
#[template(path = "pages/shared-taxonomies.html")]
struct SharedPage {
    page: Page,
    offers: Vec<Offer>,
    key: String,
}

/// A taxonomy to be taken over, with the tree of its themes.
struct Offer {
    id: String,
    name: Html,
    plain: String,
    from: String,
    tree: Html,
    /// Whether it is here already; whether the reader may take it over.
    adopted: bool,
    may_adopt: bool,
}

fn offer(page: &Page, shared: &SharedTaxonomy, own: &[Taxonomy]) -> Offer {
    let themes = shared.themes.iter().map(|theme| Branch {
        id: theme.code.clone(),
        above: theme.parent_code.clone(),
        words: Html::join(&[page.text(&theme.name), Html::level(&theme.code)], " "),
    });
    let themes: Vec<Branch> = themes.collect();
    // One's own, published, stands among those of others.
    let is_it = |taxonomy: &Taxonomy| {
        let source = taxonomy.source.as_ref().map(|source| source.taxonomy_id.as_str());
        taxonomy.id == shared.id || source == Some(shared.id.as_str())
    };
    let adopted = own.iter().any(is_it);
    Offer {
        id: shared.id.clone(),
        name: page.text(&shared.name),
        plain: page.plain(&shared.name),
        from: page.with2(
            "taxonomy-published",
            "name",
            page.plain(&shared.organisation_name),
            "date",
            page.date(&shared.published_at),
        ),
        tree: nested::tree(&themes),
        adopted,
        may_adopt: !adopted && page.may(rights::EDIT_THEMES),
    }
}

fn view(reader: &Reader, shared: &[SharedTaxonomy], own: &[Taxonomy]) -> SharedPage {
    let page = Page::new(reader, Section::Themes);
    SharedPage {
        offers: shared.iter().map(|shared| offer(&page, shared, own)).collect(),
        key: crate::forms::fresh_key(),
        page,
    }
}

#[get("/taxonomies/shared")]
async fn list(reader: Member) -> Answer {
    let (shared, own) = futures::try_join!(
        lookups::every::<SharedTaxonomy>(&reader, "/taxonomies/shared", &[]),
        lookups::every::<Taxonomy>(&reader, "/taxonomies", &[])
    )?;
    show(&reader, &view(&reader, &shared, &own))
}

#[post("/taxonomies/shared")]
async fn adopt(reader: Member, submitted: Submitted) -> Answer {
    let body = json!({ "shared_id": submitted.get("shared_id") });
    let _adopted: Value = reader
        .api()
        .post("/taxonomies/adopt", body, submitted.get("key"))
        .await?;
    Ok(see_other("/themes?done=taxonomy-adopted"))
}

#[cfg(test)]
pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    let offered = |id: &str| -> SharedTaxonomy {
        serde_json::from_value(serde_json::json!({
            "id": id, "organisation_name": {"fi": "Kuntaliitto"}, "country": "FI", "key": "impact", "name": {"fi": "Vaikuttavuus"},
            "themes": [{"code": "A", "parent_code": null, "name": {"fi": "Johtaminen"}}, {"code": "A1", "parent_code": "A", "name": {"fi": "Taidot"}}],
            "published_at": "2026-11-22T08:00:00Z"
        }))
        .unwrap()
    };
    let own: Taxonomy = serde_json::from_value(serde_json::json!({
        "id": "x1", "name": {"fi": "Vaikuttavuus"}, "source": {"organisation_name": {"fi": "Kuntaliitto"}, "taxonomy_id": "x9"}
    }))
    .unwrap();
    let full = view(reader, &[offered("x8"), offered("x9")], &[own]);
    let none = view(reader, &[], &[]);
    vec![
        ("taxonomies-shared".to_owned(), full.render().unwrap()),
        ("taxonomies-shared-none".to_owned(), none.render().unwrap()),
    ]
}
