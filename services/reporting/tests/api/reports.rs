use platform::auth::Role;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    support::{World, figure, figures},
    things::Year,
};

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_has_three_parts_and_each_figure_opens_the_rows_it_counts() {
    let world = World::start().await;
    Year::told_to(&world).await;
    let planner = world.planner();
    let report = planner.draft(2018, None, "fi").await;
    let parts: Vec<&Value> = report["parts"].as_array().unwrap().iter().map(|p| &p["key"]).collect();
    assert_eq!(parts, ["projects", "other_work", "effects"]);
    for (key, value, exactness) in [
        ("eu_projects", "0", "exact"),
        ("other_international_projects", "1", "exact"),
        ("project_costs_eur", "100000.00", "exact"),
        ("applications_submitted", "1", "exact"),
        ("amounts_applied_sek", "50000.00", "exact"),
        ("staff_exchanges", "2", "exact"),
        ("staff_exchange_participants", "65", "at_least"),
        ("statements_owed", "2", "exact"),
        ("statements_submitted", "1", "exact"),
        ("statement_coverage", "50", "exact"),
        ("learnings", "2", "exact"),
        ("resident_benefits", "1", "exact"),
    ] {
        let figure = figure(&report, key);
        assert_eq!(
            (figure["value"].as_str(), figure["exactness"].as_str()),
            (Some(value), Some(exactness)),
            "{key}"
        );
    }
    for figure in figures(&report) {
        let rows = planner.get(figure["list"].as_str().unwrap()).await.ok().items();
        assert_eq!(json!(rows.len()), figure["rows"], "{figure}");
        if figure["unit"] == "count" {
            assert_eq!(figure["value"], rows.len().to_string(), "{figure}");
        }
    }
    let file = planner
        .get(&format!(
            "{}?format=csv",
            figure(&report, "staff_exchanges")["list"].as_str().unwrap()
        ))
        .await
        .ok();
    assert_eq!(String::from_utf8(file.body).unwrap().lines().count(), 3);
    let id = report["id"].as_str().unwrap();
    planner
        .get(&format!("/api/v1/reports/{id}/figures/nonsense"))
        .await
        .problem(404, "figure_not_found");
    let swedish = planner
        .get(&format!("/api/v1/reports/{id}?language=sv"))
        .await
        .ok()
        .json;
    assert_eq!(
        swedish["title"],
        "Årlig uppföljning av det internationella arbetet 2018"
    );
    assert_eq!(
        planner
            .get("/api/v1/reports?year=2018&status=draft")
            .await
            .ok()
            .items()
            .len(),
        1
    );
    assert_eq!(planner.get("/api/v1/reports?year=2017").await.ok().items().len(), 0);
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_unit_reports_its_own_work_and_a_contributor_no_other_units() {
    let world = World::start().await;
    let year = Year::told_to(&world).await;
    let teacher = world.person(Role::Contributor, Some(year.school));
    let report = teacher.draft(2018, Some(year.school), "sv").await;
    assert_eq!(figure(&report, "staff_exchange_participants")["value"], "60");
    assert_eq!(figure(&report, "other_international_projects")["value"], "0");
    let body = |unit: Option<Uuid>| json!({"kind": "yearly_followup", "year": 2018, "unit_id": unit, "language": "sv"});
    teacher
        .post("/api/v1/reports", body(Some(year.office)))
        .await
        .problem(403, "beyond_reach");
    teacher
        .post("/api/v1/reports", body(None))
        .await
        .problem(403, "beyond_reach");
    world
        .planner()
        .post("/api/v1/reports", body(Some(Uuid::now_v7())))
        .await
        .problem(422, "invalid");
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn texts_are_edited_part_by_part_at_the_version_read() {
    let world = World::start().await;
    let planner = world.planner();
    let report = planner.draft(2018, None, "fi").await;
    let path = format!("/api/v1/reports/{}", report["id"].as_str().unwrap());
    let text = |key: &str, words: &str| json!({"parts": [{"key": key, "text": words}]});
    let edited = planner.patch(&path, 1, text("effects", "Kaksi.")).await.ok().json;
    assert_eq!(
        (&edited["version"], &edited["parts"][2]["text"]),
        (&json!(2), &json!("Kaksi."))
    );
    planner
        .patch(&path, 1, text("effects", "Kolme."))
        .await
        .problem(412, "stale_version");
    planner
        .patch(&path, 2, text("colour", "x"))
        .await
        .problem(422, "invalid");
    for query in ["language=de", "colour=red"] {
        planner.get(&format!("{path}?{query}")).await.problem(422, "invalid");
    }
    planner
        .get(&format!("{path}/document?format=docx"))
        .await
        .problem(422, "invalid");
    let again = planner.act(&format!("{path}/redraft"), 2).await.ok().json;
    assert_eq!(again["parts"][2]["text"], "Kaksi.");
    let stranger = world.person_of(Uuid::now_v7(), Role::Admin, None);
    stranger.get(&path).await.problem(404, "report_not_found");
    stranger
        .patch(&path, 3, text("effects", "x"))
        .await
        .problem(404, "report_not_found");
    world
        .person(Role::Reader, None)
        .patch(&path, 3, text("effects", "x"))
        .await
        .problem(403, "not_allowed");
    planner.delete(&path, 3).await.expect(204);
    planner.get(&path).await.problem(404, "report_not_found");
    let history = planner.get(&format!("{path}/history")).await.ok().items();
    let events: Vec<&Value> = history.iter().map(|h| &h["event"]).collect();
    assert_eq!(events, ["deleted", "redrafted", "edited", "drafted"]);
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_glances_at_a_report_is_told_how_many_rows_there_are_and_sees_the_first() {
    let world = World::start().await;
    Year::told_to(&world).await;
    let planner = world.planner();
    let whole = planner.draft(2018, None, "fi").await;
    let id = whole["id"].as_str().unwrap();
    for most in [0, 1] {
        let path = format!("/api/v1/reports/{id}?rows={most}");
        let glance = planner.get(&path).await.ok().json;
        assert_eq!(figures(&glance), figures(&whole), "figures and how many rows each has");
        let mut cut = 0;
        for (part, all) in parts(&glance).zip(parts(&whole)) {
            for (section, all) in sections(part).zip(sections(all)) {
                let (rows, all) = (section["rows"].as_array().unwrap(), all["rows"].as_array().unwrap());
                assert_eq!(rows, &all[..all.len().min(most)]);
                cut += all.len() - rows.len();
            }
        }
        assert!(cut > 0, "nothing was cut off");
    }
    let nowhere = format!("/api/v1/reports/{}?rows=1", Uuid::from_u128(1));
    planner.get(&nowhere).await.problem(404, "report_not_found");
    let nowhere = format!("/api/v1/reports/{}/figures/eu_projects", Uuid::from_u128(1));
    planner.get(&nowhere).await.problem(404, "report_not_found");
}

fn parts(report: &Value) -> impl Iterator<Item = &Value> {
    report["parts"].as_array().unwrap().iter()
}

fn sections(part: &Value) -> impl Iterator<Item = &Value> {
    part["sections"].as_array().unwrap().iter()
}
