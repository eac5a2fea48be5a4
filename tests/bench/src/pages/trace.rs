//! What the services answered for a page: the portal passes on the trace of the request, and every answer of a trace
//! stands in the log.

use std::{
    fs::File,
    io::{Read as _, Seek as _, SeekFrom},
    time::Duration,
};

use kit::Home;
use serde_json::Value;
use tokio::time::sleep;
use uuid::Uuid;

use super::browser::Browser;

/// Opens a page, and counts what the services answered for it.
pub async fn followed(home: &Home, browser: &Browser, path: &str) -> anyhow::Result<usize> {
    let mut log = File::open(home.folder().join("log/suite.log"))?;
    log.seek(SeekFrom::End(0))?;
    let trace = fresh().simple().to_string();
    browser.open(path, Some(&trace)).await?;
    let mut told = String::new();
    let page = path.split('?').next().unwrap_or(path);
    loop {
        log.read_to_string(&mut told)?;
        let lines = told.lines().filter(|line| line.contains(&trace));
        let answered: Vec<String> = lines.filter_map(answered_path).collect();
        // The page itself is answered last.
        if answered.iter().any(|path| path == page) {
            return Ok(answered.iter().filter(|path| path.starts_with("/api/v1/")).count());
        }
        sleep(Duration::from_millis(10)).await;
    }
}

/// The path of an answer that a line of the log tells of.
fn answered_path(line: &str) -> Option<String> {
    let line: Value = serde_json::from_str(line).ok()?;
    let path = line["span"]["path"].as_str()?.to_owned();
    (line["message"] == "answered").then_some(path)
}

#[expect(clippy::disallowed_methods, reason = "measures, and serves nobody")]
fn fresh() -> Uuid {
    Uuid::now_v7()
}
