//! The names that a history needs: of the people who did something, and of the things that its fields point at.

use std::collections::{BTreeSet, HashMap};

use futures::future::try_join_all;
use serde_json::Value;

use super::{
    super::lookups,
    fields::{self, Manner, Register},
};
use crate::{
    clients::{goals::Levels, journal::Step, organisation::Area, shared::Text},
    fault::Fault,
    language::Country,
    reader::SignedIn,
};

#[derive(Debug, Default)]
pub struct Known {
    pub people: HashMap<String, String>,
    pub things: HashMap<String, Text>,
    pub levels: Levels,
}

/// What the fields of a history point at.
#[derive(Debug, Default)]
struct Wanted {
    things: BTreeSet<(Register, String)>,
    people: BTreeSet<String>,
    levels: bool,
    municipalities: bool,
}

impl Wanted {
    fn of(kind: &str, steps: &[Step]) -> Self {
        let mut wanted = Self::default();
        let target = target_of(steps);
        for change in steps.iter().flat_map(|step| &step.changes) {
            let ids = [&change.before, &change.after];
            let ids = ids
                .into_iter()
                .flatten()
                .flat_map(|ids| ids.split(", "))
                .map(str::to_owned);
            match fields::find(kind, &change.field).manner {
                Manner::Reference(register) => wanted.things.extend(ids.map(|id| (register, id))),
                Manner::Target => wanted.things.extend(ids.map(|id| (target, id))),
                Manner::Person => wanted.people.extend(ids),
                Manner::Level => wanted.levels = true,
                Manner::Municipalities => wanted.municipalities = true,
                _ => {}
            }
        }
        wanted
    }
}

/// Where the thing lies that a tie points at.
fn target_of(steps: &[Step]) -> Register {
    match super::latest(steps, "target_kind") {
        Some("network") => Register::Networks,
        Some("activity") => Register::Activities,
        _ => Register::Projects,
    }
}

pub async fn known(reader: &SignedIn, kind: &str, steps: &[Step]) -> Result<Known, Fault> {
    let wanted = Wanted::of(kind, steps);
    let levels = async {
        if wanted.levels {
            reader.api().get::<Levels>("/goal-levels").await
        } else {
            Ok(Levels::default())
        }
    };
    let actors = steps.iter().filter_map(|step| step.actor_id.as_ref());
    let people = lookups::people_of(reader, actors.chain(&wanted.people));
    let places = async {
        if wanted.municipalities {
            municipalities(reader).await
        } else {
            Ok(Vec::new())
        }
    };
    let (people, levels, mut things, places) =
        futures::try_join!(people, levels, things(reader, &wanted.things), places)?;
    things.extend(places.into_iter().map(|place| (place.code, place.name)));
    Ok(Known { people, things, levels })
}

/// The municipalities that there are now in the organisation's country.
async fn municipalities(reader: &SignedIn) -> Result<Vec<Area>, Fault> {
    let country = if reader.voice.country == Country::Sweden {
        "SE"
    } else {
        "FI"
    };
    let now = [
        ("country", country.to_owned()),
        ("kind", "municipality".to_owned()),
        ("on", reader.today().to_string()),
    ];
    lookups::every(reader, "/geography", &now).await
}

/// What is not there any more, or is not the reader's to see, has no name.
async fn things(reader: &SignedIn, wanted: &BTreeSet<(Register, String)>) -> Result<HashMap<String, Text>, Fault> {
    let registers: BTreeSet<Register> = wanted.iter().map(|(register, _)| *register).collect();
    let asked = registers
        .into_iter()
        .map(async |register| -> Result<Vec<(String, Text)>, Fault> {
            let ids = wanted.iter().filter(|(of, _)| *of == register).map(|(_, id)| id);
            let Some(kind) = register.kind() else {
                let listed: Vec<Value> = lookups::every(reader, register.path(), &[]).await?;
                return Ok(listed.iter().filter_map(named).collect());
            };
            match lookups::some(reader, kind, ids).await {
                Ok(names) => Ok(names.by_id().collect()),
                Err(Fault::NotFound | Fault::NotAllowed) => Ok(Vec::new()),
                Err(fault) => Err(fault),
            }
        });
    let found: Vec<Vec<(String, Text)>> = try_join_all(asked).await?;
    Ok(found.into_iter().flatten().collect())
}

/// A thing's id and name. A partner's is the same in every language.
fn named(thing: &Value) -> Option<(String, Text)> {
    let id = thing.get("id")?.as_str()?.to_owned();
    let name = thing.get("title").or_else(|| thing.get("name"))?;
    let text = match name {
        Value::String(name) => Text::everywhere(name),
        other => serde_json::from_value(other.clone()).ok()?,
    };
    Some((id, text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clients::journal::Difference;

    #[test]
    fn what_fields_point_at_is_looked_up_once() {
        let change = |field: &str, before: Option<&str>, after: &str| Difference {
            field: field.to_owned(),
            before: before.map(str::to_owned),
            after: Some(after.to_owned()),
        };
        let steps = [Step {
            changes: vec![
                change("responsible_unit_ids", Some("u1, u2"), "u2"),
                change("title.fi", None, "p9"),
                change("level", None, "aim"),
            ],
            ..Step::default()
        }];
        let wanted = Wanted::of("goal", &steps);
        let things: Vec<_> = wanted.things.into_iter().map(|(_, id)| id).collect();
        assert_eq!((things, wanted.levels), (vec!["u1".to_owned(), "u2".to_owned()], true));
    }

    #[test]
    fn a_tie_points_where_it_says() {
        let tie = |kind: &str| Step {
            changes: vec![Difference {
                field: "target_kind".to_owned(),
                before: None,
                after: Some(kind.to_owned()),
            }],
            ..Step::default()
        };
        assert_eq!(target_of(&[tie("network")]), Register::Networks);
        assert_eq!(target_of(&[tie("project")]), Register::Projects);
    }
}
