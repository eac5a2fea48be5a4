//! A page that is one thing: what is known of it, what belongs to it, what is attached, what can be done with it.

use askama::Template;

use super::attachments::Attached;
use crate::{
    clients::shared::Text,
    html::Html,
    page::{Page, Section},
    pictures::Picture,
    reader::{Reader, rights::Right},
};

#[derive(Template)]
#[template(path = "pages/thing.html")]
pub struct ThingPage {
    pub page: Page,
    /// The list it stands in, by address and name.
    back: (String, String),
    title: Html,
    /// The title where markup has no place.
    plain: String,
    actions: Vec<(String, String)>,
    presses: Vec<Press>,
    /// What its reader should know first.
    warnings: Vec<String>,
    way: Option<Way>,
    facts: Vec<(String, Html)>,
    links: Vec<(String, String)>,
    prose: Vec<(Html, Html)>,
    pictures: Vec<Picture>,
    parts: Vec<Part>,
    attached: Option<Attached>,
}

/// What a button does at once.
struct Press {
    address: String,
    label: String,
    version: i64,
    key: String,
}

/// How far a thing has come: what its way is called, the stages of it, and in which of them it is.
struct Way {
    label: String,
    stages: Vec<(String, bool)>,
}

/// What belongs to a thing, as a table.
pub struct Part {
    id: &'static str,
    heading: String,
    action: Option<(String, String)>,
    /// Where all of it is, when there is more than is shown.
    all: Option<(String, String)>,
    empty: String,
    /// The heading of a column, and whether it holds numbers.
    columns: Vec<(String, bool)>,
    rows: Vec<Vec<Html>>,
}

impl Part {
    /// `key` names the messages: its heading, and `<key>-none` for when there is nothing yet.
    pub fn new(page: &Page, key: &'static str) -> Self {
        Self {
            id: key,
            heading: page.t(key),
            action: None,
            all: None,
            empty: page.t(&format!("{key}-none")),
            columns: Vec::new(),
            rows: Vec::new(),
        }
    }

    pub fn column(mut self, label: String) -> Self {
        self.columns.push((label, false));
        self
    }

    pub fn numbers(mut self, label: String) -> Self {
        self.columns.push((label, true));
        self
    }

    /// Its rows, without the columns that none of them fills.
    pub fn rows(mut self, rows: Vec<Vec<Html>>) -> Self {
        let filled = |index: usize| {
            rows.iter()
                .any(|row| row.get(index).is_some_and(|cell| !cell.is_empty()))
        };
        let shown: Vec<bool> = (0..self.columns.len()).map(filled).collect();
        let mut each = shown.iter();
        self.columns.retain(|_| each.next().copied().unwrap_or(true));
        for mut row in rows {
            let mut each = shown.iter();
            row.retain(|_| each.next().copied().unwrap_or(true));
            self.rows.push(row);
        }
        self
    }

    pub fn action(self, may: bool, href: String, label: String) -> Self {
        Self {
            action: may.then_some((href, label)),
            ..self
        }
    }

    pub fn all(self, more: bool, href: String, label: String) -> Self {
        Self {
            all: more.then_some((href, label)),
            ..self
        }
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates call it so")]
    pub fn is_numeric(&self, index: &usize) -> bool {
        self.columns.get(*index).is_some_and(|(_, numeric)| *numeric)
    }
}

impl ThingPage {
    /// `back` is the list's address and the message that leads there.
    pub fn new(reader: &Reader, section: Section, (list, back): (&str, &str), title: &Text) -> Self {
        let page = Page::new(reader, section);
        Self {
            back: (list.to_owned(), page.t(back)),
            title: page.text(title),
            plain: page.plain(title),
            actions: Vec::new(),
            presses: Vec::new(),
            warnings: Vec::new(),
            way: None,
            facts: Vec::new(),
            links: Vec::new(),
            prose: Vec::new(),
            pictures: Vec::new(),
            parts: Vec::new(),
            attached: None,
            page,
        }
    }

    /// What can be done with it, for whoever may.
    pub fn action(mut self, right: Right, href: String, label: &str) -> Self {
        if self.page.may(right) {
            self.actions.push((href, self.page.t(label)));
        }
        self
    }

    /// What is done with it at once, as it was seen, by whoever may.
    pub fn press(mut self, right: Right, (address, version): (String, i64), label: &str) -> Self {
        if self.page.may(right) {
            self.presses.push(Press {
                address,
                label: self.page.t(label),
                version,
                key: crate::forms::fresh_key(),
            });
        }
        self
    }

    /// More behind the title, for one of several that are called the same.
    pub fn behind_title(mut self, words: &str) -> Self {
        self.title = Html::join(&[self.title, Html::text(words)], " – ");
        self.plain = format!("{} – {words}", self.plain);
        self
    }

    pub fn warning(mut self, words: Option<String>) -> Self {
        self.warnings.extend(words);
        self
    }

    /// How far it has come. `label` is the message that names the way.
    pub fn way(self, label: &str, stages: Vec<(String, bool)>) -> Self {
        let label = self.page.t(label);
        Self {
            way: Some(Way { label, stages }),
            ..self
        }
    }

    /// What is known of it; nothing where nothing is.
    pub fn fact(mut self, label: &str, fact: Html) -> Self {
        if !fact.is_empty() {
            self.facts.push((self.page.t(label), fact));
        }
        self
    }

    pub fn words(self, label: &str, words: &str) -> Self {
        self.fact(label, Html::text(words))
    }

    /// Its history, which everything has.
    pub fn history(self, kind: &str, id: &str) -> Self {
        self.link(format!("/history/{kind}/{id}"), "history")
    }

    pub fn link(mut self, href: String, label: &str) -> Self {
        self.links.push((href, self.page.t(label)));
        self
    }

    pub fn prose(mut self, heading: &str, text: &Text) -> Self {
        let words = self.page.prose(text);
        if !words.is_empty() {
            self.prose.push((Html::text(&self.page.t(heading)), words));
        }
        self
    }

    /// A part of its text, under the heading that it has there.
    pub fn section(mut self, heading: &Text, text: &Text) -> Self {
        self.prose.push((self.page.text(heading), self.page.prose(text)));
        self
    }

    /// A picture, where there is enough for one.
    pub fn picture(mut self, picture: Option<Picture>) -> Self {
        self.pictures.extend(picture);
        self
    }

    pub fn part(mut self, part: Part) -> Self {
        self.parts.push(part);
        self
    }

    pub fn attached(self, attached: Attached) -> Self {
        Self {
            attached: Some(attached),
            ..self
        }
    }
}
