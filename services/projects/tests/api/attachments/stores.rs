//! What the store does to whoever reads and writes.

use std::{fs, path::Path};

use kit::{Bucket, Ill, Passage};
use reqwest::Method;

use super::{Shelf, a_pdf};

#[tokio::test(flavor = "multi_thread")]
async fn while_the_store_is_away_nothing_is_half_done() {
    let nobody = format!("http://127.0.0.1:{}", kit::free_port());
    let shelf = Shelf::with(Some(Bucket::fresh()), &[("SAMVERKA_S3_ENDPOINT", nobody.as_str())]).await;
    let away = shelf.planner.upload(&shelf.path(), "a.txt", b"text".to_vec()).await;
    let away = away.assert_problem(503, "unavailable");
    assert!(away.headers.contains_key("retry-after"));
    assert_eq!(shelf.attached().await, 0);
    let journalled = "SELECT count(*) FROM projects.journal WHERE aggregate = 'attachment'";
    assert_eq!(shelf.suite.database.count(journalled).await, 0);
    shelf.suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_read_though_connections_to_the_bucket_break_or_nobody_answers_on_them() {
    let passage = Passage::to(&Bucket::server()).await;
    let shelf = Shelf::with(Some(Bucket::fresh()), &[("SAMVERKA_S3_ENDPOINT", &passage.url())]).await;
    let added = shelf
        .planner
        .upload(&shelf.path(), "a.pdf", a_pdf(1_000))
        .await
        .created();
    passage.befall(&[Ill::Breaks, Ill::Breaks, Ill::Silence]);
    let one = format!("{}/{}/content", shelf.path(), added.id());
    let some = shelf.planner.request(Method::GET, &one).header("range", "bytes=0-99");
    assert_eq!(shelf.planner.send(some).await.expect(206).body, a_pdf(100));
    assert_eq!(passage.still_to_come(), 0);
    shelf.suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn files_are_for_the_service_alone_and_lie_under_ids() {
    use std::os::unix::fs::PermissionsExt as _;
    let shelf = Shelf::on_disk().await;
    let added = shelf.a_text("a.txt").await;
    let file = shelf.place(&added.id());
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(file.parent().unwrap()), mode(&file)), (0o700, 0o600));
    shelf.suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_removed_while_it_is_fetched_is_not_there() {
    let passage = Passage::to(&Bucket::server()).await;
    let shelf = Shelf::with(Some(Bucket::fresh()), &[("SAMVERKA_S3_ENDPOINT", &passage.url())]).await;
    let added = shelf.a_text("a.txt").await;
    let one = format!("{}/{}", shelf.path(), added.id());
    // Its row was read, and the bucket takes its time.
    passage.befall(&[Ill::Silence]);
    let removal = async {
        while passage.still_to_come() > 0 {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        shelf.planner.delete(&one, &added.json["version"]).await.gone();
        shelf.until_lying(0).await;
    };
    let content = format!("{one}/content");
    let (fetched, ()) = tokio::join!(shelf.planner.get(&content), removal);
    fetched.assert_problem(404, "attachment_not_found");
    shelf.suite.stop().await;
}

/// A store that is gone is not a store in which the bytes are gone.
async fn bytes_are_not_forgotten_with_their_store(shelf: Shelf) {
    let added = shelf.a_text("a.txt").await;
    let root = match &shelf.bucket {
        Some(bucket) => bucket.folder.clone(),
        None => shelf.folder(),
    };
    let aside = root.with_extension("aside");
    fs::rename(&root, &aside).unwrap();
    // The server of the bucket looks at its folders once a second.
    tokio::time::sleep(std::time::Duration::from_secs(2)).await;
    let one = format!("{}/{}", shelf.path(), added.id());
    shelf.planner.delete(&one, &added.json["version"]).await.gone();
    let marked = "SELECT count(*) FROM projects.attachments WHERE removed_at IS NOT NULL AND tried_at IS NOT NULL";
    shelf.until(marked, 1).await;
    fs::rename(&aside, &root).unwrap();
    shelf.until_lying(0).await;
    shelf.until("SELECT count(*) FROM projects.attachments", 0).await;
    shelf.suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bytes_are_not_forgotten_when_their_folder_is_away() {
    bytes_are_not_forgotten_with_their_store(Shelf::on_disk().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bytes_are_not_forgotten_when_their_bucket_is_away() {
    bytes_are_not_forgotten_with_their_store(Shelf::in_a_bucket().await).await;
}
