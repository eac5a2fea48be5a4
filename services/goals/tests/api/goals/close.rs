use kit::Suite;
use serde_json::json;

use crate::support::{items, town};

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_goal_stays_readable_and_takes_nothing_new() {
    let town = town().await;
    let goal = town.goal("Tillväxt", None).await;
    let address = format!("/api/v1/goals/{}", goal.id());
    let close = format!("{address}/close");
    let closed = town
        .planner
        .act(&close, &json!(1), json!({"reason": "Uppnått."}))
        .await
        .ok();
    assert_eq!(
        (&closed.json["status"], &closed.json["version"]),
        (&json!("closed"), &json!(2))
    );
    assert_eq!(closed.json["closed_reason"], "Uppnått.");
    town.planner.get(&address).await.ok();
    town.planner
        .act(&close, &json!(2), json!({}))
        .await
        .assert_problem(409, "already_closed");
    town.planner
        .patch(&address, &json!(2), json!({"cross_cutting": true}))
        .await
        .assert_problem(409, "goal_closed");
    let mut below = town.goal_body("Under");
    below["parent_id"] = json!(goal.id());
    town.planner
        .post("/api/v1/goals", below)
        .await
        .assert_fault("/parent_id", "parent_closed");
    let indicator = json!({
        "name": {"sv": "Antal"}, "unit_of_measure": {"sv": "st"}, "direction": "up", "kind": "number",
        "frequency": "year", "owner_unit_id": town.council, "goal_ids": [goal.id()],
    });
    town.planner
        .post("/api/v1/indicators", indicator)
        .await
        .assert_fault("/goal_ids/0", "goal_closed");
    let open = town
        .planner
        .act(&format!("{address}/reopen"), &json!(2), json!({}))
        .await
        .ok();
    assert_eq!(open.json["closed_on"], json!(null));
    let history = town.planner.get(&format!("{address}/history")).await.ok();
    let events: Vec<_> = items(&history).iter().map(|e| e["event"].as_str().unwrap()).collect();
    assert_eq!(events, ["reopened", "closed", "created"]);
    assert_eq!(items(&history)[1]["reason"], "Uppnått.");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_names_the_version_it_means() {
    let town = town().await;
    let goal = town.goal("Tillväxt", None).await;
    let address = format!("/api/v1/goals/{}", goal.id());
    let changed = town
        .planner
        .patch(&address, &json!(1), json!({"description": {"sv": "Mer"}}))
        .await
        .ok();
    assert_eq!(changed.headers["etag"], "\"2\"");
    town.planner
        .patch(&address, &json!(1), json!({"cross_cutting": true}))
        .await
        .assert_problem(412, "stale_version");
    let bare = town.planner.request(reqwest::Method::DELETE, &address);
    town.planner.send(bare).await.assert_problem(428, "version_required");
    let cleared = town
        .planner
        .patch(&address, &json!(2), json!({"description": null}))
        .await
        .ok();
    assert_eq!(cleared.json["description"], json!(null));
    town.planner
        .patch(&address, &json!(3), json!({"title": null}))
        .await
        .assert_fault("/title", "required");
    town.planner.delete(&address, &json!(3)).await.gone();
    town.planner.get(&address).await.assert_problem(404, "goal_not_found");
    let history = town.planner.get(&format!("{address}/history")).await.ok();
    assert_eq!(items(&history)[0]["deleted"], true);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_goal_is_closed_on_the_day_that_it_is_where_its_organisation_lives() {
    let suite = Suite::start().await;
    // Half an hour before midnight in Stockholm the next day has begun in Helsinki.
    let today = suite.clock.today("Europe/Stockholm");
    let evening = today.at(23, 30, 0, 0).in_tz("Europe/Stockholm").unwrap();
    suite.clock.advance_to(evening.timestamp());
    for (country, day) in [("SE", today), ("FI", today.tomorrow().unwrap())] {
        let tenant = suite.organisation("Example Town", "municipality", country).await;
        let council = tenant.unit("Council", None).await;
        let planner = tenant.planner().await;
        suite.settle().await;
        let goal = json!({
            "title": {"en": "Growth"}, "level": "goal", "accountable_unit_id": council, "period": {"from": "2026-01-01"},
        });
        let goal = planner.post("/api/v1/goals", goal).await.created();
        let close = format!("/api/v1/goals/{}/close", goal.id());
        let closed = planner.act(&close, &json!(1), json!({})).await.ok();
        assert_eq!(closed.json["closed_on"], json!(day), "{country}");
    }
}
