//! What a crash left behind goes, and nothing else does.

use std::{
    fs,
    path::Path,
    time::{Duration, SystemTime},
};

use diesel_async::SimpleAsyncConnection as _;
use kit::Bucket;

use super::Shelf;

const OFTEN: &[(&str, &str)] = &[("SAMVERKA_ATTACHMENTS_SWEEP_SECONDS", "1")];

/// Makes a file look as if it had lain there for so long.
fn aged(path: &Path, by: Duration) {
    let file = fs::File::options().append(true).open(path).unwrap();
    file.set_modified(SystemTime::now() - by).unwrap();
}

const LONG: Duration = Duration::from_hours(2);

/// Time for several sweeps.
async fn a_while() {
    tokio::time::sleep(Duration::from_secs(4)).await;
}

impl Shelf {
    async fn loses_the_row_of(&self, id: &str) {
        let lost = format!("DELETE FROM projects.attachments WHERE id = '{id}'");
        self.suite.database.execute(&lost).await;
    }
}

/// Bytes without a row, as a crash leaves them between the two, are taken away after a while; those that are named stay, and
/// those that came lately, whose row may be on its way.
async fn what_a_crash_left_is_swept(shelf: Shelf) {
    let [named, young, old] = [
        shelf.a_text("named.txt").await.id(),
        shelf.a_text("young.txt").await.id(),
        shelf.a_text("old.txt").await.id(),
    ];
    shelf.loses_the_row_of(&young).await;
    shelf.loses_the_row_of(&old).await;
    aged(&shelf.place(&named), LONG);
    aged(&shelf.place(&young), Duration::from_mins(59));
    aged(&shelf.place(&old), LONG);
    shelf.until_lying(2).await;
    a_while().await;
    assert!(shelf.place(&named).exists());
    assert!(shelf.place(&young).exists());
    shelf.suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_crash_left_behind_is_swept_from_a_folder() {
    what_a_crash_left_is_swept(Shelf::with(None, OFTEN).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_crash_left_behind_is_swept_from_a_bucket() {
    what_a_crash_left_is_swept(Shelf::with(Some(Bucket::fresh()), OFTEN).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_of_which_the_database_knows_nothing_is_left_alone() {
    let shelf = Shelf::with(None, OFTEN).await;
    let known = shelf.a_text("a.txt").await.id();
    let unknown: Vec<_> = (1..=101)
        .map(|n| shelf.place(&uuid::Uuid::from_u128(n).to_string()))
        .collect();
    for path in unknown.iter().chain([&shelf.place(&known)]) {
        fs::write(path, b"somebody's").unwrap();
        aged(path, LONG);
    }
    a_while().await;
    assert_eq!(shelf.lying().len(), 102);
    // As many as crashes may leave are swept.
    fs::remove_file(&unknown[0]).unwrap();
    shelf.until_lying(1).await;
    assert!(shelf.place(&known).exists());
    shelf.suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_process_sweeps_at_a_time() {
    let shelf = Shelf::with(None, OFTEN).await;
    let mut other = shelf.suite.database.connect().await;
    let broom = "hashtextextended('projects/attachments/sweep', 0)";
    other
        .batch_execute(&format!("SELECT pg_advisory_lock({broom})"))
        .await
        .unwrap();
    let lost = shelf.a_text("a.txt").await.id();
    shelf.loses_the_row_of(&lost).await;
    aged(&shelf.place(&lost), LONG);
    a_while().await;
    assert!(shelf.place(&lost).exists());
    other
        .batch_execute(&format!("SELECT pg_advisory_unlock({broom})"))
        .await
        .unwrap();
    shelf.until_lying(0).await;
    shelf.suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bytes_that_cannot_be_taken_away_stand_in_no_others_way() {
    let shelf = Shelf::on_disk().await;
    // Where the bytes should lie is a folder, which is not removed as a file is.
    let stubborn = [shelf.a_text("a.txt").await, shelf.a_text("b.txt").await];
    for added in &stubborn {
        fs::remove_file(shelf.place(&added.id())).unwrap();
        fs::create_dir(shelf.place(&added.id())).unwrap();
    }
    let others = [shelf.a_text("c.txt").await, shelf.a_text("d.txt").await];
    // As if the process had died after each removal: nobody but the worker clears.
    shelf
        .suite
        .database
        .execute("UPDATE projects.attachments SET removed_at = added_at")
        .await;
    for added in &others {
        let path = shelf.place(&added.id());
        for _ in 0..400 {
            if !path.exists() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        assert!(!path.exists());
    }
    let put_off = "SELECT count(*) FROM projects.attachments WHERE tried_at IS NOT NULL";
    shelf.until(put_off, 2).await;
    shelf.until("SELECT count(*) FROM projects.attachments", 2).await;
    shelf.suite.stop().await;
}
