//! Shapes of the description that are parts of others.

use std::collections::BTreeSet;

use serde_json::{Value, json};

const COMPONENTS: &str = "#/components/schemas/";

/// A shape that is a part of another (`allOf`) must not forbid the fields it does not know, for the other's own are such.
/// Where it is a request's whole body, the body forbids them instead.
pub(super) fn open_parts(document: &mut Value) {
    let mut parts = BTreeSet::new();
    collect_parts(document, &mut parts);
    let schemas = document
        .pointer_mut("/components/schemas")
        .and_then(Value::as_object_mut);
    let strict: BTreeSet<String> = schemas
        .into_iter()
        .flatten()
        .filter(|(name, _)| parts.contains(*name))
        .filter_map(|(name, schema)| {
            let forbids = schema.get("additionalProperties") == Some(&Value::Bool(false));
            schema
                .as_object_mut()
                .filter(|_| forbids)?
                .remove("additionalProperties");
            Some(name.clone())
        })
        .collect();
    for body in request_bodies(document) {
        let name = body.get("$ref").and_then(component).map(str::to_owned);
        if let (Some(true), Some(body)) = (name.map(|n| strict.contains(&n)), body.as_object_mut()) {
            body.insert("unevaluatedProperties".into(), json!(false));
        }
    }
}

fn component(reference: &Value) -> Option<&str> {
    reference.as_str()?.strip_prefix(COMPONENTS)
}

fn collect_parts(value: &Value, parts: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            let all_of = object.get("allOf").and_then(Value::as_array).into_iter().flatten();
            parts.extend(
                all_of
                    .filter_map(|part| component(part.get("$ref")?))
                    .map(str::to_owned),
            );
            object.values().for_each(|inner| collect_parts(inner, parts));
        }
        Value::Array(items) => items.iter().for_each(|inner| collect_parts(inner, parts)),
        _ => {}
    }
}

fn request_bodies(document: &mut Value) -> impl Iterator<Item = &mut Value> {
    let paths = document.get_mut("paths").and_then(Value::as_object_mut);
    let operations = paths
        .into_iter()
        .flat_map(|paths| paths.values_mut())
        .filter_map(Value::as_object_mut)
        .flat_map(|path| path.values_mut());
    operations
        .filter_map(|operation| operation.pointer_mut("/requestBody/content")?.as_object_mut())
        .flat_map(|content| content.values_mut())
        .filter_map(|media| media.get_mut("schema"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_a_part_lets_the_rest_in_and_a_body_does_not() {
        let mut document = json!({
            "paths": {"/goals": {"post": {"requestBody": {"content": {"application/json": {"schema": {
                "$ref": "#/components/schemas/Content"}}}}}}},
            "components": {"schemas": {
                "Content": {"type": "object", "additionalProperties": false},
                "Alone": {"type": "object", "additionalProperties": false},
                "Goal": {"allOf": [{"$ref": "#/components/schemas/Content"}, {"type": "object"}]},
            }},
        });
        open_parts(&mut document);
        let schemas = &document["components"]["schemas"];
        assert_eq!(schemas["Content"], json!({"type": "object"}));
        assert_eq!(schemas["Alone"]["additionalProperties"], json!(false));
        let body = &document["paths"]["/goals"]["post"]["requestBody"]["content"]["application/json"]["schema"];
        assert_eq!(body["unevaluatedProperties"], json!(false));
    }
}
