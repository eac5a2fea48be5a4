//! Boards: every figure is as many as the rows of the list that it opens, each sees what is theirs, and the board of what is
//! owed writes to those it names, once.

use std::{slice, time::Duration};

use jiff::civil::date;
use kit::{Client, Suite};
use serde_json::{Value, json};

/// The rows behind a figure, page after page.
async fn rows(client: &Client, address: &str) -> Vec<Value> {
    let (mut all, mut after) = (Vec::new(), String::new());
    loop {
        let page = client.get(&format!("{address}&limit=1{after}")).await.ok();
        all.extend(page.items());
        let Some(next) = page.json["next"].as_str() else {
            return all;
        };
        after = format!("&after={next}");
    }
}

/// A board's figures with the ids of their rows.
async fn board(client: &Client, name: &str) -> Vec<(String, Vec<String>)> {
    let board = client.get(&format!("/api/v1/dashboards/{name}")).await.ok().json;
    let mut told = Vec::new();
    for figure in board["figures"].as_array().unwrap() {
        let rows = rows(client, figure["rows"].as_str().unwrap()).await;
        assert_eq!(figure["count"], rows.len(), "{name}: {figure} counts {rows:?}");
        let ids = rows.iter().map(|row| row["id"].as_str().unwrap().to_owned());
        told.push((figure["key"].as_str().unwrap().to_owned(), ids.collect()));
    }
    told
}

fn of<'a>(board: &'a [(String, Vec<String>)], figure: &str) -> &'a [String] {
    &board.iter().find(|(key, _)| key == figure).expect(figure).1
}

async fn a_goal(planner: &Client, title: &str, unit: &str, more: Value) -> String {
    let levels = planner.get("/api/v1/goal-levels").await.ok();
    // The level that the coverage matrix is of when none is named.
    let level = levels.json["levels"][1]["key"].clone();
    let mut goal = json!({"title": {"en": title}, "level": level, "accountable_unit_id": unit,
                          "period": {"from": "2020-01-01"}});
    goal.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    planner.post("/api/v1/goals", goal).await.created().id()
}

/// A town with something of everything that a board counts.
struct Town {
    suite: Suite,
    planner: Client,
    teacher: Client,
    school: String,
    office: String,
    off: String,
    past: String,
    silent: String,
    missing: String,
    written: String,
}

/// What projects and decisions there are.
struct Work {
    assignment: String,
    policy: String,
    idea: String,
    member: String,
    visit: String,
}

async fn town() -> Town {
    let suite = Suite::start().await;
    let tenant = suite.tenant("Example Town").await;
    let (school, office) = (tenant.unit("School", None).await, tenant.unit("Office", None).await);
    let planner = tenant.planner().await;
    let teacher = tenant.person_of("contributor", Some(&school)).await;
    suite.settle().await;
    let year = suite.clock.today("Europe/Helsinki").year();

    let off = a_goal(&planner, "Off", &school, json!({})).await;
    let past = a_goal(
        &planner,
        "Past",
        &office,
        json!({"period": {"from": "2019-01-01", "to": "2020-12-31"}}),
    )
    .await;
    let indicator = json!({
        "name": {"en": "Pupils abroad"}, "goal_ids": [off], "unit_of_measure": {"en": "pupils"}, "direction": "up",
        "kind": "number", "frequency": "year", "owner_unit_id": school,
        "baseline": {"period": (year - 2).to_string(), "value": "0"},
        "targets": [{"period": (year + 2).to_string(), "value": "400"}],
    });
    let indicator = planner.post("/api/v1/indicators", indicator).await.created().id();
    let silent = json!({"name": {"en": "Silent"}, "goal_ids": [past], "unit_of_measure": {"en": "pieces"},
                        "direction": "up", "kind": "number", "frequency": "year", "owner_unit_id": office});
    let silent = planner.post("/api/v1/indicators", silent).await.created().id();
    let value = json!({"indicator_id": indicator, "period": (year - 1).to_string(), "value": "3", "status": "final"});
    planner.post("/api/v1/indicator-values", value).await.created();
    let round = json!({"year": year, "due_on": date(year, 1, 1).to_string(), "unit_ids": [school, office]});
    planner.post("/api/v1/statement-rounds", round).await.created();
    let statements = planner
        .get(&format!("/api/v1/statements?year={year}"))
        .await
        .ok()
        .items();
    let statement = |unit: &str| statements.iter().find(|s| s["unit_id"] == unit).unwrap().clone();
    let (missing, written) = (statement(&school), statement(&office));
    let path = format!("/api/v1/statements/{}", written["id"].as_str().unwrap());
    let written = planner
        .patch(&path, &written["version"], json!({"text": {"en": "Done."}}))
        .await
        .ok();
    let submit = format!("{path}/submit");
    planner.act(&submit, &written.json["version"], json!({})).await.ok();
    let missing = missing["id"].as_str().unwrap().to_owned();
    let written = written.id();
    Town {
        suite,
        planner,
        teacher,
        school,
        office,
        off,
        past,
        silent,
        missing,
        written,
    }
}

impl Town {
    async fn work(&self) -> Work {
        let Self {
            suite,
            planner,
            school,
            office,
            off,
            ..
        } = self;
        let year = suite.clock.today("Europe/Helsinki").year();
        let assignment = json!({"title": {"en": "Late"}, "unit_id": school, "due_on": "2021-01-01"});
        let assignment = planner.post("/api/v1/assignments", assignment).await.created().id();
        let policy = json!({"kind": "policy", "title": {"en": "Proposed"}, "period": {"from": "2020-01-01"}});
        let policy = planner.post("/api/v1/policies", policy).await.created();
        let step = json!({"to": "proposed", "on": "2026-01-02"});
        let steps = format!("/api/v1/policies/{}/steps", policy.id());
        planner.act(&steps, &policy.json["version"], step).await.ok();
        let project = json!({"title": {"en": "Project"}, "kind": "eu", "role": "lead", "owner_unit_id": school,
                         "period": {"from": "2020-01-01"}, "goal_ids": [{"goal_id": off, "share": "100"}]});
        let project = planner.post("/api/v1/projects", project).await.created().id();
        let idea = planner
            .post("/api/v1/applications", json!({"project_id": project}))
            .await
            .created()
            .id();
        let network = planner
            .post("/api/v1/networks", json!({"name": {"en": "Network"}}))
            .await
            .created()
            .id();
        let member = json!({"network_id": network, "accountable_unit_id": office, "since": "2020-01-01"});
        let member = planner.post("/api/v1/network-memberships", member).await.created().id();
        let day = date(year, 2, 1).to_string();
        let visit =
            json!({"kind": "visit", "title": {"en": "Visit"}, "unit_id": school, "period": {"from": day, "to": day}});
        let visit = planner.post("/api/v1/activities", visit).await.created().id();
        let link = json!({"goal_id": off, "target_kind": "project", "target_id": project, "strength": 2});
        suite.settle().await;
        planner.post("/api/v1/goal-links", link).await.created();
        suite.settle().await;
        Work {
            assignment,
            policy: policy.id(),
            idea,
            member,
            visit,
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn boards_count_what_they_list() {
    let town = town().await;
    let Work {
        assignment,
        policy,
        idea,
        member,
        visit,
    } = town.work().await;
    let Town {
        suite,
        planner,
        teacher,
        school,
        off,
        past,
        silent,
        missing,
        written,
        ..
    } = town;
    let seen = board(&planner, "leadership").await;
    assert_eq!(of(&seen, "open_goals").len(), 2);
    assert_eq!(of(&seen, "goals_off"), slice::from_ref(&off));
    assert_eq!(of(&seen, "goals_unknown"), slice::from_ref(&past));
    assert_eq!(of(&seen, "decisions_due"), [policy, idea.clone()]);
    assert_eq!(of(&seen, "overdue"), [assignment, missing.clone()]);
    let seen = board(&teacher, "leadership").await;
    assert_eq!(
        (of(&seen, "open_goals"), of(&seen, "goals_unknown").len()),
        (&[off.clone()][..], 0)
    );

    let seen = board(&planner, "international").await;
    assert_eq!(of(&seen, "memberships"), [member]);
    assert_eq!(of(&seen, "activities"), [visit]);
    assert_eq!(of(&seen, "applications"), [idea]);
    assert_eq!(of(&seen, "statements_awaited"), slice::from_ref(&missing));
    assert_eq!(of(&seen, "unserved_goals"), slice::from_ref(&past));

    let seen = board(&planner, "completeness").await;
    assert_eq!(of(&seen, "statements_owed"), slice::from_ref(&missing));
    assert_eq!(of(&seen, "values_owed"), [silent]);
    assert_eq!(of(&seen, "statements_entered"), [written]);
    assert_eq!(of(&seen, "past_end"), slice::from_ref(&past));
    assert!(of(&seen, "stale_owners").is_empty() && of(&seen, "untouched").is_empty());
    let aged = "UPDATE reporting.register_entries SET changed_at = changed_at - interval '400 days'
                WHERE register = 'goals' AND body ->> 'accountable_unit_id' = ";
    suite.database.execute(&format!("{aged}'{school}'")).await;
    // Boards are read anew with the next that is heard of, whatever it is.
    let heard = json!({"name": "Nordstad", "kind": "municipality", "country": "SE"});
    planner.post("/api/v1/partners", heard).await.created();
    suite.settle().await;
    assert_eq!(of(&board(&planner, "completeness").await, "untouched"), [off]);
    let book = planner
        .get("/api/v1/dashboards/completeness/rows?format=xlsx")
        .await
        .ok();
    assert!(book.body.starts_with(b"PK"));
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn those_whose_things_are_owed_are_written_to_once() {
    let Town {
        suite,
        planner,
        teacher,
        past,
        missing,
        ..
    } = town().await;
    suite.settle().await;
    let path = "/api/v1/dashboards/completeness/letters";
    teacher.post(path, json!({})).await.assert_problem(403, "not_allowed");
    let strange = json!({"figures": ["open_goals"]});
    planner
        .post(path, strange)
        .await
        .assert_fault("/figures/0", "not_asked_for");
    let about = json!({"figures": ["statements_owed", "past_end"]});
    let letters = planner.post_once(path, "once", about.clone()).await.expect(202);
    assert_eq!(
        letters.json,
        json!({"people": 2, "things": 2}),
        "the teacher, and the planner for the office"
    );
    let again = planner.post_once(path, "once", about).await.expect(202);
    assert_eq!(again.json, letters.json);
    suite.settle().await;
    let received = || {
        let all = suite.mailbox.all().into_iter();
        all.filter(|mail| mail.text.contains("/boards/completeness"))
            .collect::<Vec<_>>()
    };
    for _ in 0..100 {
        if received().len() >= 2 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let mails = received();
    assert_eq!(mails.len(), 2, "one letter to each, however often it is asked");
    let with = |page: String| mails.iter().filter(|mail| mail.text.contains(&page)).count();
    assert_eq!(
        (with(format!("/statements/{missing}")), with(format!("/goals/{past}"))),
        (1, 1)
    );
    suite.stop().await;
}
