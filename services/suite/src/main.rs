//! The suite's command line.

use clap::{Parser, Subcommand};
use platform::{clock::Clock, config::Settings, telemetry};

mod cli;

/// Samverka in one process, and the operator's tools.
#[derive(Parser)]
#[command(version, after_help = cli::WHERE)]
struct Line {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the API and the portal, with all background work, in this process.
    Up,
    /// Make schemas and roles in a fresh database (`SAMVERKA_PROVISION_URL`: an administrator's URL).
    Provision,
    /// Bring every schema up to date.
    Migrate,
    /// Dumps that are known to hold everything; copies held against what there was.
    Backup(cli::backup::Backup),
    /// Load the demo organisations through the public API. Loading twice changes nothing.
    Demo(cli::demo::Demo),
    /// Organisations: requests, approval, state.
    Tenants(cli::tenants::Tenants),
    Health(cli::health::Health),
    Usage(cli::usage::Usage),
    Plans(cli::plans::Plans),
    /// Events that a service rejected: look, replay, discard.
    Events(cli::events::Events),
    /// Journals: sealed, and whether anybody tampered with them.
    Journal(cli::journal::Journal),
    Rebuild(cli::rebuild::Rebuild),
    Keys(cli::keys::Keys),
    Selftest(cli::selftest::Selftest),
    /// Print the description of the API.
    Openapi,
    /// Print the permission matrix.
    Permissions,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let line = Line::parse();
    let settings = Settings::from_environment();
    let told = telemetry::start(&settings, "suite")?;
    let done = run(line, settings).await;
    told.stop().await;
    done
}

async fn run(line: Line, settings: Settings) -> anyhow::Result<()> {
    match line.command {
        Command::Up => suite::start(settings, Clock::default()).await?.run().await,
        Command::Provision => cli::provision::run(settings).await?,
        Command::Migrate => suite::migrate(settings).await?,
        Command::Backup(backup) => backup.run(settings).await?,
        Command::Demo(demo) => demo.run(&settings).await?,
        Command::Tenants(tenants) => tenants.run(&settings).await?,
        Command::Health(health) => health.run(&settings).await?,
        Command::Usage(usage) => usage.run(&settings).await?,
        Command::Plans(plans) => plans.run(&settings).await?,
        Command::Rebuild(rebuild) => rebuild.run(&settings).await?,
        Command::Keys(keys) => keys.run(&settings).await?,
        Command::Events(events) => events.run(&settings).await?,
        Command::Journal(journal) => journal.run(&settings).await?,
        Command::Selftest(selftest) => selftest.run(&settings).await?,
        Command::Openapi => cli::print(&suite::described()),
        Command::Permissions => cli::print(&suite::matrix::printed(&suite::permissions())),
    }
    Ok(())
}
