//! A page that is one form.

use actix_web::http::StatusCode;
use askama::Template;

use super::{Answer, refuse, render, see_other};
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
    /// Where the thing is read that the form changes.
    pub thing: Option<String>,
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
            thing: None,
        }
    }

    /// The form changes what is read there: whoever comes too late sees what others saved beside what they typed.
    pub fn changing(self, thing: &str) -> Self {
        Self {
            thing: Some(thing.to_owned()),
            ..self
        }
    }

    /// Sends what was filled in. When it was taken, the reader goes on to where `send` says; otherwise the same page comes
    /// again with what was wrong.
    pub async fn send(mut self, send: impl AsyncFnOnce(&Form) -> Result<String, Problem>) -> Answer {
        let reader = self.page.reader.clone();
        if self.form.is_complete() {
            match (send(&self.form).await, &self.thing) {
                (Ok(address), _) => return Ok(see_other(&address)),
                (Err(problem), Some(thing)) if problem.status == 412 => {
                    self.form.overtake(&reader.signed_in_api()?.get(thing).await?);
                    return render(&reader, StatusCode::PRECONDITION_FAILED, &self);
                }
                (Err(problem), _) => self.form.refuse(problem)?,
            }
        }
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
