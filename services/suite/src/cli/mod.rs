//! The operator's command line: a client of the API, but for what must happen before there is one.

use std::io::Write as _;

use serde_json::Value;
use suite::demo::client::word;

pub mod backup;
pub mod demo;
pub mod events;
pub mod health;
pub mod journal;
pub mod keys;
pub mod plans;
pub mod provision;
pub mod rebuild;
pub mod selftest;
pub mod tenants;
pub mod usage;

/// Those that keep a journal and listen to others.
const SERVICES: [&str; 4] = ["tenants", "goals", "projects", "reporting"];

/// What commands that speak with the API need, shown by their help.
pub const WHERE: &str = "Asks the API as an operator: SAMVERKA_URL (or SAMVERKA_TENANTS_URL, _GOALS_URL, _PROJECTS_URL and
_REPORTING_URL), SAMVERKA_OPERATOR_EMAIL, SAMVERKA_OPERATOR_PASSWORD, and SAMVERKA_OPERATOR_CODE of whoever has a second factor.";

/// Prints to standard output; a closed pipe is not our trouble.
pub fn print(text: &str) {
    drop(std::io::stdout().write_all(text.as_bytes()));
}

/// A text in whichever language it was said.
fn name_of(text: &Value) -> String {
    let names = ["/en", "/fi", "/sv"].map(|language| word(text, language));
    names
        .into_iter()
        .find(|name| !name.is_empty())
        .unwrap_or_default()
        .to_owned()
}

/// Columns as wide as what stands in them.
fn table<const N: usize>(headings: &[&str; N], rows: Vec<[String; N]>) -> String {
    let mut lines = vec![headings.map(str::to_owned)];
    lines.extend(rows);
    let mut widths = [0; N];
    for line in &lines {
        for (width, cell) in widths.iter_mut().zip(line) {
            *width = cell.chars().count().max(*width);
        }
    }
    let mut printed = String::new();
    for line in &lines {
        let cells: Vec<String> = line
            .iter()
            .zip(widths)
            .map(|(cell, width)| format!("{cell:width$}"))
            .collect();
        printed.push_str(cells.join("  ").trim_end());
        printed.push('\n');
    }
    printed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_as_wide_as_what_stands_in_it() {
        let rows = vec![["1".to_owned(), "Södertälje".to_owned(), String::new()]];
        assert_eq!(
            table(&["identity", "name", "more"], rows),
            "identity  name        more\n1         Södertälje\n"
        );
    }
}
