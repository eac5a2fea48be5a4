use std::collections::BTreeSet;

use diesel::{QueryableByName, sql_types::Text};
use diesel_async::{AsyncConnection as _, AsyncPgConnection, RunQueryDsl as _};

use crate::support::World;

#[derive(QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    told: String,
}

/// `reports.year -> Integer`, as `schema.rs` says it.
fn declared() -> BTreeSet<String> {
    let mut table = "";
    let mut columns = BTreeSet::new();
    for line in include_str!("../../src/schema.rs").lines().map(str::trim) {
        if let Some((name, _)) = line.strip_suffix('{').and_then(|l| l.split_once(" (")) {
            table = name;
        } else if line.contains(" -> ") {
            columns.insert(format!("{table}.{}", line.trim_end_matches(',')));
        }
    }
    columns
}

#[tokio::test(flavor = "multi_thread")]
async fn the_schema_in_the_code_is_that_of_the_database() {
    let world = World::start().await;
    let tables: BTreeSet<String> = declared()
        .iter()
        .map(|c| format!("'{}'", c.split('.').next().unwrap()))
        .collect();
    let sql = format!(
        "SELECT table_name || '.' || column_name || ' -> ' ||
                format(CASE WHEN is_nullable = 'YES' THEN 'Nullable<%s>' ELSE '%s' END,
                       CASE data_type WHEN 'uuid' THEN 'Uuid' WHEN 'integer' THEN 'Integer' WHEN 'bigint' THEN 'BigInt'
                            WHEN 'text' THEN 'Text' WHEN 'boolean' THEN 'Bool' WHEN 'date' THEN 'Date'
                            WHEN 'jsonb' THEN 'Jsonb' WHEN 'timestamp with time zone' THEN 'Timestamptz'
                            ELSE data_type END) AS told
         FROM information_schema.columns WHERE table_schema = 'reporting' AND table_name IN ({})",
        tables.into_iter().collect::<Vec<_>>().join(", ")
    );
    let mut connection = AsyncPgConnection::establish(&world.database).await.unwrap();
    let columns: Vec<Column> = diesel::sql_query(sql).load(&mut connection).await.unwrap();
    assert_eq!(columns.into_iter().map(|c| c.told).collect::<BTreeSet<_>>(), declared());
    world.stop().await;
}
