//! The files of `demo/`, compiled in.

use std::collections::BTreeMap;

use anyhow::{Context as _, ensure};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Map, Value};

use super::{figures::Releases, invented, kinds, sharing::Agreements};

/// Every organisation of which the source documents tell, and the two associations.
const ORGANISATIONS: &[(&str, &str)] = &[
    ("jyvaskyla", include_str!("../../demo/organisations/jyvaskyla.toml")),
    ("kuopio", include_str!("../../demo/organisations/kuopio.toml")),
    (
        "upplands_vasby",
        include_str!("../../demo/organisations/upplands_vasby.toml"),
    ),
    ("suupohja", include_str!("../../demo/organisations/suupohja.toml")),
    ("kauhajoki", include_str!("../../demo/organisations/kauhajoki.toml")),
    ("teuva", include_str!("../../demo/organisations/teuva.toml")),
    ("isojoki", include_str!("../../demo/organisations/isojoki.toml")),
    ("karijoki", include_str!("../../demo/organisations/karijoki.toml")),
    (
        "finnish_association",
        include_str!("../../demo/organisations/finnish_association.toml"),
    ),
    (
        "swedish_association",
        include_str!("../../demo/organisations/swedish_association.toml"),
    ),
];

const INVENTED: &str = include_str!("../../demo/invented.toml");
const GEOGRAPHY: &str = include_str!("../../demo/geography.toml");
const PROGRAMMES: &str = include_str!("../../demo/programmes.toml");
const SHARING: &str = include_str!("../../demo/sharing.toml");
const RELEASES: &str = include_str!("../../demo/releases.toml");

/// One organisation with its people and all it holds.
#[derive(Clone, Debug, Deserialize)]
pub struct Organisation {
    pub organisation: Profile,
    pub people: Vec<Person>,
    /// The tenant's own names for the depths of its goal tree.
    #[serde(default)]
    pub goal_levels: Vec<Value>,
    /// Everything else, by section.
    #[serde(flatten)]
    pub content: Content,
}

/// Records by section: `units`, `goals`, …
pub type Content = BTreeMap<String, Vec<Record>>;

/// The body of the request that makes a thing, and beside it what only the loader reads.
pub type Record = Map<String, Value>;

/// What an organisation is, as it asks to take part.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    pub kind: String,
    pub code: String,
    pub country: String,
    pub name: Map<String, Value>,
    pub language: String,
    #[serde(default)]
    pub invented: bool,
    pub message: String,
    /// Fields of the organisation beyond what a request for it holds.
    #[serde(default)]
    pub details: Record,
}

/// A person, named by the role they have at work.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// How records call them: `by = "planner"`.
    pub key: String,
    pub roles: Vec<String>,
    /// For contributors: the unit they write for.
    pub unit: Option<String>,
    pub name: String,
    pub email: String,
    pub language: String,
}

impl Profile {
    /// What its administrator fills in once it takes part.
    pub fn says_of_itself(&self) -> Record {
        let mut says = self.details.clone();
        if self.invented {
            says.insert("invented".to_owned(), true.into());
        }
        says
    }
}

impl Organisation {
    /// The name in the organisation's own language.
    pub fn display_name(&self) -> &str {
        let name = &self.organisation.name;
        name.get(&self.organisation.language)
            .or_else(|| name.values().next())
            .and_then(Value::as_str)
            .unwrap_or("")
    }

    /// The first administrator, to whom the invitation to the whole organisation goes.
    pub fn administrator(&self) -> anyhow::Result<&Person> {
        let person = self.people.iter().find(|p| p.roles.iter().any(|role| role == "admin"));
        person.with_context(|| format!("{} has no administrator", self.display_name()))
    }

    pub fn records(&self, section: &str) -> &[Record] {
        self.content.get(section).map_or(&[], Vec::as_slice)
    }
}

/// All organisations: those of the documents first, then the invented ones.
pub fn organisations() -> anyhow::Result<Vec<Organisation>> {
    let mut all = Vec::new();
    for (name, text) in ORGANISATIONS {
        let organisation: Organisation = read(name, text)?;
        for section in organisation.content.keys() {
            ensure!(
                kinds::named(section).is_some(),
                "{name}.toml: there is nothing called {section}"
            );
        }
        all.push(organisation);
    }
    all.extend(invented::organisations(&read("invented", INVENTED)?)?);
    Ok(all)
}

/// Places: the invented municipalities lie in their countries as well.
pub fn geography() -> anyhow::Result<Vec<Value>> {
    let mut places = items("geography", GEOGRAPHY)?;
    places.extend(invented::places(&read("invented", INVENTED)?));
    Ok(places)
}

pub fn programmes() -> anyhow::Result<Vec<Value>> {
    items("programmes", PROGRAMMES)
}

/// Who gives what to whom.
pub fn sharing() -> anyhow::Result<Vec<Agreements>> {
    let mut sections: BTreeMap<String, Vec<Agreements>> = read("sharing", SHARING)?;
    sections
        .remove("agreements")
        .context("sharing.toml holds no agreements")
}

/// What the associations have released.
pub fn releases() -> anyhow::Result<Vec<Releases>> {
    let mut sections: BTreeMap<String, Vec<Releases>> = read("releases", RELEASES)?;
    sections.remove("releases").context("releases.toml holds no releases")
}

fn items(name: &str, text: &str) -> anyhow::Result<Vec<Value>> {
    let mut sections: BTreeMap<String, Vec<Value>> = read(name, text)?;
    sections
        .remove("items")
        .with_context(|| format!("{name}.toml holds no items"))
}

fn read<T: DeserializeOwned>(name: &str, text: &str) -> anyhow::Result<T> {
    toml::from_str(text).with_context(|| format!("reading {name}.toml"))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_file_can_be_read() {
        assert!(organisations().unwrap().len() > ORGANISATIONS.len());
        assert!(geography().unwrap().len() > programmes().unwrap().len() / 4);
    }

    #[test]
    fn there_are_twelve_invented_municipalities_in_each_country() {
        let all = organisations().unwrap();
        for country in ["FI", "SE"] {
            let profiles = all.iter().map(|o| &o.organisation);
            let invented = profiles.filter(|p| p.invented && p.kind == "municipality" && p.country == country);
            assert_eq!(invented.count(), 12, "{country}");
        }
    }

    #[test]
    fn codes_and_addresses_belong_to_one_each() {
        let all = organisations().unwrap();
        let codes: HashSet<_> = all
            .iter()
            .map(|o| (&o.organisation.country, &o.organisation.code))
            .collect();
        assert_eq!(codes.len(), all.len());
        let emails: Vec<_> = all.iter().flat_map(|o| o.people.iter().map(|p| &p.email)).collect();
        assert_eq!(emails.iter().collect::<HashSet<_>>().len(), emails.len());
        assert!(emails.iter().all(|email| email.ends_with(".example.org")), "{emails:?}");
    }

    #[test]
    fn every_role_but_the_operators_is_held_by_somebody() {
        let all = organisations().unwrap();
        let held: HashSet<_> = all
            .iter()
            .flat_map(|o| &o.people)
            .flat_map(|p| p.roles.iter().map(String::as_str))
            .collect();
        for role in platform::auth::Role::ALL {
            assert!(
                role.code() == "operator" || held.contains(role.code()),
                "nobody is {}",
                role.code()
            );
        }
    }
}
