//! Each tenant table's policy is weakened in turn: a probe that would not notice proves nothing.

use diesel::{QueryableByName, sql_types};
use diesel_async::{AsyncConnection as _, AsyncPgConnection, RunQueryDsl as _, SimpleAsyncConnection as _};
use kit::database::Database;
use uuid::Uuid;

use crate::catalogue::tables;

#[derive(QueryableByName)]
struct Column {
    #[diesel(sql_type = sql_types::Text)]
    name: String,
    #[diesel(sql_type = sql_types::Text)]
    value: String,
}

/// Puts a row of a tenant into a table, whatever the table wants to hold.
///
/// As the administrator, with triggers and foreign keys off: what is tested is who sees the row, not what it says.
async fn plant(connection: &mut AsyncPgConnection, table: &str, tenant: Uuid) {
    let columns: Vec<Column> = diesel::sql_query(format!(
        "SELECT a.attname::text AS name, CASE
             WHEN a.attname = 'tenant_id' THEN quote_literal('{tenant}')
             WHEN t.typname = 'uuid' THEN quote_literal(gen_random_uuid()::text)
             WHEN t.typcategory = 'N' THEN '1'
             WHEN t.typcategory = 'B' THEN 'false'
             WHEN t.typname = 'date' THEN quote_literal('2026-01-01')
             WHEN t.typname LIKE 'timestamp%' THEN quote_literal('2026-01-01T00:00:00Z')
             WHEN t.typname = 'bytea' THEN quote_literal('\\x00')
             WHEN t.typname IN ('json', 'jsonb') THEN quote_literal('{{}}')
             WHEN t.typcategory = 'A' THEN quote_literal('{{}}')
             ELSE quote_literal('x') END AS value
         FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
         WHERE a.attrelid = '{table}'::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
           AND (a.attnotnull OR a.attname = 'tenant_id') ORDER BY a.attnum"
    ))
    .load(connection)
    .await
    .unwrap();
    let checks: Vec<Column> = diesel::sql_query(format!(
        "SELECT conname::text AS name, pg_get_constraintdef(oid) AS value FROM pg_constraint
         WHERE conrelid = '{table}'::regclass AND contype = 'c'"
    ))
    .load(connection)
    .await
    .unwrap();
    let free: Vec<String> = checks
        .iter()
        .map(|check| format!("ALTER TABLE {table} DROP CONSTRAINT {};", check.name))
        .collect();
    let names: Vec<&str> = columns.iter().map(|c| c.name.as_str()).collect();
    let values: Vec<&str> = columns.iter().map(|c| c.value.as_str()).collect();
    let sql = format!(
        "BEGIN; SET LOCAL session_replication_role = replica; {} INSERT INTO {table} ({}) VALUES ({}); COMMIT",
        free.join(" "),
        names.join(", "),
        values.join(", ")
    );
    connection
        .batch_execute(&sql)
        .await
        .unwrap_or_else(|cause| panic!("{table}: {cause}\n{sql}"));
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = sql_types::BigInt)]
    count: i64,
}

/// What the serving role sees of a table within another tenant's scope, asking for everything.
async fn seen_by_another(database: &Database, schema: &str, table: &str, other: Uuid) -> i64 {
    let mut app = AsyncPgConnection::establish(&database.url(&format!("{schema}_app")))
        .await
        .unwrap();
    app.batch_execute(&format!("BEGIN; SELECT set_config('app.tenant_id', '{other}', true)"))
        .await
        .unwrap();
    let row: Count = diesel::sql_query(format!("SELECT count(*) FROM {table}"))
        .get_result(&mut app)
        .await
        .unwrap();
    row.count
}

#[tokio::test(flavor = "multi_thread")]
async fn a_weakened_policy_is_noticed_by_the_probe_of_its_table() {
    let database = Database::fresh().await;
    let mut administrator = database.connect().await;
    let (ours, theirs) = (Uuid::from_u128(0xA), Uuid::from_u128(0xB));
    let mut probed = 0;
    for table in tables(&mut administrator).await {
        // The outbox and the members of releases are not readable by the serving role at all, and partitions are reached through their parent.
        if !table.is_of_tenants() || table.partition || ["outbox", "release_members"].contains(&table.name.as_str()) {
            continue;
        }
        let full = table.full();
        plant(&mut administrator, &full, ours).await;
        assert_eq!(
            seen_by_another(&database, &table.schema, &full, theirs).await,
            0,
            "{full} shows another tenant's row"
        );
        administrator
            .batch_execute(&format!("ALTER POLICY tenant_isolation ON {full} USING (true)"))
            .await
            .unwrap();
        assert!(
            seen_by_another(&database, &table.schema, &full, theirs).await > 0,
            "the probe of {full} does not notice a weakened policy"
        );
        administrator
            .batch_execute(&format!(
                "ALTER POLICY tenant_isolation ON {full} USING (tenant_id = (SELECT {}.current_tenant()))",
                table.schema
            ))
            .await
            .unwrap();
        probed += 1;
    }
    assert!(probed > 20, "only {probed} tables were probed");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_scope_every_table_is_empty_and_every_insert_fails() {
    let database = Database::fresh().await;
    let mut administrator = database.connect().await;
    for table in tables(&mut administrator).await {
        if !table.is_of_tenants() || table.partition || ["outbox", "release_members"].contains(&table.name.as_str()) {
            continue;
        }
        let full = table.full();
        plant(&mut administrator, &full, Uuid::from_u128(0xA)).await;
        let mut app = AsyncPgConnection::establish(&database.url(&format!("{}_app", table.schema)))
            .await
            .unwrap();
        let row: Count = diesel::sql_query(format!("SELECT count(*) FROM {full}"))
            .get_result(&mut app)
            .await
            .unwrap();
        assert_eq!(row.count, 0, "{full} shows rows to nobody in particular");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_services_role_cannot_enter_another_services_schema() {
    let database = Database::fresh().await;
    for (role, table) in [
        ("goals_app", "projects.projects"),
        ("projects_relay", "tenants.people"),
        ("reporting_app", "goals.goals"),
    ] {
        let mut connection = AsyncPgConnection::establish(&database.url(role)).await.unwrap();
        let outcome = diesel::sql_query(format!("SELECT count(*) FROM {table}"))
            .execute(&mut connection)
            .await;
        assert!(outcome.is_err(), "{role} may read {table}");
    }
}
