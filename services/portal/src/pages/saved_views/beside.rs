//! The part of a list with its saved views: links to them, and a form that saves the list as its reader has it.

use serde::de::DeserializeOwned;

use super::{super::address, lists};
use crate::{
    clients::{saved_views::SavedView, shared::List},
    fault::Fault,
    listing::Listing,
    page::Page,
    reader::{Member, rights},
};

/// What was found of a list's views; absent where it has none to show, or they could not be had.
pub type Saved = Option<Vec<SavedView>>;

/// As many as are read beside a list. All of them stand on the page of views.
const READ: &str = "200";

/// The rows of a list, and its views beside them.
pub async fn beside<T: DeserializeOwned>(
    reader: &Member,
    listing: &Listing,
    path: &str,
) -> Result<(List<T>, Saved), Fault> {
    let (api, query) = (reader.api(), listing.query());
    futures::try_join!(api.get_with(path, &query), of(reader, listing.address))
}

/// The views of the list at an address. Whatever keeps them away, the list stands without them: a service of yesterday
/// has none yet.
pub async fn of(reader: &Member, address: &str) -> Result<Saved, Fault> {
    let Some(list) = lists::List::at(address) else {
        return Ok(None);
    };
    let query = [("list", list.code.to_owned()), ("limit", READ.to_owned())];
    let api = reader.api();
    let read = async {
        let found: List<SavedView> = api.get_with("/saved-views", &query).await?;
        Ok(Some(found.items))
    };
    Ok(reader.or_nothing(read).await.unwrap_or_else(|fault| {
        tracing::warn!(?fault, "a list is shown without its saved views");
        None
    }))
}

pub struct Views {
    pub links: Vec<Link>,
    /// One's own that could have the filters at hand: where they get them, and what they are called.
    pub others: Vec<(String, String)>,
    pub list: &'static str,
    /// The filters and the order at hand.
    pub query: String,
    /// Of the form: sent twice, it saves once.
    pub key: String,
    pub may_save: bool,
}

pub struct Link {
    pub href: String,
    pub name: String,
    /// The colleague who shares it.
    pub whose: String,
    /// It is what the list shows.
    pub current: bool,
}

impl Views {
    /// The reader's own come first.
    pub fn new(page: &Page, listing: &Listing, mut found: Vec<SavedView>) -> Option<Self> {
        let list = lists::List::at(listing.address)?;
        let query = listing.narrowed();
        found.sort_by_key(|view| !view.own);
        let may_save = page.may(rights::EDIT_SAVED_VIEWS);
        let change = |view: &SavedView| {
            let at = format!("/saved-views/{}/edit", view.id);
            (address(&at, &[("query", &query)]), view.name.clone())
        };
        let others = found.iter().filter(|view| may_save && view.own && view.query != query);
        Some(Self {
            others: others.map(change).collect(),
            links: found
                .iter()
                .map(|view| Link {
                    href: list.narrowed(&view.query),
                    name: view.name.clone(),
                    whose: if view.own {
                        String::new()
                    } else {
                        view.owner_name.clone()
                    },
                    current: view.query == query,
                })
                .collect(),
            list: list.code,
            query,
            key: crate::forms::fresh_key(),
            may_save,
        })
    }
}

/// One's own as the list is, another of one's own, and a colleague's.
#[cfg(test)]
pub fn sample(query: &str) -> Vec<SavedView> {
    let view = |id: &str, name: &str, own: bool, query: &str| SavedView {
        id: id.to_owned(),
        owner_name: "Aino Aalto".to_owned(),
        own,
        list: "projects".to_owned(),
        name: name.to_owned(),
        query: query.to_owned(),
        shared: !own,
        created_at: "2026-11-20T08:00:00Z".to_owned(),
    };
    vec![
        view("v3", "EU <hankkeet>", false, "kind=eu"),
        view("v1", "Kansalliset", true, query),
        view("v2", "Kaikki", true, ""),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{language::Language, listing::Asked, page::Section, pages::samples::a_member};

    fn views(asked: &Asked) -> Views {
        let page = Page::new(&a_member(Language::En), Section::Projects);
        let listing = Listing::new(&page, "/projects", "Projects", asked, &["kind"]);
        Views::new(&page, &listing, sample("kind=national&sort=-title")).unwrap()
    }

    #[test]
    fn a_view_leads_to_the_list_as_it_was_saved_and_the_one_at_hand_is_marked() {
        let asked = Asked::sample(&[
            ("kind", "national"),
            ("sort", "-title"),
            ("after", "x"),
            ("done", "saved"),
        ]);
        let views = views(&asked);
        assert_eq!(views.query, "kind=national&sort=-title");
        let told = views.links.iter();
        let told: Vec<(&str, &str, bool)> = told.map(|v| (v.href.as_str(), v.whose.as_str(), v.current)).collect();
        assert_eq!(
            told,
            [
                ("/projects?kind=national&sort=-title", "", true),
                ("/projects", "", false),
                ("/projects?kind=eu", "Aino Aalto", false),
            ]
        );
        // The view at hand has these filters already.
        let at = "/saved-views/v2/edit?query=kind%3Dnational%26sort%3D-title".to_owned();
        assert_eq!(views.others, [(at, "Kaikki".to_owned())]);
    }

    #[test]
    fn a_list_that_nobody_can_save_has_no_part_for_it() {
        let page = Page::new(&a_member(Language::En), Section::Requests);
        let listing = Listing::new(&page, "/requests", "Requests", &Asked::default(), &[]);
        assert!(Views::new(&page, &listing, Vec::new()).is_none());
    }
}
