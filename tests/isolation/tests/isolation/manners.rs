//! What every operation does with a request that is not to be carried out, and that the data is as before after it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::SignedDuration;
use kit::{Answer, Client, Suite, database::Database};
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::things::{Things, example, is_operators, resource, what_it_asks};

/// What is measured, not kept: when a session was last used, how often something was tried lately, how much was used.
const MEASURED: [&str; 4] = ["sessions", "throttles", "usage_months", "usage_measured"];

/// What answers without a database: the matrix is compiled in.
const WITHOUT_DATABASE: [&str; 2] = ["GET /api/v1/roles", "GET /api/v1/aggregates/measures"];

/// A version that nothing has.
const NEVER: i64 = 4_711;

const METHODS: [Method; 5] = [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE];

/// A body that is larger than any body may be.
const TOO_LARGE: usize = 1024 * 1024 + 1;

async fn kept(suite: &Suite) -> BTreeMap<String, (i64, String)> {
    let mut all = suite.database.fingerprint().await;
    all.retain(|table, _| !MEASURED.contains(&table.rsplit('.').next().unwrap_or_default()));
    all
}

/// Tables that differ.
fn changes(before: &BTreeMap<String, (i64, String)>, after: &BTreeMap<String, (i64, String)>) -> Vec<String> {
    let differs = |table: &&String| before.get(*table) != after.get(*table);
    before.keys().chain(after.keys()).filter(differs).cloned().collect()
}

/// Nothing is on its way any more: no event, no mail.
async fn quiet(suite: &Suite) {
    suite.settle().await;
    while suite
        .database
        .count("SELECT count(*) FROM tenants.mails WHERE state = 'queued'")
        .await
        > 0
    {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
}

/// An operation, and how it is asked about a thing that is there.
struct Asked {
    name: String,
    method: Method,
    path: String,
    body: Option<Value>,
    secured: bool,
}

impl Asked {
    fn all(suite: &Suite, things: &Things) -> Vec<Self> {
        let document: Value = serde_json::from_str(&suite::described()).unwrap();
        let operations = suite.contract.operations().iter();
        operations
            .map(|operation| {
                let id = things.ids.get(resource(&operation.path)).cloned();
                let needs_token = operation.description["security"]
                    .as_array()
                    .is_some_and(|all| all.iter().any(|one| one.as_object().is_some_and(|one| !one.is_empty())));
                Self {
                    name: format!("{} {}", operation.method, operation.path),
                    method: operation.method.parse().unwrap(),
                    path: things.at(&operation.path, &id.unwrap_or_else(|| Uuid::now_v7().to_string()))
                        + what_it_asks(&operation.path),
                    body: example(&operation.description, &document),
                    secured: needs_token,
                }
            })
            .collect()
    }

    /// By somebody who read this version of it.
    fn request(&self, client: &Client, version: i64) -> reqwest::RequestBuilder {
        client
            .request(self.method.clone(), &self.path)
            .header("if-match", format!("\"{version}\""))
    }
}

/// Somebody who may do anything in the organisation.
async fn strong(tenant: &kit::Tenant) -> Client {
    let roles = ["admin", "planner", "controller", "registrar", "analyst"].map(|role| json!({ "role": role }));
    tenant.with_roles(json!(roles)).await
}

struct Faults(Vec<String>);

impl Faults {
    /// Notes an answer that is not the problem it should be.
    fn unless(&mut self, asked: &Asked, answer: &Answer, status: u16, code: &str) {
        let media = answer.headers.get("content-type").and_then(|v| v.to_str().ok());
        let right = answer.status.as_u16() == status
            && answer.json["code"] == code
            && media == Some("application/problem+json");
        if !right {
            self.0.push(format!(
                "{}: {status} {code} was to be expected, not {} {}",
                asked.name,
                answer.status,
                answer.text()
            ));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_without_a_valid_token_is_401_everywhere_and_changes_nothing() {
    let suite = Suite::start().await;
    let tenant = suite.tenant("Tenant A").await;
    let things = Things::of(&tenant, &suite).await;
    let aged = strong(&tenant).await.access_token().unwrap();
    suite.advance(SignedDuration::from_mins(6));
    tenant.admin.renew().await;
    let leaver = strong(&tenant).await;
    let ended = leaver.access_token().unwrap();
    leaver
        .send(leaver.request(Method::DELETE, "/api/v1/sessions/current"))
        .await
        .gone();
    let (head, signature) = ended.rsplit_once('.').unwrap();
    let forged = format!("{head}.{}", signature.chars().rev().collect::<String>());
    quiet(&suite).await;
    let before = kept(&suite).await;
    let mut faults = Faults(Vec::new());
    let mut asked_of = 0;
    for asked in Asked::all(&suite, &things).iter().filter(|a| a.secured) {
        for (token, code) in [
            (None, "no_token"),
            (Some(&aged), "expired_token"),
            (Some(&ended), "revoked_token"),
            (Some(&forged), "bad_token"),
        ] {
            let visitor = suite.visitor();
            let client = match token {
                Some(token) => visitor.with_access_token(token),
                None => visitor,
            };
            let mut request = asked.request(&client, NEVER);
            if let Some(body) = &asked.body {
                request = request.json(body);
            }
            let answer = client.send(request).await;
            // A session's own addresses are opened by the session's token, which these are not.
            if asked.path.contains("/sessions/current") || asked.path.ends_with("/access-tokens") {
                assert_eq!(answer.status, 401, "{}: {}", asked.name, answer.text());
            } else {
                faults.unless(asked, &answer, 401, code);
            }
            assert!(answer.headers.contains_key("www-authenticate"), "{}", asked.name);
        }
        asked_of += 1;
    }
    assert!(asked_of > 90, "only {asked_of} operations need a token");
    assert!(faults.0.is_empty(), "{}", faults.0.join("\n"));
    assert_eq!(changes(&before, &kept(&suite).await), Vec::<String>::new());
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_cannot_be_read_is_refused_everywhere_and_changes_nothing() {
    let suite = Suite::start().await;
    let tenant = suite.tenant("Tenant A").await;
    let things = Things::of(&tenant, &suite).await;
    let (somebody, operator) = (strong(&tenant).await, suite.operator().await);
    quiet(&suite).await;
    let before = kept(&suite).await;
    let large = json!({ "x": "x".repeat(TOO_LARGE) }).to_string();
    let mut faults = Faults(Vec::new());
    let mut asked_of = 0;
    for asked in Asked::all(&suite, &things).iter().filter(|a| a.body.is_some()) {
        // Who may not do it at all is told that first.
        let client = if is_operators(&asked.path) {
            &operator
        } else {
            &somebody
        };
        let json = |version, body: &str| {
            let request = asked
                .request(client, version)
                .header("content-type", "application/json");
            request.body(body.to_owned())
        };
        let text = asked.request(client, NEVER).header("content-type", "text/plain");
        faults.unless(asked, &client.send(text.body("{}")).await, 415, "wrong_media_type");
        faults.unless(asked, &client.send(json(NEVER, &large)).await, 413, "too_large");
        faults.unless(asked, &client.send(json(NEVER, "{")).await, 400, "not_json");
        let strange = "{\"no such field\": 1}";
        let mut unknown = client.send(json(NEVER, strange)).await;
        // That it is stale may be told first.
        if let Some(version) = unknown.json["current_version"].as_i64() {
            unknown = client.send(json(version, strange)).await;
        }
        faults.unless(asked, &unknown, 422, "invalid");
        asked_of += 1;
    }
    assert!(asked_of > 40, "only {asked_of} operations take a body");
    assert!(faults.0.is_empty(), "{}", faults.0.join("\n"));
    assert_eq!(changes(&before, &kept(&suite).await), Vec::<String>::new());
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_method_that_an_address_does_not_have_is_405_and_changes_nothing() {
    let suite = Suite::start().await;
    let tenant = suite.tenant("Tenant A").await;
    let things = Things::of(&tenant, &suite).await;
    let somebody = strong(&tenant).await;
    quiet(&suite).await;
    let before = kept(&suite).await;
    let mut addresses: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for asked in Asked::all(&suite, &things) {
        addresses
            .entry(asked.path)
            .or_default()
            .insert(asked.method.to_string());
    }
    let mut refused = 0;
    for (path, has) in &addresses {
        for method in METHODS {
            // Another address may look like this one: `/goals/tree` is a goal's for whoever deletes.
            if suite.contract.find(method.as_str(), path).is_some() {
                continue;
            }
            let request = somebody.request(method.clone(), path).header("if-match", "\"1\"");
            let answer = somebody.send(request.json(&json!({}))).await;
            answer.assert_problem(405, "method_not_allowed");
            refused += 1;
        }
        let answer = somebody.send(somebody.request(Method::TRACE, path)).await.expect(405);
        let allowed: BTreeSet<String> = answer.headers["allow"]
            .to_str()
            .unwrap()
            .split(", ")
            .map(str::to_owned)
            .collect();
        assert!(allowed.is_superset(has), "{path}: {allowed:?} lacks some of {has:?}");
    }
    assert!(refused > 200, "only {refused} were refused");
    assert_eq!(changes(&before, &kept(&suite).await), Vec::<String>::new());
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_reader_may_not_do_is_403_and_changes_nothing() {
    let suite = Suite::start().await;
    let tenant = suite.tenant("Tenant A").await;
    let things = Things::of(&tenant, &suite).await;
    let reader = tenant.reader().await;
    quiet(&suite).await;
    let before = kept(&suite).await;
    let (mut refused, mut done) = (0, Vec::new());
    for asked in Asked::all(&suite, &things)
        .iter()
        .filter(|a| a.secured && a.method != Method::GET)
    {
        // One's own sessions and second factor are one's own, and everybody saves views.
        let saves = asked.method == Method::POST && asked.path.ends_with("/saved-views");
        if asked.path.contains("/sessions") || asked.path.contains("/people/me/") || saves {
            continue;
        }
        let mut request = asked.request(&reader, NEVER);
        if let Some(body) = &asked.body {
            request = request.json(body);
        }
        let answer = reader.send(request).await;
        match answer.status.as_u16() {
            403 => refused += 1,
            // One's own profile is one's own; but not at a version that never was.
            412 | 428 if asked.path.ends_with("/people/me") => {}
            _ => done.push(format!("{} answered {}: {}", asked.name, answer.status, answer.text())),
        }
    }
    assert!(refused > 60, "only {refused} were refused");
    assert!(done.is_empty(), "{}", done.join("\n"));
    assert_eq!(changes(&before, &kept(&suite).await), Vec::<String>::new());
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_database_is_away_everything_is_503_and_afterwards_all_is_as_before() {
    let suite = Suite::start_on(Database::over_a_wire().await, &[]).await;
    let tenant = suite.tenant("Tenant A").await;
    let things = Things::of(&tenant, &suite).await;
    let somebody = strong(&tenant).await;
    let goal = things.ids["goals"].clone();
    somebody.get(&format!("/api/v1/goals/{goal}")).await.ok();
    quiet(&suite).await;
    let before = kept(&suite).await;

    suite.database.wire().cut();
    let mut faults = Faults(Vec::new());
    let mut away = 0;
    for asked in Asked::all(&suite, &things) {
        let mut request = asked.request(&somebody, NEVER);
        if let Some(body) = &asked.body {
            request = request.json(body);
        }
        let answer = somebody.send(request).await;
        match answer.status.as_u16() {
            503 => {
                faults.unless(&asked, &answer, 503, "unavailable");
                let seconds: u32 = answer.headers["retry-after"].to_str().unwrap().parse().unwrap();
                assert!((1..=60).contains(&seconds), "{}: {seconds}", asked.name);
                away += 1;
            }
            // What is wrong with a request can be told without a database, and so can who may not.
            401 | 403 | 422 if asked.method != Method::GET => {}
            403 if is_operators(&asked.path) => {}
            200 if WITHOUT_DATABASE.contains(&asked.name.as_str()) => {}
            _ => faults
                .0
                .push(format!("{} answered {}: {}", asked.name, answer.status, answer.text())),
        }
    }
    assert!(faults.0.is_empty(), "{}", faults.0.join("\n"));
    assert!(away > 90, "only {away} were told to come back");
    let health = |path: &str| reqwest::get(format!("{}{path}", suite.base));
    assert_eq!(health("/healthz").await.unwrap().status(), 200);
    assert_eq!(health("/readyz").await.unwrap().status(), 503);

    suite.database.wire().mend();
    let read = until_back(&somebody, &format!("/api/v1/goals/{goal}")).await;
    assert_eq!(health("/readyz").await.unwrap().status(), 200);
    assert_eq!(changes(&before, &kept(&suite).await), Vec::<String>::new());
    let closed = format!("/api/v1/goals/{goal}/close");
    somebody.act(&closed, &read.json["version"], json!({})).await.ok();
    suite.stop().await;
}

/// The answer once the database is back: what was told to come back does.
async fn until_back(client: &Client, path: &str) -> Answer {
    for _ in 0..100 {
        let answer = client.get(path).await;
        if answer.status != 503 {
            return answer.ok();
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("{path} is still unavailable ten seconds after the database came back");
}
