//! Read models that are made anew from the journals of the real services equal the live ones, while people write.

use std::{
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    time::Duration,
};

use kit::{Client, Suite, Tenant};
use serde_json::{Value, json};

/// One who makes, changes, closes and deletes until told to stop.
async fn write(tenant: &Tenant, planner: &Client, unit: &str, done: &AtomicBool, written: &AtomicUsize) {
    let levels = planner.get("/api/v1/goal-levels").await.ok();
    let level = &levels.json["levels"][0]["key"];
    let period = json!({"from": "2026-01-01"});
    for n in 0.. {
        if done.load(Ordering::Relaxed) {
            return;
        }
        let title = json!({"en": format!("Goal {n}")});
        let goal = json!({"title": title, "level": level, "accountable_unit_id": unit, "period": period});
        let goal = planner.post("/api/v1/goals", goal).await.created();
        let path = format!("/api/v1/goals/{}", goal.id());
        let changed = json!({"to_be_measured": true});
        let goal = planner.patch(&path, &goal.json["version"], changed).await.ok();
        let project = json!({"title": title, "kind": "eu", "role": "lead", "owner_unit_id": unit, "period": period,
                             "summary": title});
        let project = planner.post("/api/v1/projects", project).await.created();
        match n % 3 {
            0 => {
                let close = format!("{path}/close");
                planner.act(&close, &goal.json["version"], json!({})).await.ok();
            }
            1 => {
                planner.delete(&path, &goal.json["version"]).await.gone();
            }
            _ => {
                let project = format!("/api/v1/projects/{}", project.id());
                planner.delete(&project, &json!(1)).await.gone();
            }
        }
        tenant.unit(&format!("Unit {n}"), Some(unit)).await;
        written.fetch_add(5, Ordering::Relaxed);
    }
}

async fn rebuilt(suite: &Suite) -> (u16, Value) {
    let answer = reqwest::Client::new()
        .post(format!("{}/internal/v1/rebuild", suite.base))
        .header("x-samverka-internal", kit::INTERNAL_SECRET)
        .send()
        .await
        .unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap())
}

/// How many things a list has, page by page.
async fn many(client: &Client, path: &str) -> usize {
    let (mut found, mut after) = (0, String::new());
    loop {
        let page = client.get(&format!("{path}?limit=200{after}")).await.ok();
        found += page.items().len();
        match page.json["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => return found,
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn registers_made_anew_equal_the_live_ones_while_people_write() {
    let suite = Suite::start().await;
    let tenants = [suite.tenant("One").await, suite.tenant("Other").await];
    let mut people = Vec::new();
    for tenant in &tenants {
        people.push((tenant, tenant.planner().await, tenant.unit("Unit", None).await));
    }
    suite.settle().await;
    let (done, written) = (AtomicBool::new(false), AtomicUsize::new(0));
    let [(one, by_one, of_one), (other, by_other, of_other)] = people.as_slice() else {
        panic!("two write");
    };
    let writing = async {
        tokio::join!(
            write(one, by_one, of_one, &done, &written),
            write(other, by_other, of_other, &done, &written)
        )
    };
    let rebuilding = async {
        let mut summaries = Vec::new();
        for _ in 0..3 {
            tokio::time::sleep(Duration::from_millis(300)).await;
            let before = written.load(Ordering::Relaxed);
            let (status, summary) = rebuilt(&suite).await;
            summaries.push((status, summary, written.load(Ordering::Relaxed) - before));
        }
        done.store(true, Ordering::Relaxed);
        summaries
    };
    let (_, summaries) = tokio::join!(writing, rebuilding);
    for (n, (status, summary, meanwhile)) in (1..).zip(&summaries) {
        assert_eq!((*status, &summary["generation"]), (200, &json!(n)), "{summary}");
        assert_eq!(summary["differences"], json!([]));
        assert!(*meanwhile > 0, "nothing was written while copy {n} was filled");
    }
    // The copy that serves has heard of everything, and of nothing twice.
    suite.settle().await;
    for (_, planner, _) in &people {
        for list in ["goals", "projects"] {
            let told = many(planner, &format!("/api/v1/registers/{list}")).await;
            assert_eq!(told, many(planner, &format!("/api/v1/{list}")).await, "{list}");
        }
    }
    suite.stop().await;
}
