//! What a field may hold, in words; and the shapes that several operations share, told once at the foot of the page.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::{clients::description::Description, html::Html, page::Page};

/// More values than these are listed once, under the shape's name.
const FEW_VALUES: usize = 6;

/// Goes through what a page shows and keeps which shapes it mentioned.
pub struct Shapes<'a> {
    pub page: &'a Page,
    pub description: &'a Description,
    mentioned: Vec<String>,
    known: BTreeSet<String>,
}

pub struct Field {
    pub name: Html,
    pub kind: Html,
    pub required: bool,
    pub note: Html,
    pub example: Option<Html>,
}

/// A shape of its own: an object with fields, or a set of values.
pub struct Shape {
    pub anchor: String,
    pub name: String,
    pub note: Html,
    pub fields: Vec<Field>,
    pub values: Vec<Html>,
}

impl<'a> Shapes<'a> {
    pub fn new(page: &'a Page, description: &'a Description) -> Self {
        Self {
            page,
            description,
            mentioned: Vec::new(),
            known: BTreeSet::new(),
        }
    }

    /// What a schema lets through, in words. A shape with fields of its own is named and linked.
    pub fn kind(&mut self, schema: &Value) -> Html {
        let description = self.description;
        if let Some((name, shape)) = description.named(schema) {
            if Description::is_name(name) && is_worth_a_name(shape) {
                return self.mention(name);
            }
            if schema.get("$ref").is_some() {
                return self.kind(shape);
            }
        }
        for key in ["oneOf", "anyOf"] {
            if let Some(choices) = schema[key].as_array() {
                return self.one_of(choices);
            }
        }
        match schema["allOf"].as_array().map(Vec::as_slice) {
            Some([only]) => return self.kind(only),
            Some(_) => return self.word("api-kind-object"),
            None => {}
        }
        if let Some(values) = schema["enum"].as_array() {
            let values = Html::join(&values.iter().map(value).collect::<Vec<_>>(), ", ");
            return self.with("api-kind-choice", &values);
        }
        self.by_type(schema)
    }

    fn mention(&mut self, name: &str) -> Html {
        if self.known.insert(name.to_owned()) {
            self.mentioned.push(name.to_owned());
        }
        Html::link(&format!("#{}", anchor(name)), &Html::code(name))
    }

    fn one_of(&mut self, choices: &[Value]) -> Html {
        let (nothing, something): (Vec<&Value>, Vec<&Value>) =
            choices.iter().partition(|choice| choice["type"] == "null");
        let or = format!(" {} ", self.page.t("api-or"));
        let kinds: Vec<Html> = something.into_iter().map(|choice| self.kind(choice)).collect();
        let kinds = Html::join(&kinds, &or);
        if nothing.is_empty() {
            kinds
        } else {
            self.or_null(&kinds)
        }
    }

    fn or_null(&self, kind: &Html) -> Html {
        let or = Html::text(&format!(" {} ", self.page.t("api-or")));
        Html::join(&[kind.clone(), or, Html::code("null")], "")
    }

    fn by_type(&mut self, schema: &Value) -> Html {
        let told: Vec<&str> = match &schema["type"] {
            Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
            other => other.as_str().into_iter().collect(),
        };
        let kind = told.iter().find(|kind| **kind != "null").copied().unwrap_or_default();
        let words = match kind {
            "array" => self.list(schema),
            "object" => self.object(schema),
            "string" => match schema["format"].as_str().unwrap_or_default() {
                "uuid" => self.word("api-kind-id"),
                "date" => self.word("api-kind-date"),
                "date-time" => self.word("api-kind-moment"),
                _ => self.word("api-kind-text"),
            },
            "integer" => self.word("api-kind-whole"),
            "number" => self.word("api-kind-number"),
            "boolean" => self.word("api-kind-boolean"),
            _ => self.word("api-kind-any"),
        };
        if told.contains(&"null") {
            self.or_null(&words)
        } else {
            words
        }
    }

    fn list(&mut self, schema: &Value) -> Html {
        let items = match schema["prefixItems"].as_array() {
            Some(items) => {
                let kinds: Vec<Html> = items.iter().map(|item| self.kind(item)).collect();
                Html::join(&kinds, ", ")
            }
            None => self.kind(&schema["items"]),
        };
        self.with("api-kind-list", &items)
    }

    /// An object without fields of its own: any names, each with such a value.
    fn object(&mut self, schema: &Value) -> Html {
        let values = &schema["additionalProperties"];
        if schema.get("properties").is_none() && values.is_object() {
            let kind = self.kind(values);
            return self.with("api-kind-map", &kind);
        }
        self.word("api-kind-object")
    }

    fn word(&self, key: &str) -> Html {
        Html::text(&self.page.t(key))
    }

    fn with(&self, key: &str, what: &Html) -> Html {
        Html::join(&[self.word(key), what.clone()], " ")
    }

    /// The fields of an object, required ones first; those of objects without a name follow theirs: `items[].title`.
    pub fn fields(&mut self, schema: &Value) -> Vec<Field> {
        self.fields_below(schema, "")
    }

    /// The fields, unless the object has a name under which they are told.
    pub fn fields_without_name(&mut self, schema: &Value) -> Vec<Field> {
        match self.description.named(schema) {
            Some((name, _)) if Description::is_name(name) => Vec::new(),
            _ => self.fields(schema),
        }
    }

    fn fields_below(&mut self, schema: &Value, prefix: &str) -> Vec<Field> {
        let mut parts = Vec::new();
        flatten(schema, self.description, &mut parts);
        let mut properties: Vec<(&String, &Value, bool)> = Vec::new();
        for part in &parts {
            let required = part["required"].as_array();
            let is_required = |name: &str| required.is_some_and(|names| names.iter().any(|one| one == name));
            for (name, property) in part["properties"].as_object().into_iter().flatten() {
                properties.push((name, property, is_required(name)));
            }
        }
        properties.sort_by_key(|(name, _, required)| (!required, name.as_str()));
        let mut told = BTreeSet::new();
        properties.retain(|(name, ..)| told.insert(name.as_str()));
        let mut fields = Vec::new();
        for (name, property, required) in properties {
            let name = format!("{prefix}{name}");
            fields.push(Field {
                name: Html::code(&name),
                kind: self.kind(property),
                required,
                note: Html::english(note(property)),
                example: property.get("example").filter(|told| !told.is_object()).map(value),
            });
            if let Some((inner, prefix)) = nameless(property, &name, self.description) {
                fields.extend(self.fields_below(inner, &prefix));
            }
        }
        fields
    }

    /// Every shape that was mentioned, and those that these mention.
    pub fn all(mut self) -> Vec<Shape> {
        let mut told = Vec::new();
        let mut next = 0;
        while let Some(name) = self.mentioned.get(next).cloned() {
            next += 1;
            let Some(shape) = self.description.shape(&name) else {
                continue;
            };
            told.push(Shape {
                anchor: anchor(&name),
                note: Html::english(note(shape)),
                fields: self.fields(shape),
                values: shape["enum"].as_array().into_iter().flatten().map(value).collect(),
                name,
            });
        }
        told.sort_by(|one, other| one.name.cmp(&other.name));
        told
    }
}

fn anchor(name: &str) -> String {
    format!("shape-{name}")
}

fn value(value: &Value) -> Html {
    Html::code(&value.as_str().map_or_else(|| value.to_string(), str::to_owned))
}

fn is_worth_a_name(shape: &Value) -> bool {
    let values = shape["enum"].as_array().map_or(0, Vec::len);
    shape.get("allOf").is_some() || shape.get("properties").is_some() || values > FEW_VALUES
}

/// What is said of a field: beside it, or beside the shape it may hold.
fn note(schema: &Value) -> &str {
    let choices = schema["oneOf"].as_array().into_iter().flatten();
    let mut notes = std::iter::once(schema).chain(choices);
    notes
        .find_map(|place| place.get("description").and_then(Value::as_str))
        .unwrap_or_default()
}

/// The objects that a schema is made of.
fn flatten<'a>(schema: &'a Value, description: &'a Description, parts: &mut Vec<&'a Value>) {
    if let (Some(_), Some((_, shape))) = (schema.get("$ref"), description.named(schema)) {
        flatten(shape, description, parts);
    }
    for part in schema["allOf"].as_array().into_iter().flatten() {
        flatten(part, description, parts);
    }
    if schema.get("properties").is_some() {
        parts.push(schema);
    }
}

/// An object within a field that has no name to be told under, and what its fields' names begin with.
fn nameless<'a>(property: &'a Value, name: &str, description: &'a Description) -> Option<(&'a Value, String)> {
    let (inner, prefix) = match property.get("items") {
        Some(items) => (items, format!("{name}[].")),
        None => (property, format!("{name}.")),
    };
    let is_object = inner.get("properties").is_some() || inner.get("allOf").is_some();
    (is_object && description.named(inner).is_none()).then_some((inner, prefix))
}
