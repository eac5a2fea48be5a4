//! `suite demo`: the demo organisations, through the public API.

use std::path::PathBuf;

use anyhow::bail;
use platform::{config::Settings, lifecycle};
use suite::demo::{self, operator::Operator};

/// Where the passwords are kept.
#[derive(clap::Args)]
pub struct Demo {
    /// The file that keeps the passwords of the demo, as a list of {organisation, role, email, password}.
    #[arg(long)]
    credentials: PathBuf,
}

impl Demo {
    pub async fn run(&self, settings: &Settings) -> anyhow::Result<()> {
        let operator = Operator::read(settings)?;
        let demo = demo::Demo::new(operator, self.credentials.clone());
        tokio::select! {
            loaded = demo.load() => loaded,
            () = lifecycle::signal() => {
                demo.stop().await;
                bail!("stopped; the next load goes on from here")
            }
        }
    }
}
