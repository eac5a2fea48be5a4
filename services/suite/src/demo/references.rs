//! References of one record to another: `"@unit/council"` stands for the id of the unit called `council`.

use std::collections::HashMap;

use anyhow::Context as _;
use serde_json::Value;

use super::files::Record;

/// Ids of what was found or made so far, by `kind/key`.
#[derive(Debug, Default)]
pub struct References(HashMap<String, String>);

impl References {
    pub fn know(&mut self, kind: &str, key: &str, id: &str) {
        self.0.insert(format!("{kind}/{key}"), id.to_owned());
    }

    /// The record with every reference in it replaced.
    pub fn resolve(&self, record: &Record) -> anyhow::Result<Value> {
        self.resolved(&Value::Object(record.clone()))
    }

    fn resolved(&self, value: &Value) -> anyhow::Result<Value> {
        Ok(match value {
            Value::String(text) => match text.strip_prefix('@') {
                Some(name) => Value::String(self.id(name)?.to_owned()),
                None => value.clone(),
            },
            Value::Array(items) => Value::Array(items.iter().map(|v| self.resolved(v)).collect::<Result<_, _>>()?),
            Value::Object(fields) => {
                let fields = fields.iter().map(|(k, v)| anyhow::Ok((k.clone(), self.resolved(v)?)));
                Value::Object(fields.collect::<Result<_, _>>()?)
            }
            _ => value.clone(),
        })
    }

    pub fn id(&self, name: &str) -> anyhow::Result<&str> {
        let id = self.0.get(name).map(String::as_str);
        id.with_context(|| format!("@{name} refers to nothing that stands before it"))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn references_are_replaced_wherever_they_stand() {
        let mut references = References::default();
        references.know("unit", "council", "7");
        let record = json!({ "unit_id": "@unit/council", "of": [{ "unit_id": "@unit/council" }], "mail": "a@b" });
        let resolved = references.resolve(record.as_object().unwrap()).unwrap();
        assert_eq!(
            resolved,
            json!({ "unit_id": "7", "of": [{ "unit_id": "7" }], "mail": "a@b" })
        );
        assert!(
            references
                .resolve(json!({ "unit_id": "@unit/board" }).as_object().unwrap())
                .is_err()
        );
    }
}
