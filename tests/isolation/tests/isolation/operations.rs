//! Every operation of the API as another tenant: 404, with the same bytes as for what never was.

use kit::{Answer, Client, Suite};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::things::{Things, example, is_operators, resource, what_it_asks};

/// Operations without a thing of a tenant in their address, and how they are judged.
///
/// Lists and trees of a tenant are judged by their content; the rest shows nothing of anybody, or is judged by a test of
/// its own, named here.
const WITHOUT_A_THING: &[(&str, &str)] = &[
    ("POST /api/v1/sessions", "tenants: sign-in"),
    (
        "POST /api/v1/sessions/access-tokens",
        "tenants: only organisations one belongs to",
    ),
    ("POST /api/v1/sessions/second-factor", "a secret challenge decides"),
    ("POST /api/v1/sessions/step-up", "one's own session"),
    ("DELETE /api/v1/sessions/current", "one's own session"),
    ("POST /api/v1/people/me/erase", "one's own session"),
    ("POST /api/v1/password-resets", "answers the same for everybody"),
    ("POST /api/v1/password-resets/complete", "a secret token decides"),
    ("POST /api/v1/invitations/accept", "a secret token decides"),
    ("POST /api/v1/invitations/preview", "a secret token decides"),
    ("POST /api/v1/subscriptions", "anybody may ask"),
    (
        "GET /api/v1/subscriptions",
        "operators and the country's association: tenants' own test",
    ),
    (
        "GET /api/v1/organisations/directory",
        "the door plate of every organisation, on purpose: tenants' own test",
    ),
    ("GET /api/v1/taxonomies/shared", "shared with everybody on purpose"),
    ("POST /api/v1/taxonomies/adopt", "copies what is shared with everybody"),
    ("GET /api/v1/geography", "global"),
    ("GET /api/v1/programmes", "global"),
    ("GET /api/v1/programmes/{id}", "global"),
    ("GET /api/v1/roles", "the permission matrix, the same for everybody"),
    ("GET /.well-known/jwks.json", "public keys"),
    ("GET /api/openapi.json", "the description"),
];

/// Requests to become a tenant belong to the operator and the country's association: everybody else is refused alike,
/// whatever is asked for.
const ABOUT_REQUESTS: &[&str] = &["subscriptions"];

async fn ask(client: &Client, method: &str, path: &str, body: Option<&Value>) -> Answer {
    if method == "POST" && path.ends_with("/attachments") {
        return client.upload(path, "other.txt", b"x".to_vec()).await;
    }
    let mut request = client
        .request(method.parse().unwrap(), path)
        .header("if-match", "\"1\"");
    if let Some(body) = body {
        request = request.json(body);
    }
    client.send(request).await
}

/// What an outsider may compare: status, and the body without the request's and the thing's own ids.
fn comparable(answer: &Answer, id: &str) -> String {
    let mut body = answer.json.clone();
    if let Some(fields) = body.as_object_mut() {
        fields.remove("request_id");
    }
    format!("{} {}", answer.status, body.to_string().replace(id, "<id>"))
}

#[tokio::test(flavor = "multi_thread")]
async fn another_tenants_thing_answers_like_a_thing_that_never_was() {
    let suite = Suite::start().await;
    let a = suite.tenant("Tenant A").await;
    let b = suite.tenant("Tenant B").await;
    let things = Things::of(&a, &suite).await;
    let document: Value = serde_json::from_str(&suite::described()).unwrap();
    // An administrator of B who is also planner, controller and registrar: no 403 hides a missing wall.
    let everything = json!([{"role": "admin"}, {"role": "planner"}, {"role": "controller"}, {"role": "registrar"}]);
    let strong = b.with_roles(everything).await;
    let mut faults = Vec::new();
    let mut judged = 0;
    for operation in suite.contract.operations() {
        let name = format!("{} {}", operation.method, operation.path);
        if is_operators(&operation.path) || WITHOUT_A_THING.iter().any(|(known, _)| *known == name) {
            continue;
        }
        let body = match name.as_str() {
            "POST /api/v1/policies/{id}/steps" => Some(json!({"to": "consultation", "on": "2026-01-01"})),
            _ => example(&operation.description, &document),
        };
        if !operation.path.contains("{id}") {
            // A list, a tree, a board, or a creating request: nothing of A may show in what B gets.
            if operation.method == "GET" {
                let query = what_it_asks(&operation.path);
                let answer = ask(&strong, "GET", &format!("{}{query}", operation.path), None).await;
                let text = answer.text();
                if let Some((resource, id)) = things.ids.iter().find(|(_, id)| text.contains(id.as_str())) {
                    faults.push(format!("{name} shows the {resource} {id} of another tenant"));
                }
                if text.contains("of A") {
                    faults.push(format!("{name} shows a text of another tenant: {text}"));
                }
                if !answer.status.is_success() {
                    faults.push(format!("{name} answered {}: {text}", answer.status));
                }
            }
            judged += 1;
            continue;
        }
        let Some(theirs) = things.ids.get(resource(&operation.path)) else {
            faults.push(format!(
                "{name} is not judged: no thing of `{}` is made here",
                resource(&operation.path)
            ));
            continue;
        };
        let never = Uuid::now_v7().to_string();
        let asked = ask(
            &strong,
            &operation.method,
            &things.at(&operation.path, theirs),
            body.as_ref(),
        )
        .await;
        let missing = ask(
            &strong,
            &operation.method,
            &things.at(&operation.path, &never),
            body.as_ref(),
        )
        .await;
        judged += 1;
        if comparable(&asked, theirs) != comparable(&missing, &never) {
            faults.push(format!(
                "{name}\n   another's:  {}\n   never was:  {}",
                comparable(&asked, theirs),
                comparable(&missing, &never)
            ));
        } else if asked.status.as_u16() != 404 && !ABOUT_REQUESTS.contains(&resource(&operation.path)) {
            faults.push(format!(
                "{name} answered {} instead of 404: {}",
                asked.status,
                asked.text()
            ));
        }
    }
    assert!(judged > 60, "only {judged} operations were judged");
    assert!(
        faults.is_empty(),
        "{} of {judged}:\n{}",
        faults.len(),
        faults.join("\n")
    );
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_another_tenant_owns_cannot_be_pointed_at() {
    let suite = Suite::start().await;
    let a = suite.tenant("Tenant A").await;
    let b = suite.tenant("Tenant B").await;
    let things = Things::of(&a, &suite).await;
    let planner = b.planner().await;
    let own = b.unit("Unit of B", None).await;
    let theirs = |resource: &str| things.ids[resource].clone();
    let levels = planner.get("/api/v1/goal-levels").await.ok();
    let level = levels.json["levels"][0]["key"].clone();
    let period = json!({"from": "2026-01-01"});
    let goal = json!({"title": {"en": "x"}, "level": level, "period": period, "accountable_unit_id": own});
    let goal = planner.post("/api/v1/goals", goal).await.created().id();
    let project = json!({"title": {"en": "x"}, "kind": "eu", "role": "lead", "owner_unit_id": own, "period": period, "summary": {"en": "x"}});
    let project = planner.post("/api/v1/projects", project).await.created().id();
    let aimed = [
        (
            "/api/v1/goals",
            json!({"title": {"en": "x"}, "level": level, "period": period, "accountable_unit_id": theirs("units")}),
        ),
        (
            "/api/v1/goals",
            json!({"title": {"en": "x"}, "level": level, "period": period, "accountable_unit_id": own, "parent_id": theirs("goals")}),
        ),
        (
            "/api/v1/indicators",
            json!({"name": {"en": "x"}, "goal_ids": [theirs("goals")], "unit_of_measure": {"en": "x"},
            "direction": "up", "kind": "number", "frequency": "year", "owner_unit_id": own}),
        ),
        (
            "/api/v1/indicator-values",
            json!({"indicator_id": theirs("indicators"), "period": "2026", "value": "1"}),
        ),
        (
            "/api/v1/indicator-values/grid",
            json!({"values": [{"indicator_id": theirs("indicators"), "period": "2026", "value": "1"}]}),
        ),
        (
            "/api/v1/goal-links",
            json!({"goal_id": goal, "target_kind": "network", "target_id": theirs("networks"), "strength": 1}),
        ),
        (
            "/api/v1/goal-links",
            json!({"goal_id": theirs("goals"), "target_kind": "project", "target_id": project, "strength": 1}),
        ),
        (
            "/api/v1/projects",
            json!({"title": {"en": "x"}, "kind": "eu", "role": "lead", "owner_unit_id": theirs("units"),
            "period": period, "summary": {"en": "x"}}),
        ),
        ("/api/v1/applications", json!({"project_id": theirs("projects")})),
        (
            "/api/v1/network-memberships",
            json!({"network_id": theirs("networks"), "accountable_unit_id": own, "since": "2020-01-01"}),
        ),
        (
            "/api/v1/goals/bulk-edits",
            json!({"items": [{"id": goal, "version": 1}, {"id": theirs("goals"), "version": 1}],
            "change": {"accountable_unit_id": own}}),
        ),
        (
            "/api/v1/projects/bulk-edits",
            json!({"items": [{"id": project, "version": 1}], "change": {"owner_unit_id": theirs("units")}}),
        ),
        (
            "/api/v1/activities/restorations",
            json!({"items": [{"id": theirs("activities"), "version": 1, "restored_version": 1}]}),
        ),
    ];
    for (path, body) in aimed {
        planner.post(path, body.clone()).await.expect(422);
    }
    suite.stop().await;
}
