//! A page of pictures.

use askama::Template;

use crate::{
    page::{Page, Section},
    pictures::Picture,
    reader::Reader,
};

#[derive(Template)]
#[template(path = "pages/pictures.html")]
pub struct PicturePage {
    pub page: Page,
    title: String,
    lead: String,
    /// The list it was made from, by address and name.
    back: (String, String),
    pictures: Vec<Picture>,
}

impl PicturePage {
    /// `key` names the messages: `<key>-title`, and `<key>-lead` if there is one.
    pub fn new(reader: &Reader, section: Section, key: &str, (list, back): (&str, &str)) -> Self {
        let page = Page::new(reader, section);
        Self {
            title: page.t(&format!("{key}-title")),
            lead: reader.voice.find(&format!("{key}-lead"), None).unwrap_or_default(),
            back: (list.to_owned(), page.t(back)),
            pictures: Vec::new(),
            page,
        }
    }

    /// Something more to say above the pictures.
    pub fn remark(mut self, words: &str) -> Self {
        if !words.is_empty() {
            self.lead.push(' ');
            self.lead.push_str(words);
        }
        self
    }

    /// One more, where there is enough for it.
    pub fn picture(mut self, picture: Option<Picture>) -> Self {
        self.pictures.extend(picture);
        self
    }
}
