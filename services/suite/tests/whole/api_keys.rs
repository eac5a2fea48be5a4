//! A key by which a program acts: everywhere within its scopes, nowhere beyond them or its maker, and over at once.

use jiff::{SignedDuration, ToSpan as _, Zoned};
use kit::{Answer, Apart, Client, OPERATOR_EMAIL, OPERATOR_PASSWORD, Suite, Tenant};
use platform::clock::end_of_day;
use serde_json::{Value, json};

async fn revoke(by: &Client, key: &Answer) -> Answer {
    let path = format!("/api/v1/api-keys/{}/revoke", key.id());
    by.act(&path, &key.json["version"], json!({})).await
}

fn partner(name: &str) -> Value {
    json!({"name": name, "kind": "municipality", "country": "EE"})
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_for_reading_projects_reads_projects_and_nothing_else_and_is_out_at_once_when_revoked() {
    let suite = Suite::start().await;
    let tenant = suite.tenant("Kauhajoki").await;
    let (program, key) = tenant.program_with(json!({})).await;
    assert!(key.json["secret"].as_str().unwrap().starts_with("smk_"));
    program.get("/api/v1/projects").await.ok();
    program.get("/api/v1/partners?format=csv").await.ok();
    program.get("/api/v1/programmes").await.ok();
    for path in [
        "/api/v1/goals",
        "/api/v1/units",
        "/api/v1/people",
        "/api/v1/dashboards/start",
    ] {
        program.get(path).await.assert_problem(403, "beyond_scope");
    }
    let refused = program.post("/api/v1/partners", partner("Town")).await;
    let refused = refused.assert_problem(403, "beyond_scope");
    assert!(refused.json["detail"].as_str().unwrap().contains("partners:write"));
    assert_eq!(tenant.admin.get("/api/v1/partners").await.ok().items().len(), 0);

    let shown = tenant.admin.get(&format!("/api/v1/api-keys/{}", key.id())).await.ok();
    assert!(
        shown.json.get("secret").is_none(),
        "the secret is told once: {}",
        shown.json
    );
    assert_eq!(
        shown.json["last_used_on"],
        json!(suite.clock.today("Europe/Helsinki").to_string())
    );

    let revoked = revoke(&tenant.admin, &key).await.ok();
    assert_eq!(revoked.json["state"], "revoked");
    program.get("/api/v1/projects").await.assert_problem(401, "bad_api_key");
    revoke(&tenant.admin, &revoked).await.assert_problem(409, "key_revoked");
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_does_no_more_than_its_maker_may_at_that_moment() {
    let suite = Suite::start().await;
    let tenant = suite.tenant("Kauhajoki").await;
    let maker = tenant.person("admin").await;
    let other = Tenant {
        id: tenant.id,
        name: tenant.name.clone(),
        admin: maker,
    };
    let (program, key) = other
        .program_with(json!({"scopes": ["projects:read", "partners:write"]}))
        .await;
    program.post("/api/v1/partners", partner("Town")).await.created();
    let members = tenant.admin.get("/api/v1/memberships").await.ok().items();
    let person = other.admin.person_id.unwrap().to_string();
    let membership = members.iter().find(|m| m["person_id"] == person.as_str()).unwrap();
    let path = format!("/api/v1/memberships/{}", membership["id"].as_str().unwrap());
    let reader = json!({"roles": [{"role": "reader"}]});
    let demoted = tenant.admin.patch(&path, &membership["version"], reader).await.ok();
    program
        .post("/api/v1/partners", partner("City"))
        .await
        .assert_problem(403, "not_allowed");
    program.get("/api/v1/projects").await.ok();
    tenant.admin.delete(&path, &demoted.json["version"]).await.gone();
    program.get("/api/v1/projects").await.assert_problem(401, "bad_api_key");
    let left = tenant.admin.get(&format!("/api/v1/api-keys/{}", key.id())).await.ok();
    assert_eq!(left.json["state"], "revoked", "it would live again with its maker");
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_key_does_is_told_as_the_deed_of_the_key() {
    let suite = Suite::start().await;
    let tenant = suite.tenant("Kauhajoki").await;
    let (program, key) = tenant
        .program_with(json!({"scopes": ["projects:read", "partners:write", "themes:write"]}))
        .await;
    let made = program.post("/api/v1/partners", partner("Town")).await.created();
    let path = format!("/api/v1/partners/{}/history", made.id());
    let history = program.get(&path).await.ok().items();
    assert_eq!(history[0]["actor_id"], key.id().as_str());
    // The same where another role of the database writes.
    let words = json!({"key": "own", "name": {"en": "Own"}});
    let words = program.post("/api/v1/taxonomies", words).await.created();
    let path = format!("/api/v1/taxonomies/{}", words.id());
    let renamed = json!({"name": {"en": "Words"}});
    program.patch(&path, &words.json["version"], renamed).await.ok();
    let history = tenant.admin.get(&format!("{path}/history")).await.ok().items();
    assert!(
        history.iter().all(|step| step["actor_id"] == key.id().as_str()),
        "{history:?}"
    );
    let names = format!("/api/v1/people/names?ids={}", key.id());
    let names = tenant.admin.get(&names).await.ok();
    assert_eq!(names.json["items"][0]["name"]["en"], "Power BI (API key)");
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_with_every_scope_makes_neither_keys_nor_roles_nor_sharing_and_is_nobodys_session() {
    let suite = Suite::start().await;
    let tenant = suite.tenant("Kauhajoki").await;
    let every: Vec<&str> = tenants::api_key::Scope::ALL.iter().map(|scope| scope.code()).collect();
    let (program, key) = tenant.program_with(json!({"scopes": every})).await;
    let ends_on = key.json["ends_on"].clone();
    let another = json!({"name": "Another", "scopes": ["goals:read"], "ends_on": ends_on});
    let guest = json!({"email": "guest@example.org", "name": "Guest", "language": "en", "roles": [{"role": "admin"}]});
    let export = json!({"list": "/api/v1/projects", "format": "csv"});
    for (path, body) in [
        ("api-keys", another),
        ("invitations", guest),
        ("exports/projects", export),
    ] {
        let answer = program.post(&format!("/api/v1/{path}"), body).await;
        answer.assert_problem(403, "not_for_keys");
    }
    revoke(&program, &key).await.assert_problem(403, "beyond_scope");
    program
        .get("/api/v1/api-keys")
        .await
        .assert_problem(403, "beyond_scope");
    program
        .get("/api/v1/people/me")
        .await
        .assert_problem(403, "not_for_keys");
    program
        .get("/api/v1/organisations")
        .await
        .assert_problem(403, "not_for_keys");
    program.get("/api/v1/mails").await.assert_problem(403, "not_for_keys");
    let proof = json!({"password": kit::PASSWORD});
    let stepped = program.post("/api/v1/sessions/step-up", proof).await;
    assert_eq!(stepped.status, 401, "{}", stepped.text());
    let token = program
        .post("/api/v1/sessions/access-tokens", json!({"organisation_id": tenant.id}))
        .await;
    assert_eq!(token.status, 401, "{}", token.text());
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_service_asks_another_in_a_keys_name_is_within_its_scopes_and_from_its_networks() {
    let suite = Suite::start().await;
    let tenant = suite.tenant("Kauhajoki").await;
    let networks = json!(["192.0.2.0/24"]);
    let (boards, _) = tenant
        .program_with(json!({"scopes": ["registers:read"], "networks": networks}))
        .await;
    let (both, _) = tenant
        .program_with(json!({"scopes": ["registers:read", "goals:read"], "networks": networks}))
        .await;
    for path in ["/api/v1/dashboards/leadership", "/api/v1/dashboards/international"] {
        let asked = |program: &Client| {
            let request = program.request(reqwest::Method::GET, path);
            request.header("x-forwarded-for", "192.0.2.99")
        };
        let refused = boards.send(asked(&boards)).await.assert_problem(403, "beyond_scope");
        assert!(refused.json["detail"].as_str().unwrap().contains("goals:read"));
        both.send(asked(&both)).await.ok();
    }
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_ends_with_its_last_day_and_is_bound_to_its_networks() {
    let suite = Suite::start().await;
    let tenant = suite.tenant("Kauhajoki").await;
    let today = suite.clock.today("Europe/Helsinki").to_string();
    let (ending, key) = tenant.program_with(json!({"ends_on": today})).await;
    let elsewhere = json!({"networks": ["192.0.2.7/24", "2001:db8::1"]});
    let (bound, second) = tenant.program_with(elsewhere).await;
    assert_eq!(second.json["networks"], json!(["192.0.2.0/24", "2001:db8::1/128"]));
    ending.get("/api/v1/projects").await.ok();
    bound
        .get("/api/v1/projects")
        .await
        .assert_problem(403, "network_not_allowed");
    let forwarded = bound.request(reqwest::Method::GET, "/api/v1/projects");
    bound.send(forwarded.header("x-forwarded-for", "192.0.2.99")).await.ok();

    // In steps, because a session that nobody uses ends; to the last minute of the day.
    let last = end_of_day(suite.clock.today("Europe/Helsinki"), "Europe/Helsinki").unwrap();
    let mut left = last.duration_since(suite.clock.now()) - SignedDuration::from_mins(1);
    while left.is_positive() {
        let step = left.min(SignedDuration::from_hours(8));
        suite.advance(step);
        tenant.admin.renew().await;
        left -= step;
    }
    ending.get("/api/v1/projects").await.ok();
    // Less than a token of anybody else's would live.
    suite.advance(SignedDuration::from_mins(2));
    ending.get("/api/v1/projects").await.assert_problem(401, "bad_api_key");
    let shown = tenant.admin.get(&format!("/api/v1/api-keys/{}", key.id())).await.ok();
    assert_eq!(shown.json["state"], "ended");
    let ended = tenant.admin.get("/api/v1/api-keys?state=ended").await.ok().items();
    assert_eq!(ended.len(), 1);
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn making_a_key_asks_for_a_fresh_proof_an_end_within_a_year_and_what_it_is_for() {
    let suite = Suite::start().await;
    let tenant = suite.tenant("Kauhajoki").await;
    let day = |years: i64| (Zoned::now().date() + years.years() + 2.days()).to_string();
    let wish = |body: Value| tenant.admin.post("/api/v1/api-keys", body);
    let good = json!({"name": "Power BI", "scopes": ["goals:read"], "ends_on": day(0)});
    for (field, value, pointer, code) in [
        ("ends_on", json!(day(1)), "/ends_on", "too_late"),
        ("ends_on", json!("2020-01-01"), "/ends_on", "in_the_past"),
        ("scopes", json!([]), "/scopes", "required"),
        ("name", json!(" "), "/name", "required"),
        (
            "networks",
            json!(["10.0.0.0/8", "the office"]),
            "/networks/1",
            "bad_network",
        ),
    ] {
        let mut body = good.clone();
        body[field] = value;
        wish(body).await.assert_fault(pointer, code);
    }
    let mut body = good.clone();
    body["scopes"] = json!(["people:write"]);
    wish(body).await.expect(422);
    for role in ["planner", "auditor"] {
        let somebody = tenant.person(role).await;
        let answer = somebody.post("/api/v1/api-keys", good.clone()).await;
        answer.assert_problem(403, "not_allowed");
    }
    suite.advance(SignedDuration::from_mins(16));
    tenant.admin.renew().await;
    wish(good).await.assert_problem(403, "step_up_required");
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_counted_as_a_caller_of_its_own() {
    let suite = Suite::start_with(&[("SAMVERKA_LIMIT_CALLER", "30"), ("SAMVERKA_LIMIT_TENANT", "1000")]).await;
    let tenant = suite.tenant("Kauhajoki").await;
    let (program, _) = tenant.program_with(json!({})).await;
    let mut went_well = 0;
    while program.get("/api/v1/projects").await.status != 429 {
        went_well += 1;
        assert!(went_well < 100, "never refused");
    }
    assert!((30..40).contains(&went_well), "{went_well}");
    tenant.admin.get("/api/v1/projects").await.ok();
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_of_whoever_is_erased_are_revoked() {
    let suite = Suite::start().await;
    let tenant = suite.tenant("Kauhajoki").await;
    let maker = tenant.person("admin").await;
    let other = Tenant {
        id: tenant.id,
        name: tenant.name.clone(),
        admin: maker,
    };
    let (program, key) = other.program_with(json!({})).await;
    program.get("/api/v1/projects").await.ok();
    let me = other.admin.get("/api/v1/people/me").await.ok();
    other
        .admin
        .act("/api/v1/people/me/erase", &me.json["version"], json!({}))
        .await;
    program.get("/api/v1/projects").await.assert_problem(401, "bad_api_key");
    let shown = tenant.admin.get(&format!("/api/v1/api-keys/{}", key.id())).await.ok();
    assert_eq!(
        (&shown.json["state"], &shown.json["made_by_name"]),
        (&json!("revoked"), &Value::Null)
    );
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_service_takes_keys_and_refuses_a_revoked_one_from_the_answer_on() {
    let apart = Apart::alone().await;
    let tenants = apart.serve("tenants", None).await;
    let services = [
        (apart.serve("projects", Some(&tenants)).await, "partners"),
        (apart.serve("goals", Some(&tenants)).await, "goals"),
        (apart.serve("reporting", Some(&tenants)).await, "reports"),
    ];
    let operator = tenants
        .visitor()
        .signed_in(OPERATOR_EMAIL, OPERATOR_PASSWORD, None)
        .await;
    let tenant = Tenant::sign_up(&tenants.visitor(), &operator, "Apart").await;
    let scopes = json!({"scopes": ["projects:read", "goals:read", "reports:read"]});
    let (program, key) = tenant.program_with(scopes).await;
    let secret = program.access_token().unwrap();
    for (service, resource) in &services {
        let there = service.visitor().with_access_token(&secret);
        there.get(&format!("/api/v1/{resource}")).await.ok();
    }
    revoke(&tenant.admin, &key).await.ok();
    for (service, resource) in &services {
        let there = service.visitor().with_access_token(&secret);
        there
            .get(&format!("/api/v1/{resource}"))
            .await
            .assert_problem(401, "bad_api_key");
    }
    for (service, _) in services {
        service.stop().await;
    }
    tenants.stop().await;
}
