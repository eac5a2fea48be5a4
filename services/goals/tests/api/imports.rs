//! Values that come as a table: taken in, checked with every fault in its place, entered, stopped, forgotten.

use std::time::Duration;

use kit::{Answer, Client};
use serde_json::{Value, json};

use crate::support::{Town, items, town, value_of};

const IMPORTS: &str = "/api/v1/imports/indicator-values";

async fn send(client: &Client, table: &str) -> Answer {
    client.upload(IMPORTS, "values.csv", table.as_bytes().to_vec()).await
}

/// The import when nobody works on it any more.
async fn rests(client: &Client, id: &str) -> Value {
    for _ in 0..600 {
        let import = client.get(&format!("{IMPORTS}/{id}")).await.ok().json;
        if !["checking", "applying"].contains(&import["state"].as_str().unwrap()) {
            return import;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the import is under way for half a minute");
}

async fn ask(client: &Client, id: &str, what: &str, body: Value) -> Answer {
    client.post(&format!("{IMPORTS}/{id}/{what}"), body).await
}

async fn checked(client: &Client, id: &str) -> Value {
    ask(client, id, "check", json!({})).await.expect(202);
    rests(client, id).await
}

async fn applied(client: &Client, id: &str, body: Value) -> Value {
    ask(client, id, "apply", body).await.expect(202);
    rests(client, id).await
}

async fn values(town: &Town) -> Vec<Value> {
    items(&town.planner.get("/api/v1/indicator-values?limit=200").await.ok()).clone()
}

fn tally(entered: i32, changed: i32, unchanged: i32, faulty: i32) -> Value {
    json!({"entered": entered, "changed": changed, "unchanged": unchanged, "faulty": faulty})
}

/// The share of pupils abroad, month by month.
async fn monthly(town: &Town) {
    let body = json!({
        "name": {"sv": "Elever utomlands"}, "unit_of_measure": {"sv": "%"}, "direction": "up", "kind": "ratio",
        "numerator": {"sv": "elever utomlands"}, "denominator": {"sv": "alla elever"}, "decimals": 1,
        "frequency": "month", "owner_unit_id": town.council,
    });
    town.planner.post("/api/v1/indicators", body).await.created();
}

/// Two hundred years of months of a unit, then of the next, as a Nordic Excel saves it.
fn months(many: usize, note: &str) -> String {
    let head = "\u{feff}Indikator;Enhet;Period;Täljare;Nämnare;Status;Källa\r\n".to_owned();
    let line = |n: usize| {
        let unit = ["School", "Office", "Council", ""][n / 2_400];
        let (year, month) = (1900 + n % 2_400 / 12, n % 12 + 1);
        format!("elever utomlands;{unit};{year}-{month:02};{n},5;1 000 000;slutlig;{note}\r\n")
    };
    head + &(0..many).map(line).collect::<String>()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_is_checked_and_then_entered_and_the_same_table_again_changes_nothing() {
    let town = town().await;
    monthly(&town).await;
    let import = send(&town.planner, &months(1_100, "Register")).await.created();
    assert_eq!(
        (&import.json["state"], &import.json["lines"]),
        (&json!("uploaded"), &json!(1_100))
    );
    let fields: Vec<&Value> = items_of(&import.json["columns"]).iter().map(|c| &c["field"]).collect();
    assert_eq!(
        fields,
        [
            "indicator",
            "unit",
            "period",
            "numerator",
            "denominator",
            "status",
            "provenance"
        ]
    );
    assert_eq!(
        import.json["columns"][1]["samples"],
        json!(["School", "School", "School"])
    );

    let looked = checked(&town.planner, &import.id()).await;
    assert_eq!((&looked["state"], &looked["done"]), (&json!("checked"), &json!(1_100)));
    assert_eq!(looked["tally"], tally(1_100, 0, 0, 0));
    assert!(values(&town).await.is_empty(), "a check enters nothing");

    let entered = applied(&town.planner, &import.id(), json!({})).await;
    assert_eq!(
        (&entered["state"], &entered["tally"]),
        (&json!("applied"), &tally(1_100, 0, 0, 0))
    );
    let first = values(&town).await.swap_remove(0);
    assert_eq!(
        (
            &first["period"],
            &first["numerator"],
            &first["denominator"],
            &first["status"]
        ),
        (&json!("1991-08"), &json!("1099.5"), &json!("1000000"), &json!("final"))
    );
    ask(&town.planner, &import.id(), "apply", json!({}))
        .await
        .assert_problem(409, "import_applied");

    let again = send(&town.planner, &months(1_100, "Register")).await.created();
    assert_eq!(
        checked(&town.planner, &again.id()).await["tally"],
        tally(0, 0, 1_100, 0)
    );
    let again = applied(&town.planner, &again.id(), json!({})).await;
    assert_eq!(again["tally"], tally(0, 0, 1_100, 0));
    let whole = town.planner.get("/api/v1/indicator-values?format=csv").await.ok();
    let import = send(&town.planner, &whole.text()).await.created();
    let back = checked(&town.planner, &import.id()).await;
    assert_eq!(back["tally"], tally(0, 0, 1_100, 0), "our own export is such a table");
    let book = town.planner.get("/api/v1/indicator-values?format=xlsx").await.ok();
    let import = town.planner.upload(IMPORTS, "values.xlsx", book.body).await;
    let back = checked(&town.planner, &import.created().id()).await;
    assert_eq!(back["tally"], tally(0, 0, 1_100, 0), "and so is our own workbook");
    town.suite.stop().await;
}

fn items_of(list: &Value) -> &Vec<Value> {
    list.as_array().expect("a list")
}

#[tokio::test(flavor = "multi_thread")]
async fn every_fault_of_every_line_is_told_and_faulty_lines_are_left_out_on_purpose_only() {
    let town = town().await;
    let indicator = town.share().await;
    let final_one = value_of(&indicator, &town.office, "10", "100");
    town.planner.post("/api/v1/indicator-values", final_one).await.created();
    let table = format!(
        "indicator,unit,period,numerator,denominator\n\
         {id},School,2026,1,100\n\
         Elever i utbyte,Harbour,2026,x,0\n\
         Nobody's,School,2027,1,100\n\
         Elever i utbyte,School,2026,2,100\n\
         Elever i utbyte,Office,2026,11,100\n\
         Elever i utbyte,,2026-Q1,1,100\n",
        id = indicator.id()
    );
    let import = send(&town.planner, &table).await.created();
    ask(&town.planner, &import.id(), "apply", json!({}))
        .await
        .assert_problem(409, "import_not_checked");
    let looked = checked(&town.planner, &import.id()).await;
    assert_eq!(looked["tally"], tally(1, 0, 0, 5));
    let faults = town
        .planner
        .get(&format!("{IMPORTS}/{}/faults", import.id()))
        .await
        .ok()
        .items();
    let told: Vec<String> = faults
        .iter()
        .map(|f| {
            format!(
                "{} {} {}",
                f["line"],
                f["field"].as_str().unwrap_or("-"),
                f["code"].as_str().unwrap()
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            "3 unit unknown_unit",
            "3 numerator wrong_type",
            "4 indicator unknown_indicator",
            "5 - repeated_line",
            "6 numerator value_final",
            "7 period wrong_period",
        ]
    );
    let of_units = town
        .planner
        .get(&format!("{IMPORTS}/{}/faults?field=unit", import.id()))
        .await
        .ok()
        .items();
    assert_eq!(of_units.len(), 1);
    let file = town
        .planner
        .get(&format!("{IMPORTS}/{}/faults?format=csv", import.id()))
        .await
        .ok();
    assert!(
        file.text()
            .starts_with("line,field,code,detail\r\n3,unit,unknown_unit,")
    );

    ask(&town.planner, &import.id(), "apply", json!({}))
        .await
        .assert_problem(409, "import_has_faults");
    let entered = applied(&town.planner, &import.id(), json!({"leave_out_faulty": true})).await;
    assert_eq!(
        (&entered["state"], &entered["tally"]),
        (&json!("applied"), &tally(1, 0, 0, 5))
    );
    assert_eq!(values(&town).await.len(), 2);
    town.suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_column_holds_can_be_said() {
    let town = town().await;
    town.share().await;
    let table = "what\twhere\twhen\ta\tb\nElever i utbyte\tSchool\t2026\t1\t10\n";
    let import = send(&town.planner, table).await.created();
    let told = ask(&town.planner, &import.id(), "check", json!({})).await.expect(422);
    told.assert_fault("/columns", "no_indicator");
    let few = ask(&town.planner, &import.id(), "check", json!({"columns": ["indicator"]}))
        .await
        .expect(422);
    few.assert_fault("/columns", "wrong_length");
    let wrong = ask(&town.planner, &import.id(), "check", json!({"columns": ["colour"]}))
        .await
        .expect(422);
    wrong.assert_fault("/columns/0", "not_a_choice");
    let columns = json!({"columns": ["indicator", "unit", "period", "numerator", "denominator"]});
    ask(&town.planner, &import.id(), "check", columns).await.expect(202);
    assert_eq!(rests(&town.planner, &import.id()).await["tally"], tally(1, 0, 0, 0));
    town.suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_is_stopped_where_it_is_and_its_lines_once_more_find_what_was_entered() {
    let town = town().await;
    monthly(&town).await;
    let import = send(&town.planner, &months(8_000, "Register")).await.created();
    ask(&town.planner, &import.id(), "stop", json!({}))
        .await
        .assert_problem(409, "import_not_under_way");
    checked(&town.planner, &import.id()).await;
    ask(&town.planner, &import.id(), "apply", json!({})).await.expect(202);
    let delete = format!("{IMPORTS}/{}", import.id());
    town.planner
        .delete(&delete, &json!(1))
        .await
        .assert_problem(409, "import_under_way");
    ask(&town.planner, &import.id(), "check", json!({}))
        .await
        .assert_problem(409, "import_under_way");
    loop {
        let at = town.planner.get(&delete).await.ok().json;
        assert_eq!(at["state"], "applying", "it ended before it could be stopped");
        if at["done"].as_i64().unwrap() > 0 {
            break;
        }
    }
    let stopped = ask(&town.planner, &import.id(), "stop", json!({})).await.ok().json;
    let done = stopped["done"].as_i64().unwrap();
    assert!(stopped["state"] == "stopped" && (200..8_000).contains(&done) && done % 200 == 0);
    let again = checked(&town.planner, &import.id()).await;
    assert_eq!(again["tally"]["unchanged"], json!(done));
    assert_eq!(again["tally"]["entered"], json!(8_000 - done));
    town.planner.delete(&delete, &json!(1)).await.gone();
    town.planner
        .get(&delete)
        .await
        .assert_problem(404, "value_import_not_found");
    town.suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_teacher_brings_in_what_the_school_owes_and_sees_nobody_elses_tables() {
    let town = town().await;
    town.share().await;
    let teacher = town.teacher().await;
    let table = "indicator,unit,period,numerator,denominator\n\
                 Elever i utbyte,School,2026,1,10\nElever i utbyte,Office,2026,1,10\n";
    let import = send(&teacher, table).await.created();
    let looked = checked(&teacher, &import.id()).await;
    assert_eq!(looked["tally"], tally(1, 0, 0, 1));
    let faults = teacher
        .get(&format!("{IMPORTS}/{}/faults", import.id()))
        .await
        .ok()
        .items();
    assert_eq!(
        (&faults[0]["field"], &faults[0]["code"]),
        (&json!("unit"), &json!("beyond_reach"))
    );
    for what in ["", "/faults"] {
        let path = format!("{IMPORTS}/{}{what}", import.id());
        town.planner
            .get(&path)
            .await
            .assert_problem(404, "value_import_not_found");
    }
    assert!(town.planner.get(IMPORTS).await.ok().items().is_empty());
    assert_eq!(teacher.get(IMPORTS).await.ok().items().len(), 1);
    let reader = town.tenant.person_of("reader", None).await;
    send(&reader, table).await.assert_problem(403, "not_allowed");
    town.suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_table_is_refused_and_nobody_keeps_more_than_ten() {
    let town = town().await;
    for no_table in ["", "indicator;period;value", "a,b\n1,2,3", "PK\u{3}\u{4}\u{0}"] {
        send(&town.planner, no_table).await.assert_problem(422, "not_a_table");
    }
    let large = "indicator,period,value\n".to_owned() + &"x,2026,1\n".repeat(2_000_000);
    send(&town.planner, &large).await.assert_problem(413, "too_large");
    let long = "a\n".repeat(100_002);
    send(&town.planner, &long).await.assert_problem(422, "not_a_table");
    let nameless = town.planner.upload_request(IMPORTS, "", b"a\n1".to_vec());
    town.planner.send(nameless).await.expect(422);
    for _ in 0..10 {
        send(&town.planner, "a\n1").await.created();
    }
    send(&town.planner, "a\n1")
        .await
        .assert_problem(409, "too_many_imports");
    town.suite.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_is_forgotten_after_a_week_and_the_journal_keeps_no_word_of_it() {
    let town = town().await;
    monthly(&town).await;
    let import = send(&town.planner, &months(3, "Confidential")).await.created();
    checked(&town.planner, &import.id()).await;
    let database = &town.suite.database;
    let words = "SELECT count(*) FROM goals.journal WHERE aggregate = 'value_import'
                 AND (position('Confidential'::bytea IN state) > 0 OR position('values.csv'::bytea IN state) > 0)";
    assert_eq!(database.count(words).await, 0);
    let kept = "SELECT (SELECT count(*) FROM goals.value_imports) + (SELECT count(*) FROM goals.value_import_lines)
                    + (SELECT count(*) FROM goals.value_import_places) AS count";
    assert_eq!(database.count(kept).await, 1 + 3 + 3);
    town.suite.advance(jiff::SignedDuration::from_hours(7 * 24 + 1));
    database.until(kept, 0).await;
    let told = "SELECT count(*) FROM goals.journal WHERE aggregate = 'value_import' AND event = 'expired' AND deleted";
    assert_eq!(database.count(told).await, 1);
    town.suite.stop().await;
}
