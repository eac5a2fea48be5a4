//! An organisation with a unit, and what tests of this service ask for again and again.

use kit::{Client, Suite, Tenant};
use serde_json::{Value, json};

/// A running suite, a municipality in it, its planner and a unit.
pub struct Town {
    pub suite: Suite,
    pub tenant: Tenant,
    pub planner: Client,
    pub unit: String,
}

pub async fn town() -> Town {
    let suite = Suite::start().await;
    let tenant = suite.tenant("Example Town").await;
    let unit = tenant.unit("International affairs", None).await;
    let planner = tenant.planner().await;
    Town {
        suite,
        tenant,
        planner,
        unit,
    }
}

impl Town {
    /// What a project says, with other fields laid over it.
    pub fn project(&self, more: Value) -> Value {
        with(
            json!({
                "title": {"fi": "Suupohjan elinvoiman johtaminen", "en": "Leading the vitality of Suupohja"},
                "kind": "national", "role": "lead", "funder": "TEKES", "owner_unit_id": self.unit,
                "period": {"from": "2017-01-01", "to": "2018-12-31"},
                "total_cost": {"amount": "100000.00", "currency": "EUR"},
            }),
            more,
        )
    }

    pub async fn a_project(&self) -> Value {
        self.planner
            .post("/api/v1/projects", self.project(json!({})))
            .await
            .created()
            .json
    }

    pub async fn an_application(&self) -> Value {
        let project = self.a_project().await;
        let body = json!({"project_id": project["id"], "call": "Spring", "on": "2016-05-01"});
        self.planner.post("/api/v1/applications", body).await.created().json
    }

    /// Takes steps, all on one day.
    pub async fn walk(&self, mut application: Value, steps: &[&str], on: &str) -> Value {
        for to in steps {
            let path = format!("/api/v1/applications/{}/steps", text(&application["id"]));
            let body = json!({"to": to, "on": on});
            application = self.planner.act(&path, &application["version"], body).await.ok().json;
        }
        application
    }
}

pub fn with(mut thing: Value, mut more: Value) -> Value {
    thing.as_object_mut().unwrap().append(more.as_object_mut().unwrap());
    thing
}

pub fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}
