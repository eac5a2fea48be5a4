//! A database as a dump, brought back elsewhere; and what the whole of it says.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use diesel::{QueryableByName, sql_types::Text};
use diesel_async::RunQueryDsl as _;
use uuid::Uuid;

use crate::database::{Database, SERVICES};

#[derive(QueryableByName)]
struct Name {
    #[diesel(sql_type = Text)]
    name: String,
}

/// A dump in a file, taken away when dropped.
pub struct Dump(PathBuf);

impl Drop for Dump {
    fn drop(&mut self) {
        drop(std::fs::remove_file(&self.0));
    }
}

impl Database {
    /// Everything, as the runbook dumps it: but for the keys of people, which are kept apart.
    pub fn dump(&self) -> Dump {
        let file = std::env::temp_dir().join(format!("samverka-dump-{}", Uuid::now_v7().simple()));
        run(Command::new("pg_dump")
            .args(["--format=custom", "--exclude-table-data=*.person_keys"])
            .arg(format!("--file={}", file.display()))
            .arg(self.administrator()));
        Dump(file)
    }

    /// A database with what a dump holds.
    pub async fn restored(dump: &Dump) -> Self {
        let database = Self::empty().await;
        run(Command::new("pg_restore")
            .arg("--exit-on-error")
            .arg(format!("--dbname={}", database.administrator()))
            .arg(&dump.0 as &Path));
        database
    }

    /// The tables whose rows hold a text somewhere, be it in the bytes of a message.
    pub async fn tables_that_hold(&self, text: &str) -> Vec<String> {
        let mut connection = self.connect().await;
        let tables: Vec<Name> = diesel::sql_query(format!(
            "SELECT format('%I.%I', n.nspname, c.relname) AS name
             FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE n.nspname IN ({}) AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY 1",
            SERVICES.map(|s| format!("'{s}'")).join(", ")
        ))
        .load(&mut connection)
        .await
        .unwrap();
        // Bytes are shown as hexadecimal digits.
        let (plain, bytes) = (text.to_lowercase().replace('\'', "''"), hex::encode(text));
        let mut found = Vec::new();
        for Name { name } in tables {
            let asked = format!(
                "SELECT count(*) AS count FROM {name} t
                 WHERE position('{plain}' IN lower(t::text)) > 0 OR position('{bytes}' IN t::text) > 0"
            );
            if self.count(&asked).await > 0 {
                found.push(name);
            }
        }
        found
    }
}

fn run(command: &mut Command) {
    let done = command.output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}
