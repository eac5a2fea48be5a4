use serde_json::json;

use crate::support::{items, town};

#[tokio::test(flavor = "multi_thread")]
async fn goals_are_listed_by_what_they_are() {
    let town = town().await;
    let vision = town.goal("Vision", None).await;
    let mut body = town.goal_body("Skolor i världen");
    body["parent_id"] = json!(vision.id());
    body["consulted_unit_ids"] = json!([town.school]);
    body["to_be_measured"] = json!(true);
    town.planner.post("/api/v1/goals", body).await.created();
    for (query, count) in [
        (String::new(), 2),
        (format!("parent_id={}", vision.id()), 1),
        (format!("unit_id={}", town.school), 1),
        (format!("unit_id={}", town.council), 2),
        (format!("accountable_unit_id={}", town.school), 0),
        ("to_be_measured=true".to_owned(), 1),
        ("status=closed".to_owned(), 0),
        ("level=goal".to_owned(), 2),
        ("q=SKOLOR".to_owned(), 1),
        ("q=100%25".to_owned(), 0),
    ] {
        let found = town.planner.get(&format!("/api/v1/goals?{query}")).await.ok();
        assert_eq!(items(&found).len(), count, "{query}");
    }
    town.planner.get("/api/v1/goals?colour=red").await.expect(422);
    town.planner.get("/api/v1/goals?unit_id=nobody").await.expect(422);
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_follow_each_other_in_either_order() {
    let town = town().await;
    for title in ["C", "A", "E", "B", "D"] {
        town.goal(title, None).await;
    }
    for (sort, expected) in [
        ("title", "ABCDE"),
        ("-title", "EDCBA"),
        ("created_at", "CAEBD"),
        ("-created_at", "DBEAC"),
    ] {
        let mut seen = String::new();
        let mut after = String::new();
        loop {
            let page = town
                .planner
                .get(&format!("/api/v1/goals?limit=2&sort={sort}&after={after}"))
                .await
                .ok();
            for goal in items(&page) {
                seen.push_str(goal["title"]["sv"].as_str().unwrap());
            }
            let Some(next) = page.json["next"].as_str() else { break };
            after = next.to_owned();
        }
        assert_eq!(seen, expected, "{sort}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_is_a_file_with_guarded_formulas() {
    let town = town().await;
    town.goal("=1+1", None).await;
    let file = town
        .planner
        .get("/api/v1/goals?format=csv&dialect=excel-nordic")
        .await
        .ok()
        .text();
    assert!(file.starts_with("\u{feff}id;title_fi;title_sv;"), "{file}");
    assert!(file.contains(";'=1+1;"), "{file}");
    let widths: Vec<_> = file.lines().map(|line| line.split(';').count()).collect();
    assert_eq!(widths[0], widths[1]);
}
