use serde_json::json;

use crate::support::town;

#[tokio::test(flavor = "multi_thread")]
async fn everything_that_is_chosen_from_a_list_is_named_by_one_request() {
    let town = town().await;
    let period = json!({"from": "2026-01-01"});
    let things = [
        (
            "networks",
            json!({"name": {"en": "Eurocities"}}),
            json!({"en": "Eurocities"}),
        ),
        (
            "partners",
            json!({"name": "Nordstad", "kind": "municipality", "country": "SE"}),
            json!("Nordstad"),
        ),
        (
            "activities",
            json!({"kind": "visit", "title": {"en": "A visit"}, "period": period, "unit_id": town.unit}),
            json!({"en": "A visit"}),
        ),
        (
            "projects",
            json!({"title": {"en": "Twins"}, "kind": "own", "role": "lead", "owner_unit_id": town.unit,
                   "period": period}),
            json!({"en": "Twins"}),
        ),
    ];
    for (path, body, name) in things {
        let path = format!("/api/v1/{path}");
        let made = town.planner.post(&path, body).await.created();
        let expected = [(json!(made.id()), name)];
        for query in [
            String::new(),
            format!("?ids={}", made.id()),
            format!("?with={}", made.id()),
        ] {
            let told = town.planner.get(&format!("{path}/names{query}")).await.ok().items();
            let told: Vec<_> = told
                .iter()
                .map(|one| (one["id"].clone(), languages(&one["name"])))
                .collect();
            assert_eq!(told, expected, "{path}{query}");
        }
    }
}

/// A text without the languages that it is not in.
fn languages(name: &serde_json::Value) -> serde_json::Value {
    let mut name = name.clone();
    if let Some(texts) = name.as_object_mut() {
        texts.retain(|_, text| !text.is_null());
    }
    name
}
