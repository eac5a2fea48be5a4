use platform::auth::Role;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    support::{Client, World},
    things::{application, exchange, network, project, statement, text, unit},
};

async fn found(by: &Client, query: &str) -> Value {
    by.get(&format!("/api/v1/search?{query}")).await.ok().json
}

/// What was found, by register and name, in order.
async fn names(by: &Client, query: &str) -> Vec<(String, String)> {
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let items = found(by, query).await["items"].as_array().unwrap().clone();
    let called = |item: &Value| match &item["called"] {
        Value::Object(text) => word(&text["fi"]),
        other => word(other),
    };
    items
        .iter()
        .map(|item| (word(&item["register"]), called(item)))
        .collect()
}

fn pair(register: &str, name: &str) -> (String, String) {
    (register.to_owned(), name.to_owned())
}

struct Told {
    world: World,
    office: Uuid,
    project: Uuid,
}

async fn told() -> Told {
    let world = World::start().await;
    let [office, id, wanted] = [(); 3].map(|()| Uuid::now_v7());
    world
        .tell("tenants", "unit", office, &unit(office, "Kansainväliset asiat", None))
        .await;
    world.tell("projects", "project", id, &project(id, office, "eu")).await;
    let wants = application(wanted, id, office, Some("2018-05-01"));
    world.tell("projects", "application", wanted, &wants).await;
    let [visit, member, said] = [(); 3].map(|()| Uuid::now_v7());
    let abroad = exchange(visit, office, "60", "at_least");
    world.tell("projects", "activity", visit, &abroad).await;
    world.tell("projects", "network", member, &network(member)).await;
    let says = statement(said, office, 2018, Some("2018-12-01"));
    world.tell("goals", "statement", said, &says).await;
    world.settle().await;
    Told {
        world,
        office,
        project: id,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thing_is_found_by_any_form_of_its_words_in_any_language() {
    let told = told().await;
    let planner = told.world.planner();
    let one = [pair("projects", "Seutukunnan elinvoima")];
    // The stem of another case in Finnish, a code, the beginning of a word, another text than the title.
    for q in [
        "seutukunnalla",
        "tekes",
        "elinv",
        "seutukunta elinvoimaa",
        "palveluiden",
    ] {
        assert_eq!(names(&planner, &format!("q={q}")).await, one, "{q}");
    }
    assert_eq!(names(&planner, "q=eurocit").await, [pair("networks", "Eurocities")]);
    assert_eq!(names(&planner, "q=haku").await, [pair("applications", "Kevään haku")]);
    assert!(names(&planner, "q=elinvoima+-seutukunnan").await.is_empty());
    assert!(names(&planner, "q=%22seutukunnan+paranevat%22").await.is_empty());
    assert_eq!(names(&planner, "q=%22seutukunnan+elinvoima%22").await, one);
    told.world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn titles_come_before_texts_and_every_register_is_counted_whichever_is_asked_for() {
    let told = told().await;
    let planner = told.world.planner();
    let all = found(&planner, "q=kansainvälis").await;
    assert_eq!(all["counts"], json!({"units": 1, "statements": 1}));
    assert_eq!(all["items"][0]["register"], "units");
    assert_eq!(all["items"][0]["extract"], Value::Null);
    assert_eq!(all["items"][1]["called"], "2018");
    assert_eq!(all["items"][1]["unit_id"], told.office.to_string());
    let one = found(&planner, "q=kansainvälis&register=statements").await;
    assert_eq!(one["counts"], all["counts"]);
    assert_eq!(one["items"], json!([all["items"][1]]));
    assert_eq!((&one["more"], &one["next"]), (&json!(false), &Value::Null));
    told.world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_extract_shows_the_words_in_the_readers_language_when_they_stand_there() {
    let told = told().await;
    let planner = told.world.planner();
    let swedish = found(&planner, "q=svenska&register=statements&language=sv").await;
    assert_eq!(
        swedish["items"][0]["extract"],
        json!({"language": "sv", "pieces": [
            {"text": "Kansainvälisyys työssämme på ", "found": false}, {"text": "svenska", "found": true},
        ]})
    );
    let finnish = found(&planner, "q=työssämme&register=statements&language=fi").await;
    assert_eq!(finnish["items"][0]["extract"]["language"], "fi");
    let of_the_title = found(&planner, "q=eurocities").await;
    assert_eq!(of_the_title["items"][0]["extract"], Value::Null);
    told.world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_changes_or_goes_is_found_as_it_is_now() {
    let told = told().await;
    let (world, id) = (&told.world, told.project);
    let mut changed = project(id, told.office, "eu");
    changed.title = text("Rannikon tulevaisuus");
    changed.summary = None;
    world.tell("projects", "project", id, &changed).await;
    world.settle().await;
    let planner = world.planner();
    assert!(names(&planner, "q=elinvoima").await.is_empty());
    assert!(names(&planner, "q=johtaminen").await.is_empty());
    assert_eq!(
        names(&planner, "q=rannikot").await,
        [pair("projects", "Rannikon tulevaisuus")]
    );
    world.untell("projects", "project", id, &changed).await;
    world.settle().await;
    assert_eq!(found(&planner, "q=rannikko").await["counts"], json!({}));
    told.world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_organisation_finds_no_hit_and_counts_nothing_of_this_one() {
    let told = told().await;
    let stranger = told.world.person_of(Uuid::now_v7(), Role::Admin, None);
    for q in [
        "elinvoima",
        "eurocities",
        "kansainvälis",
        told.world.tenant.to_string().as_str(),
    ] {
        let nothing = found(&stranger, &format!("q={q}")).await;
        assert_eq!((&nothing["items"], &nothing["counts"]), (&json!([]), &json!({})), "{q}");
    }
    // The index's own mark of whose a row is cannot be asked for either.
    let mark = format!("%C2%A7{}%2F0", told.world.tenant);
    assert_eq!(found(&stranger, &format!("q={mark}")).await["items"], json!([]));
    let operator = told.world.person(Role::Operator, None);
    operator
        .get("/api/v1/search?q=elinvoima")
        .await
        .problem(403, "not_allowed");
    told.world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn hits_come_page_by_page_and_none_twice() {
    let world = World::start().await;
    for n in 0..25 {
        let id = Uuid::now_v7();
        let mut thing = project(id, Uuid::nil(), "eu");
        thing.title = text(&format!("Saaristo {n}"));
        world.tell("projects", "project", id, &thing).await;
    }
    world.settle().await;
    let planner = world.planner();
    let mut after = String::new();
    let mut seen = Vec::new();
    for expected in [10, 10, 5] {
        let page = found(&planner, &format!("q=saaristo&limit=10{after}")).await;
        let items = page["items"].as_array().unwrap();
        assert_eq!(items.len(), expected);
        seen.extend(items.iter().map(|item| item["id"].as_str().unwrap().to_owned()));
        after = format!("&after={}", page["next"].as_str().unwrap_or_default());
    }
    assert_eq!(after, "&after=", "the last page names no next one");
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), 25);
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_looked_for_is_refused_in_words() {
    let world = World::start().await;
    let planner = world.planner();
    let long = format!("q={}", "x".repeat(201));
    for (query, pointer, code) in [
        ("", "?q", "required"),
        ("q=+%21%3F", "?q", "required"),
        (long.as_str(), "?q", "too_long"),
        ("q=a&register=people", "?register", "wrong_type"),
        ("q=a&language=de", "?language", "wrong_type"),
        ("q=a&limit=51", "?limit", "out_of_range"),
        ("q=a&after=nonsense", "?after", "bad_cursor"),
        ("q=a&colour=red", "?colour", "unknown_parameter"),
    ] {
        let refused = planner
            .get(&format!("/api/v1/search?{query}"))
            .await
            .problem(422, "invalid");
        let fault = &refused.json["errors"][0];
        assert_eq!(
            (&fault["pointer"], &fault["code"]),
            (&json!(pointer), &json!(code)),
            "{query}"
        );
    }
    // Whatever else is typed is looked for, and finds nothing.
    for q in [
        "%27%29%3A*",
        "%5C%5C%27",
        "a%00b",
        "%3C%3E%21%26a",
        "or+or",
        "-",
        "%22a",
        "a%3Ab*",
        "%F0%9F%9A%82x",
    ] {
        let answer = planner.get(&format!("/api/v1/search?q={q}")).await;
        assert!([200, 422].contains(&answer.status.as_u16()), "{q}: {}", answer.status);
    }
    world.stop().await;
}
