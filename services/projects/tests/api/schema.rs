//! `schema.rs` is kept by hand: the database has the last word.

use diesel::{QueryableByName, sql_types::Text};
use diesel_async::RunQueryDsl;
use kit::Suite;

#[derive(QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    told: String,
}

const PLATFORM: [&str; 9] = [
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
#[expect(clippy::disallowed_methods, reason = "asks the catalogue")]
async fn the_schema_is_what_the_migrations_make() {
    let suite = Suite::start().await;
    let mut connection = suite.database.connect().await;
    let columns: Vec<Column> = diesel::sql_query(
        "SELECT table_name || '.' || column_name || ' ' || CASE data_type
             WHEN 'uuid' THEN 'Uuid' WHEN 'text' THEN 'Text' WHEN 'bigint' THEN 'BigInt' WHEN 'boolean' THEN 'Bool'
             WHEN 'jsonb' THEN 'Jsonb' WHEN 'date' THEN 'Date' WHEN 'numeric' THEN 'Numeric'
             WHEN 'integer' THEN 'Integer' WHEN 'timestamp with time zone' THEN 'Timestamptz' ELSE data_type END
             || CASE is_nullable WHEN 'YES' THEN '?' ELSE '' END AS told
         FROM information_schema.columns WHERE table_schema = 'projects'
         ORDER BY table_name, ordinal_position",
    )
    .load(&mut connection)
    .await
    .unwrap();
    let ours = |told: &&String| {
        let table = told.split('.').next().unwrap_or_default();
        !PLATFORM.contains(&table) && !table.starts_with("journal_")
    };
    let mut there: Vec<String> = columns
        .into_iter()
        .map(|c| c.told)
        .collect::<Vec<_>>()
        .iter()
        .filter(ours)
        .cloned()
        .collect();
    let mut written = declared(include_str!("../../src/schema.rs"));
    there.sort();
    written.sort();
    assert_eq!(there, written);
}

/// `table.column Type` of each line of the declarations.
fn declared(source: &str) -> Vec<String> {
    let (mut table, mut columns) = (String::new(), Vec::new());
    for line in source.lines().map(str::trim) {
        if let Some((column, kind)) = line.trim_end_matches(',').split_once(" -> ") {
            let kind = kind
                .strip_prefix("Nullable<")
                .map_or(kind.to_owned(), |k| k.replace('>', "?"));
            columns.push(format!("{table}.{column} {kind}"));
        } else if line.ends_with(") {") {
            table = line.split(' ').next().unwrap_or_default().to_owned();
        }
    }
    columns
}
