//! The description of the API: generated from the code, completed here with what every operation shares.

use std::collections::BTreeMap;

use actix_web::App;
use serde_json::{Map, Value, json};
use utoipa::openapi::OpenApi;
use utoipa_actix_web::{AppExt as _, service_config::ServiceConfig};

use super::{merge::merge, shapes::open_parts, sheet::XLSX};

/// Names the extension by which an operation declares its problem codes: `["404 goal_not_found", "409 already_closed"]`.
pub const PROBLEMS: &str = "x-problems";

/// Problem codes that any operation may answer with, by status.
const ALWAYS: &[(u16, &str)] = &[(500, "internal"), (503, "unavailable")];
const SIGNED_IN: &[(u16, &str)] = &[
    (401, "no_token"),
    (401, "bad_token"),
    (401, "expired_token"),
    (401, "revoked_token"),
    (401, "bad_api_key"),
    (403, "not_allowed"),
    (403, "no_organisation"),
    (403, "beyond_scope"),
    (403, "not_for_keys"),
    (403, "network_not_allowed"),
    (429, "rate_limited"),
];
const WITH_BODY: &[(u16, &str)] = &[
    (400, "not_json"),
    (413, "too_large"),
    (415, "wrong_media_type"),
    (422, "invalid"),
];
const WITH_VERSION: &[(u16, &str)] = &[(400, "bad_version"), (412, "stale_version"), (428, "version_required")];
const WITH_KEY: &[(u16, &str)] = &[(400, "bad_idempotency_key"), (409, "in_flight"), (422, "key_reused")];
const WITH_QUERY: &[(u16, &str)] = &[(422, "invalid")];
const AS_FILE: &[(u16, &str)] = &[
    (403, "step_up_required"),
    (409, "too_many_exports"),
    (422, "too_many_rows"),
];

/// The description of the routes that are added.
pub fn describe(add: impl FnOnce(&mut ServiceConfig<'_>)) -> OpenApi {
    let (_, document) = App::new().into_utoipa_app().configure(add).split_for_parts();
    document
}

/// Completes the generated description: servers, security, and the problems of each operation.
pub fn complete(document: OpenApi) -> Value {
    let mut document = serde_json::to_value(document).unwrap_or_default();
    let ours = json!({
        "info": {
            "title": "Samverka",
            "version": "1",
            "description": "Steer international and cross-cutting work by goals, follow the money of projects, look after \
                            networks and exchanges, and prove the effect. Errors are RFC 9457 problems with a stable \
                            `code`; lists are paged by key; changes name the version they mean with `If-Match`.",
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        },
        "servers": [{"url": "/"}],
        "components": {
            "securitySchemes": {
                "access_token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT",
                    "description": "From POST /api/v1/sessions/access-tokens; good for five minutes. A program brings an API \
                                    key (`smk_…`) in the same place instead, which can do what its scopes say."}
            },
            "schemas": {"Problem": problem_schema()},
        },
    });
    merge(&mut document, ours);
    if let Some(paths) = document.get_mut("paths").and_then(Value::as_object_mut) {
        for (_, path) in paths.iter_mut() {
            for (method, operation) in path.as_object_mut().into_iter().flatten() {
                if ["get", "post", "put", "patch", "delete"].contains(&method.as_str()) {
                    complete_operation(method, operation);
                }
            }
        }
    }
    open_parts(&mut document);
    document
}

fn complete_operation(method: &str, operation: &mut Value) {
    let Some(operation) = operation.as_object_mut() else {
        return;
    };
    // `security(())` becomes a list of one requirement that requires nothing.
    let requires_nothing = |list: &Vec<Value>| list.iter().all(|one| *one == json!({}));
    let public = operation
        .get("security")
        .and_then(Value::as_array)
        .is_some_and(requires_nothing);
    if !public {
        operation.insert("security".into(), json!([{"access_token": []}]));
    }
    let has_parameter = |name: &str, place: &str| {
        operation
            .get("parameters")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .any(|p| {
                p["in"] == place
                    && (name.is_empty() || p["name"].as_str().is_some_and(|n| n.eq_ignore_ascii_case(name)))
            })
    };
    let mut problems: Vec<(u16, String)> = Vec::new();
    let mut add = |list: &[(u16, &str)]| problems.extend(list.iter().map(|(s, c)| (*s, (*c).to_owned())));
    add(ALWAYS);
    if !public {
        add(SIGNED_IN);
        if method != "get" {
            add(&[(403, "read_only"), (403, "beyond_reach"), (503, "revocations_unknown")]);
        }
    }
    let is_json = |body: &Value| body.pointer("/content/application~1json").is_some();
    if operation.get("requestBody").is_some_and(is_json) {
        add(WITH_BODY);
    }
    if has_parameter("if-match", "header") {
        add(WITH_VERSION);
    }
    if has_parameter("idempotency-key", "header") {
        add(WITH_KEY);
    }
    if has_parameter("", "query") {
        add(WITH_QUERY);
    }
    let is_list = has_parameter("dialect", "query");
    if is_list {
        add(AS_FILE);
    }
    if let Some(own) = operation.remove(PROBLEMS) {
        for entry in own.as_array().into_iter().flatten().filter_map(Value::as_str) {
            if let Some((status, code)) = entry.split_once(' ') {
                problems.push((status.parse().unwrap_or(422), code.to_owned()));
            }
        }
    }
    insert_problems(operation, problems);
    if is_list {
        insert_files(operation);
    }
}

/// The addresses of a description's lists.
pub(crate) fn lists(document: &OpenApi) -> Vec<String> {
    paths_where(document, |path| {
        let parameters = path.pointer("/get/parameters").and_then(Value::as_array);
        parameters.is_some_and(|all| all.iter().any(|one| one["in"] == "query" && one["name"] == "dialect"))
    })
}

/// The addresses of documents: what is had as a PDF when one asks for that format.
pub(crate) fn documents(document: &OpenApi) -> Vec<String> {
    paths_where(document, |path| {
        let parameters = path.pointer("/get/parameters").and_then(Value::as_array);
        parameters.is_some_and(|all| all.iter().any(|one| one["in"] == "query" && one["name"] == "format"))
            && path.pointer("/get/responses/200/content/application~1pdf").is_some()
    })
}

fn paths_where(document: &OpenApi, holds: impl Fn(&Value) -> bool) -> Vec<String> {
    let paths = serde_json::to_value(&document.paths).unwrap_or_default();
    let all = paths.as_object().into_iter().flatten();
    all.filter(|(_, path)| holds(path))
        .map(|(path, _)| path.clone())
        .collect()
}

/// Every list comes as a file, too; a long one as a file that is fetched later.
fn insert_files(operation: &mut Map<String, Value>) {
    let list = operation.get_mut("responses").and_then(|all| all.get_mut("200"));
    if let Some(content) = list
        .and_then(|list| list.get_mut("content"))
        .and_then(Value::as_object_mut)
    {
        content.insert("text/csv".into(), json!({"schema": {"type": "string"}}));
        content.insert(XLSX.into(), json!({"schema": {"type": "string", "format": "binary"}}));
    }
    if let Some(responses) = operation.get_mut("responses").and_then(Value::as_object_mut) {
        let export = json!({"schema": {"$ref": "#/components/schemas/Export"}});
        responses.insert(
            "202".into(),
            json!({
                "description": "Too long for one answer: it is written into a file, and `location` says where to ask for it.",
                "content": {"application/json": export},
            }),
        );
    }
}

fn insert_problems(operation: &mut Map<String, Value>, problems: Vec<(u16, String)>) {
    let mut by_status: BTreeMap<u16, Vec<String>> = BTreeMap::new();
    for (status, code) in problems {
        let codes = by_status.entry(status).or_default();
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    let Some(responses) = operation
        .entry("responses")
        .or_insert_with(|| json!({}))
        .as_object_mut()
    else {
        return;
    };
    for (status, codes) in by_status {
        let first = codes.first().cloned().unwrap_or_default();
        responses.insert(
            status.to_string(),
            json!({
                "description": codes.join(", "),
                "content": {"application/problem+json": {
                    "schema": {"allOf": [
                        {"$ref": "#/components/schemas/Problem"},
                        {"properties": {"code": {"type": "string", "enum": codes}}}
                    ]},
                    "example": {"type": "about:blank", "title": "…", "status": status, "code": first,
                                "request_id": "4bf92f3577b34da6a3ce929d0e0e4736"}
                }}
            }),
        );
    }
}

fn problem_schema() -> Value {
    json!({
        "type": "object",
        "required": ["type", "title", "status", "code", "request_id"],
        "properties": {
            "type": {"type": "string"}, "title": {"type": "string"}, "status": {"type": "integer"},
            "code": {"type": "string", "description": "Stable; programs decide by it."},
            "detail": {"type": "string", "description": "A sentence for a person."},
            "current_version": {"type": "integer"}, "request_id": {"type": "string"},
            "errors": {"type": "array", "items": {
                "type": "object", "required": ["pointer", "code", "detail"],
                "properties": {
                    "pointer": {"type": "string", "description": "JSON pointer of the field; `?name` for a parameter."},
                    "code": {"type": "string"}, "detail": {"type": "string"}
                }
            }}
        }
    })
}

/// The generated description as it is checked in.
pub fn printed(document: &Value) -> String {
    let mut text = serde_json::to_string_pretty(document).unwrap_or_default();
    text.push('\n');
    text
}
