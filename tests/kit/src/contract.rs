//! Holds every answer against the description of the API.

use std::sync::Arc;

use serde_json::Value;

/// The description, ready for looking operations up.
#[derive(Clone)]
pub struct Contract {
    operations: Arc<Vec<Operation>>,
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

    /// Fails when an answer's status or problem code is not documented.
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
}
