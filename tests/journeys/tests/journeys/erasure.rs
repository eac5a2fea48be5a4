//! Somebody is erased: whatever was kept of the person, and wherever, nobody can read it any more.

use std::{
    io,
    sync::{Arc, Mutex},
};

use jiff::SignedDuration;
use kit::{Answer, Client, PASSWORD, Suite, Tenant, database::Database};
use serde_json::{Value, json};
use tracing_subscriber::fmt::MakeWriter;

const NAME: &str = "Ylva Oförglömlig";
const EMAIL: &str = "ylva.oforglomlig@example.org";
const TITLE: &str = "Keeper of unheard-of bridges";
/// What only the person was looking for.
const SOUGHT: &str = "Bridges+that+nobody+crosses";

/// Every line that was logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Log {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

async fn invite(tenant: &Tenant) -> Answer {
    let roles = json!([{"role": "planner", "unit_id": null}]);
    let body = json!({"email": EMAIL, "name": NAME, "title": {"en": TITLE}, "language": "en", "roles": roles});
    tenant.admin.post("/api/v1/invitations", body).await.created()
}

/// Accepts the invitation and does something that stays.
async fn join(suite: &Suite, tenant: &Tenant) -> Client {
    let invited = invite(tenant).await;
    let token = invited.json["accept_url"].as_str().unwrap().rsplit('=').next().unwrap();
    let accepting = json!({"token": token, "name": NAME, "password": PASSWORD, "language": "en"});
    let session = suite
        .visitor()
        .post("/api/v1/invitations/accept", accepting)
        .await
        .created();
    let person = suite.visitor().with_session(&session.json, Some(tenant.id)).await;
    let unit = tenant.unit("Office", None).await;
    suite.settle().await;
    let level = person.get("/api/v1/goal-levels").await.ok().json["levels"][0]["key"].clone();
    let period = json!({"from": "2026-01-01"});
    let goal =
        json!({"title": {"en": "Bridges are kept"}, "level": level, "accountable_unit_id": unit, "period": period});
    person.post("/api/v1/goals", goal).await.created();
    for (name, query, shared) in [(NAME, SOUGHT, false), ("All bridges", "bridges", true)] {
        let view = json!({"list": "projects", "name": name, "query": format!("q={query}"), "shared": shared});
        person.post("/api/v1/saved-views", view).await.created();
    }
    person
}

/// A service's journal, held against its seals.
async fn is_whole(admin: &Client) {
    for service in ["tenants", "goals"] {
        let path = format!("/api/v1/journal/{service}/verifications");
        let found = admin.post(&path, json!({})).await.ok();
        assert_eq!(found.json["intact"], true, "{service}: {}", found.text());
    }
}

async fn rows_of(database: &Database, table: &str, column: &str, person: &str) -> i64 {
    let asked = format!("SELECT count(*) FROM tenants.{table} WHERE {column} = '{person}'");
    database.count(&asked).await
}

async fn nothing_tells_of_the_person(database: &Database) {
    for text in [NAME, EMAIL, TITLE, SOUGHT] {
        assert_eq!(database.tables_that_hold(text).await, Vec::<String>::new(), "{text}");
    }
}

/// By somebody whom nobody knows; and what was shared, with those who use it, belonging to nobody.
async fn what_was_done_stays(admin: &Client, person: &str) {
    let views = admin.get("/api/v1/saved-views").await.ok().items();
    assert_eq!(views.len(), 1, "{views:?}");
    assert_eq!(
        (&views[0]["name"], &views[0]["owner_id"]),
        (&json!("All bridges"), &Value::Null)
    );
    let done = admin.get("/api/v1/goals").await.ok().items();
    let address = format!("/api/v1/goals/{}/history", done[0]["id"].as_str().unwrap());
    let history = admin.get(&address).await.ok();
    assert_eq!(history.json["items"][0]["actor_id"], person, "{}", history.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erased_person_is_unreadable_everywhere_and_in_a_restored_dump_and_the_journal_is_whole() {
    let log = Log::default();
    // As installations log, and more of what is our own.
    let told = "info,platform=debug,tenants=debug,goals=debug,reporting=debug,suite=debug";
    let logging = tracing_subscriber::fmt().with_env_filter(told);
    logging.with_writer(log.clone()).init();
    let noted = std::env::temp_dir().join(format!("samverka-erasures-{}", uuid::Uuid::now_v7().simple()));
    let settings = [("SAMVERKA_ERASURES", noted.to_str().unwrap())];
    let suite = Suite::start_with(&settings).await;
    let (one, other) = (suite.tenant("Kauhajoki").await, suite.tenant("Teuva").await);
    let administrator = one.admin.get("/api/v1/people/me").await.ok().json;
    let person = join(&suite, &one).await;
    invite(&other).await;
    let me = person.get("/api/v1/people/me").await.ok();
    let id = me.json["id"].as_str().unwrap().to_owned();
    // What the search finds while there is something to be found.
    for (table, column) in [("person_keys", "person_id"), ("mails", "to_person_id")] {
        assert!(rows_of(&suite.database, table, column, &id).await > 0, "{table}");
    }
    let held = suite.database.tables_that_hold(NAME).await;
    assert!(
        [
            "tenants.people",
            "tenants.memberships",
            "tenants.invitations",
            "tenants.saved_views"
        ]
        .iter()
        .all(|t| held.contains(&(*t).to_owned())),
        "{held:?}"
    );
    let dump = suite.database.dump();

    person
        .post("/api/v1/people/me/erase", json!({}))
        .await
        .assert_problem(428, "version_required");
    let erased = person
        .act("/api/v1/people/me/erase", &me.json["version"], json!({}))
        .await
        .ok();
    assert_eq!(erased.json["person_id"], id);

    nothing_tells_of_the_person(&suite.database).await;
    for table in ["person_keys", "person_traces", "credentials", "sessions"] {
        assert_eq!(rows_of(&suite.database, table, "person_id", &id).await, 0, "{table}");
    }
    assert_eq!(rows_of(&suite.database, "mails", "to_person_id", &id).await, 0);
    assert_eq!(person.get("/api/v1/goals").await.status, 401);
    let signing_in = json!({"email": EMAIL, "password": PASSWORD});
    suite
        .visitor()
        .post("/api/v1/sessions", signing_in)
        .await
        .assert_problem(401, "wrong_credentials");
    for tenant in [&one, &other] {
        let people = tenant.admin.get("/api/v1/memberships?ended=true").await.ok();
        let invitations = tenant.admin.get("/api/v1/invitations").await.ok();
        for text in [NAME, EMAIL, TITLE] {
            assert!(
                !people.text().contains(text) && !invitations.text().contains(text),
                "{text}"
            );
        }
        let left = invitations
            .items()
            .into_iter()
            .find(|i| i["person_id"] == *id || i["name"] == "");
        assert_ne!(left.map(|i| i["state"].clone()), Some(Value::from("open")));
        is_whole(&tenant.admin).await;
    }
    what_was_done_stays(&one.admin, &id).await;
    suite.settle().await;
    suite.advance(SignedDuration::from_secs(1));
    let logged = String::from_utf8_lossy(&log.0.lock().unwrap()).to_lowercase();
    let telling = logged
        .lines()
        .find(|line| line.contains("oförglömlig") || line.contains("oforglomlig"));
    assert!(logged.contains("info"), "nothing was logged");
    assert_eq!(telling, None);
    suite.stop().await;

    // The dump was taken before; its database is told of the erasure when the suite starts on it.
    let restored = Database::restored(&dump).await;
    assert!(
        restored
            .tables_that_hold(NAME)
            .await
            .contains(&"tenants.people".to_owned())
    );
    let suite = Suite::start_on(restored, &settings).await;
    nothing_tells_of_the_person(&suite.database).await;
    assert_eq!(suite.database.count("SELECT count(*) FROM tenants.erasures").await, 1);
    // Whoever was not erased goes on, though the dump held no keys.
    assert_eq!(rows_of(&suite.database, "person_keys", "person_id", &id).await, 0);
    let email = administrator["email"].as_str().unwrap();
    let admin = suite.visitor().signed_in(email, PASSWORD, Some(one.id)).await;
    invite_somebody_else(&admin).await;
    suite.stop().await;
    std::fs::remove_file(noted).unwrap();
}

/// The address is free again: whoever has it now is somebody else.
async fn invite_somebody_else(admin: &Client) {
    let roles = json!([{"role": "reader", "unit_id": null}]);
    let body = json!({"email": EMAIL, "name": "Somebody else", "language": "en", "roles": roles});
    admin.post("/api/v1/invitations", body).await.created();
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_erased_whose_organisation_or_installation_would_be_left_alone() {
    let suite = Suite::start().await;
    let tenant = suite.tenant("Isojoki").await;
    let me = tenant.admin.get("/api/v1/people/me").await.ok();
    let alone = tenant
        .admin
        .act("/api/v1/people/me/erase", &me.json["version"], json!({}))
        .await;
    let alone = alone.assert_problem(409, "last_administrator");
    assert!(alone.json["detail"].as_str().unwrap().contains("Isojoki"));
    let operator = suite.operator().await;
    let email = json!({"email": kit::OPERATOR_EMAIL});
    operator
        .post("/api/v1/people/erasures", email)
        .await
        .assert_problem(409, "last_operator");
    let nobody = json!({"email": "nobody@example.org"});
    operator
        .post("/api/v1/people/erasures", nobody)
        .await
        .assert_problem(404, "person_not_found");

    // With somebody else in charge one may go; a proof that is too old does not do.
    tenant.with_roles(json!([{"role": "admin"}])).await;
    suite.advance(SignedDuration::from_mins(16));
    tenant.admin.renew().await;
    let stale = tenant
        .admin
        .act("/api/v1/people/me/erase", &me.json["version"], json!({}))
        .await;
    stale.assert_problem(403, "step_up_required");
    let operator = suite.operator().await;
    // Who asked for the subscription stands in the request as well.
    let address = me.json["email"].as_str().unwrap();
    let held = suite.database.tables_that_hold(address).await;
    assert!(held.contains(&"tenants.subscriptions".to_owned()), "{held:?}");
    let email = json!({"email": address});
    operator.post("/api/v1/people/erasures", email.clone()).await.ok();
    assert_eq!(suite.database.tables_that_hold(address).await, Vec::<String>::new());
    operator
        .post("/api/v1/people/erasures", email)
        .await
        .assert_problem(404, "person_not_found");
    suite.stop().await;
}
