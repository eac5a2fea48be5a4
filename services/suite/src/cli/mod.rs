//! The operator's command line: a client of the API, but for what must happen before there is one.

use std::io::Write as _;

pub mod demo;
pub mod provision;
pub mod tenants;

/// Prints to standard output; a closed pipe is not our trouble.
pub fn print(text: &str) {
    drop(std::io::stdout().write_all(text.as_bytes()));
}
