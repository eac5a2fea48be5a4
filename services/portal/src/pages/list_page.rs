//! A page that is one list.

use askama::Template;

use crate::{forms::Control, listing::Listing, page::Page};

#[derive(Template)]
#[template(path = "pages/list.html")]
pub struct ListPage {
    pub page: Page,
    pub title: String,
    pub lead: String,
    pub actions: Vec<(String, String)>,
    pub listing: Listing,
}
