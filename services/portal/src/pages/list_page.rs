//! A page that is one list.

use askama::Template;

use crate::{forms::Control, listing::Listing, page::Page, reader::rights::Right};

#[derive(Template)]
#[template(path = "pages/list.html")]
pub struct ListPage {
    pub page: Page,
    /// What it is a part of, by address and words.
    pub back: Option<(String, String)>,
    pub title: String,
    pub lead: String,
    pub actions: Vec<(String, String)>,
    pub listing: Listing,
}

impl ListPage {
    /// `key` names the messages: `<key>-title`, or `<key>` where that is title enough, and `<key>-lead`.
    pub fn new(page: Page, key: &str, listing: Listing) -> Self {
        Self {
            title: (page.reader.voice.find(&format!("{key}-title"), None)).unwrap_or_else(|| page.t(key)),
            lead: page.t(&format!("{key}-lead")),
            back: None,
            actions: Vec::new(),
            listing,
            page,
        }
    }

    pub fn link(mut self, href: impl Into<String>, label: &str) -> Self {
        self.actions.push((href.into(), self.page.t(label)));
        self
    }

    /// What can be done from here, for whoever may.
    pub fn action(self, right: Right, href: &str, label: &str) -> Self {
        if self.page.may(right) {
            self.link(href, label)
        } else {
            self
        }
    }
}
