//! The permission matrix, every cell: each operation is asked in each role.

use std::collections::{BTreeMap, BTreeSet};

use kit::{Client, Suite};
use platform::auth::Role;
use serde_json::{Value, json};
use uuid::Uuid;

#[test]
fn the_checked_in_matrix_and_description_are_fresh() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../services/suite");
    for (file, fresh, command) in [
        (
            "permissions.md",
            suite::matrix::printed(&suite::permissions()),
            "suite permissions",
        ),
        ("openapi.json", suite::described(), "suite openapi"),
    ] {
        let kept = std::fs::read_to_string(format!("{folder}/{file}")).unwrap_or_default();
        assert!(
            kept == fresh,
            "services/suite/{file} is stale: write it anew with `{command} > services/suite/{file}`"
        );
    }
}

async fn ask(client: &Client, method: &str, path: &str, body: bool) -> (u16, Value) {
    let mut request = client
        .request(method.parse().unwrap(), path)
        .header("if-match", "\"1\"");
    if body {
        request = request.json(&json!({}));
    }
    let answer = client.send(request).await;
    (answer.status.as_u16(), answer.json)
}

/// The permission that a refusal names, such as `goals.close`.
fn named(refusal: &Value) -> Option<String> {
    let detail = refusal["detail"].as_str()?;
    Some(detail.split('(').nth(1)?.split(')').next()?.to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn every_operation_answers_each_role_as_the_matrix_says() {
    let suite = Suite::start().await;
    let tenant = suite.tenant("Roles").await;
    let unit = tenant.unit("Unit", None).await;
    let mut people = BTreeMap::new();
    for role in Role::ALL
        .into_iter()
        .filter(|r| *r != Role::Operator && *r != Role::Analyst)
    {
        let of_unit = (role == Role::Contributor).then_some(unit.as_str());
        people.insert(role, tenant.person_of(role.code(), of_unit).await);
    }
    let rows = suite::permissions();
    let granted = |permission: &str, role: Role| {
        let row = rows
            .iter()
            .find(|r| r.name == permission)
            .unwrap_or_else(|| panic!("no permission {permission}"));
        row.cells.iter().any(|(r, _)| *r == role)
    };
    let mut seen = BTreeSet::new();
    let mut faults = Vec::new();
    for operation in suite.contract.operations() {
        // Would end the very session that asks.
        if operation.path.ends_with("/sessions/current") {
            continue;
        }
        let path = operation
            .path
            .replace("{id}", &Uuid::now_v7().to_string())
            .replace("{key}", "x")
            .replace("{n}", "1");
        let body = operation.description.get("requestBody").is_some();
        let mut refused = BTreeMap::new();
        let mut let_in = Vec::new();
        for (role, person) in &people {
            // Asking for what does not exist: whoever may, gets as far as 404 or 422.
            let (status, answer) = ask(person, &operation.method, &path, body).await;
            if status == 403 && answer["code"] == "not_allowed" {
                // A refusal that names no permission is about something else than the matrix (requests of a country).
                if let Some(permission) = named(&answer) {
                    refused.insert(*role, permission);
                }
            } else {
                let_in.push((*role, status));
            }
        }
        let Some(permission) = refused.values().next().cloned() else {
            continue;
        };
        seen.insert(permission.clone());
        for (role, named) in &refused {
            if *named != permission || granted(&permission, *role) {
                faults.push(format!(
                    "{} {}: {} is refused ({named})",
                    operation.method,
                    operation.path,
                    role.code()
                ));
            }
        }
        for (role, status) in let_in {
            if !granted(&permission, role) {
                faults.push(format!(
                    "{} {}: {} is let in without {permission} ({status})",
                    operation.method,
                    operation.path,
                    role.code()
                ));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(seen.len() > 8, "only {seen:?} were met");
    suite.stop().await;
}
