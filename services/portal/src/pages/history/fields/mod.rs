//! What the fields of things are called, and how their values are read. A `*` in a field's place stands for the number of
//! a row, and the language of a text is left out of it.

mod known;

use Manner::{Choice, Country, Date, Hidden, Number, Reference, Text};
use Register::{Goals, Indicators, Networks, Policies, Projects, Themes, Units};
use known::own;

use super::super::lookups::Kind;

/// How a value is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    Text,
    Date,
    Moment,
    Number,
    Money,
    YesNo,
    /// One of a fixed set: the message `<prefix>-<value>`.
    Choice(&'static str),
    /// Several of one.
    Choices(&'static str),
    Country,
    /// A level of goals, as the organisation calls it.
    Level,
    /// One thing, or several, in one of the registers.
    Reference(Register),
    /// A project, a network or an activity: the thing says which.
    Target,
    Person,
    /// Municipalities by their official codes.
    Municipalities,
    /// Says nothing to a reader: ids, and what follows from other fields.
    Hidden,
}

/// Where a name is looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Register {
    Units,
    Themes,
    Taxonomies,
    Goals,
    Policies,
    Indicators,
    Projects,
    Networks,
    Activities,
    Partners,
    Programmes,
}

impl Register {
    /// As what its names are had by their ids; of the others there are few, and they are listed.
    pub fn kind(self) -> Option<Kind> {
        match self {
            Self::Units => Some(Kind::Units),
            Self::Themes => Some(Kind::Themes),
            Self::Goals => Some(Kind::Goals),
            Self::Policies => Some(Kind::Policies),
            Self::Indicators => Some(Kind::Indicators),
            Self::Projects => Some(Kind::Projects),
            Self::Networks => Some(Kind::Networks),
            Self::Activities => Some(Kind::Activities),
            Self::Partners => Some(Kind::Partners),
            Self::Taxonomies | Self::Programmes => None,
        }
    }

    pub fn path(self) -> &'static str {
        match self {
            Self::Units => "/units",
            Self::Themes => "/themes",
            Self::Taxonomies => "/taxonomies",
            Self::Goals => "/goals",
            Self::Policies => "/policies",
            Self::Indicators => "/indicators",
            Self::Projects => "/projects",
            Self::Networks => "/networks",
            Self::Activities => "/activities",
            Self::Partners => "/partners",
            Self::Programmes => "/programmes",
        }
    }
}

/// A field of a kind of thing: its place, the message with its name, how it is read.
type Known = (&'static str, &'static str, Manner);

/// What holds for every kind that has no word of its own.
const EVERYWHERE: &[Known] = &[
    ("id", "", Hidden),
    ("created_at", "", Hidden),
    ("recorded_at", "", Hidden),
    ("period.from", "begins", Date),
    ("period.to", "ends", Date),
    ("valid_from", "begins", Date),
    ("valid_to", "ends", Date),
    ("names.*.name", "former-name", Text),
    ("names.*.from", "begins", Date),
    ("names.*.to", "ends", Date),
    ("theme_ids", "themes", Reference(Themes)),
    ("goal_ids", "goals-title", Reference(Goals)),
    ("case_number", "case-number", Text),
    ("description", "description", Text),
    ("note", "note", Text),
    ("notes", "note", Text),
    ("website", "website", Text),
    ("acronym", "acronym", Text),
    ("code", "code-of-thing", Text),
    ("unit_id", "unit", Reference(Units)),
    ("owner_unit_id", "owner-unit", Reference(Units)),
    ("goal_id", "goal-title", Reference(Goals)),
    ("policy_id", "policy", Reference(Policies)),
    ("policy_edition", "policy-edition", Number),
    ("project_id", "project", Reference(Projects)),
    ("network_id", "network", Reference(Networks)),
    ("indicator_id", "indicator-name", Reference(Indicators)),
    ("due_on", "due-on", Date),
    ("year", "year", Text),
    ("country", "country", Country),
    ("roles.*.role", "role", Choice("role")),
    ("roles.*.unit_id", "role-unit", Reference(Units)),
    ("steps.*.on", "step-on", Date),
    ("steps.*.decided_by", "decided-by", Text),
    ("steps.*.case_number", "case-number", Text),
    ("steps.*.note", "note", Text),
];

/// The rows of a list, each told by its number: the message with it.
const GROUPS: &[(&str, &str)] = &[
    ("names", "row-name"),
    ("roles", "row-role"),
    ("owners", "row-owner"),
    ("sections", "row-section"),
    ("steps", "row-step"),
    ("levels", "row-level"),
    ("scale", "row-scale"),
    ("dimensions", "row-dimension"),
    ("targets", "row-target"),
    ("reminders", "row-reminder"),
    ("partners", "row-partner"),
    ("goals", "row-goal"),
    ("relations", "row-relation"),
    ("sources", "financing-source"),
    ("work_packages", "work-package"),
    ("participants", "row-participants"),
    ("texts", "row-text"),
];

/// A field as a step names it, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The message with its name; absent for a field that a later version of a service has.
    pub label: Option<&'static str>,
    pub manner: Manner,
    /// The rows it lies in: the message for each, and its number as people count.
    pub rows: Vec<(&'static str, usize)>,
    /// The language of a text that is written in several.
    pub language: Option<&'static str>,
}

/// `financing.sources.0.name` is the name of the first source, `title.fi` the title in Finnish.
pub fn find(kind: &str, field: &str) -> Found {
    let (place, rows) = place(field);
    let known = |place: &str| {
        let all = own(kind).iter().chain(EVERYWHERE);
        let mut all = all.filter(|(known, ..)| *known == place);
        all.next().map(|(_, label, manner)| (*label, *manner))
    };
    let (found, language) = match (known(&place), place.rsplit_once('.')) {
        (None, Some((text, end))) => {
            let language = ["fi", "sv", "en"].into_iter().find(|language| *language == end);
            (language.and_then(|_| known(text)), language)
        }
        (found, _) => (found, None),
    };
    let (label, manner) = found.map_or((None, Manner::Text), |(label, manner)| (Some(label), manner));
    Found {
        label,
        manner,
        rows,
        language,
    }
}

/// The place with its numbers taken out, and what they number.
fn place(field: &str) -> (String, Vec<(&'static str, usize)>) {
    let (mut parts, mut rows) = (Vec::new(), Vec::new());
    for part in field.split('.') {
        if let Ok(index) = part.parse::<usize>() {
            let list = parts.last().copied().unwrap_or_default();
            let group = GROUPS.iter().find(|(name, _)| *name == list);
            rows.extend(group.map(|(_, message)| (*message, index + 1)));
            parts.push("*");
        } else {
            parts.push(part);
        }
    }
    // What stands in a map is told by its key.
    if let [first @ "positions", _] = parts.as_slice() {
        return (format!("{first}.*"), rows);
    }
    (parts.join("."), rows)
}

/// The messages that are named here, and the prefixes of those that values complete, for the test that looks for messages
/// nobody uses.
#[cfg(test)]
pub fn labels() -> impl Iterator<Item = &'static str> {
    let kinds = super::kinds::KINDS.iter().flat_map(|kind| own(kind.name));
    let labels = kinds.chain(EVERYWHERE).map(|(_, label, _)| *label);
    labels.chain(GROUPS.iter().map(|(_, message)| *message))
}

#[cfg(test)]
mod tests {
    use super::{super::kinds::KINDS, *};

    #[test]
    fn a_place_is_taken_apart() {
        let found = find("application", "financing.sources.1.amount");
        assert_eq!(found.label, Some("amount"));
        assert_eq!(found.manner, Manner::Money);
        assert_eq!(found.rows, [("financing-source", 2)]);
        let title = find("goal", "title.sv");
        assert_eq!((title.label, title.language), (Some("goal-title"), Some("sv")));
        assert_eq!(find("goal", "moon_phase").label, None);
    }

    /// A field that a service adds to what it keeps gets a name here, or is told to be nobody's business.
    #[test]
    fn every_field_that_a_history_can_tell_of_has_words() {
        let mut nameless = Vec::new();
        for kind in KINDS.iter().filter(|kind| kind.source("1").is_some()) {
            let message = contracts::message_of(kind.service, kind.name).unwrap();
            let mut waiting: Vec<_> = message.fields().map(|field| (field.name().to_owned(), field)).collect();
            while let Some((place, field)) = waiting.pop() {
                let place = if field.is_list() && field.kind().as_message().is_some() {
                    format!("{place}.0")
                } else {
                    place
                };
                let inner = field.kind().as_message().cloned();
                match inner {
                    Some(message) if contracts::is_personal(&message) => {}
                    _ if field.is_map() => nameless.extend(unnamed(kind.name, &format!("{place}.goals"))),
                    Some(message) if message.name() != "Money" => {
                        waiting.extend(
                            message
                                .fields()
                                .map(|field| (format!("{place}.{}", field.name()), field)),
                        );
                    }
                    _ => nameless.extend(unnamed(kind.name, &place)),
                }
            }
        }
        assert!(nameless.is_empty(), "no words for {nameless:#?}");
    }

    fn unnamed(kind: &str, place: &str) -> Option<String> {
        let found = find(kind, place);
        let numbered = place.split('.').any(|part| part == "0");
        let is_told = found.label.is_some() && (found.manner == Hidden || !numbered || !found.rows.is_empty());
        (!is_told).then(|| format!("{kind}: {place}"))
    }
}
