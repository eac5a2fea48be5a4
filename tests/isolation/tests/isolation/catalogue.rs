//! The catalogue of a migrated database, table by table.

use std::collections::{BTreeMap, BTreeSet};

use diesel::{QueryableByName, sql_types};
use diesel_async::{AsyncPgConnection, RunQueryDsl as _};
use kit::database::{Database, SERVICES};
use serde::Deserialize;

#[derive(Deserialize)]
pub struct Exceptions {
    pub policies: BTreeMap<String, String>,
    pub grants: BTreeMap<String, String>,
}

pub fn exceptions() -> Exceptions {
    toml::from_str(include_str!("../../exceptions.toml")).unwrap()
}

#[derive(QueryableByName, Debug, Clone)]
pub struct Table {
    #[diesel(sql_type = sql_types::Text)]
    pub schema: String,
    #[diesel(sql_type = sql_types::Text)]
    pub name: String,
    #[diesel(sql_type = sql_types::Text)]
    pub comment: String,
    #[diesel(sql_type = sql_types::Bool)]
    pub enabled: bool,
    #[diesel(sql_type = sql_types::Bool)]
    pub forced: bool,
    #[diesel(sql_type = sql_types::Bool)]
    pub partition: bool,
}

impl Table {
    pub fn kind(&self) -> Option<&str> {
        self.comment.strip_prefix('[')?.split(']').next()
    }

    /// Whether each row belongs to a tenant: of one-sided and two-sided tables alike.
    pub fn is_of_tenants(&self) -> bool {
        matches!(self.kind(), Some("tenant" | "two-sided"))
    }

    pub fn full(&self) -> String {
        format!("{}.{}", self.schema, self.name)
    }
}

pub async fn tables(connection: &mut AsyncPgConnection) -> Vec<Table> {
    let schemas = SERVICES.map(|s| format!("'{s}'")).join(",");
    diesel::sql_query(format!(
        "SELECT n.nspname::text AS schema, c.relname::text AS name, coalesce(obj_description(c.oid), '') AS comment,
                c.relrowsecurity AS enabled, c.relforcerowsecurity AS forced, c.relispartition AS partition
         FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname IN ({schemas}) AND c.relkind IN ('r', 'p')
           AND c.relname <> '__diesel_schema_migrations' ORDER BY 1, 2"
    ))
    .load(connection)
    .await
    .unwrap()
}

#[derive(QueryableByName, Debug)]
struct Line {
    #[diesel(sql_type = sql_types::Text)]
    line: String,
}

async fn lines(connection: &mut AsyncPgConnection, sql: String) -> Vec<String> {
    let rows: Vec<Line> = diesel::sql_query(sql).load(connection).await.unwrap();
    rows.into_iter().map(|r| r.line).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_table_is_of_a_declared_kind_with_the_row_security_of_that_kind() {
    let database = Database::fresh().await;
    let mut connection = database.connect().await;
    let mut faults = Vec::new();
    for table in tables(&mut connection).await {
        match table.kind() {
            Some("tenant" | "two-sided") if !(table.enabled && table.forced) => {
                faults.push(format!("{} does not force row security", table.full()));
            }
            Some("tenant" | "two-sided" | "global" | "lookup") => {}
            _ => faults.push(format!(
                "{} declares no kind in its comment: `{}`",
                table.full(),
                table.comment
            )),
        }
        if table
            .comment
            .split(']')
            .nth(1)
            .is_none_or(|meaning| meaning.trim().len() < 8)
        {
            faults.push(format!("{} does not say what it is for", table.full()));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tenant_table_has_one_policy_and_any_other_has_a_reason() {
    let database = Database::fresh().await;
    let mut connection = database.connect().await;
    let excepted = exceptions().policies;
    let mut faults = Vec::new();
    for table in tables(&mut connection).await {
        let policies = lines(
            &mut connection,
            format!(
                "SELECT policyname || ' | ' || permissive || ' | ' || cmd || ' | ' || array_to_string(roles, ',') || ' | ' ||
                        coalesce(qual, '') || ' | ' || coalesce(with_check, '') AS line
                 FROM pg_policies WHERE schemaname = '{}' AND tablename = '{}'",
                table.schema, table.name
            ),
        )
        .await;
        let own: Vec<&String> = policies
            .iter()
            .filter(|p| p.starts_with("tenant_isolation |"))
            .collect();
        for policy in &policies {
            let name = policy.split(" | ").next().unwrap();
            if name != "tenant_isolation" && !excepted.contains_key(&format!("{}/{name}", table.name)) {
                faults.push(format!(
                    "{}: the policy `{policy}` has no reason in exceptions.toml",
                    table.full()
                ));
            }
        }
        if table.is_of_tenants() && own.len() != 1 {
            faults.push(format!("{} has {} policies of its own", table.full(), own.len()));
        }
        for policy in own {
            let parts: Vec<&str> = policy.split(" | ").collect();
            let expression = parts[4].replace(&format!("{}.", table.schema), "");
            if !expression.contains("(tenant_id = ( SELECT current_tenant() AS current_tenant))") {
                faults.push(format!("{}: the policy says `{expression}`", table.full()));
            }
            if parts[1] != "PERMISSIVE" || parts[2] != "ALL" || parts[3] != "public" || !parts[5].is_empty() {
                faults.push(format!(
                    "{}: the policy does not cover all commands of everybody: `{policy}`",
                    table.full()
                ));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_key_a_caller_can_aim_at_begins_with_the_tenant() {
    let database = Database::fresh().await;
    let mut connection = database.connect().await;
    let mut faults = Vec::new();
    for table in tables(&mut connection).await {
        if !table.is_of_tenants() {
            continue;
        }
        let keys = lines(
            &mut connection,
            format!(
                "SELECT i.indexrelid::regclass::text AS line FROM pg_index i
                 JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
                 WHERE i.indrelid = '{0}'::regclass AND i.indisunique AND a.attname <> 'tenant_id'
                 UNION ALL
                 SELECT k.conname::text FROM pg_constraint k
                 JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
                 JOIN pg_attribute f ON f.attrelid = k.confrelid AND f.attnum = k.confkey[1]
                 WHERE k.conrelid = '{0}'::regclass AND k.contype = 'f'
                   AND (a.attname <> 'tenant_id' OR f.attname <> 'tenant_id')",
                table.full()
            ),
        )
        .await;
        faults.extend(
            keys.iter()
                .map(|key| format!("{}: the key {key} does not begin with tenant_id", table.full())),
        );
        let has = lines(
            &mut connection,
            format!(
                "SELECT attname::text AS line FROM pg_attribute WHERE attrelid = '{0}'::regclass AND attname = 'tenant_id'
                 AND attnotnull AND EXISTS (SELECT 1 FROM pg_index WHERE indrelid = '{0}'::regclass AND indisprimary)",
                table.full()
            ),
        )
        .await;
        if has.is_empty() {
            faults.push(format!(
                "{} lacks a tenant_id that must be there, or a primary key",
                table.full()
            ));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_role_has_the_grants_of_the_tables_kind_and_no_other() {
    let database = Database::fresh().await;
    let mut connection = database.connect().await;
    let excepted = exceptions().grants;
    let mut faults = Vec::new();
    for table in tables(&mut connection).await {
        let granted = lines(
            &mut connection,
            format!(
                "SELECT coalesce(r.rolname, 'public') || ': ' || string_agg(g.privilege_type, ', ' ORDER BY g.privilege_type) AS line
                 FROM pg_class c, aclexplode(c.relacl) g LEFT JOIN pg_roles r ON r.oid = g.grantee
                 WHERE c.oid = '{}'::regclass AND g.grantee <> c.relowner GROUP BY r.rolname",
                table.full()
            ),
        )
        .await;
        let granted: BTreeSet<(String, String)> = granted
            .iter()
            .filter_map(|line| line.split_once(": "))
            .map(|(role, privileges)| {
                (
                    role.strip_prefix(&format!("{}_", table.schema))
                        .unwrap_or(role)
                        .to_owned(),
                    privileges.to_owned(),
                )
            })
            .collect();
        let all = "DELETE, INSERT, SELECT, UPDATE";
        for (role, privileges) in &granted {
            let key = format!("{}/{role}", table.name);
            if let Some(reason) = excepted.get(&key) {
                let allowed = reason.split(':').next().unwrap();
                if privileges != allowed {
                    faults.push(format!(
                        "{}: {role} has {privileges}, exceptions.toml says {allowed}",
                        table.full()
                    ));
                }
                continue;
            }
            let fits = match table.kind() {
                Some("tenant" | "two-sided") if !table.partition => role == "app" && privileges == all,
                Some("global") => {
                    (role == "app" && privileges == "SELECT")
                        || (role == "catalogue" && privileges == "INSERT, SELECT, UPDATE")
                }
                Some("lookup") => {
                    ["signin", "signup", "mail", "webhooks"].contains(&role.as_str()) && privileges == all
                }
                _ => false,
            };
            if !fits {
                faults.push(format!("{} ({}): {role} has {privileges}", table.full(), table.comment));
            }
        }
        let kept_from_all = excepted.contains_key(&format!("{}/app", table.name));
        let serves = granted.iter().any(|(role, _)| role == "app");
        if table.is_of_tenants() && !table.partition && !serves && !kept_from_all {
            faults.push(format!("{} is not granted to the serving role", table.full()));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_journal_has_partitions_two_years_ahead_and_grants_on_none() {
    let database = Database::fresh().await;
    for service in SERVICES {
        let ahead = database
            .count(&format!(
                "SELECT count(*) FROM pg_inherits WHERE inhparent = '{service}.journal'::regclass"
            ))
            .await;
        assert_eq!(ahead, 26, "{service}: this month, 24 ahead, and the default partition");
        let granted = database
            .count(&format!(
                "SELECT count(*) FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid, aclexplode(c.relacl) g
                 WHERE i.inhparent = '{service}.journal'::regclass AND g.grantee <> c.relowner"
            ))
            .await;
        assert_eq!(
            granted, 0,
            "{service}: partitions are reached through their parent only"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_schema_begins_with_the_same_tables_of_the_platform() {
    let database = Database::fresh().await;
    let platform = kit::schema::tables_of_the_platform();
    assert!(
        platform.contains("journal") && platform.contains("inbox"),
        "{platform:?}"
    );
    let mut before: Option<BTreeSet<String>> = None;
    for service in SERVICES {
        let made = kit::schema::made(&database, service).await;
        let table = |line: &String| line.split(['.', ' ']).next().unwrap().to_owned();
        let ours: BTreeSet<String> = made
            .into_iter()
            .filter(|line| platform.contains(&table(line)))
            .collect();
        assert_eq!(ours.iter().map(table).collect::<BTreeSet<_>>(), platform, "{service}");
        assert_eq!(before.get_or_insert_with(|| ours.clone()), &ours, "{service} differs");
    }
}
