//! Filters of a list under a name: one's own, or shared with colleagues.

use kit::{Client, Suite, Tenant};
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::patch;

const VIEWS: &str = "/api/v1/saved-views";
const QUERY: &str = "q=silta+ja+tie&kind=eu&sort=-period_from";

fn view(name: &str, shared: bool) -> Value {
    json!({"list": "projects", "name": name, "query": QUERY, "shared": shared})
}

fn at(view: &Value) -> String {
    format!("{VIEWS}/{}", view["id"].as_str().unwrap())
}

async fn save(by: &Client, name: &str, shared: bool) -> Value {
    by.post(VIEWS, view(name, shared)).await.created().json
}

async fn names(by: &Client, query: &str) -> Vec<String> {
    let listed = by.get(&format!("{VIEWS}{query}")).await.ok().items();
    let name = |view: &Value| view["name"].as_str().unwrap().to_owned();
    listed.iter().map(name).collect()
}

async fn delete(by: &Client, view: &Value) -> kit::Answer {
    by.delete(&at(view), &view["version"]).await
}

async fn with_planner_and_reader() -> (Suite, Tenant, Client, Client) {
    let suite = Suite::start().await;
    let tenant = suite.tenant("Teuva").await;
    let (planner, reader) = (tenant.planner().await, tenant.reader().await);
    (suite, tenant, planner, reader)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_colleague_who_opens_a_shared_view_gets_the_same_address() {
    let (suite, _, planner, reader) = with_planner_and_reader().await;
    let saved = save(&planner, " Bridges  under way ", true).await;
    assert_eq!(saved["name"], "Bridges  under way");
    assert_eq!((&saved["own"], &saved["version"]), (&json!(true), &json!(1)));
    let opened = reader.get(&at(&saved)).await.ok();
    assert_eq!(
        (&opened.json["list"], &opened.json["query"]),
        (&json!("projects"), &json!(QUERY))
    );
    assert_eq!(opened.json["own"], false);
    assert_eq!(opened.json["owner_name"], "planner");
    assert_eq!(opened.headers["etag"], "\"1\"");
    // A reader saves views too, of the whole list as well.
    let whole = json!({"list": "networks", "name": "All networks", "query": null});
    let whole = reader.post(VIEWS, whole).await.created().json;
    assert_eq!((&whole["query"], &whole["shared"]), (&json!(""), &json!(false)));
    assert_eq!(names(&reader, "").await, ["All networks", "Bridges  under way"]);
    assert_eq!(names(&reader, "?list=projects").await, ["Bridges  under way"]);
    assert_eq!(names(&reader, "?q=ALL").await, ["All networks"]);
    assert_eq!(names(&reader, "?own=true").await, ["All networks"]);
    assert_eq!(names(&reader, "?own=false").await, ["Bridges  under way"]);
    let file = reader.get(&format!("{VIEWS}?format=csv")).await.ok();
    assert_eq!(file.text().lines().count(), 3, "{}", file.text());
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_private_view_of_another_was_never_there() {
    let (suite, tenant, planner, reader) = with_planner_and_reader().await;
    let secret = save(&planner, "Quiet bridges", false).await;
    let changed = json!({"name": "Mine now"});
    for other in [&reader, &tenant.admin] {
        other
            .get(&at(&secret))
            .await
            .assert_problem(404, "saved_view_not_found");
        other
            .patch(&at(&secret), &secret["version"], changed.clone())
            .await
            .assert_problem(404, "saved_view_not_found");
        // A version that it does not have tells nothing either.
        other
            .patch(&at(&secret), &json!(7), changed.clone())
            .await
            .assert_problem(404, "saved_view_not_found");
        delete(other, &secret).await.assert_problem(404, "saved_view_not_found");
        for query in [
            "",
            "?list=projects",
            "?q=quiet",
            "?own=false",
            "?sort=-created_at",
            "?format=csv",
        ] {
            let listed = other.get(&format!("{VIEWS}{query}")).await.ok();
            assert!(!listed.text().contains("Quiet"), "{query}: {}", listed.text());
            assert!(!listed.text().contains("silta"), "{query}: {}", listed.text());
        }
    }
    // Who audits learns that there was something, and nothing of what it says.
    let journal = tenant
        .admin
        .get("/api/v1/journal/tenants?aggregate=saved_view")
        .await
        .ok();
    assert_eq!(journal.items().len(), 1);
    assert_eq!(journal.items()[0]["name"], Value::Null);
    assert!(!journal.text().contains("Quiet") && !journal.text().contains("silta"));
    let held = suite.database.tables_that_hold("Quiet bridges").await;
    assert_eq!(held, ["tenants.saved_views"]);
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_owner_renames_gives_other_filters_shares_and_takes_back() {
    let (suite, tenant, planner, reader) = with_planner_and_reader().await;
    let saved = save(&planner, "Bridges", false).await;
    let shared = patch(&planner, &at(&saved), json!({"name": "Roads", "shared": true}))
        .await
        .ok()
        .json;
    assert_eq!((&shared["version"], &shared["query"]), (&json!(2), &json!(QUERY)));
    assert_eq!(names(&reader, "").await, ["Roads"]);
    let narrowed = patch(&planner, &at(&saved), json!({"query": "status=running"}))
        .await
        .ok();
    assert_eq!(reader.get(&at(&saved)).await.ok().json["query"], "status=running");
    planner
        .patch(&at(&saved), &json!(2), json!({"shared": false}))
        .await
        .assert_problem(412, "stale_version");
    let whole = patch(&planner, &at(&saved), json!({"query": null})).await.ok().json;
    assert_eq!(whole["query"], "");
    assert_eq!(narrowed.json["version"], 3);
    let back = patch(&planner, &at(&saved), json!({"shared": false})).await.ok().json;
    reader
        .get(&at(&saved))
        .await
        .assert_problem(404, "saved_view_not_found");
    delete(&planner, &back).await.gone();
    planner
        .get(&at(&saved))
        .await
        .assert_problem(404, "saved_view_not_found");
    let journal = tenant
        .admin
        .get("/api/v1/journal/tenants?aggregate=saved_view&sort=position")
        .await
        .ok()
        .items();
    let told: Vec<&Value> = journal.iter().map(|row| &row["event"]).collect();
    assert_eq!(told, ["created", "edited", "edited", "edited", "edited", "deleted"]);
    assert_eq!(journal[5]["deleted"], true);
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shared_view_is_changed_by_its_owner_alone_and_an_administrator_may_take_it_away() {
    let (suite, tenant, planner, reader) = with_planner_and_reader().await;
    let saved = save(&planner, "Bridges", true).await;
    for other in [&reader, &tenant.admin] {
        other
            .patch(&at(&saved), &saved["version"], json!({"shared": false}))
            .await
            .assert_problem(403, "not_owner");
    }
    delete(&reader, &saved).await.assert_problem(403, "not_owner");
    let unit = tenant.unit("School", None).await;
    let of_unit = tenant.person_of("admin", Some(&unit)).await;
    delete(&of_unit, &saved).await.assert_problem(403, "not_owner");
    delete(&tenant.admin, &saved).await.gone();
    assert!(names(&planner, "").await.is_empty());
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_view_is_refused_beside_its_field() {
    let (suite, _, planner, _) = with_planner_and_reader().await;
    let good = view("Bridges", false);
    for (field, value, code) in [
        ("name", json!("  "), "required"),
        ("name", json!("One\nand another"), "bad_characters"),
        ("name", json!("ä".repeat(101)), "too_long"),
        ("query", json!("kind"), "bad_query"),
        ("query", json!("?kind=eu"), "bad_query"),
        ("query", json!("q=%C3"), "bad_query"),
        ("query", json!("javascript:alert(1)"), "bad_query"),
        ("query", json!(format!("q={}", "a".repeat(2_000))), "too_long"),
        ("list", json!("nowhere"), "not_a_choice"),
    ] {
        let mut body = good.clone();
        body[field] = value;
        let refused = planner.post(VIEWS, body.clone()).await.expect(422);
        assert_eq!(refused.json["errors"][0]["pointer"], format!("/{field}"), "{body}");
        assert_eq!(refused.json["errors"][0]["code"], code, "{body}");
    }
    let saved = save(&planner, "Bridges", false).await;
    for body in [
        json!({"name": null}),
        json!({"query": "kind"}),
        json!({"list": "networks"}),
    ] {
        patch(&planner, &at(&saved), body).await.expect(422);
    }
    planner
        .send(planner.request(Method::PATCH, &at(&saved)).json(&json!({"name": "x"})))
        .await
        .assert_problem(428, "version_required");
    planner.get(&format!("{VIEWS}?list=nowhere")).await.expect(422);
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_has_more_than_a_hundred_views_in_an_organisation() {
    let (suite, _, planner, reader) = with_planner_and_reader().await;
    for nth in 1..=98 {
        save(&planner, &format!("View {nth}"), nth % 2 == 0).await;
    }
    // Of those that are saved at once, as many find room as there is.
    let at_once = (0..6).map(|nth| planner.post(VIEWS, view(&format!("Late {nth}"), false)));
    let answers = futures::future::join_all(at_once).await;
    let saved = answers.iter().filter(|answer| answer.status == 201).count();
    assert_eq!(saved, 2);
    let refused = planner.post(VIEWS, view("One more", true)).await;
    let refused = refused.assert_problem(409, "too_many_views");
    assert!(refused.json["detail"].as_str().unwrap().contains("100"));
    save(&reader, "Somebody else's first", false).await;
    let one = planner.get(&format!("{VIEWS}?q=late")).await.ok().items().remove(0);
    delete(&planner, &one).await.gone();
    save(&planner, "There is room again", false).await;
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_key_saves_one_view_and_keeps_none_of_its_words() {
    let (suite, _, planner, _) = with_planner_and_reader().await;
    let send = async |body: Value| planner.post_once(VIEWS, "one", body).await;
    let first = send(view("Bridges of mine", false)).await.created();
    let again = send(view("Bridges of mine", false)).await.created();
    assert_eq!(first.json, again.json);
    assert_eq!(names(&planner, "").await, ["Bridges of mine"]);
    send(view("Another", false)).await.assert_problem(422, "key_reused");
    assert_eq!(
        suite.database.tables_that_hold("Bridges of mine").await,
        ["tenants.saved_views"]
    );
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn erasing_somebody_takes_private_views_and_leaves_shared_ones_to_nobody() {
    let (suite, tenant, planner, reader) = with_planner_and_reader().await;
    save(&planner, "For nobody's eyes", false).await;
    let shared = save(&planner, "For everybody", true).await;
    let me = planner.get("/api/v1/people/me").await.ok().json;
    planner
        .act("/api/v1/people/me/erase", &me["version"], json!({}))
        .await
        .ok();
    assert_eq!(
        suite.database.count("SELECT count(*) FROM tenants.saved_views").await,
        1
    );
    let left = reader.get(&at(&shared)).await.ok().json;
    assert_eq!((&left["owner_id"], &left["owner_name"]), (&Value::Null, &Value::Null));
    assert_eq!((&left["version"], &left["query"]), (&json!(2), &json!(QUERY)));
    assert_eq!(left["own"], false);
    reader
        .patch(&at(&shared), &left["version"], json!({"name": "Mine"}))
        .await
        .assert_problem(403, "not_owner");
    assert_eq!(
        suite.database.tables_that_hold("For nobody's eyes").await,
        Vec::<String>::new()
    );
    let erased = "/api/v1/journal/tenants?aggregate=saved_view&event=erased&sort=position";
    let erased = tenant.admin.get(erased).await.ok().items();
    let gone: Vec<&Value> = erased.iter().map(|row| &row["deleted"]).collect();
    assert_eq!(gone, [true, false]);
    delete(&tenant.admin, &left).await.gone();
    suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_organisation_sees_no_view_and_a_read_only_one_saves_none() {
    let (suite, tenant, planner, reader) = with_planner_and_reader().await;
    let saved = save(&planner, "Bridges", true).await;
    let stranger = suite.tenant("Isojoki").await;
    stranger
        .admin
        .get(&at(&saved))
        .await
        .assert_problem(404, "saved_view_not_found");
    assert!(names(&stranger.admin, "").await.is_empty());
    let subscription = tenant.admin.get("/api/v1/subscriptions/current").await.ok();
    let address = format!("/api/v1/subscriptions/{}/make-read-only", subscription.id());
    let operator = suite.operator().await;
    operator
        .act(&address, &subscription.json["version"], json!({}))
        .await
        .ok();
    reader.renew().await;
    assert_eq!(names(&reader, "").await, ["Bridges"]);
    reader
        .post(VIEWS, view("Mine", false))
        .await
        .assert_problem(403, "read_only");
    suite.stop().await;
}
