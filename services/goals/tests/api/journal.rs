//! The journal: what changed from what to what, and what becomes of those who tamper with it.

use kit::{Answer, Client, Suite, Tenant};
use serde_json::{Value, json};

const LIST: &str = "/api/v1/journal/goals";
const VERIFY: &str = "/api/v1/journal/goals/verifications";

/// An organisation with a goal that was renamed twice, and its auditor.
struct Story {
    suite: Suite,
    tenant: Tenant,
    auditor: Client,
    goal: String,
}

impl Story {
    async fn told() -> Self {
        let suite = Suite::start().await;
        let tenant = suite.tenant("Jyvaskyla").await;
        let unit = tenant.unit("Council", None).await;
        suite.settle().await;
        let planner = tenant.planner().await;
        let goal = json!({"title": {"en": "Doors open"}, "level": "goal", "accountable_unit_id": unit,
                          "period": {"from": "2026-01-01", "to": "2029-12-31"}});
        let goal = planner.post("/api/v1/goals", goal).await.created().id();
        rename(&planner, &goal, json!({"en": "Doors wide open"})).await;
        rename(&planner, &goal, json!({"en": null, "fi": "Ovet auki"})).await;
        let auditor = tenant.person("auditor").await;
        Self {
            suite,
            tenant,
            auditor,
            goal,
        }
    }

    async fn verified(&self) -> Value {
        self.auditor.post(VERIFY, json!({})).await.ok().json
    }

    /// As somebody whom no wall of the database stops.
    async fn tamper(&self, sql: &str) {
        let sql = sql.replace("{tenant}", &format!("'{}'", self.tenant.id));
        self.suite.database.execute(&sql).await;
    }

    /// The codes of what is found after somebody tampered with a journal that was sound and sealed.
    async fn found_after(&self, sql: &str) -> Vec<String> {
        let sound = self.verified().await;
        assert_eq!(sound["intact"], true, "{sound}");
        self.tamper(sql).await;
        let found = self.verified().await;
        assert_eq!(found["intact"], false, "{found}");
        codes(&found)
    }
}

async fn rename(by: &Client, goal: &str, title: Value) {
    let path = format!("/api/v1/goals/{goal}");
    let version = by.get(&path).await.ok().json["version"].clone();
    by.patch(&path, &version, json!({ "title": title })).await.ok();
}

fn codes(found: &Value) -> Vec<String> {
    let faults = found["faults"].as_array().unwrap();
    faults.iter().map(|f| f["code"].as_str().unwrap().to_owned()).collect()
}

fn changes(entry: &Value) -> Vec<(String, Value, Value)> {
    let changes = entry["changes"].as_array().unwrap();
    changes
        .iter()
        .map(|c| {
            (
                c["field"].as_str().unwrap().to_owned(),
                c["before"].clone(),
                c["after"].clone(),
            )
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_history_tells_what_each_change_made_of_what() {
    let story = Story::told().await;
    let steps = story
        .auditor
        .get(&format!("/api/v1/goals/{}/history", story.goal))
        .await
        .ok()
        .items();
    assert_eq!(steps.len(), 3);
    let title = |before: Value, after: Value| ("title.en".to_owned(), before, after);
    assert_eq!(
        changes(&steps[1]),
        [title(json!("Doors open"), json!("Doors wide open"))]
    );
    assert_eq!(
        changes(&steps[0]),
        [
            ("title.fi".to_owned(), Value::Null, json!("Ovet auki")),
            title(json!("Doors wide open"), Value::Null)
        ]
    );
    assert!(
        changes(&steps[2]).contains(&title(Value::Null, json!("Doors open"))),
        "the first step is all new"
    );
    story.suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_whole_journal_is_listed_narrowed_and_a_file() {
    let story = Story::told().await;
    let all = story.auditor.get(LIST).await.ok().items();
    let positions: Vec<i64> = all.iter().map(|e| e["position"].as_i64().unwrap()).collect();
    let newest_first: Vec<i64> = (1..=i64::try_from(all.len()).unwrap()).rev().collect();
    assert_eq!(positions, newest_first, "positions have no gaps");
    let mut paged = Vec::new();
    let mut after = String::new();
    loop {
        let page = story.auditor.get(&format!("{LIST}?limit=2&after={after}")).await.ok();
        paged.extend(page.items());
        match page.json["next"].as_str() {
            Some(next) => after = next.to_owned(),
            None => break,
        }
    }
    assert_eq!(paged, all);
    let of_goal = format!("{LIST}?aggregate=goal&aggregate_id={}&event=changed", story.goal);
    let narrowed = story.auditor.get(&of_goal).await.ok().items();
    assert!(narrowed.len() < all.len());
    assert!(narrowed.iter().all(|e| e["aggregate_id"] == story.goal.as_str()));
    // Each change with what the goal was called after it, newest first.
    let names: Vec<Value> = narrowed.iter().map(|e| e["name"].clone()).collect();
    assert_eq!(names, [json!({"fi": "Ovet auki"}), json!({"en": "Doors wide open"})]);
    let by = all[0]["actor_id"].as_str().unwrap();
    let by_planner = story.auditor.get(&format!("{LIST}?actor_id={by}")).await.ok().items();
    assert!(!by_planner.is_empty() && by_planner.iter().all(|e| e["actor_id"] == by));
    let moment = all[0]["recorded_at"].as_str().unwrap();
    let since = story
        .auditor
        .get(&format!("{LIST}?recorded_from={moment}"))
        .await
        .ok()
        .items();
    let before = story
        .auditor
        .get(&format!("{LIST}?recorded_before={moment}"))
        .await
        .ok()
        .items();
    assert_eq!((since.len(), before.len()), (1, all.len() - 1));
    let file = story.auditor.get(&format!("{LIST}?format=csv")).await.ok().text();
    assert_eq!(file.lines().count(), all.len() + 1);
    assert!(file.starts_with("position,recorded_at,aggregate,"), "{file}");
    story.suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_journal_is_for_those_who_audit() {
    let story = Story::told().await;
    let planner = story.tenant.planner().await;
    planner.get(LIST).await.assert_problem(403, "not_allowed");
    planner.post(VERIFY, json!({})).await.assert_problem(403, "not_allowed");
    let of_tenant = format!("/api/v1/journal/goals/tenants/{}/verifications", story.tenant.id);
    story
        .auditor
        .post(&of_tenant, json!({}))
        .await
        .assert_problem(403, "operators_only");
    let operator = story.suite.operator().await;
    let known = operator.get("/api/v1/journal/goals/tenants").await.ok();
    assert!(
        known.json["tenant_ids"]
            .as_array()
            .unwrap()
            .contains(&json!(story.tenant.id))
    );
    let found = operator.post(&of_tenant, json!({})).await.ok();
    assert_eq!(found.json["intact"], true);
    let nobody = "/api/v1/journal/goals/tenants/019aab3c-0000-7000-8000-000000000001/verifications";
    operator
        .post(nobody, json!({}))
        .await
        .assert_problem(404, "organisation_not_found");
    story.suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_journal_that_nobody_touched_is_intact_and_grows_on() {
    let story = Story::told().await;
    let found = story.verified().await;
    assert_eq!((&found["intact"], &found["faults"]), (&json!(true), &json!([])));
    assert_eq!(found["rows"], found["head"]["position"]);
    rename(&story.tenant.planner().await, &story.goal, json!({"en": "Wider"})).await;
    let known = json!({"known": [found["head"]]});
    let later: Answer = story.auditor.post(VERIFY, known).await.ok();
    assert_eq!(later.json["intact"], true, "{}", later.json);
    assert!(later.json["rows"].as_i64() > found["rows"].as_i64());
    story.suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_row_is_noticed() {
    let story = Story::told().await;
    let sql = "UPDATE goals.journal SET reason = 'As we always said' WHERE tenant_id = {tenant} AND position = 2";
    assert_eq!(story.found_after(sql).await, ["rows_changed"]);
    story.suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_was_taken_out_is_noticed() {
    let story = Story::told().await;
    let sql = "DELETE FROM goals.journal WHERE tenant_id = {tenant} AND position = 2";
    assert_eq!(story.found_after(sql).await, ["row_missing"]);
    story.suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_was_put_in_is_noticed() {
    let story = Story::told().await;
    let sql =
        "INSERT INTO goals.journal SELECT tenant_id, position + 1, recorded_at, aggregate, aggregate_id, version + 1,
                   event, state, deleted, actor_id, reason, trace
               FROM goals.journal WHERE tenant_id = {tenant} ORDER BY position DESC LIMIT 1";
    let codes = story.found_after(sql).await;
    assert!(codes.contains(&"rows_added".to_owned()), "{codes:?}");
    story.suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tail_that_was_cut_is_noticed() {
    let story = Story::told().await;
    let sql = "DELETE FROM goals.journal WHERE tenant_id = {tenant} AND position >= 3;
               UPDATE goals.journal_heads SET position = 2 WHERE tenant_id = {tenant}";
    let codes = story.found_after(sql).await;
    assert!(codes.contains(&"tail_cut".to_owned()), "{codes:?}");
    story.suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tail_that_was_cut_with_its_seals_is_noticed_by_a_head_that_was_noted_elsewhere() {
    let story = Story::told().await;
    let head = story.verified().await["head"].clone();
    let sql = "DELETE FROM goals.journal WHERE tenant_id = {tenant} AND position >= 3;
               DELETE FROM goals.journal_seals WHERE tenant_id = {tenant};
               UPDATE goals.journal_heads SET position = 2 WHERE tenant_id = {tenant}";
    story.tamper(sql).await;
    let found = story.auditor.post(VERIFY, json!({"known": [head]})).await.ok();
    assert!(
        codes(&found.json).contains(&"head_unknown".to_owned()),
        "{}",
        found.json
    );
    story.suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn seals_that_were_taken_away_are_not_laid_anew_over_what_was_changed() {
    let story = Story::told().await;
    let sql = "UPDATE goals.journal SET reason = 'As we always said' WHERE tenant_id = {tenant} AND position = 2;
               DELETE FROM goals.journal_seals WHERE tenant_id = {tenant}";
    let codes = story.found_after(sql).await;
    assert!(codes.contains(&"head_unknown".to_owned()), "{codes:?}");
    let left = format!(
        "SELECT count(*) FROM goals.journal_seals WHERE tenant_id = '{}'",
        story.tenant.id
    );
    assert_eq!(story.suite.database.count(&left).await, 0);
    story.suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chain_that_was_written_anew_without_the_key_is_noticed() {
    let story = Story::told().await;
    let sql = "UPDATE goals.journal SET reason = 'As we always said' WHERE tenant_id = {tenant} AND position = 2;
               UPDATE goals.journal_seals SET hash = sha256('of the changed rows') WHERE tenant_id = {tenant}";
    let codes = story.found_after(sql).await;
    assert!(codes.contains(&"link_forged".to_owned()), "{codes:?}");
    story.suite.stop().await;
}
