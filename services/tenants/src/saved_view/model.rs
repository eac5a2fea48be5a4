//! What is true of a saved view.

use jiff::Timestamp;
use platform::{codes, db::DbError, http::Stale};
use url::form_urlencoded;
use uuid::Uuid;

use crate::person::{PersonError, PersonId};

/// How many views somebody may have in one organisation: more than that, nobody finds again.
pub const MOST: i64 = 100;

const LONGEST_NAME: usize = 100;
const LONGEST_QUERY: usize = 2_000;

platform::id_type!(
    /// Names a saved view.
    SavedViewId of "saved_view"
);

codes! {
    /// The lists of the portal that can be saved as a view. What begins with `shared_` shows what others give, what begins
    /// with `board_` the rows behind a board's figures.
    pub enum ViewedList as ViewedList {
        Goals = "goals",
        Policies = "policies",
        Indicators = "indicators",
        Assignments = "assignments",
        Projects = "projects",
        Applications = "applications",
        Activities = "activities",
        Networks = "networks",
        Partners = "partners",
        Reports = "reports",
        BoardLeadership = "board_leadership",
        BoardInternational = "board_international",
        BoardCompleteness = "board_completeness",
        SharedGoals = "shared_goals",
        SharedProjects = "shared_projects",
        SharedNetworks = "shared_networks",
        SharedActivities = "shared_activities",
        Sharing = "sharing",
        Units = "units",
        People = "people",
        Roles = "roles",
    }
}

/// What somebody calls a view: one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name(String);

impl Name {
    pub fn new(text: &str) -> Result<Self, BadWords> {
        let text = text.trim();
        if text.is_empty() {
            return Err(BadWords::NoName);
        }
        if text.chars().count() > LONGEST_NAME {
            return Err(BadWords::LongName);
        }
        if text.chars().any(char::is_control) {
            return Err(BadWords::NameOfManyLines);
        }
        Ok(Self(text.to_owned()))
    }

    /// As it was kept, when it had been checked.
    pub fn kept(text: String) -> Self {
        Self(text)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What stands behind the question mark of a list's address: filters and order as pairs. None at all is the whole list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query(String);

impl Query {
    pub fn new(text: &str) -> Result<Self, BadWords> {
        if text.chars().count() > LONGEST_QUERY {
            return Err(BadWords::LongQuery);
        }
        if !text.is_empty() && !text.split('&').all(is_pair) {
            return Err(BadWords::NoPairs);
        }
        Ok(Self(text.to_owned()))
    }

    /// As it was kept, when it had been checked.
    pub fn kept(text: String) -> Self {
        Self(text)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// `kind=eu`, as addresses write it: nothing but what an address may hold, and a text behind its escapes.
fn is_pair(pair: &str) -> bool {
    let sign = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    let Some((name, value)) = pair.split_once('=') else {
        return false;
    };
    let is_clear = |text: &str| !text.chars().any(|c| c.is_control() || c == char::REPLACEMENT_CHARACTER);
    !name.is_empty()
        && name.chars().all(sign)
        && value.chars().all(|c| c.is_ascii_graphic() && c != '#')
        && form_urlencoded::parse(pair.as_bytes()).all(|(_, text)| is_clear(&text))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadWords {
    #[error("a view has a name")]
    NoName,
    #[error("the name is too long")]
    LongName,
    #[error("a name is one line")]
    NameOfManyLines,
    #[error("the query is too long")]
    LongQuery,
    #[error("a query is made of pairs")]
    NoPairs,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedView {
    pub id: SavedViewId,
    pub version: i64,
    /// Nobody, of a shared one whose owner was erased.
    pub owner_id: Option<PersonId>,
    pub list: ViewedList,
    pub name: Name,
    pub query: Query,
    /// Seen by everybody in the organisation.
    pub shared: bool,
    pub created_at: Timestamp,
}

/// A view that is to be saved.
#[derive(Clone, Debug)]
pub struct NewView {
    pub list: ViewedList,
    pub name: Name,
    pub query: Query,
    pub shared: bool,
}

impl NewView {
    pub fn of(self, owner_id: PersonId, id: SavedViewId, created_at: Timestamp) -> SavedView {
        SavedView {
            id,
            version: 1,
            owner_id: Some(owner_id),
            list: self.list,
            name: self.name,
            query: self.query,
            shared: self.shared,
            created_at,
        }
    }
}

/// What changes of a view. It stays with its list: the filters of another would mean nothing there.
#[derive(Clone, Debug, Default)]
pub struct Edits {
    pub name: Option<Name>,
    pub query: Option<Query>,
    pub shared: Option<bool>,
}

impl SavedView {
    pub fn is_of(&self, person_id: Uuid) -> bool {
        self.owner_id == Some(PersonId(person_id))
    }

    pub fn is_seen_by(&self, person_id: Uuid) -> bool {
        self.shared || self.is_of(person_id)
    }

    #[must_use]
    pub fn edit(self, edits: Edits) -> Self {
        Self {
            version: self.version + 1,
            name: edits.name.unwrap_or(self.name),
            query: edits.query.unwrap_or(self.query),
            shared: edits.shared.unwrap_or(self.shared),
            ..self
        }
    }

    /// What is left of it when its owner is erased: colleagues have come to use what is shared.
    pub fn without_owner(self) -> Left {
        let version = self.version + 1;
        if self.shared {
            Left::ToAll(Self {
                version,
                owner_id: None,
                ..self
            })
        } else {
            Left::Gone(Self { version, ..self })
        }
    }
}

/// What becomes of a view whose owner is erased.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Left {
    ToAll(SavedView),
    Gone(SavedView),
}

#[derive(Debug, thiserror::Error)]
pub enum SavedViewError {
    #[error("there is no such view")]
    NotFound,
    #[error("it is somebody else's")]
    NotOwner,
    #[error("nobody has more than {MOST} views")]
    TooMany,
    #[error(transparent)]
    Person(#[from] PersonError),
    #[error(transparent)]
    Stale(#[from] Stale),
    #[error(transparent)]
    Db(#[from] DbError),
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view(shared: bool) -> SavedView {
        NewView {
            list: ViewedList::Projects,
            name: Name::new("Under way").unwrap(),
            query: Query::new("status=running&sort=-title").unwrap(),
            shared,
        }
        .of(
            PersonId(Uuid::from_u128(1)),
            SavedViewId(Uuid::from_u128(9)),
            Timestamp::UNIX_EPOCH,
        )
    }

    #[test]
    fn a_query_is_made_of_pairs_that_can_be_read() {
        for good in [
            "",
            "q=",
            "kind=eu&status=running&sort=-period_from",
            "q=kansainv%C3%A4linen+ty%C3%B6",
            "themes=a&themes=b",
        ] {
            assert!(Query::new(good).is_ok(), "{good}");
        }
        for bad in [
            "kind",
            "=eu",
            "?kind=eu",
            "kind=eu&",
            "kind=eu#top",
            "q=%C3",
            "q=%0A",
            "q=ä",
            "q=a b",
            "https://example.org/?kind=eu",
        ] {
            assert_eq!(Query::new(bad), Err(BadWords::NoPairs), "{bad}");
        }
        assert_eq!(
            Query::new(&format!("q={}", "a".repeat(2_000))),
            Err(BadWords::LongQuery)
        );
        assert!(Query::new(&format!("q={}", "a".repeat(1_998))).is_ok());
    }

    #[test]
    fn a_name_is_one_line_of_at_most_a_hundred_characters() {
        assert_eq!(Name::new(" \u{a0} "), Err(BadWords::NoName));
        assert_eq!(Name::new("Mine\nand yours"), Err(BadWords::NameOfManyLines));
        assert_eq!(Name::new(&"ä".repeat(101)), Err(BadWords::LongName));
        assert_eq!(
            Name::new(&format!(" {} ", "ä".repeat(100))).unwrap().as_str().len(),
            200
        );
    }

    #[test]
    fn what_is_not_shared_is_seen_by_its_owner_alone() {
        let (owner, colleague) = (Uuid::from_u128(1), Uuid::from_u128(2));
        assert!(view(false).is_seen_by(owner) && !view(false).is_seen_by(colleague));
        assert!(view(true).is_seen_by(colleague) && !view(true).is_of(colleague));
    }

    #[test]
    fn without_its_owner_a_shared_view_stays_and_another_goes() {
        let Left::ToAll(left) = view(true).without_owner() else {
            panic!("a shared view stays")
        };
        assert!(left.owner_id.is_none() && left.version == 2 && left.is_seen_by(Uuid::from_u128(2)));
        assert!(matches!(view(false).without_owner(), Left::Gone(gone) if gone.version == 2));
    }
}
