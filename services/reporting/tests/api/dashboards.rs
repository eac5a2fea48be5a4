use contracts::goals::v1 as goals;
use platform::auth::Role;
use uuid::Uuid;

use crate::{
    support::{Client, World},
    things::{Year, text},
};

/// The kinds of what waits for somebody, in their order.
async fn steps(client: &Client) -> Vec<String> {
    let items = client.get("/api/v1/dashboards/start").await.ok().items();
    items.iter().map(|i| i["kind"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_start_page_tells_what_waits_for_whom() {
    let world = World::start().await;
    let year = Year::told_to(&world).await;
    let planner = world.planner();
    planner.draft(2018, None, "fi").await;
    assert_eq!(
        steps(&planner).await,
        ["statement_owed", "application_waiting", "report_draft"]
    );
    let teacher = world.person(Role::Contributor, Some(year.school));
    assert_eq!(steps(&teacher).await, ["statement_owed", "application_waiting"]);
    let reader = world.person(Role::Reader, None);
    assert!(steps(&reader).await.is_empty());
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_assignment_waits_until_it_is_done_and_an_indicator_until_it_has_a_value_of_the_last_year() {
    let world = World::start().await;
    let year = Year::told_to(&world).await;
    let teacher = world.person(Role::Contributor, Some(year.school));
    let before = steps(&teacher).await;
    let assignment = |id: Uuid, unit: Uuid, status: &str| goals::Assignment {
        id: id.to_string(),
        title: text("Kutsu kumppani"),
        unit_id: unit.to_string(),
        status: status.to_owned(),
        ..goals::Assignment::default()
    };
    let indicator = |id: Uuid, unit: Uuid| goals::Indicator {
        id: id.to_string(),
        name: text("Vaihdossa olleet"),
        owner_unit_id: unit.to_string(),
        frequency: "year".to_owned(),
        ..goals::Indicator::default()
    };
    let value = |id: Uuid, of: Uuid, year: i16| goals::IndicatorValue {
        id: id.to_string(),
        indicator_id: of.to_string(),
        kind: "number".to_owned(),
        period: year.to_string(),
        period_from: format!("{year}-01-01"),
        period_to: format!("{year}-12-31"),
        status: "final".to_owned(),
        ..goals::IndicatorValue::default()
    };
    let [mine, anothers, measured, not_mine] = [(); 4].map(|()| Uuid::now_v7());
    for (id, unit) in [(mine, year.school), (anothers, year.office)] {
        world
            .tell("goals", "assignment", id, &assignment(id, unit, "open"))
            .await;
    }
    for (id, unit) in [(measured, year.school), (not_mine, year.office)] {
        world.tell("goals", "indicator", id, &indicator(id, unit)).await;
    }
    world.settle().await;
    let with = |more: &[&str]| {
        let mut kinds = vec![before[0].clone()];
        kinds.extend(more.iter().map(|kind| (*kind).to_owned()));
        kinds.extend_from_slice(&before[1..]);
        kinds
    };
    assert_eq!(steps(&teacher).await, with(&["assignment_open", "value_owed"]));

    // A value of long ago is not enough; one of this year is.
    let this_year = world.clock.now().to_zoned(jiff::tz::TimeZone::UTC).year();
    let (old, new) = (Uuid::now_v7(), Uuid::now_v7());
    world
        .tell("goals", "indicator_value", old, &value(old, measured, this_year - 2))
        .await;
    world.settle().await;
    assert_eq!(steps(&teacher).await, with(&["assignment_open", "value_owed"]));
    world
        .tell("goals", "indicator_value", new, &value(new, measured, this_year))
        .await;
    let done = assignment(mine, year.school, "done");
    world.tell("goals", "assignment", mine, &done).await;
    world.settle().await;
    assert_eq!(steps(&teacher).await, before);
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_steers_is_told_what_has_been_begun() {
    let world = World::start().await;
    let begun = async |client: &Client| client.get("/api/v1/dashboards/start").await.ok().json["begun"].clone();
    assert_eq!(begun(&world.planner()).await, serde_json::json!([]));
    let year = Year::told_to(&world).await;
    let teacher = world.person(Role::Contributor, Some(year.school));
    assert_eq!(
        begun(&world.planner()).await,
        serde_json::json!(["projects", "units"]),
        "goals and indicators are yet to come"
    );
    assert!(begun(&teacher).await.is_null());
    world.stop().await;
}
