//! What an organisation holds: every record that is not there yet is made by somebody whose role may.

use anyhow::Context as _;
use serde_json::{Value, json};

use super::{
    cast::Cast,
    client::{self, word},
    files::{Organisation, Record},
    follow_up,
    kinds::{KINDS, Kind, STATEMENTS, UNITS},
    references::References,
};

/// Makes what is missing and gives how much that was.
pub async fn load(cast: &mut Cast<'_>, organisation: &Organisation) -> anyhow::Result<usize> {
    let mut references = References::default();
    let mut made = details(cast, &organisation.organisation.says_of_itself()).await?;
    made += section(cast, &mut references, &UNITS, organisation).await?;
    made += cast.gather(&mut references).await?;
    made += goal_levels(cast, &organisation.goal_levels).await?;
    programmes(cast, &mut references, organisation).await?;
    for kind in KINDS {
        made += section(cast, &mut references, kind, organisation).await?;
    }
    for record in organisation.records(STATEMENTS) {
        made += follow_up::statement(cast, &references, record).await?;
    }
    for kind in KINDS {
        for record in organisation.records(kind.section) {
            made += follow_up::afterwards(cast, &references, kind, record).await?;
        }
    }
    Ok(made)
}

/// A record, taken apart: the body of the request, and what only the loader reads.
pub struct Entry {
    /// How references call it: `ref`, or else the key or the short name that it has for people.
    pub called: Option<String>,
    /// Who makes it, where that is not whoever usually does.
    pub by: Option<String>,
    /// What is sent to a path below the thing once it is there.
    pub steps: Vec<Value>,
    /// Fields that are changed when all else is there.
    pub afterwards: Option<Value>,
    pub body: Value,
}

impl Entry {
    pub fn of(record: &Record, references: &References) -> anyhow::Result<Self> {
        let mut record = record.clone();
        let mut word = |name: &str| record.remove(name).and_then(|v| v.as_str().map(str::to_owned));
        let (called, by) = (word("ref"), word("by"));
        let steps = match record.remove("steps") {
            Some(Value::Array(steps)) => steps,
            _ => Vec::new(),
        };
        let afterwards = record.remove("afterwards");
        let body = references.resolve(&record)?;
        let own = ["/key", "/short_name"]
            .into_iter()
            .find_map(|field| body.pointer(field)?.as_str());
        let called = called.or_else(|| own.map(str::to_owned));
        Ok(Self {
            called,
            by,
            steps,
            afterwards,
            body,
        })
    }

    /// What to call it when something is wrong with it.
    fn shown(&self) -> String {
        let named = ["title", "name", "period", "year", "call"]
            .iter()
            .find_map(|field| self.body.get(*field));
        named
            .map(ToString::to_string)
            .or_else(|| self.called.clone())
            .unwrap_or_default()
    }
}

/// The things of one section. Whoever administers may read everything, so the second load signs nobody else in.
async fn section(
    cast: &mut Cast<'_>,
    references: &mut References,
    kind: &Kind,
    organisation: &Organisation,
) -> anyhow::Result<usize> {
    let records = organisation.records(kind.section);
    if records.is_empty() {
        return Ok(0);
    }
    let there = cast.admin().all(kind.path).await?;
    let mut made = 0;
    for record in records {
        let entry = Entry::of(record, references).with_context(|| format!("in {}", kind.section))?;
        made += one(cast, references, kind, &there, &entry)
            .await
            .with_context(|| format!("{} {}", kind.word, entry.shown()))?;
    }
    Ok(made)
}

async fn one(
    cast: &mut Cast<'_>,
    references: &mut References,
    kind: &Kind,
    there: &[Value],
    entry: &Entry,
) -> anyhow::Result<usize> {
    let found = there.iter().find(|thing| is_same(kind, thing, &entry.body));
    let (id, mut made) = if let Some(thing) = found {
        (client::id(thing).to_owned(), 0)
    } else {
        let seat = cast.seat(entry.by.as_deref().unwrap_or(kind.by)).await?;
        let thing = seat.post(kind.path, entry.body.clone()).await?;
        (client::id(&thing).to_owned(), 1)
    };
    if let Some(called) = &entry.called {
        references.know(kind.word, called, &id);
    }
    made += follow_up::steps(cast, kind, &id, entry).await?;
    Ok(made)
}

/// Whether a thing of a list is what a record means.
fn is_same(kind: &Kind, thing: &Value, record: &Value) -> bool {
    kind.natural_key
        .iter()
        .all(|field| says_the_same(thing.pointer(field), record.pointer(field)))
}

/// Texts are the same when they agree in a language: a translation may have been added since.
fn says_the_same(there: Option<&Value>, wanted: Option<&Value>) -> bool {
    let said = |v: Option<&Value>| v.is_some_and(|v| !v.is_null() && v.as_object().is_none_or(|o| !o.is_empty()));
    match (there, wanted) {
        (Some(Value::Object(there)), Some(Value::Object(wanted))) if !there.is_empty() => {
            wanted.iter().any(|(language, text)| there.get(language) == Some(text))
        }
        (there, wanted) => there == wanted || !said(there) && !said(wanted),
    }
}

/// Programmes are there for everybody and called by their codes.
async fn programmes(
    cast: &mut Cast<'_>,
    references: &mut References,
    organisation: &Organisation,
) -> anyhow::Result<()> {
    if organisation.records("projects").is_empty() {
        return Ok(());
    }
    for programme in cast.admin().all("/programmes").await? {
        references.know("programme", word(&programme, "/code"), client::id(&programme));
    }
    Ok(())
}

/// What the organisation says of itself, as far as it differs.
async fn details(cast: &mut Cast<'_>, wanted: &Record) -> anyhow::Result<usize> {
    let admin = cast.admin();
    let organisation = admin.get("/organisations/current").await?;
    let differs = wanted
        .iter()
        .filter(|(field, value)| !holds(organisation.get(*field), value));
    let change: Record = differs.map(|(field, value)| (field.clone(), value.clone())).collect();
    if change.is_empty() {
        return Ok(0);
    }
    let path = format!("/organisations/{}", client::id(&organisation));
    admin
        .patch(&path, client::version(&organisation), Value::Object(change))
        .await
        .context("the organisation")?;
    Ok(1)
}

/// Whether what is there says all that is wanted; it may say more.
pub fn holds(there: Option<&Value>, wanted: &Value) -> bool {
    match (there, wanted) {
        (Some(Value::Object(there)), Value::Object(wanted)) => {
            wanted.iter().all(|(field, value)| holds(there.get(field), value))
        }
        (Some(Value::Array(there)), Value::Array(wanted)) => {
            there.len() == wanted.len()
                && there
                    .iter()
                    .zip(wanted)
                    .all(|(there, wanted)| holds(Some(there), wanted))
        }
        (None, wanted) => wanted.is_null(),
        (Some(there), wanted) => there == wanted,
    }
}

/// The names of the depths of the goal tree: one document of the organisation.
async fn goal_levels(cast: &mut Cast<'_>, wanted: &[Value]) -> anyhow::Result<usize> {
    let wanted = Value::Array(wanted.to_vec());
    if wanted == json!([]) {
        return Ok(0);
    }
    let there = cast.admin().get("/goal-levels").await?;
    if holds(there.get("levels"), &wanted) {
        return Ok(0);
    }
    let planner = cast.seat("planner").await?;
    planner
        .put("/goal-levels", client::version(&there), json!({ "levels": wanted }))
        .await
        .context("goal levels")?;
    Ok(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::files;

    #[test]
    fn a_text_is_recognised_in_any_of_its_languages() {
        let there = json!({ "fi": "Elinvoima", "sv": "Livskraft" });
        assert!(says_the_same(
            Some(&there),
            Some(&json!({ "sv": "Livskraft", "en": "Vitality" }))
        ));
        assert!(!says_the_same(Some(&there), Some(&json!({ "en": "Vitality" }))));
    }

    #[test]
    fn every_reference_of_every_file_finds_what_it_names() {
        for organisation in files::organisations().unwrap() {
            let mut references = References::default();
            for programme in files::programmes().unwrap() {
                references.know("programme", programme["code"].as_str().unwrap(), "id");
            }
            for person in &organisation.people {
                references.know("person", &person.key, "id");
            }
            let mut records = 0;
            for kind in [&UNITS].into_iter().chain(KINDS) {
                for record in organisation.records(kind.section) {
                    let entry = Entry::of(record, &references)
                        .unwrap_or_else(|fault| panic!("{}: {record:?}: {fault}", organisation.display_name()));
                    if let Some(called) = &entry.called {
                        references.know(kind.word, called, "id");
                    }
                    records += 1;
                }
            }
            let all = organisation
                .content
                .iter()
                .filter(|(section, _)| *section != STATEMENTS);
            assert_eq!(records, all.map(|(_, records)| records.len()).sum::<usize>());
            let unit_of = |p: &crate::demo::files::Person| p.unit.clone();
            for unit in organisation.people.iter().filter_map(unit_of) {
                assert!(references.id(&format!("unit/{unit}")).is_ok(), "{unit}");
            }
        }
    }

    #[test]
    fn nothing_is_the_same_as_nothing() {
        assert!(says_the_same(Some(&Value::Null), None));
        assert!(says_the_same(Some(&json!({})), None));
        assert!(!says_the_same(Some(&json!("7")), None));
    }

    #[test]
    fn what_is_there_may_say_more_than_was_wanted() {
        let there = json!([{ "key": "vision", "name": { "en": "Vision" }, "measurable": false }]);
        assert!(holds(Some(&there), &json!([{ "key": "vision" }])));
        assert!(!holds(Some(&there), &json!([{ "key": "goal" }])));
    }
}
