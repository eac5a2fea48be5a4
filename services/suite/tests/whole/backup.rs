//! Dumps: what has everything is known to, and what misses rows is found out.

use std::{
    path::{Path, PathBuf},
    process::{Command, Output},
};

use kit::{Suite, database::Database};
use uuid::Uuid;

/// A folder of a test, taken away with it.
struct Folder(PathBuf);

impl Folder {
    fn fresh() -> Self {
        let folder = std::env::temp_dir().join(format!("samverka-backup-{}", Uuid::now_v7().simple()));
        std::fs::create_dir(&folder).unwrap();
        Self(folder)
    }

    /// The one file of an ending.
    fn file(&self, ending: &str) -> PathBuf {
        let entries = std::fs::read_dir(&self.0).unwrap();
        let mut found = entries
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.to_string_lossy().ends_with(ending));
        let file = found.next().unwrap_or_else(|| panic!("no {ending}"));
        assert_eq!(found.next(), None);
        file
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}

/// `suite backup …` as a role.
fn backup(url: &str, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_suite"));
    command.env("SAMVERKA_BACKUP_URL", url).arg("backup").args(arguments);
    command.output().unwrap()
}

fn told(done: &Output) -> String {
    String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr)
}

async fn restored(file: &Path) -> Database {
    let database = Database::empty().await;
    let mut command = Command::new("pg_restore");
    command
        .arg("--exit-on-error")
        .arg(format!("--dbname={}", database.administrator()));
    let done = command.arg(file).output().unwrap();
    assert!(done.status.success(), "{}", told(&done));
    database
}

/// A database in which an organisation has done something.
async fn lived_in() -> Database {
    let suite = Suite::start().await;
    let tenant = suite.tenant("Ähtäri").await;
    tenant.unit("Kulttuuri", None).await;
    suite.settle().await;
    suite.leave().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dump_comes_with_an_inventory_and_a_copy_is_held_against_it_row_by_row() {
    let (database, folder) = (lived_in().await, Folder::fresh());
    let place = folder.0.to_str().unwrap();
    let dumped = backup(&database.administrator(), &["dump", place]);
    assert!(dumped.status.success(), "{}", told(&dumped));
    let (dump, inventory) = (folder.file(".dump"), folder.file(".inventory.json"));
    let inventory = inventory.to_str().unwrap();
    let copy = restored(&dump).await;
    let verified = backup(&copy.administrator(), &["verify", inventory]);
    assert!(verified.status.success(), "{}", told(&verified));
    // Keys of people stay where they are, and are missed by nobody who looks at the copy.
    assert!(database.count("SELECT count(*) FROM tenants.person_keys").await > 0);
    assert_eq!(copy.count("SELECT count(*) FROM tenants.person_keys").await, 0);

    for (change, said) in [
        (
            "DELETE FROM goals.known_things",
            "goals.known_things: 0 rows, and there were",
        ),
        ("UPDATE tenants.units SET version = version + 1", "but others"),
        (
            "CREATE TABLE goals.more (id uuid)",
            "goals.more: 0 rows, and the inventory does not know of it",
        ),
        (
            "DROP TABLE goals.more; DROP TABLE goals.attachments",
            "goals.attachments: not there",
        ),
    ] {
        copy.execute(change).await;
        let found = backup(&copy.administrator(), &["verify", inventory]);
        assert!(
            !found.status.success() && told(&found).contains(said),
            "{change}: {}",
            told(&found)
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whom_row_security_keeps_from_rows_takes_no_backup() {
    let (database, folder) = (lived_in().await, Folder::fresh());
    let place = folder.0.to_str().unwrap();
    for role in ["goals_app", "goals_owner", "tenants_relay"] {
        let refused = backup(&database.url(role), &["dump", place]);
        assert!(!refused.status.success(), "{role}");
        assert!(
            told(&refused).contains("does not see every row of"),
            "{role}: {}",
            told(&refused)
        );
    }
    assert_eq!(std::fs::read_dir(&folder.0).unwrap().count(), 0, "something was kept");
    // Nor does pg_dump by itself, unless it is told to.
    let plain = pg_dump(&database, &folder.0.join("plain"), &[]);
    assert!(!plain.status.success(), "it was dumped all the same");
    assert!(told(&plain).contains("row-level security"), "{}", told(&plain));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dump_that_misses_rows_in_silence_is_found_out() {
    let (database, folder) = (lived_in().await, Folder::fresh());
    let inventory = folder.0.join("inventory.json");
    let noted = backup(&database.administrator(), &["inventory", inventory.to_str().unwrap()]);
    assert!(noted.status.success(), "{}", told(&noted));
    let file = folder.0.join("silent");
    let silent = pg_dump(&database, &file, &["--enable-row-security"]);
    assert!(silent.status.success(), "{}", told(&silent));
    let copy = restored(&file).await;
    let found = backup(&copy.administrator(), &["verify", inventory.to_str().unwrap()]);
    assert!(!found.status.success());
    for said in [
        "goals.known_things: 0 rows, and there were",
        "tables are not as they were at",
    ] {
        assert!(told(&found).contains(said), "{said}: {}", told(&found));
    }
}

/// As the owner of the goals, whom row security binds.
fn pg_dump(database: &Database, file: &Path, more: &[&str]) -> Output {
    let mut command = Command::new("pg_dump");
    command.args(["--format=custom", "--schema=goals"]).args(more);
    command.arg(format!("--file={}", file.display()));
    command.arg(database.url("goals_owner")).output().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_with_the_broker_at_the_moment_of_a_restore_reaches_its_readers_again() {
    let suite = Suite::start().await;
    let tenant = suite.tenant("Kurikka").await;
    let unit = tenant.unit("Liikunta", None).await;
    suite.settle().await;
    let database = suite.leave().await;
    // As it is where the broker had taken over the last events of `tenants` and delivered them to nobody yet.
    let lost = "DELETE FROM goals.known_things WHERE id = ";
    database.execute(&format!("{lost}'{unit}'")).await;
    database
        .execute("UPDATE goals.inbox_progress SET contiguous = contiguous - 1 WHERE source = 'tenants'")
        .await;
    let done = backup(&database.administrator(), &["restored"]);
    assert!(done.status.success(), "{}", told(&done));
    assert!(
        told(&done).contains("sessions ended, 1 events to be sent again"),
        "{}",
        told(&done)
    );
    assert_eq!(database.count("SELECT count(*) FROM tenants.sessions").await, 0);
    // Once is enough.
    let again = backup(&database.administrator(), &["restored"]);
    assert!(told(&again).contains("0 sessions ended, 0 events"), "{}", told(&again));

    let suite = Suite::start_on(database, &[]).await;
    suite.settle().await;
    let known = format!("SELECT count(*) FROM goals.known_things WHERE id = '{unit}'");
    assert_eq!(suite.database.count(&known).await, 1);
    suite.stop().await;
}
