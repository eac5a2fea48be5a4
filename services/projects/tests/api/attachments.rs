//! Files attached to things, on disk and in object storage: the same stories.

use std::{fs, io::Write as _, path::Path};

use kit::{Bucket, Client, Suite, Tenant};
use reqwest::Method;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

/// A suite that keeps attachments somewhere, a project in it, and where the bytes are to be found.
struct Shelf {
    suite: Suite,
    tenant: Tenant,
    planner: Client,
    project: Value,
    bucket: Option<Bucket>,
}

impl Shelf {
    async fn on_disk() -> Self {
        Self::with(None, &[]).await
    }

    async fn in_a_bucket() -> Self {
        Self::with(Some(Bucket::fresh()), &[]).await
    }

    async fn with(bucket: Option<Bucket>, more: &[(&str, &str)]) -> Self {
        let mut settings: Vec<(String, String)> = bucket.iter().flat_map(Bucket::settings).collect();
        settings.extend(more.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())));
        let settings: Vec<(&str, &str)> = settings.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        let suite = Suite::start_with(&settings).await;
        let tenant = suite.tenant("Example Town").await;
        let unit = tenant.unit("International affairs", None).await;
        let planner = tenant.planner().await;
        suite.settle().await;
        let project = json!({"title": {"en": "A project"}, "kind": "national", "role": "lead", "owner_unit_id": unit,
                             "period": {"from": "2026-01-01"}});
        let project = planner.post("/api/v1/projects", project).await.created().json;
        Self {
            suite,
            tenant,
            planner,
            project,
            bucket,
        }
    }

    fn path(&self) -> String {
        format!("/api/v1/projects/{}/attachments", self.project["id"].as_str().unwrap())
    }

    /// The bytes that lie in the store at this moment, those on their way among them.
    fn lying(&self) -> Vec<Vec<u8>> {
        let root = match &self.bucket {
            Some(bucket) => bucket.folder.clone(),
            None => self.suite.files.join("attachments"),
        };
        let mut found = Vec::new();
        collect(&root, &mut found);
        found
    }

    async fn until_lying(&self, count: usize) {
        for _ in 0..400 {
            if self.lying().len() == count {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        panic!("{} files lie there, not {count}", self.lying().len());
    }

    async fn attached(&self) -> i64 {
        let rows = "SELECT count(*) FROM projects.attachments WHERE removed_at IS NULL";
        self.suite.database.count(rows).await
    }
}

fn collect(folder: &Path, found: &mut Vec<Vec<u8>>) {
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, found);
        } else if let Ok(bytes) = fs::read(path) {
            found.push(bytes);
        }
    }
}

/// A document of a size, with bytes that repeat nowhere near.
fn a_pdf(size: usize) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    let mut piece = Sha256::digest(b"seed").to_vec();
    while bytes.len() < size {
        bytes.extend_from_slice(&piece);
        piece = Sha256::digest(&piece).to_vec();
    }
    bytes.truncate(size);
    bytes
}

fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
}

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
    part("bytes=99999999-")
        .await
        .assert_problem(416, "range_not_satisfiable");

    let said = json!({"title": {"en": "Minutes of the third meeting"}});
    shelf
        .planner
        .patch(&one, &json!(7), said.clone())
        .await
        .assert_problem(412, "stale_version");
    let unversioned = shelf.planner.request(Method::DELETE, &one);
    shelf
        .planner
        .send(unversioned)
        .await
        .assert_problem(428, "version_required");
    let changed = shelf.planner.patch(&one, &json!(1), said).await.ok();
    assert_eq!(changed.json["title"]["en"], "Minutes of the third meeting");
    assert_eq!(changed.json["sha256"], hash(&bytes));

    shelf.planner.delete(&one, &changed.json["version"]).await.gone();
    reader.get(&one).await.assert_problem(404, "attachment_not_found");
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
    shelf.suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_comes_back_as_it_went_up_from_a_folder() {
    a_file_lives(Shelf::on_disk().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_comes_back_as_it_went_up_from_a_bucket() {
    a_file_lives(Shelf::in_a_bucket().await).await;
}

/// What is refused leaves neither row nor bytes.
async fn refusals_leave_nothing(shelf: Shelf) {
    let path = shelf.path();
    let up = async |name: &str, bytes: &[u8]| shelf.planner.upload(&path, name, bytes.to_vec()).await;
    let page = b"<!DOCTYPE html><script>alert(1)</script>";
    up("report.pdf", page)
        .await
        .assert_problem(422, "attachment_kind_refused");
    up("picture.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>")
        .await
        .assert_problem(422, "attachment_kind_refused");
    up("report.txt", &a_pdf(100))
        .await
        .assert_problem(422, "attachment_kind_refused");
    up("program.pdf", b"MZ\x90\0\x03\0\0\0")
        .await
        .assert_problem(422, "attachment_kind_refused");
    up("minutes.docx", &a_document_with_macros())
        .await
        .assert_problem(422, "attachment_active");
    up("empty.txt", b"").await.assert_problem(422, "attachment_empty");
    for evil in [
        "../../x.txt",
        "a\\b.txt",
        "a\u{7}.txt",
        "txt.fdp\u{202e}gpj.txt",
        &format!("{}.txt", "x".repeat(300)),
    ] {
        up(evil, b"text").await.assert_fault("?name", "bad_name");
    }
    assert_eq!(shelf.attached().await, 0);
    assert_eq!(shelf.lying(), Vec::<Vec<u8>>::new());
    shelf.suite.stop().await;
}

/// A document of Word whose parts are whole, and one of them a program in Basic.
fn a_document_with_macros() -> Vec<u8> {
    let types = "<Types><Override ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in [("[Content_Types].xml", types), ("word/vbaProject.bin", "x")] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_disguised_empty_or_could_act_by_itself_is_refused_and_leaves_nothing_on_disk() {
    refusals_leave_nothing(Shelf::on_disk().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_disguised_empty_or_could_act_by_itself_is_refused_and_leaves_nothing_in_a_bucket() {
    refusals_leave_nothing(Shelf::in_a_bucket().await).await;
}

/// Speaks HTTP by hand: what a well-behaved client would not send.
async fn by_hand(shelf: &Shelf, head: &str, body: &[u8]) -> tokio::net::TcpStream {
    let host = shelf.suite.base.trim_start_matches("http://");
    let mut stream = tokio::net::TcpStream::connect(host).await.unwrap();
    let token = shelf.planner.access_token().unwrap();
    let head = format!(
        "POST {}?name=large.pdf HTTP/1.1\r\nhost: {host}\r\nauthorization: Bearer {token}\r\n{head}\r\n\r\n",
        shelf.path()
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(body).await.unwrap();
    stream.flush().await.unwrap();
    stream
}

/// The answer, whether or not the server goes on listening to what is still to come.
async fn answer(mut stream: tokio::net::TcpStream) -> String {
    let mut told = Vec::new();
    let whole = async {
        while !String::from_utf8_lossy(&told).contains("request_id") {
            if stream.read_buf(&mut told).await.unwrap() == 0 {
                break;
            }
        }
    };
    let in_time = tokio::time::timeout(std::time::Duration::from_secs(20), whole).await;
    assert!(in_time.is_ok(), "no answer while the upload is under way");
    String::from_utf8_lossy(&told).into_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_too_large_is_stopped_by_its_announcement_or_on_the_way() {
    let limit = [("SAMVERKA_ATTACHMENT_BYTES", "100000")];
    let shelf = Shelf::with(None, &limit).await;
    shelf
        .planner
        .upload(&shelf.path(), "fits.pdf", a_pdf(100_000))
        .await
        .created();
    // Announced, and not one byte of it sent: it is refused all the same.
    let announced = answer(by_hand(&shelf, "content-length: 100001", b"").await).await;
    assert!(announced.starts_with("HTTP/1.1 413 "), "{announced}");
    assert!(
        announced.contains("attachment_too_large") && announced.contains("97 KiB"),
        "{announced}"
    );
    // Not announced: it is stopped where it grows too large, though its end is still to come.
    let piece = a_pdf(120_000);
    let mut chunk = format!("{:x}\r\n", piece.len()).into_bytes();
    chunk.extend_from_slice(&piece);
    chunk.extend_from_slice(b"\r\n");
    let chunked = answer(by_hand(&shelf, "transfer-encoding: chunked", &chunk).await).await;
    assert!(chunked.starts_with("HTTP/1.1 413 "), "{chunked}");
    assert!(chunked.to_lowercase().contains("connection: close"), "{chunked}");
    assert_eq!(shelf.attached().await, 1);
    assert_eq!(shelf.lying().len(), 1);
    shelf.suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_hangs_up_leaves_nothing() {
    let shelf = Shelf::on_disk().await;
    let stream = by_hand(&shelf, "content-length: 1000000", &a_pdf(300_000)).await;
    // It is on its way.
    shelf.until_lying(1).await;
    drop(stream);
    shelf.until_lying(0).await;
    assert_eq!(shelf.attached().await, 0);
    shelf.suite.stop().await;
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
async fn a_thing_takes_so_many_files_and_no_more() {
    let shelf = Shelf::with(None, &[("SAMVERKA_ATTACHMENTS_OF_A_THING", "2")]).await;
    for n in 0..2 {
        shelf
            .planner
            .upload(&shelf.path(), &format!("{n}.txt"), b"text".to_vec())
            .await
            .created();
    }
    let third = shelf.planner.upload(&shelf.path(), "3.txt", b"text".to_vec()).await;
    third.assert_problem(409, "too_many_attachments");
    assert_eq!(shelf.lying().len(), 2);
    shelf.suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_read_may_not_attach_and_another_tenant_finds_nothing() {
    let shelf = Shelf::on_disk().await;
    let added = shelf
        .planner
        .upload(&shelf.path(), "a.txt", b"text".to_vec())
        .await
        .created();
    let one = format!("{}/{}", shelf.path(), added.id());
    let reader = shelf.tenant.reader().await;
    reader
        .upload(&shelf.path(), "b.txt", b"text".to_vec())
        .await
        .assert_problem(403, "not_allowed");
    reader.delete(&one, &json!(1)).await.assert_problem(403, "not_allowed");
    let other_unit = shelf.tenant.unit("Another unit", None).await;
    shelf.suite.settle().await;
    let contributor = shelf.tenant.person_of("contributor", Some(&other_unit)).await;
    contributor
        .upload(&shelf.path(), "b.txt", b"text".to_vec())
        .await
        .assert_problem(403, "beyond_reach");

    let stranger = shelf.suite.tenant("Other Town").await.planner().await;
    stranger
        .upload(&shelf.path(), "b.txt", b"text".to_vec())
        .await
        .assert_problem(404, "project_not_found");
    stranger
        .get(&shelf.path())
        .await
        .assert_problem(404, "project_not_found");
    for below in ["", "/content"] {
        stranger
            .get(&format!("{one}{below}"))
            .await
            .assert_problem(404, "project_not_found");
    }
    stranger
        .get(&format!("{one}/history"))
        .await
        .assert_problem(404, "attachment_not_found");
    // Under a thing of one's own it is nothing either, be it one's own file or another tenant's.
    let network = json!({"name": {"en": "A network"}});
    let network = shelf.planner.post("/api/v1/networks", network).await.created().id();
    let elsewhere = format!("/api/v1/networks/{network}/attachments/{}", added.id());
    for below in ["", "/content", "/history"] {
        shelf
            .planner
            .get(&format!("{elsewhere}{below}"))
            .await
            .assert_problem(404, "attachment_not_found");
    }
    shelf
        .planner
        .delete(&elsewhere, &json!(1))
        .await
        .assert_problem(404, "attachment_not_found");
    assert_eq!(shelf.attached().await, 1);
    shelf.suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_attached_goes_with_its_thing() {
    let shelf = Shelf::on_disk().await;
    shelf
        .planner
        .upload(&shelf.path(), "a.txt", b"text".to_vec())
        .await
        .created();
    let project = format!("/api/v1/projects/{}", shelf.project["id"].as_str().unwrap());
    shelf.planner.delete(&project, &shelf.project["version"]).await.gone();
    assert_eq!(shelf.attached().await, 0);
    shelf.until_lying(0).await;
    let tombstones = "SELECT count(*) FROM projects.journal WHERE aggregate = 'attachment' AND deleted";
    assert_eq!(shelf.suite.database.count(tombstones).await, 1);
    shelf.suite.stop().await;
}

/// Bytes without a row, as a crash leaves them between the two, are taken away; those that are named stay.
async fn what_a_crash_left_is_swept(shelf: Shelf) {
    shelf
        .planner
        .upload(&shelf.path(), "a.txt", b"named".to_vec())
        .await
        .created();
    let added = shelf
        .planner
        .upload(&shelf.path(), "b.txt", b"its row is lost".to_vec())
        .await
        .created();
    let lost = format!("DELETE FROM projects.attachments WHERE id = '{}'", added.id());
    shelf.suite.database.execute(&lost).await;
    shelf.until_lying(1).await;
    assert_eq!(shelf.lying(), [b"named".to_vec()]);
    shelf.suite.stop().await;
}

const AT_ONCE: &[(&str, &str)] = &[("SAMVERKA_ATTACHMENTS_UNNAMED_SECONDS", "2")];

#[tokio::test(flavor = "multi_thread")]
async fn what_a_crash_left_behind_is_swept_from_a_folder() {
    what_a_crash_left_is_swept(Shelf::with(None, AT_ONCE).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_crash_left_behind_is_swept_from_a_bucket() {
    what_a_crash_left_is_swept(Shelf::with(Some(Bucket::fresh()), AT_ONCE).await).await;
}

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
async fn files_are_for_the_service_alone_and_lie_under_ids() {
    use std::os::unix::fs::PermissionsExt as _;
    let shelf = Shelf::on_disk().await;
    let added = shelf
        .planner
        .upload(&shelf.path(), "a.txt", b"text".to_vec())
        .await
        .created();
    let folder = shelf
        .suite
        .files
        .join("attachments/projects")
        .join(shelf.tenant.id.to_string());
    let file = folder.join(added.id());
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&folder), mode(&file)), (0o700, 0o600));
    shelf.suite.stop().await;
}
