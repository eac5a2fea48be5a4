//! The note of erasures outside the database: what is wrong with it is a reason not to serve.

use std::path::{Path, PathBuf};

use kit::{Mailbox, PASSWORD, Suite, database::Database, free_port};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::starting::refusal;

/// A place of a test, and nothing there yet.
fn place() -> PathBuf {
    std::env::temp_dir().join(format!("samverka-erasures-{}", Uuid::now_v7().simple()))
}

/// Why a suite does not start on a database, beside a note of erasures.
async fn told(database: &Database, noted: &Path) -> String {
    let mailbox = Mailbox::start().await;
    let mut settings = kit::settings(database, &mailbox, free_port());
    settings.push(("SAMVERKA_ERASURES".to_owned(), noted.to_string_lossy().into_owned()));
    refusal("up", &settings)
}

/// As a version that signed nothing wrote it.
fn unsigned(written: &str) -> String {
    let lines = written.lines().filter(|line| !line.is_empty()).map(|line| {
        let mut noted: Value = serde_json::from_str(line).unwrap();
        noted.as_object_mut().unwrap().remove("signature").expect("a signature");
        format!("{noted}\n")
    });
    lines.collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_of_erasures_that_is_gone_or_that_a_stranger_wrote_is_a_reason_not_to_serve() {
    let noted = place();
    let settings = [("SAMVERKA_ERASURES", noted.to_str().unwrap())];
    let suite = Suite::start_with(&settings).await;
    assert!(noted.exists(), "it is begun with the first start");
    let tenant = suite.tenant("Karijoki").await;
    let (leaver, other) = (tenant.planner().await, tenant.reader().await);
    let me = leaver.get("/api/v1/people/me").await.ok().json;
    let other = other.get("/api/v1/people/me").await.ok().json;
    leaver
        .act("/api/v1/people/me/erase", &me["version"], json!({}))
        .await
        .ok();
    let database = suite.leave().await;
    let written = std::fs::read_to_string(&noted).unwrap();
    let (me, other_id) = (me["id"].as_str().unwrap(), other["id"].as_str().unwrap());
    assert!(written.contains(me));

    // Somebody who may write there, and has no key, wants another person gone.
    let forged = written.replace(me, other_id);
    std::fs::write(&noted, format!("{written}{forged}")).unwrap();
    let why = told(&database, &noted).await;
    assert!(
        why.contains("was not signed with this installation's master key"),
        "{why}"
    );
    std::fs::write(&noted, format!("{written}{}", unsigned(&forged))).unwrap();
    let why = told(&database, &noted).await;
    assert!(
        why.contains("nobody has signed and this database does not know"),
        "{why}"
    );
    std::fs::remove_file(&noted).unwrap();
    let why = told(&database, &noted).await;
    assert!(
        why.contains("is gone, in which erasures are noted (SAMVERKA_ERASURES)"),
        "{why}"
    );

    // What an earlier version wrote and the database knows as well is signed from now on; and nobody was erased.
    std::fs::write(&noted, unsigned(&written)).unwrap();
    let suite = Suite::start_on(database, &settings).await;
    assert!(std::fs::read_to_string(&noted).unwrap().contains("signature"));
    let email = other["email"].as_str().unwrap();
    suite.visitor().signed_in(email, PASSWORD, Some(tenant.id)).await;
    suite.stop().await;
    std::fs::remove_file(noted).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erasure_that_could_not_be_noted_is_done_and_noted_at_the_next_start() {
    let noted = place();
    let settings = [("SAMVERKA_ERASURES", noted.to_str().unwrap())];
    let suite = Suite::start_with(&settings).await;
    let tenant = suite.tenant("Kaskinen").await;
    let leaver = tenant.planner().await;
    let me = leaver.get("/api/v1/people/me").await.ok().json;
    // As where a volume went away.
    std::fs::remove_file(&noted).unwrap();
    std::fs::create_dir(&noted).unwrap();
    leaver
        .act("/api/v1/people/me/erase", &me["version"], json!({}))
        .await
        .ok();
    std::fs::remove_dir(&noted).unwrap();
    std::fs::write(&noted, "").unwrap();
    let suite = Suite::start_on(suite.leave().await, &settings).await;
    assert!(
        std::fs::read_to_string(&noted)
            .unwrap()
            .contains(me["id"].as_str().unwrap())
    );
    suite.stop().await;
    std::fs::remove_file(noted).unwrap();
}
