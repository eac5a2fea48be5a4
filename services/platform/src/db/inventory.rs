//! What a database holds, table by table: how many rows, and a hash over them. Two that are equal hold the same; it tells
//! whether a dump or a restored copy has everything.
//!
//! A dump that is made by a role under row security misses rows, and says nothing of it where it was told to go on
//! (`--enable-row-security`). So nobody takes an inventory who does not see everything.

use std::{collections::BTreeMap, fmt};

use anyhow::{Context as _, bail, ensure};
use diesel::{
    QueryableByName,
    sql_types::{BigInt, Bool, Text},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl as _, SimpleAsyncConnection as _};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::place::connect;

/// What a table holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    pub rows: i64,
    pub hash: String,
}

/// What all tables hold at one moment, by schema and name. Partitions stand for themselves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inventory {
    pub taken_at: Timestamp,
    pub tables: BTreeMap<String, Held>,
}

/// A moment of a database, for as long as this lives: what is asked of it, and whoever is told its snapshot, sees that moment.
pub struct Moment {
    connection: AsyncPgConnection,
    /// For `pg_dump --snapshot`.
    pub snapshot: String,
    pub at: Timestamp,
    tables: Vec<String>,
}

#[derive(QueryableByName)]
struct Snapshot {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = BigInt)]
    microseconds: i64,
}

#[derive(QueryableByName)]
struct Table {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Bool)]
    seen: bool,
}

#[derive(QueryableByName)]
struct Counted {
    #[diesel(sql_type = BigInt)]
    rows: i64,
    #[diesel(sql_type = Text)]
    hash: String,
}

// How values are written must not hang on how somebody has set a role or a database. Row security is not to be applied in
// silence: what it would hide is an error.
const BEGIN: &str = "
    SET row_security = off; SET search_path TO pg_catalog; SET TimeZone = 'UTC'; SET DateStyle = 'ISO, YMD';
    SET IntervalStyle = 'postgres'; SET bytea_output = 'hex'; SET extra_float_digits = 1; SET statement_timeout = 0;
    BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY";

const SNAPSHOT: &str =
    "SELECT pg_export_snapshot() AS name, (extract(epoch FROM now()) * 1000000)::bigint AS microseconds";

const TABLES: &str = "
    SELECT format('%I.%I', n.nspname, c.relname) AS name,
           has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT') AND NOT row_security_active(c.oid)
               AS seen
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'r' AND c.relpersistence = 'p' AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
    ORDER BY 1";

impl Moment {
    /// The moment at which this is asked. Refuses a role that would not see all rows of all tables.
    #[expect(
        clippy::disallowed_methods,
        reason = "looks at whole tables, past their tenants, as the backup does"
    )]
    pub async fn of(url: &str) -> anyhow::Result<Self> {
        let mut connection = connect(url, "whoever takes backups").await?;
        connection.batch_execute(BEGIN).await?;
        let snapshot: Snapshot = diesel::sql_query(SNAPSHOT).get_result(&mut connection).await?;
        let found: Vec<Table> = diesel::sql_query(TABLES).load(&mut connection).await?;
        let hidden: Vec<&str> = found.iter().filter(|t| !t.seen).map(|t| t.name.as_str()).collect();
        if let [first, ..] = hidden.as_slice() {
            bail!(
                "this role does not see every row of {} of {} tables ({first} is the first): a backup by it would miss them. \
                 Take backups as a superuser, or as a role with BYPASSRLS that is a member of pg_read_all_data.",
                hidden.len(),
                found.len()
            );
        }
        ensure!(
            !found.is_empty(),
            "there is no table in this database: is it the right one?"
        );
        Ok(Self {
            connection,
            snapshot: snapshot.name,
            at: Timestamp::from_microsecond(snapshot.microseconds)?,
            tables: found.into_iter().map(|t| t.name).collect(),
        })
    }

    /// Counts and hashes every table but those whose name, without its schema, is left out.
    #[expect(
        clippy::disallowed_methods,
        reason = "looks at whole tables, past their tenants, as the backup does"
    )]
    pub async fn inventory(mut self, left_out: &[&str]) -> anyhow::Result<Inventory> {
        let mut tables = BTreeMap::new();
        let kept = |name: &&String| !left_out.iter().any(|out| name.ends_with(&format!(".{out}")));
        for name in self.tables.iter().filter(kept) {
            // A sum of what each row's hash says: rows have no order, and a table may be larger than the memory.
            let asked = format!(
                "SELECT count(*) AS rows, format('%s-%s', coalesce(sum(('x' || left(h, 15))::bit(60)::bigint), 0),
                                                 coalesce(sum(('x' || right(h, 15))::bit(60)::bigint), 0)) AS hash
                 FROM (SELECT md5(t::text) AS h FROM ONLY {name} t) hashed"
            );
            let counted: Counted = diesel::sql_query(asked)
                .get_result(&mut self.connection)
                .await
                .with_context(|| format!("counting {name}"))?;
            let held = Held {
                rows: counted.rows,
                hash: counted.hash,
            };
            tables.insert(name.clone(), held);
        }
        Ok(Inventory {
            taken_at: self.at,
            tables,
        })
    }
}

/// How a table differs from what an inventory says of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    pub table: String,
    pub noted: Option<i64>,
    pub found: Option<i64>,
}

impl fmt::Display for Difference {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let table = &self.table;
        match (self.noted, self.found) {
            (Some(noted), None) => write!(to, "{table}: not there, though it had {noted} rows"),
            (None, Some(found)) => write!(to, "{table}: {found} rows, and the inventory does not know of it"),
            (noted, found) if noted == found => {
                write!(
                    to,
                    "{table}: as many rows as there were ({}), but others",
                    noted.unwrap_or(0)
                )
            }
            (noted, found) => {
                let (noted, found) = (noted.unwrap_or(0), found.unwrap_or(0));
                write!(to, "{table}: {found} rows, and there were {noted}")
            }
        }
    }
}

impl Inventory {
    /// Where another differs from this one.
    pub fn differences(&self, found: &Self) -> Vec<Difference> {
        let names = self.tables.keys().chain(found.tables.keys());
        let mut names: Vec<&String> = names.collect();
        names.sort();
        names.dedup();
        let differing = names
            .into_iter()
            .filter(|name| self.tables.get(*name) != found.tables.get(*name));
        let told = |name: &String| Difference {
            table: name.clone(),
            noted: self.tables.get(name).map(|held| held.rows),
            found: found.tables.get(name).map(|held| held.rows),
        };
        differing.map(told).collect()
    }

    /// How many rows it has in all.
    pub fn rows(&self) -> i64 {
        self.tables.values().map(|held| held.rows).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inventory(tables: &[(&str, i64, &str)]) -> Inventory {
        let held = |&(name, rows, hash): &(&str, i64, &str)| {
            (
                name.to_owned(),
                Held {
                    rows,
                    hash: hash.to_owned(),
                },
            )
        };
        Inventory {
            taken_at: Timestamp::UNIX_EPOCH,
            tables: tables.iter().map(held).collect(),
        }
    }

    #[test]
    fn what_differs_is_told_table_by_table() {
        let noted = inventory(&[
            ("goals.goals", 3, "a"),
            ("goals.links", 2, "b"),
            ("goals.units", 5, "c"),
            ("goals.old", 1, "d"),
        ]);
        let found = inventory(&[
            ("goals.goals", 3, "a"),
            ("goals.links", 2, "x"),
            ("goals.units", 0, ""),
            ("goals.new", 4, "d"),
        ]);
        let told: Vec<String> = noted.differences(&found).iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "goals.links: as many rows as there were (2), but others",
                "goals.new: 4 rows, and the inventory does not know of it",
                "goals.old: not there, though it had 1 rows",
                "goals.units: 0 rows, and there were 5",
            ]
        );
        assert_eq!(noted.differences(&noted), []);
    }
}
