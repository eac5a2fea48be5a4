//! What is not taken: for what it is, for its size, or for how much there is already.

use std::io::Write as _;

use kit::{Bucket, Ill, Passage};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use super::{Shelf, a_pdf};

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

/// By its announcement, or where it grows too large.
async fn too_large(bucket: Option<Bucket>) {
    let limit = [("SAMVERKA_ATTACHMENT_BYTES", "100000")];
    let shelf = Shelf::with(bucket, &limit).await;
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
async fn what_is_too_large_is_stopped_on_disk() {
    too_large(None).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_too_large_is_stopped_on_its_way_to_a_bucket() {
    too_large(Some(Bucket::fresh())).await;
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
async fn the_files_of_an_organisation_come_to_so_much_and_no_more() {
    let shelf = Shelf::with(None, &[("SAMVERKA_ATTACHMENTS_TENANT_BYTES", "1000")]).await;
    let up = async |name: &str, size: usize| shelf.planner.upload(&shelf.path(), name, a_pdf(size)).await;
    let first = up("a.pdf", 600).await.created();
    let second = up("b.pdf", 401).await.assert_problem(409, "attachments_full");
    assert!(second.json["detail"].as_str().unwrap().contains("1000 bytes"));
    // Its length is not announced: it is found when it is here, and does not stay.
    let mut chunk = format!("{:x}\r\n", 401).into_bytes();
    chunk.extend_from_slice(&a_pdf(401));
    chunk.extend_from_slice(b"\r\n0\r\n\r\n");
    let unannounced = answer(by_hand(&shelf, "transfer-encoding: chunked", &chunk).await).await;
    assert!(unannounced.contains("attachments_full"), "{unannounced}");
    assert_eq!(shelf.lying().len(), 1);
    up("b.pdf", 400).await.created();
    // Another organisation has as much for itself, and what is removed counts no more.
    let path = format!("{}/{}", shelf.path(), first.id());
    shelf.planner.delete(&path, &first.json["version"]).await.gone();
    up("c.pdf", 600).await.created();
    shelf.suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn when_as_many_files_as_may_are_being_sent_on_others_hear_that_they_should_come_again() {
    let passage = Passage::to(&Bucket::server()).await;
    let shelf = Shelf::with(Some(Bucket::fresh()), &[("SAMVERKA_S3_ENDPOINT", &passage.url())]).await;
    shelf.a_text("first.txt").await;
    passage.befall(&[Ill::Silence; 4]);
    let path = shelf.path();
    let up = async |name: &str| shelf.planner.upload(&path, name, b"text".to_vec()).await;
    let fifth = async {
        while passage.still_to_come() > 0 {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        let busy = up("fifth.txt").await.assert_problem(503, "attachments_busy");
        assert_eq!(busy.headers["retry-after"], "10");
        // Let go, the others come to their end, and there is room again.
        passage.befall(&[]);
    };
    let (one, two, three, four, ()) = tokio::join!(up("1.txt"), up("2.txt"), up("3.txt"), up("4.txt"), fifth);
    for held in [one, two, three, four] {
        held.created();
    }
    shelf.a_text("sixth.txt").await;
    shelf.suite.stop().await;
}
