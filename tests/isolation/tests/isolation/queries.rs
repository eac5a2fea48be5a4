//! Every query names its tenant: row security is the net, never the only filter.

use std::{
    fs,
    path::{Path, PathBuf},
};

fn stores(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            stores(&path, found);
        } else if path.file_name().is_some_and(|name| name == "store.rs")
            || path
                .parent()
                .and_then(Path::file_name)
                .is_some_and(|name| name == "store")
        {
            found.push(path);
        }
    }
}

/// The functions of a file, with their text: from `fn name` to the closing brace at the margin.
fn functions(text: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    let mut open: Option<(String, String, usize)> = None;
    for line in text.lines() {
        let indent = line.len() - line.trim_start().len();
        if open.is_none()
            && let Some(at) = line.find("fn ")
            && (line.trim_start().starts_with("fn ") || line.contains("pub") || line.contains("async fn"))
        {
            let name: String = line[at + 3..]
                .chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_')
                .collect();
            open = Some((name, String::new(), indent));
        }
        if let Some((name, body, margin)) = &mut open {
            body.push_str(line);
            body.push('\n');
            let closes = indent == *margin && line.trim() == "}";
            let one_line = line.trim_end().ends_with('}') && body.lines().count() == 1;
            if closes || one_line {
                found.push((name.clone(), body.clone()));
                open = None;
            }
        }
    }
    found
}

/// Queries of global tables, which have no tenant.
const ABOUT_GLOBAL_TABLES: &[(&str, &str)] = &[
    ("organisation/store.rs", "place_exists"),
    ("programme/store.rs", "names"),
    ("rebuild/store.rs", "current"),
    ("rebuild/store.rs", "live"),
];

#[test]
fn every_query_of_every_store_names_its_tenant() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../services");
    let mut found = Vec::new();
    for service in ["tenants", "goals", "projects", "reporting"] {
        stores(&root.join(service).join("src"), &mut found);
    }
    assert!(found.len() > 10, "only {} stores were found", found.len());
    let mut faults = Vec::new();
    let mut judged = 0;
    for path in found {
        let text = fs::read_to_string(&path).unwrap();
        for (name, body) in functions(&text) {
            let queries = [
                "::table",
                "insert_into(",
                "diesel::update(",
                "diesel::delete(",
                "sql_query(",
            ];
            let asks = queries.iter().any(|q| body.contains(q));
            if !asks || !body.contains("TenantTx") {
                continue;
            }
            judged += 1;
            if ABOUT_GLOBAL_TABLES
                .iter()
                .any(|(file, known)| path.ends_with(file) && name == *known)
            {
                continue;
            }
            // A row made from the transaction carries its tenant: the table's policy refuses any other.
            if body.contains("from_model(tx") || body.contains("Row::new(tx") {
                continue;
            }
            if !body.contains("tenant_id")
                && !body.contains("::of(tx")
                && !body.contains(" of(tx")
                && !body.contains("(of(")
            {
                faults.push(format!("{}: `{name}` asks without naming its tenant", path.display()));
            }
        }
    }
    assert!(judged > 40, "only {judged} queries were judged");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
