//! Holds every answer against the description of the API.

use std::{cell::RefCell, collections::HashMap, sync::Arc};

use boon::{Compiler, Draft, SchemaIndex, Schemas};
use serde_json::Value;

/// The description, ready for looking operations up.
#[derive(Clone)]
pub struct Contract {
    operations: Arc<Vec<Operation>>,
    document: Arc<Value>,
}

/// One operation of the description.
#[derive(Clone, Debug)]
pub struct Operation {
    pub method: String,
    /// `/api/v1/goals/{id}`
    pub path: String,
    pub description: Value,
}

impl Contract {
    /// The description as the code gives it now.
    pub fn of_the_suite() -> Self {
        let document: Value = serde_json::from_str(&::suite::described()).unwrap();
        let mut operations = Vec::new();
        for (path, item) in document["paths"].as_object().unwrap() {
            for (method, description) in item.as_object().unwrap() {
                if ["get", "post", "put", "patch", "delete"].contains(&method.as_str()) {
                    operations.push(Operation {
                        method: method.to_uppercase(),
                        path: path.clone(),
                        description: description.clone(),
                    });
                }
            }
        }
        Self {
            operations: Arc::new(operations),
            document: Arc::new(document),
        }
    }

    pub fn operations(&self) -> &[Operation] {
        &self.operations
    }

    /// The operation that answers an address.
    pub fn find(&self, method: &str, path: &str) -> Option<&Operation> {
        let path = path.split('?').next().unwrap_or(path);
        let parts: Vec<&str> = path.split('/').collect();
        let mut fitting: Vec<&Operation> = self
            .operations
            .iter()
            .filter(|o| o.method == method)
            .filter(|o| {
                let template: Vec<&str> = o.path.split('/').collect();
                template.len() == parts.len() && template.iter().zip(&parts).all(|(t, p)| t.starts_with('{') || t == p)
            })
            .collect();
        // A literal part is closer than a parameter.
        fitting.sort_by_key(|o| o.path.matches('{').count());
        fitting.first().copied()
    }

    /// Fails when an answer is not as its description has it: its status, its problem code, its shape.
    pub fn check(&self, method: &str, path: &str, status: u16, body: &Value) {
        let Some(operation) = self.find(method, path) else {
            return;
        };
        let responses = &operation.description["responses"];
        let documented = &responses[status.to_string()];
        assert!(
            !documented.is_null(),
            "{method} {path} answered {status}, which its description does not name: {body}"
        );
        if status < 400 {
            if !documented["content"]["application/json"].is_null() && !body.is_null() {
                self.check_shape(operation, status, body);
            }
            return;
        }
        let codes =
            &documented["content"]["application/problem+json"]["schema"]["allOf"][1]["properties"]["code"]["enum"];
        let code = body["code"].as_str().unwrap_or_default();
        assert!(
            codes.as_array().is_some_and(|all| all.iter().any(|c| c == code)),
            "{method} {path} answered {status} with the code `{code}`, which its description does not name (it names {codes})"
        );
    }

    fn check_shape(&self, operation: &Operation, status: u16, body: &Value) {
        SHAPES.with_borrow_mut(|shapes| {
            let shapes = shapes.get_or_insert_with(|| Shapes::of(Value::clone(&self.document)));
            shapes.check(operation, status, body);
        });
    }
}

thread_local! {
    /// There is one description; what was made ready of it cannot leave the thread that did it.
    static SHAPES: RefCell<Option<Shapes>> = const { RefCell::new(None) };
}

/// What answers look like by the description.
struct Shapes {
    compiler: Compiler,
    ready: Schemas,
    /// Made ready when an answer of the kind is met for the first time.
    known: HashMap<(String, String, u16), SchemaIndex>,
}

/// Where the description lies for those that refer to it; nothing is fetched from there.
const ADDRESS: &str = "http://localhost/api/openapi.json";

impl Shapes {
    fn of(document: Value) -> Self {
        let mut compiler = Compiler::new();
        compiler.set_default_draft(Draft::V2020_12);
        compiler.enable_format_assertions();
        compiler.add_resource(ADDRESS, document).unwrap();
        Self {
            compiler,
            ready: Schemas::new(),
            known: HashMap::new(),
        }
    }

    fn check(&mut self, operation: &Operation, status: u16, body: &Value) {
        let (method, path) = (&operation.method, &operation.path);
        let (compiler, ready) = (&mut self.compiler, &mut self.ready);
        let shape = *self
            .known
            .entry((method.clone(), path.clone(), status))
            .or_insert_with(|| {
                let place = path
                    .replace('~', "~0")
                    .replace('/', "~1")
                    .replace('{', "%7B")
                    .replace('}', "%7D");
                let method = method.to_lowercase();
                let address =
                    format!("{ADDRESS}#/paths/{place}/{method}/responses/{status}/content/application~1json/schema");
                let shape = compiler.compile(&address, ready);
                shape.unwrap_or_else(|fault| panic!("{method} {path}: the schema of {status}: {fault:#}"))
            });
        if let Err(fault) = self.ready.validate(body, shape) {
            panic!("{method} {path} answered {status} with what its description does not allow: {fault:#}\n{body:#}");
        }
    }
}
