//! Every shape that the description of the API names has a name of its own: the generator lets the later of two shapes of
//! one name stand for both, and says nothing.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use kit::Contract;
use regex::Regex;
use serde_json::{Value, json};

const SERVICES: [&str; 5] = ["platform", "tenants", "goals", "projects", "reporting"];

#[test]
fn every_shape_of_the_description_has_a_name_of_its_own() {
    let mut named: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for service in SERVICES {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../services/{service}/src"));
        for (file, text) in sources(&source) {
            for name in shapes(&text) {
                named.entry(name).or_default().push(format!("{service}: {file}"));
            }
        }
    }
    assert!(
        named.len() > 100,
        "only {} shapes were found: is the search blind?",
        named.len()
    );
    named.retain(|_, places| places.len() > 1);
    assert!(
        named.is_empty(),
        "say `#[schema(as = …)]`, as these share a name: {named:#?}"
    );
}

#[test]
fn every_part_of_an_address_is_described() {
    let description: Value = serde_json::from_str(&suite::described()).unwrap();
    let parts = Regex::new(r"\{(\w+)\}").unwrap();
    let mut faults = Vec::new();
    for (address, operations) in description["paths"].as_object().unwrap() {
        let expected: BTreeSet<&str> = parts
            .captures_iter(address)
            .map(|part| part.extract::<1>().1[0])
            .collect();
        for (method, operation) in operations.as_object().unwrap() {
            let parameters = operation["parameters"].as_array().into_iter().flatten();
            let described = parameters.filter(|parameter| parameter["in"] == "path");
            let described: BTreeSet<&str> = described.filter_map(|parameter| parameter["name"].as_str()).collect();
            if described != expected {
                faults.push(format!("{method} {address} describes {described:?}"));
            }
        }
    }
    assert!(faults.is_empty(), "say `params(…)`: {faults:#?}");
}

#[test]
#[should_panic(expected = "with what its description does not allow")]
fn an_answer_of_another_shape_than_described_is_noticed() {
    let contract = Contract::of_the_suite();
    let goals = json!({"items": [{"id": "not an id"}], "next": null});
    contract.check("GET", "/api/v1/goals", 200, &goals);
}

/// The names under which a file's types stand in the description.
fn shapes(text: &str) -> Vec<String> {
    let derived = Regex::new(
        r"derive\([^)]*ToSchema[^)]*\)\]\s*(?P<attributes>(?:#\[(?:[^\[\]]|\[[^\]]*\])*\]\s*|///[^\n]*\s*)*)(?:pub(?:\([a-z]+\))? )?(?:struct|enum) (?P<name>\w+)",
    )
    .unwrap();
    let chosen = Regex::new(r"schema\((?:[^)]*, )?as = (\w+)").unwrap();
    let codes = Regex::new(r"(?s)codes!\s*[({].*?enum (\w+)(?: as (\w+))? \{").unwrap();
    let derived = derived.captures_iter(text).map(|found| {
        let own = found["name"].to_owned();
        chosen.captures(&found["attributes"]).map_or(own, |c| c[1].to_owned())
    });
    let codes = codes
        .captures_iter(text)
        .map(|found| found.get(2).or(found.get(1)).unwrap().as_str().to_owned());
    derived.chain(codes).collect()
}

/// Every source below a folder, with its path there.
fn sources(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            waiting.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        } else if path.extension().is_some_and(|e| e == "rs") && path.file_name().is_none_or(|n| n != "codes.rs") {
            let shown = path.strip_prefix(folder).unwrap().display().to_string();
            found.push((shown, fs::read_to_string(&path).unwrap()));
        }
    }
    found
}
