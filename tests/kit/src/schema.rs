//! Holds a service's `schema.rs`, which is kept by hand, against the tables that the migrations make.

use std::{collections::BTreeSet, fs, path::Path};

use diesel::{QueryableByName, sql_types};
use diesel_async::RunQueryDsl as _;
use regex::Regex;

use crate::database::Database;

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = sql_types::Text)]
    line: String,
}

/// The tables that every service's schema begins with; the platform reaches them by SQL of its own.
pub fn tables_of_the_platform() -> BTreeSet<String> {
    let made = Regex::new(r"(?m)^CREATE TABLE (\w+)").unwrap();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations/platform");
    let mut tables = BTreeSet::new();
    for migration in fs::read_dir(folder).unwrap() {
        let sql = fs::read_to_string(migration.unwrap().path().join("up.sql")).unwrap();
        tables.extend(made.captures_iter(&sql).map(|found| found[1].to_owned()));
    }
    tables
}

/// Every column of a schema but for partitions, as `table.column Type`, and every primary key as `table (columns)`.
pub async fn made(database: &Database, schema: &str) -> BTreeSet<String> {
    let sql = format!(
        "WITH tables AS (
             SELECT c.oid, c.relname FROM pg_class c
             WHERE c.relnamespace = '{schema}'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
               AND c.relname <> '__diesel_schema_migrations'
         )
         SELECT format('%s.%s %s', t.relname, a.attname,
                       CASE WHEN a.attnotnull THEN y.typname ELSE 'Nullable<' || y.typname || '>' END) AS line
         FROM tables t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
         JOIN pg_type y ON y.oid = a.atttypid
         UNION ALL
         SELECT format('%s (%s)', t.relname, string_agg(a.attname, ', ' ORDER BY k.nth))
         FROM tables t JOIN pg_index i ON i.indrelid = t.oid AND i.indisprimary
         CROSS JOIN unnest(i.indkey) WITH ORDINALITY AS k (attnum, nth)
         JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.attnum GROUP BY t.oid, t.relname"
    );
    let lines: Vec<Line> = diesel::sql_query(sql)
        .load(&mut database.connect().await)
        .await
        .unwrap();
    lines.into_iter().map(|l| in_diesels_words(&l.line)).collect()
}

/// The same lines as `schema.rs` tells them.
pub fn declared(source: &str) -> BTreeSet<String> {
    let table = Regex::new(r"^(\w+) \(([\w, ]+)\) \{$").unwrap();
    let column = Regex::new(r"^(\w+)(?: ->|:) ([\w<>]+),$").unwrap();
    let (mut within, mut lines) = (String::new(), BTreeSet::new());
    for line in source.lines().map(str::trim) {
        if let Some(found) = table.captures(line) {
            found[1].clone_into(&mut within);
            lines.insert(format!("{within} ({})", &found[2]));
        } else if let Some(found) = column.captures(line) {
            lines.insert(format!("{within}.{} {}", &found[1], &found[2]));
        }
    }
    lines
}

/// Fails when a service's `schema.rs` lacks a table or column, has one too many, or tells a type, a key or whether there
/// may be nothing other than the database does.
pub async fn must_be_what_the_migrations_make(service: &str, source: &str) {
    let platform = tables_of_the_platform();
    let database = Database::fresh().await;
    let ours = |line: &String| !platform.contains(line.split(['.', ' ']).next().unwrap_or_default());
    let made: BTreeSet<String> = made(&database, service).await.into_iter().filter(ours).collect();
    let declared = declared(source);
    assert!(made.len() > 10, "{service}: only {made:?}");
    let missing: Vec<_> = made.difference(&declared).collect();
    let wrong: Vec<_> = declared.difference(&made).collect();
    assert!(
        missing.is_empty() && wrong.is_empty(),
        "services/{service}/src/schema.rs\n  lacks {missing:#?}\n  says {wrong:#?}"
    );
}

/// PostgreSQL's name of a type as diesel says it.
fn in_diesels_words(line: &str) -> String {
    let names = [
        ("int2", "SmallInt"),
        ("int4", "Integer"),
        ("int8", "BigInt"),
        ("bool", "Bool"),
        ("bytea", "Binary"),
        ("date", "Date"),
        ("jsonb", "Jsonb"),
        ("numeric", "Numeric"),
        ("text", "Text"),
        ("timestamptz", "Timestamptz"),
        ("tsvector", "Tsvector"),
        ("uuid", "Uuid"),
    ];
    let Some((column, kind)) = line.split_once(' ').filter(|(_, kind)| !kind.starts_with('(')) else {
        return line.to_owned();
    };
    let (before, name, after) = match kind.strip_prefix("Nullable<") {
        Some(inner) => ("Nullable<", inner.trim_end_matches('>'), ">"),
        None => ("", kind, ""),
    };
    let known = names.iter().find(|(postgres, _)| *postgres == name);
    format!("{column} {before}{}{after}", known.map_or(name, |(_, diesel)| *diesel))
}
