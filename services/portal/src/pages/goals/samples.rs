use askama::Template as _;

use super::{
    super::attachments::Attached, super::lookups::Names, coverage, edit, goal, levels, status, thresholds, tree,
};
use crate::{
    clients::{
        goals::{Coverage, Goal, GoalLine, GoalLink, GoalStatus, Levels},
        indicators::{Indicator, IndicatorValue},
        projects::Project,
    },
    listing::Asked,
    page::{Page, Section},
    reader::Reader,
};

pub fn goals() -> Vec<Goal> {
    let goal = |id: &str, parent: Option<&str>, title: &str, status: &str| -> Goal {
        serde_json::from_value(serde_json::json!({
            "id": id, "version": 1, "title": {"fi": title}, "level": "spearhead", "parent_id": parent, "accountable_unit_id": "u1", "status": status,
            "period": {"from": "2022-02-01", "to": null}, "cross_cutting": true, "to_be_measured": true, "theme_ids": ["t1"], "description": {"fi": "Kuvaus"}, "attainment_rule": "worst",
            "judgement": {"status": "watch", "reasons": "Kumppanit odottavat.\n\nKaksi vaihtoa viidestä.", "by": "p1", "at": "2026-11-22T08:00:00Z"},
            "attainment": {"status": "off", "rule": "worst", "thresholds": {"version": 1, "on_track": "95", "watch": "80"},
                "indicators": [{"indicator_id": "i1", "status": "off", "missing": null, "period": "2026", "actual": "51", "expected": "60", "share": "77.5"},
                    {"indicator_id": "i2", "status": "unknown", "missing": "no_value", "period": null}],
                "children": [{"goal_id": "c", "status": "watch"}]}
        }))
        .unwrap()
    };
    vec![
        goal("a", None, "Visio", "open"),
        goal("b", Some("a"), "Elinvoima", "open"),
        goal("c", Some("b"), "Yritykset", "closed"),
        goal("d", None, "Muu", "open"),
    ]
}

fn link(gone: bool) -> GoalLink {
    serde_json::from_value(serde_json::json!({
            "id": if gone { "l2" } else { "l1" }, "version": 1, "target_kind": if gone { "activity" } else { "project" }, "target_id": "x1",
            "strength": 2, "note": "Tukee.", "target_name": {"fi": "Eurocities"}, "target_gone": gone,
        }))
        .unwrap()
}

fn project() -> Project {
    serde_json::from_value(serde_json::json!({
        "id": "x2", "title": {"fi": "Suupohjan elinvoiman johtaminen"}, "goal_ids": [{"goal_id": "b", "share": "33.5"}],
    }))
    .unwrap()
}

fn covered(items: &serde_json::Value) -> Coverage {
    serde_json::from_value(serde_json::json!({
        "level": "spearhead", "kinds": ["project", "network", "activity"], "items": items,
        "gaps": [{"goal_id": "b", "title": {"fi": "Elinvoima"}, "kind": "activity"}],
    }))
    .unwrap()
}

#[expect(clippy::too_many_lines, reason = "a sample for each face")]
pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    let named = || Levels {
        levels: vec![serde_json::from_value(serde_json::json!({"key": "spearhead", "name": {"fi": "Kärki"}})).unwrap()],
    };
    let units = || Names::sample(&[("u1", "Kehittäminen")]);
    let themes = || Names::sample(&[("t1", "Elinvoima")]);
    let indicator: Indicator = serde_json::from_value(serde_json::json!({
        "id": "i1", "name": {"fi": "Oppilaiden osuus"}, "goal_ids": ["b"], "unit_of_measure": {"fi": "%"}, "kind": "ratio", "direction": "up", "frequency": "year",
        "targets": [{"period": "2026", "value": "80"}]
    }))
    .unwrap();
    let value: IndicatorValue = serde_json::from_value(
        serde_json::json!({"id": "v1", "period": "2026", "unit_id": "u1", "numerator": "812", "denominator": "1015", "status": "final", "provenance": "Rekisteri"}),
    )
    .unwrap();
    let around = |indicators| goal::Around {
        levels: named(),
        parent: goals().into_iter().next(),
        units: units(),
        themes: themes(),
        below: Names::sample(&[("c", "Yritykset")]),
        links: vec![link(false), link(true)],
        projects: vec![project()],
        targets: vec![("network.n1".to_owned(), "Verkosto: Eurocities".to_owned())],
        judge: Some("Kansainvälisten asioiden päällikkö".to_owned()),
        indicators,
        attached: Attached::sample(&Page::new(reader, Section::Goals), "goals", true),
    };
    let sample = |index: usize, indicators| {
        goal::view(reader, goals().swap_remove(index), around(indicators))
            .render()
            .unwrap()
    };
    let known = edit::Known {
        levels: named(),
        units: units(),
        policies: Names::sample(&[("p1", "Strategia 2030")]),
        goals: Names::sample(&[("a", "Visio")]),
        themes: themes(),
    };
    let found = |goals: Vec<Goal>, next: Option<&str>| tree::Found {
        lines: goals
            .into_iter()
            .zip(["watch", "off", "on_track", "unknown"])
            .map(|(goal, status)| GoalLine {
                goals_below: i64::from(goal.id != "c"),
                attainment_status: status.to_owned(),
                goal,
            })
            .collect(),
        next: next.map(str::to_owned),
        below: Names::sample(&[("a", "Visio")]),
        levels: named(),
        units: units(),
        themes: themes(),
        views: Some(Vec::new()),
    };
    let tree = |asked: &[(&str, &str)], found| tree::view(reader, &Asked::sample(asked), found).render().unwrap();
    vec![
        ("goals".to_owned(), tree(&[], found(goals(), None))),
        (
            "goals-below".to_owned(),
            tree(&[("below", "a")], found(goals(), Some("cursor"))),
        ),
        ("goals-empty".to_owned(), tree(&[("q", "x")], found(Vec::new(), None))),
        ("goal".to_owned(), sample(1, vec![(indicator, vec![value])])),
        ("goal-closed".to_owned(), sample(2, Vec::new())),
        (
            "goal-coverage".to_owned(),
            coverage::view(
                reader,
                &covered(
                    &serde_json::json!([{"goal_id": "b", "title": {"fi": "Elinvoima"}, "cells": [
                        {"kind": "project", "count": 2, "strength": 3}, {"kind": "network", "count": 1, "strength": 1},
                        {"kind": "activity", "count": 0, "strength": null},
                    ]}]),
                ),
                &named(),
            )
            .render()
            .unwrap(),
        ),
        (
            "goal-coverage-none".to_owned(),
            coverage::view(reader, &covered(&serde_json::json!([])), &named())
                .render()
                .unwrap(),
        ),
        (
            "goal-thresholds".to_owned(),
            thresholds::view(reader, thresholds::form(reader)).render().unwrap(),
        ),
        (
            "goal-new".to_owned(),
            edit::view(reader, "goal-new", edit::new_form(reader, &known))
                .render()
                .unwrap(),
        ),
        (
            "goal-edit".to_owned(),
            edit::view(
                reader,
                "goal-edit",
                edit::edit_form(reader, "/goals/b", &known)
                    .fill_from(&serde_json::json!({"version": 1, "policy": {"id": "p1"}})),
            )
            .render()
            .unwrap(),
        ),
        ("goals-status".to_owned(), {
            let goals: Vec<GoalStatus> = serde_json::from_value(serde_json::json!([
                {"id": "a", "level": "spearhead", "status": "open", "attainment_status": "off"},
                {"id": "b", "level": "spearhead", "status": "open", "attainment_status": "on_track"},
                {"id": "c", "level": "spearhead", "status": "closed", "attainment_status": "watch"}]))
            .unwrap();
            status::view(reader, &goals, &named()).render().unwrap()
        }),
        (
            "goals-status-none".to_owned(),
            status::view(reader, &[], &named()).render().unwrap(),
        ),
        (
            "goal-levels".to_owned(),
            levels::view(reader, levels::form(reader, 4)).render().unwrap(),
        ),
    ]
}
