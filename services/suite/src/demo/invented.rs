//! Municipalities that do not exist: a compact file of names and of patterns that they are filled from, so that
//! national figures have something to count.

use anyhow::Context as _;
use serde::Deserialize;
use serde_json::{Value, json};

use super::files::{Content, Organisation, Person, Profile, Record};

/// The file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Invented {
    countries: Vec<Country>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Country {
    code: String,
    language: String,
    /// The one person of each municipality.
    person: String,
    message: String,
    municipalities: Vec<Municipality>,
    goal_levels: Vec<Value>,
    /// What every municipality has.
    units: Vec<Record>,
    /// The municipalities take turns through these.
    patterns: Vec<Pattern>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Municipality {
    code: String,
    name: String,
}

/// What one kind of municipality holds; `{name}` becomes its name.
#[derive(Debug, Deserialize)]
struct Pattern {
    #[serde(flatten)]
    content: Content,
}

/// All of them, each with the pattern whose turn it is.
pub fn organisations(invented: &Invented) -> anyhow::Result<Vec<Organisation>> {
    let mut all = Vec::new();
    for country in &invented.countries {
        for (turn, municipality) in country.municipalities.iter().enumerate() {
            let pattern = turn
                .checked_rem(country.patterns.len())
                .and_then(|n| country.patterns.get(n));
            let pattern = pattern.with_context(|| format!("{} has no patterns", country.code))?;
            all.push(organisation(country, municipality, pattern));
        }
    }
    Ok(all)
}

/// Where they lie.
pub fn places(invented: &Invented) -> Vec<Value> {
    let places = invented.countries.iter().flat_map(|country| {
        country.municipalities.iter().map(|municipality| {
            json!({
                "code": municipality.code, "country": country.code, "kind": "municipality",
                "name": { country.language.as_str(): municipality.name }, "parent_code": country.code,
                "valid_from": "2000-01-01",
            })
        })
    });
    places.collect()
}

fn organisation(country: &Country, municipality: &Municipality, pattern: &Pattern) -> Organisation {
    let mut content = pattern.content.clone();
    content.insert("units".to_owned(), country.units.clone());
    for record in content.values_mut().flatten() {
        record.values_mut().for_each(|value| name(value, &municipality.name));
    }
    let mut profile = Profile {
        kind: "municipality".to_owned(),
        code: municipality.code.clone(),
        country: country.code.clone(),
        name: Record::new(),
        language: country.language.clone(),
        invented: true,
        message: country.message.clone(),
        details: Record::new(),
    };
    profile
        .name
        .insert(country.language.clone(), municipality.name.clone().into());
    let person = Person {
        key: "admin".to_owned(),
        roles: vec!["admin".to_owned(), "planner".to_owned()],
        unit: None,
        name: country.person.clone(),
        email: format!("planner@kunta-{}.example.org", municipality.code),
        language: country.language.clone(),
    };
    Organisation {
        organisation: profile,
        people: vec![person],
        goal_levels: country.goal_levels.clone(),
        content,
    }
}

/// Puts the municipality's name into every text.
fn name(value: &mut Value, municipality: &str) {
    match value {
        Value::String(text) => *text = text.replace("{name}", municipality),
        Value::Array(items) => items.iter_mut().for_each(|item| name(item, municipality)),
        Value::Object(fields) => fields.values_mut().for_each(|field| name(field, municipality)),
        _ => {}
    }
}
