//! An example of what a schema describes: the one it tells, or one made of its fields.

use serde_json::{Map, Value, json};

use crate::clients::description::Description;

/// A tree of goals holds goals; an example need not.
const DEEPEST: usize = 8;

pub fn of(schema: &Value, description: &Description) -> Value {
    made(schema, description, DEEPEST)
}

fn made(schema: &Value, description: &Description, depth: usize) -> Value {
    if let Some(told) = schema.get("example").or_else(|| schema.get("default")) {
        return told.clone();
    }
    let Some(depth) = depth.checked_sub(1) else {
        return Value::Null;
    };
    if let (Some(_), Some((_, shape))) = (schema.get("$ref"), description.named(schema)) {
        return made(shape, description, depth);
    }
    let each = |key: &str| schema.get(key).and_then(Value::as_array).into_iter().flatten();
    if let Some(first) = each("enum").next() {
        return first.clone();
    }
    if let Some(one) = each("oneOf").chain(each("anyOf")).find(|one| one["type"] != "null") {
        return made(one, description, depth);
    }
    if schema.get("allOf").is_some() {
        let parts = each("allOf").map(|part| made(part, description, depth));
        let fields = parts.filter_map(|part| match part {
            Value::Object(fields) => Some(fields),
            _ => None,
        });
        return Value::Object(fields.flatten().collect());
    }
    by_type(schema, description, depth)
}

fn by_type(schema: &Value, description: &Description, depth: usize) -> Value {
    let kind = match &schema["type"] {
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).find(|kind| *kind != "null"),
        other => other.as_str(),
    };
    match kind.unwrap_or_default() {
        "object" => {
            let fields = schema["properties"].as_object().into_iter().flatten();
            let fields = fields.map(|(name, field)| (name.clone(), made(field, description, depth)));
            Value::Object(fields.collect::<Map<_, _>>())
        }
        "array" => {
            let pair = schema["prefixItems"].as_array();
            let items = pair.map_or_else(|| vec![&schema["items"]], |pair| pair.iter().collect());
            items.into_iter().map(|item| made(item, description, depth)).collect()
        }
        "integer" | "number" => schema
            .get("minimum")
            .filter(|least| **least != 0)
            .cloned()
            .unwrap_or(json!(1)),
        "boolean" => json!(true),
        "string" => json!(match schema["format"].as_str().unwrap_or_default() {
            "uuid" => "019aab3c-0000-7000-8000-000000000001",
            "date" => "2026-01-31",
            "date-time" => "2026-01-31T09:30:00Z",
            _ => "…",
        }),
        _ => Value::Null,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn description(schemas: &Value) -> Description {
        serde_json::from_value(json!({"components": {"schemas": schemas}})).unwrap()
    }

    #[test]
    fn what_is_told_goes_before_what_is_made() {
        let description = description(&json!({
            "Money": {"type": "object", "properties": {"amount": {"type": "string", "example": "10.00"}}},
            "Goal": {"type": "object", "properties": {"title": {"type": "string"}}, "example": {"title": "Growth"}}
        }));
        let money = json!({"oneOf": [{"$ref": "#/components/schemas/Money"}, {"type": "null"}]});
        assert_eq!(of(&money, &description), json!({"amount": "10.00"}));
        let body = json!({"allOf": [{"$ref": "#/components/schemas/Goal"},
            {"type": "object", "properties": {"version": {"type": "integer"}, "day": {"type": ["string", "null"], "format": "date"}}}]});
        assert_eq!(
            of(&body, &description),
            json!({"title": "Growth", "version": 1, "day": "2026-01-31"})
        );
    }

    #[test]
    fn a_shape_that_holds_itself_comes_to_an_end() {
        let tree = json!({"Tree": {"type": "object", "properties": {"below": {"$ref": "#/components/schemas/Tree"}}}});
        let made = of(&json!({"$ref": "#/components/schemas/Tree"}), &description(&tree));
        assert!(made["below"].is_object());
    }
}
