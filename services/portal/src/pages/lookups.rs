//! Names of things that pages point at: units, themes, goals, programmes. Fetched with the page, because names change.

use serde::Deserialize;

use crate::{
    clients::shared::{List, Text, or_default},
    fault::Fault,
    forms::Options,
    html::Html,
    page::Page,
    reader::SignedIn,
};

#[derive(Clone, Debug, Default)]
pub struct Names(Vec<Named>);

#[derive(Clone, Debug, Default, Deserialize)]
struct Named {
    id: String,
    /// Goals have a title, everything else a name.
    #[serde(default, alias = "title", deserialize_with = "or_default")]
    name: Text,
}

impl Names {
    pub fn name(&self, page: &Page, id: &str) -> Html {
        self.0
            .iter()
            .find(|named| named.id == id)
            .map_or_else(|| Html::text("–"), |named| page.text(&named.name))
    }

    pub fn maybe(&self, page: &Page, id: Option<&str>) -> Html {
        id.map_or_else(|| Html::text("–"), |id| self.name(page, id))
    }

    /// As options of a select, in the order of the reader's words.
    pub fn options(&self, page: &Page) -> Options {
        let mut options: Options = self
            .0
            .iter()
            .map(|named| (named.id.clone(), page.plain(&named.name)))
            .collect();
        options.sort_by_key(|(_, name)| name.to_lowercase());
        options
    }

    #[cfg(test)]
    pub fn sample(named: &[(&str, &str)]) -> Self {
        Self(
            named
                .iter()
                .map(|(id, name)| Named {
                    id: (*id).to_owned(),
                    name: Text::fi(name),
                })
                .collect(),
        )
    }
}

pub async fn units(reader: &SignedIn) -> Result<Names, Fault> {
    all(reader, "/units").await
}

pub async fn themes(reader: &SignedIn) -> Result<Names, Fault> {
    all(reader, "/themes").await
}

pub async fn goals(reader: &SignedIn) -> Result<Names, Fault> {
    all(reader, "/goals").await
}

/// The goals right below one.
pub async fn goals_below(reader: &SignedIn, id: &str) -> Result<Names, Fault> {
    let query = [("parent_id", id.to_owned()), ("limit", "200".to_owned())];
    let page: List<Named> = reader.api().get_with("/goals", &query).await?;
    Ok(Names(page.items))
}

pub async fn programmes(reader: &SignedIn) -> Result<Names, Fault> {
    all(reader, "/programmes").await
}

/// More than this many are not offered in a select: nobody would find theirs.
const MOST_PAGES: usize = 5;

async fn all(reader: &SignedIn, path: &str) -> Result<Names, Fault> {
    let mut names = Vec::new();
    let mut after: Option<String> = None;
    for _ in 0..MOST_PAGES {
        let mut query = vec![("limit", "200".to_owned())];
        query.extend(after.take().map(|cursor| ("after", cursor)));
        let page: List<Named> = reader.api().get_with(path, &query).await?;
        names.extend(page.items);
        match page.next {
            Some(cursor) => after = Some(cursor),
            None => break,
        }
    }
    Ok(Names(names))
}
