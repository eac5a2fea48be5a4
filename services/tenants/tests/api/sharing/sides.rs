use kit::Suite;
use serde_json::{Value, json};

use super::{AGREEMENTS, at, give, to, to_with, two};

/// The ids of a list, or of a part of it.
async fn ids(client: &kit::Client, query: &str) -> Vec<Value> {
    let items = client.get(&format!("{AGREEMENTS}?{query}")).await.ok().items();
    items.into_iter().map(|item| item["id"].clone()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_we_give_and_what_we_were_given_are_told_apart() {
    let suite = Suite::start().await;
    let (owner, viewer) = two(&suite).await;
    let region = suite.organisation("Etelä-Pohjanmaa", "region", "FI").await;
    let named = give(&owner.admin, to(&viewer)).await.created().json;
    let totals = to_with(
        &region,
        json!({"dataset": "goals", "level": "aggregate", "valid_from": "2022-01-01"}),
    );
    let totals = give(&owner.admin, totals).await.created().json;
    let back = to_with(
        &owner,
        json!({"dataset": "networks", "valid_from": "2023-01-01", "valid_to": null}),
    );
    let back = give(&viewer.admin, back).await.created().json;
    let id = |agreement: &Value| agreement["id"].clone();
    let admin = &owner.admin;
    assert_eq!(
        ids(admin, "sort=valid_from").await,
        [id(&named), id(&totals), id(&back)]
    );
    assert_eq!(ids(admin, "sort=name&side=owner").await, [id(&totals), id(&named)]);
    assert_eq!(ids(admin, "side=viewer").await, [id(&back)]);
    assert_eq!(ids(&viewer.admin, "side=owner").await, [id(&back)]);
    assert_eq!(ids(admin, &format!("viewer_id={}", region.id)).await, [id(&totals)]);
    assert_eq!(ids(admin, &format!("owner_id={}", viewer.id)).await, [id(&back)]);
    assert_eq!(ids(admin, "dataset=projects").await, [id(&named)]);
    assert_eq!(ids(admin, "level=aggregate").await, [id(&totals)]);
    assert_eq!(ids(admin, "on=2021-06-01").await, [id(&named)]);
    assert_eq!(ids(admin, "sort=valid_from&on=2031-01-01").await, [id(&back)]);
    admin
        .act(
            &format!("{}/revoke", at(&named)),
            &named["version"],
            json!({"reason": "Anew."}),
        )
        .await
        .ok();
    assert_eq!(ids(admin, "state=revoked").await, [id(&named)]);
    assert_eq!(ids(admin, "state=in_force&side=owner").await, [id(&totals)]);
    let csv = admin
        .get(&format!("{AGREEMENTS}?format=csv&side=viewer"))
        .await
        .ok()
        .text();
    assert!(
        csv.contains("decision_body_fi") && csv.contains("Kaupunginhallitus") && csv.contains("2023-01-01"),
        "{csv}"
    );
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_else_hears_of_an_agreement() {
    let suite = Suite::start().await;
    let (owner, viewer) = two(&suite).await;
    let stranger = suite.tenant("Teuva").await;
    let given = give(&owner.admin, to(&viewer)).await.created().json;
    let path = at(&given);
    assert!(ids(&stranger.admin, "").await.is_empty());
    stranger
        .admin
        .get(&path)
        .await
        .assert_problem(404, "sharing_agreement_not_found");
    stranger
        .admin
        .get(&format!("{path}/history"))
        .await
        .assert_problem(404, "sharing_agreement_not_found");
    let reason = json!({"reason": "Not mine."});
    for action in ["revoke", "renounce"] {
        let refused = stranger
            .admin
            .act(&format!("{path}/{action}"), &json!(1), reason.clone())
            .await;
        refused.assert_problem(404, "sharing_agreement_not_found");
    }
    stranger
        .admin
        .patch(&path, &json!(1), json!({"valid_to": null}))
        .await
        .expect(404);
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_side_has_a_journal_and_events_of_its_own() {
    let suite = Suite::start().await;
    let (owner, viewer) = two(&suite).await;
    suite.settle().await;
    suite
        .database
        .execute("UPDATE tenants.outbox SET not_before = 'infinity'")
        .await;
    give(&owner.admin, to(&viewer)).await.created();
    for (tenant, side) in [(&owner, "owner"), (&viewer, "viewer")] {
        let journal = format!(
            "SELECT count(*) FROM tenants.journal WHERE tenant_id = '{}' AND aggregate = 'sharing_agreement' AND event = 'given'
             AND position(convert_to('{side}', 'UTF8') IN state) > 0",
            tenant.id
        );
        assert_eq!(suite.database.count(&journal).await, 1, "{side}");
        let row = format!(
            "SELECT count(*) FROM tenants.sharing_agreements WHERE tenant_id = '{}' AND side = '{side}'",
            tenant.id
        );
        assert_eq!(suite.database.count(&row).await, 1, "{side}");
    }
    suite.stop().await;
}

/// The serving role reads agreements: only the role that writes both sides can write one.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_serves_one_side_cannot_write_it_alone() {
    use diesel_async::{AsyncConnection as _, AsyncPgConnection, SimpleAsyncConnection as _};
    let suite = Suite::start().await;
    let (owner, viewer) = two(&suite).await;
    give(&owner.admin, to(&viewer)).await.created();
    let mut app = AsyncPgConnection::establish(&suite.database.url("tenants_app"))
        .await
        .unwrap();
    let scope = format!("BEGIN; SELECT set_config('app.tenant_id', '{}', true)", viewer.id);
    app.batch_execute(&scope).await.unwrap();
    let refused = app
        .batch_execute("UPDATE sharing_agreements SET state = 'in_force'")
        .await;
    assert!(refused.unwrap_err().to_string().contains("permission denied"));
    suite.stop().await;
}
