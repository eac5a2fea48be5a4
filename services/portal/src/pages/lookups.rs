//! Names of things that pages point at: units, themes, goals, programmes. Fetched with the page, because names change.

use std::collections::{BTreeSet, HashMap};

use serde::{Deserialize, de::DeserializeOwned};

use crate::{
    clients::{
        indicators::Indicator,
        shared::{List, Text},
        tenants::Membership,
    },
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

/// Those that one may share with.
pub async fn directory(reader: &SignedIn) -> Result<Names, Fault> {
    all(reader, "/organisations/directory").await
}

pub async fn themes(reader: &SignedIn) -> Result<Names, Fault> {
    all(reader, "/themes").await
}

/// Those of one taxonomy.
pub async fn themes_of(reader: &SignedIn, taxonomy: &str) -> Result<Names, Fault> {
    let filters = [("taxonomy_id", taxonomy.to_owned())];
    Ok(Names(every(reader, "/themes", &filters).await?))
}

pub async fn goals(reader: &SignedIn) -> Result<Names, Fault> {
    all(reader, "/goals").await
}

pub async fn policies(reader: &SignedIn) -> Result<Names, Fault> {
    all(reader, "/policies").await
}

pub async fn projects(reader: &SignedIn) -> Result<Names, Fault> {
    all(reader, "/projects").await
}

pub async fn networks(reader: &SignedIn) -> Result<Names, Fault> {
    all(reader, "/networks").await
}

pub async fn partners(reader: &SignedIn) -> Result<Names, Fault> {
    all(reader, "/partners").await
}

pub async fn activities(reader: &SignedIn) -> Result<Names, Fault> {
    all(reader, "/activities").await
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

/// The names of people who are members, and of those who were, by their ids.
pub async fn people(reader: &SignedIn) -> Result<HashMap<String, String>, Fault> {
    let members: Vec<Membership> = every(reader, "/memberships", &[("ended", "true".to_owned())]).await?;
    let named = members.into_iter().filter(|member| !member.person_name.is_empty());
    Ok(named.map(|member| (member.person_id, member.person_name)).collect())
}

/// Those who are members now, to choose one from.
pub async fn members(reader: &SignedIn) -> Result<Options, Fault> {
    let members: Vec<Membership> = every(reader, "/memberships", &[]).await?;
    let named = members.into_iter().filter(|member| !member.person_name.is_empty());
    Ok(named.map(|member| (member.person_id, member.person_name)).collect())
}

/// More people than this are asked for together with everybody.
const FEW: usize = 8;

/// The names of some of them. Everybody who ever was a member is many more than those who are wanted.
pub async fn people_of(reader: &SignedIn, ids: BTreeSet<String>) -> Result<HashMap<String, String>, Fault> {
    if ids.len() > FEW {
        return people(reader).await;
    }
    let asked = ids.into_iter().map(|id| async move {
        let query = [
            ("person_id", id),
            ("ended", "true".to_owned()),
            ("limit", "1".to_owned()),
        ];
        reader.api().get_with::<List<Membership>>("/memberships", &query).await
    });
    let found = futures::future::try_join_all(asked).await?;
    let members = found.into_iter().flat_map(|page| page.items);
    let named = members.filter(|member| !member.person_name.is_empty());
    Ok(named.map(|member| (member.person_id, member.person_name)).collect())
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
