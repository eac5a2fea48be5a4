//! A town with units and a planner, and what tests make in it again and again.

use kit::{Answer, Client, Suite, Tenant};
use serde_json::{Value, json};

pub struct Town {
    pub suite: Suite,
    pub tenant: Tenant,
    pub planner: Client,
    /// The council, with a school below it, and an office beside.
    pub council: String,
    pub school: String,
    pub office: String,
}

pub async fn town() -> Town {
    let suite = Suite::start().await;
    let tenant = suite.tenant("Upplands Väsby").await;
    let council = tenant.unit("Council", None).await;
    let school = tenant.unit("School", Some(&council)).await;
    let office = tenant.unit("Office", None).await;
    let planner = tenant.planner().await;
    suite.settle().await;
    Town {
        suite,
        tenant,
        planner,
        council,
        school,
        office,
    }
}

impl Town {
    /// Somebody who enters what the school owes.
    pub async fn teacher(&self) -> Client {
        self.tenant.person_of("contributor", Some(&self.school)).await
    }

    pub fn goal_body(&self, title: &str) -> Value {
        json!({
            "title": {"sv": title}, "level": "goal", "accountable_unit_id": self.council,
            "period": {"from": "2026-01-01", "to": "2029-12-31"},
        })
    }

    pub async fn goal(&self, title: &str, parent: Option<&Answer>) -> Answer {
        let mut body = self.goal_body(title);
        body["parent_id"] = parent.map_or(Value::Null, |p| json!(p.id()));
        self.planner.post("/api/v1/goals", body).await.created()
    }

    /// The share of pupils who took part in an exchange.
    pub async fn share(&self) -> Answer {
        let body = json!({
            "name": {"sv": "Elever i utbyte"}, "unit_of_measure": {"sv": "%"}, "direction": "up", "kind": "ratio",
            "numerator": {"sv": "elever i utbyte"}, "denominator": {"sv": "alla elever"}, "decimals": 1,
            "frequency": "year", "owner_unit_id": self.council, "targets": [{"period": "2026", "value": "15"}],
        });
        self.planner.post("/api/v1/indicators", body).await.created()
    }
}

pub fn value_of(indicator: &Answer, unit: &str, numerator: &str, denominator: &str) -> Value {
    json!({
        "indicator_id": indicator.id(), "period": "2026", "unit_id": unit, "numerator": numerator,
        "denominator": denominator, "status": "final",
    })
}

pub fn items(answer: &Answer) -> &Vec<Value> {
    answer.json["items"].as_array().expect("a list")
}
