//! What is given by name: there while it is given, and gone when it is not.

use std::time::Duration;

use jiff::SignedDuration;
use platform::auth::Role;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    country::{Country, Gift, Member, member_of, running},
    support::{Client, World},
    things::text,
};

struct Seen<'a> {
    country: Country<'a>,
    member: Member,
    viewer: Uuid,
}

impl<'a> Seen<'a> {
    async fn in_world(world: &'a World) -> Self {
        let country = Country::of(world).await;
        let viewer = Uuid::now_v7();
        country.viewer(viewer, "sub_region", 4).await;
        let member = country.member(1, 1, "10").await;
        Self {
            country,
            member,
            viewer,
        }
    }

    fn named(&self, dataset: &'static str) -> Gift {
        Gift {
            viewer: self.viewer,
            level: "named",
            ..self.country.gift(&self.member, dataset)
        }
    }

    async fn project(&self) -> Uuid {
        let id = Uuid::now_v7();
        let project = running(id, "eu");
        self.country
            .world
            .tell_of(self.member.id, "projects", "project", id, &project)
            .await;
        id
    }

    fn coordinator(&self) -> Client {
        self.country.world.person_of(self.viewer, Role::Planner, None)
    }

    async fn rows(&self, path: &str) -> Vec<Value> {
        self.coordinator()
            .get(&format!("/api/v1/shared/{path}"))
            .await
            .ok()
            .items()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_given_by_name_is_seen_with_the_least_that_is_needed() {
    let world = World::start().await;
    let seen = Seen::in_world(&world).await;
    let before = seen.project().await;
    world.settle().await;
    assert!(seen.rows("projects").await.is_empty());
    seen.country.give(&seen.named("projects")).await;
    world.settle().await;
    let rows = seen.rows("projects").await;
    assert_eq!(rows.len(), 1);
    assert_eq!(
        (
            &rows[0]["id"],
            &rows[0]["owner_id"],
            &rows[0]["owner_name"]["fi"],
            &rows[0]["title"]["fi"]
        ),
        (
            &json!(before),
            &json!(seen.member.id),
            &json!("Kunta 001"),
            &json!("Seutukunnan elinvoima")
        )
    );
    for unneeded in ["owner_unit_id", "case_number", "partner_ids", "summary", "theme_ids"] {
        assert!(rows[0].get(unneeded).is_none(), "{unneeded}");
    }
    // Another dataset was not given, and nobody else was given anything.
    assert!(seen.rows("activities").await.is_empty());
    let stranger = world.person_of(Uuid::now_v7(), Role::Admin, None);
    assert!(stranger.get("/api/v1/shared/projects").await.ok().items().is_empty());
    let sources = seen.coordinator().get("/api/v1/shared").await.ok().items();
    assert_eq!(sources[0]["datasets"], json!(["projects"]));
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_given_follows_its_owner() {
    let world = World::start().await;
    let seen = Seen::in_world(&world).await;
    for dataset in ["projects", "networks", "activities", "goals"] {
        seen.country.give(&seen.named(dataset)).await;
    }
    world.settle().await;
    assert_eq!(
        seen.rows("activities").await.len(),
        1,
        "what was there before it was given"
    );
    let id = seen.project().await;
    world.settle().await;
    let mut project = running(id, "eu");
    project.title = text("Uusi nimi");
    world.tell_of(seen.member.id, "projects", "project", id, &project).await;
    world.settle().await;
    assert_eq!(seen.rows("projects").await[0]["title"]["fi"], "Uusi nimi");
    assert_eq!(
        seen.rows(&format!("projects?q=uusi&owner_id={}", seen.member.id))
            .await
            .len(),
        1
    );
    assert!(seen.rows("projects?year=1999").await.is_empty());
    let file = seen.coordinator().get("/api/v1/shared/projects?format=csv").await.ok();
    assert!(String::from_utf8(file.body).unwrap().contains("Uusi nimi"));
    world
        .untell_of(seen.member.id, "projects", "project", id, &project)
        .await;
    world.settle().await;
    assert!(seen.rows("projects").await.is_empty());
    let (network_id, membership_id) = (Uuid::now_v7(), Uuid::now_v7());
    let (network, membership) = member_of(network_id, membership_id, "2019-05-01");
    world
        .tell_of(seen.member.id, "projects", "network", network_id, &network)
        .await;
    world
        .tell_of(
            seen.member.id,
            "projects",
            "network_membership",
            membership_id,
            &membership,
        )
        .await;
    world.settle().await;
    assert_eq!(seen.rows("networks").await[0]["since"], "2019-05-01");
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_revoked_is_gone_as_soon_as_either_side_says_so_and_then_from_the_database() {
    let world = World::start().await;
    let seen = Seen::in_world(&world).await;
    let gift = seen.named("activities");
    seen.country.give(&gift).await;
    world.settle().await;
    assert_eq!(seen.rows("activities").await.len(), 1);
    seen.country.tell(&gift, "revoked", &["owner"]).await;
    world.settle().await;
    assert!(seen.rows("activities").await.is_empty());
    assert_eq!(world.count("SELECT count(*) FROM reporting.shared_rows").await, 0);
    // Given again, it is filled again.
    seen.country.give(&gift).await;
    world.settle().await;
    assert_eq!(seen.rows("activities").await.len(), 1);
    // At the viewer's own word the copies need not even be gone.
    seen.country.tell(&gift, "revoked", &["viewer"]).await;
    world.settle().await;
    assert_eq!(world.count("SELECT count(*) FROM reporting.shared_rows").await, 1);
    assert!(seen.rows("activities").await.is_empty());
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_tenants_says_is_revoked_is_gone_before_any_event_tells_of_it() {
    let world = World::start().await;
    let seen = Seen::in_world(&world).await;
    let gift = seen.named("activities");
    seen.country.give(&gift).await;
    for _ in 0..2 {
        seen.country.activity(&seen.member, "10").await;
    }
    world.settle().await;
    assert_eq!(seen.rows("activities").await.len(), 3);
    world.revoke_grant(gift.id);
    // As long as a lease lasts, which is how long the answer to a revocation waits.
    tokio::time::sleep(Duration::from_millis(1_100)).await;
    assert!(seen.rows("activities").await.is_empty());
    assert!(seen.coordinator().get("/api/v1/shared").await.ok().items().is_empty());
    // The copies still lie there, and no cursor tells of them.
    assert_eq!(world.count("SELECT count(*) FROM reporting.shared_rows").await, 3);
    let page = seen.coordinator().get("/api/v1/shared/activities?limit=1").await.ok();
    assert_eq!(page.json["next"], Value::Null);
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agreement_ends_with_its_last_day() {
    let world = World::start().await;
    let seen = Seen::in_world(&world).await;
    let today = world.clock.today("Europe/Helsinki");
    let last: &'static str = Box::leak(today.to_string().into_boxed_str());
    let gift = Gift {
        to: Some(last),
        ..seen.named("activities")
    };
    seen.country.give(&gift).await;
    world.settle().await;
    assert_eq!(seen.rows("activities").await.len(), 1);
    world.clock.advance(SignedDuration::from_hours(24));
    assert!(seen.rows("activities").await.is_empty());
    // The copies follow by the calendar.
    let copier = reporting::sharing::Copier {
        db: world.reporting().await,
        clock: world.clock.clone(),
    };
    copier.turn_the_page().await.unwrap();
    world.settle().await;
    assert_eq!(world.count("SELECT count(*) FROM reporting.shared_rows").await, 0);
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_filling_goes_on_page_by_page_and_takes_away_what_is_not_there_any_more() {
    let world = World::start().await;
    let seen = Seen::in_world(&world).await;
    let gift = seen.named("projects");
    let mut ids = Vec::new();
    for _ in 0..250 {
        ids.push(seen.project().await);
    }
    world.settle().await;
    seen.country.give(&gift).await;
    world.settle().await;
    let lying = "SELECT count(*) FROM reporting.shared_rows WHERE dataset = 'projects'";
    assert_eq!(world.count(lying).await, 250);
    // Something that nobody told of, as after a fault: the next filling puts it right.
    world
        .sql(&format!(
            "UPDATE reporting.shared_rows SET id = gen_random_uuid() WHERE id = '{}';
             DELETE FROM reporting.shared_rows WHERE id = '{}'",
            ids[0], ids[249]
        ))
        .await
        .unwrap();
    seen.country.give(&gift).await;
    world.settle().await;
    assert_eq!(world.count(lying).await, 250);
    let there = format!("{lying} AND id IN ('{}', '{}')", ids[0], ids[249]);
    assert_eq!(world.count(&there).await, 2);
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn while_nobody_knows_what_was_revoked_nothing_of_others_is_shown() {
    let world = World::start().await;
    let seen = Seen::in_world(&world).await;
    seen.country.give(&seen.named("activities")).await;
    world.settle().await;
    seen.rows("activities").await;
    world.lose_tenants();
    let coordinator = seen.coordinator();
    for _ in 0..80 {
        let answer = coordinator.get("/api/v1/shared/activities").await;
        if answer.status == 503 {
            assert_eq!(answer.json["code"], "revocations_unknown");
            coordinator.get("/api/v1/registers/projects").await.ok();
            world.stop().await;
            return;
        }
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
    panic!("what others give was shown for twenty seconds without knowing what was revoked");
}
