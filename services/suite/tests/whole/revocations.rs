//! What is revoked is refused by whoever answers, from the answer to the revocation on: whichever way the suite runs, and
//! whether broker and cache are there or not.

use std::time::{Duration, Instant};

use kit::{Apart, Instance, OPERATOR_EMAIL, OPERATOR_PASSWORD, Suite, Tenant};
use serde_json::{Value, json};
use tokio::{
    sync::watch,
    task::{JoinHandle, JoinSet},
};
use uuid::Uuid;

/// How many ask at once.
const AT_ONCE: usize = 12;

/// One request of a person whose session ends.
struct Asked {
    began: Instant,
    status: u16,
    code: Value,
}

/// People who read and write with one token, at several addresses, until told to stop.
struct Crowd {
    stop: watch::Sender<bool>,
    all: JoinHandle<Vec<Asked>>,
}

impl Crowd {
    fn gather(token: &str, addresses: &[String]) -> Self {
        let (stop, stopped) = watch::channel(false);
        let http = reqwest::Client::new();
        let mut people = JoinSet::new();
        for nth in 0..AT_ONCE {
            let base = &addresses[nth % addresses.len()];
            let (partners, token) = (format!("{base}/api/v1/partners"), token.to_owned());
            let (http, stopped) = (http.clone(), stopped.clone());
            people.spawn(async move {
                let mut asked = Vec::new();
                while !*stopped.borrow() {
                    let request = if asked.len() % 4 == 3 {
                        let partner = json!({"name": "Town", "kind": "municipality", "country": "EE"});
                        http.post(&partners).json(&partner)
                    } else {
                        http.get(format!("{partners}?limit=1"))
                    };
                    let began = Instant::now();
                    let answer = request.bearer_auth(&token).send().await.unwrap();
                    let status = answer.status().as_u16();
                    let body: Value = answer.json().await.unwrap();
                    let code = body["code"].clone();
                    asked.push(Asked { began, status, code });
                }
                asked
            });
        }
        let all = tokio::spawn(async move { people.join_all().await.into_iter().flatten().collect() });
        Self { stop, all }
    }

    async fn disperse(self) -> Vec<Asked> {
        self.stop.send_replace(true);
        self.all.await.unwrap()
    }
}

/// A planner works at some addresses, and the session is ended at another: what came before succeeded, what began after
/// the answer did not.
async fn ended_under_load(tenant: &Tenant, ending_at: &str, working_at: &[String]) {
    let planner = tenant.planner().await;
    let crowd = Crowd::gather(&planner.access_token().unwrap(), working_at);
    tokio::time::sleep(Duration::from_millis(300)).await;
    let ended = reqwest::Client::new()
        .delete(format!("{ending_at}/api/v1/sessions/current"))
        .bearer_auth(planner.access_token().unwrap())
        .send()
        .await
        .unwrap();
    let answered = Instant::now();
    assert_eq!(ended.status(), 204);
    tokio::time::sleep(Duration::from_millis(300)).await;
    let asked = crowd.disperse().await;
    let (after, before): (Vec<&Asked>, Vec<&Asked>) = asked.iter().partition(|one| one.began > answered);
    let succeeded = |one: &&&Asked| one.status < 300;
    assert!(
        before.iter().filter(succeeded).count() > AT_ONCE,
        "nobody worked before"
    );
    assert!(after.len() > AT_ONCE, "nobody tried afterwards");
    for one in after {
        let late = one.began.duration_since(answered);
        assert_eq!(
            (one.status, &one.code),
            (401, &json!("revoked_token")),
            "{late:?} after the answer"
        );
    }
}

async fn sign_up(tenants: &Instance) -> Tenant {
    let visitor = tenants.visitor();
    let operator = tenants
        .visitor()
        .signed_in(OPERATOR_EMAIL, OPERATOR_PASSWORD, None)
        .await;
    Tenant::sign_up(&visitor, &operator, "Revoking").await
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_session_ended_under_load_no_request_succeeds_after_the_answer_in_one_process() {
    let suite = Suite::start().await;
    let tenant = suite.tenant("Revoking").await;
    for _ in 0..3 {
        ended_under_load(&tenant, &suite.base, std::slice::from_ref(&suite.base)).await;
    }
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_session_ended_under_load_no_request_succeeds_after_the_answer_anywhere_with_broker_and_cache_away() {
    let apart = Apart::alone().await;
    let first = apart.serve("tenants", None).await;
    let second = apart.serve("tenants", None).await;
    // Each replica of `projects` asks another replica of `tenants`.
    let working = [
        apart.serve("projects", Some(&first)).await,
        apart.serve("projects", Some(&second)).await,
    ];
    let tenant = sign_up(&first).await;
    let addresses: Vec<String> = working.iter().map(|one| one.base.clone()).collect();
    for ending_at in [&first.base, &second.base].into_iter().cycle().take(6) {
        ended_under_load(&tenant, ending_at, &addresses).await;
    }
    for instance in working.into_iter().chain([first, second]) {
        instance.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_does_not_know_what_was_revoked_changes_nothing_and_reads_its_own_and_recovers_by_itself() {
    let apart = Apart::alone().await;
    let tenants = apart.serve("tenants", None).await;
    let projects = apart.serve("projects", Some(&tenants)).await;
    let tenant = sign_up(&tenants).await;
    let planner = projects.as_seen_by(&tenant.planner().await);
    let town = json!({"name": "Town", "kind": "municipality", "country": "EE"});
    planner.post("/api/v1/partners", town.clone()).await.created();

    let port: u16 = tenants.base.rsplit(':').next().unwrap().parse().unwrap();
    tenants.stop().await;
    // For ten seconds it goes by what it knew: a restart of `tenants` hurts nobody.
    planner.post("/api/v1/partners", town.clone()).await.created();
    let revocations = projects.process.context.auth.revocations.clone();
    until("nothing is known any more", async || {
        revocations.across_tenants().await.is_err()
    })
    .await;
    let refused = planner.post("/api/v1/partners", town.clone()).await;
    let refused = refused.assert_problem(503, "revocations_unknown");
    assert!(refused.headers.contains_key("retry-after"));
    assert_eq!(planner.get("/api/v1/partners").await.ok().items().len(), 2);

    let tenants = apart.serve_at("tenants", port, None).await;
    until("it is known again", async || revocations.across_tenants().await.is_ok()).await;
    planner.post("/api/v1/partners", town).await.created();
    projects.stop().await;
    tenants.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_grant_that_was_revoked_holds_nowhere_after_its_epoch_and_a_restart_remembers_it() {
    let apart = Apart::alone().await;
    let tenants = apart.serve("tenants", None).await;
    let reporting = apart.serve("reporting", Some(&tenants)).await;
    let across = reporting.process.context.auth.revocations.clone();
    let (revoked, other) = (Uuid::now_v7(), Uuid::now_v7());
    assert!(across.across_tenants().await.unwrap().holds(revoked));
    let sql = format!("SELECT tenants.revoke_grant('{revoked}', now(), now() + interval '90 days')");
    apart.database.execute(&sql).await;
    until("it is refused", async || {
        !across.across_tenants().await.unwrap().holds(revoked)
    })
    .await;
    assert!(across.across_tenants().await.unwrap().holds(other));

    reporting.stop().await;
    let again = apart.serve("reporting", Some(&tenants)).await;
    let across = again.process.context.auth.revocations.across_tenants().await.unwrap();
    assert!(!across.holds(revoked) && across.holds(other));
    again.stop().await;
    tenants.stop().await;
}

async fn until(what: &str, mut done: impl AsyncFnMut() -> bool) {
    for _ in 0..600 {
        if done().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("not within half a minute: {what}");
}
