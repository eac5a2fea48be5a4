//! Lists of a unit hold what is its own and what lies below it.

use kit::{Client, Suite};
use serde_json::{Value, json};

/// A project with an application, an activity, and a network with a membership in it: one of each, all of a unit.
async fn one_of_each(planner: &Client, unit: &str) {
    let make = async |path: &str, body: Value| planner.post(path, body).await.created().id();
    let named = |name: &str| json!({"en": format!("{name} of {unit}")});
    let period = json!({"from": "2026-01-01", "to": "2026-12-31"});
    let project = json!({
        "title": named("Project"), "kind": "own", "role": "lead", "owner_unit_id": unit, "period": period,
    });
    let project = make("/api/v1/projects", project).await;
    make(
        "/api/v1/applications",
        json!({"project_id": project, "on": "2026-01-01"}),
    )
    .await;
    let activity = json!({"kind": "seminar", "title": named("Seminar"), "unit_id": unit, "period": period});
    make("/api/v1/activities", activity).await;
    let network = make("/api/v1/networks", json!({"name": named("Network")})).await;
    let membership = json!({"network_id": network, "accountable_unit_id": unit});
    make("/api/v1/network-memberships", membership).await;
}

const LISTS: [&str; 5] = [
    "projects",
    "applications",
    "activities",
    "networks",
    "network-memberships",
];

#[tokio::test(flavor = "multi_thread")]
async fn a_list_of_a_unit_holds_what_lies_below_it_and_nothing_beside_it() {
    let suite = Suite::start().await;
    let tenant = suite.tenant("Example Town").await;
    let council = tenant.unit("Council", None).await;
    let schools = tenant.unit("Schools", Some(&council)).await;
    let school = tenant.unit("School by the lake", Some(&schools)).await;
    let roads = tenant.unit("Roads", None).await;
    let planner = tenant.planner().await;
    suite.settle().await;
    for unit in [&council, &schools, &school, &roads] {
        one_of_each(&planner, unit).await;
    }
    let held = async |list: &str, unit: &str| {
        let path = format!("/api/v1/{list}?unit_id={unit}");
        planner.get(&path).await.ok().items().len()
    };
    for list in LISTS {
        for (unit, many) in [(&council, 3), (&schools, 2), (&school, 1), (&roads, 1)] {
            assert_eq!(held(list, unit).await, many, "{list}");
        }
    }
    let path = format!("/api/v1/units/{school}");
    let version = tenant.admin.get(&path).await.ok().json["version"].clone();
    let moved = json!({"parent_id": roads});
    tenant.admin.patch(&path, &version, moved).await.ok();
    suite.settle().await;
    for list in LISTS {
        for (unit, many) in [(&council, 2), (&schools, 1), (&school, 1), (&roads, 2)] {
            assert_eq!(held(list, unit).await, many, "{list} after the move");
        }
    }
}
