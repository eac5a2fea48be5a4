//! A thing of a tenant for each resource, made through the API, and how operations are asked about it.

use std::collections::BTreeMap;

use kit::{Client, Suite, Tenant};
use serde_json::{Value, json};

/// Ids by resource. Every name holds the words "of A".
pub struct Things {
    pub ids: BTreeMap<&'static str, String>,
    /// The id of a file attached to the thing of a resource.
    pub attachments: BTreeMap<&'static str, String>,
}

/// Resources whose things take files.
const ATTACHED_TO: [&str; 8] = [
    "policies",
    "goals",
    "statements",
    "projects",
    "applications",
    "partners",
    "networks",
    "activities",
];

/// Makes a thing and gives its id.
async fn made(by: &Client, path: &str, body: Value) -> String {
    by.post(&format!("/api/v1/{path}"), body).await.created().id()
}

impl Things {
    pub async fn of(tenant: &Tenant, suite: &Suite) -> Self {
        let planner = tenant.planner().await;
        let mut things = Self {
            ids: BTreeMap::new(),
            attachments: BTreeMap::new(),
        };
        things.organise(tenant, suite).await;
        things.share(tenant, suite).await;
        suite.settle().await;
        things.steer(&planner).await;
        suite.settle().await;
        things.work(&planner).await;
        suite.settle().await;
        things.tie(&planner).await;
        things.view(tenant, suite).await;
        let report = json!({"kind": "yearly_followup", "year": 2026, "language": "en"});
        things.keep("reports", made(&planner, "reports", report).await);
        things.attach(&planner).await;
        things.take_out(&planner).await;
        things.bring_in(&planner).await;
        let view = json!({"list": "projects", "name": "View of A", "query": "kind=eu", "shared": true});
        things.keep("saved-views", made(&planner, "saved-views", view).await);
        suite.settle().await;
        things
    }

    fn keep(&mut self, resource: &'static str, id: String) {
        self.ids.insert(resource, id);
    }

    /// The organisation itself, its people and its words.
    async fn organise(&mut self, tenant: &Tenant, suite: &Suite) {
        let admin = &tenant.admin;
        self.keep("organisations", tenant.id.to_string());
        self.keep("units", tenant.unit("Unit of A", None).await);
        let taxonomy = json!({"key": "own", "name": {"en": "Own themes of A"}});
        let taxonomy = made(admin, "taxonomies", taxonomy).await;
        let theme = json!({"taxonomy_id": taxonomy, "code": "a", "name": {"en": "Theme of A"}});
        self.keep("themes", made(admin, "themes", theme).await);
        self.keep("taxonomies", taxonomy);
        let guest = json!({"email": "guest@example.org", "name": "Guest of A", "language": "en", "roles": [{"role": "reader"}]});
        self.keep("invitations", made(admin, "invitations", guest).await);
        for resource in ["memberships", "people", "sessions", "mails"] {
            let list = admin.get(&format!("/api/v1/{resource}")).await.ok().items();
            let first = list.first().unwrap_or_else(|| panic!("there are no {resource}"));
            self.keep(resource, first["id"].as_str().unwrap().to_owned());
        }
        let ends_on = (jiff::Zoned::now().date() + jiff::ToSpan::month(1)).to_string();
        let key = json!({"name": "Key of A", "scopes": ["projects:read"], "ends_on": ends_on});
        self.keep("api-keys", made(admin, "api-keys", key).await);
        // Told nothing, so that nothing is sent anywhere.
        let webhook = json!({"name": "Webhook of A", "url": "https://193.166.3.2/", "kinds": ["organisation"]});
        let webhook = admin.post("/api/v1/webhooks", webhook).await.created();
        let off = format!("/api/v1/webhooks/{}/disable", webhook.id());
        admin.act(&off, &webhook.json["version"], json!({})).await.ok();
        self.keep("webhooks", webhook.id());
        let subscription = admin.get("/api/v1/subscriptions/current").await.ok();
        self.keep("subscriptions", subscription.id());
        let plan = json!({"name": {"en": "Plan of A"}, "people": 1000});
        self.keep("plans", made(&suite.operator().await, "plans", plan).await);
    }

    /// What is given to somebody else.
    async fn share(&mut self, tenant: &Tenant, suite: &Suite) {
        let viewer = suite.organisation("Viewer of what is shared", "sub_region", "FI").await;
        let body = json!({"viewer_id": viewer.id, "dataset": "projects", "level": "aggregate", "valid_from": "2026-01-01",
                          "decision": {"body": {"en": "Board of A"}, "decided_on": "2025-12-01"}});
        self.keep(
            "sharing-agreements",
            made(&tenant.admin, "sharing-agreements", body).await,
        );
    }

    /// Goals and what hangs on them.
    async fn steer(&mut self, planner: &Client) {
        let unit = self.ids["units"].clone();
        let levels = planner.get("/api/v1/goal-levels").await.ok();
        let level = levels.json["levels"][0]["key"].clone();
        let period = json!({"from": "2026-01-01"});
        let goal = json!({"title": {"en": "Goal of A"}, "level": level, "accountable_unit_id": unit, "period": period});
        let goal = made(planner, "goals", goal).await;
        let policy = json!({"kind": "policy", "title": {"en": "Policy of A"}, "period": period});
        self.keep("policies", made(planner, "policies", policy).await);
        let assignment = json!({"title": {"en": "Assignment of A"}, "unit_id": unit, "goal_id": goal});
        self.keep("assignments", made(planner, "assignments", assignment).await);
        let indicator = json!({"name": {"en": "Indicator of A"}, "goal_ids": [goal], "unit_of_measure": {"en": "pieces"},
                               "direction": "up", "kind": "number", "frequency": "year", "owner_unit_id": unit});
        let indicator = made(planner, "indicators", indicator).await;
        let value = json!({"indicator_id": indicator, "period": "2026", "value": "3", "status": "final"});
        self.keep("indicator-values", made(planner, "indicator-values", value).await);
        self.keep("indicators", indicator);
        self.keep("goals", goal);
        let round = json!({"year": 2026, "due_on": "2026-12-31", "unit_ids": [unit]});
        self.keep("statement-rounds", made(planner, "statement-rounds", round).await);
        let owed = planner.get("/api/v1/statements?year=2026").await.ok().items();
        self.keep("statements", owed[0]["id"].as_str().unwrap().to_owned());
    }

    /// Projects and what is done with others.
    async fn work(&mut self, planner: &Client) {
        let unit = self.ids["units"].clone();
        let project = json!({"title": {"en": "Project of A"}, "kind": "eu", "role": "lead", "owner_unit_id": unit,
                             "period": {"from": "2026-01-01"}, "summary": {"en": "Of A."}});
        let project = made(planner, "projects", project).await;
        let application = made(planner, "applications", json!({"project_id": project})).await;
        self.keep("applications", application);
        self.keep("projects", project);
        let partner = json!({"name": "Partner of A", "kind": "university", "country": "SE"});
        self.keep("partners", made(planner, "partners", partner).await);
        let network = made(planner, "networks", json!({"name": {"en": "Network of A"}})).await;
        let membership = json!({"network_id": network, "accountable_unit_id": unit, "since": "2020-01-01"});
        self.keep(
            "network-memberships",
            made(planner, "network-memberships", membership).await,
        );
        self.keep("networks", network);
        let activity = json!({"kind": "visit", "title": {"en": "Activity of A"}, "country": "SE", "unit_id": unit,
                              "period": {"from": "2026-02-01", "to": "2026-02-02"}});
        self.keep("activities", made(planner, "activities", activity).await);
    }

    /// A file at each thing that takes some.
    async fn attach(&mut self, planner: &Client) {
        for resource in ATTACHED_TO {
            let path = format!("/api/v1/{resource}/{}/attachments", self.ids[resource]);
            let added = planner.upload(&path, "Of A.txt", b"Of A.".to_vec()).await.created();
            self.attachments.insert(resource, added.id());
        }
    }

    /// A list as a file, written to its end.
    async fn take_out(&mut self, planner: &Client) {
        let wanted = json!({"list": "/api/v1/projects", "format": "csv"});
        let export = planner.post("/api/v1/exports/projects", wanted).await.expect(202);
        let address = export.json["address"].as_str().unwrap().to_owned();
        while planner.get(&address).await.ok().json["state"] != "done" {
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
        self.keep("exports", export.id());
    }

    /// A table of values, as it was sent.
    async fn bring_in(&mut self, planner: &Client) {
        let table = b"indicator,period,value\nOf A,2026,1\n".to_vec();
        let path = "/api/v1/imports/indicator-values";
        let import = planner.upload(path, "Of A.csv", table).await.created();
        self.keep("imports", import.id());
    }

    /// What only those have who are given something by others: written here as the events and the aggregator would.
    async fn view(&mut self, tenant: &Tenant, suite: &Suite) {
        let id = uuid::Uuid::now_v7();
        let agreement = uuid::Uuid::now_v7();
        let sql = format!(
            "INSERT INTO reporting.releases (tenant_id, id, measure, period, group_key, breakdown, statistic, audience,
                 membership_hash, outcome, value, coverage, parameters, released_at, released_by)
             VALUES ('{tenant}', '{id}', 'activities', 2020, 'all', 'total', 'sum', 'association', '', 'released', 17,
                     'under_10', 1, now(), gen_random_uuid());
             INSERT INTO reporting.agreements (tenant_id, id, version, side, owner_id, owner_name, owner_code, owner_country,
                 viewer_id, dataset, level, waiver, valid_from, state, terms_version)
             SELECT '{tenant}', CASE dataset WHEN 'projects' THEN '{agreement}' ELSE gen_random_uuid() END, 1, 'viewer',
                    md5('owner')::uuid, '{{\"en\": \"Giver of A\"}}', '001', 'FI', '{tenant}', dataset, 'named', false,
                    '2020-01-01', 'in_force', 1
             FROM unnest(ARRAY['goals', 'projects', 'networks', 'activities']) dataset;
             INSERT INTO reporting.shared_rows (tenant_id, agreement_id, id, dataset, owner_id, owner_name, kind, status,
                 starts_on, ends_on, title_sort, body)
             SELECT tenant_id, id, gen_random_uuid(), dataset, owner_id, owner_name, 'eu', 'open', '2026-01-01',
                    '2026-12-31', 'of a',
                    CASE dataset
                        WHEN 'networks' THEN '{{\"name\": {{\"en\": \"Of A\"}}, \"kind\": \"network\"}}'::jsonb
                        ELSE '{{\"title\": {{\"en\": \"Shared of A\"}}, \"kind\": \"eu\", \"role\": \"lead\",
                               \"status\": \"open\", \"period\": {{\"from\": \"2026-01-01\", \"to\": null}},
                               \"cross_cutting\": false, \"to_be_measured\": false}}'::jsonb
                    END
             FROM reporting.agreements WHERE tenant_id = '{tenant}' AND side = 'viewer';
             SET app.tenant_id = '{tenant}';
             SET search_path TO reporting;
             SELECT journal_append(ARRAY['release'], ARRAY['{id}']::uuid[], ARRAY[1]::bigint[], ARRAY['released'],
                 ARRAY['']::bytea[], ARRAY[false], ARRAY[NULL]::text[], ARRAY[NULL]::uuid[], '', 'live')",
            tenant = tenant.id,
        );
        suite.database.execute(&sql).await;
        self.keep("releases", id.to_string());
    }

    /// What lies between two services.
    async fn tie(&mut self, planner: &Client) {
        let link = json!({"goal_id": self.ids["goals"], "target_kind": "project", "target_id": self.ids["projects"],
                          "strength": 2, "note": "Of A."});
        self.keep("goal-links", made(planner, "goal-links", link).await);
    }
}

/// The resource of an address: the part after `/api/v1/`.
pub fn resource(path: &str) -> &str {
    let below = path.trim_start_matches("/api/v1/");
    below.split('/').next().unwrap_or_default()
}

impl Things {
    /// An operation's address with an id in place of its first parameter; further ones get what a report or the thing of
    /// the resource has.
    pub fn at(&self, path: &str, id: &str) -> String {
        let attachment = self.attachments.get(resource(path));
        path.replacen("{id}", id, 1)
            .replace("{key}", "eu_projects")
            .replace("{n}", "1")
            .replace("{edition}", "1")
            .replace("{delivery_id}", &uuid::Uuid::nil().to_string())
            .replace("{attachment_id}", attachment.map_or("", String::as_str))
    }
}

/// The example body of an operation, as its description gives it.
pub fn example(operation: &Value, document: &Value) -> Option<Value> {
    // A file is no JSON, and has no example.
    let schema = &operation.get("requestBody")?["content"].get("application/json")?["schema"];
    let named = schema["$ref"]
        .as_str()
        .map(|reference| reference.trim_start_matches('#'));
    let schema = named.and_then(|place| document.pointer(place)).unwrap_or(schema);
    Some(schema.get("example").cloned().unwrap_or_else(|| json!({})))
}

/// Whether an address is for operators alone, who act for no tenant: a journal or a rejected event of whichever tenant.
pub fn is_operators(path: &str) -> bool {
    let mut parts = path.trim_start_matches("/api/v1/").split('/');
    match parts.next() {
        Some("dead-letters" | "probes" | "plans" | "signing-keys" | "health" | "rebuilds") => true,
        Some("usage") => parts.nth(1).is_none(),
        Some("journal") => parts.nth(1) == Some("tenants"),
        _ => path.ends_with("/imports") || path.ends_with("/second-factor-resets") || path.ends_with("/erasures"),
    }
}

/// What a path cannot be asked without.
pub fn what_it_asks(path: &str) -> &'static str {
    match path {
        "/api/v1/search" => "?q=of",
        "/api/v1/indicator-values/grid" => "?period=2026",
        board if board.ends_with("/board") => "?year=2026",
        _ => "",
    }
}
