use serde_json::{Value, json};

use crate::support::{items, town};

fn named(answer: &kit::Answer) -> Vec<(String, String)> {
    let one = |thing: &Value| {
        let word = |value: &Value| value.as_str().unwrap().to_owned();
        (word(&thing["id"]), word(&thing["name"]["sv"]))
    };
    items(answer).iter().map(one).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn names_are_had_by_one_request_in_order_or_of_those_that_are_asked_for() {
    let town = town().await;
    let (b, a) = (town.goal("Bildning", None).await, town.goal("Arbete", None).await);
    let all = town.planner.get("/api/v1/goals/names").await.ok();
    let both = [(a.id(), "Arbete".to_owned()), (b.id(), "Bildning".to_owned())];
    assert_eq!(named(&all), both);
    assert_eq!(all.json["more"], false);
    let one = format!("/api/v1/goals/names?ids={}", b.id());
    assert_eq!(named(&town.planner.get(&one).await.ok()), both[1..]);
    let with = format!("/api/v1/goals/names?with={}", b.id());
    assert_eq!(named(&town.planner.get(&with).await.ok()), both, "nothing twice");
    town.planner
        .get("/api/v1/goals/names?ids=seven")
        .await
        .assert_fault("?ids", "wrong_type");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_policy_is_called_as_its_newest_edition_and_an_indicator_as_it_is() {
    let town = town().await;
    let policy = json!({"kind": "strategy", "title": {"sv": "Strategi"}, "period": {"from": "2026-01-01"}});
    let policy = town.planner.post("/api/v1/policies", policy).await.created();
    let address = format!("/api/v1/policies/{}", policy.id());
    let anew = json!({"title": {"sv": "Ny strategi"}});
    town.planner.patch(&address, &json!(1), anew).await.ok();
    let names = town.planner.get("/api/v1/policies/names").await.ok();
    assert_eq!(named(&names), [(policy.id(), "Ny strategi".to_owned())]);
    let indicator = town.share().await;
    let names = town.planner.get("/api/v1/indicators/names").await.ok();
    assert_eq!(named(&names), [(indicator.id(), "Elever i utbyte".to_owned())]);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_organisation_names_nothing_of_ours() {
    let town = town().await;
    let goal = town.goal("Bildning", None).await;
    let other = town.suite.tenant("Sigtuna").await.planner().await;
    for query in ["", "?ids=", "?with="] {
        let id = if query.is_empty() { String::new() } else { goal.id() };
        let told = other.get(&format!("/api/v1/goals/names{query}{id}")).await.ok();
        assert!(items(&told).is_empty(), "{query}");
    }
    let statuses = format!("/api/v1/goals/statuses?ids={}", goal.id());
    assert!(items(&other.get(&statuses).await.ok()).is_empty());
}
