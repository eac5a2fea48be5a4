//! Lists that are too long for one answer.

use std::{fs, path::Path, time::Duration};

use jiff::SignedDuration;
use kit::Client;
use serde_json::{Value, json};

use crate::support::{Town, text, town};

const EXPORTS: &str = "/api/v1/exports/projects";

/// More partners than an answer holds.
async fn many_partners(town: &Town) {
    let sql = format!(
        "INSERT INTO projects.partners (tenant_id, id, version, created_at, name, name_sort, search_text, kind, country,
                                        twin_town)
         SELECT '{}', gen_random_uuid(), 1, now(), 'Partner ' || n, 'partner ' || lpad(n::text, 6, '0'), '', 'company',
                'SE', false FROM generate_series(1, 10050) n",
        town.tenant.id
    );
    town.suite.database.execute(&sql).await;
}

/// The export once it ended.
async fn ended(client: &Client, address: &str) -> Value {
    for _ in 0..300 {
        let export = client.get(address).await.ok().json;
        if export["finished_at"].is_string() {
            return export;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("{address} did not end within 30 seconds");
}

/// An export as a worker has it that is no more, or works elsewhere.
async fn taken(town: &Town, session: &str, until: &str) -> String {
    let id = platform::ids::fresh();
    let me = town.planner.get("/api/v1/people/me").await.ok().id();
    let sql = format!(
        "INSERT INTO projects.exports (tenant_id, id, version, person_id, session_id, standing, list, format, state,
                                       attempt, taken_until, asked_at)
         VALUES ('{}', '{id}', 1, '{me}', {session}, '{{\"grants\": [{{\"role\": \"planner\"}}], \"access\": \"full\"}}',
                 '/api/v1/partners', 'csv', 'running', 1, now() + interval '{until}', now())",
        town.tenant.id
    );
    town.suite.database.execute(&sql).await;
    format!("{EXPORTS}/{id}")
}

/// How many files lie there.
fn files(at: &Path) -> usize {
    let Ok(folder) = fs::read_dir(at) else { return 0 };
    folder
        .map(|entry| entry.unwrap().path())
        .map(|path| if path.is_dir() { files(&path) } else { 1 })
        .sum()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_is_too_long_for_an_answer_becomes_a_file_that_its_asker_fetches() {
    let town = town().await;
    many_partners(&town).await;
    let asked = town
        .planner
        .get("/api/v1/partners?kind=company&format=csv")
        .await
        .expect(202);
    let address = text(&asked.json["address"]);
    assert_eq!(asked.headers["location"], address);
    assert_eq!(asked.json["list"], "/api/v1/partners?kind=company");
    let export = ended(&town.planner, &address).await;
    assert_eq!(
        (&export["state"], &export["rows"]),
        (&json!("done"), &json!(10_050)),
        "{export}"
    );
    let file = town.planner.get(&format!("{address}/file")).await.ok();
    assert_eq!(
        file.headers["content-disposition"],
        "attachment; filename=\"partners.csv\""
    );
    let lines: Vec<String> = file.text().lines().map(str::to_owned).collect();
    assert_eq!(lines.len(), 10_051);
    assert!(lines[0].starts_with("id,") && lines[1].contains("Partner 1,") && lines[10_050].contains("Partner 10050,"));
    assert_eq!(
        file.body.len(),
        usize::try_from(export["bytes"].as_i64().unwrap()).unwrap()
    );

    // It is the asker's own: nobody else of the organisation has it, nor of another.
    let other = town.suite.tenant("Other Town").await;
    for stranger in [&town.tenant.admin, &other.admin] {
        stranger.get(&address).await.assert_problem(404, "export_not_found");
        stranger
            .get(&format!("{address}/file"))
            .await
            .assert_problem(404, "export_not_found");
        stranger
            .delete(&address, &json!(1))
            .await
            .assert_problem(404, "export_not_found");
        assert!(stranger.get(EXPORTS).await.ok().items().is_empty());
    }
    let events = town
        .suite
        .database
        .count("SELECT count(*) FROM projects.journal WHERE aggregate = 'export' AND event IN ('asked', 'finished')");
    assert_eq!(events.await, 2);

    town.planner.delete(&address, &json!(1)).await.gone();
    town.planner.get(&address).await.assert_problem(404, "export_not_found");
    assert_eq!(files(&town.suite.files), 0);
    town.suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_asks_again_for_a_list_that_is_under_way_is_told_of_the_one_there_is() {
    let town = town().await;
    let under_way = taken(&town, "gen_random_uuid()", "1 hour").await;
    let ask = async |list: &str, format: &str| {
        let wanted = json!({"list": list, "format": format});
        let asked = town.planner.post(EXPORTS, wanted).await.expect(202);
        text(&asked.json["address"])
    };
    assert_eq!(ask("/api/v1/partners?limit=1", "csv").await, under_way);
    assert_ne!(ask("/api/v1/partners?limit=1", "xlsx").await, under_way);
    assert_ne!(ask("/api/v1/partners?kind=company", "csv").await, under_way);
    let of_list = "SELECT count(*) FROM projects.exports";
    assert_eq!(town.suite.database.count(of_list).await, 3);
    town.suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_whole_list_is_taken_out_only_by_who_proved_lately_who_they_are() {
    let town = town().await;
    let wanted = json!({"list": "/api/v1/partners?limit=1", "format": "xlsx"});
    let refused = json!({"list": "/api/v1/goals", "format": "xlsx"});
    town.planner
        .post(EXPORTS, refused)
        .await
        .assert_fault("/list", "no_list");
    let faulty = json!({"list": "/api/v1/partners?colour=red", "format": "xlsx"});
    town.planner.post(EXPORTS, faulty).await.assert_problem(422, "invalid");
    let asked = town.planner.post(EXPORTS, wanted.clone()).await.expect(202);
    let address = text(&asked.json["address"]);
    ended(&town.planner, &address).await;
    town.tenant
        .reader()
        .await
        .post(EXPORTS, wanted.clone())
        .await
        .assert_problem(403, "not_allowed");
    town.suite.advance(SignedDuration::from_mins(20));
    town.planner.renew().await;
    town.planner
        .post(EXPORTS, wanted)
        .await
        .assert_problem(403, "step_up_required");
    let file = town.planner.get(&format!("{address}/file")).await.ok();
    assert!(file.body.starts_with(b"PK"), "a workbook is a zip");

    // Its time is over after a week, and so is the file.
    let aged = "UPDATE projects.exports SET finished_at = finished_at - interval '8 days'";
    town.suite.database.execute(aged).await;
    town.planner
        .get(&format!("{address}/file"))
        .await
        .assert_problem(404, "export_not_found");
    for _ in 0..100 {
        if files(&town.suite.files) == 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(files(&town.suite.files), 0);
    let kept = town.suite.database.count("SELECT count(*) FROM projects.exports").await;
    assert_eq!(kept, 0);
    town.suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_killed_worker_left_is_taken_over_and_what_another_writes_is_not() {
    let town = town().await;
    let body = json!({"name": "Partner", "kind": "university", "country": "SE"});
    town.planner.post("/api/v1/partners", body).await.created();
    let elsewhere = taken(&town, "gen_random_uuid()", "1 hour").await;
    let left = taken(&town, "gen_random_uuid()", "-1 second").await;
    let export = ended(&town.planner, &left).await;
    assert_eq!((&export["state"], &export["rows"]), (&json!("done"), &json!(1)));
    let running = town.planner.get(&elsewhere).await.ok();
    assert_eq!(running.json["state"], "running");
    town.planner
        .get(&format!("{elsewhere}/file"))
        .await
        .assert_problem(409, "export_not_done");
    town.suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_ends_with_the_session_that_asked_for_it() {
    let town = town().await;
    let lost = town.tenant.person_of("planner", None).await;
    let sessions = lost.get("/api/v1/sessions").await.ok().items();
    let session = text(&sessions[0]["id"]);
    let session = format!("(SELECT access_id FROM tenants.sessions WHERE id = '{session}')");
    let export = taken(&town, &session, "1 hour").await;
    lost.delete("/api/v1/sessions/current", &json!(1)).await.gone();
    let lapsed = "UPDATE projects.exports SET taken_until = now() - interval '1 second'";
    town.suite.database.execute(lapsed).await;
    let export = ended(&town.planner, &export).await;
    assert_eq!(
        (&export["state"], &export["failure"]),
        (&json!("failed"), &json!("revoked_token"))
    );
    assert_eq!(files(&town.suite.files), 0);
    town.suite.stop().await;
}
