//! Every list as CSV and as a workbook: the same cells, and none of them is a formula.

use std::{collections::BTreeSet, io::Cursor};

use calamine::{Data, Reader as _, Xlsx};
use jiff::{SignedDuration, Timestamp, Unit, civil::Date, tz::TimeZone};
use kit::{Client, Suite};
use rust_decimal::Decimal;
use serde_json::json;

use crate::things::{Things, is_operators, resource};

/// Rows of text, the header first.
type Table = Vec<Vec<String>>;

/// Kinds of cells that were met.
type Kinds = BTreeSet<&'static str>;

async fn csv(client: &Client, path: &str) -> Table {
    let answer = client.get(&format!("{path}?format=csv")).await.ok();
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(Cursor::new(answer.body.clone()));
    reader
        .records()
        .map(|row| row.unwrap().iter().map(unguarded).collect())
        .collect()
}

fn unguarded(cell: &str) -> String {
    let is_guarded = cell.starts_with('\'') && cell[1..].starts_with(['=', '+', '-', '@', '\t', '\r']);
    cell[usize::from(is_guarded)..].to_owned()
}

async fn workbook(client: &Client, path: &str) -> Vec<Vec<Data>> {
    let answer = client.get(&format!("{path}?format=xlsx")).await.ok();
    let media = answer.headers["content-type"].to_str().unwrap().to_owned();
    assert_eq!(
        media,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    );
    let mut book = Xlsx::new(Cursor::new(answer.body.clone())).unwrap();
    let formulas = book.worksheet_formula("list").unwrap();
    assert!(formulas.used_cells().next().is_none(), "{path} has formulas");
    let range = book.worksheet_range("list").unwrap();
    range.rows().map(<[Data]>::to_vec).collect()
}

/// Whether a cell says what the CSV says; notes its kind.
fn same(told: &str, cell: Option<&Data>, kinds: &mut Kinds) -> bool {
    match cell {
        None | Some(Data::Empty) => told.is_empty(),
        Some(Data::String(text)) => {
            kinds.insert(if text.starts_with('=') {
                "looks like a formula"
            } else {
                "text"
            });
            text == told
        }
        Some(Data::Float(number)) => {
            kinds.insert("number");
            told.parse::<Decimal>()
                .is_ok_and(|told| Decimal::try_from(*number) == Ok(told))
        }
        Some(Data::DateTime(moment)) => {
            let since = SignedDuration::from_secs_f64(moment.as_f64() * 86_400.0)
                .round(Unit::Millisecond)
                .unwrap();
            let at = Date::constant(1899, 12, 30).at(0, 0, 0, 0).checked_add(since).unwrap();
            if let Ok(told) = told.parse::<Timestamp>() {
                kinds.insert("moment");
                let at = at.to_zoned(TimeZone::UTC).unwrap().timestamp();
                return (told.as_millisecond() - at.as_millisecond()).abs() <= 1;
            }
            kinds.insert("day");
            told.parse::<Date>().is_ok_and(|told| told == at.date())
        }
        Some(_) => false,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_list_comes_as_a_workbook_with_the_cells_of_its_csv() {
    let suite = Suite::start().await;
    let tenant = suite.tenant("Tenant A").await;
    let mut things = Things::of(&tenant, &suite).await;
    let planner = tenant.planner().await;
    let costly = json!({"title": {"en": "=SUM(A1:A9)"}, "kind": "eu", "role": "lead", "owner_unit_id": things.ids["units"],
                        "period": {"from": "2026-01-01"}, "summary": {"en": "-1"},
                        "total_cost": {"amount": "100000.50", "currency": "EUR"}});
    planner.post("/api/v1/projects", costly).await.created();
    suite.settle().await;
    let strong = tenant
        .with_roles(json!([{"role": "admin"}, {"role": "planner"}, {"role": "auditor"}]))
        .await;
    // Everybody sees their own tables.
    let table = b"indicator,period,value\nOf A,2026,1\n".to_vec();
    let import = strong
        .upload("/api/v1/imports/indicator-values", "own.csv", table)
        .await;
    things.ids.insert("imports", import.created().id());
    let operator = suite.operator().await;
    let (mut faults, mut kinds, mut lists, mut filled) = (Vec::new(), Kinds::new(), 0, 0);
    for operation in suite.contract.operations() {
        let parameters = operation.description["parameters"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        if !parameters.iter().any(|p| p["in"] == "query" && p["name"] == "dialect") {
            continue;
        }
        let content = &operation.description["responses"]["200"]["content"];
        assert!(
            content["text/csv"].is_object()
                && content["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"].is_object(),
            "{} does not say that it comes as a file",
            operation.path
        );
        let of_operators = is_operators(&operation.path) || operation.path == "/api/v1/subscriptions";
        let client = if of_operators { &operator } else { &strong };
        let id = things.ids.get(resource(&operation.path)).cloned().unwrap_or_default();
        let path = things.at(&operation.path, &id);
        let (told, book) = (csv(client, &path).await, workbook(client, &path).await);
        lists += 1;
        filled += usize::from(told.len() > 1);
        if told.len() != book.len() {
            faults.push(format!(
                "{path}: {} rows as CSV, {} as a workbook",
                told.len(),
                book.len()
            ));
        }
        for (n, (row, cells)) in told.iter().zip(&book).enumerate() {
            for (column, text) in row.iter().enumerate() {
                if !same(text, cells.get(column), &mut kinds) {
                    let cell = cells.get(column);
                    faults.push(format!(
                        "{path}, row {n}, {}: `{text}` became {cell:?}",
                        told[0][column]
                    ));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(lists > 30 && filled > 20, "{lists} lists, {filled} with rows");
    assert_eq!(
        Vec::from_iter(kinds),
        ["day", "looks like a formula", "moment", "number", "text"]
    );
    suite.stop().await;
}
