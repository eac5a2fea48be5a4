//! A day ends at midnight where the organisation lives.

use jiff::{SignedDuration, civil::Date};
use kit::{Client, Suite, Tenant};
use serde_json::{Value, json};

use crate::support::text;

const STOCKHOLM: &str = "Europe/Stockholm";

/// An organisation with a project that begins on a day.
struct Place {
    tenant: Tenant,
    planner: Client,
    unit: String,
    project: String,
}

/// Moves the clock to half an hour before midnight in Stockholm, and tells the next day: in Helsinki it has begun.
fn late_evening(suite: &Suite) -> Date {
    let today = suite.clock.today(STOCKHOLM);
    let evening = today.at(23, 30, 0, 0).in_tz(STOCKHOLM).unwrap();
    suite.clock.advance_to(evening.timestamp());
    today.tomorrow().unwrap()
}

async fn place(suite: &Suite, country: &str, begins: Date) -> Place {
    let tenant = suite.organisation("Example Town", "municipality", country).await;
    let unit = tenant.unit("International affairs", None).await;
    let planner = tenant.planner().await;
    suite.settle().await;
    let project = json!({
        "title": {"en": "Exchange"}, "kind": "eu", "role": "lead", "owner_unit_id": unit,
        "period": {"from": begins, "to": null},
    });
    let project = planner.post("/api/v1/projects", project).await.created().id();
    Place {
        tenant,
        planner,
        unit,
        project,
    }
}

impl Place {
    async fn status(&self) -> String {
        let read = self.planner.get(&format!("/api/v1/projects/{}", self.project)).await;
        text(&read.ok().json["status"])
    }

    async fn running(&self) -> usize {
        let list = self.planner.get("/api/v1/projects?status=running").await;
        list.ok().items().len()
    }

    async fn make(&self, path: &str, body: Value) -> Value {
        self.planner.post(path, body).await.created().json
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn before_midnight_in_sweden_the_next_day_has_begun_in_finland_only() {
    let suite = Suite::start().await;
    let tomorrow = late_evening(&suite);
    let swedish = place(&suite, "SE", tomorrow).await;
    let finnish = place(&suite, "FI", tomorrow).await;
    assert_eq!(
        (swedish.status().await, swedish.running().await),
        ("preparing".into(), 0)
    );
    assert_eq!((finnish.status().await, finnish.running().await), ("running".into(), 1));

    let idea = |of: &Place| json!({"project_id": of.project, "on": tomorrow});
    let ahead = swedish.planner.post("/api/v1/applications", idea(&swedish)).await;
    ahead.assert_fault("/on", "in_the_future");
    finnish.make("/api/v1/applications", idea(&finnish)).await;

    for (at, begun) in [(&swedish, false), (&finnish, true)] {
        let network = at.make("/api/v1/networks", json!({"name": {"en": "ICLEI"}})).await;
        let body = json!({"network_id": network["id"], "accountable_unit_id": at.unit, "since": tomorrow});
        let membership = at.make("/api/v1/network-memberships", body).await;
        assert_eq!(membership["current"], begun);
        let current = at.planner.get("/api/v1/network-memberships?current=true").await.ok();
        assert_eq!(current.items().len(), usize::from(begun));

        let partner = json!({"name": "Example University", "kind": "university", "country": "NO"});
        let partner = at.make("/api/v1/partners", partner).await;
        let visit = json!({
            "kind": "visit", "title": {"en": "Visit"}, "period": {"from": tomorrow, "to": null}, "unit_id": at.unit,
            "partner_ids": [partner["id"]],
        });
        at.make("/api/v1/activities", visit).await;
        let partner = format!("/api/v1/partners/{}", text(&partner["id"]));
        let partner = at.planner.get(&partner).await.ok().json;
        assert_eq!(partner["dormant"], !begun);
        assert_eq!(partner["last_activity_on"], json!(begun.then_some(tomorrow)));
    }

    suite.advance(SignedDuration::from_hours(1));
    swedish.planner.renew().await;
    assert_eq!((swedish.status().await, swedish.running().await), ("running".into(), 1));
    swedish.make("/api/v1/applications", idea(&swedish)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_organisation_that_chooses_another_time_zone_lives_by_it() {
    let suite = Suite::start().await;
    let town = place(&suite, "FI", late_evening(&suite)).await;
    assert_eq!(town.status().await, "running");
    let own = format!("/api/v1/organisations/{}", town.tenant.id);
    let version = town.tenant.admin.get(&own).await.ok().json["version"].clone();
    let moved = json!({"time_zone": STOCKHOLM});
    town.tenant.admin.patch(&own, &version, moved).await.ok();
    suite.settle().await;
    assert_eq!(town.status().await, "preparing");
}
