//! Who may, and what is not to be changed any more by anybody.

use serde_json::json;

use super::Shelf;
use crate::support::{text, town};

#[tokio::test(flavor = "multi_thread")]
async fn who_may_read_may_not_attach_and_another_tenant_finds_nothing() {
    let shelf = Shelf::on_disk().await;
    let added = shelf.a_text("a.txt").await;
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

    // Nor does it change or remove what others attached.
    let said = json!({"title": {"en": "Mine"}});
    contributor
        .patch(&one, &json!(1), said)
        .await
        .assert_problem(403, "beyond_reach");
    contributor
        .delete(&one, &json!(1))
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
async fn what_is_attached_to_an_application_that_is_over_stays_as_it_is() {
    let town = town().await;
    let application = town.an_application().await;
    let path = format!("/api/v1/applications/{}/attachments", text(&application["id"]));
    let up = async |name: &str, key: &str| {
        let request = town.planner.upload_request(&path, name, b"text".to_vec());
        town.planner
            .send(request.header("idempotency-key", key.to_owned()))
            .await
    };
    let added = up("a.txt", "first").await.created();
    let one = format!("{path}/{}", added.id());
    town.walk(application, &["withdrawn"], "2016-06-01").await;
    up("b.txt", "second").await.assert_problem(409, "application_over");
    let plainly = town.planner.upload(&path, "b.txt", b"text".to_vec()).await;
    plainly.assert_problem(409, "application_over");
    let said = json!({"title": {"en": "The plan"}});
    let changed = town.planner.patch(&one, &json!(1), said).await;
    changed.assert_problem(409, "application_over");
    let removed = town.planner.delete(&one, &json!(1)).await;
    removed.assert_problem(409, "application_over");
    // What was attached before is still had, and a request that is sent again hears what it did.
    assert_eq!(town.planner.get(&format!("{one}/content")).await.ok().body, b"text");
    assert_eq!(up("a.txt", "first").await.created().id(), added.id());
    town.suite.stop().await;
}
