use kit::Suite;
use serde_json::json;

use crate::support::membership_with;

#[tokio::test(flavor = "multi_thread")]
async fn taking_a_membership_away_puts_the_person_out_at_once() {
    let suite = Suite::start().await;
    let tenant = suite.tenant("Teuva").await;
    let planner = tenant.planner().await;
    planner.get("/api/v1/units").await.ok();
    let membership = membership_with(&tenant, "planner").await;
    let path = format!("/api/v1/memberships/{}", membership["id"].as_str().unwrap());
    tenant.admin.delete(&path, &membership["version"]).await.gone();
    planner.get("/api/v1/units").await.assert_problem(401, "revoked_token");
    tenant
        .admin
        .delete(&path, &json!(2))
        .await
        .assert_problem(404, "membership_not_found");
    let all = tenant.admin.get("/api/v1/memberships").await.ok().items();
    assert_eq!(all.len(), 1);
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn changed_roles_hold_from_the_next_token_on_and_older_tokens_die() {
    let suite = Suite::start().await;
    let tenant = suite.tenant("Teuva").await;
    let reader = tenant.reader().await;
    let theme = json!({"key": "themes", "name": {"fi": "Teemat"}});
    reader
        .post("/api/v1/taxonomies", theme.clone())
        .await
        .assert_problem(403, "not_allowed");
    let membership = membership_with(&tenant, "reader").await;
    let path = format!("/api/v1/memberships/{}", membership["id"].as_str().unwrap());
    let roles = json!({"roles": [{"role": "planner", "unit_id": null}]});
    tenant.admin.patch(&path, &membership["version"], roles).await.ok();
    reader.get("/api/v1/units").await.assert_problem(401, "revoked_token");
    reader.renew().await;
    reader.post("/api/v1/taxonomies", theme).await.created();
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn members_are_found_by_their_role_and_by_their_name() {
    let suite = Suite::start().await;
    let tenant = suite.tenant("Teuva").await;
    let (planner, _) = (tenant.planner().await, tenant.reader().await);
    let both = json!([{"role": "reader", "unit_id": null}, {"role": "controller", "unit_id": null}]);
    tenant.with_roles(both).await;
    let count = async |query: &str| {
        let found = planner.get(&format!("/api/v1/memberships?{query}")).await.ok().items();
        found.len()
    };
    assert_eq!(count("").await, 4);
    assert_eq!(count("role=admin").await, 1);
    assert_eq!(count("role=reader").await, 2, "of several roles each counts");
    assert_eq!(count("role=controller&ended=true").await, 1);
    assert_eq!(count("role=auditor").await, 0);
    planner
        .get("/api/v1/memberships?role=mayor")
        .await
        .assert_problem(422, "invalid");
    let own = membership_with(&tenant, "planner").await;
    let name = own["person_name"].as_str().unwrap().to_uppercase();
    let found = planner
        .get(&format!("/api/v1/memberships?q={}", name.replace(' ', "%20")))
        .await
        .ok()
        .items();
    assert!(found.iter().any(|one| one["id"] == own["id"]));
    assert_eq!(count("q=nobody%20is%20called%20so").await, 0);
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn there_is_always_an_administrator() {
    let suite = Suite::start().await;
    let tenant = suite.tenant("Teuva").await;
    let own = membership_with(&tenant, "admin").await;
    let path = format!("/api/v1/memberships/{}", own["id"].as_str().unwrap());
    let reader = json!({"roles": [{"role": "reader", "unit_id": null}]});
    tenant
        .admin
        .patch(&path, &own["version"], reader)
        .await
        .assert_problem(409, "last_administrator");
    tenant
        .admin
        .delete(&path, &own["version"])
        .await
        .assert_problem(409, "last_administrator");
    tenant.person("admin").await;
    tenant.admin.delete(&path, &own["version"]).await.gone();
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_comes_back_gets_the_old_membership_again() {
    let suite = Suite::start().await;
    let tenant = suite.tenant("Teuva").await;
    let planner = tenant.planner().await;
    let me = planner.get("/api/v1/people/me").await.ok();
    let membership = membership_with(&tenant, "planner").await;
    let path = format!("/api/v1/memberships/{}", membership["id"].as_str().unwrap());
    tenant.admin.delete(&path, &membership["version"]).await.gone();
    let invited = tenant
        .admin
        .post(
            "/api/v1/invitations",
            json!({"email": me.json["email"], "name": "Back", "language": "fi", "roles": [{"role": "reader"}]}),
        )
        .await
        .created();
    let secret = crate::support::token(&invited.json["accept_url"]);
    let accept = json!({"token": secret, "password": "correct horse battery staple"});
    suite
        .visitor()
        .post("/api/v1/invitations/accept", accept)
        .await
        .created();
    let back = tenant.admin.get(&path).await.ok();
    assert_eq!((&back.json["version"], &back.json["ended"]), (&json!(3), &json!(false)));
    let history = tenant.admin.get(&format!("{path}/history")).await.ok().items();
    let events: Vec<_> = history.iter().map(|h| h["event"].as_str().unwrap()).collect();
    assert_eq!(events, ["began", "ended", "began"]);
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stale_or_missing_version_is_refused() {
    let suite = Suite::start().await;
    let tenant = suite.tenant("Teuva").await;
    let own = membership_with(&tenant, "admin").await;
    let path = format!("/api/v1/memberships/{}", own["id"].as_str().unwrap());
    let title = json!({"title": {"fi": "Pääkäyttäjä"}});
    tenant
        .admin
        .patch(&path, &json!(7), title.clone())
        .await
        .assert_problem(412, "stale_version");
    let without = tenant.admin.request(reqwest::Method::PATCH, &path).json(&title);
    tenant.admin.send(without).await.assert_problem(428, "version_required");
    tenant.admin.patch(&path, &own["version"], title).await.ok();
    suite.stop().await;
}
