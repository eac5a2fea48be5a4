//! The plan of every list, as PostgreSQL carried it out for the service's own login among many tenants.
//!
//! Each list of the description is asked in each of its orders and with each of its filters. The server remarks on the
//! wire how it went about it (`auto_explain`), so what is judged is the statement that the service sent, under the role
//! and the row security it was sent with.

use std::collections::{BTreeMap, BTreeSet};

use kit::{Client, Suite, database::Database};
use serde_json::{Value, json};

use crate::things::{Things, resource, what_it_asks};

mod crowd;
mod judge;

use judge::{Judge, Plan};

/// Rows of a page here.
const LIMIT: usize = 10;

/// What answers items and asks no table for them.
const WITHOUT_TABLES: &[(&str, &str)] = &[
    ("/api/v1/roles", "the matrix is compiled in"),
    ("/api/v1/aggregates/measures", "the catalogue is compiled in"),
];

/// Pages that are not cut from a table by key, and what they are cut from.
const WITHOUT_KEYS: &[(&str, &str)] = &[
    (
        "/api/v1/reports/{id}/figures/{key}",
        "the rows of one figure lie in one document",
    ),
    ("/api/v1/goal-coverage/cells", "worked out from the whole tree"),
    (
        "/api/v1/dashboards/leadership/rows",
        "worked out from the organisation's registers",
    ),
    (
        "/api/v1/dashboards/international/rows",
        "worked out from the organisation's registers",
    ),
    (
        "/api/v1/dashboards/completeness/rows",
        "worked out from the organisation's registers",
    ),
    ("/api/v1/sessions", "a person has few"),
];

/// What lists are filtered by when their first row does not tell a value.
const FILTERS: &[(&str, &str)] = &[
    ("q", "of a"),
    ("period", "2026"),
    ("month", "2026-11"),
    ("status", "open"),
    ("state", "open"),
    ("kind", "eu"),
    ("country", "SE"),
    ("code", "999"),
    ("aggregate", "goal"),
    ("event", "created"),
    ("source", "goals"),
    ("parent_code", "999"),
    ("level", "goal"),
    ("escalation", "none"),
];

/// A list of the description.
struct List {
    path: String,
    /// Filters with a value each.
    filters: Vec<(String, Value)>,
    sorted: bool,
}

fn lists(suite: &Suite, document: &Value) -> Vec<List> {
    let mut lists = Vec::new();
    for operation in suite.contract.operations() {
        let answer = &operation.description["responses"]["200"]["content"]["application/json"]["schema"];
        if operation.method != "GET" || resolved(answer, document)["properties"]["items"].is_null() {
            continue;
        }
        // One function of the database, whose plan is not the caller's to see: it is made for the index of words, past row
        // security, and asks for one tenant's mark (`migrations/reporting/…_search`).
        if operation.path == "/api/v1/search" {
            continue;
        }
        let parameters = operation.description["parameters"].as_array().into_iter().flatten();
        let mut list = List {
            path: operation.path.clone(),
            filters: Vec::new(),
            sorted: false,
        };
        for parameter in parameters.filter(|p| p["in"] == "query") {
            match parameter["name"].as_str().unwrap() {
                "limit" | "after" | "format" | "dialect" => {}
                "sort" => list.sorted = true,
                name => list
                    .filters
                    .push((name.to_owned(), resolved(&parameter["schema"], document))),
            }
        }
        lists.push(list);
    }
    lists
}

/// A schema itself, where it is only referred to or may be nothing.
fn resolved(schema: &Value, document: &Value) -> Value {
    if let Some(reference) = schema["$ref"].as_str() {
        let there = document.pointer(reference.trim_start_matches('#'));
        return resolved(there.unwrap_or(&Value::Null), document);
    }
    let choices = schema["oneOf"].as_array().or(schema["allOf"].as_array());
    match choices.and_then(|all| all.iter().find(|s| s["type"] != "null")) {
        Some(choice) => resolved(choice, document),
        None => schema.clone(),
    }
}

/// The orders of a list, the usual one first: a list tells them when it is asked for another.
async fn orders(client: &Client, path: &str) -> Vec<String> {
    let refused = client.get(&format!("{path}?sort=-")).await;
    let told = refused.json["errors"][0]["detail"].as_str().unwrap_or_default();
    let named = told.split('`').skip(1).step_by(2).filter(|word| *word != "sort");
    named.map(str::to_owned).collect()
}

/// Values for a filter: what the first row says in a field of that name, or else what the type allows.
fn values(name: &str, schema: &Value, row: &Value, things: &Things) -> Vec<String> {
    if schema["type"] == "boolean" {
        return vec!["true".to_owned(), "false".to_owned()];
    }
    if schema["format"] == "uuid" {
        let of_row = row[name].as_str().map(str::to_owned);
        return vec![of_row.unwrap_or_else(|| things.pointed_at_by(name))];
    }
    if schema["format"] == "date-time" {
        return vec!["2026-06-01T00:00:00Z".to_owned()];
    }
    if schema["format"] == "date" {
        return vec!["2026-06-01".to_owned()];
    }
    if schema["type"] == "integer" {
        return vec!["2026".to_owned()];
    }
    let choices: Vec<&str> = schema["enum"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let usual = FILTERS
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, value)| *value);
    let of_row = row[name]
        .as_str()
        .filter(|word| choices.is_empty() || choices.contains(word));
    let value = of_row.or(choices.first().copied()).or(usual);
    vec![
        value
            .unwrap_or_else(|| panic!("no value for the filter {name}"))
            .to_owned(),
    ]
}

/// A tenant with a thing of each kind, among many others with many of each; and who asks: somebody of the tenant, the
/// operator.
async fn crowded(suite: &Suite) -> (Things, [Client; 2]) {
    let tenant = suite.tenant("Tenant A").await;
    let mut things = Things::of(&tenant, suite).await;
    let everything = json!([{"role": "admin"}, {"role": "planner"}, {"role": "controller"}, {"role": "registrar"}]);
    let somebody = tenant.with_roles(everything).await;
    let operator = suite.operator().await;
    let name = json!({"en": "Of everybody"});
    let place =
        json!({"code": "999", "country": "FI", "kind": "municipality", "name": name, "valid_from": "2000-01-01"});
    let programme = json!({"code": "X-2127", "name": name, "kind": "structural", "who": "FI"});
    for (path, item) in [("geography", place), ("programmes", programme)] {
        let path = format!("/api/v1/{path}/imports");
        operator.post(&path, json!({"items": [item]})).await.ok();
    }
    let shared = "INSERT INTO tenants.shared_taxonomies (id, version, organisation_name, country, key, name, themes,
                      withdrawn, published_at)
                  VALUES (gen_random_uuid(), 1, '{\"en\": \"Association\"}', 'FI', 'shared', '{\"en\": \"Shared\"}', '[]', false, now())";
    suite.database.execute(shared).await;
    suite.settle().await;
    while suite
        .database
        .count("SELECT count(*) FROM tenants.mails WHERE state = 'queued'")
        .await
        > 0
    {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    // What no request makes: events that were rejected, and a journal of reporting that is longer than a page.
    for service in kit::database::SERVICES {
        let rejected = format!(
            "INSERT INTO {service}.dead_letters (tenant_id, id, source, position, aggregate, aggregate_id, envelope, cause)
             SELECT '{}', gen_random_uuid(), 'goals', n, 'goal', gen_random_uuid(), '', 'of a test'
             FROM generate_series(1, 30) n",
            tenant.id
        );
        suite.database.execute(&rejected).await;
        let used = format!(
            "INSERT INTO {service}.usage_months (tenant_id, month, kind, amount)
             SELECT '{}', date_trunc('month', now() AT TIME ZONE 'UTC'), 'of a test ' || n, n FROM generate_series(1, 30) n",
            tenant.id
        );
        suite.database.execute(&used).await;
    }
    let rebuilt = "INSERT INTO reporting.rebuilds (id, state, accept, asked_at, asked_by, finished_at)
                   SELECT gen_random_uuid(), 'done', false, now() - n * interval '1 minute', gen_random_uuid(), now()
                   FROM generate_series(1, 30) n";
    suite.database.execute(rebuilt).await;
    let me = somebody.get("/api/v1/people/me").await.ok().id();
    for service in kit::database::SERVICES {
        let taken_out = format!(
            "INSERT INTO {service}.exports (tenant_id, id, version, person_id, session_id, standing, list, format, state,
                                            failure, asked_at, finished_at)
             SELECT '{}', gen_random_uuid(), 2, '{me}', '{me}', '{{}}', 'of a test', 'csv', 'failed', 'of a test',
                    now() - n * interval '1 minute', now() FROM generate_series(1, 30) n",
            tenant.id
        );
        suite.database.execute(&taken_out).await;
    }
    let import = uuid::Uuid::now_v7();
    let brought_in = format!(
        "INSERT INTO goals.value_imports (tenant_id, id, version, person_id, session_id, rights, name, fields, state, lines,
                                          tally, uploaded_at)
         SELECT '{tenant}', CASE n WHEN 1 THEN '{import}' ELSE gen_random_uuid() END, 1, '{me}', '{me}', '{{}}', 'of a test',
                '[]', 'checked', 30, '{{\"entered\": 0, \"changed\": 0, \"unchanged\": 0, \"faulty\": 30}}',
                now() - n * interval '1 minute' FROM generate_series(1, 30) n;
         INSERT INTO goals.value_import_faults (tenant_id, id, import_id, line, field, code, detail)
         SELECT '{tenant}', gen_random_uuid(), '{import}', n, 'unit', 'of_a_test', '' FROM generate_series(1, 30) n",
        tenant = tenant.id
    );
    suite.database.execute(&brought_in).await;
    things.ids.insert("imports", import.to_string());
    let told = format!(
        "INSERT INTO tenants.webhook_deliveries (tenant_id, id, webhook_id, service, position, kind, event, thing_id,
                                                 thing_version, deleted, happened_at, state, attempts, not_before, created_at)
         SELECT '{}', gen_random_uuid(), '{}', 'goals', n, 'goal', 'created', gen_random_uuid(), 1, false, now(), 'delivered', 1,
                now(), now() - n * interval '1 minute' FROM generate_series(1, 30) n",
        tenant.id, things.ids["webhooks"]
    );
    suite.database.execute(&told).await;
    let drafted = format!(
        "INSERT INTO reporting.journal (tenant_id, position, recorded_at, aggregate, aggregate_id, version, event, state,
                                        deleted, trace)
         SELECT '{}', 1000 + n, now(), 'report', gen_random_uuid(), 1, 'drafted', '', false, ''
         FROM generate_series(1, 30) n",
        tenant.id
    );
    suite.database.execute(&drafted).await;
    crowd::gather(&suite.database, tenant.id).await;
    (things, [somebody, operator])
}

#[tokio::test(flavor = "multi_thread")]
async fn every_list_is_read_by_an_index_that_begins_with_the_tenant() {
    let database = Database::over_a_wire().await;
    for service in kit::database::SERVICES {
        database.explain_what_is_asked_by(&format!("{service}_app")).await;
        database.explain_what_is_asked_by(&format!("{service}_relay")).await;
    }
    let suite = Suite::start_on(database, &[]).await;
    let document: Value = serde_json::from_str(&suite::described()).unwrap();
    let (things, askers) = crowded(&suite).await;
    let judge = Judge::of(&suite.database).await;
    let mut round = Round {
        suite: &suite,
        judge,
        seen: BTreeMap::new(),
        full: BTreeSet::new(),
        faults: BTreeSet::new(),
    };
    let described = lists(&suite, &document);
    assert!(described.len() > 50, "only {} lists are described", described.len());
    for list in &described {
        let path = things.address(&list.path);
        let mut answered = false;
        for asker in &askers {
            // On a busy machine the round takes longer than a token lives.
            asker.renew().await;
            answered |= round.of_one_asker(asker, list, &path, &things).await;
        }
        if !answered {
            round.faults.insert(format!("{}: nobody was let in", list.path));
        }
        let by_key = list.sorted && !WITHOUT_KEYS.iter().any(|(known, _)| *known == list.path);
        if by_key && !round.full.contains(&list.path) {
            round
                .faults
                .insert(format!("{}: it never had more than a page", list.path));
        }
        let excused = WITHOUT_TABLES.iter().any(|(known, _)| *known == list.path);
        if excused {
            round.ask_until_no_table_is_seen(&askers[0], list, &path).await;
        }
        let tables = round.seen.get(&list.path).copied().unwrap_or_default();
        if (tables == 0) != excused {
            round
                .faults
                .insert(format!("{}: {tables} scans of tables were seen", list.path));
        }
    }
    let faults: Vec<String> = round.faults.into_iter().collect();
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    suite.stop().await;
}

struct Round<'a> {
    suite: &'a Suite,
    judge: Judge,
    /// How many scans of tables each list was seen to make.
    seen: BTreeMap<String, usize>,
    /// Lists that had more rows than a page shows.
    full: BTreeSet<String>,
    faults: BTreeSet<String>,
}

impl Round<'_> {
    /// Asks a list in every way. Whether this one was let in.
    async fn of_one_asker(&mut self, client: &Client, list: &List, path: &str, things: &Things) -> bool {
        if !list.sorted {
            return self.ask(client, list, path, "", false).await.is_some();
        }
        let limit = format!("limit={LIMIT}");
        let Some(first) = self.ask(client, list, path, &limit, true).await else {
            return false;
        };
        let orders = orders(client, path).await;
        if orders.is_empty() {
            self.faults
                .insert(format!("{}: it does not tell its orders", list.path));
        }
        for order in &orders {
            for sort in [order.clone(), format!("-{order}")] {
                let query = format!("{limit}&sort={sort}");
                let page = self.ask(client, list, path, &query, true).await.unwrap_or_default();
                if let Some(next) = page["next"].as_str() {
                    self.ask(client, list, path, &format!("{query}&after={next}"), true)
                        .await;
                }
            }
        }
        for (name, schema) in &list.filters {
            for value in values(name, schema, &first["items"][0], things) {
                self.ask(client, list, path, &format!("{limit}&{name}={value}"), false)
                    .await;
            }
        }
        true
    }

    /// What the suite does by itself may fall into one asking by chance, but not into each of several.
    async fn ask_until_no_table_is_seen(&mut self, client: &Client, list: &List, path: &str) {
        for _ in 0..10 {
            self.seen.remove(&list.path);
            self.ask(client, list, path, "", false).await;
            if self.seen.get(&list.path).copied().unwrap_or_default() == 0 {
                return;
            }
        }
    }

    /// Asks once, and judges every plan that was made for the answer. A page `by_key` reads no more than it shows.
    async fn ask(&mut self, client: &Client, list: &List, path: &str, query: &str, by_key: bool) -> Option<Value> {
        let wire = self.suite.database.wire();
        drop(wire.remarks());
        let needed = what_it_asks(&list.path).trim_start_matches('?');
        let name = needed.split('=').next().unwrap_or_default();
        let address = if needed.is_empty() || query.contains(&format!("{name}=")) {
            format!("{path}?{query}")
        } else {
            format!("{path}?{needed}&{query}")
        };
        let answer = client.get(&address).await;
        if answer.status == 403 {
            return None;
        }
        let about = format!("GET {}?{query}", list.path);
        if answer.status != 200 {
            self.faults
                .insert(format!("{about} answered {}: {}", answer.status, answer.text()));
            return None;
        }
        let by_key = by_key && !WITHOUT_KEYS.iter().any(|(known, _)| *known == list.path);
        let most = (by_key && answer.json["next"].is_string()).then_some(LIMIT);
        if most.is_some() {
            self.full.insert(list.path.clone());
        }
        for plan in wire.remarks().iter().filter_map(|remark| Plan::of(remark)) {
            *self.seen.entry(list.path.clone()).or_default() += self.judge.scans(&plan);
            let found = self.judge.faults(&plan, most);
            self.faults
                .extend(found.into_iter().map(|fault| format!("{about}\n   {fault}")));
        }
        Some(answer.json)
    }
}

impl Things {
    /// The address of a list below a thing.
    fn address(&self, path: &str) -> String {
        match self.ids.get(resource(path)) {
            Some(id) if path.contains("{id}") => self.at(path, id),
            _ => path.to_owned(),
        }
    }

    /// The thing that a filter such as `goal_id` may name; any other is an id that nobody has.
    fn pointed_at_by(&self, filter: &str) -> String {
        let kind = filter.trim_end_matches("_id");
        let kind = match kind {
            "accountable_unit" | "owner_unit" | "parent" => "units",
            "owner" | "person" => "people",
            "policy" => "policies",
            "taxonomy" => "taxonomies",
            "round" => "statement-rounds",
            other => &format!("{other}s"),
        };
        let known = self.ids.get(kind).cloned();
        known.unwrap_or_else(|| uuid::Uuid::now_v7().to_string())
    }
}
