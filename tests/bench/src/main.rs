#![doc = include_str!("../README.md")]
#![expect(clippy::map_err_ignore, reason = "a poisoned lock says nothing more")]

mod database;
mod figures;
mod floor;
mod load;
mod pages;
mod processes;
mod reads;
mod tokens;
mod visible;

use std::{net::SocketAddr, path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};
use kit::Home;

/// Measures an installation that runs.
#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    act: Act,
    /// The folder that the installation keeps its things in.
    #[arg(long, env = "SAMVERKA_LOCAL", global = true, default_value = ".local")]
    home: PathBuf,
    /// Where figures are kept.
    #[arg(
        long,
        env = "SAMVERKA_BENCH_FIGURES",
        global = true,
        default_value = ".local/bench.json"
    )]
    figures: PathBuf,
}

#[derive(Subcommand)]
enum Act {
    /// Makes a million projects, for each crowd of tenants.
    Data,
    /// Serves what reads are held against.
    Floor { address: SocketAddr },
    /// Reads, beside the floor.
    Reads,
    /// Pages of a large town, and the search; with a path, those only whose address begins so.
    Pages {
        only: Option<String>,
        /// Warm requests of each page.
        #[arg(long, default_value_t = 100)]
        times: usize,
    },
    /// From a change to its being visible.
    Visible { way: String },
    /// How long the suite takes to start.
    Start,
    /// What processes take of the memory.
    Memory {
        #[arg(long)]
        most: f64,
        processes: Vec<String>,
    },
    /// Everything that was kept.
    Table,
}

fn main() -> anyhow::Result<ExitCode> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let Arguments { act, home, figures } = Arguments::parse();
    let home = Home::at(home);
    let measured = match act {
        Act::Data => {
            runtime.block_on(reads::data(&home))?;
            return Ok(ExitCode::SUCCESS);
        }
        Act::Floor { address } => {
            runtime.block_on(reads::serve_floor(&home, address))?;
            return Ok(ExitCode::SUCCESS);
        }
        Act::Table => {
            let all = figures::table(&figures)?;
            return Ok(if all { ExitCode::SUCCESS } else { ExitCode::FAILURE });
        }
        Act::Reads => runtime.block_on(reads::measure(&home))?,
        Act::Pages { only, times } => runtime.block_on(pages::measure(&home, only.as_deref(), times))?,
        Act::Visible { way } => runtime.block_on(visible::measure(&home, &way))?,
        Act::Start => vec![processes::start(&home)?],
        Act::Memory { most, processes } => processes::memory(&home, &processes, most)?,
    };
    figures::keep(&figures, measured)?;
    Ok(ExitCode::SUCCESS)
}
