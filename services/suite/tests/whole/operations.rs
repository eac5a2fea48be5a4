//! What the operator's command line tells and does, as it is run from a shell.

use std::process::Output;

use kit::{Suite, Tenant};
use serde_json::{Value, json};
use tokio::process::Command;

/// Runs `suite` as the operator; what it printed, if it went well.
async fn run(suite: &Suite, arguments: &[&str]) -> Result<String, Output> {
    let ran = Command::new(env!("CARGO_BIN_EXE_suite"))
        .args(arguments)
        .env_clear()
        .env("SAMVERKA_URL", &suite.base)
        .env("SAMVERKA_OPERATOR_EMAIL", kit::OPERATOR_EMAIL)
        .env("SAMVERKA_OPERATOR_PASSWORD", kit::OPERATOR_PASSWORD)
        .output()
        .await
        .unwrap();
    if ran.status.success() {
        Ok(String::from_utf8(ran.stdout).unwrap())
    } else {
        Err(ran)
    }
}

/// The same where it has to go well.
async fn told(suite: &Suite, arguments: &[&str]) -> String {
    let ran = run(suite, arguments).await;
    ran.unwrap_or_else(|ran| panic!("{arguments:?}: {}", String::from_utf8_lossy(&ran.stderr)))
}

async fn parsed(suite: &Suite, arguments: &[&str]) -> Value {
    serde_json::from_str(&told(suite, arguments).await).unwrap()
}

async fn a_policy(tenant: &Tenant, title: &str) {
    let planner = tenant.planner().await;
    let policy = json!({"kind": "plan", "title": {"en": title}, "period": {"from": "2026-01-01"}});
    planner.post("/api/v1/policies", policy).await.created();
}

#[tokio::test(flavor = "multi_thread")]
async fn every_service_tells_how_it_stands_and_a_rejected_event_is_counted() {
    let suite = Suite::start().await;
    let tenant = suite.tenant("Teuva").await;
    suite.settle().await;
    let sql = format!(
        "INSERT INTO reporting.dead_letters (tenant_id, id, source, position, aggregate, aggregate_id, envelope, cause)
         VALUES ('{}', gen_random_uuid(), 'goals', 1, 'goal', gen_random_uuid(), '', 'of a test')",
        tenant.id
    );
    suite.database.execute(&sql).await;
    let standings = parsed(&suite, &["health", "--json"]).await;
    let of = |service: &str| {
        let all = standings.as_array().unwrap();
        all.iter().find(|one| one["service"] == service).unwrap().clone()
    };
    assert_eq!(of("reporting")["dead_letters"], 1);
    assert_eq!(of("goals")["dead_letters"], 0);
    assert_eq!(of("tenants")["months_ahead"], 24);
    assert_eq!(of("projects")["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(
        of("goals")["outbox"][0],
        json!({"lane": "live", "rows": 0, "oldest": 0.0})
    );
    let table = told(&suite, &["health"]).await;
    assert_eq!(table.lines().count(), 5, "{table}");
    tenant
        .admin
        .get("/api/v1/health/goals")
        .await
        .assert_problem(403, "operators_only");
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn usage_is_told_of_every_organisation_by_its_name_and_of_no_probe() {
    let suite = Suite::start_with(&[("SAMVERKA_USAGE_SECONDS", "1")]).await;
    let tenant = suite.tenant("Teuva").await;
    told(&suite, &["selftest"]).await;
    let mut tries = 0;
    let line = loop {
        let table = told(&suite, &["usage"]).await;
        assert!(!table.contains("5e1f7e57"), "{table}");
        let line = table.lines().find(|line| line.contains("Teuva")).map(str::to_owned);
        // Counted by the clock: one member, and the calls that the sign-up made.
        if let Some(line) = line.filter(|line| line.split_whitespace().nth(2) == Some("1")) {
            break line;
        }
        tries += 1;
        assert!(tries < 40, "{table}");
        tokio::time::sleep(std::time::Duration::from_millis(250)).await;
    };
    assert!(line.starts_with(&tenant.id.to_string()), "{line}");
    let of_another_month = told(&suite, &["usage", "--month", "2001-01"]).await;
    assert_eq!(of_another_month.lines().count(), 1, "{of_another_month}");
    let refused = run(&suite, &["usage", "--month", "November"]).await.unwrap_err();
    assert_eq!(refused.status.code(), Some(1));
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_are_told_once_however_many_services_a_process_has() {
    let suite = Suite::start_with(&[("SAMVERKA_USAGE_SECONDS", "3600")]).await;
    let tenant = suite.tenant("Teuva").await;
    for _ in 0..5 {
        tenant.admin.get("/api/v1/units").await.ok();
    }
    let mut told = Vec::new();
    for service in ["tenants", "goals", "projects", "reporting"] {
        let path = format!("/api/v1/usage/{service}/current");
        let usage = tenant.admin.get(&path).await.ok().json;
        let months = usage["months"].as_array().unwrap();
        let calls = months.iter().find(|used| used["kind"] == "calls");
        told.extend(calls.map(|used| used["amount"].as_i64().unwrap()));
    }
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0] > 5, "{told:?}");
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_read_models_are_made_anew_and_it_is_told_how_far_that_is() {
    let suite = Suite::start().await;
    let tenant = suite.tenant("Teuva").await;
    a_policy(&tenant, "Bridges").await;
    suite.settle().await;
    let first = told(&suite, &["rebuild"]).await;
    assert!(first.contains("done: 1 of 1 organisations"), "{first}");
    assert!(first.contains("copy 1 serves"), "{first}");
    let followed = told(&suite, &["rebuild", "--follow"]).await;
    assert!(followed.contains("copy 1 serves"), "{followed}");
    let found = tenant.admin.get("/api/v1/search?q=bridges").await.ok();
    assert_eq!(found.items().len(), 1, "the copy that serves holds what there was");

    // A register that lost a row behind everybody's back differs, and is swapped only when that is wanted.
    suite
        .database
        .execute("DELETE FROM reporting.register_entries WHERE register = 'policies'")
        .await;
    let failed = run(&suite, &["rebuild"]).await.unwrap_err();
    assert_eq!(failed.status.code(), Some(1));
    let words = String::from_utf8(failed.stdout).unwrap();
    assert!(
        words.contains("differs: policies of ") && words.contains("0 entries became 1"),
        "{words}"
    );
    let accepted = told(&suite, &["rebuild", "--accept"]).await;
    assert!(accepted.contains("copy 3 serves"), "{accepted}");
    let found = tenant.admin.get("/api/v1/search?q=bridges").await.ok();
    assert_eq!(found.items().len(), 1);
    tenant
        .admin
        .post("/api/v1/rebuilds", json!({}))
        .await
        .assert_problem(403, "operators_only");
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rebuild_whose_process_is_gone_makes_room_for_the_next() {
    let suite = Suite::start().await;
    suite
        .database
        .execute(
            "INSERT INTO reporting.rebuilds (id, state, accept, asked_at, asked_by, began_at, taken_until)
             VALUES (gen_random_uuid(), 'running', false, now(), gen_random_uuid(), now(), now() - interval '1 minute')",
        )
        .await;
    let mut tries = 0;
    while run(&suite, &["rebuild"]).await.is_err() {
        tries += 1;
        assert!(tries < 20, "the one that is gone is never given up");
        tokio::time::sleep(std::time::Duration::from_millis(250)).await;
    }
    let listed = suite.operator().await.get("/api/v1/rebuilds").await.ok().items();
    assert_eq!(listed.len(), 2);
    assert!(listed[1]["failure"].as_str().unwrap().contains("is gone"), "{listed:?}");
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn journals_are_sealed_when_told_to_and_hold_against_their_seals() {
    let suite = Suite::start().await;
    let tenant = suite.tenant("Teuva").await;
    a_policy(&tenant, "Bridges").await;
    let id = tenant.id.to_string();
    let sealed = told(&suite, &["journal", "seal", "--tenant", &id]).await;
    assert!(sealed.starts_with("2 journals are sealed"), "{sealed}");
    let unsealed = suite
        .database
        .count(
            "SELECT count(*) FROM goals.journal j WHERE NOT EXISTS
                (SELECT 1 FROM goals.journal_seals s WHERE s.tenant_id = j.tenant_id AND j.position <= s.last)",
        )
        .await;
    assert_eq!(unsealed, 0);
    let verified = told(&suite, &["journal", "verify", "--tenant", &id]).await;
    assert!(verified.ends_with("0 tampered with\n"), "{verified}");
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn plans_and_keys_are_kept_from_the_command_line() {
    let suite = Suite::start().await;
    let tenant = suite.tenant("Teuva").await;
    let own = tenant.admin.get("/api/v1/subscriptions/current").await.ok().id();
    let made = parsed(
        &suite,
        &[
            "plans",
            "make",
            "--name",
            "Small",
            "--people",
            "1",
            "--projects",
            "2",
            "--json",
        ],
    )
    .await;
    let plan = made[0]["id"].as_str().unwrap().to_owned();
    told(
        &suite,
        &["plans", "give", &plan, "--subscription", &own, "--note", "As agreed."],
    )
    .await;
    let invitation =
        json!({"email": "one.more@example.org", "name": "One more", "language": "en", "roles": [{"role": "reader"}]});
    let refused = tenant.admin.post("/api/v1/invitations", invitation.clone()).await;
    refused.assert_problem(409, "plan_limit_people");
    // A changed plan reaches its organisations by itself.
    told(&suite, &["plans", "change", &plan, "--unlimited", "people"]).await;
    let mut tries = 0;
    while tenant
        .admin
        .post("/api/v1/invitations", invitation.clone())
        .await
        .status
        != 201
    {
        tries += 1;
        assert!(tries < 40, "the changed plan never came");
        tokio::time::sleep(std::time::Duration::from_millis(250)).await;
    }
    let table = told(&suite, &["plans", "list"]).await;
    assert!(table.lines().nth(1).unwrap().contains("Small"), "{table}");
    told(&suite, &["plans", "take", "--subscription", &own]).await;
    let usage = tenant.admin.get("/api/v1/usage/tenants/current").await.ok();
    assert_eq!(usage.json["plan"], Value::Null);

    let rotated = told(&suite, &["keys", "rotate"]).await;
    assert!(rotated.contains("coming") && rotated.contains("signing"), "{rotated}");
    suite.stop().await;
}
