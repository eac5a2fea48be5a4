use kit::Answer;
use serde_json::{Value, json};

use crate::support::{Town, items, town};

/// What a goal says, without what follows from its life.
fn content(goal: &Answer) -> Value {
    let mut content = goal.json.clone();
    for field in [
        "version",
        "attainment",
        "judgement",
        "status",
        "closed_on",
        "closed_reason",
    ] {
        content.as_object_mut().unwrap().remove(field);
    }
    content
}

async fn a_theme(town: &Town, code: &str) -> String {
    let admin = town.tenant.person("admin").await;
    let taxonomy = json!({"key": code, "name": {"sv": "Teman"}});
    let taxonomy = admin.post("/api/v1/taxonomies", taxonomy).await.created().id();
    let theme = json!({"taxonomy_id": taxonomy, "code": code, "name": {"sv": code}});
    let theme = admin.post("/api/v1/themes", theme).await.created().id();
    town.suite.settle().await;
    theme
}

#[tokio::test(flavor = "multi_thread")]
async fn a_goal_goes_back_to_what_it_said_and_its_history_stays_whole() {
    let town = town().await;
    let theme = a_theme(&town, "growth").await;
    let mut body = town.goal_body("Tillväxt");
    body["description"] = json!({"sv": "Som alla vill.", "fi": "Kasvu."});
    body["theme_ids"] = json!([theme]);
    body["responsible_unit_ids"] = json!([town.school]);
    let goal = town.planner.post("/api/v1/goals", body).await.created();
    let address = format!("/api/v1/goals/{}", goal.id());
    let change = json!({
        "title": {"sv": "Krympning", "en": "Shrinking"}, "description": {"fi": null}, "theme_ids": [],
        "responsible_unit_ids": [town.office], "cross_cutting": true, "period": {"to": null},
    });
    town.planner.patch(&address, &json!(1), change).await.ok();
    let restorations = format!("{address}/restorations");
    let asked = json!({"version": 1, "reason": "Fel mål ändrades.", "preview": true});
    let seen = town.planner.act(&restorations, &json!(2), asked).await.ok();
    assert_eq!(
        (&seen.json["version"], &seen.json["preview"]),
        (&json!(2), &json!(true))
    );
    assert_eq!(town.planner.get(&address).await.ok().json["version"], 2);

    let asked = json!({"version": 1, "reason": "Fel mål ändrades."});
    let restored = town.planner.act(&restorations, &json!(2), asked).await.ok();
    assert_eq!(restored.headers["etag"], "\"3\"");
    assert_eq!(restored.json["changes"], seen.json["changes"]);
    let title = json!({"field": "title.sv", "before": "Krympning", "after": "Tillväxt"});
    assert!(restored.json["changes"].as_array().unwrap().contains(&title));
    let after = town.planner.get(&address).await.ok();
    assert_eq!(content(&after), content(&goal));

    let history = town.planner.get(&format!("{address}/history")).await.ok();
    let told: Vec<_> = items(&history)
        .iter()
        .map(|e| (e["version"].clone(), e["event"].clone(), e["restored_version"].clone()))
        .collect();
    assert_eq!(
        told,
        [
            (json!(3), json!("restored"), json!(1)),
            (json!(2), json!("changed"), json!(null)),
            (json!(1), json!("created"), json!(null))
        ]
    );
    assert_eq!(items(&history)[0]["reason"], "Fel mål ändrades.");
    // The restoring itself is a change, and goes back like any other.
    town.planner
        .act(&restorations, &json!(3), json!({"version": 2}))
        .await
        .ok();
    assert_eq!(town.planner.get(&address).await.ok().json["title"]["sv"], "Krympning");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_changed_since_is_told_before_anything_goes_back() {
    let town = town().await;
    let goal = town.goal("Tillväxt", None).await;
    let address = format!("/api/v1/goals/{}", goal.id());
    let restorations = format!("{address}/restorations");
    town.planner
        .patch(&address, &json!(1), json!({"cross_cutting": true}))
        .await
        .ok();
    town.planner
        .patch(&address, &json!(2), json!({"to_be_measured": true}))
        .await
        .ok();
    let back = json!({"version": 1});
    town.planner
        .act(&restorations, &json!(2), back.clone())
        .await
        .assert_problem(412, "stale_version");
    town.planner
        .post(&restorations, back)
        .await
        .assert_problem(428, "version_required");
    assert_eq!(town.planner.get(&address).await.ok().json["version"], 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn there_is_a_version_to_go_back_to_and_something_to_go_back_from() {
    let town = town().await;
    let goal = town.goal("Tillväxt", None).await;
    let address = format!("/api/v1/goals/{}", goal.id());
    let restorations = format!("{address}/restorations");
    town.planner
        .act(&restorations, &json!(1), json!({"version": 7}))
        .await
        .assert_fault("/version", "unknown_version");
    town.planner
        .act(&restorations, &json!(1), json!({"version": 0}))
        .await
        .assert_fault("/version", "too_small");
    town.planner
        .act(&restorations, &json!(1), json!({"version": 1, "colour": "red"}))
        .await
        .assert_fault("/colour", "unknown_field");
    // A closing is no part of what a goal says: it has an undoing of its own.
    town.planner
        .act(&format!("{address}/close"), &json!(1), json!({}))
        .await
        .ok();
    town.planner
        .act(&restorations, &json!(2), json!({"version": 1}))
        .await
        .assert_problem(409, "nothing_to_restore");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_gone_since_does_not_come_back_and_nothing_else_does_either() {
    let town = town().await;
    let theme = a_theme(&town, "growth").await;
    let mut body = town.goal_body("Tillväxt");
    body["theme_ids"] = json!([theme]);
    let goal = town.planner.post("/api/v1/goals", body).await.created();
    let address = format!("/api/v1/goals/{}", goal.id());
    let change = json!({"theme_ids": [], "title": {"sv": "Annat"}});
    town.planner.patch(&address, &json!(1), change).await.ok();
    let admin = town.tenant.person("admin").await;
    admin.delete(&format!("/api/v1/themes/{theme}"), &json!(1)).await.gone();
    town.suite.settle().await;
    let restorations = format!("{address}/restorations");
    for preview in [true, false] {
        town.planner
            .act(&restorations, &json!(2), json!({"version": 1, "preview": preview}))
            .await
            .assert_fault("/theme_ids/0", "unknown_theme");
    }
    let after = town.planner.get(&address).await.ok();
    assert_eq!(
        (&after.json["version"], &after.json["title"]["sv"]),
        (&json!(2), &json!("Annat"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_goal_is_reopened_before_it_says_something_else() {
    let town = town().await;
    let goal = town.goal("Tillväxt", None).await;
    let address = format!("/api/v1/goals/{}", goal.id());
    town.planner
        .patch(&address, &json!(1), json!({"cross_cutting": true}))
        .await
        .ok();
    town.planner
        .act(&format!("{address}/close"), &json!(2), json!({}))
        .await
        .ok();
    town.planner
        .act(&format!("{address}/restorations"), &json!(3), json!({"version": 1}))
        .await
        .assert_problem(409, "goal_closed");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_change_a_goal_does_not_bring_back_what_it_said() {
    let town = town().await;
    let goal = town.goal("Tillväxt", None).await;
    let address = format!("/api/v1/goals/{}", goal.id());
    town.planner
        .patch(&address, &json!(1), json!({"cross_cutting": true}))
        .await
        .ok();
    let reader = town.tenant.reader().await;
    reader
        .act(&format!("{address}/restorations"), &json!(2), json!({"version": 1}))
        .await
        .assert_problem(403, "not_allowed");
    town.planner.delete(&address, &json!(2)).await.gone();
    town.planner
        .act(&format!("{address}/restorations"), &json!(3), json!({"version": 1}))
        .await
        .assert_problem(404, "goal_not_found");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_indicator_with_values_keeps_what_they_mean() {
    let town = town().await;
    let share = town.share().await;
    let address = format!("/api/v1/indicators/{}", share.id());
    town.planner
        .patch(&address, &json!(1), json!({"name": {"sv": "Andel"}, "decimals": 2}))
        .await
        .ok();
    let restorations = format!("{address}/restorations");
    town.planner
        .act(&restorations, &json!(2), json!({"version": 1}))
        .await
        .ok();
    let after = town.planner.get(&address).await.ok();
    assert_eq!(
        (&after.json["name"], &after.json["decimals"]),
        (&json!({"sv": "Elever i utbyte"}), &json!(1))
    );
    town.planner
        .patch(
            &address,
            &json!(3),
            json!({"kind": "number", "numerator": null, "denominator": null, "factor": null}),
        )
        .await
        .ok();
    let value = json!({"indicator_id": share.id(), "period": "2026", "value": "4", "status": "final"});
    town.planner.post("/api/v1/indicator-values", value).await.created();
    town.planner
        .act(&restorations, &json!(4), json!({"version": 3}))
        .await
        .assert_problem(409, "indicator_in_use");
}

#[tokio::test(flavor = "multi_thread")]
async fn many_goals_get_a_theme_at_once_and_it_goes_from_them_at_once() {
    let town = town().await;
    let theme = a_theme(&town, "growth").await;
    let (one, two, three) = (
        town.goal("Ett", None).await,
        town.goal("Två", None).await,
        town.goal("Tre", None).await,
    );
    town.planner
        .patch(
            &format!("/api/v1/goals/{}", three.id()),
            &json!(1),
            json!({"theme_ids": [theme]}),
        )
        .await
        .ok();
    let edits = "/api/v1/goals/bulk-edits";
    let mut asked = json!({
        "items": [{"id": one.id(), "version": 1}, {"id": two.id(), "version": 1}, {"id": three.id(), "version": 2}],
        "change": {"add_theme_ids": [theme], "accountable_unit_id": town.council}, "preview": true,
    });
    let seen = town.planner.post(edits, asked.clone()).await.ok();
    let outcomes: Vec<_> = items(&seen).iter().map(|item| item["outcome"].clone()).collect();
    assert_eq!(outcomes, ["changed", "changed", "unchanged"]);
    assert_eq!(
        items(&seen)[0]["changes"],
        json!([{"field": "theme_ids", "before": null, "after": theme}])
    );
    asked["preview"] = json!(false);
    let done = town.planner.post_once(edits, "k1", asked.clone()).await.ok();
    assert_eq!(items(&done)[1]["version"], 2);
    // Sent again, it does nothing again.
    let again = town.planner.post_once(edits, "k1", asked).await.ok();
    assert_eq!(again.json, done.json);
    let with_theme = format!("/api/v1/goals?theme_id={theme}");
    assert_eq!(items(&town.planner.get(&with_theme).await.ok()).len(), 3);

    let back = json!({"items": [
        {"id": one.id(), "version": 2, "restored_version": 1}, {"id": two.id(), "version": 2, "restored_version": 1},
    ]});
    town.planner.post("/api/v1/goals/restorations", back).await.ok();
    assert_eq!(items(&town.planner.get(&with_theme).await.ok()).len(), 1);
    let history = town
        .planner
        .get(&format!("/api/v1/goals/{}/history", one.id()))
        .await
        .ok();
    let events: Vec<_> = items(&history).iter().map(|e| e["event"].clone()).collect();
    assert_eq!(events, ["restored", "changed", "created"]);
}
