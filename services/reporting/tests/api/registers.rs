use platform::auth::Role;
use reqwest::Method;
use uuid::Uuid;

use crate::{
    support::World,
    things::{Year, project},
};

#[tokio::test(flavor = "multi_thread")]
async fn registers_are_filtered_by_year_kind_and_unit_with_those_below_it() {
    let world = World::start().await;
    let year = Year::told_to(&world).await;
    let planner = world.planner();
    let rows = async |query: &str| {
        planner
            .get(&format!("/api/v1/registers/{query}"))
            .await
            .ok()
            .items()
            .len()
    };
    assert_eq!(rows("projects?year=2018").await, 1);
    assert_eq!(rows("projects?year=2019").await, 0);
    assert_eq!(rows("projects?kind=eu").await, 0);
    assert_eq!(rows("applications?year=2018&status=submitted").await, 1);
    assert_eq!(rows(&format!("activities?unit_id={}", year.office)).await, 2);
    assert_eq!(rows(&format!("activities?unit_id={}", year.school)).await, 1);
    assert_eq!(rows("projects?q=elinvoima").await, 1);
    assert_eq!(rows("projects?q=nothing").await, 0);
    for register in ["networks", "partners", "goals", "indicators", "indicator-values"] {
        assert_eq!(rows(register).await, 0, "{register}");
    }
    let file = planner
        .get("/api/v1/registers/projects?format=csv&dialect=excel-nordic")
        .await
        .ok();
    assert!(String::from_utf8(file.body).unwrap().contains("100000,00;EUR"));
    planner
        .get("/api/v1/registers/projects?colour=red")
        .await
        .problem(422, "invalid");
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tombstone_takes_a_thing_off_the_register_and_a_stranger_sees_nothing() {
    let world = World::start().await;
    let (id, unit) = (Uuid::now_v7(), Uuid::now_v7());
    world.tell("projects", "project", id, &project(id, unit, "eu")).await;
    world.listed("projects", 1).await;
    let stranger = world.person_of(Uuid::now_v7(), Role::Admin, None);
    assert!(stranger.get("/api/v1/registers/projects").await.ok().items().is_empty());
    world.untell("projects", "project", id, &project(id, unit, "eu")).await;
    world.listed("projects", 0).await;
    let operator = world.person(Role::Operator, None);
    operator
        .send(Method::GET, "/api/v1/registers/projects", None, None)
        .await
        .problem(403, "not_allowed");
    world.stop().await;
}
