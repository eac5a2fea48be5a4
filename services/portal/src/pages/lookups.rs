//! Names of things that pages point at: units, themes, goals, programmes. Fetched with the page, because names change.

use std::collections::{BTreeSet, HashMap};

use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;
use uuid::Uuid;

use crate::{
    clients::{
        indicators::Indicator,
        shared::{List, Text},
    },
    fault::Fault,
    forms::Options,
    html::Html,
    language::Language,
    page::Page,
    reader::SignedIn,
};

#[derive(Clone, Debug, Default)]
pub struct Names(Vec<Named>);

#[derive(Clone, Debug, Default, Deserialize)]
struct Named {
    id: String,
    /// Goals have a title, everything else a name; a partner's is the same in every language.
    #[serde(default, alias = "title", deserialize_with = "in_one_or_several")]
    name: Text,
}

fn in_one_or_several<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Text, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Told {
        Name(String),
        Texts(Text),
    }
    Ok(match Option::deserialize(from)? {
        Some(Told::Name(name)) => Text::everywhere(&name),
        Some(Told::Texts(text)) => text,
        None => Text::default(),
    })
}

impl Names {
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn name(&self, page: &Page, id: &str) -> Html {
        self.0
            .iter()
            .find(|named| named.id == id)
            .map_or_else(|| Html::text("–"), |named| page.text(&named.name))
    }

    /// A name where markup has no place.
    pub fn plain(&self, page: &Page, id: &str) -> String {
        let named = self.0.iter().find(|named| named.id == id);
        named.map_or_else(|| "–".to_owned(), |named| page.plain(&named.name))
    }

    pub fn maybe(&self, page: &Page, id: Option<&str>) -> Html {
        id.map_or_else(|| Html::text("–"), |id| self.name(page, id))
    }

    /// Several, one after the other.
    pub fn joined(&self, page: &Page, ids: &[String]) -> Html {
        let names: Vec<Html> = ids.iter().map(|id| self.name(page, id)).collect();
        Html::join(&names, ", ")
    }

    /// Several as links to their pages, which lie below this address.
    pub fn linked(&self, page: &Page, at: &str, ids: &[String]) -> Html {
        let link = |id: &String| Html::link(&format!("{at}/{id}"), &self.name(page, id));
        let links: Vec<Html> = ids.iter().map(link).collect();
        Html::join(&links, "<br>")
    }

    /// The one that is called so in any language.
    pub fn called(&self, name: &str) -> Option<&str> {
        let named = self
            .0
            .iter()
            .find(|named| named.id == name || named.name.is_called(name));
        named.map(|named| named.id.as_str())
    }

    pub fn by_id(self) -> impl Iterator<Item = (String, Text)> {
        self.0.into_iter().map(|named| (named.id, named.name))
    }

    /// The others: nothing lies below itself.
    pub fn without(mut self, id: &str) -> Self {
        self.0.retain(|named| named.id != id);
        self
    }

    /// As options of a select, in the order of the reader's words.
    pub fn options(&self, page: &Page) -> Options {
        let mut options: Options = self
            .0
            .iter()
            .map(|named| (named.id.clone(), page.plain(&named.name)))
            .collect();
        options.sort_by_cached_key(|(_, name)| name.to_lowercase());
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

/// The kinds of things whose names are had by one request, however many there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Units,
    Themes,
    Goals,
    Policies,
    Indicators,
    Projects,
    Networks,
    Partners,
    Activities,
    People,
}

impl Kind {
    fn path(self) -> &'static str {
        match self {
            Self::Units => "/units/names",
            Self::Themes => "/themes/names",
            Self::Goals => "/goals/names",
            Self::Policies => "/policies/names",
            Self::Indicators => "/indicators/names",
            Self::Projects => "/projects/names",
            Self::Networks => "/networks/names",
            Self::Partners => "/partners/names",
            Self::Activities => "/activities/names",
            Self::People => "/people/names",
        }
    }
}

/// Nothing is chosen yet.
pub const NONE: [&str; 0] = [];

/// As many ids as are asked for together.
const IDS: usize = 200;

/// The names of some things: of those that a page shows.
pub async fn some(
    reader: &SignedIn,
    kind: Kind,
    ids: impl IntoIterator<Item = impl AsRef<str>>,
) -> Result<Names, Fault> {
    let ids = each_once(ids);
    let asked = ids
        .chunks(IDS)
        .map(|ids| named(reader, kind, vec![("ids", ids.join(","))]));
    let found = futures::future::try_join_all(asked).await?;
    Ok(Names(found.into_iter().flat_map(|names| names.0).collect()))
}

/// The names to choose from, and in any case those of what is chosen already, though it may come too late in the list.
pub async fn all_and(
    reader: &SignedIn,
    kind: Kind,
    chosen: impl IntoIterator<Item = impl AsRef<str>>,
) -> Result<Names, Fault> {
    let chosen = each_once(chosen);
    let with = chosen.chunks(IDS).next().map(|ids| ("with", ids.join(",")));
    named(reader, kind, with.into_iter().collect()).await
}

fn each_once(ids: impl IntoIterator<Item = impl AsRef<str>>) -> Vec<String> {
    let ids: BTreeSet<String> = ids.into_iter().map(|id| id.as_ref().to_owned()).collect();
    ids.into_iter().filter(|id| Uuid::try_parse(id).is_ok()).collect()
}

async fn named(reader: &SignedIn, kind: Kind, query: Vec<(&str, String)>) -> Result<Names, Fault> {
    let page: List<Named> = reader.api().get_with(kind.path(), &query).await?;
    Ok(Names(page.items))
}

/// Every id that stands anywhere in a thing as the API tells it: what it points at is chosen already. What only follows from
/// it is not.
pub fn ids_in(thing: &Value) -> Vec<String> {
    match thing {
        Value::String(text) => Uuid::try_parse(text).map(|id| vec![id.to_string()]).unwrap_or_default(),
        Value::Array(items) => items.iter().flat_map(ids_in).collect(),
        Value::Object(fields) => {
            let fields = fields.iter().filter(|(name, _)| *name != "attainment");
            fields.flat_map(|(_, value)| ids_in(value)).collect()
        }
        _ => Vec::new(),
    }
}

/// Every id among what was typed or asked for.
pub fn ids_among<'a>(values: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let ids = values
        .into_iter()
        .filter_map(|value| Uuid::try_parse(value.trim()).ok());
    ids.map(|id| id.to_string()).collect()
}

pub async fn units(reader: &SignedIn) -> Result<Names, Fault> {
    all_and(reader, Kind::Units, NONE).await
}

/// Those that one may share with.
pub async fn directory(reader: &SignedIn) -> Result<Names, Fault> {
    all(reader, "/organisations/directory").await
}

pub async fn themes(reader: &SignedIn) -> Result<Names, Fault> {
    all_and(reader, Kind::Themes, NONE).await
}

/// Those of one taxonomy.
pub async fn themes_of(reader: &SignedIn, taxonomy: &str) -> Result<Names, Fault> {
    let filters = [("taxonomy_id", taxonomy.to_owned())];
    Ok(Names(every(reader, "/themes", &filters).await?))
}

pub async fn projects(reader: &SignedIn) -> Result<Names, Fault> {
    all_and(reader, Kind::Projects, NONE).await
}

pub async fn networks(reader: &SignedIn) -> Result<Names, Fault> {
    all_and(reader, Kind::Networks, NONE).await
}

pub async fn activities(reader: &SignedIn) -> Result<Names, Fault> {
    all_and(reader, Kind::Activities, NONE).await
}

pub async fn indicators(reader: &SignedIn) -> Result<Vec<Indicator>, Fault> {
    every(reader, "/indicators", &[]).await
}

/// The goals right below one.
pub async fn goals_below(reader: &SignedIn, id: &str) -> Result<Names, Fault> {
    let query = [("parent_id", id.to_owned()), ("limit", "200".to_owned())];
    let page: List<Named> = reader.api().get_with("/goals", &query).await?;
    Ok(Names(page.items))
}

/// Those who are members now, to choose one from; and those who are chosen already.
pub async fn members(reader: &SignedIn, chosen: impl IntoIterator<Item = impl AsRef<str>>) -> Result<Options, Fault> {
    let people = all_and(reader, Kind::People, chosen).await?.0.into_iter();
    let language = reader.voice.language;
    Ok(people.filter_map(|named| named.person(language)).collect())
}

/// The names of some people, who may have left.
pub async fn people_of(
    reader: &SignedIn,
    ids: impl IntoIterator<Item = impl AsRef<str>>,
) -> Result<HashMap<String, String>, Fault> {
    let people = some(reader, Kind::People, ids).await?.0.into_iter();
    let language = reader.voice.language;
    Ok(people.filter_map(|named| named.person(language)).collect())
}

impl Named {
    /// A person who has a name, or an API key, which is told for what it is; whoever was erased has none.
    fn person(self, language: Language) -> Option<(String, String)> {
        let (name, _) = self.name.best(language)?;
        Some((self.id, name.to_owned()))
    }
}

/// Every organisation of the installation: for its operator.
pub async fn organisations(reader: &SignedIn) -> Result<Names, Fault> {
    all(reader, "/organisations").await
}

pub async fn programmes(reader: &SignedIn) -> Result<Names, Fault> {
    all(reader, "/programmes").await
}

/// More than this many are not offered in a select: nobody would find theirs.
pub const MOST: usize = MOST_PAGES * 200;
const MOST_PAGES: usize = 5;

async fn all(reader: &SignedIn, path: &str) -> Result<Names, Fault> {
    Ok(Names(every(reader, path, &[]).await?))
}

/// Page after page of a list.
pub async fn every<T: DeserializeOwned>(
    reader: &SignedIn,
    path: &str,
    filters: &[(&'static str, String)],
) -> Result<Vec<T>, Fault> {
    let mut found = Vec::new();
    let mut after: Option<String> = None;
    for _ in 0..MOST_PAGES {
        let mut query = filters.to_vec();
        query.push(("limit", "200".to_owned()));
        query.extend(after.take().map(|cursor| ("after", cursor)));
        let page: List<T> = reader.api().get_with(path, &query).await?;
        found.extend(page.items);
        match page.next {
            Some(cursor) => after = Some(cursor),
            None => break,
        }
    }
    Ok(found)
}
