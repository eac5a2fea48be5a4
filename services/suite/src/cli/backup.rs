//! `suite backup`: dumps that are known to hold everything, and copies that are held against what there was.
//!
//! It speaks with the database itself, as whoever takes backups (`SAMVERKA_BACKUP_URL`): there may be no API to ask.

use std::{
    fs,
    io::Write as _,
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, bail, ensure};
use clap::Subcommand;
use platform::{
    config::Settings,
    db::{
        inventory::{Inventory, Moment},
        place::by_hand,
    },
    events::again,
};
use tokio::process::Command;
use url::Url;

use super::SERVICES;

/// What to do.
#[derive(clap::Args)]
pub struct Backup {
    #[command(subcommand)]
    deed: Deed,
}

#[derive(Subcommand)]
enum Deed {
    /// Dump the database (`pg_dump` must be within reach) with an inventory of the very same moment.
    Dump {
        /// Where the two files go.
        folder: PathBuf,
    },
    /// Note what every table holds: how many rows, and a hash over them.
    Inventory {
        /// The file to write.
        file: PathBuf,
    },
    /// Put a database in order that was restored to an earlier moment, before anything is started on it: everybody is signed
    /// out, and what readers had not taken in at that moment is sent to them again.
    Restored,
    /// Hold a database, such as a restored copy, against an inventory; fails when a table differs.
    Verify {
        /// What a dump or `inventory` wrote.
        inventory: PathBuf,
    },
}

/// The ordinary dump leaves the keys of people out, so that erasing somebody is not undone by a file on a shelf.
const LEFT_OUT: [&str; 1] = ["person_keys"];

impl Backup {
    pub async fn run(&self, mut settings: Settings) -> anyhow::Result<()> {
        let url = settings.required(
            "SAMVERKA_BACKUP_URL",
            "the database URL of a superuser, or of a role with BYPASSRLS that may read everything",
        );
        let url = settings.finish(url)?;
        match &self.deed {
            Deed::Dump { folder } => dump(&url, folder).await,
            Deed::Inventory { file } => {
                let inventory = Moment::of(&url).await?.inventory(&[]).await?;
                keep(file, &inventory)?;
                super::print(&format!("{}\n", told(&inventory)));
                Ok(())
            }
            Deed::Restored => restored(&url).await,
            Deed::Verify { inventory } => verify(&url, inventory).await,
        }
    }
}

fn told(inventory: &Inventory) -> String {
    format!("{} tables, {} rows", inventory.tables.len(), inventory.rows())
}

/// Both of one snapshot. The inventory is kept last: a dump beside which there is none was cut short.
async fn dump(url: &str, folder: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
    let moment = Moment::of(url).await?;
    let stem = format!("samverka-{}", moment.at.strftime("%Y%m%dT%H%M%SZ"));
    let (file, part) = (folder.join(format!("{stem}.dump")), folder.join(format!("{stem}.part")));
    // Nobody else may read what lies there, from its first byte on.
    open(&part)?;
    let mut address = Url::parse(url).context("SAMVERKA_BACKUP_URL is no URL")?;
    let password = address.password().map(str::to_owned);
    // Other users can read a command line, and no environment.
    ensure!(
        address.set_password(None).is_ok(),
        "SAMVERKA_BACKUP_URL has no server in it"
    );
    let mut command = Command::new("pg_dump");
    command
        .args(["--format=custom", "--no-password"])
        .arg(format!("--snapshot={}", moment.snapshot))
        .arg(format!("--file={}", part.display()))
        .args(LEFT_OUT.map(|table| format!("--exclude-table-data=*.{table}")))
        .arg(format!("--dbname={address}"));
    if let Some(password) = password {
        command.env("PGPASSWORD", password);
    }
    let done = command
        .status()
        .await
        .context("starting pg_dump: is it installed, as new as the server?")?;
    if !done.success() {
        drop(fs::remove_file(&part));
        bail!("pg_dump ended with {done}: no dump was kept");
    }
    let inventory = moment.inventory(&LEFT_OUT).await?;
    fs::rename(&part, &file)?;
    keep(&folder.join(format!("{stem}.inventory.json")), &inventory)?;
    super::print(&format!("{}: {}\n", file.display(), told(&inventory)));
    Ok(())
}

/// Sessions that were ended since would be alive again, and nobody knows which. What was with the broker at that moment is in no
/// database: it comes from the journals once more.
async fn restored(url: &str) -> anyhow::Result<()> {
    let statements = SERVICES.map(again::statement);
    let signed_out = "DELETE FROM tenants.sessions".to_owned();
    let touched = by_hand(url, &[&[signed_out], statements.as_slice()].concat()).await?;
    let (sessions, events) = touched.split_first().context("nothing was done")?;
    let events: usize = events.iter().sum();
    super::print(&format!(
        "{sessions} sessions ended, {events} events to be sent again\n"
    ));
    Ok(())
}

async fn verify(url: &str, file: &Path) -> anyhow::Result<()> {
    let text = fs::read(file).with_context(|| format!("reading {}", file.display()))?;
    let noted: Inventory =
        serde_json::from_slice(&text).with_context(|| format!("{} is no inventory", file.display()))?;
    // What the inventory of a dump leaves out is not looked for.
    let unknown = |table: &&str| !noted.tables.keys().any(|name| name.ends_with(&format!(".{table}")));
    let left_out: Vec<&str> = LEFT_OUT.into_iter().filter(unknown).collect();
    let found = Moment::of(url).await?.inventory(&left_out).await?;
    let differences = noted.differences(&found);
    for difference in &differences {
        super::print(&format!("{difference}\n"));
    }
    ensure!(
        differences.is_empty(),
        "{} of {} tables are not as they were at {}",
        differences.len(),
        noted.tables.len(),
        noted.taken_at
    );
    super::print(&format!("{}, as at {}\n", told(&found), noted.taken_at));
    Ok(())
}

fn keep(file: &Path, inventory: &Inventory) -> anyhow::Result<()> {
    let mut to = open(file)?;
    to.write_all(&serde_json::to_vec_pretty(inventory)?)?;
    to.sync_all().with_context(|| format!("writing {}", file.display()))
}

fn open(file: &Path) -> anyhow::Result<fs::File> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true).mode(0o600);
    options
        .open(file)
        .with_context(|| format!("opening {}", file.display()))
}
