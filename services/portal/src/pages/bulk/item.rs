//! A thing that was chosen, as it goes from one form to the next: with the version that was seen, and what it is called.

use crate::{clients::shared::Text, html::Html, language::Language, page::Page, reader::Submitted};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub id: String,
    pub version: i64,
    /// The version that it had before, for undoing.
    pub before: i64,
    /// The language of its title, where that is not the reader's.
    language: String,
    pub title: String,
}

impl Item {
    pub fn of(page: &Page, id: &str, version: i64, title: &Text) -> Self {
        let wished = page.reader.voice.language;
        let (words, language) = title.best(wished).unwrap_or(("", wished));
        let other = Some(language.code()).filter(|_| language != wished);
        Self {
            id: id.to_owned(),
            version,
            before: version,
            language: other.unwrap_or_default().to_owned(),
            title: words.to_owned(),
        }
    }

    /// The same after it was changed, with the way back.
    pub fn now_at(&self, version: i64) -> Self {
        Self {
            version,
            before: self.version,
            ..self.clone()
        }
    }

    pub fn written(&self) -> String {
        let Self {
            id,
            version,
            before,
            language,
            title,
        } = self;
        format!("{id}.{version}.{before}.{language}.{title}")
    }

    /// Nothing for what no form of ours wrote.
    pub fn read(written: &str) -> Option<Self> {
        let mut parts = written.splitn(5, '.');
        let id: uuid::Uuid = parts.next()?.parse().ok()?;
        let (version, before) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        let language = parts.next()?;
        let language = Language::of(language).map_or("", Language::code);
        Some(Self {
            id: id.to_string(),
            version,
            before,
            language: language.to_owned(),
            title: parts.next()?.to_owned(),
        })
    }

    /// Those that a list sent: the ticked ones, or all of the page.
    pub fn chosen(submitted: &Submitted) -> Vec<Self> {
        let name = if submitted.get("which") == "all" { "all" } else { "item" };
        let items = submitted.all(name).filter_map(Self::read);
        items.collect()
    }

    pub fn link(&self, resource: &str) -> Html {
        let title = Html::text(&self.title);
        let title = if self.language.is_empty() {
            title
        } else {
            Html::in_language(&self.language, &title)
        };
        Html::link(&format!("/{resource}/{}", self.id), &title)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "019aab3c-0000-7000-8000-000000000001";

    #[test]
    fn a_thing_goes_through_a_form_unchanged_whatever_it_is_called() {
        let item = Item {
            id: ID.to_owned(),
            version: 3,
            before: 2,
            language: "sv".to_owned(),
            title: "Etapp 1.2: <b>.".to_owned(),
        };
        assert_eq!(Item::read(&item.written()), Some(item));
        for wrong in ["", "x.1.1..a", "019aab3c-0000-7000-8000-000000000001.x.1..a", ID] {
            assert_eq!(Item::read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_ticked_ones_are_chosen_or_all_of_the_page() {
        let (one, two) = (format!("{ID}.1.1..A"), format!("{ID}.1.1..B"));
        let sent = |which: &str| {
            Item::chosen(&Submitted::sample(&[
                ("which", which),
                ("item", &two),
                ("all", &one),
                ("all", &two),
            ]))
        };
        assert_eq!(sent("chosen").len(), 1);
        assert_eq!(sent("all").len(), 2);
    }
}
