//! Municipalities give their association figures and projects, see what becomes of them, and one takes its own back.

use jiff::Zoned;
use kit::{Client, Tenant};
use serde_json::{Value, json};

use crate::place::{Place, make, until};

fn year() -> i16 {
    Zoned::now().year() - 1
}

/// Somebody who gives.
struct Giver {
    tenant: Tenant,
    /// The agreement on projects by name, and the one on activities inside totals.
    named: Value,
    counted: Value,
}

impl Giver {
    /// A municipality with so many visits of ten people each, and a project, which it gives.
    async fn sign_up(place: &Place, viewer: &Tenant, n: usize, visits: usize) -> Self {
        let tenant = Tenant::sign_up(&place.visitor(), &place.operator().await, &format!("Giving {n}")).await;
        let unit = tenant.unit("International unit", None).await;
        let planner = tenant.planner().await;
        let period = json!({"from": format!("{}-03-01", year()), "to": format!("{}-03-05", year())});
        for _ in 0..visits {
            let visit = json!({"kind": "visit", "title": {"en": "A visit"}, "country": "SE", "unit_id": unit,
                               "period": period,
                               "participants": [{"group": "employees", "count": {"value": "10", "exactness": "exact"}}]});
            make(&planner, "/api/v1/activities", visit).await;
        }
        let project = json!({"title": {"en": format!("Project of {n}")}, "kind": "eu", "role": "lead",
                             "funder": "Erasmus+", "owner_unit_id": unit, "period": period});
        make(&planner, "/api/v1/projects", project).await;
        let counted = given(&tenant, viewer, "activities", "aggregate").await;
        let named = given(&tenant, viewer, "projects", "named").await;
        Self { tenant, named, counted }
    }

    /// Takes something back, and gives no time for anybody to hear of it.
    async fn take_back(&self, agreement: &Value) {
        let path = format!(
            "/api/v1/sharing-agreements/{}/revoke",
            agreement["id"].as_str().unwrap()
        );
        let reason = json!({"reason": "The council decides anew."});
        self.tenant.admin.act(&path, &agreement["version"], reason).await.ok();
    }
}

async fn given(owner: &Tenant, viewer: &Tenant, dataset: &str, level: &str) -> Value {
    let decision = json!({"body": {"en": "Municipal board"}, "decided_on": format!("{}-11-16", year() - 1),
                          "section": "321", "case_number": "ST/10"});
    let agreement = json!({"viewer_id": viewer.id, "dataset": dataset, "level": level,
                           "valid_from": format!("{}-01-01", year()), "decision": decision});
    make(&owner.admin, "/api/v1/sharing-agreements", agreement).await.json
}

async fn release(analyst: &Client, measure: &str) -> Value {
    let asked = json!({"measure": measure, "period": year()});
    analyst.post("/api/v1/releases", asked).await.created().json
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_given_is_counted_and_seen_and_what_is_taken_back_is_gone_with_the_next_request() {
    let place = Place::find().await;
    let (visitor, operator) = (place.visitor(), place.operator().await);
    let association = Tenant::of_kind(&visitor, &operator, "Association", "association", "FI").await;
    let analyst = association.person("analyst").await;
    let visits = [3, 4, 3, 4, 3];
    let mut givers = Vec::new();
    for (n, visits) in visits.into_iter().enumerate() {
        givers.push(Giver::sign_up(&place, &association, n, visits).await);
    }

    // It waits by itself until everything is heard of.
    let shown = release(&analyst, "activities").await;
    assert_eq!(shown["cell"]["value"], "17", "{shown}");
    // Nobody gave networks, and the sentence does not say so.
    let withheld = release(&analyst, "network_memberships").await;
    assert_eq!(
        (&withheld["state"], &withheld["cell"]["value"]),
        (&json!("withheld"), &Value::Null)
    );
    let national = analyst.get("/api/v1/aggregates").await.ok().items();
    assert_eq!(national.len(), 2, "{national:?}");
    for told in [&shown["cell"], &withheld["cell"]] {
        let same = |figure: &&Value| figure["measure"] == told["measure"] && figure["value"] == told["value"];
        assert!(national.iter().any(|figure| same(&figure)), "{told} in {national:?}");
    }

    until(&analyst, "/api/v1/shared/projects", |list| {
        list["items"].as_array().map(Vec::len) == Some(givers.len())
    })
    .await;
    // A file would outlive the agreement, so none is kept.
    let kept = json!({"list": "/api/v1/shared/projects", "format": "csv"});
    let kept = association.admin.post("/api/v1/exports/reporting", kept).await;
    kept.assert_problem(422, "too_many_rows");
    let leaving = &givers[0];
    leaving.take_back(&leaving.named).await;
    let left = analyst.get("/api/v1/shared/projects").await.ok();
    assert_eq!(left.items().len(), 4, "{}", left.json);
    let file = analyst.get("/api/v1/shared/projects?format=csv").await.ok().text();
    let sources = analyst.get("/api/v1/shared").await.ok();
    for told in [left.json.to_string(), file, sources.json.to_string()] {
        assert!(
            !told.contains(&leaving.tenant.id.to_string()) && !told.contains("Project of 0"),
            "{told}"
        );
    }

    leaving.take_back(&leaving.counted).await;
    // Of this year's participants nothing was released yet, and four are too few.
    assert_eq!(release(&analyst, "participants").await["state"], "withheld");
    let path = format!("/api/v1/releases/{}", shown["id"].as_str().unwrap());
    assert_eq!(analyst.get(&path).await.ok().json, shown, "what was released stands");
    place.leave().await;
}
