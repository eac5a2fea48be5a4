//! The document as a screen reader finds it.

use std::process::Stdio;

use serde_json::Value;
use tokio::{io::AsyncWriteExt as _, process::Command};

/// The PDF is tagged, claims PDF/UA, and has every figure of the report, each below its own label.
pub async fn holds_the_figures(pdf: &[u8], report: &Value) {
    assert!(pdf.starts_with(b"%PDF-"));
    assert!(
        String::from_utf8_lossy(pdf).contains("pdfuaid:part"),
        "the claim of PDF/UA"
    );
    let properties = asked(&[], pdf).await;
    let tagged = |line: &str| line.starts_with("Tagged:") && line.ends_with("yes");
    assert!(properties.lines().any(tagged), "{properties}");
    let structure = asked(&["-struct-text"], pdf).await;
    let pairs = labelled(&structure);
    let mut found = 0;
    for part in report["parts"].as_array().unwrap() {
        for figure in part["figures"].as_array().unwrap() {
            let label = figure["label"].as_str().unwrap_or_else(|| panic!("a label: {figure}"));
            let value = digits(figure["value"].as_str().unwrap_or_else(|| panic!("a value: {figure}")));
            let shown = pairs.iter().find(|(of, _)| of == label);
            let (_, shown) = shown.unwrap_or_else(|| panic!("`{label}` labels nothing in\n{structure}"));
            assert_eq!(digits(shown), value, "{label}: {shown}");
            found += 1;
        }
    }
    assert!(found > 3, "only {found} figures");
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// What is labelled, with its label, in the order in which it is read.
fn labelled(structure: &str) -> Vec<(String, String)> {
    let mut pairs: Vec<(String, String)> = Vec::new();
    let mut within = "";
    for line in structure.lines().map(str::trim) {
        if let Some(text) = line.strip_prefix('"') {
            let text = text.trim_end_matches('"').trim();
            match (within, pairs.last_mut()) {
                ("Lbl", Some((label, _))) => label.push_str(text),
                ("LBody", Some((_, value))) if value.is_empty() => value.push_str(text),
                _ => {}
            }
        } else if line.starts_with("Lbl ") {
            pairs.push(Default::default());
            within = "Lbl";
        } else if line.starts_with("LBody ") {
            within = "LBody";
        }
    }
    pairs
}

/// What `pdfinfo` (poppler-utils) says of a document.
async fn asked(options: &[&str], pdf: &[u8]) -> String {
    let mut reader = Command::new("pdfinfo")
        .args(options)
        .arg("-")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        // It remarks on what newer standards allow.
        .stderr(Stdio::null())
        .spawn()
        .expect("pdfinfo is installed by dev/");
    let mut input = reader.stdin.take().unwrap();
    let handed = async {
        input.write_all(pdf).await.unwrap();
        drop(input);
    };
    let ((), output) = tokio::join!(handed, reader.wait_with_output());
    String::from_utf8_lossy(&output.unwrap().stdout).into_owned()
}
