//! `dev/routes.txt`, of which fronts are made, says of every path what the services say.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use platform::http::openapi;
use regex::Regex;
use serde_json::Value;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

/// What must never be reached from outside.
const NOBODY: &str = "nobody";

/// Answered by every process for whoever looks after it; a front answers with whatever it likes.
const OF_EVERY_PROCESS: [&str; 3] = ["/healthz", "/readyz", "/metrics"];

/// The lines of the file: a resource or a path, and who answers for it.
fn lines() -> Vec<(String, String)> {
    let text = fs::read_to_string(format!("{ROOT}/dev/routes.txt")).unwrap();
    let told = text
        .lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    told.map(|line| {
        let (place, service) = line.split_once(' ').unwrap_or_else(|| panic!("`{line}` names nobody"));
        (place.to_owned(), service.trim().to_owned())
    })
    .collect()
}

/// The line that a front goes by: a resource first, then the paths in their order, last the one for all the rest.
fn deciding<'a>(lines: &'a [(String, String)], path: &str) -> Option<&'a (String, String)> {
    let under = |place: &str| {
        path.strip_prefix(place)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let resource = lines
        .iter()
        .find(|(place, _)| !place.starts_with('/') && under(&format!("/api/v1/{place}")));
    let other = || {
        lines
            .iter()
            .find(|(place, _)| place.starts_with('/') && place != "/" && under(place))
    };
    resource
        .or_else(other)
        .or_else(|| lines.iter().find(|(place, _)| place == "/"))
}

/// Every path that somebody answers, with who that is.
fn answered() -> BTreeMap<String, String> {
    let mut answered = BTreeMap::new();
    for service in suite::services() {
        let document = openapi::complete(openapi::describe(|config| service.routes(config)));
        let paths: BTreeSet<String> = document["paths"].as_object().unwrap().keys().cloned().collect();
        assert!(paths.len() > 4, "{} describes {paths:?}", service.name());
        answered.extend(paths.into_iter().map(|path| (path, service.name().to_owned())));
    }
    for page in portal::routes() {
        let path = page.path.split('?').next().unwrap();
        answered.insert(path.to_owned(), "portal".to_owned());
    }
    // What no description holds stands at the handler itself.
    let handler = Regex::new(r#"(?m)^\s*#\[(?:get|post|put|patch|delete)\("(/[^"]*)"\)\]"#).unwrap();
    for crate_name in ["platform", "tenants", "goals", "projects", "reporting", "portal"] {
        let mut files = Vec::new();
        sources(Path::new(&format!("{ROOT}/services/{crate_name}/src")), &mut files);
        for file in files {
            for found in handler.captures_iter(&file) {
                let path = found[1].to_owned();
                let who = if path.starts_with("/internal/") {
                    NOBODY
                } else {
                    crate_name
                };
                if !OF_EVERY_PROCESS.contains(&path.as_str()) {
                    let before = answered.insert(path.clone(), who.to_owned());
                    assert!(before.is_none_or(|b| b == who), "{path} is answered twice");
                }
            }
        }
    }
    answered
}

fn sources(folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(fs::read_to_string(path).unwrap());
        }
    }
}

#[test]
fn every_path_is_sent_to_the_service_that_answers_it_and_every_line_is_needed() {
    let (lines, answered) = (lines(), answered());
    let described: Value = serde_json::from_str(&suite::described()).unwrap();
    let mut faults = Vec::new();
    for path in described["paths"].as_object().unwrap().keys() {
        if !answered.contains_key(path) {
            faults.push(format!("{path} is described, and no service answers it"));
        }
    }
    let mut used = BTreeSet::new();
    for (path, who) in &answered {
        let line = deciding(&lines, path);
        used.extend(line.map(|(place, _)| place.clone()));
        match line {
            Some((place, _)) if path.starts_with("/api/v1/") && place.starts_with('/') => {
                faults.push(format!("{path}: its resource has no line; `{who}` answers it"));
            }
            Some((place, service)) if service != who => {
                faults.push(format!(
                    "{path}: the line `{place}` says {service}, but `{who}` answers it"
                ));
            }
            Some(_) => {}
            None => faults.push(format!("{path}: no line is about it; `{who}` answers it")),
        }
    }
    for (place, service) in &lines {
        if !used.contains(place) {
            faults.push(format!("`{place} {service}`: nobody answers anything there"));
        }
    }
    let places: BTreeSet<&String> = lines.iter().map(|(place, _)| place).collect();
    assert_eq!(places.len(), lines.len(), "a place has two lines");
    assert!(faults.is_empty(), "dev/routes.txt:\n{}", faults.join("\n"));
}
