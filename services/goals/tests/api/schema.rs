//! `schema.rs` says what the database has.

use std::collections::BTreeSet;

use diesel::{QueryableByName, sql_types::Text};
use diesel_async::RunQueryDsl;
use kit::database::Database;

#[derive(QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    line: String,
}

/// Tables of the platform are reached by their own functions.
const OF_THE_PLATFORM: [&str; 9] = [
    "journal",
    "journal_heads",
    "outbox",
    "inbox",
    "inbox_progress",
    "dead_letters",
    "idempotency_keys",
    "known_things",
    "__diesel_schema_migrations",
];

#[tokio::test(flavor = "multi_thread")]
async fn the_schema_is_the_database_s() {
    let database = Database::fresh().await;
    let mut connection = database.connect().await;
    let sql = "SELECT format('%s.%s %s%s', table_name, column_name, udt_name,
                             CASE is_nullable WHEN 'YES' THEN '?' ELSE '' END) AS line
               FROM information_schema.columns WHERE table_schema = 'goals'";
    let columns: Vec<Column> = diesel::sql_query(sql).load(&mut connection).await.unwrap();
    let there: BTreeSet<String> = columns
        .into_iter()
        .map(|c| c.line)
        .filter(|line| {
            let table = line.split('.').next().unwrap();
            !OF_THE_PLATFORM.contains(&table) && !table.starts_with("journal_") && !table.starts_with("inbox")
        })
        .collect();
    assert_eq!(told(include_str!("../../src/schema.rs")), there);
}

/// The columns that `schema.rs` tells of, in the database's words.
fn told(schema: &str) -> BTreeSet<String> {
    let mut table = "";
    let mut lines = BTreeSet::new();
    for line in schema.lines().map(str::trim) {
        if let Some((name, _)) = line.split_once(" (").filter(|_| line.ends_with('{')) {
            table = name;
        } else if let Some((column, kind)) = line.trim_end_matches(',').split_once(" -> ") {
            let (kind, mark) = kind
                .strip_prefix("Nullable<")
                .map_or((kind, ""), |k| (k.trim_end_matches('>'), "?"));
            let kind = match kind {
                "BigInt" => "int8".to_owned(),
                "Integer" => "int4".to_owned(),
                other => other.to_lowercase(),
            };
            lines.insert(format!("{table}.{column} {kind}{mark}"));
        }
    }
    lines
}
