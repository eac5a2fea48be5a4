//! The description of the API, as the service tells it at `/api/openapi.json`, read for the pages that show it to people.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
    time::Duration,
};

use moka::future::Cache;
use serde::Deserialize;
use serde_json::Value;

use super::{Api, Origin, read};
use crate::fault::Fault;

/// It changes with a new version of the services only, and weighs megabytes.
const KEPT: Duration = Duration::from_mins(1);

/// Names of shapes of other shapes, `PageBody_GoalBody`: made by the generator, told to nobody.
const MADE_NAME: char = '_';

#[derive(Debug, Deserialize)]
#[serde(from = "Document")]
pub struct Description {
    /// Each resource with its operations, as they are read: by address, and what reads before what changes.
    pub resources: BTreeMap<String, Vec<Operation>>,
    shapes: BTreeMap<String, Value>,
    /// The names of shapes by what they are: lists hold copies of shapes in place of their names.
    names: HashMap<String, String>,
}

#[derive(Clone, Debug)]
pub struct Operation {
    pub method: &'static str,
    pub path: String,
    pub told: Told,
}

/// What the description says of one operation.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Told {
    tags: Vec<String>,
    pub summary: String,
    pub description: String,
    pub parameters: Vec<Parameter>,
    pub request_body: Option<Content>,
    pub responses: BTreeMap<String, Content>,
    security: Vec<BTreeMap<String, Value>>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Parameter {
    pub name: String,
    #[serde(rename = "in")]
    pub place: String,
    pub required: bool,
    pub description: String,
    pub schema: Value,
}

/// What is sent or answered, by media type.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Content {
    pub description: String,
    pub content: BTreeMap<String, Media>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Media {
    pub schema: Value,
    pub example: Option<Value>,
}

impl Description {
    /// The name of a shape that a schema refers to or is a copy of, and the shape.
    pub fn named<'a>(&'a self, schema: &'a Value) -> Option<(&'a str, &'a Value)> {
        let referred = schema.get("$ref").and_then(Value::as_str);
        let name = match referred {
            Some(address) => address.rsplit('/').next()?,
            None => self.names.get(&schema.to_string())?.as_str(),
        };
        Some((name, self.shapes.get(name)?))
    }

    pub fn shape(&self, name: &str) -> Option<&Value> {
        self.shapes.get(name)
    }

    /// Whether people should meet a shape by its name.
    pub fn is_name(name: &str) -> bool {
        !name.contains(MADE_NAME)
    }
}

impl Operation {
    pub fn is_for_anybody(&self) -> bool {
        self.told.security.iter().all(BTreeMap::is_empty)
    }

    /// Names the operation within its page: `post-goals-id-close`.
    pub fn anchor(&self) -> String {
        let path = self.path.trim_start_matches("/api/v1/");
        let words: Vec<&str> = path.split(|sign: char| !sign.is_ascii_alphanumeric()).collect();
        let words = words.into_iter().filter(|word| !word.is_empty());
        std::iter::once(self.method)
            .chain(words)
            .collect::<Vec<_>>()
            .join("-")
            .to_ascii_lowercase()
    }

    fn resource(&self) -> String {
        let by_path = || self.path.split('/').nth(3).unwrap_or_default();
        self.told.tags.first().map_or_else(by_path, String::as_str).to_owned()
    }
}

/// The document, as far as it is used.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Document {
    paths: BTreeMap<String, Methods>,
    components: Components,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Components {
    schemas: BTreeMap<String, Value>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Methods {
    get: Option<Told>,
    post: Option<Told>,
    put: Option<Told>,
    patch: Option<Told>,
    delete: Option<Told>,
}

impl From<Document> for Description {
    fn from(document: Document) -> Self {
        let mut resources: BTreeMap<String, Vec<Operation>> = BTreeMap::new();
        for (path, methods) in document.paths {
            let Methods {
                get,
                post,
                put,
                patch,
                delete,
            } = methods;
            let told = [
                ("GET", get),
                ("POST", post),
                ("PUT", put),
                ("PATCH", patch),
                ("DELETE", delete),
            ];
            for (method, told) in told.into_iter().filter_map(|(method, told)| Some((method, told?))) {
                let path = path.clone();
                let operation = Operation { method, path, told };
                resources.entry(operation.resource()).or_default().push(operation);
            }
        }
        let shapes = document.components.schemas;
        let mut names = HashMap::new();
        for (name, shape) in shapes.iter().filter(|(name, _)| Self::is_name(name)) {
            names.entry(shape.to_string()).or_insert_with(|| name.clone());
        }
        Self {
            resources,
            shapes,
            names,
        }
    }
}

#[derive(Clone)]
pub struct Descriptions(Cache<(), Arc<Description>>);

impl Descriptions {
    pub fn new() -> Self {
        Self(Cache::builder().max_capacity(1).time_to_live(KEPT).build())
    }
}

impl Api {
    pub async fn description(&self, origin: &Origin) -> Result<Arc<Description>, Fault> {
        if let Some(kept) = self.descriptions.0.get(&()).await {
            return Ok(kept);
        }
        let caller = self.anonymous(origin);
        let request = self.http.get(self.at.of("/api/openapi.json"));
        let description: Arc<Description> = Arc::new(read(caller.attempt(request, None).await?).await?);
        self.descriptions.0.insert((), description.clone()).await;
        Ok(description)
    }
}
