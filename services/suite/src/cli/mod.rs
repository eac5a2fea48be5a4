//! The operator's command line: a client of the API, but for what must happen before there is one.

use std::io::Write as _;

pub mod backup;
pub mod demo;
pub mod events;
pub mod journal;
pub mod provision;
pub mod tenants;

/// Those that keep a journal and listen to others.
const SERVICES: [&str; 4] = ["tenants", "goals", "projects", "reporting"];

/// Prints to standard output; a closed pipe is not our trouble.
pub fn print(text: &str) {
    drop(std::io::stdout().write_all(text.as_bytes()));
}
