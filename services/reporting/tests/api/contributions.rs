//! What organisations contribute, and who can see it.

use contracts::{goals::v1 as goals, projects::v1 as projects};
use uuid::Uuid;

use crate::{
    country::{Country, Member, YEAR, member_of, of_year, running},
    support::World,
    things::{exchange, money, period, text},
};

/// What a member contributes to a measure in the year.
async fn contributed(world: &World, member: &Member, measure: &str) -> i64 {
    let sql = format!(
        "SELECT coalesce(sum(value), 0)::bigint AS count FROM reporting.contributions
         WHERE tenant_id = '{}' AND measure = '{measure}' AND {YEAR} BETWEEN from_year AND to_year
           AND generation = coalesce((SELECT number FROM reporting.generations WHERE state = 'current'), 0)",
        member.id
    );
    world.count(&sql).await
}

#[tokio::test(flavor = "multi_thread")]
async fn contributions_follow_every_event() {
    let world = World::start().await;
    let country = Country::of(&world).await;
    let member = country.member(1, 2, "10").await;
    world.settle().await;
    assert_eq!(contributed(&world, &member, "activities").await, 2);
    assert_eq!(contributed(&world, &member, "participants").await, 20);
    let more = country.activity(&member, "5").await;
    world.settle().await;
    assert_eq!(contributed(&world, &member, "participants").await, 25);
    let corrected = of_year(exchange(more, Uuid::nil(), "7", "exact"));
    world.tell_of(member.id, "projects", "activity", more, &corrected).await;
    world.settle().await;
    assert_eq!(contributed(&world, &member, "participants").await, 27);
    world
        .untell_of(member.id, "projects", "activity", more, &corrected)
        .await;
    world.settle().await;
    assert_eq!(contributed(&world, &member, "activities").await, 2);
    assert_eq!(contributed(&world, &member, "participants").await, 20);
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_heard_late_or_twice_adds_nothing() {
    let world = World::start().await;
    let country = Country::of(&world).await;
    let member = country.member(1, 0, "0").await;
    let id = Uuid::now_v7();
    let with = |people: &str| of_year(exchange(id, Uuid::nil(), people, "exact"));
    // The third version overtakes the others, and each comes twice.
    for (version, people) in [(3, "30"), (1, "10"), (2, "20"), (3, "30"), (1, "10")] {
        world
            .tell_version(member.id, "projects", "activity", (id, version), &with(people))
            .await;
        world.settle().await;
        assert_eq!(
            contributed(&world, &member, "participants").await,
            30,
            "after version {version}"
        );
        assert_eq!(
            contributed(&world, &member, "activities").await,
            1,
            "after version {version}"
        );
    }
    // What was deleted does not come back.
    for _ in 0..4 {
        world
            .untell_of(member.id, "projects", "activity", id, &with("30"))
            .await;
    }
    world
        .tell_version(member.id, "projects", "activity", (id, 2), &with("20"))
        .await;
    world.settle().await;
    assert_eq!(contributed(&world, &member, "activities").await, 0);
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thing_counts_with_what_hangs_on_it_in_whichever_order_they_arrive() {
    let world = World::start().await;
    let country = Country::of(&world).await;
    let member = country.member(1, 0, "0").await;
    let (project, application) = (Uuid::now_v7(), Uuid::now_v7());
    let granted = projects::Application {
        id: application.to_string(),
        project_id: project.to_string(),
        state: "approved".to_owned(),
        steps: vec![projects::ApplicationStep {
            to: "approved".to_owned(),
            on: "2024-02-01".to_owned(),
            ..projects::ApplicationStep::default()
        }],
        submitted_on: Some("2023-10-01".to_owned()),
        granted: money(12_345_600, "EUR"),
        ..projects::Application::default()
    };
    world
        .tell_of(member.id, "projects", "application", application, &granted)
        .await;
    world.settle().await;
    assert_eq!(contributed(&world, &member, "eu_funding_granted_eur").await, 0);
    world
        .tell_of(member.id, "projects", "project", project, &running(project, "eu"))
        .await;
    world.settle().await;
    assert_eq!(contributed(&world, &member, "eu_funding_granted_eur").await, 123_456);
    assert_eq!(contributed(&world, &member, "projects_under_way").await, 1);
    let (network_id, membership_id) = (Uuid::now_v7(), Uuid::now_v7());
    let (network, membership) = member_of(network_id, membership_id, "2019-05-01");
    world
        .tell_of(member.id, "projects", "network_membership", membership_id, &membership)
        .await;
    world
        .tell_of(member.id, "projects", "network", network_id, &network)
        .await;
    world.settle().await;
    assert_eq!(contributed(&world, &member, "network_memberships").await, 1);
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_goal_counts_while_an_indicator_points_at_it() {
    let world = World::start().await;
    let country = Country::of(&world).await;
    let member = country.member(1, 0, "0").await;
    let (goal_id, indicator_id) = (Uuid::now_v7(), Uuid::now_v7());
    let goal = goals::Goal {
        id: goal_id.to_string(),
        title: text("Kansainvälisyys"),
        level: "goal".to_owned(),
        accountable_unit_id: Uuid::nil().to_string(),
        period: period("2022-01-01", None),
        status: "open".to_owned(),
        ..goals::Goal::default()
    };
    let indicator = |goal_ids: &[Uuid]| goals::Indicator {
        id: indicator_id.to_string(),
        name: text("Vaihdot"),
        goal_ids: goal_ids.iter().map(Uuid::to_string).collect(),
        owner_unit_id: Uuid::nil().to_string(),
        ..goals::Indicator::default()
    };
    world.tell_of(member.id, "goals", "goal", goal_id, &goal).await;
    world.settle().await;
    assert_eq!(contributed(&world, &member, "goals_with_indicator").await, 0);
    world
        .tell_of(member.id, "goals", "indicator", indicator_id, &indicator(&[goal_id]))
        .await;
    world.settle().await;
    assert_eq!(contributed(&world, &member, "goals_with_indicator").await, 1);
    world
        .tell_of(member.id, "goals", "indicator", indicator_id, &indicator(&[]))
        .await;
    world.settle().await;
    assert_eq!(contributed(&world, &member, "goals_with_indicator").await, 0);
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_but_the_aggregator_sees_what_others_contribute_and_it_does_not_see_of_what() {
    let world = World::start().await;
    let country = Country::of(&world).await;
    country.giving(&[3, 3, 3, 3, 3]).await;
    let seen_by = async |role: &str, what: &str| {
        world
            .sql(&format!(
                "DO $$ BEGIN SET LOCAL ROLE reporting_{role}; SET LOCAL search_path TO reporting;
                 ASSERT (SELECT count(*) FROM {what}) > 0; END $$"
            ))
            .await
    };
    assert!(
        seen_by("aggregate", "(SELECT value FROM contributions) c")
            .await
            .is_ok()
    );
    assert!(
        seen_by("aggregate", "(SELECT subject_id FROM contributions) c")
            .await
            .is_err()
    );
    for role in ["app", "sharing", "jobs", "outbox", "catalogue"] {
        assert!(seen_by(role, "contributions").await.is_err(), "{role}");
    }
    for role in ["app", "sharing"] {
        assert!(seen_by(role, "release_members").await.is_err(), "{role}");
    }
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rebuild_makes_contributions_anew_and_leaves_releases_as_they_are() {
    let world = World::start().await;
    let country = Country::of(&world).await;
    let givers = country.giving(&[3, 3, 3, 3, 3]).await;
    let released = country.release("activities", 201).await;
    world
        .sql("UPDATE reporting.contributions SET value = 1000")
        .await
        .unwrap();
    let answer = reqwest::Client::new()
        .post(format!("{}/internal/v1/rebuild?accept=true", world.base))
        .header("x-samverka-internal", crate::support::INTERNAL_SECRET)
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status().as_u16(), 200, "{}", answer.text().await.unwrap());
    assert_eq!(contributed(&world, &givers[0].0, "activities").await, 3);
    let path = format!("/api/v1/releases/{}", released["id"].as_str().unwrap());
    assert_eq!(country.analyst().get(&path).await.ok().json, released);
    world.stop().await;
}
