//! Many tenants with many things, made out of one tenant's: row by row, as the administrator.

use diesel::{QueryableByName, sql_types};
use diesel_async::{RunQueryDsl as _, SimpleAsyncConnection as _};
use kit::database::Database;
use uuid::Uuid;

use crate::catalogue::tables;

/// Of each thing, how many the tenant gets that is asked.
const OWN: usize = 400;
/// How many others there are, and how many of each thing they have.
const OTHERS: usize = 40;
const THEIRS: usize = 100;
/// Journals hold many rows of each thing already.
const IN_JOURNALS: usize = 5;

/// What is left alone: copies would be sent, or be worked on by jobs.
const LEFT_ALONE: [&str; 4] = ["outbox", "journal_heads", "inbox", "inbox_progress"];

/// Tables of no tenant that lists read.
const WITHOUT_TENANTS: [&str; 7] = [
    "tenants.people",
    "tenants.sessions",
    "tenants.subscriptions",
    "tenants.plans",
    "tenants.geography",
    "tenants.shared_taxonomies",
    "projects.programmes",
];

#[derive(QueryableByName)]
struct Column {
    #[diesel(sql_type = sql_types::Text)]
    name: String,
    /// What stands there in the copy.
    #[diesel(sql_type = sql_types::Text)]
    copied: String,
}

/// Copies everything the tenant has, for itself and for others, and lets the planner count.
pub async fn gather(database: &Database, tenant: Uuid) {
    let mut administrator = database.connect().await;
    administrator
        .batch_execute(&format!(
            "SET session_replication_role = replica;
             CREATE TEMPORARY TABLE copies AS
             SELECT '{tenant}'::uuid AS tenant, n FROM generate_series(1, {OWN}) n
             UNION ALL SELECT md5('other ' || other)::uuid, n
             FROM generate_series(1, {OTHERS}) other, generate_series(0, {THEIRS} - 1) n;
             ANALYZE copies"
        ))
        .await
        .unwrap();
    // Tables, which of their rows are copied, and the id that stands for the tenant in them.
    let mut sources: Vec<(String, String, Uuid)> = Vec::new();
    for table in tables(&mut administrator).await {
        let many = table.is_of_tenants() && !table.partition;
        if many && !LEFT_ALONE.contains(&table.name.as_str()) {
            let few = if table.name == "journal" { IN_JOURNALS } else { OWN };
            sources.push((
                table.full(),
                format!("o.tenant_id = '{tenant}' AND c.n <= {few}"),
                tenant,
            ));
        }
    }
    sources.extend(WITHOUT_TENANTS.map(|table| (table.to_owned(), format!("c.tenant = '{tenant}'"), Uuid::nil())));
    // A copy that is queued would be sent.
    let sent = "o.state = 'sent' AND c.n <= 20".to_owned();
    sources.push(("tenants.mails".to_owned(), sent, tenant));
    for (table, which, stands) in sources {
        let columns: Vec<Column> = diesel::sql_query(columns_of(&table, tenant, stands))
            .load(&mut administrator)
            .await
            .unwrap();
        let names: Vec<&str> = columns.iter().map(|c| c.name.as_str()).collect();
        let copied: Vec<&str> = columns.iter().map(|c| c.copied.as_str()).collect();
        // Rows of a tenant lie together, as they do when it writes them by and by.
        let sql = format!(
            "INSERT INTO {table} ({}) SELECT {} FROM {table} o, copies c WHERE {which} ORDER BY c.tenant, c.n
             ON CONFLICT DO NOTHING",
            names.join(", "),
            copied.join(", ")
        );
        administrator
            .batch_execute(&sql)
            .await
            .unwrap_or_else(|cause| panic!("{table}: {cause}\n{sql}"));
    }
    administrator.batch_execute("ANALYZE").await.unwrap();
}

/// The columns of a table, each with what the copy `c.n` for `c.tenant` of the row `o` has there. Ids become others, but
/// for every second copy of the tenant's own, which points at the same things as the original; order, days and times
/// move; of a unique key without an id, the last column.
///
/// `stands` is the id that becomes the tenant of the copy wherever it stands.
fn columns_of(table: &str, tenant: Uuid, stands: Uuid) -> String {
    format!(
        "WITH keys AS (
             SELECT i.indexrelid, i.indisprimary, k.nth, a.attnum, a.atttypid = 'uuid'::regtype AND a.attname <> 'tenant_id' AS id
             FROM pg_index i CROSS JOIN unnest(i.indkey) WITH ORDINALITY AS k (attnum, nth)
             JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
             WHERE i.indrelid = '{table}'::regclass AND i.indisunique
         ), moved AS (
             SELECT DISTINCT ON (indexrelid) indexrelid, attnum FROM keys
             WHERE indexrelid NOT IN (SELECT indexrelid FROM keys WHERE id) ORDER BY indexrelid, nth DESC
         )
         SELECT format('%I', a.attname) AS name, format(CASE
             WHEN a.attname = 'tenant_id' THEN 'c.tenant'
             WHEN t.typname = 'uuid' AND a.attnum IN (SELECT attnum FROM keys) THEN
                 'CASE WHEN o.%1$I = ''{stands}'' THEN c.tenant ELSE md5(concat(o.%1$I, c.tenant, c.n))::uuid END'
             WHEN t.typname = 'uuid' THEN
                 'CASE WHEN o.%1$I IS NULL OR c.tenant = ''{tenant}'' AND c.n %% 2 = 0 THEN o.%1$I
                       WHEN o.%1$I = ''{stands}'' THEN c.tenant ELSE md5(concat(o.%1$I, c.tenant, c.n))::uuid END'
             WHEN t.typname = 'date' THEN
                 'CASE WHEN o.%1$I < ''1900-01-01'' OR o.%1$I > ''2100-01-01'' THEN o.%1$I ELSE o.%1$I + c.n %% 1000 END'
             WHEN t.typname = 'timestamptz' THEN 'o.%1$I + c.n * interval ''1 minute'''
             WHEN a.attname LIKE '%%\\_sort' AND t.typname = 'text' THEN 'o.%1$I || '' '' || left(md5(c.n::text), 6)'
             WHEN a.attnum NOT IN (SELECT attnum FROM moved) THEN 'o.%1$I'
             WHEN t.typname = 'text' THEN 'concat(o.%1$I, ''-'', c.n)'
             WHEN t.typcategory = 'N' THEN 'o.%1$I + c.n'
             WHEN t.typname = 'bytea' THEN 'sha256(o.%1$I || convert_to(concat(c.tenant, c.n), ''UTF8''))'
             ELSE 'o.%1$I' END, a.attname) AS copied
         FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
         WHERE a.attrelid = '{table}'::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
           AND a.attidentity <> 'a' ORDER BY a.attnum"
    )
}
