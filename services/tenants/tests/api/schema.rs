//! `schema.rs` is kept by hand: it has the columns that the migrations make, in their order.

use diesel_async::RunQueryDsl as _;
use kit::Suite;

#[derive(diesel::QueryableByName)]
struct Column {
    #[diesel(sql_type = diesel::sql_types::Text)]
    line: String,
}

#[tokio::test]
#[expect(clippy::disallowed_methods, reason = "asks the catalogue")]
async fn the_schema_is_what_the_migrations_make() {
    let suite = Suite::start().await;
    let mut connection = suite.database.connect().await;
    let source = include_str!("../../src/schema.rs");
    let mut table = String::new();
    let mut declared = Vec::new();
    for line in source.lines().map(str::trim) {
        if let Some((name, _)) = line.split_once(" (").filter(|_| line.ends_with(") {")) {
            name.clone_into(&mut table);
        } else if let Some((column, kind)) = line
            .trim_end_matches(',')
            .split_once(": ")
            .filter(|_| !line.contains('$'))
        {
            let (null, kind) = kind
                .strip_prefix("Nullable<")
                .map_or((false, kind), |k| (true, k.trim_end_matches('>')));
            declared.push(format!("{table}.{column} {kind} {null}"));
        }
    }
    let tables: Vec<_> = declared
        .iter()
        .map(|d| d.split('.').next().unwrap().to_owned())
        .collect();
    let columns: Vec<Column> = diesel::sql_query(
        "SELECT table_name || '.' || column_name || ' ' || CASE data_type
             WHEN 'uuid' THEN 'Uuid' WHEN 'bigint' THEN 'BigInt' WHEN 'integer' THEN 'Integer' WHEN 'text' THEN 'Text'
             WHEN 'boolean' THEN 'Bool' WHEN 'bytea' THEN 'Binary' WHEN 'jsonb' THEN 'Jsonb' WHEN 'date' THEN 'Date'
             WHEN 'timestamp with time zone' THEN 'Timestamptz' ELSE data_type END
             || ' ' || (is_nullable = 'YES')::text AS line
         FROM information_schema.columns WHERE table_schema = 'tenants' AND table_name = ANY ($1)",
    )
    .bind::<diesel::sql_types::Array<diesel::sql_types::Text>, _>(tables)
    .load(&mut connection)
    .await
    .unwrap();
    let mut made: Vec<_> = columns.into_iter().map(|c| c.line).collect();
    made.sort();
    declared.sort();
    assert_eq!(declared, made);
    suite.stop().await;
}
