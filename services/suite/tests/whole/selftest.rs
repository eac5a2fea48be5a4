//! The self-test, run as the operations team runs it: it tells what does not work, and leaves nothing that anybody sees.

use std::{collections::BTreeMap, process::Output};

use kit::{Suite, free_port};
use serde_json::Value;
use tokio::process::Command;

/// Runs it against a suite, with further settings.
async fn selftest(suite: &Suite, arguments: &[&str], more: &[(&str, &str)]) -> (Output, String) {
    let ran = Command::new(env!("CARGO_BIN_EXE_suite"))
        .arg("selftest")
        .args(arguments)
        .env_clear()
        .env("SAMVERKA_URL", &suite.base)
        .env("SAMVERKA_OPERATOR_EMAIL", kit::OPERATOR_EMAIL)
        .env("SAMVERKA_OPERATOR_PASSWORD", kit::OPERATOR_PASSWORD)
        .envs(more.iter().copied())
        .output()
        .await
        .unwrap();
    let told = String::from_utf8(ran.stdout.clone()).unwrap();
    (ran, told)
}

/// What organisations have: everything but the probes' own journals, and what passes by itself.
async fn kept(suite: &Suite) -> BTreeMap<String, (i64, String)> {
    const PASSING: [&str; 6] = [
        "mails",
        "sessions",
        "throttles",
        "revocations",
        "revocation_leases",
        "usage_m",
    ];
    const OF_PROBES: [&str; 8] = [
        "journal",
        "inbox",
        "outbox",
        "known_things",
        "register_entries",
        "search_entries",
        "idempotency_keys",
        "leases",
    ];
    let mut all = suite.database.fingerprint().await;
    all.retain(|table, _| {
        let name = table.split('.').next_back().unwrap_or_default();
        !PASSING.iter().chain(&OF_PROBES).any(|begins| name.starts_with(begins))
    });
    all
}

/// What journals and read models hold of organisations.
async fn of_organisations(suite: &Suite) -> i64 {
    let tables = [
        "tenants.mails",
        "tenants.journal",
        "goals.journal",
        "projects.journal",
        "reporting.journal",
        "reporting.register_entries",
        "reporting.search_entries",
    ];
    let each = tables.map(|table| {
        format!("(SELECT count(*) FROM {table} WHERE tenant_id IS NULL OR tenant_id::text NOT LIKE '5e1f7e57-%')")
    });
    suite
        .database
        .count(&format!("SELECT {} AS count", each.join(" + ")))
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_suite_that_works_passes_as_often_as_one_likes_and_no_organisation_sees_it() {
    let suite = Suite::start().await;
    let tenant = suite.tenant("Teuva").await;
    let association = suite.organisation("Association", "association", "FI").await;
    suite.settle().await;
    let (before, known_before) = (kept(&suite).await, of_organisations(&suite).await);
    let portal = [("SAMVERKA_PORTAL_URL", suite.base.as_str())];
    for _ in 0..2 {
        let (ran, told) = selftest(&suite, &[], &portal).await;
        assert!(ran.status.success(), "{told}{}", String::from_utf8_lossy(&ran.stderr));
        for line in [
            "suite is ready",
            "the portal shows its pages",
            "never was (tenants)",
            "never was (goals)",
            "never was (projects)",
            "a policy was made, and reporting knows",
            "a partner was taken away, and reporting knows",
            "nothing is left of this test",
            " 0 failed",
        ] {
            assert!(told.contains(line), "{line} is missing: {told}");
        }
    }
    suite.settle().await;
    let after = kept(&suite).await;
    assert_eq!(of_organisations(&suite).await, known_before);
    let changed: Vec<&String> = after
        .keys()
        .filter(|table| before.get(*table) != after.get(*table))
        .collect();
    assert!(changed.is_empty(), "{changed:?}");
    let directory = tenant.admin.get("/api/v1/organisations/directory").await.ok();
    let requests = association.admin.get("/api/v1/subscriptions").await.ok();
    for answer in [directory, requests] {
        assert!(!answer.text().contains("5e1f7e57"), "{}", answer.text());
    }
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_answer_is_named_and_the_exit_tells() {
    let suite = Suite::start().await;
    let nowhere = format!("suite={} goals-work=http://127.0.0.1:{}", suite.base, free_port());
    let health = [("SAMVERKA_SELFTEST_HEALTH", nowhere.as_str())];
    let (ran, told) = selftest(&suite, &["--patience", "1"], &health).await;
    assert_eq!(ran.status.code(), Some(1), "{told}");
    assert!(told.contains("ok    health     suite is ready"), "{told}");
    assert!(told.contains("FAIL  health     goals-work: "), "{told}");
    assert!(told.contains(" 1 failed"), "{told}");

    let wrong = [("SAMVERKA_OPERATOR_PASSWORD", "nobody's password")];
    let (ran, told) = selftest(&suite, &[], &wrong).await;
    assert_eq!(ran.status.code(), Some(1));
    assert!(
        told.contains("FAIL  sign-in") && told.contains("wrong_credentials"),
        "{told}"
    );
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn probes_are_for_operators_and_die_with_their_session() {
    let suite = Suite::start().await;
    let tenant = suite.tenant("Teuva").await;
    let opened = |answer: &Value, nth: usize| answer["items"][nth]["access_token"].as_str().unwrap().to_owned();
    tenant
        .admin
        .post("/api/v1/probes", serde_json::json!({}))
        .await
        .assert_problem(403, "operators_only");
    let operator = suite.operator().await;
    let probes = operator.post("/api/v1/probes", serde_json::json!({})).await.created();
    assert_eq!(probes.headers["cache-control"], "no-store");
    let probe = suite.visitor().with_access_token(&opened(&probes.json, 0));
    probe.get("/api/v1/policies").await.ok();
    // A planner, and nothing more.
    probe
        .get("/api/v1/invitations")
        .await
        .assert_problem(403, "not_allowed");
    let session = suite.visitor().with_access_token(&operator.access_token().unwrap());
    session
        .send(session.request(reqwest::Method::DELETE, "/api/v1/sessions/current"))
        .await
        .gone();
    probe.get("/api/v1/policies").await.assert_problem(401, "revoked_token");
    suite.stop().await;
}
