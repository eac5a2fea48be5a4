//! A file goes up, comes down and goes away, whatever it lies in.

use kit::Client;
use reqwest::Method;
use serde_json::json;

use super::{Shelf, a_pdf, hash};

/// A file goes up, is described, comes down the same, is renamed and goes away: whatever store it lies in.
async fn a_file_lives(shelf: Shelf) {
    // More than one part of a bucket's object.
    let bytes = a_pdf(12 * 1024 * 1024 + 17);
    let added = shelf
        .planner
        .upload(&shelf.path(), "Pöytäkirja 3.pdf", bytes.clone())
        .await
        .created();
    assert_eq!(added.json["kind"], "pdf");
    assert_eq!(added.json["name"], "Pöytäkirja 3.pdf");
    assert_eq!(added.json["bytes"], bytes.len());
    assert_eq!(added.json["sha256"], hash(&bytes));
    assert_eq!(added.headers["etag"], "\"1\"");
    let one = added.headers["location"].to_str().unwrap().to_owned();
    assert_eq!(one, format!("{}/{}", shelf.path(), added.id()));
    assert_eq!(shelf.lying(), std::slice::from_ref(&bytes));

    let reader = shelf.tenant.reader().await;
    assert_eq!(
        reader.get(&shelf.path()).await.ok().items(),
        std::slice::from_ref(&added.json)
    );
    assert_eq!(reader.get(&one).await.ok().json, added.json);
    let down = reader.get(&format!("{one}/content")).await.ok();
    assert_eq!(hash(&down.body), hash(&bytes));
    let header = |name: &str| down.headers[name].to_str().unwrap().to_owned();
    assert_eq!(header("content-type"), "application/pdf");
    assert_eq!(header("content-length"), bytes.len().to_string());
    assert_eq!(
        header("content-disposition"),
        "attachment; filename=\"P_yt_kirja 3.pdf\"; filename*=UTF-8''P%C3%B6yt%C3%A4kirja%203.pdf"
    );
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert_eq!(header("content-security-policy"), "sandbox; default-src 'none'");
    assert_eq!(header("cache-control"), "private, no-store");
    assert_eq!(header("etag"), format!("\"{}\"", hash(&bytes)));

    it_comes_in_parts(&reader, &one, &bytes).await;
    it_changes_and_goes(&shelf, &reader, &one).await;
    shelf.suite.stop().await;
}

/// As who goes on with a download, or has it, asks for it.
async fn it_comes_in_parts(reader: &Client, one: &str, bytes: &[u8]) {
    let part = |range: &str| {
        let request = reader.request(Method::GET, &format!("{one}/content"));
        reader.send(request.header("range", range.to_owned()))
    };
    let some = part("bytes=6000000-6000009").await.expect(206);
    assert_eq!(some.body, bytes[6_000_000..6_000_010]);
    assert_eq!(
        some.headers["content-range"].to_str().unwrap(),
        format!("bytes 6000000-6000009/{}", bytes.len())
    );
    let size = bytes.len();
    for (range, is) in [("bytes=12000000-", 12_000_000..size), ("bytes=-10", size - 10..size)] {
        let some = part(range).await.expect(206);
        assert_eq!(some.body, bytes[is.clone()], "{range}");
        let told = format!("bytes {}-{}/{size}", is.start, is.end - 1);
        assert_eq!(some.headers["content-range"].to_str().unwrap(), told);
    }
    let outside = part("bytes=99999999-").await;
    let outside = outside.assert_problem(416, "range_not_satisfiable");
    assert_eq!(
        outside.headers["content-range"].to_str().unwrap(),
        format!("bytes */{size}")
    );
    let known = |name: &str, tag: &str| {
        let request = reader.request(Method::GET, &format!("{one}/content"));
        reader.send(
            request
                .header("range", "bytes=0-9")
                .header(name.to_owned(), tag.to_owned()),
        )
    };
    let tag = format!("\"{}\"", hash(bytes));
    let unchanged = known("if-none-match", &tag).await.expect(304);
    assert!(unchanged.body.is_empty());
    known("if-none-match", "\"another\"").await.expect(206);
    known("if-range", &tag).await.expect(206);
    // A part of what it was before is no part of what it is.
    assert_eq!(known("if-range", "\"another\"").await.ok().body.len(), size);
}

async fn it_changes_and_goes(shelf: &Shelf, reader: &Client, one: &str) {
    let said = json!({"title": {"en": "Minutes of the third meeting"}});
    shelf
        .planner
        .patch(one, &json!(7), said.clone())
        .await
        .assert_problem(412, "stale_version");
    let unversioned = shelf.planner.request(Method::DELETE, one);
    shelf
        .planner
        .send(unversioned)
        .await
        .assert_problem(428, "version_required");
    let changed = shelf.planner.patch(one, &json!(1), said).await.ok();
    assert_eq!(changed.json["title"]["en"], "Minutes of the third meeting");

    shelf.planner.delete(one, &changed.json["version"]).await.gone();
    reader.get(one).await.assert_problem(404, "attachment_not_found");
    reader
        .get(&format!("{one}/content"))
        .await
        .assert_problem(404, "attachment_not_found");
    shelf.until_lying(0).await;
    let events: Vec<String> = reader
        .get(&format!("{one}/history"))
        .await
        .ok()
        .items()
        .iter()
        .map(|step| step["event"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(events, ["removed", "changed", "added"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_comes_back_as_it_went_up_from_a_folder() {
    a_file_lives(Shelf::on_disk().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_comes_back_as_it_went_up_from_a_bucket() {
    a_file_lives(Shelf::in_a_bucket().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_request_attaches_once() {
    let shelf = Shelf::on_disk().await;
    let up = async |bytes: &[u8]| {
        let request = shelf.planner.upload_request(&shelf.path(), "a.pdf", bytes.to_vec());
        shelf.planner.send(request.header("idempotency-key", "only once")).await
    };
    let first = up(&a_pdf(500)).await.created();
    let second = up(&a_pdf(500)).await.created();
    assert_eq!(first.id(), second.id());
    up(&a_pdf(501)).await.assert_problem(422, "key_reused");
    assert_eq!(shelf.attached().await, 1);
    // What came a second time, or was refused, does not stay.
    assert_eq!(shelf.lying(), [a_pdf(500)]);
    shelf.suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_request_sent_twice_at_once_attaches_once() {
    let shelf = Shelf::on_disk().await;
    let up = async || {
        let request = shelf.planner.upload_request(&shelf.path(), "a.pdf", a_pdf(200_000));
        shelf.planner.send(request.header("idempotency-key", "at once")).await
    };
    let (one, other) = tokio::join!(up(), up());
    // Either the second waits until the first is done and hears the same, or it is told that the first is under way.
    let mut attached: Vec<String> = Vec::new();
    for answer in [one, other] {
        match answer.status.as_u16() {
            201 => attached.push(answer.id()),
            _ => drop(answer.assert_problem(409, "in_flight")),
        }
    }
    attached.dedup();
    assert_eq!(attached.len(), 1);
    assert_eq!(up().await.created().id(), attached[0]);
    assert_eq!(shelf.attached().await, 1);
    shelf.until_lying(1).await;
    shelf.suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_attached_goes_with_its_thing() {
    let shelf = Shelf::on_disk().await;
    shelf.a_text("a.txt").await;
    let project = format!("/api/v1/projects/{}", shelf.project["id"].as_str().unwrap());
    shelf.planner.delete(&project, &shelf.project["version"]).await.gone();
    assert_eq!(shelf.attached().await, 0);
    shelf.until_lying(0).await;
    let tombstones = "SELECT count(*) FROM projects.journal WHERE aggregate = 'attachment' AND deleted";
    assert_eq!(shelf.suite.database.count(tombstones).await, 1);
    shelf.suite.stop().await;
}
