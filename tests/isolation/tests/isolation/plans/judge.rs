//! Reads plans and finds fault with them.

use std::collections::HashMap;

use diesel::{QueryableByName, sql_types};
use diesel_async::RunQueryDsl as _;
use kit::database::{Database, SERVICES};
use serde_json::Value;

/// A table with fewer rows is read as a whole by any planner.
const FEW: i64 = 500;

/// How many rows a page may read for each row it shows: what hangs on them is read with them.
const FOR_EACH: i64 = 8;

/// Words of what the suite asks by itself, all the time: the relay for what waits, the sealing of journals, who writes
/// long exports or works on imports for the next, who tidies up what was removed, who brings changed plans to
/// organisations. No list says any of them.
const BY_ITSELF: [&str; 8] = [
    "outbox",
    "FROM exports",
    "FROM value_imports",
    "FROM attachments WHERE removed_at",
    "journal_seals",
    "journal_heads",
    "position BETWEEN",
    "plan_version",
];

/// What is the operator's and is read over all tenants: by its age, by its month.
const OF_OPERATORS: [&str; 2] = [".dead_letters", ".usage_months"];
/// Indexes by which something is read across tenants on purpose.
const ACROSS_TENANTS: &[(&str, &str)] = &[
    (
        "tenants.organisations_by_name",
        "the directory shows door plates to everybody",
    ),
    (
        "reporting.agreements_of_owners_by_name",
        "the copier looks at what begins and ends by the calendar",
    ),
];

/// How one statement was carried out.
pub struct Plan {
    statement: String,
    root: Value,
}

impl Plan {
    /// From the server's remark; another kind of remark is none.
    pub fn of(remark: &str) -> Option<Self> {
        let (_, told) = remark.split_once("plan:\n")?;
        let told: Value = serde_json::from_str(told).ok()?;
        let statement = told["Query Text"].as_str()?.to_owned();
        let asked_by_itself = BY_ITSELF.iter().any(|words| statement.contains(words));
        (!asked_by_itself).then(|| Self {
            statement,
            root: told["Plan"].clone(),
        })
    }
}

#[derive(QueryableByName)]
struct Table {
    #[diesel(sql_type = sql_types::Text)]
    name: String,
    #[diesel(sql_type = sql_types::Bool)]
    of_tenants: bool,
    #[diesel(sql_type = sql_types::BigInt)]
    rows: i64,
}

#[derive(QueryableByName)]
struct Index {
    #[diesel(sql_type = sql_types::Text)]
    name: String,
    #[diesel(sql_type = sql_types::Text)]
    first: String,
}

/// Knows the tables and their indexes.
pub struct Judge {
    tables: HashMap<String, Table>,
    /// The first column of each index.
    indexes: HashMap<String, String>,
}

/// One node of a plan, with the table that it or the node above reads.
struct Node<'a> {
    told: &'a Value,
    table: Option<String>,
    index: Option<String>,
}

impl Judge {
    pub async fn of(database: &Database) -> Self {
        let schemas = SERVICES.map(|s| format!("'{s}'")).join(",");
        let mut administrator = database.connect().await;
        let tables: Vec<Table> = diesel::sql_query(format!(
            "SELECT n.nspname || '.' || c.relname AS name, c.reltuples::bigint AS rows,
                    coalesce(obj_description(c.oid), '') ~ '^\\[(tenant|two-sided)\\]' AS of_tenants
             FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE n.nspname IN ({schemas}) AND c.relkind IN ('r', 'p')"
        ))
        .load(&mut administrator)
        .await
        .unwrap();
        let indexes: Vec<Index> = diesel::sql_query(format!(
            "SELECT n.nspname || '.' || c.relname AS name, a.attname::text AS first
             FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
             JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
             WHERE n.nspname IN ({schemas})"
        ))
        .load(&mut administrator)
        .await
        .unwrap();
        Self {
            tables: tables.into_iter().map(|t| (t.name.clone(), t)).collect(),
            indexes: indexes.into_iter().map(|i| (i.name, i.first)).collect(),
        }
    }

    /// How many scans of our tables a plan makes.
    pub fn scans(&self, plan: &Plan) -> usize {
        nodes(&plan.root).iter().filter(|n| self.scanned(n).is_some()).count()
    }

    fn scanned<'a>(&'a self, node: &Node<'_>) -> Option<&'a Table> {
        let kind = node.told["Node Type"].as_str()?;
        let table = self.tables.get(node.table.as_ref()?)?;
        (kind.ends_with("Scan")).then_some(table)
    }

    /// What is wrong with a plan; `page` is how many rows a page shows that is cut by its key.
    pub fn faults(&self, plan: &Plan, page: Option<usize>) -> Vec<String> {
        // What is looked up by its ids may as well be found by reading the tenant's rows: the planner weighs that.
        let looked_up = plan.statement.contains("= ANY(");
        let most = page
            .filter(|_| !looked_up)
            .map(|rows| FOR_EACH * (i64::try_from(rows).unwrap() + 1));
        let mut faults = Vec::new();
        for node in nodes(&plan.root) {
            let kind = node.told["Node Type"].as_str().unwrap_or_default();
            if let Some(table) = self.scanned(&node) {
                faults.extend(self.fault_of_scan(kind, &node, table, page.is_some()));
                faults.extend(most.and_then(|most| too_much(&node, table, most)));
            }
            if kind.ends_with("Sort") && most.is_some_and(|most| below(node.told) > most) {
                faults.push(format!("sorts {} rows for a page", below(node.told)));
            }
        }
        let told = |fault| {
            format!(
                "{fault}: {}",
                plan.statement.split_whitespace().collect::<Vec<_>>().join(" ")
            )
        };
        faults.into_iter().map(told).collect()
    }

    fn fault_of_scan(&self, kind: &str, node: &Node<'_>, table: &Table, is_page: bool) -> Option<String> {
        let name = &table.name;
        if kind == "Seq Scan" {
            let matters = (table.of_tenants || is_page) && table.rows >= FEW;
            return matters.then(|| format!("reads all of {name}, {} rows", table.rows));
        }
        // The rows of a bitmap are those of the index below it.
        if !table.of_tenants || kind == "Bitmap Heap Scan" || OF_OPERATORS.iter().any(|of| name.ends_with(of)) {
            return None;
        }
        let index = node.index.as_deref().unwrap_or("no index");
        if ACROSS_TENANTS.iter().any(|(known, _)| *known == index) {
            return None;
        }
        let first = self.indexes.get(index).map_or("nothing known", String::as_str);
        if first != "tenant_id" {
            return Some(format!("reads {name} by {index}, which begins with {first}"));
        }
        let condition = node.told["Index Cond"].as_str().unwrap_or_default();
        (!condition.contains("tenant_id = "))
            .then(|| format!("reads {name} by {index} for every tenant: `{condition}`"))
    }
}

/// Rows that a scan read for a page, those included that it threw away again.
fn too_much(node: &Node<'_>, table: &Table, most: i64) -> Option<String> {
    let loops = number(node.told, "Actual Loops");
    let read = (number(node.told, "Actual Rows") + number(node.told, "Rows Removed by Filter")) * loops;
    (read > most).then(|| format!("reads {read} rows of {} for a page", table.name))
}

/// Rows that come into a node.
fn below(node: &Value) -> i64 {
    let plans = node["Plans"].as_array().into_iter().flatten();
    plans
        .map(|p| number(p, "Actual Rows") * number(p, "Actual Loops"))
        .sum()
}

/// A count; averages over loops are fractions since PostgreSQL 18.
#[expect(clippy::cast_possible_truncation, reason = "counts of rows of a test")]
fn number(node: &Value, name: &str) -> i64 {
    node[name].as_f64().unwrap_or_default().ceil() as i64
}

/// Every node of a plan.
fn nodes(root: &Value) -> Vec<Node<'_>> {
    let mut found = Vec::new();
    collect(root, None, &mut found);
    found
}

fn collect<'a>(node: &'a Value, above: Option<(&str, &str)>, found: &mut Vec<Node<'a>>) {
    let own = node["Schema"].as_str().zip(node["Relation Name"].as_str());
    // A bitmap's index does not name its table: the node above does.
    let table = own.or(above.filter(|_| node["Node Type"] == "Bitmap Index Scan"));
    let within = table.or(above);
    let index = within.zip(node["Index Name"].as_str());
    found.push(Node {
        told: node,
        table: table.map(|(schema, name)| format!("{schema}.{name}")),
        index: index.map(|((schema, _), name)| format!("{schema}.{name}")),
    });
    for below in node["Plans"].as_array().into_iter().flatten() {
        // Between a bitmap's heap and its indexes there may be nodes that combine them.
        collect(below, own.or(above), found);
    }
}
