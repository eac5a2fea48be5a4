use std::{
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    time::Duration,
};

use serde_json::Value;
use uuid::Uuid;

use crate::{
    support::{INTERNAL_SECRET, World},
    things::{Year, project},
};

async fn rebuild(world: &World, query: &str) -> (u16, Value) {
    let answer = reqwest::Client::new()
        .post(format!("{}/internal/v1/rebuild{query}", world.base))
        .header("x-samverka-internal", INTERNAL_SECRET)
        .send()
        .await
        .unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rebuilt_copy_equals_the_live_one_while_writes_go_on() {
    let world = World::start().await;
    let year = Year::told_to(&world).await;
    let report = world.planner().draft(2018, None, "fi").await;
    let (done, written) = (AtomicBool::new(false), AtomicUsize::new(0));
    let writing = async {
        let some: Vec<Uuid> = (0..20).map(|_| Uuid::now_v7()).collect();
        // New ones, changed ones, deleted ones.
        for id in some.iter().cycle() {
            if done.load(Ordering::Relaxed) {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
            let n = written.fetch_add(1, Ordering::Relaxed);
            let mut state = project(*id, year.office, "eu");
            state.funder = Some(format!("Funder {n}"));
            if n % 7 == 6 {
                world.untell("projects", "project", *id, &state).await;
            } else {
                world.tell("projects", "project", *id, &state).await;
            }
        }
    };
    let rebuilding = async {
        let mut summaries = Vec::new();
        for _ in 0..3 {
            tokio::time::sleep(Duration::from_millis(100)).await;
            summaries.push(rebuild(&world, "").await);
        }
        done.store(true, Ordering::Relaxed);
        summaries
    };
    let ((), summaries) = tokio::join!(writing, rebuilding);
    assert!(written.load(Ordering::Relaxed) > 20, "writes went on");
    for (n, (status, summary)) in (1..).zip(&summaries) {
        assert_eq!((*status, summary["generation"].as_i64()), (200, Some(n)), "{summary}");
        assert_eq!(summary["differences"], serde_json::json!([]));
    }
    // Nothing of older copies is left, and the serving one goes on hearing.
    let fresh = Uuid::now_v7();
    let before = world
        .planner()
        .get("/api/v1/registers/projects?limit=200")
        .await
        .ok()
        .items()
        .len();
    world
        .tell("projects", "project", fresh, &project(fresh, year.office, "eu"))
        .await;
    let mut after = before;
    for _ in 0..200 {
        after = world
            .planner()
            .get("/api/v1/registers/projects?limit=200")
            .await
            .ok()
            .items()
            .len();
        if after > before {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(after > before, "the serving copy hears no more");
    // Own truth is untouched.
    let path = format!("/api/v1/reports/{}", report["id"].as_str().unwrap());
    assert_eq!(world.planner().get(&path).await.ok().json, report);
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn copies_that_differ_are_not_swapped_unless_that_is_asked_for() {
    let world = World::start().await;
    let year = Year::told_to(&world).await;
    world
        .sql("UPDATE reporting.register_entries SET status = 'ended' WHERE register = 'projects'")
        .await
        .unwrap();
    let (status, problem) = rebuild(&world, "").await;
    assert_eq!((status, &problem["code"]), (409, &Value::from("registers_differ")));
    assert_eq!(
        world
            .planner()
            .get("/api/v1/registers/projects?status=ended")
            .await
            .ok()
            .items()
            .len(),
        1
    );
    let (status, summary) = rebuild(&world, "?accept=true").await;
    assert_eq!(status, 200, "{summary}");
    assert_eq!(summary["differences"][0]["register"], "projects");
    let items = world
        .planner()
        .get(&format!(
            "/api/v1/registers/projects?status=running&unit_id={}",
            year.office
        ))
        .await
        .ok()
        .items();
    assert_eq!(items.len(), 1);
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_of_its_own_rebuilds_beside_those_that_serve() {
    let world = World::start().await;
    Year::told_to(&world).await;
    let done = tokio::process::Command::new(env!("CARGO_BIN_EXE_reporting"))
        .args(["work", "--rebuild"])
        .env_clear()
        .envs(world.settings.iter().cloned())
        .output()
        .await
        .unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    world
        .sql("DO $$ BEGIN ASSERT (SELECT number = 1 FROM reporting.generations WHERE state = 'current'); END $$")
        .await
        .unwrap();
    world
        .sql("DO $$ BEGIN ASSERT NOT EXISTS (SELECT 1 FROM reporting.register_entries WHERE generation = 0); END $$")
        .await
        .unwrap();
    world.listed("activities", 2).await;
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_outside_learns_that_a_rebuild_can_be_asked_for() {
    let world = World::start().await;
    let answer = reqwest::Client::new()
        .post(format!("{}/internal/v1/rebuild", world.base))
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status().as_u16(), 404);
    world.stop().await;
}
