//! What is said of accessibility and of personal data: what holds for everybody, and what the reader's organisation adds.

use actix_web::{get, web::ServiceConfig};
use askama::Template;

use super::{Answer, show};
use crate::{
    clients::organisation::{Notices, OwnOrganisation},
    fault::Fault,
    html::Html,
    page::{Page, Section},
    reader::Reader,
};

pub fn configure(services: &mut ServiceConfig) {
    services.service(accessibility).service(privacy);
}

#[derive(Template)]
#[template(path = "pages/notice.html")]
struct NoticePage {
    page: Page,
    title: String,
    lead: String,
    sections: Vec<Said>,
}

struct Said {
    heading: String,
    text: Html,
    points: Vec<String>,
    links: Vec<(&'static str, String)>,
}

impl Said {
    /// A heading with one sentence, both by their messages.
    fn new(page: &Page, heading: &str, text: &str) -> Self {
        Self {
            heading: page.t(heading),
            text: Html::text(&page.t(text)),
            points: Vec::new(),
            links: Vec::new(),
        }
    }

    fn points(mut self, page: &Page, keys: &[&str]) -> Self {
        self.points = keys.iter().map(|key| page.t(key)).collect();
        self
    }
}

/// Whom to ask: the organisation's own address, or whoever gave access.
fn contact(page: &Page, notices: &Notices) -> Said {
    let mut said = Said::new(page, "notice-contact", "notice-contact-none");
    if !notices.contact.is_empty() {
        said.text = Html::mail(&notices.contact);
    }
    said
}

fn accessibility_view(page: Page, notices: &Notices) -> NoticePage {
    let mut shortcomings = Said::new(&page, "accessibility-shortcomings", "accessibility-shortcomings-none");
    if !notices.accessibility.is_blank() {
        shortcomings.text = page.prose(&notices.accessibility);
    }
    NoticePage {
        title: page.t("accessibility-title"),
        lead: page.t("accessibility-lead"),
        sections: vec![
            Said::new(&page, "accessibility-state", "accessibility-state-text").points(
                &page,
                &[
                    "accessibility-keyboard",
                    "accessibility-script",
                    "accessibility-pictures",
                    "accessibility-colours",
                ],
            ),
            shortcomings,
            contact(&page, notices),
            Said::new(&page, "accessibility-authority", "accessibility-authority-text"),
        ],
        page,
    }
}

fn privacy_view(page: Page, notices: &Notices) -> NoticePage {
    let mut sections = vec![
        Said::new(&page, "privacy-kept", "privacy-kept-text").points(
            &page,
            &["privacy-person", "privacy-roles", "privacy-sign-ins", "privacy-changes"],
        ),
        Said::new(&page, "privacy-cookies", "privacy-cookies-text"),
    ];
    let mut yours = Said::new(&page, "privacy-yours", "privacy-yours-text");
    if page.reader.session.is_some() {
        yours.links = vec![
            ("/profile", page.t("navigation-profile")),
            ("/sessions", page.t("navigation-sessions")),
            ("/profile/erase", page.t("erase-title")),
        ];
    }
    sections.push(yours);
    if !notices.privacy.is_blank() {
        let mut own = Said::new(&page, "privacy-own", "privacy-own");
        own.text = page.prose(&notices.privacy);
        sections.push(own);
    }
    sections.push(contact(&page, notices));
    NoticePage {
        title: page.t("privacy-title"),
        lead: page.t("privacy-lead"),
        sections,
        page,
    }
}

/// What the reader's organisation says; whoever acts for none is told what holds for everybody.
async fn notices(reader: &Reader) -> Result<Notices, Fault> {
    if !reader.is_member() || reader.access.is_none() {
        return Ok(Notices::default());
    }
    let api = reader.signed_in_api()?;
    let own: OwnOrganisation = reader.or_nothing(api.get("/organisations/current")).await?;
    Ok(own.notices)
}

#[get("/accessibility")]
async fn accessibility(reader: Reader) -> Answer {
    let notices = notices(&reader).await?;
    show(
        &reader,
        &accessibility_view(Page::new(&reader, Section::Outside), &notices),
    )
}

#[get("/privacy")]
async fn privacy(reader: Reader) -> Answer {
    let notices = notices(&reader).await?;
    show(&reader, &privacy_view(Page::new(&reader, Section::Outside), &notices))
}

#[cfg(test)]
pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    let page = || Page::new(reader, Section::Outside);
    let own = serde_json::json!({"contact": "registry@kauhajoki.example",
        "accessibility": {"fi": "Vanhoja liitteitä ei ole tehty saavutettaviksi."}, "privacy": {"sv": "Uppgifterna sparas i tio år."}});
    let own: Notices = serde_json::from_value(own).unwrap();
    let pages = [
        ("accessibility", accessibility_view(page(), &own)),
        ("accessibility-bare", accessibility_view(page(), &Notices::default())),
        ("privacy", privacy_view(page(), &own)),
        ("privacy-bare", privacy_view(page(), &Notices::default())),
    ];
    pages
        .map(|(name, view)| (name.to_owned(), view.render().unwrap()))
        .to_vec()
}
