//! A page that is one form.

use askama::Template;

use super::{Answer, refuse, see_other};
use crate::{
    clients::Problem,
    forms::{Control, Form},
    page::{Page, Section},
    reader::Reader,
};

#[derive(Template)]
#[template(path = "pages/form.html")]
pub struct FormPage {
    pub page: Page,
    pub title: String,
    pub lead: String,
    pub form: Form,
    /// What else can be done from here.
    pub links: Vec<(String, String)>,
}

impl FormPage {
    /// `key` names the messages: `<key>-title`, and `<key>-lead` if there is one.
    pub fn new(reader: &Reader, section: Section, key: &str, form: Form) -> Self {
        let page = Page::new(reader, section);
        let title = page.t(&format!("{key}-title"));
        let lead = reader.voice.find(&format!("{key}-lead"), None).unwrap_or_default();
        Self {
            page,
            title,
            lead,
            form,
            links: Vec::new(),
        }
    }

    /// Sends what was filled in. When it was taken, the reader goes on to where `send` says; otherwise the same page comes
    /// again with what was wrong.
    pub async fn send(mut self, send: impl AsyncFnOnce(&Form) -> Result<String, Problem>) -> Answer {
        if self.form.is_complete() {
            match send(&self.form).await {
                Ok(address) => return Ok(see_other(&address)),
                Err(problem) => self.form.refuse(problem)?,
            }
        }
        let reader = self.page.reader.clone();
        refuse(&reader, &self)
    }

    /// A title of its own, for what has a name.
    pub fn titled(self, title: String) -> Self {
        Self { title, ..self }
    }

    pub fn link(mut self, href: &str, label: &str) -> Self {
        self.links.push((href.to_owned(), self.page.t(label)));
        self
    }
}
