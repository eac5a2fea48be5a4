//! A secret that was just made: it is shown on this page and on no other.

use askama::Template;

use crate::{
    page::{Page, Section},
    reader::Reader,
};

#[derive(Template)]
#[template(path = "pages/told-once.html")]
pub struct ToldOnce {
    pub page: Page,
    title: String,
    lead: String,
    secret: String,
    /// Where the thing is, and the words that lead there.
    onward: (String, String),
}

impl ToldOnce {
    /// `key` names the messages: `<key>-title` and `<key>-lead`.
    pub fn new(reader: &Reader, section: Section, key: &str, secret: &str, (href, label): (String, &str)) -> Self {
        let page = Page::new(reader, section);
        Self {
            title: page.t(&format!("{key}-title")),
            lead: page.t(&format!("{key}-lead")),
            secret: secret.to_owned(),
            onward: (href, page.t(label)),
            page,
        }
    }
}
