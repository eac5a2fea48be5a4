use platform::auth::Role;

use crate::{support::World, things::Year};

#[tokio::test(flavor = "multi_thread")]
async fn the_start_page_tells_what_waits_for_whom() {
    let world = World::start().await;
    let year = Year::told_to(&world).await;
    let planner = world.planner();
    planner.draft(2018, None, "fi").await;
    let kinds = async |client: &crate::support::Client| {
        let items = client.get("/api/v1/dashboards/start").await.ok().items();
        items
            .iter()
            .map(|i| i["kind"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        kinds(&planner).await,
        ["statement_owed", "application_waiting", "report_draft"]
    );
    let teacher = world.person(Role::Contributor, Some(year.school));
    assert_eq!(kinds(&teacher).await, ["statement_owed", "application_waiting"]);
    let reader = world.person(Role::Reader, None);
    assert!(kinds(&reader).await.is_empty());
    world.stop().await;
}
