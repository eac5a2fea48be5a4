//! Start-up refuses a database that the program does not fit: a schema that is older, a role that is meant for something else.

use diesel_migrations::{EmbeddedMigrations, embed_migrations};
use platform::db::{Db, migrate, place::refuse_behind};
use secrecy::SecretString;

use crate::support::{Ground, Probe, execute};

const MIGRATIONS: EmbeddedMigrations = embed_migrations!("tests/foundation/migrations");
const MORE: EmbeddedMigrations = embed_migrations!("tests/foundation/mended");

async fn refusal(ground: &Ground, service: &str, migrations: &EmbeddedMigrations) -> String {
    let refused = refuse_behind(&ground.url("probe_app"), service, migrations).await;
    format!("{:#}", refused.expect_err("it was taken"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_schema_that_is_older_than_the_program_is_not_served_from_and_a_newer_one_is() {
    let ground = Ground::laid().await;
    let told = refusal(&ground, "probe", &MIGRATIONS).await;
    assert!(
        told.contains("older than this program") && told.contains("`suite migrate`"),
        "{told}"
    );
    migrate::run(&ground.url("probe_owner"), "probe", MIGRATIONS)
        .await
        .unwrap();
    refuse_behind(&ground.url("probe_app"), "probe", &MIGRATIONS)
        .await
        .unwrap();
    let told = refusal(&ground, "probe", &MORE).await;
    assert!(
        told.contains("2026-11-22-000102_colours") && !told.contains("foundation"),
        "{told}"
    );
    migrate::run(&ground.url("probe_owner"), "probe", MORE).await.unwrap();
    refuse_behind(&ground.url("probe_app"), "probe", &MIGRATIONS)
        .await
        .unwrap();
    let told = refusal(&ground, "nowhere", &MIGRATIONS).await;
    assert!(told.contains("no schema `nowhere`: run `suite provision`"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_that_could_look_past_row_security_or_is_meant_for_something_else_is_refused() {
    let probe = Probe::start(2).await;
    let ground = Ground::laid().await;
    ground.provide("stranger").await;
    migrate::run(&ground.url("probe_owner"), "probe", MIGRATIONS)
        .await
        .unwrap();
    migrate::run(&ground.url("stranger_owner"), "stranger", MIGRATIONS)
        .await
        .unwrap();
    execute(&ground.administrator(), "ALTER ROLE stranger_relay NOINHERIT").await;
    let (app, relay) = (ground.url("probe_app"), ground.url("probe_relay"));
    let refused = [
        (
            ground.administrator(),
            relay.clone(),
            "the serving role of probe is `postgres`, which could look past row security",
        ),
        (ground.url("probe_owner"), relay.clone(), "it owns tables"),
        (
            ground.url("stranger_app"),
            relay.clone(),
            "works in another schema (stranger). Let SAMVERKA_PROBE_APP_URL name",
        ),
        (relay.clone(), relay.clone(), "may not write there"),
        (
            app.clone(),
            app.clone(),
            "the relay role of probe is `probe_app`, which may not send",
        ),
        (
            app.clone(),
            ground.url("stranger_relay"),
            "works in another schema (stranger). Let SAMVERKA_PROBE_RELAY_URL name",
        ),
    ];
    for (app, relay, why) in refused {
        let mut config = probe.config.clone();
        (config.app, config.relay) = (SecretString::from(app), SecretString::from(relay));
        let refused = Db::connect("probe", &config).await.err().expect(why);
        assert!(format!("{refused:#}").contains(why), "{why}: {refused:#}");
    }
    let told = refuse_behind(&ground.url("stranger_app"), "probe", &MIGRATIONS)
        .await
        .unwrap_err()
        .to_string();
    assert!(
        told.contains("`stranger_app`, which works in the schema `stranger`"),
        "{told}"
    );
}
