//! Events that a handler rejects: seen, handled again, given up.

use kit::{Client, Suite, Tenant};
use serde_json::{Value, json};

const LIST: &str = "/api/v1/dead-letters/reporting";

/// An organisation whose goal reporting could not take in, and the operator who looks after it.
struct Story {
    suite: Suite,
    tenant: Tenant,
    planner: Client,
    operator: Client,
    goal: String,
}

impl Story {
    /// Reporting's own database refuses goals for a while: a rule that was wrong.
    async fn told() -> Self {
        let suite = Suite::start().await;
        let tenant = suite.tenant("Kuopio").await;
        let unit = tenant.unit("Council", None).await;
        let planner = tenant.planner().await;
        suite.settle().await;
        suite
            .database
            .execute(
                "ALTER TABLE reporting.register_entries ADD CONSTRAINT wrong CHECK (register <> 'goals') NOT VALID",
            )
            .await;
        let goal = json!({"title": {"en": "Doors open"}, "level": "goal", "accountable_unit_id": unit,
                          "period": {"from": "2026-01-01", "to": "2029-12-31"}});
        let goal = planner.post("/api/v1/goals", goal).await.created().id();
        suite.settle().await;
        let operator = suite.operator().await;
        Self {
            suite,
            tenant,
            planner,
            operator,
            goal,
        }
    }

    async fn mend(&self) {
        self.suite
            .database
            .execute("ALTER TABLE reporting.register_entries DROP CONSTRAINT wrong")
            .await;
    }

    async fn parked(&self, query: &str) -> Vec<Value> {
        let path = format!("{LIST}?tenant_id={}&{query}", self.tenant.id);
        self.operator.get(&path).await.ok().items()
    }

    async fn registered(&self) -> Vec<Value> {
        self.planner.get("/api/v1/registers/goals").await.ok().items()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_that_was_rejected_is_seen_and_handled_again_when_its_cause_is_mended() {
    let story = Story::told().await;
    assert_eq!(story.registered().await, Vec::<Value>::new());
    let parked = story.parked("state=waiting").await;
    assert_eq!(parked.len(), 1, "{parked:?}");
    let letter = &parked[0];
    assert_eq!(
        (&letter["source"], &letter["aggregate"]),
        (&json!("goals"), &json!("goal"))
    );
    assert_eq!(letter["aggregate_id"], story.goal.as_str());
    assert!(letter["cause"].as_str().unwrap().contains("wrong"), "{letter}");
    assert!(
        !letter.to_string().contains("Doors open"),
        "what it says is shown to nobody"
    );
    let id = letter["id"].as_str().unwrap();
    assert_eq!(
        &story.parked(&format!("id={id}")).await,
        &parked,
        "one is found by its id"
    );
    let other = letter["aggregate_id"].as_str().unwrap();
    assert_eq!(story.parked(&format!("id={other}")).await, Vec::<Value>::new());
    let replay = format!("{LIST}/{}/replay", letter["id"].as_str().unwrap());
    story
        .operator
        .post(&replay, json!({}))
        .await
        .assert_problem(409, "rejected_again");
    assert_eq!(story.parked("state=waiting").await.len(), 1);
    story.mend().await;
    let replayed = story.operator.post(&replay, json!({})).await.ok().json;
    assert_eq!(replayed["state"], "replayed");
    assert!(!replayed["settled_by"].is_null());
    assert_eq!(story.registered().await[0]["id"], story.goal.as_str());
    story
        .operator
        .post(&replay, json!({}))
        .await
        .assert_problem(409, "already_settled");
    assert_eq!(story.parked("state=waiting").await, Vec::<Value>::new());
    story.suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_is_given_up_with_a_reason_that_stays() {
    let story = Story::told().await;
    let id = story.parked("source=goals").await[0]["id"].as_str().unwrap().to_owned();
    let discard = format!("{LIST}/{id}/discard");
    story
        .operator
        .post(&discard, json!({"reason": ""}))
        .await
        .assert_problem(422, "invalid");
    story
        .operator
        .post(&discard, json!({}))
        .await
        .assert_problem(422, "invalid");
    let given_up = story
        .operator
        .post(&discard, json!({"reason": "Corrected by hand."}))
        .await
        .ok()
        .json;
    assert_eq!(
        (&given_up["state"], &given_up["reason"]),
        (&json!("discarded"), &json!("Corrected by hand."))
    );
    story.mend().await;
    let replay = format!("{LIST}/{id}/replay");
    story
        .operator
        .post(&replay, json!({}))
        .await
        .assert_problem(409, "already_settled");
    assert_eq!(story.registered().await, Vec::<Value>::new());
    assert_eq!(story.parked("state=discarded").await.len(), 1);
    let said = format!("SELECT count(*) FROM reporting.dead_letters WHERE id = '{id}' AND envelope <> ''");
    assert_eq!(
        story.suite.database.count(&said).await,
        0,
        "what it said is kept no longer"
    );
    story.suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn dead_letters_are_for_operators() {
    let story = Story::told().await;
    let id = story.parked("").await[0]["id"].as_str().unwrap().to_owned();
    story.tenant.admin.get(LIST).await.assert_problem(403, "operators_only");
    let discard = format!("{LIST}/{id}/discard");
    let reason = json!({"reason": "Because."});
    story
        .tenant
        .admin
        .post(&discard, reason.clone())
        .await
        .assert_problem(403, "operators_only");
    let nothing = format!("{LIST}/019aab3c-0000-7000-8000-000000000001/discard");
    story
        .operator
        .post(&nothing, reason)
        .await
        .assert_problem(404, "dead_letter_not_found");
    let file = story.operator.get(&format!("{LIST}?format=csv")).await.ok().text();
    assert_eq!(file.lines().count(), 2, "{file}");
    story.suite.stop().await;
}
